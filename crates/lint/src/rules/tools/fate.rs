//! What the rules on tools share: mentions in prose, one finding a line, and how a tool's fate is told.

use std::collections::HashMap;
use std::sync::Arc;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix, Severity};
use firstaid_registry::{Confidence, EntryRef, Status, Tool};
use firstaid_text::TextRange;

use crate::{PageContext, Report};
use firstaid_mentions::names::MentionKind;
use firstaid_mentions::stance::{Stance, stance};

/// Reports each tool in one of these states that the prose names: once a line, further mentions listed.
pub(crate) fn report_tools(cx: &PageContext<'_>, report: &mut Report<'_>, states: &[Status]) {
    let mut by_line: HashMap<(EntryRef, u32), usize> = HashMap::new();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for mention in cx.mentions() {
        let Some(tool) = cx.world.registry.tool(mention.entry) else { continue };
        if !states.contains(&tool.status) || mention.ambiguous || matches!(mention.kind, MentionKind::Former(_)) {
            continue;
        }
        if stance(&cx.prose, mention.range.clone()) == Stance::Former {
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
        findings.push(told(report.found(range, format!("{name} {}", fate(tool))), tool, range));
    }
    for finding in findings {
        report.push(finding);
    }
}

/// A finding with what is known of the tool: what to use instead, why, and where it can be read.
pub(crate) fn told(finding: Diagnostic, tool: &Tool, range: TextRange) -> Diagnostic {
    let mut finding = match tool.confidence {
        Confidence::Low => finding.at_most(Severity::Warning),
        _ => finding,
    };
    match (tool.status, tool.replacement.as_slice()) {
        (_, []) => {}
        (Status::Renamed, [name, ..]) => finding = finding.fix(Fix::replace(range, name, Applicability::Unsafe)),
        (_, names) => finding = finding.help(format!("instead: {}", names.join(", "))),
    }
    if let Some(note) = &tool.note {
        finding = finding.note(Arc::clone(note));
    }
    finding.source(Arc::clone(&tool.source))
}

/// What became of a tool, to follow its name: "has been gone since August 2017".
pub(crate) fn fate(tool: &Tool) -> String {
    let new_name = || tool.replacement.first().map_or("something else", String::as_str);
    match (tool.status, tool.since) {
        (Status::Dead, Some(since)) => format!("has been gone since {since}"),
        (Status::Dead, None) => "is gone".to_owned(),
        (Status::Unmaintained, Some(since)) => format!("has not been maintained since {since}"),
        (Status::Unmaintained, None) => "is no longer maintained".to_owned(),
        (Status::Renamed, Some(since)) => format!("has been called {} since {since}", new_name()),
        (Status::Renamed, None) => format!("is now called {}", new_name()),
        (Status::Discouraged, _) => "is not advised for people at risk".to_owned(),
        (Status::Alive, _) => "is alive".to_owned(),
    }
}
