//! Links to the web: the verdicts, those that need somebody, and for each site its links with their history.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::health::{Health, LinkHealth, Tone};
use super::parts::{Head, address, counted, file, left_out, table, tone, verdict};
use super::text::{text, web_address};
use super::{SiteFile, names, shell};

/// Maximum links of a list.
const MAX_LINKS: usize = 500;
/// Maximum places of a link that are named.
const MAX_USES: usize = 20;

pub(super) fn render(health: &Health<'_>) -> String {
    let content = html! {
        @if !health.has_ledger { p { "The guide keeps no ledger, so nothing is known of its links. " code { "firstaid links probe" } " begins one." } }
        @if health.links.is_empty() { p { "No page links to the web." } } @else {
            section { h2 { "Verdicts" } (verdicts(health)) }
            section { h2 { "In need of somebody" } (open(health)) }
            section { h2 { "Sites" } (sites(health)) }
        }
    };
    shell::page(health, names::LINKS, "Links", &content)
}

/// A page for each site.
pub(super) fn files<'a>(health: &'a Health<'a>) -> impl Iterator<Item = SiteFile<'a>> {
    by_site(health)
        .into_iter()
        .map(move |(site, links)| SiteFile::new(names::site(site), move || one(health, site, &links)))
}

fn by_site<'a>(health: &'a Health<'_>) -> BTreeMap<&'a str, Vec<&'a LinkHealth>> {
    let mut sites: BTreeMap<&str, Vec<&LinkHealth>> = BTreeMap::new();
    for link in &health.links {
        sites.entry(&link.site).or_default().push(link);
    }
    sites
}

fn verdicts(health: &Health<'_>) -> Markup {
    let mut rows: BTreeMap<(Tone, &str), (usize, usize)> = BTreeMap::new();
    for link in &health.links {
        let (all, confirmed) = rows.entry((link.tone, link.verdict)).or_default();
        *all += 1;
        *confirmed += usize::from(link.confirmed);
    }
    let rows = html! { @for ((its_tone, verdict), (all, confirmed)) in &rows { tr {
        th scope="row" { span class={ "mark " (tone(*its_tone)) } { (verdict) } }
        td.number { (all) }
        td.number { (confirmed) }
    } } };
    table("Links by verdict", &[Head::Text("verdict"), Head::Number("links"), Head::Number("confirmed")], &rows)
}

fn open(health: &Health<'_>) -> Markup {
    let open: Vec<&LinkHealth> = health.links.iter().filter(|link| link.tone <= Tone::Doubtful).collect();
    let rows = html! { @for link in open.iter().take(MAX_LINKS) { tr {
        th scope="row" { a.url href=(place(link)) { bdi { (text(&link.url)) } } }
        td { (verdict(link)) }
        td { @if let Some(seen) = link.seen.first() { (seen.on) " " bdi { (text(&seen.detail)) } } }
        td.number { (link.uses.len()) }
    } } };
    html! {
        @if open.is_empty() { p { "None." } }
        @else { (table("Links that are dead, moved or in doubt", &[Head::Text("link"), Head::Text("verdict"), Head::Text("last seen"), Head::Number("places")], &rows)) }
        (left_out(MAX_LINKS.min(open.len()), open.len(), "each is on the page of its site"))
    }
}

fn sites(health: &Health<'_>) -> Markup {
    let rows = html! { @for (site, links) in by_site(health) { tr {
        th scope="row" { a href=(names::site(site)) { bdi { (text(site)) } } }
        td { @if let Some(name) = links.iter().find_map(|link| link.organisation.as_ref()) { bdi { (text(name)) } } @else { "–" } }
        td.number { (links.len()) }
        @for its_tone in [Tone::Bad, Tone::Doubtful, Tone::Unknown, Tone::Good] {
            td.number { (links.iter().filter(|link| link.tone == its_tone).count()) }
        }
    } } };
    table(
        "Sites that pages link to",
        &[
            Head::Text("site"),
            Head::Text("organisation"),
            Head::Number("links"),
            Head::Number("dead"),
            Head::Number("in doubt"),
            Head::Number("unknown"),
            Head::Number("alive"),
        ],
        &rows,
    )
}

/// The place of a link on the page of its site.
pub(super) fn place(link: &LinkHealth) -> String {
    format!("{}#{}", names::site(&link.site), names::anchor(&link.url))
}

fn one(health: &Health<'_>, site: &str, links: &[&LinkHealth]) -> String {
    let content = html! {
        p { (counted(links.len(), "address", "addresses")) "." }
        @for link in links.iter() { (history(health, link)) }
    };
    shell::page(health, &names::site(site), site, &content)
}

fn history(health: &Health<'_>, link: &LinkHealth) -> Markup {
    html! { section.link id=(names::anchor(&link.url)) {
        h2 { (address(link)) }
        p { (verdict(link)) }
        dl.facts {
            @if let Some(day) = &link.dead_from { dt { "Counts as dead from" } dd { (day) } }
            @if let Some(name) = &link.organisation { dt { "Organisation" } dd { bdi { (text(name)) } } }
            @if let Some(by) = &link.attested { dt { "Attested" } dd { bdi { (text(by)) } } }
            @if let Some(archive) = &link.archive {
                dt { "Archived copy" }
                dd { @if let Some(target) = web_address(archive) {
                    a.url href=(target) rel="noreferrer noopener nofollow" { bdi { (text(archive)) } }
                } @else { bdi { (text(archive)) } } }
            }
            dt { "Next probe" } dd { @if let Some(day) = &link.due { (day) } @else { "never probed" } }
        }
        @if !link.seen.is_empty() {
            h3 { "History" }
            ul.plain { @for seen in &link.seen {
                li { time datetime=(seen.on) { (seen.on) } " " (seen.class) @if !seen.detail.is_empty() { ": " bdi { (text(&seen.detail)) } } }
            } }
        }
        h3 { "Places" }
        ul.plain { @for place in link.uses.iter().take(MAX_USES) { li { (file(&health.files[place.file], "../")) ", line " (place.line) } } }
        (left_out(MAX_USES.min(link.uses.len()), link.uses.len(), ""))
    } }
}
