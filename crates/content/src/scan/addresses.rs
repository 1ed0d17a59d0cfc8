//! Bare URLs, e-mail addresses and onion hosts.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem::Finder;
use regex::Regex;

use super::found::Found;
use crate::piece::OPAQUE;
use crate::token::TokenKind;

static WWW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bwww\.[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:/[^\s<>\u{fffc}]*)?")
        .expect("a valid pattern")
});

static ONION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:[a-z0-9-]+\.)*([a-z0-9]{8,64})\.onion\b").expect("a valid pattern"));

static LINKS: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(true);
    finder
});

static HAS_SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
static HAS_WWW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));
static HAS_ONION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(".onion"));

/// Which parts of addresses a text contains: a cheap test that spares most blocks the search.
#[derive(Clone, Copy)]
pub(crate) struct AddressParts {
    scheme_or_at: bool,
    www: bool,
    onion: bool,
}

impl AddressParts {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        Self {
            scheme_or_at: HAS_SCHEME.find(bytes).is_some() || memchr::memchr(b'@', bytes).is_some(),
            www: HAS_WWW.find(bytes).is_some(),
            onion: HAS_ONION.find(bytes).is_some(),
        }
    }
}

/// URLs, e-mail addresses and onion hosts of a text, in order and apart from each other. `parts` are those of this
/// text, or of a longer text that contains it.
pub(crate) fn addresses(text: &str, parts: AddressParts) -> Vec<Found> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    if parts.scheme_or_at && (HAS_SCHEME.find(bytes).is_some() || memchr::memchr(b'@', bytes).is_some()) {
        for link in LINKS.links(text) {
            let (range, kind) = if link.kind() == &LinkKind::Email {
                let own = mailbox(link.as_str());
                let range = link.start() + own.start..link.start() + own.end;
                (range.clone(), TokenKind::Email(text[range].into()))
            } else {
                let len = url_len(link.as_str());
                let range = link.start()..link.start() + len;
                (range.clone(), TokenKind::Url(text[range].into()))
            };
            found.push(Found { range, kind });
        }
    }
    if parts.www && HAS_WWW.find(bytes).is_some() {
        for hit in WWW.find_iter(text) {
            let len =
                hit.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '»', '”']).len();
            let range = hit.start()..hit.start() + len;
            found.push(Found { kind: TokenKind::Url(text[range.clone()].into()), range });
        }
    }
    if parts.onion && HAS_ONION.find(bytes).is_some() {
        for hit in ONION.find_iter(text) {
            found.push(Found { range: hit.range(), kind: TokenKind::Onion(hit.as_str().into()) });
        }
    }
    keep_apart(&mut found);
    found
}

/// The part of a text around its `@` that is the address.
///
/// Letters of another script that touch it end it, because some scripts put no space between words; so do controls of
/// text direction. The script is that of the letters beside the `@` (RFC 6531 allows any).
fn mailbox(text: &str) -> Range<usize> {
    let Some(at) = text.rfind('@') else { return 0..text.len() };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let is_latin = |c: char| c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let is_control = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let latin_local = local.chars().next_back().is_some_and(is_latin);
    let breaks = |latin: bool| move |c: char| is_control(c) || latin && !is_latin(c);
    let start = local
        .rfind(breaks(latin_local))
        .map_or(0, |last| last + local[last..].chars().next().map_or(0, char::len_utf8));
    let latin_domain = domain.chars().next().is_some_and(is_latin);
    let end = domain.find(breaks(latin_domain)).unwrap_or(domain.len());
    let (local, kept) = (&local[start..], domain[..end].trim_end_matches(['.', '-']));
    let is_whole = !local.is_empty() && kept.contains('.');
    let cut = start..at + 1 + kept.len();
    // A letter of another script inside the address is for the rules to find.
    if is_whole && !is_inside(text, &cut) { cut } else { 0..text.len() }
}

/// Whether the cut goes through the middle of an address: `infо@eff.org` with one Cyrillic letter.
fn is_inside(text: &str, cut: &Range<usize>) -> bool {
    let has_ascii = |part: &str| part.bytes().any(|b| b.is_ascii_alphanumeric());
    has_ascii(&text[..cut.start]) || has_ascii(&text[cut.end..])
}

/// The length of a URL that linkify found. linkify ends URLs at ASCII punctuation only; white space, opaque characters
/// and the closing punctuation of other scripts end them, too.
fn url_len(url: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                OPAQUE | '»' | '”' | '“' | '„' | '’' | '\u{2066}'
                    ..='\u{2069}' | '，' | '。' | '、' | '）' | '؛' | '،' | '…'
            )
    };
    let cut = &url[..url.find(ends).unwrap_or(url.len())];
    cut.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '؟']).len()
}

/// The range of the onion host in a URL.
pub(crate) fn onion_in(url: &str) -> Option<Range<usize>> {
    HAS_ONION.find(url.as_bytes())?;
    ONION.find(url).map(|hit| hit.range())
}

/// Sorts, and of overlapping ones keeps the first, or the longest of several at one place.
fn keep_apart(found: &mut Vec<Found>) {
    found.sort_by_key(|found| (found.range.start, Reverse(found.range.end)));
    let mut end = 0;
    found.retain(|found| {
        let is_apart = found.range.start >= end && !found.range.is_empty();
        if is_apart {
            end = found.range.end;
        }
        is_apart
    });
}
