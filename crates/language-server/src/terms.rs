//! Terms of the guide's glossary on its pages.

use firstaid_content::{Locale, Page};
use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;
use regex::Regex;

use crate::view::View;

/// The glossary entry whose term, in any form of the page's locale, is at an offset. The longest match wins.
pub(crate) fn term_at<'a>(view: &View<'a>, page: &Page, offset: u32) -> Option<(&'a GlossaryEntry, TextRange)> {
    let block = page.blocks.iter().find(|block| block.range.contains(TextRange::empty(offset)))?;
    let text = page.source.slice(block.range);
    let entries = view.linter().registry().glossary.iter();
    let found = entries.filter_map(|entry| {
        let pattern = pattern(entry, &page.key.locale, view.guide().layout.source())?;
        let hits = pattern.find_iter(text).map(|hit| TextRange::from(hit.range()).shift(block.range.start()));
        let here = hits.into_iter().find(|range| range.contains(TextRange::empty(offset)))?;
        Some((entry, here))
    });
    found.max_by_key(|(_, range)| range.len())
}

/// Matches every form of a term in a locale; `None` if the glossary has no form for it.
pub(crate) fn pattern(entry: &GlossaryEntry, locale: &Locale, source: &Locale) -> Option<Regex> {
    let mut forms: Vec<&str> = Vec::new();
    if locale == source || entry.do_not_translate {
        forms.push(&entry.term);
    }
    let translation = entry.translations.get(locale.as_str()).or_else(|| entry.translations.get(locale.language()));
    if let Some(translation) = translation {
        forms.push(&translation.term);
        forms.extend(translation.stems.iter().map(String::as_str));
    }
    if forms.is_empty() {
        return None;
    }
    // `*` stands for any letters, a space for any white space, a line end included.
    let form = |form: &&str| {
        let words = form.split_whitespace().map(|word| regex::escape(word).replace(r"\*", r"\w*"));
        words.collect::<Vec<_>>().join(r"\s+")
    };
    // Terms of the source locale also match in the plural.
    let plural = if locale == source { "s?" } else { "" };
    let forms: Vec<String> = forms.iter().map(form).collect();
    let case = if entry.do_not_translate { "" } else { "(?i)" };
    Regex::new(&format!(r"{case}\b(?:{}){plural}\b", forms.join("|"))).ok()
}
