//! The blocks of a page beside those of its source.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_content::{BlockKind, Page};
use firstaid_online::preview::{Block, BlockState, Shape};
use firstaid_text::TextRange;
use firstaid_translate::po::Entry;
use firstaid_translate::{Memo, Segment, SegmentKind, State, fill, squeezed};

/// What identifies a block: its message, and what tells it from others with the same one.
pub(super) fn key(entry: &Entry) -> String {
    hashed(&(&entry.context, &entry.id))
}

/// A hash of a translation.
pub(super) fn version(entry: &Entry) -> String {
    hashed(&entry.string())
}

fn hashed(of: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// A block of the source with its entry, without hints and findings.
pub(super) fn block(segment: &Segment, entry: &Entry, memo: &Memo) -> Block {
    Block {
        key: key(entry),
        version: version(entry),
        shape: shape(segment),
        place: memo.place.clone(),
        message: entry.id.clone(),
        translation: entry.string().to_owned(),
        source: with_targets(&segment.message, segment),
        shown: with_targets(entry.string(), segment),
        marks: Vec::new(),
        state: state(entry, memo),
        change: None,
        findings: Vec::new(),
        terms: Vec::new(),
        labels: Vec::new(),
        matches: Vec::new(),
        targets: memo.slots.clone(),
        notes: memo.notes.clone(),
    }
}

/// A block of a page that has no catalog, beside its source.
pub(super) fn untracked(segment: &Segment, of_page: Option<&Segment>) -> Block {
    let entry = Entry::untranslated(None, segment.message.clone());
    let shown = of_page.map(|it| with_targets(&it.message, it)).unwrap_or_default();
    let place = segment.kind.name().to_owned();
    Block { shown, place, state: BlockState::Untracked, ..block(segment, &entry, &Memo::default()) }
}

/// The blocks of code in the source that nobody translates, each with its place and beside that of the page.
pub(super) fn code(source: &Page, of_source: &[Segment], own: Option<&Page>, of_own: &[Segment]) -> Vec<(u32, Block)> {
    let in_source = code_ranges(source, of_source);
    let in_own = own.map(|own| code_ranges(own, of_own)).unwrap_or_default();
    let is_same_row = in_source.len() == in_own.len();
    let made = in_source.iter().enumerate().map(|(n, &range)| {
        let own = own.filter(|_| is_same_row).map(|own| own.source.slice(in_own[n]).to_owned());
        let text = source.source.slice(range).to_owned();
        let block = Block {
            key: hashed(&("code", n)),
            version: String::new(),
            shape: Shape::Code,
            place: "code".to_owned(),
            message: text.clone(),
            translation: String::new(),
            shown: own.unwrap_or_default(),
            source: text,
            marks: Vec::new(),
            state: BlockState::Kept,
            change: None,
            findings: Vec::new(),
            terms: Vec::new(),
            labels: Vec::new(),
            matches: Vec::new(),
            targets: Vec::new(),
            notes: Vec::new(),
        };
        (range.start(), block)
    });
    made.collect()
}

fn code_ranges(page: &Page, segments: &[Segment]) -> Vec<TextRange> {
    let code = page.blocks.iter().filter(|block| block.kind == BlockKind::Code).map(|block| block.range);
    let is_segment = |range: &TextRange| {
        let next = segments.partition_point(|segment| segment.range.end() <= range.start());
        segments.get(next).is_some_and(|segment| segment.range.overlaps(*range))
    };
    code.filter(|range| !is_segment(range)).collect()
}

/// A message or its translation, with the link targets of its segment.
pub(super) fn with_targets(text: &str, segment: &Segment) -> String {
    fill(text, |n| Some(Cow::Borrowed(&*segment.slots.get(n.checked_sub(1)?)?.url)))
}

/// Whether a segment of a page has a translation, whatever its link targets are.
pub(super) fn has(of_page: &Segment, translation: &str) -> bool {
    let without_targets = |text: &str| squeezed(&fill(text, |_| Some("".into())));
    without_targets(&of_page.message) == without_targets(translation)
}

fn state(entry: &Entry, memo: &Memo) -> BlockState {
    if !entry.is_translated() {
        return BlockState::Missing;
    }
    if let Some(reason) = entry.refusal.reason() {
        return BlockState::Refused(reason.describe());
    }
    match &memo.state {
        _ if memo.change.is_some() => BlockState::Stale,
        State::MachineDraft(machine) => BlockState::Draft(machine.clone()),
        _ if entry.is_fuzzy() => BlockState::Fuzzy,
        State::Reviewed(person) => BlockState::Reviewed(person.clone()),
        State::Translated | State::Untranslated => BlockState::Translated,
    }
}

fn shape(segment: &Segment) -> Shape {
    match segment.kind {
        SegmentKind::FrontMatter(_) | SegmentKind::Title => Shape::Value,
        SegmentKind::Heading(level) => Shape::Heading(level),
        SegmentKind::Paragraph if segment.lists == 0 => Shape::Paragraph,
        SegmentKind::Paragraph | SegmentKind::Item => Shape::Item(segment.lists),
        SegmentKind::Cell => Shape::Cell,
        SegmentKind::Html => Shape::Paragraph,
        SegmentKind::Verbatim => Shape::Verbatim,
    }
}

#[cfg(test)]
mod tests {
    use firstaid_translate::po::parse;

    use super::*;

    fn state_of(entry: &str) -> BlockState {
        let text = format!("msgid \"\"\nmsgstr \"Language: es\\n\"\n\n{entry}");
        let entry = parse("x.po", &text).unwrap().entries.remove(0);
        state(&entry, &Memo::of(&entry))
    }

    #[test]
    fn states_are_those_of_the_catalog() {
        let stale = "# firstaid: machine draft by m\n# firstaid: source changed: major, wording\n#, fuzzy\n";
        for (comments, expected) in [
            ("", BlockState::Translated),
            ("#, fuzzy\n", BlockState::Fuzzy),
            ("# firstaid: machine draft by m\n#, fuzzy\n", BlockState::Draft("m".to_owned())),
            ("# firstaid: reviewed by Ana\n", BlockState::Reviewed("Ana".to_owned())),
            (stale, BlockState::Stale),
        ] {
            assert_eq!(state_of(&format!("{comments}msgid \"a\"\nmsgstr \"b\"\n")), expected, "{comments}");
        }
        assert_eq!(state_of("msgid \"a\"\nmsgstr \"\"\n"), BlockState::Missing);
    }

    #[test]
    fn blocks_with_the_same_text_have_keys_of_their_own() {
        let of = |context: Option<&str>| key(&Entry::untranslated(context.map(str::to_owned), "a".to_owned()));
        assert_ne!(of(None), of(Some("x")));
        assert_eq!(of(None), of(None));
    }
}
