//! `<!-- firstaid: allow RULE -- reason -->` before or in a block, `allow-file` for the whole page; in MDX the same in
//! `{/* … */}`.

use firstaid_content::{Comment, Page, nearest};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_text::{Edit, TextRange};

use super::rule_set::RulesAt;
use crate::{RULES, Report, RuleSet, entry};

const UNUSED: &str = "unused-suppression";
const WITHOUT_REASON: &str = "suppression-without-reason";

struct Suppression<'a> {
    comment: TextRange,
    /// Where findings are suppressed; `None` if nothing follows the comment.
    scope: Option<TextRange>,
    /// The names of rules, with their bytes.
    rules: Vec<(&'a str, TextRange)>,
    /// The text in the place of `allow`, if it is something else.
    unknown_command: Option<TextRange>,
    has_reason: bool,
}

/// Removes suppressed findings and reports defects of the suppressions themselves.
pub(crate) fn apply(page: &Page, rules: &RuleSet, found: &mut Vec<Diagnostic>) {
    let suppressions: Vec<Suppression<'_>> = suppressions(page).collect();
    let mut used: Vec<Vec<bool>> =
        suppressions.iter().map(|suppression| vec![false; suppression.rules.len()]).collect();
    found.retain(|diagnostic| {
        let mut keep = true;
        for (suppression, used) in suppressions.iter().zip(&mut used) {
            let inside = suppression.covers(diagnostic.range);
            for ((rule, _), used) in suppression.rules.iter().zip(used) {
                if inside && *rule == diagnostic.rule.0 {
                    *used = true;
                    keep = false;
                }
            }
        }
        keep
    });

    let rules = rules.at(page.source.path());
    if let Some(mut report) = report(WITHOUT_REASON, &rules, found) {
        for suppression in suppressions.iter().filter(|suppression| !suppression.has_reason) {
            let finding = report.found(suppression.comment, "this suppression has no reason");
            report.push(
                finding.help("add the reason after `--`: `<!-- firstaid: allow stale-tool -- quoted in a history -->`"),
            );
        }
    }
    if let Some(mut report) = report(UNUSED, &rules, found) {
        for (suppression, used) in suppressions.iter().zip(&used) {
            report_unused(page, &rules, suppression, used, &mut report);
        }
    }
}

/// Where the findings of one of the two rules go; `None` when it does not run.
fn report<'a>(name: &str, rules: &RulesAt<'_>, found: &'a mut Vec<Diagnostic>) -> Option<Report<'a>> {
    Some(Report::new(entry(name)?.rule.name, rules.severity(name)?, found))
}

fn report_unused(
    page: &Page,
    rules: &RulesAt<'_>,
    suppression: &Suppression<'_>,
    used: &[bool],
    report: &mut Report<'_>,
) {
    if let Some(range) = suppression.unknown_command {
        let finding = report.found(range, "this suppression cannot be parsed");
        return report.push(finding.help("write `allow` or `allow-file`, then the names of rules"));
    }
    if suppression.rules.is_empty() {
        let finding = report.found(suppression.comment, "this suppression names no rule");
        return report.push(finding.help("write the name of the rule after `allow`"));
    }
    let is_unused = |rule: &str, used: bool| !used && rules.severity(rule).is_some();
    let all = suppression.rules.iter().zip(used).all(|((rule, _), used)| is_unused(rule, *used));
    for (n, ((rule, range), used)) in suppression.rules.iter().zip(used).enumerate() {
        if entry(rule).is_none() {
            let finding = report.found(*range, format!("there is no rule `{rule}` to allow"));
            report.push(match nearest(rule, RULES.iter().map(|entry| entry.rule.name.0)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            });
        } else if is_unused(rule, *used) {
            let finding = report.found(*range, format!("`{rule}` reports nothing here"));
            let fix = if all { removal(page, suppression.comment) } else { shortening(&suppression.rules, n) };
            report.push(finding.fix(fix));
        }
    }
}

/// Removes one rule from a list, with the separator to its neighbour.
fn shortening(rules: &[(&str, TextRange)], n: usize) -> Fix {
    let (_, own) = rules[n];
    let range = match (rules.get(n + 1), n.checked_sub(1).map(|n| rules[n])) {
        (Some((_, next)), _) => TextRange::new(own.start(), next.start()),
        (None, Some((_, before))) => TextRange::new(before.end(), own.end()),
        (None, None) => own,
    };
    Fix::new("Remove the rule from the list", vec![Edit::delete(range)], Applicability::Safe)
}

/// Removes a comment, with its line if nothing else is on it. Safe where the blocks around do not change.
fn removal(page: &Page, comment: TextRange) -> Fix {
    let text = page.text();
    let (before, after) = (&text[..comment.start() as usize], &text[comment.end() as usize..]);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = after.find('\n').map_or(text.len(), |newline| comment.end() as usize + newline + 1);
    let begins_line = before[line_start..].trim().is_empty();
    let ends_line = text[comment.end() as usize..line_end].trim().is_empty();
    let (range, safe) = if begins_line && ends_line {
        // Without the comment, the paragraph above may continue below, and two lists may become one.
        let above = before[..line_start].trim_end_matches([' ', '\t']);
        let gap = above.is_empty() || above.ends_with("\n\n") || above.ends_with("\n\r\n") || {
            let end = above.trim_end().len() as u32;
            page.front_matter.as_ref().is_some_and(|front_matter| front_matter.range.end() == end)
        };
        let below_list = page.lists.iter().any(|list| {
            let end = list.range.end().min(comment.start());
            list.range.start() < comment.start() && text[TextRange::new(end, comment.start())].trim().is_empty()
        });
        (TextRange::from(line_start..line_end), gap && !below_list)
    } else {
        let spaces = before.len() - before.trim_end_matches([' ', '\t']).len();
        let removes_spaces = ends_line || after.starts_with([' ', '\t']);
        let start = comment.start() - if removes_spaces && !begins_line { spaces as u32 } else { 0 };
        (TextRange::new(start, comment.end()), !begins_line)
    };
    let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
    Fix::new("Remove the comment", vec![Edit::delete(range)], applicability)
}

impl Suppression<'_> {
    fn covers(&self, range: TextRange) -> bool {
        let at = range.start();
        self.scope.is_some_and(|scope| scope.start() <= at && at < scope.end().max(scope.start() + 1))
    }
}

/// The commands of a page's suppressions, each with its comment.
pub(crate) fn commands(page: &Page) -> impl Iterator<Item = (&Comment, &str)> {
    page.comments.iter().filter_map(|comment| {
        let text = &page.text()[comment.range];
        let (inner, end) = match text.strip_prefix("<!--") {
            Some(inner) => (inner, "-->"),
            None => (text.strip_prefix("{/*")?, "*/}"),
        };
        let inner = inner.strip_suffix(end).unwrap_or(inner);
        let command = inner.trim_start().strip_prefix("firstaid:")?;
        // Marks for translation are not suppressions.
        (!matches!(command.trim(), "translate" | "no-translate")).then_some((comment, command))
    })
}

fn suppressions(page: &Page) -> impl Iterator<Item = Suppression<'_>> {
    commands(page).map(|(comment, command)| {
        let (list, reason) =
            command.split_once("--").or_else(|| command.split_once(['—', '–'])).unwrap_or((command, ""));
        let mut words = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
        let whole_file = TextRange::new(0, page.text().len() as u32 + 1);
        let scope = match words.next() {
            Some("allow-file") => Some(whole_file),
            Some("allow") => comment.block,
            _ => None,
        };
        let allows = matches!(list.split_whitespace().next(), Some("allow" | "allow-file"));
        let list = list.trim();
        let unknown_command =
            (!allows).then(|| if list.is_empty() { comment.range } else { range_of(page.text(), list) });
        let rules = words.map(|rule| (rule, range_of(page.text(), rule))).collect();
        let has_reason = !reason.trim().is_empty();
        Suppression { comment: comment.range, scope, rules, unknown_command, has_reason }
    })
}

/// The bytes of a slice of the page's text.
fn range_of(text: &str, slice: &str) -> TextRange {
    let start = slice.as_ptr() as usize - text.as_ptr() as usize;
    TextRange::from(start..start + slice.len())
}
