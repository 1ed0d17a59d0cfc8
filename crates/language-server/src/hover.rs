//! What is known of a place: the findings on it with their rules, and the facts of the registries.

use std::fmt::Write as _;

use firstaid_diagnostics::{Diagnostic, NoteKind, escape_markdown, visible};
use firstaid_lint::{entry, explain};
use firstaid_text::TextRange;
use gen_lsp_types as lsp;

use crate::facts::facts_at;
use crate::terms::term_at;
use crate::view::View;

pub(crate) fn hover(view: &View<'_>, params: &lsp::HoverParams) -> Option<lsp::Hover> {
    let at = &params.text_document_position_params;
    let (document, source) = view.open_file(&at.text_document.uri)?;
    let places = view.places(source.text());
    let offset = places.offset(at.position);
    let mut parts: Vec<(String, TextRange)> = Vec::new();
    let found = document.found.iter().filter(|(version, _)| *version == document.version).flat_map(|(_, found)| found);
    let place = TextRange::empty(offset);
    let here = found.filter(|it| it.range.contains(place) || it.also.iter().any(|range| range.contains(place)));
    parts.extend(here.map(|found| (finding(found), found.range)));
    if let Some(page) = view.guide().by_path(source.path()) {
        parts.extend(facts_at(view, page, offset));
        parts.extend(term_at(view, page, offset).and_then(|(entry, range)| {
            let definition = entry.definition.as_deref()?;
            Some((format!("**{}**: {}", escaped(&entry.term), escaped(definition)), range))
        }));
    }
    let range = parts.iter().map(|(_, range)| *range).min_by_key(|range| range.len())?;
    let value = parts.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n\n---\n\n");
    let contents = lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }.into();
    Some(lsp::Hover { contents, range: Some(places.range(range)) })
}

/// What was found, what to do, why, and what the rule is for.
fn finding(found: &Diagnostic) -> String {
    let mut text = format!("**{}**: {}", found.rule, escaped(&found.message));
    for note in &found.notes {
        let label = match note.kind {
            NoteKind::Help => "help",
            NoteKind::Note => "note",
            NoteKind::Source => "source",
        };
        let _ = write!(text, "\n\n*{label}*: {}", escaped(&note.text));
    }
    if let Some(entry) = entry(found.rule.0) {
        text.push_str("\n\n");
        text.push_str(explain(entry).trim_end());
    }
    text
}

/// A page's text as text: no page writes markup, images or links into what the editor shows.
pub(crate) fn escaped(text: &str) -> String {
    escape_markdown(&visible(text))
}
