//! What the words before digits say that the digits are.

use std::sync::LazyLock;

use regex::Regex;

/// How far before digits, in bytes, words may stand that say what the digits are.
const CONTEXT_BYTES: usize = 160;

/// How far behind a key id, in bytes, such words may stand.
const BEHIND_BYTES: usize = 60;

/// Words before the digits of an OpenPGP key, in the languages that we ship. Endings are left out, because only the
/// start of a match is used and Unicode's `\w` makes a large automaton.
static KEY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b(?: (?: open-?pgp | pgp | gpg | gnupg | finger-?print s? | empreintes? | huellas? | key[\s-]?id
            | key\s+fingerprint | recv-keys? | clés? | claves? | llaves? | chaves? | chiav[ei] | sleutels? | klucz ) \b
            | fingerabdr[uü]ck | schlüssel )
          | отпечат\B | ключ | بصم[ةه] | مفتاح | 密[钥鑰] | 公[钥鑰鍵] ",
    )
    .expect("a valid pattern")
});

/// Words before the digits of a key by which something is signed. They are weaker: other keys have such names, too.
static WEAK_KEY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b (?: signing | release | public | repository | archive | master | primary | verification | package )
          [\s-] (?: sub-?)? keys? \b ",
    )
    .expect("a valid pattern")
});

/// Words before the digits of a file, a commit or a certificate.
static NOT_KEY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b(?: (?: sha-?\d+ | md5 | b2sum | check-?sums? | prüfsummen? | commit | revision | digest | tls | ssl
            | certificate | certificado | certificat | uuid | ipv6 ) \b | blake | hash | zertifikat )
          | контрольн\w+\s+сумм\B | хеш ",
    )
    .expect("a valid pattern")
});

/// Whose digits they are.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Context {
    /// An OpenPGP key's.
    Key,
    /// Perhaps an OpenPGP key's: "the signing key".
    Perhaps,
    /// A checksum's, a commit's or a certificate's.
    Other,
    /// The words do not say.
    None,
}

/// Whose the digits at an offset are, by the words before them on the same line of code or in the same block of prose.
/// The nearest words decide.
pub(super) fn context(text: &str, at: usize) -> Context {
    // The window is cut before anything is searched: the line may be as long as the page.
    let mut from = at.saturating_sub(CONTEXT_BYTES);
    if let Some(newline) = memchr::memrchr(b'\n', &text.as_bytes()[from..at]) {
        from += newline + 1;
    }
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let key = KEY_WORDS.find_iter(before).last().map(|hit| hit.start());
    let other = NOT_KEY_WORDS.find_iter(before).last().map(|hit| hit.start());
    match (key, other) {
        (None, None) if WEAK_KEY_WORDS.is_match(before) => Context::Perhaps,
        (None, None) => Context::None,
        (Some(_), None) => Context::Key,
        // "SHA-256 fingerprint" and "fingerprint (SHA-256)" are about a certificate or a file.
        (Some(key), Some(other)) if key > other + 40 => Context::Key,
        _ => Context::Other,
    }
}

/// Whether the words behind an offset, on the same line and in the same sentence, speak of an OpenPGP key.
pub(super) fn is_key_behind(text: &str, at: usize) -> bool {
    let mut end = (at + BEHIND_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let behind = &text[at..end];
    let sentence = ["\n", ". ", "; "].iter().filter_map(|stop| behind.find(stop)).min().unwrap_or(behind.len());
    KEY_WORDS.is_match(&behind[..sentence])
}

/// Whether a text speaks of an OpenPGP key, its id or its fingerprint.
pub fn mentions_key(text: &str) -> bool {
    KEY_WORDS.is_match(text)
}
