//! Parts of pages that several of them show.

use maud::{Markup, html};

use super::health::{FileHealth, Health, LinkHealth, Tone};
use super::names;
use super::text::{text, web_address};
use crate::{Diagnostic, Severity};

/// `1 page`, `2 pages`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What a capped list leaves out.
pub(super) fn left_out(shown: usize, all: usize, how: &str) -> Markup {
    html! {
        @if all > shown { p.note { "and " (all - shown) " more" @if !how.is_empty() { "; " (how) } } }
    }
}

/// The head of a column.
#[derive(Clone, Copy)]
pub(super) enum Head {
    Text(&'static str),
    /// Of numbers, which end below each other.
    Number(&'static str),
}

/// A table that scrolls by itself where it is wider than the screen, also by keyboard.
pub(super) fn table(caption: &str, head: &[Head], rows: &Markup) -> Markup {
    html! {
        div.table role="region" aria-label=(caption) tabindex="0" { table {
            caption { (caption) }
            thead { tr { @for cell in head { @match cell {
                Head::Text(name) => th scope="col" { (name) },
                Head::Number(name) => th.number scope="col" { (name) },
            } } } }
            tbody { (rows) }
        } }
    }
}

pub(super) fn severity(severity: Severity) -> Markup {
    html! { span class={ "mark " (severity.as_str()) } { (severity.as_str()) } }
}

/// The verdict on a link.
pub(super) fn verdict(link: &LinkHealth) -> Markup {
    mark(link.tone, link.verdict, link.confirmed)
}

/// A verdict, and whether it is confirmed.
pub(super) fn mark(its_tone: Tone, verdict: &str, confirmed: bool) -> Markup {
    html! {
        span class={ "mark " (tone(its_tone)) } { (verdict) }
        @if !confirmed && its_tone <= Tone::Doubtful { " not confirmed" }
    }
}

pub(super) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "error",
        Tone::Doubtful => "warning",
        Tone::Unknown => "info",
        Tone::Good => "good",
    }
}

/// A link to the page of a file. `up` leads from the page that shows it to the top of the site.
pub(super) fn file(file: &FileHealth<'_>, up: &str) -> Markup {
    html! { a href={ (up) (names::page(file.path)) } { bdi { (text(file.path)) } } }
}

/// An address, as a link where readers may be sent there.
pub(super) fn address(link: &LinkHealth) -> Markup {
    let target = web_address(&link.url).filter(|_| link.is_safe);
    html! {
        @if let Some(target) = target {
            a.url href=(target) rel="noreferrer noopener nofollow" { bdi { (text(&link.url)) } }
        } @else {
            span.url { bdi { (text(&link.url)) } }
        }
    }
}

/// The title of a page in its own language.
pub(super) fn title(file: &FileHealth<'_>) -> Markup {
    let lang = file.is_known_locale.then_some(file.locale);
    html! { @if let Some(title) = file.title { bdi lang=[lang] { (text(title)) } } }
}

/// A bar of parts of a whole; the numbers beside it say the same.
pub(super) fn bar(parts: &[(&str, usize)]) -> Markup {
    let whole = parts.iter().map(|(_, part)| part).sum::<usize>().max(1);
    let mut start = 0;
    let rects: Vec<(&str, usize, usize)> = parts
        .iter()
        .map(|&(class, part)| {
            let (from, to) = (1000 * start / whole, 1000 * (start + part) / whole);
            start += part;
            (class, from, to - from)
        })
        .collect();
    html! {
        svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (class, x, width) in rects.into_iter().filter(|(.., width)| *width > 0) {
                rect class=(class) x=(x) y="0" width=(width) height="10" {}
            }
        }
    }
}

/// The findings of a file.
pub(super) fn findings<'a>(file: &'a FileHealth<'_>) -> &'a [Diagnostic] {
    file.findings.map_or(&[], |it| &it.diagnostics)
}

/// The number of findings at each severity, as in [`Severity::ALL`].
pub(super) fn by_severity<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> [usize; Severity::ALL.len()] {
    let mut counts = [0; Severity::ALL.len()];
    for finding in findings {
        counts[Severity::ALL.len() - 1 - finding.severity as usize] += 1;
    }
    counts
}

/// The cells of a row with these counts.
pub(super) fn count_cells(counts: &[usize]) -> Markup {
    html! { @for &count in counts { td.number { (count) } } }
}

/// The family of a rule.
pub(super) fn family<'a>(health: &'a Health<'_>, rule: &str) -> &'a str {
    let found = health.rules.binary_search_by(|info| info.name.0.cmp(rule));
    found.map_or("other", |index| &health.rules[index].family)
}
