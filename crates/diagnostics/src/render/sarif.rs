use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use firstaid_text::{SourceFile, TextRange};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::render::words::explained;
use crate::render::{RuleInfo, Run, json, place::Place};
use crate::{Applicability, Diagnostic, FileDiagnostics, Fix, Occurrence, RuleName, Severity, occurrences, visible};

/// Code scanning refuses a run with more results.
const MAX_RESULTS: usize = 25_000;

/// What paths are relative to. Where that is on a disk is left open: it is nobody else's business.
const BASE: &str = "%SRCROOT%";

/// What may stand in a path of a URI as it is; a colon in its first part would end a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A log with one run, as code scanning takes it; a result a line.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let found: BTreeSet<RuleName> = run.findings().map(|(_, it)| it.rule).collect();
    let rules: Vec<&RuleInfo> = run.rules.iter().filter(|rule| found.contains(&rule.name)).collect();
    let index: BTreeMap<RuleName, usize> = rules.iter().enumerate().map(|(n, rule)| (rule.name, n)).collect();
    let rules: Vec<Value> = rules.into_iter().map(|rule| described(run, rule)).collect();
    let count = run.findings().count();
    let head = json!({
        "tool": { "driver": { "name": "firstaid", "semanticVersion": run.version, "rules": rules } },
        "automationDetails": { "id": format!("firstaid/{}", run.prefix) },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { BASE: { "description": { "text": "The top of the repository." } } },
        "invocations": [invocation(count)],
    });
    let head = json::line(&head)?;
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    write!(out, "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[")?;
    write!(out, "{},\"results\":[", head.strip_suffix('}').unwrap_or(&head))?;
    let mut separator = "";
    let mut left = limits(run, count);
    for file in run.files {
        for (diagnostic, occurrence) in file.diagnostics.iter().zip(occurrences(file)) {
            let left = left.entry(diagnostic.severity).or_default();
            if *left > 0 {
                *left -= 1;
                let result = result(run, file, diagnostic, occurrence, index.get(&diagnostic.rule).copied());
                write!(out, "{separator}\n{}", json::line(&result)?)?;
                separator = ",";
            }
        }
    }
    writeln!(out, "\n]}}]}}")
}

/// How many results of each severity there is room for, errors first.
fn limits(run: &Run<'_>, count: usize) -> BTreeMap<Severity, usize> {
    let mut room = MAX_RESULTS.min(count);
    let of = |severity: Severity| run.findings().filter(|(_, it)| it.severity == severity).count();
    let mut take = |severity: Severity| {
        let taken = of(severity).min(room);
        room -= taken;
        (severity, taken)
    };
    Severity::ALL.into_iter().map(&mut take).collect()
}

fn invocation(count: usize) -> Value {
    let left_out = count.saturating_sub(MAX_RESULTS);
    let text = format!("{left_out} of {count} findings are left out: code scanning takes no more than {MAX_RESULTS}.");
    let notifications = (left_out > 0).then(|| json!({ "level": "warning", "message": { "text": text } }));
    json!({ "executionSuccessful": true, "toolExecutionNotifications": Vec::from_iter(notifications) })
}

fn described(run: &Run<'_>, rule: &RuleInfo) -> Value {
    let summary = format!("{}.", rule.summary);
    let mut described = json!({
        "id": rule.name,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": rule.doc, "markdown": rule.doc },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.family], "problem.severity": problem_severity(rule.severity) },
    });
    if let Some(help) = run.help(rule.name) {
        described["helpUri"] = help.into();
    }
    described
}

fn result(
    run: &Run<'_>,
    file: &FileDiagnostics,
    diagnostic: &Diagnostic,
    occurrence: Occurrence,
    rule_index: Option<usize>,
) -> Value {
    let artifact = json!({ "uri": uri(&run.path(&file.source)), "uriBaseId": BASE });
    let at = |range: TextRange| json!({ "physicalLocation": { "artifactLocation": artifact, "region": region(&file.source, range) } });
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "level": level(diagnostic.severity),
        "message": { "text": plain(&visible(&explained(diagnostic))) },
        "locations": [at(diagnostic.range)],
        "partialFingerprints": { "firstaid/v1": occurrence.to_string() },
    });
    if let Some(index) = rule_index {
        result["ruleIndex"] = index.into();
    }
    let related = diagnostic.related.as_ref().map(|it| {
        let mut place = location(run, &it.source, it.range);
        place["message"] = json!({ "text": it.label });
        place
    });
    let related: Vec<Value> = diagnostic.also.iter().map(|&range| at(range)).chain(related).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    // What only a person can know is no proposal.
    if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.applicability > Applicability::DisplayOnly) {
        result["fixes"] = json!([proposed(&file.source, fix, &artifact)]);
    }
    result
}

fn proposed(source: &SourceFile, fix: &Fix, artifact: &Value) -> Value {
    let replacements = fix.edits.iter().map(
        |edit| json!({ "deletedRegion": region(source, edit.range), "insertedContent": { "text": edit.replacement } }),
    );
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "description": { "text": plain(&visible(&fix.title)) },
        "artifactChanges": [{ "artifactLocation": artifact, "replacements": replacements }],
    })
}

fn location(run: &Run<'_>, source: &SourceFile, range: TextRange) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(run, source), "region": region(source, range) } })
}

fn artifact(run: &Run<'_>, source: &SourceFile) -> Value {
    json!({ "uri": uri(&run.path(source)), "uriBaseId": BASE })
}

fn region(source: &SourceFile, range: TextRange) -> Value {
    let Place { line, column, end_line, end_column } = Place::new(source, range);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn uri(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A message in which nothing is a link or a placeholder (SARIF 2.1.0, sections 3.11.5 and 3.11.6). Most messages stay
/// as they are: not every reader undoes the escapes.
fn plain(text: &str) -> String {
    let has_link = text.contains("](");
    let has_placeholder = text.split('{').skip(1).any(|part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < part.len() && rest.starts_with('}')
    });
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '[' | ']' if has_link => plain.push('\\'),
            '{' | '}' if has_placeholder => plain.push(c),
            _ => {}
        }
        plain.push(c);
    }
    plain
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// As code scanning sorts by.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{file, found, run};

    fn log(files: &[FileDiagnostics]) -> Value {
        let mut out = Vec::new();
        render(&run(files), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn paths_are_relative_and_percent_encoded() {
        let log = log(&[file("en/é a:%b#.md", "x", vec![found(0..1, Severity::Error, "x")])]);
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "guide/en/%C3%A9%20a%3A%25b%23.md");
        assert_eq!(log["runs"][0]["automationDetails"]["id"], "firstaid/guide/");
    }

    #[test]
    fn nothing_in_a_message_is_a_link_or_a_placeholder() {
        assert_eq!(plain("a \\ [b](https://e.org) {x}"), "a \\\\ \\[b\\](https://e.org) {x}");
        assert_eq!(plain("[b] {0}"), "[b] {{0}}");
        assert_eq!(plain("`[b]` {x} \\"), "`[b]` {x} \\");
    }

    #[test]
    fn no_more_than_code_scanning_takes_and_errors_first() {
        let many = |severity, count: usize| (0..count).map(move |_| found(0..1, severity, "x"));
        let of_each = many(Severity::Warning, MAX_RESULTS - 1).chain(many(Severity::Error, 2));
        let log = log(&[file("en/A.md", "x", of_each.collect())]);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), MAX_RESULTS);
        assert_eq!(results.iter().filter(|it| it["level"] == "error").count(), 2);
        let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(told.as_str().unwrap().starts_with("1 of 25001 findings are left out"), "{told}");
    }
}
