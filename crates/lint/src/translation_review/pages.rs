//! The differences between two versions of one page.

use std::collections::HashSet;

use firstaid_content::Page;
use firstaid_language::cues::warns;
use firstaid_language::negation::forbids;
use firstaid_mentions::names::Names;
use firstaid_registry::Registry;
use firstaid_translate::{Glossary, Segment, SegmentKind, align, segments};

use super::block::{Block, blocks, readable};
use super::differences::{Setting, differences};
use super::gaps::{gap_lines, only_in};
use super::pairing::paired;
use super::{TranslationChange, TranslationChangeKind as Kind};

/// Both versions of a page and of its source, as far as they exist.
pub(super) struct Pages<'a> {
    pub(super) before: Option<&'a Page>,
    pub(super) after: Option<&'a Page>,
    pub(super) source_before: Option<&'a Page>,
    pub(super) source_after: Option<&'a Page>,
}

pub(super) fn changes_of(pages: &Pages<'_>, registry: &Registry, names: &Names) -> Vec<TranslationChange> {
    let (Some(old), Some(new)) = (pages.before, pages.after) else { return whole_page(pages).into_iter().collect() };
    if old.text() == new.text() {
        return Vec::new();
    }
    let (old_segments, new_segments) = (segments(old), segments(new));
    let before = Version::new((old, &old_segments), pages.source_before);
    let after = Version::new((new, &new_segments), pages.source_after);
    let glossary = Glossary::new(&registry.glossary, new.key.locale.as_str());
    let language = new.key.locale.language();
    let old_blocks = blocks(old, &old_segments, names, registry);
    let new_blocks = blocks(new, &new_segments, names, registry);
    let found = paired(&old_blocks, &new_blocks);
    let mut changes = Vec::new();
    let mut add = |kind, what: String, a: Option<usize>, b: Option<usize>| {
        let block = b.map(|b| &new_blocks[b]).or(a.map(|a| &old_blocks[a]));
        let source = b.and_then(|b| after.source_of(b)).or_else(|| a.and_then(|a| before.source_of(a)));
        let is_altered =
            b.is_some_and(|b| after.is_new_to(&before, b)) || a.is_some_and(|a| before.is_new_to(&after, a));
        changes.push(TranslationChange {
            path: new.source.path().into(),
            line: block.map_or(0, |block| block.line),
            kind,
            what,
            follows_source: is_altered,
            source: source.map(Into::into),
            before: a.map(|a| old_blocks[a].text.as_str().into()),
            after: b.map(|b| new_blocks[b].text.as_str().into()),
        });
    };
    for &(a, b) in &found.both {
        let source = after.source_of(b);
        let of = Setting { language, glossary: &glossary, source: source.as_deref() };
        for (kind, what) in differences(&old_blocks[a], &new_blocks[b], &of) {
            add(kind, what, Some(a), Some(b));
        }
    }
    let from = pages.source_after.or(pages.source_before).map_or("", |page| page.key.locale.language());
    let alarms = |block: &Block<'_>, source: Option<String>| {
        is_warning(language, &block.text) || source.is_some_and(|source| is_warning(from, &source))
    };
    for &a in &found.gone {
        let (kind, name) = nature(&old_blocks[a], alarms(&old_blocks[a], before.source_of(a)));
        add(kind, format!("{name} is gone"), Some(a), None);
    }
    for &b in &found.new {
        let (kind, name) = nature(&new_blocks[b], alarms(&new_blocks[b], after.source_of(b)));
        add(kind, format!("{name} is new"), None, Some(b));
    }
    for &(a, b) in &found.moved {
        let (kind, name) = nature(&new_blocks[b], alarms(&new_blocks[b], after.source_of(b)));
        add(kind, format!("{name} stands in another place"), Some(a), Some(b));
    }
    changes.extend(changes_of_gaps((old, &old_blocks), (new, &new_blocks)));
    changes
}

/// One row for each line of code, HTML or front matter that is another one.
fn changes_of_gaps(old: (&Page, &[Block<'_>]), new: (&Page, &[Block<'_>])) -> impl Iterator<Item = TranslationChange> {
    let path: Box<str> = new.0.source.path().into();
    let (gone, come) = only_in(gap_lines(old.0, old.1), gap_lines(new.0, new.1));
    let rows = gone.len().max(come.len());
    let (mut gone, mut come) = (gone.into_iter(), come.into_iter());
    (0..rows).map(move |_| {
        let (before, after) = (gone.next(), come.next());
        let what = match (&before, &after) {
            (Some(_), Some(_)) => "a line of code, HTML or settings became another one",
            (Some(_), None) => "a line of code, HTML or settings is gone",
            _ => "a line of code, HTML or settings is new",
        };
        TranslationChange {
            path: path.clone(),
            line: after.as_ref().or(before.as_ref()).map_or(0, |(line, _)| *line),
            kind: Kind::Markup,
            what: what.to_owned(),
            source: None,
            before: before.map(|(_, text)| text.into()),
            after: after.map(|(_, text)| text.into()),
            follows_source: false,
        }
    })
}

fn whole_page(pages: &Pages<'_>) -> Option<TranslationChange> {
    let page = pages.after.or(pages.before)?;
    let what = if pages.after.is_some() { "the page is new" } else { "the page is gone" };
    Some(TranslationChange {
        path: page.source.path().into(),
        line: 0,
        kind: Kind::Page,
        what: what.to_owned(),
        source: None,
        before: None,
        after: None,
        follows_source: pages.source_before.is_some() != pages.source_after.is_some(),
    })
}

fn is_warning(language: &str, text: &str) -> bool {
    warns(language, text) || forbids(language, text)
}

/// What a reader loses or gets with a block.
fn nature(block: &Block<'_>, is_warning: bool) -> (Kind, &'static str) {
    if is_warning {
        return (Kind::Warning, "a warning");
    }
    match block.segment.kind {
        SegmentKind::Item => (Kind::Step, "a step or list item"),
        SegmentKind::Heading(_) => (Kind::Text, "a heading"),
        _ => (Kind::Text, "a block"),
    }
}

/// A page beside its source.
#[derive(Default)]
struct Version {
    /// For each segment of the page, the texts that it translates.
    sources: Vec<Vec<String>>,
    /// All texts of the source.
    texts: HashSet<String>,
}

impl Version {
    fn new((page, of_page): (&Page, &[Segment]), source: Option<&Page>) -> Self {
        let Some(source) = source else { return Self::default() };
        let of_source = segments(source);
        let text = |segment: &Segment| readable(&segment.message);
        let mut sources = vec![Vec::new(); of_page.len()];
        for pair in align(source, &of_source, page, of_page) {
            for n in pair.target.clone() {
                sources[n] = of_source[pair.source.clone()].iter().map(text).collect();
            }
        }
        Self { sources, texts: of_source.iter().map(text).collect() }
    }

    /// The text that a block translates; `None` for a block of the page's own.
    fn source_of(&self, block: usize) -> Option<String> {
        self.sources.get(block).filter(|texts| !texts.is_empty()).map(|texts| texts.join(" "))
    }

    /// Whether the source of a block is not in another version.
    fn is_new_to(&self, other: &Self, block: usize) -> bool {
        self.sources.get(block).is_some_and(|texts| texts.iter().any(|text| !other.texts.contains(text)))
    }
}
