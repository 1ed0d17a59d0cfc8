//! The lists of locales and of pages, and pages that say one thing.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::shell::{Shell, counted, dir, lang};
use super::urls::{Which, page_url, pages_url};
use crate::preview::view::{Home, Listing, PageSummary};

/// The locales of the guide.
pub(in crate::preview) fn home(home: &Home, revision: u64) -> String {
    let content = html! {
        ul.list {
            @for summary in &home.locales {
                li {
                    a href=(pages_url(&summary.language.locale, Which::All)) { bdi { (visible_on_page(&summary.language.locale)) } }
                    " – " (counted(summary.pages, "page")) ", "
                    @if summary.problems > 0 { (summary.problems) " of them not synced, " }
                    @if summary.work == 0 && summary.problems == 0 { "nothing needs work" } @else {
                        (summary.work) " of " (counted(summary.blocks, "block")) " need work"
                    }
                }
            }
        }
    };
    let title = "Translations";
    let (guide, here) = (&*home.guide, Some("."));
    Shell { title, language: None, guide, crumbs: &[], here, revision, has_form: false }.page(&content)
}

/// The pages of a locale.
pub(in crate::preview) fn listing(listing: &Listing, which: Which, revision: u64) -> String {
    let locale = &*listing.language.locale;
    let work = listing.pages.iter().filter(|page| page.needs_work()).count();
    let shown = listing.pages.iter().filter(|page| which == Which::All || page.needs_work());
    let content = html! {
        (filter(which, ("All pages", listing.pages.len()), work, &|which| pages_url(locale, which)))
        @if work == 0 && which == Which::Work { p { "No page needs work." } } @else { div.table role="region" aria-label="Pages" tabindex="0" { table {
            thead { tr {
                th scope="col" { "Page" }
                @for head in ["Missing", "Stale", "Drafts", "Findings", "Reviewed"] { th.number scope="col" { (head) } }
            } }
            tbody { @for page in shown { (row(listing, page)) } }
        } } }
    };
    let title = format!("{} – {locale}", listing.guide);
    let crumbs = [("Translations".to_owned(), ".".to_owned())];
    let here = pages_url(locale, which);
    let shell = Shell {
        title: &title,
        language: None,
        guide: "",
        crumbs: &crumbs,
        here: Some(&here),
        revision,
        has_form: false,
    };
    shell.page(&content)
}

fn row(listing: &Listing, page: &PageSummary) -> Markup {
    let locale = &*listing.language.locale;
    let language = if page.is_title_translated { &listing.language } else { &listing.source };
    html! {
        tr {
            th scope="row" {
                a href=(page_url(locale, &page.name, Which::All)) {
                    bdi lang=[lang(language)] dir=(dir(language)) { (visible_on_page(&page.title)) }
                }
                @if page.title != page.name { p.note { bdi { (visible_on_page(&page.name)) } } }
                @if let Some(problem) = &page.problem { p.note.error { (visible_on_page(problem)) } }
            }
            @for count in [page.missing, page.stale, page.drafted, page.findings] {
                td.number.zero[count == 0] { (count) }
            }
            td.number { (page.reviewed) " / " (page.blocks) }
        }
    }
}

/// The choice between everything and what needs work.
pub(super) fn filter(which: Which, all: (&str, usize), work: usize, url: &dyn Fn(Which) -> String) -> Markup {
    let (name, count) = all;
    html! {
        nav.filter aria-label="Filter" { ul {
            @for (one, name, count) in [(Which::All, name, count), (Which::Work, "Needs work", work)] {
                li { a href=(url(one)) aria-current=[(which == one).then_some("true")] { (name) " (" (count) ")" } }
            }
        } }
    }
}

/// A page that says one thing.
pub(in crate::preview) fn message(title: &str, text: &str, revision: u64) -> String {
    let crumbs = [("Translations".to_owned(), ".".to_owned())];
    let content = html! { p.message { (visible_on_page(text)) } };
    Shell { title, language: None, guide: "", crumbs: &crumbs, here: None, revision, has_form: false }.page(&content)
}

/// What was typed for a page that cannot be shown, and why nothing was saved.
pub(in crate::preview) fn unsaved(typed: &[&str], why: &str, revision: u64) -> String {
    let crumbs = [("Translations".to_owned(), ".".to_owned())];
    let content = html! {
        div.notice role="alert" { p { strong { "Not saved: " } (visible_on_page(why)) } }
        @for text in typed.iter().filter(|text| !text.trim().is_empty()) {
            textarea aria-label="Your text" rows="6" readonly dir="auto" { "\n" (text) }
        }
    };
    let title = "Your text";
    Shell { title, language: None, guide: "", crumbs: &crumbs, here: None, revision, has_form: true }.page(&content)
}
