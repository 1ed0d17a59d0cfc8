//! Whether words of a page are of its own language or still of its source's.

use std::ops::Range;

use firstaid_content::{OPAQUE, TokenKind};
use firstaid_mentions::word_class::ClassedWord;
use firstaid_text::{RangeSet, TextRange};
use firstaid_translate::{Segment, SegmentKind};

use crate::PageContext;

/// Minimum words of a sentence by which its language is decided; in fewer, a single word would decide.
const MIN_WORDS: usize = 4;

/// Minimum words of the source's language for each word of the page's.
const MIN_RATIO: usize = 5;

/// Counts words of a page by language.
pub(crate) struct Words<'c, 'w> {
    pub(crate) cx: &'c PageContext<'w>,
    /// The language of the source.
    pub(crate) from: &'c str,
    pub(crate) titles: &'c RangeSet,
    pub(crate) quotes: RangeSet,
}

/// Numbers of words of a text, by language.
#[derive(Default)]
struct Votes {
    /// Of the source's language and not of the page's.
    theirs: usize,
    /// Those of `theirs` that begin with a lower-case letter.
    lower_case: usize,
    /// Of the page's language and not of the source's.
    ours: usize,
    /// All but names.
    all: usize,
}

impl Words<'_, '_> {
    pub(crate) fn is_untranslated(&self, prose: &Range<usize>) -> bool {
        let votes = self.votes(prose);
        votes.all >= MIN_WORDS && votes.theirs >= 3 && votes.lower_case >= 2 && votes.ours * MIN_RATIO <= votes.theirs
    }

    /// Whether a text that equals its source is more than a name: it has no word of the page's language, and enough of
    /// the source's.
    pub(crate) fn is_label(&self, prose: &Range<usize>, segment: &Segment) -> bool {
        let votes = self.votes(prose);
        // These are capitalised without being names: `<summary>Warning</summary>`.
        let is_title =
            matches!(segment.kind, SegmentKind::Heading(_) | SegmentKind::FrontMatter(_) | SegmentKind::Html);
        // "openSUSE Tumbleweed": a form that no ordinary word has, and nothing but rare words in capitals beside it.
        let text = &self.cx.prose.text()[prose.clone()];
        if votes.lower_case == 0 && has_inner_capital(text) && !self.has_frequent(prose) {
            return false;
        }
        let counted = if is_title { votes.theirs } else { votes.lower_case };
        votes.ours == 0
            && (counted > 0 && votes.theirs * 2 >= votes.all || votes.all >= MIN_WORDS && votes.lower_case >= 2)
    }

    /// Whether every word but names is in use in the source's language and not in the page's. Frequency decides,
    /// because dictionaries of languages with compounds accept many foreign words.
    pub(crate) fn is_foreign(&self, prose: &Range<usize>) -> bool {
        let (cx, text) = (self.cx, self.cx.prose.text());
        let mut words = words_in(cx, prose).iter().filter(|word| self.counts(word)).peekable();
        let is_theirs = |word: &ClassedWord| {
            let typed = text[word.range()].to_lowercase();
            cx.world.speller.is_frequent_in_only(self.from, cx.language(), &typed)
        };
        words.peek().is_some() && words.all(is_theirs)
    }

    /// Whether no word is of the page's language, and most are of the source's: for labels, whose capitals tell
    /// nothing.
    pub(crate) fn is_of_source(&self, prose: &Range<usize>) -> bool {
        let votes = self.votes(prose);
        votes.ours == 0 && votes.theirs > 0 && votes.theirs * 2 >= votes.all
    }

    /// Whether the first word is of the source's language only, and none of the page's only: a question about a name.
    pub(crate) fn begins_in_source(&self, prose: &Range<usize>) -> bool {
        let first = words_in(self.cx, prose).first().map(|word| word.range());
        first.is_some_and(|first| self.votes(&first).theirs == 1) && self.votes(prose).ours == 0
    }

    /// Whether some word is in use in the source's language and not in the page's.
    fn has_frequent(&self, prose: &Range<usize>) -> bool {
        let (cx, text) = (self.cx, self.cx.prose.text());
        let is_frequent = |word: &ClassedWord| {
            let typed = text[word.range()].to_lowercase();
            cx.world.speller.is_frequent_in_only(self.from, cx.language(), &typed)
        };
        words_in(cx, prose).iter().filter(|word| self.counts(word)).any(is_frequent)
    }

    fn votes(&self, prose: &Range<usize>) -> Votes {
        let (cx, text) = (self.cx, self.cx.prose.text());
        let mut votes = Votes::default();
        for word in words_in(cx, prose).iter().filter(|word| self.counts(word)) {
            let typed = &text[word.range()];
            // "SSH" is no English word, whatever a dictionary has of acronyms; "SOURCES" is one.
            let is_acronym = is_in_capitals(typed)
                && !cx.world.speller.is_frequent_in_only(self.from, cx.language(), &typed.to_lowercase());
            let theirs = !is_acronym && cx.world.dictionaries.knows(self.from, typed);
            let ours = cx.world.speller.is_native(cx.language(), typed);
            votes.all += 1;
            votes.theirs += usize::from(theirs && !ours);
            votes.lower_case += usize::from(theirs && !ours && typed.starts_with(char::is_lowercase));
            votes.ours += usize::from(!theirs && (ours || !typed.is_ascii()));
        }
        votes
    }

    /// Whether a word counts: it is not part of a name, a quotation, a title, or text marked as another language's.
    pub(crate) fn counts(&self, word: &ClassedWord) -> bool {
        let (cx, range) = (self.cx, word.range());
        let text = cx.prose.text();
        let source = cx.prose.source_range(range.clone());
        // ":octicons-home-16:" is an icon.
        let is_icon = text[..range.start].ends_with([':', '-']) && text[range.end..].starts_with([':', '-']);
        let is_glued = text[..range.start].ends_with([OPAQUE, '.', '/', '@', '_']) || is_icon;
        let mentions = cx.mentions();
        let next = mentions.partition_point(|mention| mention.range.end <= range.start);
        let is_named = mentions.get(next).is_some_and(|mention| mention.range.start < range.end);
        let typed = &text[range.clone()];
        !is_named
            && !is_glued
            && typed.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
            && !self.quotes.has(range.start as u32)
            && !self.titles.overlaps(source)
            && cx.page.foreign_at(source.start()).is_none()
    }
}

/// Whether a word is short and has nothing but capitals.
fn is_in_capitals(word: &str) -> bool {
    /// Letters of an acronym.
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;
    LETTERS.contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// Whether a text of a few words has one with a capital behind a small letter: `openSUSE`, `KeePass`.
fn has_inner_capital(text: &str) -> bool {
    /// Maximum words of a name.
    const MAX_WORDS: usize = 4;
    let is_odd = |word: &str| {
        word.chars().zip(word.chars().skip(1)).any(|(before, c)| before.is_lowercase() && c.is_uppercase())
    };
    text.split_whitespace().count() <= MAX_WORDS && text.split_whitespace().any(is_odd)
}

pub(crate) fn words_in<'c>(cx: &'c PageContext<'_>, prose: &Range<usize>) -> &'c [ClassedWord] {
    let words = cx.words();
    let from = words.partition_point(|word| word.range().start < prose.start);
    let to = words.partition_point(|word| word.range().start < prose.end);
    &words[from..to]
}

/// The texts of links that are titles, in order: capitalised, or of a link to another site.
pub(crate) fn titles_of(cx: &PageContext<'_>) -> RangeSet {
    let links = cx.page.tokens.iter().filter(|token| !token.in_code).filter_map(|token| match &token.kind {
        TokenKind::Link(link) if !link.text.is_empty() => Some(link),
        _ => None,
    });
    let titles = links.filter(|link| link.url.contains("://") || is_title(cx.text(link.text)));
    RangeSet::new(titles.map(|link| link.text))
}

/// Whether every word of at least four letters is capitalised.
fn is_title(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.chars().nth(3).is_some()).peekable();
    text.contains(' ')
        && words.peek().is_some()
        && words.all(|word| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| !c.is_lowercase())
        })
}

/// The byte ranges in quotation marks, moved by `at`.
pub(crate) fn quotes(text: &str, at: usize) -> RangeSet {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (n, c) in text.char_indices() {
        open = match (open, c) {
            (None, '«') => Some((n, '»')),
            (None, '“') => Some((n, '”')),
            (None, '„') => Some((n, '“')),
            (None, '"') => Some((n, '"')),
            (Some((start, closing)), c) if c == closing || closing == '“' && matches!(c, '”' | '"') => {
                found.push(TextRange::from(at + start..at + n));
                None
            }
            (open, _) => open,
        };
    }
    RangeSet::new(found)
}
