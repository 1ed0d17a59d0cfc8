//! Findings on tools by their status in the registry: reported by name, one per line, with the replacement and the
//! source.

use std::collections::HashMap;
use std::sync::Arc;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix, Severity};
use firstaid_mentions::names::MentionKind;
use firstaid_mentions::stance::Stance;
use firstaid_registry::{Confidence, EntryRef, Status, Tool};
use firstaid_text::{TextRange, listed};

use crate::{PageContext, Report};

/// Reports each mention in prose of a tool with one of the statuses, if the stance of the text is `reported`. Mentions
/// of a tool in one line are one finding.
pub(super) fn report_tools(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    statuses: &[Status],
    reported: fn(Stance) -> bool,
) {
    let mut by_line: HashMap<(EntryRef, u32), usize> = HashMap::new();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for mention in cx.mentions() {
        let Some(tool) = cx.world.registry.tool(mention.entry) else { continue };
        if !statuses.contains(&tool.status) || mention.ambiguous || matches!(mention.kind, MentionKind::Former(_)) {
            continue;
        }
        if !reported(mention.stance) {
            continue;
        }
        let range = cx.prose.source_range(mention.range.clone());
        let line = cx.line(range.start());
        if let Some(&first) = by_line.get(&(mention.entry, line)) {
            findings[first].also.push(range);
            continue;
        }
        by_line.insert((mention.entry, line), findings.len());
        let typed = &cx.prose.text()[mention.range.clone()];
        let name = if mention.kind == MentionKind::Right { typed } else { &*mention.canonical };
        findings.push(with_details(report.found(range, format!("{name} {}", status_text(tool))), tool, range));
    }
    for finding in findings {
        report.push(finding);
    }
}

/// The finding with the replacement of the tool, the note and the source of its entry. Low confidence caps the
/// severity.
pub(super) fn with_details(finding: Diagnostic, tool: &Tool, range: TextRange) -> Diagnostic {
    let mut finding = match tool.confidence {
        Confidence::Low => finding.at_most(Severity::Warning),
        _ => finding,
    };
    match (tool.status, tool.replacement.as_slice()) {
        (_, []) => {}
        (Status::Renamed, [name, ..]) => finding = finding.fix(Fix::replace(range, name, Applicability::Unsafe)),
        (_, names) => finding = finding.help(format!("use {} instead", listed(names, "or"))),
    }
    if let Some(note) = &tool.note {
        finding = finding.note(Arc::clone(note));
    }
    finding.source(Arc::clone(&tool.source))
}

/// The status of a tool, to follow its name in a sentence: "has been gone since August 2017".
pub(super) fn status_text(tool: &Tool) -> String {
    let new_name = || tool.replacement.first().map_or("something else", String::as_str);
    match (tool.status, tool.since) {
        (Status::Dead, Some(since)) => format!("has been gone since {since}"),
        (Status::Dead, None) => "is gone".to_owned(),
        (Status::Unmaintained, Some(since)) => format!("has not been maintained since {since}"),
        (Status::Unmaintained, None) => "is no longer maintained".to_owned(),
        (Status::Renamed, Some(since)) => format!("has been called {} since {since}", new_name()),
        (Status::Renamed, None) => format!("is now called {}", new_name()),
        (Status::Discouraged, _) => "is not recommended for people at risk".to_owned(),
        (Status::Alive, _) => "is maintained".to_owned(),
    }
}
