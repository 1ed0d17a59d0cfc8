//! `<!-- firstaid: allow RULE -- reason -->` before or in a block, `allow-file` for the whole page.

use firstaid_content::Page;
use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_text::{Edit, TextRange};

use crate::{Report, RuleSet, entry};

const UNUSED: &str = "unused-suppression";
const WITHOUT_REASON: &str = "suppression-without-reason";

struct Suppression<'a> {
    comment: TextRange,
    /// Where findings are suppressed; `None` for nowhere: nothing follows the comment.
    scope: Option<TextRange>,
    /// Rules with their bytes.
    rules: Vec<(&'a str, TextRange)>,
    has_reason: bool,
}

/// Takes suppressed findings out and reports what is wrong with the suppressions themselves.
pub(crate) fn apply(page: &Page, rules: &RuleSet, found: &mut Vec<Diagnostic>) {
    let suppressions: Vec<Suppression<'_>> = suppressions(page).collect();
    let mut used: Vec<Vec<bool>> =
        suppressions.iter().map(|suppression| vec![false; suppression.rules.len()]).collect();
    found.retain(|diagnostic| {
        let mut keep = true;
        for (suppression, used) in suppressions.iter().zip(&mut used) {
            let scope = suppression.scope;
            let inside = scope.is_some_and(|scope| {
                scope.start() <= diagnostic.range.start()
                    && diagnostic.range.start() < scope.end().max(scope.start() + 1)
            });
            for ((rule, _), used) in suppression.rules.iter().zip(used) {
                if inside && *rule == diagnostic.rule.0 {
                    *used = true;
                    keep = false;
                }
            }
        }
        keep
    });

    for (suppression, used) in suppressions.iter().zip(&used) {
        if let (Some(severity), Some(entry), false) =
            (rules.severity(WITHOUT_REASON), entry(WITHOUT_REASON), suppression.has_reason)
        {
            let mut report = Report::new(entry.rule.name, severity, found);
            let finding = report.found(suppression.comment, "this suppression does not say why");
            report.push(
                finding.help("add the reason after `--`: `<!-- firstaid: allow stale-tool -- quoted in a history -->`"),
            );
        }
        let (Some(severity), Some(unused)) = (rules.severity(UNUSED), entry(UNUSED)) else { continue };
        let mut report = Report::new(unused.rule.name, severity, found);
        for ((rule, range), _) in suppression.rules.iter().zip(used).filter(|(_, used)| !**used) {
            if entry(rule).is_none() {
                report.push(report.found(*range, format!("there is no rule `{rule}` to allow")));
            } else if rules.severity(rule).is_some() {
                let finding = report.found(*range, format!("`{rule}` finds nothing here to allow"));
                let alone = suppression.rules.len() == 1;
                report.push(if alone { finding.fix(removal(page, suppression.comment)) } else { finding });
            }
        }
    }
}

/// Removes a comment, with its line when nothing else is on it.
fn removal(page: &Page, comment: TextRange) -> Fix {
    let text = page.text();
    let start = text[..comment.start() as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let end =
        text[comment.end() as usize..].find('\n').map_or(text.len(), |newline| comment.end() as usize + newline + 1);
    let alone =
        text[start..comment.start() as usize].trim().is_empty() && text[comment.end() as usize..end].trim().is_empty();
    let range = if alone { TextRange::from(start..end) } else { comment };
    Fix::new("Remove the comment", vec![Edit::delete(range)], Applicability::Safe)
}

fn suppressions(page: &Page) -> impl Iterator<Item = Suppression<'_>> {
    page.comments.iter().filter_map(|comment| {
        let text = &page.text()[comment.range];
        let inner = text.strip_prefix("<!--")?.trim_end_matches("-->");
        let command = inner.trim_start().strip_prefix("firstaid:")?;
        let (list, reason) = command.split_once(" -- ").unwrap_or((command, ""));
        let list = list.trim();
        let (list, scope) = match list.strip_prefix("allow-file") {
            Some(list) => (list, Some(TextRange::new(0, page.text().len() as u32))),
            None => (list.strip_prefix("allow").unwrap_or_default(), comment.block),
        };
        let rules =
            list.split([',', ' ']).filter(|rule| !rule.is_empty()).map(|rule| (rule, range_of(page.text(), rule)));
        let has_reason = !reason.trim().is_empty();
        Some(Suppression { comment: comment.range, scope, rules: rules.collect(), has_reason })
    })
}

/// The bytes of a slice of the page's text.
fn range_of(text: &str, slice: &str) -> TextRange {
    let start = slice.as_ptr() as usize - text.as_ptr() as usize;
    TextRange::from(start..start + slice.len())
}
