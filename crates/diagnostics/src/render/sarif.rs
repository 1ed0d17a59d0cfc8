use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use firstaid_text::TextRange;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::json::{append_json, json_line};
use crate::render::explanation::explanation;
use crate::render::place::{Place, Places, PlacesCache};
use crate::render::{RuleInfo, Run};
use crate::{Applicability, Diagnostic, Fix, Occurrence, RuleName, Severity, occurrences, visible};

/// Maximum number of results of a run; code scanning refuses a run with more.
const MAX_RESULTS: usize = 25_000;

/// Id of the folder that paths are relative to. The log does not say where it is on a disk.
const BASE: &str = "%SRCROOT%";

/// Characters that are not escaped in the path of a URI. A colon is: in the first segment it would end a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A result; the keys of these objects are in alphabetical order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[FixObject<'a>; 1]>,
    level: &'static str,
    locations: [Location<'a>; 1],
    message: Text<'a>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    rule_id: RuleName,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "firstaid/v1")]
    v1: Occurrence,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    uri: Cow<'a, str>,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    end_column: u32,
    end_line: u32,
    start_column: u32,
    start_line: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    artifact_changes: [ArtifactChange<'a>; 1],
    description: Text<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

/// A log with one run, as code scanning accepts it; one result per line.
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
    let head = json_line(&head)?;
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    write!(out, "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[")?;
    write!(out, "{},\"results\":[", head.strip_suffix('}').unwrap_or(&head))?;
    let (mut separator, mut buffer) = ("", Vec::new());
    let mut remaining = limits(run, count);
    let mut related = PlacesCache::default();
    for file in run.files {
        let (uri, places) = (uri(&run.path(&file.source)), Places::new(&file.source));
        for (diagnostic, occurrence) in file.diagnostics.iter().zip(occurrences(file)) {
            let remaining = remaining.entry(diagnostic.severity).or_default();
            if *remaining == 0 {
                continue;
            }
            *remaining -= 1;
            let rule_index = index.get(&diagnostic.rule).copied();
            let others = diagnostic.elsewhere.iter().flatten().chain(diagnostic.related.as_deref());
            let related = others.map(|it| Location {
                message: Some(Text { text: it.label.into() }),
                ..Location::new(self::uri(&run.path(&it.source)).into(), related.of(&it.source), it.range)
            });
            let related: Vec<Location<'_>> = related.collect();
            buffer.clear();
            append_json(&mut buffer, &result(&uri, &places, diagnostic, occurrence, rule_index, related))?;
            writeln!(out, "{separator}")?;
            out.write_all(&buffer)?;
            separator = ",";
        }
    }
    writeln!(out, "\n]}}]}}")
}

/// Maximum number of results of each severity: errors first, then warnings.
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
        "defaultConfiguration": { "enabled": !rule.is_off_by_default, "level": level(rule.severity) },
        "properties": { "tags": [rule.family], "problem.severity": problem_severity(rule.severity) },
    });
    if let Some(help) = run.help(rule.name) {
        described["helpUri"] = help.into();
    }
    described
}

fn result<'a>(
    uri: &'a str,
    places: &Places<'_>,
    diagnostic: &'a Diagnostic,
    occurrence: Occurrence,
    rule_index: Option<usize>,
    related: Vec<Location<'a>>,
) -> ResultObject<'a> {
    let location = |range: TextRange| Location::new(uri.into(), places, range);
    // A fix that only a person can decide on is not proposed.
    let fix = diagnostic.fix.as_ref().filter(|fix| fix.applicability > Applicability::DisplayOnly);
    ResultObject {
        fixes: fix.map(|fix| [FixObject::new(uri, places, fix)]),
        level: level(diagnostic.severity),
        locations: [location(diagnostic.range)],
        message: Text { text: plain(&visible(&explanation(diagnostic))).into() },
        partial_fingerprints: Fingerprints { v1: occurrence },
        related_locations: diagnostic.also.iter().map(|&range| location(range)).chain(related).collect(),
        rule_id: diagnostic.rule,
        rule_index,
    }
}

impl<'a> FixObject<'a> {
    fn new(uri: &'a str, places: &Places<'_>, fix: &'a Fix) -> Self {
        let replacements = fix.edits.iter().map(|edit| Replacement {
            deleted_region: Region::new(places, edit.range),
            inserted_content: Text { text: edit.replacement.as_str().into() },
        });
        Self {
            artifact_changes: [ArtifactChange {
                artifact_location: Artifact { uri: uri.into(), uri_base_id: BASE },
                replacements: replacements.collect(),
            }],
            description: Text { text: plain(&visible(&fix.title())).into() },
        }
    }
}

impl<'a> Location<'a> {
    fn new(uri: Cow<'a, str>, places: &Places<'_>, range: TextRange) -> Self {
        let artifact_location = Artifact { uri, uri_base_id: BASE };
        let physical_location = PhysicalLocation { artifact_location, region: Region::new(places, range) };
        Self { message: None, physical_location }
    }
}

impl Region {
    fn new(places: &Places<'_>, range: TextRange) -> Self {
        let Place { line, column, end_line, end_column } = places.place(range);
        Self { end_column, end_line, start_column: column, start_line: line }
    }
}

fn uri(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A message without links and placeholders (SARIF 2.1.0, sections 3.11.5 and 3.11.6). A message that has neither is
/// not escaped, because some readers show the escapes.
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

/// The severity by which code scanning sorts.
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
    use crate::FileDiagnostics;
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
    fn results_are_limited_and_errors_come_first() {
        let many = |severity, count: usize| (0..count).map(move |_| found(0..1, severity, "x"));
        let of_each = many(Severity::Warning, MAX_RESULTS - 1).chain(many(Severity::Error, 2));
        let log = log(&[file("en/A.md", "x", of_each.collect())]);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), MAX_RESULTS);
        assert_eq!(results.iter().filter(|it| it["level"] == "error").count(), 2);
        let notice = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(notice.as_str().unwrap().starts_with("1 of 25001 findings are left out"), "{notice}");
    }
}
