//! Names of tools in the place of another name of the source.

use std::collections::{HashMap, HashSet};

use firstaid_language::NameWords;
use firstaid_language::cues::begins_sentence;
use firstaid_mentions::names::Mention;
use firstaid_text::TextRange;

use super::{Translation, Unit};
use crate::PageContext;

/// A name of the page in whose place the source has another word of a name.
pub(crate) struct OtherName {
    pub(crate) target: TextRange,
    pub(crate) source: TextRange,
}

/// The tools that a block names and neither its source nor the blocks around that, where the source has a word of
/// another name that the block lacks. A tool in the place of a pronoun is none: the source has no name there.
pub(crate) fn other_names(
    cx: &PageContext<'_>,
    of: &Translation<'_>,
    is_plain: impl Fn(&&Mention) -> bool,
) -> Vec<OtherName> {
    let mentions: Vec<&Mention> =
        cx.mentions().iter().filter(is_plain).filter(|it| cx.world.registry.tool(it.entry).is_some()).collect();
    let mut found = Vec::new();
    for unit in of.sure_units() {
        let Some(prose) = cx.prose.prose_range(unit.target_range()) else { continue };
        let first = mentions.partition_point(|it| it.range.start < prose.start);
        let inside = mentions[first..].iter().take_while(|it| it.range.start < prose.end);
        // A tool that the source names nowhere is `retired-term`'s own finding.
        let is_known = |it: &&&Mention| of.source_names().contains(&it.entry);
        // The name of the source in whose place each tool of the block stands. A block may name one a thousand times.
        let mut sources: HashMap<&str, Option<TextRange>> = HashMap::new();
        let mut texts = None;
        for mention in inside.filter(is_known) {
            let source = *sources.entry(&mention.canonical).or_insert_with(|| {
                let texts = texts.get_or_insert_with(|| Texts::new(cx, of, unit));
                let name = mention.canonical.to_lowercase();
                // With several, it is not certain in whose place it stands.
                let missing = || match &texts.missing[..] {
                    [(word, range)] if !name.contains(word) => Some(*range),
                    _ => None,
                };
                if texts.near.iter().any(|text| text.contains(&name)) { None } else { missing() }
            });
            let target = cx.prose.source_range(mention.range.clone());
            found.extend(source.map(|source| OtherName { target, source }));
        }
    }
    found
}

/// What the names of a block are compared with, in lower case.
struct Texts {
    /// The source of the block and of the blocks next to it.
    near: Vec<String>,
    /// The first words of names in the source of the block that the block lacks: capitalised inside of a sentence. Each
    /// word once, at its first place. Empty if the two blocks hardly belong together.
    missing: Vec<(String, TextRange)>,
}

impl Texts {
    fn new(cx: &PageContext<'_>, of: &Translation<'_>, unit: Unit<'_>) -> Self {
        let near = unit.pair.saturating_sub(1)..(unit.pair + 2).min(of.pairs.len());
        let near = of.pairs[near].iter().map(|pair| of.source.source.slice(of.source_range(pair)).to_lowercase());
        let missing = Some(missing_words(cx, of, unit)).filter(|words| !words.is_empty() && of.is_plausible(unit));
        Self { near: near.collect(), missing: missing.unwrap_or_default() }
    }
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
