//! The identities in a page: what leads readers to a person, an organisation or a site, each in a canonical form for
//! comparison.
//!
//! Identities come from the tokens of the page. This module must never guess: text that the parser did not take for an
//! address is not an identity.

use std::borrow::Cow;

use firstaid_content::{Link, LinkStyle, Page, Token, TokenKind, hex_digits};
use firstaid_text::TextRange;
use url::{ParseError, Url};

use crate::segments::Segment;

/// An identity and its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Identity {
    pub kind: IdentityKind,
    /// The canonical form, the same for every spelling of an identity; see [`IdentityKind`].
    pub value: Box<str>,
    /// Whether the host is written with `www.`, which `value` omits.
    pub www: bool,
    /// The bytes of the identity: the host inside of a URL, the address after `mailto:`.
    pub range: TextRange,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum IdentityKind {
    /// Upper-case digits, of any number: a damaged fingerprint is one, too.
    Fingerprint,
    /// Upper-case digits, without `0x`.
    KeyId,
    /// In lower case.
    Email,
    /// `+` and digits; digits alone in a `tel:` link without country code.
    Phone,
    /// A host under `.onion`, in lower case.
    Onion,
    /// The host of a link or of a URL in text, in lower case and in punycode.
    Host,
}

impl IdentityKind {
    /// What it is called in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fingerprint => "fingerprint",
            Self::KeyId => "key id",
            Self::Email => "e-mail address",
            Self::Phone => "phone number",
            Self::Onion => "onion address",
            Self::Host => "host",
        }
    }
}

/// The identities of the tokens that begin in `range`, in page order.
///
/// A link whose text shows its URL gives its host twice, once for each place. A reference link gives the host of its
/// definition.
pub fn identities(page: &Page, range: TextRange) -> Vec<Identity> {
    let first = page.tokens.partition_point(|token| token.range.start() < range.start());
    let mut found = Vec::new();
    push_until(page, &mut first.clone(), range.end(), &mut found);
    found
}

/// The identities of each segment, found in one walk over the page. `segments` must be those of `page`.
pub fn identities_by_segment(page: &Page, segments: &[Segment]) -> Vec<Vec<Identity>> {
    let mut next = 0;
    let inside = segments.iter().map(|segment| {
        while page.tokens.get(next).is_some_and(|token| token.range.start() < segment.range.start()) {
            next += 1;
        }
        let mut found = Vec::new();
        push_until(page, &mut next, segment.range.end(), &mut found);
        found
    });
    inside.collect()
}

/// The identities of a page that stand neither in prose nor in the target of a link: in code, attributes, scripts and
/// templates. In order.
pub fn identities_beside_prose(page: &Page) -> Vec<Identity> {
    page.addresses_beside_prose().iter().filter_map(|token| identity(page, token)).collect()
}

/// Adds the identities of the tokens from `next` on that begin before `end`.
fn push_until(page: &Page, next: &mut usize, end: u32, found: &mut Vec<Identity>) {
    let mut target = TextRange::empty(0);
    while let Some(token) = page.tokens.get(*next).filter(|token| token.range.start() < end) {
        *next += 1;
        if let Some(link) = token.as_link() {
            target = link.target;
        }
        // An onion host inside a link target is reported by the link.
        let is_of_link = matches!(token.kind, TokenKind::Onion(_)) && target.contains(token.range);
        found.extend(identity(page, token).filter(|_| !is_of_link));
    }
}

fn identity(page: &Page, token: &Token) -> Option<Identity> {
    let of = |kind, value: String| Some(Identity { kind, value: value.into(), www: false, range: token.range });
    match &token.kind {
        TokenKind::Fingerprint => of(IdentityKind::Fingerprint, hex_digits(&page.text()[token.range])),
        TokenKind::KeyId => of(IdentityKind::KeyId, hex_digits(&page.text()[token.range])),
        TokenKind::Email(address) => of(IdentityKind::Email, address.to_lowercase()),
        TokenKind::Phone(number) => of(IdentityKind::Phone, number.to_string()),
        TokenKind::Onion(host) => Some(of_host(&host.to_lowercase(), token.range)),
        TokenKind::Url(url) => Some(of_host(&host(url)?, host_range(page, token.range))),
        TokenKind::Link(link) => {
            let range = if link.style == LinkStyle::Reference { token.range } else { host_range(page, link.target) };
            Some(of_host(&host_of_link(link)?, range))
        }
        TokenKind::Anchor(_) | TokenKind::Code => None,
    }
}

fn of_host(host: &str, range: TextRange) -> Identity {
    let bare = host.strip_prefix("www.").filter(|rest| rest.contains('.'));
    let kind = if host.ends_with(".onion") { IdentityKind::Onion } else { IdentityKind::Host };
    Identity { kind, value: bare.unwrap_or(host).into(), www: bare.is_some(), range }
}

/// The host of a link. A target without a scheme is a path, even if it begins with `www.`.
fn host_of_link(link: &Link) -> Option<String> {
    let has_scheme = link.url.contains(':') || link.url.trim_start().starts_with(['/', '\\']);
    has_scheme.then(|| host(&link.url)).flatten()
}

/// The host of a URL, as browsers read it (WHATWG URL): `https://a@b` and `https:\\b` lead to `b`.
fn host(url: &str) -> Option<String> {
    let url = url.trim();
    let whole: Cow<'_, str> = match url.as_bytes() {
        [b'/' | b'\\', b'/' | b'\\', ..] => format!("https:{url}").into(),
        [b'w' | b'W', b'w' | b'W', b'w' | b'W', b'.', ..] => format!("https://{url}").into(),
        _ => url.into(),
    };
    let host = match Url::parse(&whole) {
        Ok(parsed) => parsed.host_str()?.to_lowercase(),
        Err(ParseError::RelativeUrlWithoutBase) => return None,
        // A host that no resolver accepts is compared as typed.
        Err(_) => authority(&whole).filter(|typed| !typed.contains(['{', '%']))?.to_lowercase(),
    };
    Some(host.trim_end_matches('.').to_owned()).filter(|host| !host.is_empty())
}

/// The bytes of the host in a URL, or `range` if the URL names no host.
fn host_range(page: &Page, range: TextRange) -> TextRange {
    let typed = &page.text()[range];
    let Some(host) = authority(typed).filter(|host| !host.is_empty()) else { return range };
    let start = range.start() + (host.as_ptr() as usize - typed.as_ptr() as usize) as u32;
    TextRange::new(start, start + host.len() as u32)
}

/// The host as typed: the authority of a URL without user and port (RFC 3986, section 3.2).
fn authority(url: &str) -> Option<&str> {
    let start = match url.find("//") {
        Some(slashes) => slashes + 2,
        None => url.get(..4).filter(|www| www.eq_ignore_ascii_case("www.")).map(|_| 0)?,
    };
    let rest = &url[start..];
    let rest = &rest[..rest.find(['/', '\\', '?', '#', '&']).unwrap_or(rest.len())];
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let port = host.rfind(':').filter(|&at| host[at + 1..].bytes().all(|b| b.is_ascii_digit()));
    Some(port.map_or(host, |at| &host[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segments::segments;
    use crate::testing::page;

    fn found(text: &str) -> Vec<String> {
        let page = page(text);
        let all = identities(&page, TextRange::new(0, text.len() as u32));
        all.iter()
            .map(|it| {
                let www = if it.www { "www." } else { "" };
                format!("{:?} {www}{} «{}»", it.kind, it.value, &text[it.range])
            })
            .collect()
    }

    #[test]
    fn each_identity_has_one_form_and_its_bytes() {
        for (text, expected) in [
            (
                "PGP: 6ce6 221c 98ec f399 a04c 41b8 c46b ed33 32e8 a2bc",
                "Fingerprint 6CE6221C98ECF399A04C41B8C46BED3332E8A2BC \
                 «6ce6 221c 98ec f399 a04c 41b8 c46b ed33 32e8 a2bc»",
            ),
            ("`gpg --recv-keys 0x32e8a2bc`", "KeyId 32E8A2BC «0x32e8a2bc»"),
            ("Help@AccessNow.org", "Email help@accessnow.org «Help@AccessNow.org»"),
            ("[x](mailto:Help@AccessNow.org?subject=x)", "Email help@accessnow.org «Help@AccessNow.org»"),
            ("Call +352 247-88444.", "Phone +35224788444 «+352 247-88444»"),
            ("[x](tel:+352-247-88444)", "Phone +35224788444 «tel:+352-247-88444»"),
            ("5qlhz3jow7zhxtpx.onion", "Onion 5qlhz3jow7zhxtpx.onion «5qlhz3jow7zhxtpx.onion»"),
            ("[x](http://5QLHZ3jow7zhxtpx.onion/a)", "Onion 5qlhz3jow7zhxtpx.onion «5QLHZ3jow7zhxtpx.onion»"),
            ("https://www.EFF.org:443/a", "Host www.eff.org «www.EFF.org»"),
            ("www.eff.org/a", "Host www.eff.org «www.eff.org»"),
            ("<https://bücher.example/>", "Host xn--bcher-kva.example «bücher.example»"),
            ("[x](//ssd.eff.org./)", "Host ssd.eff.org «ssd.eff.org.»"),
            ("[x](https://eff.org@evil.example/)", "Host evil.example «evil.example»"),
            ("[x](<https:\\\\\\\\evil.example/>)", "Host evil.example «https:\\\\\\\\evil.example/»"),
            ("[x][1]\n\n# H\n", "none"),
            ("[x](www.eff.org) [y](a.md) [z](#top)", "none"),
            ("[x]({{ site.url }}/x) [y](https://{{ host }}/)", "none"),
        ] {
            let expected = if expected == "none" { vec![] } else { vec![expected] };
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_reference_link_has_the_host_of_its_definition() {
        let text = "See [x][1].\n\n[1]: https://eff.org/a\n";
        assert_eq!(found(text), ["Host eff.org «[x][1]»", "Host eff.org «eff.org»"]);
    }

    #[test]
    fn one_walk_finds_the_identities_of_each_segment() {
        let text = "---\ntitle: info@eff.org\n---\n# At https://eff.org\n\n\
                    - [www.cpj.org](https://cpj.org)\n- x\n\n<!-- a@b.org -->\n\n> +352 247 88444\n";
        let page = page(text);
        let segments = segments(&page);
        let by_segment = identities_by_segment(&page, &segments);
        let each: Vec<Vec<Identity>> = segments.iter().map(|segment| identities(&page, segment.range)).collect();
        assert_eq!(by_segment, each);
        assert_eq!(each.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2, 0, 1]);
    }
}
