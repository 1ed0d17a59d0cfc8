//! Makes the page of a locale from the source page and its catalog.
//!
//! The body is that of the source with each segment replaced. The front matter is that of the existing page of the
//! locale, or else that of the source; values that depend on the translation or the locale are updated.

use firstaid_content::{Page, front_matter};
use firstaid_text::apply_edits;

use super::front_matter::{front_matter_edits, merged};
use super::render::render;
use super::segment_text::{shown, text_of};
use super::site::Site;
use crate::catalogs::po::Entry;
use crate::config::TranslationConfig;
use crate::segments::Segment;

/// The text of the page of the locale. `entries` are those of the segments, in the same order.
pub(crate) fn locale_page(
    source: &Page,
    segments: &[Segment],
    entries: &[Entry],
    existing: Option<&Page>,
    site: &Site<'_>,
    config: &TranslationConfig,
) -> String {
    let text = |n: usize| Some(text_of(source, &segments[n], &entries[n], site, shown(&entries[n], config)));
    let copy = render(source, segments, text);
    let Some(copied) = front_matter(&copy) else { return copy };
    let edits = front_matter_edits(source, &copy, &copied, existing, entries, site, config);
    let Ok(made) = apply_edits(&copy, &edits) else { return copy };
    let own = existing.and_then(|page| Some((page, page.front_matter.as_ref()?)));
    let (Some((page, old)), Some(new)) = (own, front_matter(&made)) else { return made };
    let merged = merged(page, old, &made, &new, source, config);
    format!("{}{merged}{}", &made[..new.range.start() as usize], &made[new.range.end() as usize..])
}
