//! The blocks of a page beside those of its source.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_content::Page;
use firstaid_online::preview::{Between, Block, BlockState};
use firstaid_translate::po::Entry;
use firstaid_translate::{Memo, Segment, SegmentKind, State, fill, squeezed};

use super::shapes::shape;

/// What identifies a block: its message, and what tells it from others with the same one.
pub(super) fn key(entry: &Entry) -> String {
    hashed(&(&entry.context, &entry.id))
}

/// A hash of a translation.
pub(super) fn version(entry: &Entry) -> String {
    hashed(&entry.string())
}

pub(super) fn hashed(of: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// A block of the source with its entry, without hints and findings.
pub(super) fn block(source: &Page, segment: &Segment, entry: &Entry, memo: &Memo) -> Block {
    Block {
        key: key(entry),
        version: version(entry),
        shape: shape(source, segment),
        quotes: segment.quotes,
        is_html: segment.kind == SegmentKind::Html,
        before: Between::default(),
        conflict: None,
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
pub(super) fn untracked(source: &Page, segment: &Segment, of_page: Option<&Segment>) -> Block {
    let entry = Entry::untranslated(None, segment.message.clone());
    let shown = of_page.map(|it| with_targets(&it.message, it)).unwrap_or_default();
    let place = segment.kind.name().to_owned();
    Block { shown, place, state: BlockState::Untracked, ..block(source, segment, &entry, &Memo::default()) }
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
