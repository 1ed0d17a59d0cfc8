//! What a book of one locale is made of: its pages in reading order, and the words around them.

use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, Locale, Node, Page, Value, parse_yaml};
use firstaid_translate::is_right_to_left;

/// The settings of the site that a book shares with it.
pub(super) struct Settings {
    node: Node,
}

pub(super) struct Book<'a> {
    pub(super) locale: &'a Locale,
    /// That of the start page.
    pub(super) title: String,
    /// The latest date of its pages.
    pub(super) date: String,
    pub(super) chapters: Vec<Chapter<'a>>,
}

/// A page of the guide as a part of a book.
pub(super) struct Chapter<'a> {
    pub(super) page: &'a Page,
    /// The page's address on the site: `/en/Passwords/`.
    pub(super) address: String,
    /// Its id in the book, which the ids inside of it begin with.
    pub(super) id: String,
}

impl Settings {
    pub(super) fn read(content: &Path) -> Result<Self> {
        let path = content.join("_config.yml");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let node = parse_yaml(&text).with_context(|| format!("{}: not YAML", path.display()))?;
        Ok(Self { node })
    }

    /// The name of the site as a part of file names: `first-aid-kit`.
    pub(super) fn slug(&self) -> String {
        let title = child(&self.node, "title").and_then(Node::as_str).unwrap_or("guide").to_lowercase();
        let words: Vec<&str> = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
        words.join("-")
    }

    /// A word of the layout in a locale, or else in English.
    pub(super) fn word(&self, locale: &Locale, name: &str) -> Result<&str> {
        let interface = child(&self.node, "interface").context("_config.yml has no `interface`")?;
        let words = child(interface, locale.as_str()).or_else(|| child(interface, "en"));
        let word = words.and_then(|words| child(words, name)?.as_str());
        word.with_context(|| format!("_config.yml has no word `{name}`"))
    }

    fn reading_order(&self) -> Vec<&str> {
        match child(&self.node, "reading_order").map(|node| &node.value) {
            Some(Value::Sequence(names)) => names.iter().filter_map(Node::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

fn child<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
}

impl<'a> Book<'a> {
    /// The published pages of a locale: those of the reading order, then the others by name.
    pub(super) fn new(guide: &'a Guide, settings: &Settings, locale: &'a Locale) -> Result<Self> {
        let order = settings.reading_order();
        let place = |page: &Page| order.iter().position(|name| *name == &*page.key.name).unwrap_or(order.len());
        let value =
            |page: &Page, key: &str| page.front_matter.as_ref().and_then(|it| it.get_str(key).map(str::to_owned));
        let is_published = |page: &&Page| value(page, "published").as_deref() != Some("false");
        let mut pages: Vec<&Page> = guide.pages.iter().filter(|page| page.key.locale == *locale).collect();
        pages.retain(is_published);
        pages.sort_by_key(|page| (place(page), page.key.name.clone()));
        let Some(first) = pages.first() else { bail!("no page is in {}", locale.as_str()) };
        let title = value(first, "title").with_context(|| format!("{}: no title", first.source.path()))?;
        let date = pages.iter().filter_map(|page| value(page, "date")).max().context("no page has a date")?;
        let chapter = |page: &'a Page| {
            let path = page.source.path();
            let address = value(page, "permalink").with_context(|| format!("{path}: no permalink"))?;
            if !address.starts_with('/') || !address.ends_with('/') {
                bail!("{path}: the permalink {address} is no folder of the site");
            }
            let id = page.key.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
            Ok(Chapter { page, address, id })
        };
        let chapters = pages.into_iter().map(chapter).collect::<Result<_>>()?;
        Ok(Self { locale, title, date, chapters })
    }

    pub(super) fn direction(&self) -> &'static str {
        if is_right_to_left(self.locale) { "rtl" } else { "ltr" }
    }
}
