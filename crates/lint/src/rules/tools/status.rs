//! Findings on tools by their status in the registry: reported by name, one per line, with the replacement and the
//! source.

use std::collections::HashMap;
use std::sync::Arc;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix, Severity};
use firstaid_language::stance::is_understood;
use firstaid_mentions::names::MentionKind;
use firstaid_mentions::stance::Stance;
use firstaid_mentions::url_parts::looks_like_host;
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
    // In a language whose sentences are not understood, a name is spoken of as in the source. So is a system, which most
    // pages only name as a requirement, in every language: what else they name it for is the source's matter.
    let is_own_matter = is_understood(cx.language());
    let is_cleared = |entry: EntryRef, tool: &Tool| {
        cx.translation().filter(|_| tool.is_system || !is_own_matter).is_some_and(|it| {
            let stances = it.source_stances(entry);
            !stances.is_empty() && !stances.iter().any(|&stance| reported(stance))
        })
    };
    for mention in cx.mentions() {
        let Some(tool) = cx.world.registry.tool(mention.entry) else { continue };
        if !statuses.contains(&tool.status) || mention.ambiguous || matches!(mention.kind, MentionKind::Former(_)) {
            continue;
        }
        if !reported(mention.stance) || is_cleared(mention.entry, tool) {
            continue;
        }
        let typed = &cx.prose.text()[mention.range.clone()];
        // A bare host is named to be recognised, blocked or removed as often as to be visited.
        let is_host = looks_like_host(typed) || tool.hosts.iter().any(|host| host.eq_ignore_ascii_case(typed));
        if is_host && !matches!(mention.stance, Stance::Advised | Stance::Own) {
            continue;
        }
        let range = cx.prose.source_range(mention.range.clone());
        if tool.is_system && is_in_title(cx, range) {
            continue;
        }
        let line = cx.line(range.start());
        if let Some(&first) = by_line.get(&(mention.entry, line)) {
            findings[first].also.push(range);
            continue;
        }
        by_line.insert((mention.entry, line), findings.len());
        let name = if mention.kind == MentionKind::Right { typed } else { &*mention.canonical };
        let message = format!("{name}{} {}", meaning(tool, name), status_text(tool));
        findings.push(with_details(report.found(range, message), tool, range));
    }
    for finding in findings {
        report.push(finding);
    }
}

/// Which tool is meant by a name that other tools have as well.
fn meaning(tool: &Tool, name: &str) -> String {
    let is_shared = tool.sense.as_ref().is_some_and(|sense| sense.names.iter().any(|it| it == name));
    let is_own = tool.name == name || tool.aliases.iter().any(|alias| alias == name);
    if is_shared && !is_own { format!(", here {},", tool.name) } else { String::new() }
}

/// Minimum words of a link text that is the title of what it leads to.
const MIN_TITLE_WORDS: usize = 5;

/// Whether a place stands in the title of another text, that of a link: which system that text is about is its own
/// matter.
fn is_in_title(cx: &PageContext<'_>, range: TextRange) -> bool {
    let link = cx.page.link_around(range);
    link.is_some_and(|link| cx.text(link.text).split_whitespace().count() >= MIN_TITLE_WORDS)
}

/// Reports commands and packages in code that belong to a tool with one of the statuses, if the stance of the text is
/// `reported`: readers copy them. A tool is one finding a code block. What has to be typed instead depends on the
/// command, so there is no fix.
pub(super) fn report_commands(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    statuses: &[Status],
    reported: fn(Stance) -> bool,
) {
    for command in cx.tool_commands().iter().filter(|command| reported(command.stance)) {
        let Some(tool) = cx.world.registry.tool(command.entry).filter(|tool| statuses.contains(&tool.status)) else {
            continue;
        };
        let (typed, range) = (cx.text(command.range), command.range);
        let whose = if tool.name == typed { String::new() } else { format!(" is of {}, which", tool.name) };
        let message = format!("`{typed}`{whose} {}", status_text(tool));
        report.push(Diagnostic { fix: None, ..with_details(report.found(range, message), tool, range) });
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
