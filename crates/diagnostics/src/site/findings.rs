//! Findings by family and rule.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use maud::{Markup, html};

use super::health::{FileHealth, Health};
use super::parts::{Head, by_severity, count_cells, counted, family, file, findings, left_out, table};
use super::{names, shell};
use crate::Severity;

/// Pages that are named for a rule.
const MAX_FILES: usize = 5;

#[derive(Default)]
struct OfRule<'a> {
    counts: [usize; Severity::ALL.len()],
    /// Findings by file, as indices into [`Health::files`].
    files: BTreeMap<usize, usize>,
    summary: &'a str,
}

pub(super) fn render(health: &Health<'_>) -> String {
    let families = by_family(health);
    let content = html! {
        @if families.is_empty() { p { "Nothing to report." } }
        @for (family, rules) in &families {
            section id=(names::anchor(family)) {
                h2 { (family) }
                (rules_table(health, family, rules))
            }
        }
    };
    shell::page(health, names::FINDINGS, "Findings", &content)
}

fn by_family<'a>(health: &'a Health<'_>) -> BTreeMap<&'a str, BTreeMap<&'static str, OfRule<'a>>> {
    let mut families: BTreeMap<&str, BTreeMap<&'static str, OfRule<'a>>> = BTreeMap::new();
    for (index, it) in health.files.iter().enumerate() {
        for finding in findings(it) {
            let rules = families.entry(family(health, finding.rule.0)).or_default();
            let of_rule = rules.entry(finding.rule.0).or_default();
            of_rule.counts[Severity::ALL.len() - 1 - finding.severity as usize] += 1;
            *of_rule.files.entry(index).or_default() += 1;
        }
    }
    for info in health.rules {
        if let Some(of_rule) = families.get_mut(&*info.family).and_then(|rules| rules.get_mut(info.name.0)) {
            of_rule.summary = &info.summary;
        }
    }
    families
}

fn rules_table(health: &Health<'_>, family: &str, rules: &BTreeMap<&'static str, OfRule<'_>>) -> Markup {
    let rows = html! {
        @for (rule, of_rule) in rules { tr {
            th scope="row" { code { (rule) } p.note { (of_rule.summary) } }
            (count_cells(&of_rule.counts))
            td { (most(health, &of_rule.files)) }
        } }
    };
    table(
        &format!("Findings of the family {family}"),
        &[
            Head::Text("rule"),
            Head::Number("errors"),
            Head::Number("warnings"),
            Head::Number("info"),
            Head::Text("pages"),
        ],
        &rows,
    )
}

/// The pages with most findings of a rule.
fn most(health: &Health<'_>, files: &BTreeMap<usize, usize>) -> Markup {
    let mut most: Vec<(usize, &FileHealth<'_>)> = files.iter().map(|(&at, &n)| (n, &health.files[at])).collect();
    most.sort_by_key(|(count, it)| (Reverse(*count), it.path));
    html! {
        ul.plain { @for (count, it) in most.iter().take(MAX_FILES) { li { (file(it, "")) " " (count) } } }
        @if most.len() > MAX_FILES { (left_out(MAX_FILES, most.len(), "")) }
    }
}

/// The counts of a file in words.
pub(super) fn in_words(file: &FileHealth<'_>) -> String {
    let [errors, warnings, infos] = by_severity(findings(file).iter());
    let parts = [counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"), format!("{infos} info")];
    let nothing = errors + warnings + infos == 0;
    if nothing { "Nothing to report.".to_owned() } else { format!("{}.", parts.join(", ")) }
}
