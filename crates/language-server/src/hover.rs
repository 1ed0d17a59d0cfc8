//! `textDocument/hover`: the findings at a position with their rules, facts of registries and ledger, and glossary definitions.

use std::fmt::Write as _;

use firstaid_diagnostics::{Diagnostic, NoteKind};
use firstaid_lint::{entry, explain};
use firstaid_text::TextRange;
use gen_lsp_types as lsp;

use crate::facts::facts_at;
use crate::markdown::{literal, to_text};
use crate::terms::term_at;
use crate::view::View;

pub(crate) fn hover(view: &View<'_>, params: &lsp::HoverParams) -> Option<lsp::Hover> {
    let at = &params.text_document_position_params;
    let (document, source) = view.open_file(&at.text_document.uri)?;
    let positions = view.positions(source.text());
    let offset = positions.offset(at.position);
    let position = TextRange::empty(offset);
    let findings = document.current_findings().unwrap_or_default().iter();
    let here = findings.filter(|it| it.range.contains(position) || it.also.iter().any(|it| it.contains(position)));
    let mut parts: Vec<(String, TextRange)> = here.map(|finding| (describe(finding), finding.range)).collect();
    if let Some(page) = view.guide().by_path(source.path()) {
        parts.extend(facts_at(view, page, offset));
        parts.extend(term_at(view, page, offset).and_then(|(entry, range)| {
            let definition = entry.definition.as_deref()?;
            Some((format!("**{}**: {}", literal(&entry.term), literal(definition)), range))
        }));
    }
    let range = parts.iter().map(|(_, range)| *range).min_by_key(|range| range.len())?;
    let value = parts.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n\n---\n\n");
    let contents = if view.renders_markdown {
        lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }
    } else {
        lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: to_text(&value) }
    };
    Some(lsp::Hover { contents: contents.into(), range: Some(positions.range(range)) })
}

/// A finding with its notes and the explanation of its rule.
fn describe(finding: &Diagnostic) -> String {
    let mut text = format!("**{}**: {}", finding.rule, literal(&finding.message));
    for note in &finding.notes {
        let label = match note.kind {
            NoteKind::Help => "help",
            NoteKind::Note => "note",
            NoteKind::Source => "source",
        };
        let _ = write!(text, "\n\n*{label}*: {}", literal(&note.text));
    }
    if let Some(entry) = entry(finding.rule.0) {
        text.push_str("\n\n");
        text.push_str(explain(entry).trim_end());
    }
    text
}
