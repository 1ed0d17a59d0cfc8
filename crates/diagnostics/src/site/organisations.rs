//! The organisations that pages send readers to.

use maud::{Markup, html};

use super::health::{Health, OrganisationHealth, Tone};
use super::parts::{counted, file, left_out, verdict};
use super::text::text;
use super::{links, names, shell};

/// Maximum pages and links that are named for an organisation.
const MAX: usize = 20;

pub(super) fn render(health: &Health<'_>) -> String {
    let content = html! {
        @if health.organisations.is_empty() { p { "No page links to an organisation that the registries know." } }
        @else { p { "Organisations of the registries that pages link to, or whose addresses they print." } }
        @for it in &health.organisations { (one(health, it)) }
    };
    shell::page(health, names::ORGANISATIONS, "Organisations", &content)
}

fn one(health: &Health<'_>, it: &OrganisationHealth) -> Markup {
    let open: Vec<_> =
        it.links.iter().map(|&at| &health.links[at]).filter(|link| link.tone <= Tone::Doubtful).collect();
    html! { section id=(names::anchor(&it.name)) {
        h2 { bdi { (text(&it.name)) } }
        p { (counted(it.files.len(), "page", "pages")) ", " (counted(it.links.len(), "link", "links")) ", " (open.len()) " of them in need of somebody." }
        @if !it.contacts.is_empty() {
            h3 { "Contacts" }
            ul.plain { @for (contact, verified) in &it.contacts { li {
                bdi { (text(contact)) } ": "
                @if let Some(day) = verified { "confirmed with its owner " (day) }
                @else { span.mark.warning { "not confirmed" } " by anybody" }
            } } }
        }
        @if !open.is_empty() {
            h3 { "Links in need of somebody" }
            ul.plain { @for link in open.iter().take(MAX) {
                li { a.url href=(links::place(link)) { bdi { (text(&link.url)) } } " " (verdict(link)) }
            } }
            (left_out(MAX.min(open.len()), open.len(), ""))
        }
        h3 { "Pages" }
        ul.plain { @for &at in it.files.iter().take(MAX) { li { (file(&health.files[at], "")) } } }
        (left_out(MAX.min(it.files.len()), it.files.len(), ""))
    } }
}
