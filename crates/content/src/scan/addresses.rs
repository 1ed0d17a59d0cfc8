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
                (link.start()..link.end(), TokenKind::Email(link.as_str().into()))
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

/// linkify takes any character but ASCII punctuation into a URL; spaces of every kind, opaque characters and
/// closing punctuation of other scripts end it.
fn url_len(url: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, crate::OPAQUE | '»' | '”' | '“' | '„' | '’' | '，' | '。' | '、' | '）' | '؛' | '،' | '…')
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
