//! What of a segment survives translation: its shape, its length, and keys (links, identities, numbers, names, code).
//!
//! Keys are hashes, so that finding those that two pages share costs no copies of their text.

use std::hash::BuildHasher;

use firstaid_content::{Locale, Page, TokenKind, hex_digits};
use foldhash::fast::FixedState;

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
    /// How a long word begins: "communication" and "comunicación" do not share it, "encrypt" and "encriptar" do.
    Stem,
}

impl KeyKind {
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

/// The features of a run of segments.
pub(super) struct Features {
    pub(super) shapes: Vec<Shape>,
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
    /// `segments` are in page order.
    pub(super) fn new(page: &Page, segments: &[Segment], words: Words) -> Self {
        let mut features = Self {
            shapes: segments.iter().map(shape).collect(),
            lengths: Vec::with_capacity(segments.len()),
            keys: Vec::with_capacity(segments.len() * 4),
            ends: Vec::with_capacity(segments.len()),
        };
        let mut next = segments
            .first()
            .map_or(0, |first| page.tokens.partition_point(|token| token.range.start() < first.range.start()));
        for segment in segments {
            let from = features.keys.len();
            push_tokens(page, segment, &mut next, &mut features.keys);
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
fn hash(kind: KeyKind, text: &str) -> Key {
    let seed = if kind == KeyKind::Name { KeyKind::Word } else { kind } as u64;
    Key { hash: FixedState::with_seed(seed).hash_one(text), kind }
}

/// Keys of the tokens in a segment. `next` is the first token that may be in it.
fn push_tokens(page: &Page, segment: &Segment, next: &mut usize, keys: &mut Vec<Key>) {
    while let Some(token) = page.tokens.get(*next).filter(|token| token.range.start() < segment.range.end()) {
        *next += 1;
        if token.range.start() < segment.range.start() {
            continue;
        }
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

/// Keys of a text, whose slots stand for its links, and how many letters and digits it has.
fn push_text(message: &str, words: Words, keys: &mut Vec<Key>) -> u32 {
    let bytes = message.as_bytes();
    let (mut at, mut letters, mut after_letter) = (0, 0, false);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() || is_foreign_digit(&bytes[at..]) {
            let end = at + word_len(&bytes[at..]);
            if let Some(address) = address_len(&bytes[end..]) {
                (at, after_letter) = (end + address, false);
                continue;
            }
            let before_letter = bytes.get(end).is_some_and(|byte| matches!(byte, 0xc3..=0xcb));
            push_word(&message[at..end], after_letter, before_letter, words, keys);
            letters += bytes[at..end].iter().filter(|byte| is_char_start(**byte)).count() as u32;
            (at, after_letter) = (end, before_letter);
        } else if byte < 0x80 {
            after_letter = false;
            at += markup_len(&bytes[at..]);
        } else {
            // Letters of other scripts; no-break spaces, quotes and dashes are none.
            let is_letter = !matches!(byte, 0xc2 | 0xe2) && !bytes[at..].starts_with(&[0xe3, 0x80]);
            letters += u32::from(is_letter);
            after_letter = matches!(byte, 0xc3..=0xcb);
            at += 1;
            at += bytes[at..].iter().take_while(|byte| !is_char_start(**byte)).count();
        }
    }
    if letters > 0 {
        keys.push(hash(KeyKind::Text, message));
    }
    letters
}

fn is_char_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

/// How long the ASCII letters and digits, or the digits of Arabic or Persian, are.
fn word_len(bytes: &[u8]) -> usize {
    if bytes[0].is_ascii() {
        let len = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut end = len(0);
        // "2,000", "2.000"
        while bytes[end - 1].is_ascii_digit() && bytes.get(end).is_some_and(|byte| matches!(byte, b'.' | b',')) {
            match len(end + 1) {
                3 if bytes[end + 1..end + 4].iter().all(u8::is_ascii_digit) => end += 4,
                _ => break,
            }
        }
        return end;
    }
    let mut end = 0;
    while is_foreign_digit(&bytes[end..]) {
        end += 2;
    }
    end
}

/// How long the rest of an address is that began with a word: it is a key as a whole, and its words are none.
fn address_len(rest: &[u8]) -> Option<usize> {
    let goes_on = |next: Option<&u8>| next.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_address = rest.starts_with(b"://") || matches!(rest.first(), Some(b'@' | b'.')) && goes_on(rest.get(1));
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace() || !byte.is_ascii() || matches!(byte, b'(' | b')' | b']' | b'<' | b'>' | b'"' | b'`')
    };
    is_address.then(|| rest.iter().position(ends).unwrap_or(rest.len()))
}

/// U+0660 to U+0669 and U+06F0 to U+06F9.
fn is_foreign_digit(bytes: &[u8]) -> bool {
    matches!(bytes, [0xd9, 0xa0..=0xa9, ..] | [0xdb, 0xb0..=0xb9, ..])
}

/// How long a mark is that is no text: a slot or an entity whole, else one byte.
fn markup_len(bytes: &[u8]) -> usize {
    let close = match bytes[0] {
        b'{' => b'}',
        b'&' => b';',
        _ => return 1,
    };
    let inner = bytes[1..].iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    if inner > 0 && bytes.get(1 + inner) == Some(&close) { inner + 2 } else { 1 }
}

fn push_word(word: &str, after_letter: bool, before_letter: bool, words: Words, keys: &mut Vec<Key>) {
    if word.bytes().all(|byte| !byte.is_ascii_alphabetic()) {
        let digits: String = word.chars().filter_map(digit).collect();
        keys.push(hash(KeyKind::Number, &digits));
        return;
    }
    let is_whole = !after_letter && !before_letter && word.len() > 1;
    let is_name = is_whole && word.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_name {
        keys.push(hash(KeyKind::Name, &word.to_ascii_lowercase()));
    }
    if words == Words::All {
        let lower = word.to_ascii_lowercase();
        if is_whole && !is_name {
            keys.push(hash(KeyKind::Word, &lower));
        }
        if !after_letter && word.len() >= 5 && !is_name {
            keys.push(hash(KeyKind::Stem, &lower[..5]));
        }
    }
}

fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}
