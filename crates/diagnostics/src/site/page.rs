//! One page of the guide: its findings, its links that need somebody, its review and its translation.

use maud::{Markup, html};

use super::findings::in_words;
use super::health::{FileHealth, Health, LinkHealth, Tone};
use super::parts::{Head, address, findings, left_out, severity, table, title, verdict};
use super::text::{excerpt, text};
use super::{names, shell};
use crate::{Diagnostic, FileDiagnostics, NoteKind};

/// Maximum findings that are shown of a page.
const MAX_FINDINGS: usize = 200;
/// Maximum lines of other places that are listed with a finding.
const MAX_ALSO: usize = 20;

pub(super) fn render(health: &Health<'_>, file: &FileHealth<'_>) -> String {
    let all = findings(file).len();
    let content = html! {
        (facts(file))
        section {
            h2 { "Findings" }
            p { (in_words(file)) }
            @if let Some(found) = file.findings {
                ol.findings { @for finding in found.diagnostics.iter().take(MAX_FINDINGS) { (one(file, found, finding)) } }
                (left_out(MAX_FINDINGS.min(all), all, "firstaid lint shows all"))
            }
        }
        (repeats(file))
        (links(health, file))
    };
    shell::page(health, &names::page(file.path), file.path, &content)
}

fn facts(file: &FileHealth<'_>) -> Markup {
    html! {
        dl.facts {
            @if file.title.is_some() { dt { "Title" } dd { (title(file)) } }
            dt { "Language" } dd { bdi { (text(file.locale)) } }
            @if let Some(day) = &file.reviewed { dt { "Last review" } dd { (text(day)) } }
            @if let Some(day) = &file.review_due { dt { "Next review" } dd { (text(day)) } }
            @if let Some(it) = file.translated {
                dt { "Translated" }
                dd { (it.share()) " % of " (it.words) " words; " (it.stale) " words stale, " (it.missing) " blocks missing" }
            }
        }
    }
}

fn one(file: &FileHealth<'_>, found: &FileDiagnostics, finding: &Diagnostic) -> Markup {
    let place = found.source.line_column(finding.range.start());
    let excerpt = excerpt(&found.source, finding.range);
    let lang = file.is_known_locale.then_some(file.locale);
    let lines: Vec<String> =
        finding.also.iter().take(MAX_ALSO).map(|it| found.source.lines().line(it.start()).to_string()).collect();
    html! { li {
        p.message { (severity(finding.severity)) " " bdi { (text(&finding.message)) } }
        p.note { "line " (place.line) ", column " (place.column) ", " code { (finding.rule) } }
        p.excerpt dir="auto" lang=[lang] { (text(&excerpt.before)) mark { (text(&excerpt.marked)) } (text(&excerpt.after)) }
        @if !finding.notes.is_empty() || finding.fix.is_some() || !lines.is_empty() { ul.plain {
            @for note in &finding.notes {
                li { (kind(note.kind)) ": " bdi { (text(&note.text)) } }
            }
            @if let Some(fix) = &finding.fix { li { "fix: " bdi { (text(&fix.title())) } } }
            @if !lines.is_empty() {
                li { "also in lines " (lines.join(", ")) @if finding.also.len() > MAX_ALSO { " and more" } }
            }
        } }
    } }
}

const fn kind(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Help => "help",
        NoteKind::Note => "note",
        NoteKind::Source => "source",
    }
}

fn repeats(file: &FileHealth<'_>) -> Markup {
    html! { @if !file.repeats.is_empty() { section {
        h2 { "Repeated from the source" }
        p { "These are findings of the source page; correct them there and here." }
        ul.plain {
            @for repeat in file.repeats.iter().take(MAX_FINDINGS) { li {
                "line " (repeat.line) ": " bdi { (text(repeat.message)) } " ("
                code { (repeat.rule) } ", "
                a href={ "../" (names::page(repeat.source)) } { bdi { (text(repeat.source)) } } ")"
            } }
        }
        (left_out(MAX_FINDINGS.min(file.repeats.len()), file.repeats.len(), ""))
    } } }
}

fn links(health: &Health<'_>, file: &FileHealth<'_>) -> Markup {
    let links: Vec<&LinkHealth> = file.links.iter().map(|&at| &health.links[at]).collect();
    let open: Vec<&&LinkHealth> = links.iter().filter(|link| link.tone <= Tone::Doubtful).collect();
    let rows = html! { @for link in open.iter().take(MAX_FINDINGS) { tr {
        th scope="row" { (address(link)) }
        td { (verdict(link)) }
        td { a href={ "../" (names::site(&link.site)) "#" (names::anchor(&link.url)) } { "history" } }
    } } };
    html! { @if !links.is_empty() { section {
        h2 { "Links to the web" }
        p { (links.len()) " addresses, " (open.len()) " of them dead, moved or in doubt." }
        @if !open.is_empty() { (table("Links that need somebody", &[Head::Text("link"), Head::Text("verdict"), Head::Text("ledger")], &rows)) }
        (left_out(MAX_FINDINGS.min(open.len()), open.len(), ""))
    } } }
}
