//! Anchors: the ids that renderers give to headings.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use rapidfuzz::distance::levenshtein::{Args, BatchComparator};
use regex::Regex;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// How a renderer makes an anchor from a heading.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnchorDialect {
    /// GitHub's, and kramdown's with `input: GFM`, which is Jekyll's default.
    #[default]
    GitHub,
    /// kramdown's own (`basic_generate_id` of its converter).
    Kramdown,
    /// Python-Markdown's, as `MkDocs` has it by default (`slugify` and `unique` of its `toc` extension).
    MkDocs,
    /// `GitBook`'s: full stops stay, and every other run of punctuation and blanks becomes one hyphen.
    GitBook,
    /// ikiwiki's (`text_to_anchor` of its plug-in `headinganchors`).
    Ikiwiki,
    /// `VitePress`'s (`slugify` of `@mdit-vue/shared`).
    VitePress,
}

impl AnchorDialect {
    /// The name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::Kramdown => "kramdown",
            Self::MkDocs => "mkdocs",
            Self::GitBook => "gitbook",
            Self::Ikiwiki => "ikiwiki",
            Self::VitePress => "vitepress",
        }
    }
}

/// All but Ruby's `\p{Word}` (which has letter numbers such as `Ⅷ` and circled letters), hyphen, space and tab.
static NOT_GITHUB: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- \t]").expect("a valid pattern"));

/// An icon or emoji of Material for `MkDocs`, which becomes an element and leaves nothing in the id:
/// `:material-email:`.
static SHORTCODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r":[a-z+][a-z0-9_+-]*:").expect("a valid pattern"));

/// Makes the anchors of a page, in page order: the second of two equal headings gets `-1`.
pub(crate) struct Slugger {
    dialect: AnchorDialect,
    seen: HashMap<Box<str>, u32>,
}

impl Slugger {
    pub(crate) fn new(dialect: AnchorDialect) -> Self {
        Self { dialect, seen: HashMap::new() }
    }

    /// The anchor of a heading: of its text, or, in kramdown's own dialect, of its line as typed.
    pub(crate) fn anchor(&mut self, text: &str, typed: &str) -> Box<str> {
        let slug: Box<str> = match self.dialect {
            AnchorDialect::GitHub => github(text),
            AnchorDialect::Kramdown => kramdown(typed),
            AnchorDialect::MkDocs => mkdocs(&SHORTCODE.replace_all(text, "")),
            AnchorDialect::GitBook => gitbook(text),
            AnchorDialect::Ikiwiki => ikiwiki(text),
            AnchorDialect::VitePress => vitepress(text),
        }
        .into();
        let count = self.seen.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(0);
        let count = *count;
        match self.dialect {
            // A heading without ASCII letters is numbered, the first one too.
            AnchorDialect::MkDocs if slug.is_empty() => format!("_{}", count + 1).into(),
            _ if count == 0 => slug,
            AnchorDialect::MkDocs => format!("{slug}_{count}").into(),
            _ => format!("{slug}-{count}").into(),
        }
    }
}

/// GitHub's anchor of a text. Astro makes the parts of addresses in the same way.
pub(crate) fn github(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for typed in text.chars() {
        match typed {
            ' ' | '\t' => slug.push('-'),
            '-' | '_' => slug.push(typed),
            _ if typed.is_ascii() => slug.extend(typed.is_ascii_alphanumeric().then(|| typed.to_ascii_lowercase())),
            // Letter by letter: Ruby has one small sigma at any place of a word.
            _ => slug.extend(typed.to_lowercase().filter(|&c| is_kept_by_github(c))),
        }
    }
    slug
}

/// Whether a character that is not ASCII is part of GitHub's anchors.
fn is_kept_by_github(c: char) -> bool {
    match c {
        // The letters and punctuation of our locales, without a look at the tables.
        '\u{df}'..='\u{17f}' => c != '÷',
        '\u{400}'..='\u{481}' | '\u{620}'..='\u{64a}' => true,
        '\u{a0}' | '¡' | '«' | '»' | '¿' | '\u{2010}'..='\u{2027}' => false,
        _ => !NOT_GITHUB.is_match(c.encode_utf8(&mut [0; 4])),
    }
}

/// Drops everything before the first ASCII letter, then everything but ASCII letters, digits, spaces and hyphens.
fn kramdown(text: &str) -> String {
    let kept: String = text
        .trim_start_matches(|c: char| !c.is_ascii_alphabetic())
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
        .map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() })
        .collect();
    if kept.is_empty() { "section".to_owned() } else { kept }
}

/// Blanks become low lines and quotation marks go; other characters than those of URLs are escaped with full stops.
fn ikiwiki(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let kept = text.trim().chars().filter(|c| *c != '"').map(|c| if c.is_whitespace() { '_' } else { c });
    for (n, c) in kept.enumerate() {
        match c {
            _ if n == 0 && !c.is_ascii_alphabetic() => slug.push_str("z-"),
            _ if c.is_ascii_alphanumeric() || "-._~!*'()".contains(c) => slug.push(c),
            _ => slug.extend(c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!(".{byte:02X}"))),
        }
    }
    slug
}

/// NFKD, ASCII only; a run of white space and hyphens becomes one hyphen.
fn mkdocs(text: &str) -> String {
    let ascii = text.nfkd().filter(char::is_ascii);
    let kept: String =
        ascii.filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_whitespace()).collect();
    let words: Vec<&str> = kept.trim().split(|c: char| c == '-' || c.is_whitespace()).collect();
    let mut slug = String::new();
    for (n, word) in words.iter().enumerate() {
        if n > 0 && !slug.ends_with('-') {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    slug
}

/// The separators of `VitePress`; every other character is kept.
const VITEPRESS_SEPARATORS: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'“”‘’<>,.?/";

/// Without accents; a digit at the beginning has an underscore before it, as an id of CSS needs.
fn vitepress(text: &str) -> String {
    let slug = hyphenated(text, |c| c.is_whitespace() || c.is_control() || VITEPRESS_SEPARATORS.contains(c));
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("_{slug}") } else { slug }
}

fn gitbook(text: &str) -> String {
    hyphenated(text, |c| !c.is_alphanumeric() && !matches!(c, '.' | '_'))
}

/// The words of a text in lower case and without accents, with hyphens for the runs of separators between them.
fn hyphenated(text: &str, is_separator: impl Fn(char) -> bool) -> String {
    let is_accent = |c: &char| matches!(c, '\u{300}'..='\u{36f}');
    let plain: String = text.nfkd().filter(|c| !is_accent(c)).nfc().collect::<String>().to_lowercase();
    let words: Vec<&str> = plain.split(is_separator).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The anchor closest to `wanted`, if it is close: at most a third of its characters differ, or it shares more than
/// half of the words.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted_words: Vec<&str> = wanted.split('-').collect();
    let wanted_len = wanted.chars().count();
    let comparator = BatchComparator::new(wanted.chars());
    let mut best: Option<(usize, Reverse<usize>, &str)> = None;
    for candidate in candidates {
        let len = candidate.chars().count();
        let best_distance = best.map_or(usize::MAX, |(distance, ..)| distance);
        // The lengths alone tell most candidates apart, at much less cost than the letters.
        let min_distance = wanted_len.abs_diff(len);
        if min_distance > best_distance {
            continue;
        }
        let words = candidate.split('-').filter(|word| wanted_words.contains(word)).count();
        let is_close_by_words = words * 2 > wanted_words.len();
        let max_distance = if is_close_by_words { best_distance } else { best_distance.min(wanted_len.max(len) / 3) };
        if min_distance > max_distance {
            continue;
        }
        let args = Args::default().score_cutoff(max_distance);
        let Some(distance) = comparator.distance_with_args(candidate.chars(), &args) else { continue };
        let rank = (distance, Reverse(words), candidate);
        if best.is_none_or(|best| rank < best) {
            best = Some(rank);
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings of one page and their ids, in order.
    const IDS: [(AnchorDialect, &[(&str, &str)]); 6] = [
        (
            AnchorDialect::GitHub,
            &[
                ("What's new?", "whats-new"),
                ("Über uns", "über-uns"),
                ("О нас: кто", "о-нас-кто"),
                ("a_b  c", "a_b--c"),
                ("حماية الحساب", "حماية-الحساب"),
                ("Trust", "trust"),
                ("Trust", "trust-1"),
            ],
        ),
        (
            AnchorDialect::Kramdown,
            &[
                ("1. What's new?", "whats-new"),
                ("Über uns", "ber-uns"),
                ("О нас", "section"),
                ("Trust_it", "trustit"),
                ("О них", "section-1"),
            ],
        ),
        // Icons leave no trace.
        (
            AnchorDialect::MkDocs,
            &[
                (":material-email: Write to us", "write-to-us"),
                ("Call :octicons-device-mobile-16: us", "call-us"),
                ("Ratio 1:2:3", "ratio-123"),
            ],
        ),
        // Full stops stay; other punctuation joins words.
        (
            AnchorDialect::GitBook,
            &[
                ("Move to 3.1 (beta)", "move-to-3.1-beta"),
                ("Keys & locks / doors", "keys-locks-doors"),
                ("Études: à lire", "etudes-a-lire"),
                ("Locks", "locks"),
                ("Locks", "locks-1"),
            ],
        ),
        // As its own function prints them.
        (
            AnchorDialect::Ikiwiki,
            &[("Lock your \"phone\"", "Lock_your_phone"), ("2. Où?", "z-._O.C3.B9.3F"), ("Über uns", "z-ber_uns")],
        ),
        // Punctuation joins words; a digit at the beginning is marked.
        (
            AnchorDialect::VitePress,
            &[
                ("Don't panic", "don-t-panic"),
                ("2. Où? /etc/hosts", "_2-ou-etc-hosts"),
                ("DNS/HTTPS", "dns-https"),
                ("한국어", "한국어"),
                ("Locks", "locks"),
                ("Locks", "locks-1"),
            ],
        ),
    ];

    #[test]
    fn headings_have_the_ids_of_their_generator() {
        for (dialect, headings) in IDS {
            let mut slugger = Slugger::new(dialect);
            for (heading, id) in headings {
                assert_eq!(&*slugger.anchor(heading, heading), *id, "{dialect:?}: {heading}");
            }
        }
    }

    #[test]
    fn an_anchor_far_from_the_wanted_one_is_not_nearest() {
        let anchors = ["safer-computing", "safer-communication-on-a-smartphone", "trust"];
        assert_eq!(nearest("safer-computin", anchors), Some("safer-computing"));
        assert_eq!(nearest("safer-communication-smartphone", anchors), Some("safer-communication-on-a-smartphone"));
        assert_eq!(nearest("glossary", anchors), None);
    }
}
