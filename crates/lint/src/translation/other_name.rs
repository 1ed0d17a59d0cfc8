//! Names of tools in the place of another name of the source.

use firstaid_language::NameWords;
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
        let added = inside.filter(is_known).filter(|it| !is_near(of, unit, it)).copied();
        for mention in added {
            let target = cx.prose.source_range(mention.range.clone());
            let source = missing_name(cx, of, unit, mention).filter(|_| of.is_plausible(unit));
            found.extend(source.map(|source| OtherName { target, source }));
        }
    }
    found
}

/// Whether the source names a tool in a block or next to it.
fn is_near(of: &Translation<'_>, unit: Unit<'_>, mention: &Mention) -> bool {
    let near = unit.pair.saturating_sub(1)..(unit.pair + 2).min(of.pairs.len());
    let all: Vec<TextRange> = of.pairs[near].iter().map(|pair| of.source_range(pair)).collect();
    all.into_iter()
        .any(|range| of.source.source.slice(range).to_lowercase().contains(&mention.canonical.to_lowercase()))
}

/// A word of a name in the source of a block that the block lacks: capitalised inside of a sentence.
fn missing_name(cx: &PageContext<'_>, of: &Translation<'_>, unit: Unit<'_>, added: &Mention) -> Option<TextRange> {
    /// Minimum letters of a word that is compared.
    const MIN_LETTERS: usize = 4;
    let prose = of.source_prose();
    let range = prose.prose_range(unit.source_range())?;
    let text = &prose.text()[range.clone()];
    let here = cx.text(unit.target_range()).to_lowercase();
    let is_name = |at: usize, word: &str| {
        let lower = word.to_lowercase();
        word.len() >= MIN_LETTERS
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && text[..at].trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',')
            && cx.world.names.has_word(&lower)
            && !here.contains(&lower)
            && !added.canonical.to_lowercase().contains(&lower)
    };
    let words =
        text.split(|c: char| !c.is_alphanumeric()).map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word));
    let (at, word) = words.into_iter().find(|(at, word)| is_name(*at, word))?;
    Some(prose.source_range(range.start + at..range.start + at + word.len()))
}
