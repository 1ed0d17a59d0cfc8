//! What a sync records of translations and their pages, and whether translations have changed since.

use super::memo::{Memo, has_change, own_lines};
use super::po::Entry;
use super::seen::{OnPage, SEEN, Seen};
use crate::hash::hash;

/// What a sync has made of an entry's block on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    Block,
    /// The page has another text in its place: that of the source, or one of its own with this hash.
    OtherText(Option<u64>),
    /// The page does not have the block.
    Nothing,
    /// There is no page.
    NoPage,
}

/// Records message and translation as seen by the sync.
pub(crate) fn record_seen(entry: &mut Entry, fate: Fate) {
    let of_translation = |text: &str| entry.is_translated().then(|| hash(text.as_bytes()));
    let (text, message) = (of_translation(entry.string()), of_translation(&entry.id));
    let before = seen(entry);
    let on_page = match fate {
        Fate::OtherText(_) if before.shown() != text => OnPage::Other(before.shown()),
        // Also of one without a translation: a text that the page has near its place is not that of the entry.
        Fate::Nothing => OnPage::Nothing,
        Fate::NoPage if text.is_some() => OnPage::Nothing,
        _ => OnPage::Translation,
    };
    let own = if let Fate::OtherText(own) = fate { own } else { None };
    let now = Seen { text, message, on_page, own };
    if before != now || entry.extracted.iter().any(|line| line.starts_with(SEEN)) {
        let mut memo = Memo::of(entry);
        memo.seen = now;
        memo.record(entry);
    }
}

/// [`Memo::seen`], without reading the rest of the memo.
fn seen(entry: &Entry) -> Seen {
    let mut seen = Seen::default();
    for line in own_lines(entry) {
        seen.read(line);
    }
    seen
}

/// Whether a translator changed the translation since the page was written. One that the page does not have at all is
/// compared with what the last sync saw.
fn is_edited(entry: &Entry, seen: Seen) -> bool {
    let before = if seen.on_page == OnPage::Nothing { seen.text } else { seen.shown() };
    before != entry.is_translated().then(|| hash(entry.string().as_bytes()))
}

/// Whether a translator changed the translation since the last sync, or removed the fuzzy flag of a stale translation
/// and so confirmed it.
pub(crate) fn is_changed(entry: &Entry, memo: &Memo) -> bool {
    let is_confirmed = memo.change.is_some() && !entry.is_fuzzy();
    is_confirmed || is_edited(entry, memo.seen)
}

/// Whether an entry has a change that no sync has written into the page yet. The same as [`is_changed`] for translated
/// entries in use, without reading the whole memo.
pub fn is_pending(entry: &Entry) -> bool {
    if entry.obsolete || !entry.is_translated() {
        return false;
    }
    let is_confirmed = !entry.is_fuzzy() && has_change(entry);
    is_confirmed || is_edited(entry, seen(entry))
}

#[cfg(test)]
mod tests {
    use super::super::memo::State;
    use super::*;

    #[test]
    fn state_in_extracted_comments_is_read_and_moved() {
        let lines = ["in: x", "state: reviewed by Ana", "seen: 00000000000000ab"].map(str::to_owned);
        let mut entry = Entry { extracted: lines.to_vec(), strings: vec!["x".to_owned()], ..Entry::default() };
        let memo = Memo::of(&entry);
        assert_eq!((&memo.state, memo.seen.text), (&State::Reviewed("Ana".to_owned()), Some(0xab)));
        record_seen(&mut entry, Fate::Block);
        assert_eq!(entry.extracted, ["in: x"]);
        assert_eq!(entry.comments[0], "firstaid: reviewed by Ana");
    }

    #[test]
    fn a_translation_that_the_page_lacks_is_told_from_one_that_it_has() {
        let mut entry = Entry { id: "a".to_owned(), strings: vec!["x".to_owned()], ..Entry::default() };
        for (fate, changed) in [(Fate::Block, false), (Fate::Nothing, false), (Fate::OtherText(Some(7)), true)] {
            record_seen(&mut entry, fate);
            assert_eq!((seen(&entry).text, is_pending(&entry)), (Some(hash(b"x")), changed), "{fate:?}");
        }
        // The page has the first text still, whatever the catalog has had since.
        record_seen(&mut entry, Fate::Block);
        for text in ["y", "z"] {
            entry.strings = vec![text.to_owned()];
            record_seen(&mut entry, Fate::OtherText(None));
            assert_eq!(seen(&entry).shown(), Some(hash(b"x")));
        }
        entry.strings = vec!["x".to_owned()];
        record_seen(&mut entry, Fate::OtherText(None));
        assert_eq!(seen(&entry).on_page, OnPage::Translation);
    }
}
