//! Merges a catalog with its changed source: each segment takes the entry it had, or the most similar one.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use firstaid_content::Page;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::catalogs::memo::{Memo, State, moved_by_tool, set_fuzzy};
use crate::catalogs::placeholders::set_placeholder_flag;
use crate::catalogs::po::{Entry, Previous};
use crate::grade::grade;
use crate::hash::hash;
use crate::segments::{Segment, SegmentKind};

/// Minimum similarity of a fuzzy match, in thousandths: `FUZZY_THRESHOLD` of gettext's `msgmerge`.
const MIN_SIMILARITY: usize = 600;

/// The context and the message that identify each segment in a catalog. The first of several equal messages on a page
/// has no context.
pub(crate) fn keys<'s>(page: &Page, segments: &'s [Segment]) -> Vec<(Option<String>, &'s str)> {
    let mut seen: HashMap<(Option<String>, &str), u32> = HashMap::new();
    let mut number = |context: Option<String>, text: &'s str| {
        let count = seen.entry((context, text)).or_insert(0);
        *count += 1;
        *count
    };
    let key = |segment: &'s Segment| {
        if number(None, &segment.message) == 1 {
            return (None, segment.message.as_str());
        }
        let heading = segment.under.map(|at| &*page.headings[at as usize].anchor);
        let context = heading.unwrap_or(segment.kind.name()).to_owned();
        let count = number(Some(context.clone()), &segment.message);
        let context = if count == 1 { context } else { format!("{context} {count}") };
        (Some(context), segment.message.as_str())
    };
    segments.iter().map(key).collect()
}

/// Where a segment is, for translators: the headings above it and the kind of its block.
pub(crate) fn place(page: &Page, segment: &Segment) -> String {
    let mut above = Vec::new();
    let mut level = u8::MAX;
    let last = segment.under.map_or(0, |at| at as usize + 1);
    for heading in page.headings[..last].iter().rev() {
        if heading.level < level {
            above.push(&*heading.text);
            level = heading.level;
        }
    }
    above.reverse();
    let kind = match &segment.kind {
        SegmentKind::FrontMatter(key) => return format!("front matter, {key}"),
        kind => kind.name(),
    };
    let quoted = if segment.quotes > 0 { " in a quote" } else { "" };
    if above.is_empty() { format!("{kind}{quoted}") } else { format!("{} ({kind}{quoted})", above.join(" › ")) }
}

/// The entries of the old catalog, with indices to find them.
struct OldEntries<'a> {
    entries: &'a [Entry],
    /// Whether a segment has taken the entry.
    taken: Vec<bool>,
    by_key: HashMap<(Option<&'a str>, &'a str), usize>,
    /// By message with white space squeezed; built on first use.
    by_words: OnceCell<HashMap<String, Vec<usize>>>,
}

impl<'a> OldEntries<'a> {
    fn new(entries: &'a [Entry]) -> Self {
        let in_use = entries.iter().enumerate().filter(|(_, entry)| !entry.obsolete);
        let by_key = in_use.map(|(n, entry)| ((entry.context.as_deref(), &*entry.id), n)).collect();
        Self { entries, taken: vec![false; entries.len()], by_key, by_words: OnceCell::new() }
    }

    /// Takes the entry with this context and message.
    fn take_exact(&mut self, key: &(Option<String>, &str)) -> Option<usize> {
        let found = self.by_key.get(&(key.0.as_deref(), key.1)).copied().filter(|&n| !self.taken[n])?;
        self.taken[found] = true;
        Some(found)
    }

    /// Takes an entry whose message differs in white space at most: one in use rather than an obsolete one, then one
    /// with the same white space.
    fn take_same_words(&mut self, text: &str) -> Option<usize> {
        let by_words = self.by_words.get_or_init(|| {
            let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
            for (n, entry) in self.entries.iter().enumerate() {
                by_words.entry(squeezed(&entry.id)).or_default().push(n);
            }
            by_words
        });
        let all = by_words.get(&squeezed(text))?;
        let free = all.iter().copied().filter(|&n| !self.taken[n]);
        let found = free.min_by_key(|&n| (self.entries[n].obsolete, self.entries[n].id != text))?;
        self.taken[found] = true;
        Some(found)
    }

    /// Takes the translated entry most similar to a text, even if it is taken already, as `msgmerge` does. Among
    /// equally similar ones, an entry that is not taken wins, then the one nearest to `place`.
    fn take_similar(&mut self, text: &str, place: usize) -> Option<usize> {
        let chars: Vec<char> = text.chars().collect();
        let candidates = self.entries.iter().enumerate().filter(|(_, entry)| entry.is_translated());
        let mut best: Option<(usize, bool, usize, usize)> = None;
        for (n, entry) in candidates {
            let minimum = best.map_or(MIN_SIMILARITY, |(similarity, ..)| similarity);
            let Some(similarity) = similarity(&chars, &entry.id, minimum) else { continue };
            let is_better = best.is_none_or(|(highest, taken, distance, _)| {
                (similarity, !self.taken[n], usize::MAX - n.abs_diff(place)) > (highest, !taken, usize::MAX - distance)
            });
            if is_better {
                best = Some((similarity, self.taken[n], n.abs_diff(place), n));
            }
        }
        let (.., found) = best?;
        self.taken[found] = true;
        Some(found)
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The similarity of two texts in thousandths, as gettext's `fstrcmp` defines it: twice the number of common characters
/// divided by the sum of the lengths. `None` below `minimum`.
fn similarity(chars: &[char], other: &str, minimum: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    let total = chars.len() + other.len();
    let enough = |same: usize| Some((2000 * same).checked_div(total)?).filter(|ratio| *ratio >= minimum);
    // Two upper bounds, by length and by character counts, spare most texts the expensive comparison.
    enough(chars.len().min(other.len()))?;
    let mut counts: HashMap<char, u32> = HashMap::new();
    for c in chars {
        *counts.entry(*c).or_default() += 1;
    }
    let mut take = |c: &char| counts.get_mut(c).filter(|count| **count > 0).map(|count| *count -= 1).is_some();
    enough(other.iter().filter(|c| take(c)).count())?;
    let equal = |op: DiffOp| if let DiffOp::Equal { len, .. } = op { len } else { 0 };
    enough(capture_diff_slices(Algorithm::Myers, chars, &other).into_iter().map(equal).sum())
}

/// The entries of the segments of a page, in page order, with the translations of `old`; then, as obsolete, the
/// translated entries of `old` that no segment took.
pub fn merge(page: &Page, segments: &[Segment], old: &[Entry], is_retired: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let keys = keys(page, segments);
    let mut known = OldEntries::new(old);
    let mut sources: Vec<Option<(usize, bool)>> =
        keys.iter().map(|key| known.take_exact(key).map(|n| (n, true))).collect();
    for (source, key) in sources.iter_mut().zip(&keys).filter(|(source, _)| source.is_none()) {
        *source = known.take_same_words(key.1).map(|n| (n, true));
    }
    for (n, (source, key)) in sources.iter_mut().zip(&keys).enumerate().filter(|(_, (source, _))| source.is_none()) {
        *source = known.take_similar(key.1, n).map(|n| (n, false));
    }
    let mut entries: Vec<Entry> = segments
        .iter()
        .zip(keys)
        .zip(&sources)
        .map(|((segment, key), source)| {
            let old = source.map(|(n, same)| (&old[n], same));
            entry(page, segment, key, old, is_retired)
        })
        .collect();
    let obsolete = old.iter().zip(&known.taken).filter(|(entry, taken)| !**taken && entry.is_translated());
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
    entries
}

/// The entry of a segment. `old` is the entry it took, and whether the message is the same but for white space.
fn entry(
    page: &Page,
    segment: &Segment,
    (context, id): (Option<String>, &str),
    old: Option<(&Entry, bool)>,
    is_retired: &dyn Fn(&str) -> bool,
) -> Entry {
    let mut entry = old.map(|(old, _)| old.clone()).unwrap_or_default();
    let mut memo = Memo::of(&entry);
    entry.obsolete = false;
    entry.context = context;
    if let Some((old, false)) = old {
        // The previous message is the one that was translated, however often the source has changed since.
        let previous = match &old.previous {
            Some(previous) if old.is_fuzzy() => previous.clone(),
            _ => Previous { context: old.context.clone(), id: old.id.clone(), plural: None },
        };
        memo.set_change(Some(grade(&previous.id, id, page.key.locale.language(), is_retired)));
        entry.previous = Some(previous);
        set_fuzzy(&mut entry, true);
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
    memo.record(&mut entry);
    entry
}

/// Updates the state after edits by a translator. An entry without the fuzzy flag is a correct translation of the
/// current source.
fn update_state(entry: &mut Entry, memo: &mut Memo) {
    if !entry.is_fuzzy() {
        entry.previous = None;
        memo.change = None;
        // Removing the fuzzy flag means that a person approved the draft.
        if matches!(memo.state, State::MachineDraft(_)) && entry.is_translated() {
            memo.state = State::Translated;
        }
    }
    let is_edited = memo.seen.is_some_and(|seen| seen != hash(entry.string().as_bytes()));
    if is_edited && memo.state != State::Untranslated {
        let is_draft = matches!(memo.state, State::MachineDraft(_)) && entry.is_fuzzy();
        if !is_draft {
            memo.state = State::Translated;
        }
    }
}
