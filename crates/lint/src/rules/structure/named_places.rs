//! Which places a page and its guide have, by name.

use firstaid_content::PageKey;
use firstaid_text::TextRange;

use super::sections::words_of;
use crate::PageContext;
use crate::engine::headings::SectionNames;

/// The path of another page that has a title or a section of this name.
pub(super) fn page_with_section<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    if !name.contains(' ') {
        return None;
    }
    let names = cx.world.section_names.get_or_init(|| SectionNames::new(cx.world.guide));
    let page = names.page(cx.world.guide, &cx.page.key.locale, name)?;
    (page.key != cx.page.key).then(|| page.source.path())
}

/// The heading of this page that differs from a name of several words in the number of a word only: `Helpful Resource`.
pub(super) fn similar_heading<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    let singular = |text: &str| -> Vec<String> {
        words_of(text).into_iter().map(|word| word.trim_end_matches('s').to_owned()).collect()
    };
    let name = Some(singular(name)).filter(|words| words.len() > 1)?;
    cx.page.headings.iter().map(|heading| &*heading.text).find(|heading| singular(heading) == name)
}

/// The sentence around an offset of a block.
pub(super) fn sentence(block: &str, at: usize) -> &str {
    let start = block[..at].rfind(['.', '!', '?']).map_or(0, |end| end + 1);
    let end = block[at..].find(['.', '!', '?']).map_or(block.len(), |end| at + end);
    &block[start..end]
}

pub(super) fn has_link(cx: &PageContext<'_>, range: TextRange) -> bool {
    cx.page.tokens.iter().any(|token| token.as_link().is_some() && token.range.overlaps(range))
}

pub(super) fn has_heading(cx: &PageContext<'_>, name: &str) -> bool {
    let name = words_of(name);
    let has = |heading: &str| words_of(heading).windows(name.len().max(1)).any(|words| words == name);
    let title = cx.page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("title"));
    cx.page.headings.iter().map(|heading| &*heading.text).chain(title).any(has)
}

/// The page of the guide whose file has this name, however its words are joined.
pub(super) fn page_named<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    let words: Vec<&str> = name.split(' ').collect();
    let forms = ["", "-", "_"].map(|joint| words.join(joint));
    let lower = ["-", "_"].map(|joint| words.join(joint).to_lowercase());
    forms.into_iter().chain(lower).find_map(|form| {
        let key = PageKey { locale: cx.page.key.locale.clone(), name: form.into() };
        let page = cx.world.guide.by_key(&key).filter(|page| page.key != cx.page.key)?;
        Some(page.source.path())
    })
}
