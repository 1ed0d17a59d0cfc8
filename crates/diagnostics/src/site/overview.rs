//! The overview: the numbers, and where to begin.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::health::{Health, Tone, When};
use super::parts::{Head, bar, by_severity, count_cells, counted, family, file, findings, table};
use super::text::text;
use super::{badges, names, shell};
use crate::Severity;

/// Pages with most findings that are shown.
const WORST: usize = 10;

pub(super) fn render(health: &Health<'_>) -> String {
    let counts = by_severity(health.files.iter().flat_map(findings));
    let content = html! {
        ul.cards {
            (pages(health))
            (found(counts))
            (links(health))
            (keys(health))
            (languages(health))
            (due(health))
            (changes(health))
        }
        section {
            h2 { "Findings by family" }
            @if counts == [0; 3] { p { "Nothing to report." } } @else { (families(health)) }
        }
        (worst(health))
        @if !health.notes.is_empty() { section {
            h2 { "Not looked at" }
            ul { @for note in &health.notes { li { bdi { (text(note)) } } } }
        } }
        section {
            h2 { "Badges" }
            p { "To show elsewhere: copy the address of an image." }
            ul.badges { @for badge in badges::all(health) { li { img src=(badge.path) alt=(badge.words()); } } }
        }
    };
    shell::page(health, names::INDEX, &format!("Health of {}", health.title), &content)
}

fn card(target: &str, name: &str, number: &str, detail: &Markup) -> Markup {
    html! { li { h2 { a href=(target) { (name) } } p.big { (number) } (detail) } }
}

fn pages(health: &Health<'_>) -> Markup {
    let pages = health.files.iter().filter(|file| file.is_page);
    let clean = pages.clone().filter(|file| findings(file).is_empty()).count();
    let all = pages.count();
    let detail = html! { p { (clean) " without findings" } (bar(&[("good", clean), ("rest", all - clean)])) };
    card(names::PAGES, "Pages", &all.to_string(), &detail)
}

fn found(counts: [usize; 3]) -> Markup {
    let [errors, warnings, infos] = counts;
    let parts = [("error", errors), ("warning", warnings), ("info", infos)];
    let words =
        format!("{}, {}, {infos} info", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"));
    let all: usize = counts.iter().sum();
    card(names::FINDINGS, "Findings", &all.to_string(), &html! { p { (words) } (bar(&parts)) })
}

fn links(health: &Health<'_>) -> Markup {
    let of = |tone: Tone| health.links.iter().filter(|link| link.tone == tone).count();
    let [bad, doubtful, unknown, good] = [Tone::Bad, Tone::Doubtful, Tone::Unknown, Tone::Good].map(of);
    let detail = html! {
        @if health.has_ledger {
            p { (good) " alive, " (bad) " dead, " (doubtful) " in doubt, " (unknown) " unknown" }
            (bar(&[("error", bad), ("warning", doubtful), ("info", unknown), ("good", good)]))
        } @else {
            p { "The guide keeps no ledger of links." }
        }
    };
    card(names::LINKS, "Links", &health.links.len().to_string(), &detail)
}

fn keys(health: &Health<'_>) -> Markup {
    let count = |of: &dyn Fn(Tone) -> bool| {
        let keys = health.keys.iter().filter(|it| of(it.tone)).count();
        (keys, health.domains.iter().filter(|it| of(it.tone)).count())
    };
    let (keys, domains) = count(&|tone| tone <= Tone::Doubtful);
    let (unknown_keys, unknown_domains) = count(&|tone| tone == Tone::Unknown);
    let detail = html! {
        p { "in need of somebody: " (counted(keys, "key", "keys")) ", " (counted(domains, "domain", "domains")) }
        p { "unknown: " (counted(unknown_keys, "key", "keys")) ", " (counted(unknown_domains, "domain", "domains")) }
    };
    let number = format!("{} / {}", health.keys.len(), health.domains.len());
    card(names::KEYS, "Keys and domains", &number, &detail)
}

fn languages(health: &Health<'_>) -> Markup {
    let others: Vec<_> = health.languages.iter().filter(|it| !it.is_source).collect();
    let shares = others.iter().filter_map(|it| Some((it.locale, it.translated?.share())));
    let complete = shares.filter(|(_, share)| *share == 100).count();
    let with_catalogs = others.iter().filter(|it| it.translated.is_some()).count();
    let detail = html! {
        @if with_catalogs > 0 { p { (complete) " of " (with_catalogs) " translated in full" } }
        @else if others.is_empty() { p { "There are no translations." } }
        @else { p { (others.len()) " besides the source" } }
    };
    card(names::LANGUAGES, "Languages", &health.languages.len().to_string(), &detail)
}

fn due(health: &Health<'_>) -> Markup {
    let now = health.due.iter().filter(|it| it.when == When::Now).count();
    let next = health.due.iter().find_map(|it| match &it.when {
        When::On(day) => Some(day),
        When::Now => None,
    });
    let detail = html! { p { @if let Some(day) = next { "the next on " (day) } @else { "nothing has a day" } } };
    card(names::DUE, "Due now", &now.to_string(), &detail)
}

fn changes(health: &Health<'_>) -> Markup {
    let Some(changes) = &health.changes else { return html! {} };
    let number = format!("+{} −{}", changes.worse.len(), changes.better.len());
    let detail = html! { p { "findings that came and went since " bdi { (text(&changes.since)) } } };
    card(names::CHANGES, "Changes", &number, &detail)
}

fn families(health: &Health<'_>) -> Markup {
    let mut rows: BTreeMap<&str, [usize; Severity::ALL.len()]> = BTreeMap::new();
    for finding in health.files.iter().flat_map(findings) {
        let counts = rows.entry(family(health, finding.rule.0)).or_default();
        counts[Severity::ALL.len() - 1 - finding.severity as usize] += 1;
    }
    let rows = html! {
        @for (family, counts) in &rows { tr {
            th scope="row" { a href={ (names::FINDINGS) "#" (names::anchor(family)) } { (family) } }
            (count_cells(counts))
            td.number { (counts.iter().sum::<usize>()) }
        } }
    };
    table(
        "Findings by family",
        &[
            Head::Text("family"),
            Head::Number("errors"),
            Head::Number("warnings"),
            Head::Number("info"),
            Head::Number("all"),
        ],
        &rows,
    )
}

/// The pages with most errors, then with most findings.
fn worst(health: &Health<'_>) -> Markup {
    let mut files: Vec<_> = health.files.iter().filter(|file| !findings(file).is_empty()).collect();
    files.sort_by_key(|file| std::cmp::Reverse((by_severity(findings(file).iter())[0], findings(file).len())));
    files.truncate(WORST);
    let rows = html! {
        @for it in &files { tr { th scope="row" { (file(it, "")) } (count_cells(&by_severity(findings(it).iter()))) } }
    };
    html! { @if !files.is_empty() { section {
        h2 { "Where to begin" }
        (table("Pages with most findings", &[Head::Text("page"), Head::Number("errors"), Head::Number("warnings"), Head::Number("info")], &rows))
    } } }
}
