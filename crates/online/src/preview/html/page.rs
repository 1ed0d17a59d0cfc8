//! A page beside its source.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::block::{between, block, findings};
use super::conflict::told;
use super::lists::filter;
use super::shell::Shell;
use super::urls::{Which, page_url, pages_url};
use crate::preview::view::{Notice, PageView};

pub(in crate::preview) fn page(page: &PageView, which: Which, revision: u64) -> String {
    let locale = &*page.language.locale;
    let work = page.blocks.iter().filter(|block| block.needs_work()).count();
    let shown = page.blocks.iter().enumerate().filter(|(_, block)| which == Which::All || block.needs_work());
    let content = html! {
        p.note {
            "Source: " code { bdi { (visible_on_page(&page.source_path)) } } " · Translation: "
            @match &page.path {
                Some(path) => code { bdi { (visible_on_page(path)) } },
                None => "no page yet",
            }
        }
        (told(page))
        (notices(&page.notices))
        (filter(which, ("All blocks", page.blocks.len()), work, &|which| page_url(locale, &page.name, which)))
        @if !page.findings.is_empty() { section aria-label="Findings of the page" { (findings(&page.findings)) } }
        @if work == 0 && which == Which::Work { p { "No block needs work." } }
        div.heads aria-hidden="true" {
            span { "Source (" bdi { (visible_on_page(&page.source.locale)) } ") " }
            span { "Translation (" bdi { (visible_on_page(locale)) } ")" }
        }
        ol.blocks {
            @for (n, it) in shown {
                @if let Some(between) = between(page, &it.before).filter(|_| which == Which::All) { (between) }
                (block(page, n, it))
            }
            @if let Some(between) = between(page, &page.after).filter(|_| which == Which::All) { (between) }
        }
    };
    let crumbs = crumbs(page);
    let here = page_url(locale, &page.name, which);
    let shell = Shell {
        title: &page.title,
        language: Some(&page.language),
        guide: &page.guide,
        crumbs: &crumbs,
        here: Some(&here),
        revision,
        has_form: false,
    };
    shell.page(&content)
}

pub(super) fn crumbs(page: &PageView) -> [(String, String); 2] {
    let locale = &page.language.locale;
    [("Translations".to_owned(), ".".to_owned()), (locale.clone(), pages_url(locale, Which::All))]
}

pub(super) fn notices(notices: &[Notice]) -> Markup {
    html! {
        @for notice in notices {
            div.notice {
                p { (visible_on_page(&notice.text)) }
                @if !notice.texts.is_empty() { dl.facts {
                    @for (name, text) in &notice.texts { dt { (name) } dd { bdi dir="auto" { (visible_on_page(text)) } } }
                } }
            }
        }
    }
}
