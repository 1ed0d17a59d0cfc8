//! The list of all pages.

use maud::html;

use super::health::Health;
use super::parts::{Head, by_severity, count_cells, file, findings, table, title};
use super::text::text;
use super::{names, shell};

pub(super) fn render(health: &Health<'_>) -> String {
    let has_reviews = health.files.iter().any(|it| it.reviewed.is_some());
    let rows = html! {
        @for it in &health.files { tr {
            th scope="row" {
                (file(it, ""))
                @if it.title.is_some() { p.note { (title(it)) } }
            }
            td { bdi { (text(it.locale)) } }
            (count_cells(&by_severity(findings(it).iter())))
            @if has_reviews { td { @if let Some(day) = &it.reviewed { (text(day)) } @else { "–" } } }
        } }
    };
    let mut head = vec![
        Head::Text("page"),
        Head::Text("language"),
        Head::Number("errors"),
        Head::Number("warnings"),
        Head::Number("info"),
    ];
    head.extend(has_reviews.then_some(Head::Text("reviewed")));
    let content = html! { @if health.files.is_empty() { p { "There are no pages." } } @else { (table("All pages", &head, &rows)) } };
    shell::page(health, names::PAGES, "Pages", &content)
}
