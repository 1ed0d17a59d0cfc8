//! OpenPGP keys and domains: the verdict on each, and what was observed.

use maud::{Markup, html};

use super::health::{Health, Tone, Use};
use super::parts::{Head, file, left_out, mark, table};
use super::text::text;
use super::{names, shell};

/// Maximum rows of a table.
const MAX_ROWS: usize = 1000;
/// Maximum places of a key or a domain that are named.
const MAX_USES: usize = 5;

pub(super) fn render(health: &Health<'_>) -> String {
    let content = html! {
        section { h2 { "Keys" } (keys(health)) }
        section { h2 { "Domains" } (domains(health)) }
    };
    shell::page(health, names::KEYS, "Keys and domains", &content)
}

fn keys(health: &Health<'_>) -> Markup {
    let rows = html! { @for it in health.keys.iter().take(MAX_ROWS) { tr {
        th scope="row" {
            span.url { bdi { (text(&it.key)) } }
            @for address in &it.addresses { p.note { bdi { (text(address)) } } }
        }
        td { (mark(it.tone, it.verdict, it.confirmed)) }
        td { @if let Some(line) = &it.observed { bdi { (text(line)) } } @else { "never looked up" } }
        td { (places(health, &it.uses, "in the registry only")) }
    } } };
    let head = [Head::Text("key"), Head::Text("verdict"), Head::Text("observed"), Head::Text("places")];
    html! {
        @if health.keys.is_empty() { p { "Neither a page nor the registry has a key." } }
        @else { (table("Keys of OpenPGP", &head, &rows)) }
        (left_out(MAX_ROWS.min(health.keys.len()), health.keys.len(), "firstaid keys status lists all"))
    }
}

fn domains(health: &Health<'_>) -> Markup {
    let known: Vec<_> = health.domains.iter().filter(|it| it.tone != Tone::Unknown).collect();
    let unknown = health.domains.len() - known.len();
    let rows = html! { @for it in known.iter().take(MAX_ROWS) { tr {
        th scope="row" { bdi { (text(&it.domain)) } }
        td { (mark(it.tone, it.verdict, true)) }
        td { @if let Some(line) = &it.observed { bdi { (text(line)) } } @else { "–" } }
        td { (places(health, &it.uses, "")) }
    } } };
    let head = [Head::Text("domain"), Head::Text("verdict"), Head::Text("observed"), Head::Text("places")];
    html! {
        @if !known.is_empty() { (table("Domains of links and addresses", &head, &rows)) }
        (left_out(MAX_ROWS.min(known.len()), known.len(), "firstaid domains status lists all"))
        @if unknown > 0 { p { "Nothing is known of the registration of " (unknown) " domains." } }
        @if health.domains.is_empty() { p { "No page has a link or an address." } }
    }
}

fn places(health: &Health<'_>, uses: &[Use], none: &str) -> Markup {
    html! {
        @if uses.is_empty() { (none) } @else {
            ul.plain { @for it in uses.iter().take(MAX_USES) { li { (file(&health.files[it.file], "")) ", line " (it.line) } } }
            (left_out(MAX_USES.min(uses.len()), uses.len(), ""))
        }
    }
}
