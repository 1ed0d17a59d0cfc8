//! Merges a catalog with its changed source: the entries that segments take ([`super::pairing`]) are brought up to
//! date.

use std::collections::HashSet;

use firstaid_content::Page;

use super::keys::{Key, keys, place};
use super::pairing::{How, Taken, pair};
use super::refusal::refusal;
use crate::catalogs::memo::{Memo, State, moved_by_tool, set_fuzzy};
use crate::catalogs::placeholders::set_placeholder_flag;
use crate::catalogs::po::{Entry, Previous, Refusal};
use crate::grade::grade;
use crate::hash::hash;
use crate::segments::{Segment, squeezed};

/// The entries of a catalog, merged with its source.
pub(crate) struct MergedEntries {
    /// The entries of the segments, in page order, with the translations of the old ones; then, as obsolete, the
    /// translated old entries that no segment took.
    pub(crate) entries: Vec<Entry>,
    /// The old entry that each segment took.
    pub(crate) olds: Vec<Option<Taken>>,
}

/// The entries of [`MergedEntries`] alone.
pub fn merge(page: &Page, segments: &[Segment], old: &[Entry], is_retired: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    merge_entries(page, segments, old, is_retired).entries
}

pub(crate) fn merge_entries(
    page: &Page,
    segments: &[Segment],
    old: &[Entry],
    is_retired: &dyn Fn(&str) -> bool,
) -> MergedEntries {
    let keys = keys(page, segments);
    let taken = pair(page, segments, &keys, old);
    let mut is_taken = vec![false; old.len()];
    let mut entries = Vec::with_capacity(segments.len());
    for ((segment, key), taken) in segments.iter().zip(keys).zip(&taken) {
        if let Some(taken) = taken {
            is_taken[taken.entry] = true;
        }
        let old = taken.map(|taken| (&old[taken.entry], taken.how));
        entries.push(entry(page, segment, key, old, is_retired));
    }
    let obsolete = old.iter().zip(&is_taken).filter(|(entry, taken)| !**taken && entry.is_translated());
    let mut used: HashSet<(Option<String>, String)> =
        entries.iter().map(|entry| (entry.context.clone(), entry.id.clone())).collect();
    for (entry, _) in obsolete {
        // A catalog must not have a message twice in the same context.
        let mut context = entry.context.clone();
        let mut n = 1;
        while !used.insert((context.clone(), entry.id.clone())) {
            n += 1;
            context = Some(format!("{} {n}", entry.context.as_deref().unwrap_or("obsolete")));
        }
        entries.push(Entry { obsolete: true, context, ..entry.clone() });
    }
    MergedEntries { entries, olds: taken }
}

/// The entry of a segment. `old` is the entry that it took.
fn entry(
    page: &Page,
    segment: &Segment,
    (context, id): Key<'_>,
    old: Option<(&Entry, How)>,
    is_retired: &dyn Fn(&str) -> bool,
) -> Entry {
    let mut entry = old.map(|(old, _)| old.clone()).unwrap_or_default();
    let mut memo = Memo::of(&entry);
    // A fuzzy translation that somebody edited is no longer one of the previous message.
    memo.is_unsure |= entry.is_fuzzy() && (is_fuzzy_of_itself(&entry, &memo) || is_edited(&entry, &memo));
    entry.obsolete = false;
    entry.context = context;
    if let Some((old, How::Changed)) = old {
        // The previous message is the one that was translated, however often the source has changed since.
        let previous = match &old.previous {
            Some(previous) if old.is_fuzzy() => previous.clone(),
            _ => Previous { context: old.context.clone(), id: old.id.clone(), plural: None },
        };
        memo.set_change(Some(grade(&previous.id, id, page.key.locale.language(), is_retired)));
        entry.previous = Some(previous);
        set_fuzzy(&mut entry, true);
    }
    if let Some((_, How::WentBack)) = old {
        entry.previous = None;
        memo.change = None;
        set_fuzzy(&mut entry, memo.is_unsure || matches!(memo.state, State::MachineDraft(_)));
    }
    if old.is_none() {
        memo.state = State::Untranslated;
    }
    if let Some(change) =
        moved_by_tool(&entry, &memo, |from, to| grade(from, to, page.key.locale.language(), is_retired))
    {
        memo.set_change(Some(change));
    }
    id.clone_into(&mut entry.id);
    if entry.strings.is_empty() {
        entry.strings.push(String::new());
    }
    memo.place = place(page, segment);
    memo.notes = segment.notes.iter().map(|note| squeezed(note)).collect();
    memo.slots = segment.slots.iter().map(|slot| slot.url.to_string()).collect();
    set_placeholder_flag(&mut entry, !memo.slots.is_empty());
    update_state(&mut entry, &mut memo);
    entry.refusal = Refusal::new(refusal(segment, &entry, &memo));
    memo.record(&mut entry);
    entry
}

/// Whether the entry is fuzzy although neither the source nor another tool has changed its message.
fn is_fuzzy_of_itself(entry: &Entry, memo: &Memo) -> bool {
    let has_message = memo.seen.message.is_none_or(|seen| seen == hash(entry.id.as_bytes()));
    entry.is_fuzzy() && memo.change.is_none() && entry.previous.is_none() && has_message
}

fn is_edited(entry: &Entry, memo: &Memo) -> bool {
    memo.seen.text.is_some_and(|seen| seen != hash(entry.string().as_bytes()))
}

/// Updates the state after edits by a translator. An entry without the fuzzy flag is a correct translation of the
/// current source.
fn update_state(entry: &mut Entry, memo: &mut Memo) {
    if !entry.is_fuzzy() {
        entry.previous = None;
        memo.change = None;
        memo.is_unsure = false;
        // Removing the fuzzy flag means that a person approved the draft.
        if matches!(memo.state, State::MachineDraft(_)) && entry.is_translated() {
            memo.state = State::Translated;
        }
    }
    // That it is a draft says the state already.
    memo.is_unsure &= entry.is_translated() && !matches!(memo.state, State::MachineDraft(_));
    if is_edited(entry, memo) && memo.state != State::Untranslated {
        let is_draft = matches!(memo.state, State::MachineDraft(_)) && entry.is_fuzzy();
        if !is_draft {
            memo.state = State::Translated;
        }
    }
}
