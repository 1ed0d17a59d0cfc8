//! Bare URLs, e-mail addresses and onion hosts.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use regex::Regex;

use super::Found;
use crate::TokenKind;

static WWW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bwww\.[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:/[^\s<>\u{fffc}]*)?")
        .expect("a valid pattern")
});

static ONION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:[a-z0-9-]+\.)*([a-z0-9]{8,64})\.onion\b").expect("a valid pattern"));

/// URLs, e-mail addresses and onion hosts of a text, in order and apart from each other.
pub(crate) fn addresses(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"://").is_some() || memchr::memchr(b'@', text.as_bytes()).is_some() {
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(true);
        for link in finder.links(text) {
            let (range, kind) = if link.kind() == &LinkKind::Email {
                let Some(own) = mailbox(link.as_str()) else { continue };
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
    if memchr::memmem::find(text.as_bytes(), b"www.").is_some() {
        for hit in WWW.find_iter(text) {
            let len =
                hit.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '»', '”']).len();
            let range = hit.start()..hit.start() + len;
            found.push(Found { kind: TokenKind::Url(text[range.clone()].into()), range });
        }
    }
    if memchr::memmem::find(text.as_bytes(), b".onion").is_some() {
        for hit in ONION.find_iter(text) {
            found.push(Found { range: hit.range(), kind: TokenKind::Onion(hit.as_str().into()) });
        }
    }
    keep_apart(found)
}

/// The part of a text around its `@` that is one address: letters of another script that touch it, as words before
/// and after it do where there are no spaces, are none of it, nor are the controls that part directions of text.
///
/// An address that begins or ends in letters of another script at the `@` itself is in that script (RFC 6531).
fn mailbox(text: &str) -> Option<Range<usize>> {
    let at = text.rfind('@')?;
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
    // Where a letter of another script is one slip of the address, it stays, for the rules to find.
    let cut = if is_whole { start..at + 1 + kept.len() } else { 0..text.len() };
    let cut = if is_slip(text, &cut) { 0..text.len() } else { cut };
    Some(cut)
}

/// Whether what is cut off an address stands between its own letters: `infо@eff.org` with one Cyrillic letter.
fn is_slip(text: &str, cut: &Range<usize>) -> bool {
    let ascii = |part: &str| part.bytes().any(|b| b.is_ascii_alphanumeric());
    ascii(&text[..cut.start]) || ascii(&text[cut.end..])
}

/// linkify takes any character but ASCII punctuation into a URL; spaces of every kind, opaque characters and
/// closing punctuation of other scripts end it.
fn url_len(url: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                crate::OPAQUE | '»' | '”' | '“' | '„' | '’' | '\u{2066}'
                    ..='\u{2069}' | '，' | '。' | '、' | '）' | '؛' | '،' | '…'
            )
    };
    let cut = &url[..url.find(ends).unwrap_or(url.len())];
    cut.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '؟']).len()
}

/// The onion host under which a URL lies, by its range in the URL.
pub(crate) fn onion_in(url: &str) -> Option<Range<usize>> {
    memchr::memmem::find(url.as_bytes(), b".onion")?;
    ONION.find(url).map(|hit| hit.range())
}

fn keep_apart(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut end = 0;
    found.retain(|found| {
        let free = found.range.start >= end && !found.range.is_empty();
        if free {
            end = found.range.end;
        }
        free
    });
    found
}
