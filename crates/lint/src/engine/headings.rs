//! What the headings of a guide are called, and which levels they have: for rules that compare a page with others.
//!
//! Of a heading only the hash of its words is kept: a guide may have a hundred thousand.

use std::collections::HashMap;
use std::hash::BuildHasher;

use firstaid_content::{Guide, Locale, Page};
use foldhash::fast::FixedState;

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

/// For each heading in a folder, how many pages have it at which level.
pub(crate) struct HeadingLevels(HashMap<u64, LevelCounts>);

/// Number of pages with a heading at the levels 1 to 6.
pub(crate) type LevelCounts = [u16; LEVELS];

const LEVELS: usize = 6;

impl HeadingLevels {
    pub(crate) fn new(guide: &Guide) -> Self {
        let mut levels: HashMap<u64, LevelCounts> = HashMap::new();
        for page in &guide.pages {
            for (heading, of_page) in levels_of(page) {
                let counts = levels.entry(heading).or_default();
                counts.iter_mut().zip(of_page).for_each(|(count, has)| *count = count.saturating_add(u16::from(has)));
            }
        }
        Self(levels)
    }

    /// For each heading of a page, how many other pages of its folder have it at the levels 1 to 6.
    pub(crate) fn on_others(&self, page: &Page) -> Vec<LevelCounts> {
        let own = levels_of(page);
        let on_others = |text: &str| {
            let heading = heading_hash(page, text);
            let mut counts = self.0.get(&heading).copied().unwrap_or_default();
            let of_page = own.get(&heading).copied().unwrap_or_default();
            counts.iter_mut().zip(of_page).for_each(|(count, has)| *count = count.saturating_sub(u16::from(has)));
            counts
        };
        page.headings.iter().map(|heading| on_others(&heading.text)).collect()
    }
}

/// For each heading of a page, whether the page has it at the levels 1 to 6.
fn levels_of(page: &Page) -> HashMap<u64, [bool; LEVELS]> {
    let mut levels: HashMap<u64, [bool; LEVELS]> = HashMap::new();
    for heading in &page.headings {
        let of_heading = levels.entry(heading_hash(page, &heading.text)).or_default();
        of_heading[usize::from(heading.level).clamp(1, LEVELS) - 1] = true;
    }
    levels
}

fn heading_hash(page: &Page, text: &str) -> u64 {
    hash(&page.key.locale, folder(page), text)
}

/// The titles, headings and names of pages that speak of an appendix, by locale: the words of each.
pub(crate) struct Appendices(HashMap<Locale, Vec<Vec<String>>>);

impl Appendices {
    pub(crate) fn new(guide: &Guide) -> Self {
        let mut found: HashMap<Locale, Vec<Vec<String>>> = HashMap::new();
        for page in &guide.pages {
            let title = page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("title"));
            let texts = page.headings.iter().map(|heading| &*heading.text).chain(title).chain([&*page.key.name]);
            let is_appendix = |words: &Vec<String>| words.iter().any(|word| word == "appendix" || word == "annex");
            for words in texts.map(words_of).filter(is_appendix) {
                found.entry(page.key.locale.clone()).or_default().push(words);
            }
        }
        Self(found)
    }

    pub(crate) fn of(&self, locale: &Locale) -> &[Vec<String>] {
        self.0.get(locale).map_or(&[], Vec::as_slice)
    }
}

/// The words of a heading, in lower case, without punctuation.
pub(crate) fn words_of(heading: &str) -> Vec<String> {
    let words = heading.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn folder(page: &Page) -> &str {
    page.source.path().rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn hash(locale: &Locale, folder: &str, text: &str) -> u64 {
    let mut key = format!("{}\0{folder}\0", locale.as_str());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.is_ascii() {
            key.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
        key.push(' ');
    }
    FixedState::default().hash_one(&key)
}
