//! The ids that headings get, in the dialect of the site's renderer.

use std::collections::HashMap;
use std::sync::LazyLock;

use firstaid_text::TextRange;
use regex::Regex;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// How a renderer makes an id from a heading.
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
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    pub level: u8,
    pub range: TextRange,
    /// The text, markup resolved.
    pub text: Box<str>,
    /// Unique in the page; a `{#id}` attribute wins over the text.
    pub anchor: Box<str>,
}

/// Ruby's `\p{Word}`, which has letter numbers such as `Ⅷ` and circled letters, plus what stays: hyphen and space.
static NOT_GITHUB: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- \t]").expect("a valid pattern"));

/// Makes ids in page order: the second of two equal headings gets `-1`.
pub(crate) struct Slugger {
    dialect: AnchorDialect,
    seen: HashMap<Box<str>, u32>,
}

impl Slugger {
    pub(crate) fn new(dialect: AnchorDialect) -> Self {
        Self { dialect, seen: HashMap::new() }
    }

    /// The id of a heading: of its text, or, in kramdown's own dialect, of its line as typed.
    pub(crate) fn anchor(&mut self, text: &str, typed: &str) -> Box<str> {
        let slug: Box<str> = match self.dialect {
            AnchorDialect::GitHub => github(text),
            AnchorDialect::Kramdown => kramdown(typed),
            AnchorDialect::MkDocs => mkdocs(text),
        }
        .into();
        let count = self.seen.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(0);
        let count = *count;
        match self.dialect {
            // What has no letter of ASCII at all is numbered from the start.
            AnchorDialect::MkDocs if slug.is_empty() => format!("_{}", count + 1).into(),
            _ if count == 0 => slug,
            AnchorDialect::MkDocs => format!("{slug}_{count}").into(),
            _ => format!("{slug}-{count}").into(),
        }
    }
}

fn github(text: &str) -> String {
    // Letter by letter: Ruby has one small sigma wherever it stands.
    let small: String = text.chars().flat_map(char::to_lowercase).collect();
    NOT_GITHUB.replace_all(&small, "").replace([' ', '\t'], "-")
}

/// Leading characters up to the first ASCII letter go, then all but ASCII letters, digits, space and hyphen.
fn kramdown(text: &str) -> String {
    let kept: String = text
        .trim_start_matches(|c: char| !c.is_ascii_alphabetic())
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
        .map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() })
        .collect();
    if kept.is_empty() { "section".to_owned() } else { kept }
}

/// NFKD, ASCII only, runs of blanks and hyphens one hyphen.
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

/// The candidate closest to `wanted` by edit distance, if it is close enough to be meant.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted_words: Vec<&str> = wanted.split('-').collect();
    candidates
        .into_iter()
        .map(|candidate| {
            let words = candidate.split('-').filter(|word| wanted_words.contains(word)).count();
            (strsim::levenshtein(wanted, candidate), std::cmp::Reverse(words), candidate)
        })
        .filter(|(distance, words, candidate)| {
            *distance * 3 <= wanted.chars().count().max(candidate.chars().count()) || words.0 * 2 > wanted_words.len()
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(dialect: AnchorDialect, headings: &[&str]) -> Vec<Box<str>> {
        let mut slugger = Slugger::new(dialect);
        headings.iter().map(|text| slugger.anchor(text, text)).collect()
    }

    #[test]
    fn github_keeps_letters_of_every_script() {
        let headings = ["What's new?", "Über uns", "О нас: кто", "a_b  c", "حماية الحساب", "Trust", "Trust"];
        let expected = ["whats-new", "über-uns", "о-нас-кто", "a_b--c", "حماية-الحساب", "trust", "trust-1"];
        assert_eq!(anchors(AnchorDialect::GitHub, &headings), expected.map(Box::from));
    }

    #[test]
    fn kramdown_keeps_ascii_only() {
        let headings = ["1. What's new?", "Über uns", "О нас", "Trust_it", "О них"];
        let expected = ["whats-new", "ber-uns", "section", "trustit", "section-1"];
        assert_eq!(anchors(AnchorDialect::Kramdown, &headings), expected.map(Box::from));
    }

    #[test]
    fn the_nearest_anchor_is_close_or_nothing() {
        let anchors = ["safer-computing", "safer-communication-on-a-smartphone", "trust"];
        assert_eq!(nearest("safer-computin", anchors), Some("safer-computing"));
        assert_eq!(nearest("safer-communication-smartphone", anchors), Some("safer-communication-on-a-smartphone"));
        assert_eq!(nearest("glossary", anchors), None);
    }
}
