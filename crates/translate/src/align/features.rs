//! What of a segment survives translation: its shape, its length, and keys (links, identities, numbers, names, code).
//!
//! Keys are hashes, so that finding those that two pages share costs no copies of their text.

use std::hash::BuildHasher;

use firstaid_content::{Locale, Page, TokenKind, hex_digits};
use foldhash::fast::FixedState;

use super::text_keys::push_text;
use crate::{Segment, SegmentKind};

/// What a key is made of; it says how surely a translation keeps it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum KeyKind {
    /// A fingerprint, key id, e-mail address, phone number or onion host.
    Identity,
    /// A link target, in whatever locale of its site.
    Url,
    Host,
    Code,
    Number,
    /// A word with a capital letter in it.
    Name,
    /// All of the text: a segment left untranslated.
    Text,
    /// A word that stays the same.
    Word,
    /// How a long word begins: "encryption" and "encryptage" share it.
    Stem,
}

impl KeyKind {
    pub(super) const COUNT: usize = 9;
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::Identity,
        Self::Url,
        Self::Host,
        Self::Code,
        Self::Number,
        Self::Name,
        Self::Text,
        Self::Word,
        Self::Stem,
    ];

    /// How often the translation of a segment has the key, too.
    pub(super) fn kept(self) -> f32 {
        match self {
            Self::Identity => 0.9,
            Self::Url | Self::Host => 0.75,
            Self::Code | Self::Number => 0.7,
            Self::Name => 0.6,
            Self::Text | Self::Word => 0.3,
            Self::Stem => 0.2,
        }
    }

    /// Whether one such key at another place says that segments moved.
    pub(super) fn is_strong(self) -> bool {
        matches!(self, Self::Identity | Self::Url | Self::Code | Self::Text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Key {
    pub(super) hash: u64,
    pub(super) kind: KeyKind,
}

/// What a segment is, by how it looks to a reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Heading,
    /// A paragraph that may be a heading whose mark was lost.
    Title,
    Paragraph,
    Item,
    Cell,
    Verbatim,
}

impl Class {
    pub(super) const COUNT: usize = 6;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shape {
    pub(super) class: Class,
    /// Of a heading.
    pub(super) level: u8,
    pub(super) lists: u32,
    pub(super) quotes: u32,
}

/// The features of segments of a page, in page order.
pub(super) struct Features {
    pub(super) shapes: Vec<Shape>,
    /// Whether each segment comes right after the one before it on its page.
    pub(super) follows: Vec<bool>,
    /// Letters and digits.
    pub(super) lengths: Vec<u32>,
    keys: Vec<Key>,
    /// Where the keys of each segment end.
    ends: Vec<u32>,
}

/// Which words become keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Words {
    /// Names and numbers: enough to see whether two pages go side by side.
    Names,
    All,
}

impl Features {
    /// Of those of a page's segments that are kept, by their numbers in order.
    pub(super) fn new(page: &Page, segments: &[Segment], kept: &[usize], words: Words) -> Self {
        let mut features = Self {
            shapes: kept.iter().map(|&n| shape(&segments[n])).collect(),
            follows: (0..kept.len()).map(|at| at > 0 && kept[at] == kept[at - 1] + 1).collect(),
            lengths: Vec::with_capacity(kept.len()),
            keys: Vec::with_capacity(kept.len() * 4),
            ends: Vec::with_capacity(kept.len()),
        };
        for &n in kept {
            let segment = &segments[n];
            let from = features.keys.len();
            push_tokens(page, segment, &mut features.keys);
            features.lengths.push(push_text(&segment.message, words, &mut features.keys));
            features.keys[from..].sort_unstable();
            let mut kept = from;
            for n in from..features.keys.len() {
                if n == from || features.keys[n].hash != features.keys[kept - 1].hash {
                    features.keys[kept] = features.keys[n];
                    kept += 1;
                }
            }
            features.keys.truncate(kept);
            features.ends.push(kept as u32);
        }
        features
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The distinct keys of a segment.
    pub(super) fn keys(&self, segment: usize) -> &[Key] {
        let from = if segment == 0 { 0 } else { self.ends[segment - 1] as usize };
        &self.keys[from..self.ends[segment] as usize]
    }
}

fn shape(segment: &Segment) -> Shape {
    let class = match segment.kind {
        SegmentKind::Heading(_) => Class::Heading,
        SegmentKind::Cell => Class::Cell,
        SegmentKind::Verbatim => Class::Verbatim,
        SegmentKind::Item => Class::Item,
        // The items of a list with blank lines between them are paragraphs.
        SegmentKind::Paragraph if segment.lists > 0 => Class::Item,
        SegmentKind::Paragraph | SegmentKind::FrontMatter(_) => {
            if is_title(&segment.message) {
                Class::Title
            } else {
                Class::Paragraph
            }
        }
    };
    let level = if let SegmentKind::Heading(level) = segment.kind { level } else { 0 };
    Shape { class, level, lists: segment.lists, quotes: segment.quotes }
}

/// Whether a paragraph reads like a heading: one short line that is no sentence, or bold as a whole.
fn is_title(message: &str) -> bool {
    let is_bold = |mark| message.len() > 2 * str::len(mark) && message.starts_with(mark) && message.ends_with(mark);
    let text = message.trim_end_matches("&nbsp;").trim_end();
    let is_short = text.len() <= 200 && !text.contains('\n') && text.split_whitespace().count() <= 16;
    is_short
        && (is_bold("**") || is_bold("__") || !text.ends_with(['.', ':', ';', ',', '…', '!', ')', '}', '。', '：']))
}

/// A name is the same key as the word without its capitals.
pub(super) fn hash(kind: KeyKind, text: &str) -> Key {
    let seed = if kind == KeyKind::Name { KeyKind::Word } else { kind } as u64;
    Key { hash: FixedState::with_seed(seed).hash_one(text), kind }
}

/// Keys of the tokens in a segment.
fn push_tokens(page: &Page, segment: &Segment, keys: &mut Vec<Key>) {
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

/// Keys of a link target that are the same in all locales of a site: without scheme, `www.`, the parts that name a
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

/// A file's name without its extension and the locale before it: `trust_ru.md`, `trust.ru.md`.
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

    #[test]
    fn a_short_line_without_the_end_of_a_sentence_may_be_a_heading() {
        for text in ["Android", "**Fertig.**", "Que faire&nbsp;?", "Confiance &nbsp;"] {
            assert!(is_title(text), "{text}");
        }
        for text in ["It works.", "Voir&nbsp;:", "a\nb", &"word ".repeat(20)] {
            assert!(!is_title(text), "{text}");
        }
    }
}
