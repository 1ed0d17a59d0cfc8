//! Chapters for tests.

use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_text::SourceFile;

use super::book::Chapter;

/// Calls with a chapter for each address, of a page with one link.
pub(super) fn with_chapters<T>(addresses: &[&str], call: impl FnOnce(&[Chapter<'_>]) -> T) -> T {
    let name = |address: &str| address.split('/').nth(2).filter(|name| !name.is_empty()).unwrap_or("index").to_owned();
    let page = |address: &&str| {
        let key = PageKey { locale: Locale::new("en").expect("a locale"), name: name(address).into() };
        let text =
            "---\nsummary: a@front.example\n---\n# X\n\n[x](https://page.example/)\n\n<!-- a@hidden.example -->\n";
        parse(key, SourceFile::new(format!("en/{}.md", name(address)), text), AnchorDialect::default())
    };
    let pages: Vec<Page> = addresses.iter().map(page).collect();
    let chapter = |(page, address): (_, &&str)| Chapter { page, address: (*address).to_owned(), id: name(address) };
    let chapters: Vec<Chapter<'_>> = pages.iter().zip(addresses).map(chapter).collect();
    call(&chapters)
}
