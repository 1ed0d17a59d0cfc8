//! The keys of the tokens in a segment: links, identities, code.

use firstaid_content::{Locale, Page, TokenKind, hex_digits};

use super::key::{Key, KeyKind, hash};
use crate::segments::Segment;

/// Adds the keys of the tokens in a segment.
pub(super) fn push_tokens(page: &Page, segment: &Segment, keys: &mut Vec<Key>) {
    let first = page.tokens.partition_point(|token| token.range.start() < segment.range.start());
    for token in page.tokens[first..].iter().take_while(|token| token.range.start() < segment.range.end()) {
        match &token.kind {
            TokenKind::Link(link) => push_url(&link.url, keys),
            TokenKind::Url(url) => push_url(url, keys),
            TokenKind::Fingerprint | TokenKind::KeyId => {
                keys.push(hash(KeyKind::Identity, &hex_digits(&page.text()[token.range])));
            }
            TokenKind::Email(value) | TokenKind::Onion(value) => {
                keys.push(hash(KeyKind::Identity, &value.to_lowercase()));
            }
            TokenKind::Phone(value) => keys.push(hash(KeyKind::Identity, value)),
            TokenKind::Code => keys.push(hash(KeyKind::Code, &page.text()[token.range])),
            TokenKind::Anchor(_) => {}
        }
    }
}

/// Adds the keys of a link target, the same for all locales of a site: without scheme, `www.`, the parts that name a
/// locale, and the fragment, which may come from a translated heading.
fn push_url(url: &str, keys: &mut Vec<Key>) {
    let lower = url.to_lowercase();
    let (url, fragment) = lower.split_once('#').unwrap_or((&lower, ""));
    if url.is_empty() && !fragment.is_empty() {
        return;
    }
    let absolute = url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//"));
    let absolute = absolute.or_else(|| url.starts_with("www.").then_some(url));
    let path = match absolute {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            let host = host.strip_prefix("www.").unwrap_or(host);
            let host = match host.split_once('.') {
                Some((first, rest)) if rest.contains('.') && is_locale(first) => rest,
                _ => host,
            };
            keys.push(hash(KeyKind::Host, host));
            path
        }
        None => url,
    };
    let mut bare = String::with_capacity(path.len());
    for part in path.split('/').filter(|part| !matches!(*part, "" | "." | "..") && !is_locale(part)) {
        bare.push('/');
        bare.push_str(without_locale(part));
    }
    if !bare.is_empty() {
        keys.push(hash(KeyKind::Url, &bare));
    }
}

/// Whether a part of an address names a locale: `es`, `pt-br`.
fn is_locale(part: &str) -> bool {
    matches!(part.len(), 2 | 3 | 5) && Locale::new(part).is_some_and(|locale| locale.is_known())
}

/// A file name without its extension and the locale before it: `trust` for `trust_ru.md` and `trust.ru.md`.
fn without_locale(name: &str) -> &str {
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".html")).unwrap_or(name);
    match stem.rsplit_once(['_', '.', '-']) {
        Some((before, locale)) if locale.len() == 2 && is_locale(locale) => before,
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(url: &str) -> Vec<Key> {
        let mut keys = Vec::new();
        push_url(url, &mut keys);
        keys
    }

    #[test]
    fn a_target_is_the_same_key_in_all_locales_of_its_site() {
        for (url, other) in [
            ("https://securityinabox.org/en/jitsi", "http://www.securityinabox.org/ru/jitsi/"),
            ("http://en.rsf.org/", "http://es.rsf.org"),
            ("Resources.md", "../ru/Resources_RU.md#x"),
            ("/en/trust/", "/pt-br/trust"),
        ] {
            assert_eq!(keys(url), keys(other), "{url}");
        }
        assert_ne!(keys("https://eff.org/a"), keys("https://eff.org/b"));
        assert_eq!(keys("#anchor"), []);
    }
}
