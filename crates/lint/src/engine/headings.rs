//! What the headings of a guide are called, and which levels they have: for rules that compare a page with others.
//!
//! Of a heading only the hash of its words is kept: a guide may have a hundred thousand.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_content::{Guide, Locale, Page};

/// The pages that have a heading of some words as their title or as one of their sections.
pub(crate) struct SectionNames(HashMap<u64, u32>);

impl SectionNames {
    pub(crate) fn new(guide: &Guide) -> Self {
        let mut names = HashMap::new();
        for (index, page) in guide.pages.iter().enumerate() {
            let title = page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("title"));
            let headings = page.headings.iter().filter(|heading| heading.level <= 2).map(|heading| &*heading.text);
            for text in title.into_iter().chain(headings) {
                names.entry(hash(&page.key.locale, "", text)).or_insert(index as u32);
            }
        }
        Self(names)
    }

    /// The first page of a locale with a title or section of this name; letter case and punctuation do not count.
    pub(crate) fn page<'a>(&self, guide: &'a Guide, locale: &Locale, name: &str) -> Option<&'a Page> {
        guide.pages.get(*self.0.get(&hash(locale, "", name))? as usize)
    }
}

/// For each heading in a folder, how many have which level.
pub(crate) struct HeadingLevels(HashMap<u64, [u16; LEVELS]>);

/// Levels of headings, 1 to 6.
const LEVELS: usize = 6;

impl HeadingLevels {
    pub(crate) fn new(guide: &Guide) -> Self {
        let mut levels: HashMap<u64, [u16; LEVELS]> = HashMap::new();
        for page in &guide.pages {
            for heading in &page.headings {
                let counts = levels.entry(hash(&page.key.locale, folder(page), &heading.text)).or_default();
                let count = &mut counts[usize::from(heading.level).clamp(1, LEVELS) - 1];
                *count = count.saturating_add(1);
            }
        }
        Self(levels)
    }

    /// How often the headings of this text in the folder of a page have the levels 1 to 6, the page's own included.
    pub(crate) fn of(&self, page: &Page, text: &str) -> [u16; LEVELS] {
        self.0.get(&hash(&page.key.locale, folder(page), text)).copied().unwrap_or_default()
    }
}

fn folder(page: &Page) -> &str {
    page.source.path().rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn hash(locale: &Locale, folder: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (locale.as_str(), folder).hash(&mut hasher);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
        ' '.hash(&mut hasher);
    }
    hasher.finish()
}
