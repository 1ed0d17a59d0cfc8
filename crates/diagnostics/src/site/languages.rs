//! Languages: how much is translated, and the pages of each.

use maud::{Markup, html};

use super::health::{FileHealth, Health, LanguageHealth};
use super::parts::{Head, bar, by_severity, count_cells, file, findings, left_out, table, title};
use super::text::text;
use super::{SiteFile, names, shell};

/// Maximum missing pages that are named.
const MAX_MISSING: usize = 500;

pub(super) fn render(health: &Health<'_>) -> String {
    let rows = html! {
        @for it in &health.languages { tr {
            th scope="row" { a href=(names::language(it.locale)) { bdi { (text(it.locale)) } } @if it.is_source { " (source)" } }
            td.number { (it.pages) }
            td.number { (it.missing_pages.len()) }
            td { (share(it)) }
            (count_cells(&by_severity(files_of(health, it).flat_map(findings))))
        } }
    };
    let head = [
        Head::Text("language"),
        Head::Number("pages"),
        Head::Number("missing"),
        Head::Text("translated"),
        Head::Number("errors"),
        Head::Number("warnings"),
        Head::Number("info"),
    ];
    shell::page(health, names::LANGUAGES, "Languages", &table("Languages of the guide", &head, &rows))
}

/// A page for each language.
pub(super) fn files<'a>(health: &'a Health<'a>) -> impl Iterator<Item = SiteFile<'a>> {
    health.languages.iter().map(move |it| SiteFile::new(names::language(it.locale), move || one(health, it)))
}

fn files_of<'a>(health: &'a Health<'_>, language: &'a LanguageHealth<'_>) -> impl Iterator<Item = &'a FileHealth<'a>> {
    health.files.iter().filter(|it| it.locale == language.locale)
}

fn share(it: &LanguageHealth<'_>) -> Markup {
    html! {
        @match (it.is_source, it.translated) {
            (true, _) => "–",
            (false, None) => "not imported",
            (false, Some(translated)) => {
                (translated.share()) " %"
                (bar(&[
                    ("good", translated.current),
                    ("warning", translated.stale),
                    ("rest", translated.words.saturating_sub(translated.current + translated.stale)),
                ]))
            }
        }
    }
}

fn one(health: &Health<'_>, it: &LanguageHealth<'_>) -> String {
    let rows = html! { @for page in files_of(health, it) { tr {
        th scope="row" { (file(page, "../")) @if page.title.is_some() { p.note { (title(page)) } } }
        (count_cells(&by_severity(findings(page).iter())))
        td.number { (page.repeats.len()) }
        td { @if let Some(translated) = page.translated { (translated.share()) " %" } @else { "–" } }
        td.number { (page.translated.map_or(0, |translated| translated.stale)) }
        td.number { (page.translated.map_or(0, |translated| translated.missing)) }
    } } };
    let head = [
        Head::Text("page"),
        Head::Number("errors"),
        Head::Number("warnings"),
        Head::Number("info"),
        Head::Number("repeated"),
        Head::Text("translated"),
        Head::Number("stale words"),
        Head::Number("missing blocks"),
    ];
    let content = html! {
        dl.facts {
            dt { "Pages" } dd { (it.pages) }
            @if !it.is_source { dt { "Translated" } dd { (share(it)) } }
        }
        @if it.pages > 0 { (table("Pages in this language", &head, &rows)) }
        @if !it.missing_pages.is_empty() { section {
            h2 { "Missing pages" }
            ul.plain { @for path in it.missing_pages.iter().take(MAX_MISSING) {
                li { @if health.only.is_none() { a href={ "../" (names::page(path)) } { bdi { (text(path)) } } } @else { bdi { (text(path)) } } }
            } }
            (left_out(MAX_MISSING.min(it.missing_pages.len()), it.missing_pages.len(), ""))
        } }
    };
    shell::page(health, &names::language(it.locale), &format!("Language {}", it.locale), &content)
}
