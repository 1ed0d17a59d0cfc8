//! Names of products in the place of another name of the source.

use std::collections::HashSet;
use std::ops::Range;

use firstaid_language::NameWords;
use firstaid_language::cues::{begins_sentence, capitalizes_nouns};
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_registry::{EntryRef, Status};
use firstaid_text::TextRange;

use super::{Translation, Unit};
use crate::PageContext;

/// A name of the page in whose place the source has another one.
pub(crate) struct OtherName {
    /// Where the block has the name; at least one place.
    pub(crate) targets: Vec<TextRange>,
    /// The name of the source, or the word of one, that the block lacks.
    pub(crate) source: TextRange,
}

/// The products that a block names and neither its source nor the blocks around that, where the source has another
/// name that the block lacks. A name in the place of a pronoun is none: the source has no name there.
/// `is_reported` tells which names of tools are findings already: the source has them nowhere.
pub(crate) fn other_names(
    cx: &PageContext<'_>,
    of: &Translation<'_>,
    is_reported: impl Fn(&Mention) -> bool,
) -> Vec<OtherName> {
    let mut found = Vec::new();
    for unit in of.sure_units() {
        let Some(prose) = cx.prose.prose_range(unit.target_range()) else { continue };
        let here = within(cx.mentions(), &prose);
        let mut texts = None;
        let (mut seen, mut foreign, mut of_block) = (HashSet::new(), 0, Vec::new());
        for mention in here.iter().filter(|it| is_certain(cx, it) && !is_reported(it)) {
            if !seen.insert(mention.entry) {
                continue;
            }
            let texts = texts.get_or_insert_with(|| Texts::new(cx, of, unit));
            if texts.is_near(mention) {
                continue;
            }
            foreign += 1;
            let source = texts.source_of(cx, of, mention);
            if let Some(source) = source.filter(|_| of.is_plausible(unit)) {
                let places = here.iter().filter(|it| it.entry == mention.entry);
                let targets = places.map(|it| cx.prose.source_range(it.range.clone())).collect();
                of_block.push(OtherName { targets, source });
            }
        }
        // A block with several names of its own is another text.
        if foreign == 1 {
            found.append(&mut of_block);
        }
    }
    found
}

/// The mentions that begin between two places of the prose.
fn within<'m>(all: &'m [Mention], range: &Range<usize>) -> &'m [Mention] {
    let first = all.partition_point(|it| it.range.start < range.start);
    let end = all.partition_point(|it| it.range.start < range.end);
    &all[first..end.max(first)]
}

/// Whether a mention of the page is a product for certain.
fn is_certain(cx: &PageContext<'_>, mention: &Mention) -> bool {
    let is_product = matches!(mention.entry, EntryRef::Tool(_) | EntryRef::Brand(_));
    // "Windows braucht": an English word, but none of German, where every noun begins with a capital letter.
    let is_word = || {
        (mention.ambiguous || capitalizes_nouns(cx.language()))
            && cx.world.registry.is_ordinary(mention.entry, cx.language())
    };
    // The last part of a compound: "MOTU-Teams".
    let is_joined = || cx.prose.text()[..mention.range.start].ends_with('-');
    is_product && !matches!(mention.kind, MentionKind::Former(_)) && !is_word() && !is_joined()
}

/// What the names of a block are compared with.
struct Texts<'t> {
    /// The source of the block and of the blocks next to it, in lower case.
    near: Vec<String>,
    /// The prose of the block, in lower case.
    here: String,
    /// The names in the block, and in its source.
    names: &'t [Mention],
    there: &'t [Mention],
    /// Bytes of the block in the prose of the page, and of its source in its prose.
    block: Range<usize>,
    source_block: Range<usize>,
    /// The first words of names in the source of the block that the block lacks, in lower case: capitalised inside of a
    /// sentence. Each word once, at its first place.
    missing: Vec<(String, TextRange)>,
}

impl<'t> Texts<'t> {
    fn new(cx: &'t PageContext<'_>, of: &'t Translation<'_>, unit: Unit<'_>) -> Self {
        let block = cx.prose.prose_range(unit.target_range()).unwrap_or_default();
        let names = within(cx.mentions(), &block);
        let near = unit.pair.saturating_sub(1)..(unit.pair + 2).min(of.pairs.len());
        let near = of.pairs[near].iter().map(|pair| of.source.source.slice(of.source_range(pair)).to_lowercase());
        let source_block = of.source_prose().prose_range(unit.source_range()).unwrap_or_default();
        let has_tool = names.iter().any(|it| matches!(it.entry, EntryRef::Tool(_)));
        Self {
            near: near.collect(),
            here: cx.prose.text()[block.clone()].to_lowercase(),
            names,
            there: within(of.source_mentions(), &source_block),
            missing: if has_tool { missing_words(cx, of, unit) } else { Vec::new() },
            block,
            source_block,
        }
    }

    /// Whether the source has a name in the block or next to it.
    fn is_near(&self, mention: &Mention) -> bool {
        let name = mention.canonical.to_lowercase();
        self.there.iter().any(|it| it.entry == mention.entry) || self.near.iter().any(|text| has_name(text, &name))
    }

    /// The name of the source in whose place a name of the block stands: the only one there that the block lacks. With
    /// several, it is not certain which.
    fn source_of(&self, cx: &PageContext<'_>, of: &Translation<'_>, mention: &Mention) -> Option<TextRange> {
        let name = mention.canonical.to_lowercase();
        let count = |all: &[Mention], entry: EntryRef| all.iter().filter(|it| it.entry == entry).count();
        let mut seen = HashSet::new();
        let is_lost = |it: &&Mention| {
            let (there, kept) = (count(self.there, it.entry), count(self.names, it.entry));
            match kept {
                0 => !self.here.contains(&it.canonical.to_lowercase()) && !self.here.contains(&typed(of, it)),
                kept => there >= kept + count(self.names, mention.entry),
            }
        };
        let lost = self.there.iter().filter(|it| seen.insert(it.entry) && is_name(cx, of, it)).filter(is_lost);
        let lost: Vec<&Mention> = lost.collect();
        match (&lost[..], &self.missing[..]) {
            ([it], _) => {
                let is_replaced = self.is_at_place_of(mention, it) && !are_related(&name, &it.canonical.to_lowercase());
                is_replaced.then(|| of.source_prose().source_range(it.range.clone()))
            }
            ([], [(word, range)]) if !name.contains(word) => Some(*range),
            _ => None,
        }
    }

    /// Whether two names stand at about the same place of their blocks.
    fn is_at_place_of(&self, here: &Mention, there: &Mention) -> bool {
        /// Maximum distance, in percent of the block.
        const MAX_DISTANCE: usize = 25;
        /// Maximum length, in bytes, of a block that may be one sentence, in which order proves nothing.
        const SHORT: usize = 160;
        let place = |it: &Mention, block: &Range<usize>| (it.range.start - block.start) * 100 / block.len().max(1);
        let all = |names: &[Mention], entry: EntryRef, block: &Range<usize>| -> Vec<usize> {
            names.iter().filter(|it| it.entry == entry).map(|it| place(it, block)).collect()
        };
        let there = all(self.there, there.entry, &self.source_block);
        self.source_block.len().max(self.block.len()) <= SHORT
            || all(self.names, here.entry, &self.block)
                .iter()
                .any(|at| there.iter().any(|it| it.abs_diff(*at) <= MAX_DISTANCE))
    }
}

/// A mention of the source as it is written, in lower case.
fn typed(of: &Translation<'_>, mention: &Mention) -> String {
    of.source_prose().text()[mention.range.clone()].to_lowercase()
}

/// Whether a mention of the source names something that a translation keeps: a product that is not renamed, and no word
/// that only may be a name.
fn is_name(cx: &PageContext<'_>, of: &Translation<'_>, mention: &Mention) -> bool {
    let registry = cx.world.registry;
    let is_kept = match mention.entry {
        EntryRef::Tool(_) => registry.tool(mention.entry).is_some_and(|tool| tool.status == Status::Alive),
        EntryRef::Brand(_) => !is_phrase(cx, &mention.canonical),
        EntryRef::Organisation(_) | EntryRef::Host(_) => false,
    };
    let is_sure = |it: &Mention| it.entry == mention.entry && !it.ambiguous;
    is_kept
        && mention.kind == MentionKind::Right
        && (!mention.ambiguous || of.source_mentions().iter().any(is_sure) || cx.mentions().iter().any(is_sure))
}

/// Whether a name is several English words, which a translation may translate.
fn is_phrase(cx: &PageContext<'_>, name: &str) -> bool {
    name.contains(' ') && name.split(' ').all(|word| cx.world.dictionaries.knows("en", &word.to_lowercase()))
}

/// Whether two names share a word: "Google Play" and "Google".
fn are_related(one: &str, other: &str) -> bool {
    one.split(' ').any(|word| other.split(' ').any(|it| it == word))
}

/// Whether a text has a name; a short one only where a word begins with it: "torproject.org" has "tor", "history" not.
fn has_name(text: &str, name: &str) -> bool {
    /// Minimum letters of a name that is looked for inside of words.
    const MIN_INSIDE: usize = 4;
    let begins_word = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    let mut places = text.match_indices(name);
    places.any(|(at, _)| name.chars().count() >= MIN_INSIDE || begins_word(at))
}

/// Whether the source has a name of this one word.
fn is_named_in_source(of: &Translation<'_>, cx: &PageContext<'_>, word: &str) -> bool {
    of.source_names().iter().any(|&entry| cx.world.registry.name(entry) == word)
}

fn missing_words(cx: &PageContext<'_>, of: &Translation<'_>, unit: Unit<'_>) -> Vec<(String, TextRange)> {
    /// Minimum letters of a word that is compared.
    const MIN_LETTERS: usize = 4;
    let prose = of.source_prose();
    let Some(range) = prose.prose_range(unit.source_range()) else { return Vec::new() };
    let text = &prose.text()[range.clone()];
    let here = cx.text(unit.target_range()).to_lowercase();
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let is_inside = || text[..at].trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
        // The first word of a sentence may be any word, unless the source uses it as a name.
        let may_be_name = word.len() >= MIN_LETTERS
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && (is_inside() || is_named_in_source(of, cx, word));
        let lower = if may_be_name { word.to_lowercase() } else { continue };
        // What a capitalised word stands before is a part of something else: "Virtual Private Network". That which
        // begins a sentence may be any word: "The Proton plan".
        let is_first = || {
            let before = text[..at].trim_end();
            let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            !last.starts_with(char::is_uppercase) || begins_sentence(&before[..before.len() - last.len()])
        };
        let is_name = || is_first() && cx.world.names.begin_in(&lower);
        if cx.world.names.has_word(&lower) && seen.insert(lower.clone()) && !here.contains(&lower) && is_name() {
            found.push((lower, prose.source_range(range.start + at..range.start + at + word.len())));
        }
    }
    found
}
