//! Folds a page that was edited by hand back into its catalog.

use std::collections::HashMap;

use firstaid_text::TextRange;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::conflict::Conflict;
use crate::catalogs::memo::{Memo, State, is_changed, set_fuzzy};
use crate::catalogs::po::Entry;
use crate::grade::{Change, Grade};
use crate::hash::hash;
use crate::page::{has_hash, in_one_block};
use crate::segments::message::map_slots;
use crate::segments::{Segment, is_source_text, with_slots};

/// How to compare a page with what the last sync wrote. Link targets are in the canonical form of
/// [`Site::place`](crate::page::Site), the same for all ways to write a link.
pub(crate) struct Folding<'a> {
    /// The text that the last sync wrote for an entry, with slots.
    pub(crate) written: &'a dyn Fn(&Entry) -> String,
    /// The target of a slot of an entry at the last sync.
    pub(crate) entry_target: &'a dyn Fn(&Entry, usize) -> Option<String>,
    /// The target of that slot in the current source, if the source still has the entry. A page has it before its
    /// catalog does if a person updated the page by hand, or if a sync was interrupted before it wrote the catalog.
    pub(crate) source_target: &'a dyn Fn(&Entry, usize) -> Option<String>,
    /// The target of a link of the page.
    pub(crate) page_target: &'a dyn Fn(&str) -> String,
    /// Removes the markup around source text that stands in for a translation.
    pub(crate) unmarked: &'a dyn Fn(&str) -> String,
    /// The segment into which the source of an entry, given by its index, has changed since the last sync, with the targets
    /// of its slots.
    pub(crate) changed: &'a dyn Fn(usize) -> Option<(&'a Segment, Vec<String>)>,
    /// Grades the change of a message, or of a translation.
    pub(crate) grade: &'a dyn Fn(&str, &str, Text) -> Change,
    /// Whether the page wins where both were changed.
    pub(crate) prefers_page: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Text {
    Message,
    Translation,
}

/// An edit of the page that goes into the catalog.
struct Edit<'a> {
    /// Index of the entry.
    entry: usize,
    text: String,
    /// The changed source of the entry, which the edit answers.
    answers: Option<&'a Segment>,
}

/// Copies the edits made in a page into the entries. Returns conflicts, among them blocks that only one side has; with
/// any other conflict, no entry changes. If the source of an edited block has changed too, the edit is the answer to the new
/// source, save one that leaves a critical change unanswered, which is a conflict. A translation that is replaced by one of newer source text is kept as an
/// obsolete entry, for the translation memory.
///
/// `known` are the indices of the entries that the last sync saw, in the page order of that time.
pub(crate) fn fold(
    segments: &[Segment],
    entries: &mut Vec<Entry>,
    known: &[usize],
    folding: &Folding<'_>,
) -> Vec<Conflict> {
    let written: HashMap<usize, String> = known.iter().map(|&n| (n, (folding.written)(&entries[n]))).collect();
    let plain: Vec<String> = segments.iter().map(|segment| (folding.unmarked)(&segment.message)).collect();
    let mut conflicts = Vec::new();
    let mut taken: Vec<Edit<'_>> = Vec::new();
    for (entry, segment) in pairs(segments, &plain, (entries, known), folding, &mut conflicts) {
        let old = &entries[entry];
        let text = with_slots_of(&plain[segment], &segments[segment], old, folding);
        let memo = Memo::of(old);
        // The page shows the source text where there was no translation, or one that must not be shown. Source text in
        // other marks is no translation either.
        let is_source = text == old.id && (memo.seen.is_none() || plain[segment] != segments[segment].message)
            || text != old.id && is_source_text(&text, &old.id);
        let stays = *in_one_block(&segments[segment].kind, &text) == written[&entry]
            || memo.seen.is_some_and(|seen| has_hash(&text, seen));
        if is_source || stays || text == old.string() {
            continue;
        }
        if is_changed(old, &memo) && !folding.prefers_page {
            conflicts.push(Conflict::Both {
                source: old.id.clone(),
                page: text,
                page_range: segments[segment].range,
                catalog: old.string().to_owned(),
            });
        } else if let Some((now, targets)) = (folding.changed)(entry) {
            let reason = unanswered(old, now, &text, folding).filter(|_| !folding.prefers_page);
            let answer = with_slots(&plain[segment], &segments[segment], &[targets], folding.page_target);
            match reason {
                Some(reason) => conflicts.push(Conflict::Unanswered {
                    reason,
                    former: old.id.clone(),
                    source: now.message.clone(),
                    page: answer,
                    page_range: segments[segment].range,
                }),
                None => taken.push(Edit { entry, text: answer, answers: Some(now) }),
            }
        } else {
            taken.push(Edit { entry, text, answers: None });
        }
    }
    if conflicts.iter().all(Conflict::is_difference) {
        for Edit { entry, text, answers } in taken {
            let former = take(&mut entries[entry], text, &written[&entry]);
            if let Some(now) = answers {
                move_to(&mut entries[entry], now);
            }
            entries.extend(former);
        }
    }
    conflicts
}

/// The reason for which a change of the source is critical, unless the edit of the translation is critical as well: then
/// it says that its author has seen the change.
fn unanswered(old: &Entry, now: &Segment, text: &str, folding: &Folding<'_>) -> Option<&'static str> {
    let change = (folding.grade)(&old.id, &now.message, Text::Message);
    let is_answer =
        || old.is_translated() && (folding.grade)(old.string(), text, Text::Translation).grade == Grade::Critical;
    (change.grade == Grade::Critical && !is_answer()).then_some(change.reason)
}

/// Makes an entry that of a changed segment.
fn move_to(entry: &mut Entry, now: &Segment) {
    let mut memo = Memo::of(entry);
    memo.slots = now.slots.iter().map(|slot| slot.url.to_string()).collect();
    entry.id.clone_from(&now.message);
    memo.record(entry);
}

/// Puts a person's text into an entry. It is the answer to the current source: whoever edits a stale block in the page has
/// brought it up to date. If the page showed the source text, the replaced translation is returned, if there was one.
fn take(entry: &mut Entry, text: String, written: &str) -> Option<Entry> {
    let mut memo = Memo::of(entry);
    let was_source = written == entry.id;
    let former = (was_source && entry.is_translated()).then(|| {
        let id = entry.previous.as_ref().map_or_else(|| entry.id.clone(), |previous| previous.id.clone());
        let mut old_memo = memo.clone();
        old_memo.change = None;
        let mut former = Entry { obsolete: true, id, previous: None, ..entry.clone() };
        set_fuzzy(&mut former, memo.is_unsure || matches!(memo.state, State::MachineDraft(_)));
        old_memo.record(&mut former);
        former
    });
    memo.state = State::Translated;
    // The page has it already.
    memo.seen = Some(hash(text.as_bytes()));
    entry.strings = vec![text];
    (memo.change, memo.is_unsure) = (None, false);
    entry.previous = None;
    set_fuzzy(entry, false);
    memo.record(entry);
    former
}

/// Pairs entries with segments of the page, as indices: those with equal texts, and between them equally many in order.
/// Entries and segments without a partner are conflicts.
fn pairs(
    segments: &[Segment],
    plain: &[String],
    (entries, known): (&[Entry], &[usize]),
    folding: &Folding<'_>,
    conflicts: &mut Vec<Conflict>,
) -> Vec<(usize, usize)> {
    let of_entry = |entry: &Entry| map_slots(&(folding.written)(entry), |n| (folding.entry_target)(entry, n));
    let on_page = |n: usize| {
        let text = in_one_block(&segments[n].kind, &plain[n]);
        map_slots(&text, |slot| Some((folding.page_target)(&segments[n].slots.get(slot.checked_sub(1)?)?.url)))
    };
    let old: Vec<String> = known.iter().map(|&n| of_entry(&entries[n])).collect();
    let new: Vec<String> = (0..segments.len()).map(on_page).collect();
    let mut found = Vec::with_capacity(old.len());
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                found.extend((0..len).map(|n| (known[old_index + n], new_index + n)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } if old_len == new_len => {
                found.extend((0..old_len).map(|n| (known[old_index + n], new_index + n)));
            }
            op => {
                let (_, old, new) = op.as_tag_tuple();
                let near = segments.get(new.start).or(segments.last()).map_or(TextRange::empty(0), |it| it.range);
                let removed = known[old].iter().map(|&n| &entries[n]).filter(|entry| !entry.obsolete);
                conflicts.extend(removed.map(|entry| Conflict::Removed { source: entry.id.clone(), near }));
                conflicts.extend(segments[new].iter().map(|it| Conflict::Added { page_range: it.range }));
            }
        }
    }
    found
}

/// [`with_slots`] with the targets of an entry.
fn with_slots_of(text: &str, segment: &Segment, entry: &Entry, folding: &Folding<'_>) -> String {
    let targets = |of: &dyn Fn(&Entry, usize) -> Option<String>| (1..).map_while(|n| of(entry, n)).collect();
    with_slots(text, segment, &[targets(folding.entry_target), targets(folding.source_target)], folding.page_target)
}
