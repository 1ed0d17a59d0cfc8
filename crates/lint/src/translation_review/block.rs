use std::collections::HashSet;

use firstaid_content::Page;
use firstaid_language::words::words;
use firstaid_mentions::names::{MentionKind, Names};
use firstaid_registry::Registry;
use firstaid_translate::{Identity, IdentityKind, Segment, fill, identities_by_segment, squeezed};

/// A segment of a page with what a reviewer must know of it.
pub(super) struct Block<'s> {
    pub(super) segment: &'s Segment,
    /// The message without link targets, white space squeezed.
    pub(super) text: String,
    /// Sorted.
    pub(super) identities: Vec<(IdentityKind, Box<str>)>,
    /// The names of tools, organisations and brands, by their right spelling; sorted.
    pub(super) names: Vec<Box<str>>,
    /// 1-based.
    pub(super) line: u32,
}

/// The blocks of a page in order: one for each of its segments.
pub(super) fn blocks<'s>(page: &Page, segments: &'s [Segment], names: &Names, registry: &Registry) -> Vec<Block<'s>> {
    let identities = identities_by_segment(page, segments);
    let names = names_by_segment(page, segments, names, registry);
    let block = |((segment, identities), names): ((&'s Segment, Vec<Identity>), _)| Block {
        segment,
        text: readable(&segment.message),
        identities: sorted(identities.into_iter().map(|it| (it.kind, it.value)).collect()),
        names: sorted(names),
        line: page.source.line_column(segment.range.start()).line,
    };
    segments.iter().zip(identities).zip(names).map(block).collect()
}

/// A message with single spaces for white space, and without the targets of links.
pub(super) fn readable(message: &str) -> String {
    squeezed(&fill(message, |_| Some("".into()))).replace("]()", "]")
}

fn names_by_segment(page: &Page, segments: &[Segment], names: &Names, registry: &Registry) -> Vec<Vec<Box<str>>> {
    let prose = page.prose();
    let words: Vec<_> = prose.words().collect();
    let mut found = vec![Vec::new(); segments.len()];
    for mention in names.mentions(&prose, words.iter(), page.key.locale.language(), registry) {
        // In small letters, a word such as "signal" is none of the tool.
        let may_be_word = mention.ambiguous && !prose.text()[mention.range.clone()].starts_with(char::is_uppercase);
        let is_name = !may_be_word && mention.kind != MentionKind::Wrong;
        let start = prose.source_range(mention.range.clone()).start();
        let behind = segments.partition_point(|segment| segment.range.start() <= start);
        if let Some(n) = behind.checked_sub(1).filter(|&n| is_name && start < segments[n].range.end()) {
            found[n].push(mention.canonical);
        }
    }
    found
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all
}

/// The share of words that two texts have in common, in percent.
pub(super) fn likeness(one: &str, other: &str) -> usize {
    let [one, other] = [one, other].map(|text| words(text).into_iter().map(|word| word.folded).collect::<HashSet<_>>());
    let common = one.intersection(&other).count();
    200 * common / (one.len() + other.len()).max(1)
}
