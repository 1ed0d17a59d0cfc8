//! The texts by which the segments of a source are known on a page.

use std::collections::HashSet;

use firstaid_content::Page;

use super::input::PlanInput;
use super::placing::Candidate;
use crate::catalogs::memo::Memo;
use crate::catalogs::po::Entry;
use crate::config::TranslationConfig;
use crate::page::{Shown, Site, has_hash, in_block_of, in_one_block, in_one_block_of, shown, unmarked};
use crate::segments::message::map_slots;
use crate::segments::{Segment, with_slots};

/// The texts of a page's segments, with the places that links lead to, and with the backslashes that they would be
/// written with.
pub(super) fn page_texts(page: &Page, segments: &[Segment], source: &Page, site: &Site<'_>) -> Vec<String> {
    let text = |segment: &Segment| {
        let plain = unmarked(&segment.message, &source.key.locale, site.locale);
        map_slots(&in_one_block(&segment.kind, &plain), |n| {
            Some(site.place(page, &segment.slots.get(n.checked_sub(1)?)?.url))
        })
    };
    segments.iter().map(text).collect()
}

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
    let with_places =
        |text: &str, urls: &[String]| map_slots(text, |n| Some(site.place(source, urls.get(n.checked_sub(1)?)?)));
    let written = |entry: &Entry| match shown(entry, config) {
        Shown::Translation => in_one_block_of(entry).into_owned(),
        Shown::Source => in_block_of(entry, &entry.id).into_owned(),
    };
    let candidate = |(at, &number): (usize, &u32)| {
        let new = segments.get(number as usize).map(|segment| (segment, &entries[number as usize]));
        let old = match new {
            Some(_) => olds[number as usize].map(|at| &old[at]),
            None => old.get(number as usize - segments.len()),
        };
        let mut texts = Vec::new();
        if let Some(old) = old {
            let memo = Memo::of(old);
            texts.push(with_places(&written(old), &memo.slots));
            texts.push(with_places(&in_block_of(old, &old.id), &memo.slots));
            texts.push(with_places(&in_one_block_of(old), &memo.slots));
            if let (Some(seen), false) = (memo.seen, texts.iter().any(|text| on_page.contains(&**text))) {
                texts.extend(seen_text(seen, &memo, (page, page_segments), page_texts, source, site));
            }
        }
        if let Some((segment, entry)) = new {
            let urls: Vec<String> = segment.slots.iter().map(|slot| slot.url.to_string()).collect();
            texts.push(with_places(&written(entry), &urls));
            texts.push(with_places(&in_one_block(&segment.kind, &segment.message), &urls));
        }
        texts.retain(|text| !text.is_empty());
        // After an import, a segment without a translation is one that the page does not have.
        let is_old = at < seen && old.is_some_and(|old| input.base.is_some() || old.is_translated());
        Candidate { texts, is_old }
    };
    numbers.iter().enumerate().map(candidate).collect()
}

/// The text of the page that has the hash of a translation as the last sync saw it.
fn seen_text(
    seen: u64,
    memo: &Memo,
    (page, segments): (&Page, &[Segment]),
    texts: &[String],
    source: &Page,
    site: &Site<'_>,
) -> Option<String> {
    let targets = [memo.slots.iter().map(|url| site.place(source, url)).collect::<Vec<_>>()];
    let found = segments.iter().position(|segment| {
        let plain = unmarked(&segment.message, &source.key.locale, site.locale);
        has_hash(&with_slots(&plain, segment, &targets, &|url| site.place(page, url)), seen)
    })?;
    Some(texts[found].clone())
}
