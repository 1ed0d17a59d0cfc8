//! Random pages, translated word by word into an invented language and edited in known ways: how many pairs the
//! alignment finds, how many of its sure pairs are right, and that it never panics.

use std::ops::Range;

use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_testing::cases;
use firstaid_text::SourceFile;
use firstaid_translate::{Pair, SURE, align, segments};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Heading,
    Paragraph,
    Item,
}

/// A block, independent of the language in which it is written.
#[derive(Clone, Debug)]
struct Block {
    kind: Kind,
    words: Vec<u16>,
    /// The number of a name and of a link; both are the same in both languages.
    name: Option<u8>,
    link: Option<u8>,
}

/// A block of the translated page, and the indices of the source blocks that it translates.
#[derive(Clone, Debug)]
struct Translated {
    block: Block,
    origins: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
enum Edit {
    Delete,
    Duplicate,
    Merge,
    Swap,
    Note,
}

/// A block; in 40 % of cases with one of `names` names, and likewise with one of as many links.
fn block(names: u8) -> impl Strategy<Value = Block> {
    let kind = prop::sample::select(vec![Kind::Heading, Kind::Paragraph, Kind::Paragraph, Kind::Item, Kind::Item]);
    let extra = move || prop::option::weighted(0.4, 0..names);
    (kind, prop::collection::vec(0_u16..2000, 3..60), extra(), extra()).prop_map(|(kind, mut words, name, link)| {
        words.truncate(match kind {
            Kind::Heading => 6,
            Kind::Paragraph => 60,
            Kind::Item => 20,
        });
        Block { kind, words, name, link: link.filter(|_| kind != Kind::Heading) }
    })
}

fn edits() -> impl Strategy<Value = Vec<(Edit, prop::sample::Index)>> {
    let edit = prop::sample::select(vec![Edit::Delete, Edit::Duplicate, Edit::Merge, Edit::Swap, Edit::Note]);
    prop::collection::vec((edit, any::<prop::sample::Index>()), 1..5)
}

/// The word of a number, of one to four syllables. Languages differ in consonants and vowel, so that they share no
/// word.
fn word(number: u16, consonants: &[u8], vowel: &str) -> String {
    let mut rest = usize::from(number) * 7 + 11;
    let mut word = String::new();
    for _ in 0..=number % 4 {
        word.push(char::from(consonants[rest % consonants.len()]));
        word.push_str(vowel);
        rest /= 3;
    }
    word
}

fn written(block: &Block, is_source: bool) -> String {
    let word = |&number: &u16| if is_source { word(number, b"bdgkl", "o") } else { word(number, b"mnprst", "ié") };
    let mut parts: Vec<String> = block.words.iter().map(word).collect();
    // The link is in another place of the translation.
    let at = parts.len() / if is_source { 2 } else { 3 };
    parts.extend(block.name.map(|name| format!("Name{name}")));
    if let Some(link) = block.link {
        let text = parts[at].clone();
        parts[at] = format!("[{text}](https://host{link}.example/page)");
    }
    let text = parts.join(" ");
    match block.kind {
        Kind::Heading => format!("## {text}"),
        Kind::Paragraph => format!("{text}."),
        Kind::Item => format!("- {text}."),
    }
}

fn page<'a>(blocks: impl Iterator<Item = &'a Block>, is_source: bool) -> Page {
    let text: String = blocks.map(|block| written(block, is_source) + "\n\n").collect();
    parsed(&text)
}

fn parsed(text: &str) -> Page {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub)
}

/// The translation of the blocks after some edits.
fn edited(source: &[Block], edits: &[(Edit, prop::sample::Index)]) -> Vec<Translated> {
    let mut target: Vec<Translated> =
        source.iter().enumerate().map(|(n, block)| Translated { block: block.clone(), origins: vec![n] }).collect();
    for (edit, index) in edits {
        if target.len() < 2 {
            break;
        }
        let at = index.index(target.len() - 1);
        match edit {
            Edit::Delete => drop(target.remove(at)),
            Edit::Duplicate => target.insert(at, target[at].clone()),
            Edit::Swap => target.swap(at, at + 1),
            Edit::Note => {
                let words = target[at].block.words.iter().rev().map(|word| (word + 777) % 2000).collect();
                let block = Block { kind: Kind::Paragraph, words, name: None, link: None };
                target.insert(at, Translated { block, origins: Vec::new() });
            }
            Edit::Merge => {
                let next = target[at + 1].clone();
                let it = &mut target[at];
                if it.block.kind == next.block.kind && it.block.kind != Kind::Heading {
                    it.block.words.extend(next.block.words);
                    it.block.name = it.block.name.or(next.block.name);
                    it.block.link = it.block.link.or(next.block.link);
                    it.origins.extend(next.origins);
                    target.remove(at + 1);
                }
            }
        }
    }
    target
}

/// Asserts that each segment of both sides is in exactly one pair, that pairs are in source order, and that confidences
/// are between 0 and 1.
fn assert_sound(pairs: &[Pair], sources: usize, targets: usize) -> Result<(), TestCaseError> {
    let once = |side: fn(&Pair) -> Range<usize>, count: usize| {
        let mut all: Vec<usize> = pairs.iter().flat_map(side).collect();
        all.sort_unstable();
        all == (0..count).collect::<Vec<usize>>()
    };
    prop_assert!(once(|pair| pair.source.clone(), sources), "{pairs:?}");
    prop_assert!(once(|pair| pair.target.clone(), targets), "{pairs:?}");
    prop_assert!(pairs.is_sorted_by_key(|pair| (pair.source.start, pair.source.end)), "{pairs:?}");
    prop_assert!(pairs.iter().all(|pair| (0.0..=1.0).contains(&pair.confidence)), "{pairs:?}");
    Ok(())
}

/// The quality of alignments.
#[derive(Default, Debug)]
struct Count {
    /// True pairs: of a block of the translation and a source block that it translates.
    expected: usize,
    /// True pairs that the alignment has.
    found: usize,
    /// Pairs of the alignment that are at least [`SURE`].
    sure: usize,
    /// Sure pairs that are not true.
    wrong: usize,
}

impl Count {
    fn add(&mut self, target: &[Translated], pairs: &[Pair]) {
        let belongs = |source: usize, at: usize| target[at].origins.contains(&source);
        for (at, it) in target.iter().enumerate() {
            let together =
                |source: usize| pairs.iter().any(|pair| pair.source.contains(&source) && pair.target.contains(&at));
            // Of two copies of a block, the alignment may choose either; they are not counted.
            let is_copy = target.iter().enumerate().any(|(other, copy)| other != at && copy.origins == it.origins);
            self.expected += if is_copy { 0 } else { it.origins.len() };
            self.found += if is_copy { 0 } else { it.origins.iter().filter(|&&source| together(source)).count() };
        }
        for pair in
            pairs.iter().filter(|pair| pair.confidence >= SURE && !pair.source.is_empty() && !pair.target.is_empty())
        {
            self.sure += 1;
            let is_right = pair.source.clone().all(|source| pair.target.clone().all(|at| belongs(source, at)));
            self.wrong += usize::from(!is_right);
        }
    }
}

fn aligned(source: &[Block], target: &[Translated]) -> Result<Vec<Pair>, TestCaseError> {
    let (from, to) = (page(source.iter(), true), page(target.iter().map(|it| &it.block), false));
    let (from_segments, to_segments) = (segments(&from), segments(&to));
    prop_assert_eq!(from_segments.len(), source.len());
    prop_assert_eq!(to_segments.len(), target.len());
    let pairs = align(&from, &from_segments, &to, &to_segments);
    assert_sound(&pairs, source.len(), target.len())?;
    Ok(pairs)
}

/// The quality on `pages` random pages of `blocks` blocks each, with `names` different names and links.
fn counted(blocks: Range<usize>, names: u8, pages: usize) -> Count {
    let mut runner = TestRunner::deterministic();
    let cases = (prop::collection::vec(block(names), blocks), edits());
    let mut count = Count::default();
    for _ in 0..pages {
        let (source, edits) = cases.new_tree(&mut runner).expect("a case").current();
        let target = edited(&source, &edits);
        let pairs = aligned(&source, &target).unwrap_or_else(|error| panic!("{error}: {source:?} {edits:?}"));
        count.add(&target, &pairs);
    }
    count
}

/// A third of the blocks have neither name nor link: only kind and length distinguish them, so that two swapped blocks
/// look like two that were not swapped.
#[test]
fn nearly_all_true_pairs_are_found_and_sure_pairs_are_true() {
    let count = counted(8..40, 40, 400);
    assert!(count.found * 100 >= count.expected * 98, "{count:?}");
    assert!(count.sure * 100 >= count.expected * 85, "{count:?}");
    assert!(count.wrong * 250 <= count.sure, "{count:?}");
}

/// At most four edits on a page of at least 150 blocks: most blocks are far from any.
#[test]
fn pairs_far_from_any_edit_are_found_and_true() {
    let count = counted(150..300, 250, 60);
    assert!(count.found * 1000 >= count.expected * 998, "{count:?}");
    assert!(count.sure * 100 >= count.expected * 98, "{count:?}");
    assert!(count.wrong * 1000 <= count.sure, "{count:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(256)) })]

    #[test]
    fn any_two_pages_are_paired_without_panic(source in "[-#>|*`a-z0-9éж{}&;: \n]{0,200}", target in "[-#>|*`A-Z0-9ñж{}&;: \n]{0,200}") {
        let (source, target) = (parsed(&source), parsed(&target));
        let (from, to) = (segments(&source), segments(&target));
        let pairs = align(&source, &from, &target, &to);
        assert_sound(&pairs, from.len(), to.len())?;
        prop_assert_eq!(align(&source, &from, &target, &to), pairs);
    }
}
