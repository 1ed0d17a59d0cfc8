//! What somebody has to do next, and by when.

use maud::html;

use super::health::{Due, DueKind, Health, When};
use super::parts::{Head, file, left_out, table};
use super::text::text;
use super::{names, shell};

/// Maximum rows of a table.
const MAX: usize = 1000;

pub(super) fn render(health: &Health<'_>) -> String {
    let (now, later): (Vec<&Due>, Vec<&Due>) = health.due.iter().partition(|it| it.when == When::Now);
    let content = html! {
        section { h2 { "Now" } (list(health, "Due now", &now)) }
        section { h2 { "Later" } (list(health, "Due later", &later)) }
    };
    shell::page(health, names::DUE, "What is due", &content)
}

fn list(health: &Health<'_>, caption: &str, due: &[&Due]) -> maud::Markup {
    let rows = html! { @for it in due.iter().take(MAX) { tr {
        td { @match &it.when { When::Now => "now", When::On(day) => (day) } }
        td { (kind(it.kind)) }
        th scope="row" {
            @if let Some(at) = it.file { (file(&health.files[at], "")) } @else { span.url { bdi { (text(&it.subject)) } } }
        }
        td { bdi { (text(&it.reason)) } }
    } } };
    html! {
        @if due.is_empty() { p { "Nothing." } } @else { (table(caption, &[Head::Text("when"), Head::Text("what"), Head::Text("subject"), Head::Text("why")], &rows)) }
        (left_out(MAX.min(due.len()), due.len(), ""))
    }
}

const fn kind(kind: DueKind) -> &'static str {
    match kind {
        DueKind::Review => "review the page",
        DueKind::Look => "look at the link",
        DueKind::Dead => "replace the link",
        DueKind::Certificate => "the certificate ends",
        DueKind::Probe => "probe",
        DueKind::Contact => "confirm the contact",
        DueKind::Key => "ask its owner for the next key",
        DueKind::Domain => "ask its owner",
    }
}
