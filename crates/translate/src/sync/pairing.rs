//! Which entry of the old catalog each segment of the source takes.
//!
//! A segment takes the entry of its own text; of several with that text, the one of its place. A changed segment takes
//! the most similar entry whose text is no longer on the page. A new segment takes none: the translation of a text that
//! is still there is not its own.

use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use firstaid_content::Page;
use firstaid_text::differences;
use regex::{Captures, Regex};
use similar::{Algorithm, DiffOp};

use super::keys::{Key, place};
use super::similarity::similarity;
use crate::catalogs::memo::Memo;
use crate::catalogs::po::Entry;
use crate::segments::{Segment, squeezed};

/// Minimum similarity of a changed message, in thousandths: `FUZZY_THRESHOLD` of gettext's `msgmerge`.
const MIN_SIMILARITY: usize = 600;
/// The same for an obsolete entry, which may have been dropped long ago.
const MIN_OBSOLETE_SIMILARITY: usize = 800;
/// Maximum number of scores of equal texts that are worked out; beyond it only their order counts.
const MAX_SCORES: usize = 1 << 16;

/// A link of which the text may be its address, and an address in angle brackets: `[https://a.example/]({1})`, `<{1}>`.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[([^\]\s]*)\]\(\{(\d+)\}\)|<\{(\d+)\}>").expect("a valid pattern"));

/// A message without what does not change what it says: blanks, escapes, the mark of emphasis, and the way to write a link
/// that shows its address. Formatters change these. The address itself is a part of it: a link that shows another one
/// says something else. `target` is the target of a slot, by its number.
fn form<'t>(message: &str, target: impl Fn(usize) -> Option<&'t str>) -> String {
    let message = ADDRESS.replace_all(message, |found: &Captures<'_>| {
        let slot = found.get(2).or(found.get(3)).and_then(|number| number.as_str().parse::<usize>().ok());
        let shown = slot.and_then(&target).filter(|target| found.get(1).is_none_or(|text| text.as_str() == *target));
        shown.map_or_else(|| found[0].to_owned(), |address| format!("<{address}>"))
    });
    let mut form = String::with_capacity(message.len());
    let mut chars = message.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| next.is_ascii_punctuation() || *next == '\n');
        if !is_escape {
            form.push(if c == '_' { '*' } else { c });
        }
    }
    squeezed(&form)
}

/// The entry that a segment takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Taken {
    /// Index of the entry.
    pub(crate) entry: usize,
    pub(crate) how: How,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum How {
    /// The message is the same but for white space and other ways to write the same.
    Same,
    /// The message is again the one that was translated: the source went back.
    WentBack,
    /// The message was changed.
    Changed,
}

/// The entries that the segments of a page take, by segment. `keys` are those of the segments.
pub(super) fn pair(page: &Page, segments: &[Segment], keys: &[Key<'_>], old: &[Entry]) -> Vec<Option<Taken>> {
    let in_use = old.iter().take_while(|entry| !entry.obsolete).count();
    let is_same = |(entry, key): (&Entry, &Key<'_>)| entry.context == key.0 && entry.id == key.1;
    if in_use == keys.len() && old.iter().zip(keys).all(is_same) {
        return (0..in_use).map(|entry| Some(Taken { entry, how: How::Same })).collect();
    }
    let mut pairing = Pairing::new(page, segments, keys, old);
    pairing.take_equal(How::Same, |entry| (!entry.obsolete).then_some(&entry.id));
    pairing.take_rewritten();
    let former = |entry: &Entry| entry.previous.as_ref().map(|it| it.id.clone()).filter(|_| entry.is_fuzzy());
    let formers: Vec<Option<String>> = old.iter().map(former).collect();
    pairing.take_equal_by(How::WentBack, |n| formers[n].as_deref().filter(|_| !old[n].obsolete));
    pairing.take_equal(How::Same, |entry| entry.obsolete.then_some(&entry.id));
    pairing.take_similar();
    pairing.found
}

struct Pairing<'a> {
    page: &'a Page,
    segments: &'a [Segment],
    keys: &'a [Key<'a>],
    old: &'a [Entry],
    /// Messages of segments and entries with white space squeezed.
    texts: Vec<String>,
    ids: Vec<String>,
    /// The entry in use at the place of each segment, by the longest common subsequence of the messages.
    in_place: Vec<Option<usize>>,
    is_taken: Vec<bool>,
    found: Vec<Option<Taken>>,
}

impl<'a> Pairing<'a> {
    fn new(page: &'a Page, segments: &'a [Segment], keys: &'a [Key<'a>], old: &'a [Entry]) -> Self {
        let texts: Vec<String> = keys.iter().map(|key| squeezed(key.1)).collect();
        let ids: Vec<String> = old.iter().map(|entry| squeezed(&entry.id)).collect();
        let in_use: Vec<usize> = (0..old.len()).filter(|&n| !old[n].obsolete).collect();
        let ids_in_use: Vec<&str> = in_use.iter().map(|&n| &*ids[n]).collect();
        let texts_now: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut in_place = vec![None; texts.len()];
        for op in differences(Algorithm::Myers, &ids_in_use, &texts_now) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                (0..len).for_each(|n| in_place[new_index + n] = Some(in_use[old_index + n]));
            }
        }
        let (is_taken, found) = (vec![false; old.len()], vec![None; keys.len()]);
        Self { page, segments, keys, old, texts, ids, in_place, is_taken, found }
    }

    fn take(&mut self, segment: usize, entry: usize, how: How) {
        self.is_taken[entry] = true;
        self.found[segment] = Some(Taken { entry, how });
    }

    fn take_equal(&mut self, how: How, text: impl Fn(&'a Entry) -> Option<&'a String>) {
        let old = self.old;
        self.take_equal_by(how, |n| text(&old[n]).map(String::as_str));
    }

    /// Pairs segments without an entry with entries that have their text, by `text` of the entry. Of several, each
    /// segment takes the one whose place is most like its own.
    fn take_equal_by<'t>(&mut self, how: How, text: impl Fn(usize) -> Option<&'t str>) {
        let mut groups: HashMap<String, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for n in (0..self.old.len()).filter(|&n| !self.is_taken[n]) {
            if let Some(text) = text(n) {
                groups.entry(squeezed(text)).or_default().1.push(n);
            }
        }
        for n in (0..self.keys.len()).filter(|&n| self.found[n].is_none()) {
            if let Some((segments, _)) = groups.get_mut(&self.texts[n]) {
                segments.push(n);
            }
        }
        let mut groups: Vec<_> = groups.into_values().filter(|(segments, _)| !segments.is_empty()).collect();
        groups.sort_unstable();
        for (segments, entries) in groups {
            for (segment, entry) in self.pairs_of_equals(&segments, &entries, how) {
                self.take(segment, entry, how);
            }
        }
    }

    /// Pairs segments with entries in use of which the message is written otherwise and says the same; of several, in
    /// order.
    fn take_rewritten(&mut self) {
        let segments: Vec<usize> = (0..self.keys.len()).filter(|&n| self.found[n].is_none()).collect();
        if segments.is_empty() {
            return;
        }
        let mut entries: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (n, entry) in self.old.iter().enumerate().filter(|&(n, entry)| !self.is_taken[n] && !entry.obsolete) {
            let slots = Memo::of(entry).slots;
            let target = |slot: usize| slots.get(slot.checked_sub(1)?).map(String::as_str);
            entries.entry(form(&entry.id, target)).or_default().push_back(n);
        }
        for segment in segments {
            let slots = &self.segments[segment].slots;
            let target = |slot: usize| slots.get(slot.checked_sub(1)?).map(|slot| &*slot.url);
            let entry = entries.get_mut(&form(self.keys[segment].1, target)).and_then(VecDeque::pop_front);
            if let Some(entry) = entry {
                self.take(segment, entry, How::Same);
            }
        }
    }

    /// The pairs of segments and entries of one text, best first. A pair with nothing in common but the text is one
    /// only if it does not matter which entry is taken.
    fn pairs_of_equals(&self, segments: &[usize], entries: &[usize], how: How) -> Vec<(usize, usize)> {
        let same_text = |n: usize| self.ids.iter().enumerate().filter(move |(_, id)| **id == self.texts[n]);
        let are_alike = || {
            let mut all = same_text(segments[0]).map(|(n, _)| &self.old[n]).filter(|entry| entry.is_translated());
            let first = all.next();
            all.all(|entry| first.is_some_and(|first| first.strings == entry.strings))
        };
        if segments.len() == 1 && entries.len() == 1 && (how != How::Same || !self.old[entries[0]].obsolete) {
            return vec![(segments[0], entries[0])];
        }
        let mut scored: Vec<(usize, usize, usize)> = Vec::new();
        if segments.len().saturating_mul(entries.len()) <= MAX_SCORES {
            for &entry in entries {
                let memo = Memo::of(&self.old[entry]);
                scored.extend(segments.iter().map(|&segment| (self.likeness(segment, entry, &memo), segment, entry)));
            }
            scored.sort_by_key(|&(score, segment, entry)| (std::cmp::Reverse(score), segment.abs_diff(entry), segment));
        } else {
            scored.extend(segments.iter().filter_map(|&n| Some((1, n, self.in_place[n]?))));
        }
        let (mut segments_left, mut entries_left) = (segments.to_vec(), entries.to_vec());
        let are_alike = scored.last().is_some_and(|last| last.0 == 0) && are_alike();
        let mut pairs = Vec::new();
        for (score, segment, entry) in scored {
            let is_free = segments_left.contains(&segment) && entries_left.contains(&entry);
            if is_free && (score > 0 || are_alike) {
                segments_left.retain(|&it| it != segment);
                entries_left.retain(|&it| it != entry);
                pairs.push((segment, entry));
            }
        }
        pairs
    }

    /// How much the places of a segment and of an entry with the same text have in common; 0 is nothing.
    fn likeness(&self, segment: usize, entry: usize, memo: &Memo) -> usize {
        let is_near = |step: isize| {
            let theirs = entry.checked_add_signed(step).and_then(|n| self.ids.get(n));
            theirs.is_some() && theirs == segment.checked_add_signed(step).and_then(|n| self.texts.get(n))
        };
        let old = &self.old[entry];
        let has_context = old.context.is_some() && old.context == self.keys[segment].0;
        let has_place = !memo.place.is_empty() && memo.place == place(self.page, &self.segments[segment]);
        let neighbours = usize::from(!old.obsolete) * (usize::from(is_near(-1)) + usize::from(is_near(1)));
        8 * usize::from(has_place)
            + 4 * neighbours
            + 2 * usize::from(self.in_place[segment] == Some(entry))
            + usize::from(has_context)
    }

    /// Pairs the segments that are left with the most similar entries that are left, the most similar pair first. Of
    /// equally similar entries the nearest wins.
    fn take_similar(&mut self) {
        let segments: Vec<usize> = (0..self.keys.len()).filter(|&n| self.found[n].is_none()).collect();
        let is_free = |n: &usize| !self.is_taken[*n] && self.old[*n].is_translated();
        let entries: Vec<usize> = (0..self.old.len()).filter(is_free).collect();
        let mut scored = Vec::new();
        for &segment in segments.iter().filter(|_| !entries.is_empty()) {
            let chars: Vec<char> = self.keys[segment].1.chars().collect();
            for &entry in &entries {
                let old = &self.old[entry];
                let minimum = if old.obsolete { MIN_OBSOLETE_SIMILARITY } else { MIN_SIMILARITY };
                let found = similarity(&chars, &old.id, minimum);
                scored.extend(
                    found.map(|it| (old.obsolete, std::cmp::Reverse(it), segment.abs_diff(entry), segment, entry)),
                );
            }
        }
        scored.sort_unstable();
        for (.., segment, entry) in scored {
            if self.found[segment].is_none() && !self.is_taken[entry] {
                self.take(segment, entry, How::Changed);
            }
        }
    }
}
