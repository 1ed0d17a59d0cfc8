//! Folds a page that was edited by hand back into its catalog.

use std::collections::{HashMap, HashSet};

use firstaid_content::Page;
use firstaid_text::{TextRange, differences};
use similar::{Algorithm, DiffOp};

use super::conflict::Conflict;
use super::keys::{Key, keys};
use super::page_texts::page_texts;
use super::pairing::{How, Taken};
use crate::catalogs::memo::{Memo, State, set_fuzzy};
use crate::catalogs::po::Entry;
use crate::catalogs::record::is_changed;
use crate::catalogs::seen::OnPage;
use crate::config::TranslationConfig;
use crate::grade::{Grade, grade};
use crate::hash::hash;
use crate::page::{Shown, Site, as_on_page, hashes, shown, shown_text, unmarked};
use crate::segments::message::map_slots;
use crate::segments::{Segment, SegmentKind, is_source_text, segments, with_slots};

/// The sync of a page that may have been edited.
pub(crate) struct Folding<'a> {
    pub(crate) source: &'a Page,
    /// The segments of the source.
    pub(crate) of_source: &'a [Segment],
    /// The entries that the sync makes for them, if the page had no edit.
    pub(crate) entries: &'a [Entry],
    /// The old entry that each of them takes.
    pub(crate) olds: &'a [Option<Taken>],
    /// The entries that the last sync saw, by index, in the page order of that time.
    pub(crate) known: Vec<usize>,
    pub(crate) page: &'a Page,
    pub(crate) site: &'a Site<'a>,
    pub(crate) config: &'a TranslationConfig,
    pub(crate) is_retired: &'a dyn Fn(&str) -> bool,
    /// Whether the page wins where both were changed.
    pub(crate) prefers_page: bool,
}

/// An edit of the page that goes into the catalog.
struct Edit<'a> {
    /// Index of the entry.
    entry: usize,
    text: String,
    /// The changed source of the entry, which the edit answers.
    answers: Option<&'a Segment>,
}

/// A block of the page.
struct Block {
    segment: Segment,
    /// Its message without the markup around source text that stands in for a translation.
    plain: String,
}

/// Copies the edits made in a page into the entries. Returns conflicts, among them blocks that only one side has; with
/// any other conflict, no entry changes. If the source of an edited block has changed too, the edit is the answer to
/// the new source, save one that leaves a critical change unanswered, which is a conflict. A translation that the page
/// did not show is never replaced by an edit of what it showed: it is kept as an obsolete entry, for the translation
/// memory.
pub(crate) fn fold(entries: &mut Vec<Entry>, folding: &Folding<'_>) -> Vec<Conflict> {
    let locale = &folding.source.key.locale;
    let block = |segment: Segment| {
        let plain = unmarked(&segment.message, locale, folding.site.locale).into_owned();
        Block { segment, plain }
    };
    let on_page = segments(folding.page);
    let texts = page_texts(folding.page, &on_page, folding.source, folding.site);
    let blocks: Vec<Block> = on_page.into_iter().map(block).collect();
    let now = Now::new(folding);
    let mut conflicts = Vec::new();
    let mut taken: Vec<Edit<'_>> = Vec::new();
    for (entry, block) in pairs(&blocks, &texts, entries, &now, &mut conflicts) {
        match edit(&blocks[block], &entries[entry], entry, &now) {
            Some(Ok(edit)) => taken.push(edit),
            Some(Err(conflict)) => conflicts.push(conflict),
            None => {}
        }
    }
    if conflicts.iter().all(Conflict::is_difference) {
        for Edit { entry, text, answers } in taken {
            let shows_source = shown(&entries[entry], folding.config) == Shown::Source;
            let former = take(&mut entries[entry], text, shows_source);
            if let Some(now) = answers {
                move_to(&mut entries[entry], now);
            }
            entries.extend(former);
        }
    }
    conflicts
}

/// The edit that a block of the page is, if it is one.
fn edit<'a>(
    Block { segment, plain }: &Block,
    old: &Entry,
    index: usize,
    now: &Now<'_, 'a>,
) -> Option<Result<Edit<'a>, Conflict>> {
    let folding = now.folding;
    let text = with_slots(plain, segment, &[now.targets(old), now.current_targets(old)], &|url| folding.place(url));
    let memo = Memo::of(old);
    // The page shows the source text where there was no translation, or one that must not be shown. Source text in
    // other marks is no translation either.
    let is_source = text == old.id && (memo.seen.shown().is_none() || *plain != segment.message)
        || text != old.id && is_source_text(&text, &old.id);
    let is = |other: &str| as_on_page(&segment.kind, &text) == as_on_page(&segment.kind, other);
    let stays = is(shown_text(old, folding.config))
        || memo.seen.shown().is_some_and(|shown| hashes(&text).any(|it| it == shown));
    if is_source || stays || is(old.string()) {
        return None;
    }
    if is_changed(old, &memo) && !folding.prefers_page {
        return Some(Err(Conflict::Both {
            source: old.id.clone(),
            page: text,
            page_range: segment.range,
            catalog: old.string().to_owned(),
        }));
    }
    let Some(changed) = now.changed(index) else {
        return Some(Ok(Edit { entry: index, text, answers: None }));
    };
    let answer = with_slots(plain, segment, &[now.places(changed)], &|url| folding.place(url));
    let reason = unanswered(old, changed, &text, folding).filter(|_| !folding.prefers_page);
    Some(match reason {
        Some(reason) => Err(Conflict::Unanswered {
            reason,
            former: old.id.clone(),
            source: changed.message.clone(),
            page: answer,
            page_range: segment.range,
        }),
        None => Ok(Edit { entry: index, text: answer, answers: Some(changed) }),
    })
}

impl Folding<'_> {
    /// The target of a link of the page in a form that is the same for all ways to write it.
    fn place(&self, url: &str) -> String {
        self.site.place(self.page, url)
    }
}

/// The source as it is now.
struct Now<'f, 'a> {
    folding: &'f Folding<'a>,
    /// Segments by what identifies them in a catalog.
    by_key: HashMap<Key<'a>, &'a Segment>,
    /// The segment that each old entry has become, with the way.
    by_entry: HashMap<usize, (usize, How)>,
}

impl<'f, 'a> Now<'f, 'a> {
    fn new(folding: &'f Folding<'a>) -> Self {
        let Folding { source, of_source, olds, .. } = *folding;
        let by_key = keys(source, of_source).into_iter().zip(of_source).collect();
        let taken = olds.iter().enumerate().filter_map(|(n, taken)| Some((taken.as_ref()?, n)));
        let by_entry = taken.map(|(taken, n)| (taken.entry, (n, taken.how))).collect();
        Self { folding, by_key, by_entry }
    }

    /// The targets of an entry's slots at the last sync.
    fn targets(&self, entry: &Entry) -> Vec<String> {
        Memo::of(entry).slots.iter().map(|url| self.folding.site.place(self.folding.source, url)).collect()
    }

    /// The targets of an entry's slots in the source, if it still has the entry. A page has them before its catalog
    /// does if a person updated the page by hand, or if a sync was interrupted before it wrote the catalog.
    fn current_targets(&self, entry: &Entry) -> Vec<String> {
        let segment = self.by_key.get(&(entry.context.clone(), &*entry.id));
        segment.map_or_else(Vec::new, |segment| self.places(segment))
    }

    fn places(&self, segment: &Segment) -> Vec<String> {
        segment.slots.iter().map(|slot| self.folding.site.place(self.folding.source, &slot.url)).collect()
    }

    /// The segment of each block that has the text that this sync would write for it, by index, and has not the text
    /// of an old entry, whose texts are `old`: no edit by a person, but the work of a sync that was interrupted before
    /// it wrote the catalog.
    fn written(&self, old: &[String], texts: &[String]) -> Vec<Option<usize>> {
        let Folding { source, of_source, entries, site, config, .. } = *self.folding;
        let mut unchanged: HashMap<&str, usize> = HashMap::new();
        for text in old {
            *unchanged.entry(text).or_default() += 1;
        }
        let mut is_new = |text: &String| match unchanged.get_mut(&**text) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        let is_new: Vec<bool> = texts.iter().map(&mut is_new).collect();
        if !is_new.contains(&true) {
            return vec![None; texts.len()];
        }
        let text = |(segment, entry): (&Segment, &Entry)| {
            let url = |n: usize| Some(site.place(source, &segment.slots.get(n.checked_sub(1)?)?.url));
            map_slots(&as_on_page(&segment.kind, shown_text(entry, config)), url)
        };
        let mut segments: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, text) in of_source.iter().zip(entries).map(text).enumerate().collect::<Vec<_>>().into_iter().rev() {
            segments.entry(text).or_default().push(n);
        }
        let found = |(text, is_new): (&String, bool)| segments.get_mut(text).filter(|_| is_new)?.pop();
        texts.iter().zip(is_new).map(found).collect()
    }

    /// The segment into which the source of an entry has changed since the last sync.
    fn changed(&self, entry: usize) -> Option<&'a Segment> {
        let &(n, how) = self.by_entry.get(&entry)?;
        (how == How::Changed).then(|| &self.folding.of_source[n])
    }

    /// The kind of block of an entry.
    fn kind(&self, index: usize, entry: &Entry) -> SegmentKind {
        let now = || self.by_entry.get(&index).map(|&(n, _)| self.folding.of_source[n].kind.clone());
        Memo::of(entry).kind().or_else(now).unwrap_or(SegmentKind::Paragraph)
    }
}

/// The reason for which a change of the source is critical, unless the edit of the translation is critical as well:
/// then it says that its author has seen the change.
fn unanswered(old: &Entry, now: &Segment, text: &str, folding: &Folding<'_>) -> Option<&'static str> {
    let language = folding.source.key.locale.language();
    let change = grade(&old.id, &now.message, language, folding.is_retired);
    let answer = || grade(old.string(), text, folding.site.locale.language(), folding.is_retired);
    let is_answer = || old.is_translated() && answer().grade == Grade::Critical;
    (change.grade == Grade::Critical && !is_answer()).then_some(change.reason)
}

/// Makes an entry that of a changed segment.
fn move_to(entry: &mut Entry, now: &Segment) {
    let mut memo = Memo::of(entry);
    memo.slots = now.slots.iter().map(|slot| slot.url.to_string()).collect();
    entry.id.clone_from(&now.message);
    memo.record(entry);
}

/// Puts a person's text into an entry. It is the answer to the current source: whoever edits a stale block in the page
/// has brought it up to date. If the page did not show the translation that is replaced, that one is returned.
fn take(entry: &mut Entry, text: String, shows_source: bool) -> Option<Entry> {
    let mut memo = Memo::of(entry);
    let was_hidden = shows_source || memo.seen.shown() != Some(hash(entry.string().as_bytes()));
    let former = (was_hidden && entry.is_translated()).then(|| {
        let id = entry.previous.as_ref().map_or_else(|| entry.id.clone(), |previous| previous.id.clone());
        let mut old_memo = memo.clone();
        (old_memo.change, old_memo.seen.on_page) = (None, OnPage::Translation);
        let mut former = Entry { obsolete: true, id, previous: None, ..entry.clone() };
        set_fuzzy(&mut former, memo.is_unsure || matches!(memo.state, State::MachineDraft(_)));
        old_memo.record(&mut former);
        former
    });
    memo.state = State::Translated;
    // The page has it already.
    (memo.seen.text, memo.seen.on_page) = (Some(hash(text.as_bytes())), OnPage::Translation);
    entry.strings = vec![text];
    (memo.change, memo.is_unsure) = (None, false);
    entry.previous = None;
    set_fuzzy(entry, false);
    memo.record(entry);
    former
}

/// Pairs entries with blocks of the page, whose comparable texts are `texts`, as indices: between those with equal
/// texts, where there are equally many in order. Equal ones are no edits, so they are not among the pairs. Entries and
/// blocks without a partner are conflicts.
fn pairs(
    blocks: &[Block],
    texts: &[String],
    entries: &[Entry],
    now: &Now<'_, '_>,
    conflicts: &mut Vec<Conflict>,
) -> Vec<(usize, usize)> {
    let mut known = now.folding.known.clone();
    let of_entry = |&n: &usize| {
        let targets = now.targets(&entries[n]);
        let text = as_on_page(&now.kind(n, &entries[n]), shown_text(&entries[n], now.folding.config));
        map_slots(&text, |slot| targets.get(slot.checked_sub(1)?).cloned())
    };
    let mut old: Vec<String> = known.iter().map(of_entry).collect();
    let is_written = now.written(&old, texts);
    let is_answered: HashSet<usize> =
        is_written.iter().flatten().filter_map(|&n| Some(now.folding.olds[n]?.entry)).collect();
    let is_left: Vec<bool> = known.iter().map(|n| !is_answered.contains(n)).collect();
    let mut left = is_left.iter();
    known.retain(|_| left.next().is_some_and(|it| *it));
    let mut left = is_left.iter();
    old.retain(|_| left.next().is_some_and(|it| *it));
    let of_block: Vec<usize> = (0..blocks.len()).filter(|&n| is_written[n].is_none()).collect();
    let texts: Vec<&String> = of_block.iter().map(|&n| &texts[n]).collect();
    let old: Vec<&String> = old.iter().collect();
    let mut found = Vec::new();
    for op in differences(Algorithm::Myers, &old, &texts) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Replace { old_index, old_len, new_index, new_len } if old_len == new_len => {
                found.extend((0..old_len).map(|n| (known[old_index + n], of_block[new_index + n])));
            }
            op => {
                let (_, old, new) = op.as_tag_tuple();
                let near = of_block.get(new.start).map(|&n| &blocks[n]).or(blocks.last());
                let near = near.map_or(TextRange::empty(0), |block| block.segment.range);
                // What the source has dropped need not be on the page any more.
                let kept = known[old].iter().filter(|n| now.by_entry.contains_key(n));
                let removed = kept.map(|&n| &entries[n]).filter(|entry| !entry.obsolete);
                conflicts.extend(removed.map(|entry| Conflict::Removed { source: entry.id.clone(), near }));
                let added = of_block[new].iter().map(|&n| blocks[n].segment.range);
                conflicts.extend(added.map(|page_range| Conflict::Added { page_range }));
            }
        }
    }
    found
}
