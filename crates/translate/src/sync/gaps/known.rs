//! The texts by which the segments of a source are known on a page.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use firstaid_content::Page;

use super::input::PlanInput;
use super::placing::Candidate;
use crate::catalogs::memo::Memo;
use crate::catalogs::seen::OnPage;
use crate::config::TranslationConfig;
use crate::hash::hash;
use crate::page::{Site, as_on_page, hashes, shown_text, unmarked};
use crate::segments::message::map_slots;
use crate::segments::{Segment, SegmentKind, with_slots};

/// How the page may show the segments with these numbers, of which the last sync saw the first `seen`.
pub(super) fn candidates(
    numbers: &[u32],
    seen: usize,
    input: PlanInput<'_>,
    page_segments: &[Segment],
    page_texts: &[String],
    site: &Site<'_>,
    config: &TranslationConfig,
) -> Vec<Candidate> {
    let PlanInput { source, segments, entries, old, olds, page, .. } = input;
    let on_page: HashSet<&str> = page_texts.iter().map(String::as_str).collect();
    let on_page_as = |kind: &SegmentKind, text: &str, urls: &[String]| {
        map_slots(&as_on_page(kind, text), |n| Some(site.place(source, urls.get(n.checked_sub(1)?)?)))
    };
    // Few texts are found by their hashes alone.
    let by_hash = LazyCell::new(|| page.map(|page| ByHash::new(page, page_segments, source, site)));
    let candidate = |(at, &number): (usize, &u32)| {
        let new = segments.get(number as usize).map(|segment| (segment, &entries[number as usize]));
        let old = match new {
            Some(_) => olds[number as usize].map(|taken| &old[taken.entry]),
            None => old.get(number as usize - segments.len()),
        };
        let mut texts = Vec::new();
        if let Some(old) = old {
            let memo = Memo::of(old);
            let kind = memo.kind().or_else(|| new.map(|(segment, _)| segment.kind.clone()));
            let kind = kind.unwrap_or(SegmentKind::Paragraph);
            for text in [shown_text(old, config), &old.id, old.string()] {
                texts.push(on_page_as(&kind, text, &memo.slots));
            }
            // The source may stand elsewhere on the page; what the page had of the translation is more likely.
            let is_edited = memo.seen.text.is_some_and(|seen| seen != hash(old.string().as_bytes()));
            if let Some(hash) = memo.seen.shown().filter(|_| is_edited || !on_page.contains(&*texts[0])) {
                let shown = by_hash.as_ref().and_then(|it| it.find(hash, &memo, page_texts));
                texts.splice(0..0, shown.map(str::to_owned));
            }
        }
        if let Some((segment, entry)) = new {
            let urls: Vec<String> = segment.slots.iter().map(|slot| slot.url.to_string()).collect();
            texts.push(on_page_as(&segment.kind, shown_text(entry, config), &urls));
            texts.push(on_page_as(&segment.kind, &segment.message, &urls));
        }
        texts.retain(|text| !text.is_empty());
        // After an import, a segment without a translation is one that the page does not have.
        let was_seen = at < seen && old.is_some_and(|old| input.base.is_some() || old.is_translated());
        let seen = old.map(|old| Memo::of(old).seen).unwrap_or_default();
        let was_missing = seen.on_page == OnPage::Nothing;
        // Of an unchanged page, the record knows more than any text.
        if was_missing && input.is_as_synced {
            texts.clear();
        }
        // A text that is in no catalog does not go with a segment that the source has dropped.
        Candidate { texts, is_old: was_seen && !was_missing && new.is_some(), was_missing, own: seen.own }
    };
    numbers.iter().enumerate().map(candidate).collect()
}

/// Finds texts of a page by the hashes of their translations.
struct ByHash<'a> {
    page: &'a Page,
    segments: &'a [Segment],
    source: &'a Page,
    site: &'a Site<'a>,
    /// Texts without the markup of source text.
    plain: Vec<Cow<'a, str>>,
    /// Blocks without links by the hash of their text; those with links have one for each way to number them.
    without_links: HashMap<u64, usize>,
}

impl<'a> ByHash<'a> {
    fn new(page: &'a Page, segments: &'a [Segment], source: &'a Page, site: &'a Site<'a>) -> Self {
        let plain: Vec<Cow<'a, str>> =
            segments.iter().map(|it| unmarked(&it.message, &source.key.locale, site.locale)).collect();
        let mut without_links = HashMap::new();
        for n in (0..segments.len()).rev().filter(|&n| segments[n].slots.is_empty()) {
            without_links.extend(hashes(&plain[n]).map(|hash| (hash, n)));
        }
        Self { page, segments, source, site, plain, without_links }
    }

    /// The text of the page that has the hash of the translation that it had after the last sync.
    fn find<'t>(&self, expected: u64, memo: &Memo, texts: &'t [String]) -> Option<&'t str> {
        if let Some(&n) = self.without_links.get(&expected) {
            return Some(&texts[n]);
        }
        let targets = [memo.slots.iter().map(|url| self.site.place(self.source, url)).collect::<Vec<_>>()];
        let place = |url: &str| self.site.place(self.page, url);
        let has_hash = |&n: &usize| {
            let text = with_slots(&self.plain[n], &self.segments[n], &targets, &place);
            hashes(&text).any(|hash| hash == expected)
        };
        let found = (0..self.segments.len()).filter(|&n| !self.segments[n].slots.is_empty()).find(has_hash)?;
        Some(&texts[found])
    }
}
