//! What got better and worse since a commit.

use maud::{Markup, html};

use super::health::{Changes, Finding, Health};
use super::parts::{Head, left_out, severity, table};
use super::text::text;
use super::{names, shell};

/// Maximum rows of a table.
const MAX: usize = 500;

pub(super) fn render(health: &Health<'_>, changes: &Changes) -> String {
    let content = html! {
        p { "Compared with " bdi { (text(&changes.since)) } ", by the rules and the day of today." }
        section { h2 { "By family" } (families(changes)) }
        section { h2 { "Worse" } (list(health, "Findings that came", &changes.worse)) }
        section { h2 { "Better" } (list(health, "Findings that went", &changes.better)) }
        section { h2 { "Links" } (links(changes)) }
        @if !changes.files.is_empty() { section { h2 { "Pages" } ul.plain {
            @for it in changes.files.iter().take(MAX) { li { @if it.is_added { "new: " } @else { "removed: " } bdi { (text(&it.path)) } } }
        } (left_out(MAX.min(changes.files.len()), changes.files.len(), "")) } }
    };
    shell::page(health, names::CHANGES, "Changes", &content)
}

fn families(changes: &Changes) -> Markup {
    let rows = html! { @for it in &changes.families { tr {
        th scope="row" { (it.family) }
        td.number { (it.before) }
        td.number { (it.after) }
        td { @if it.after > it.before { span.mark.error { "worse" } } @else if it.after < it.before { span.mark.good { "better" } } @else { "same" } }
    } } };
    html! {
        @if changes.families.is_empty() { p { "No findings then, none now." } }
        @else { (table("Findings by family, then and now", &[Head::Text("family"), Head::Number("then"), Head::Number("now"), Head::Text("change")], &rows)) }
    }
}

fn list(health: &Health<'_>, caption: &str, findings: &[Finding]) -> Markup {
    let place = |it: &Finding| {
        let is_here = health.files.binary_search_by(|file| file.path.cmp(&it.path)).is_ok();
        html! { @if is_here { a href=(names::page(&it.path)) { bdi { (text(&it.path)) } } } @else { bdi { (text(&it.path)) } } }
    };
    let rows = html! { @for it in findings.iter().take(MAX) { tr {
        td { (severity(it.severity)) }
        th scope="row" { (place(it)) ", line " (it.line) }
        td { bdi { (text(&it.message)) } p.note { code { (it.rule) } } }
    } } };
    html! {
        @if findings.is_empty() { p { "None." } } @else { (table(caption, &[Head::Text("severity"), Head::Text("place"), Head::Text("finding")], &rows)) }
        (left_out(MAX.min(findings.len()), findings.len(), ""))
    }
}

fn links(changes: &Changes) -> Markup {
    let rows = html! { @for it in changes.links.iter().take(MAX) { tr {
        th scope="row" { span.url { bdi { (text(&it.url)) } } }
        td { (it.before) }
        td { (it.after) }
        td { @if it.is_better { span.mark.good { "better" } } @else { span.mark.error { "worse" } } }
    } } };
    html! {
        @if changes.links.is_empty() { p { "No verdict is another." } }
        @else { (table("Links whose verdict is another", &[Head::Text("link"), Head::Text("then"), Head::Text("now"), Head::Text("change")], &rows)) }
        (left_out(MAX.min(changes.links.len()), changes.links.len(), ""))
    }
}
