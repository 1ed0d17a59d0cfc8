use anyhow::Result;
use firstaid_content::paths::join;
use firstaid_diagnostics::{escape_markdown, json_line, markdown_code, visible_line};
use firstaid_lint::{IdentityChange, JudgeChange, Standing};
use serde_json::{Value, json};

use super::observed::Observed;
use crate::diff_format::DiffFormat;
use crate::markdown_table::{MAX_ROWS, markdown_table};

const COMMAND: &str = "firstaid identities diff";
/// Maximum rows of one kind in the table of the judge, which has ten kinds.
const MAX_ROWS_OF_A_KIND: usize = 40;

/// `prefix` is the guide's path in its repository, for the paths of Markdown.
pub(super) fn render(
    format: DiffFormat,
    changes: &[IdentityChange],
    observed: &Observed<'_>,
    judge: &[JudgeChange],
    prefix: &str,
) -> Result<String> {
    Ok(match format {
        DiffFormat::Human => {
            let lines = changes.iter().map(|change| visible_line(&line(change, observed)).into_owned() + "\n");
            let rows = judge.iter().map(|row| visible_line(&judge_line(row)).into_owned() + "\n");
            let count = (!judge.is_empty()).then(|| judge_summary(judge) + "\n");
            lines.chain([summary(changes) + "\n"]).chain(rows).chain(count).collect()
        }
        DiffFormat::Markdown => identity_table(changes, observed, prefix) + &judge_table(judge, prefix),
        DiffFormat::Jsonl => {
            let lines = changes.iter().map(|change| Ok(json_line(&object(change, observed))? + "\n"));
            let rows = judge.iter().map(|row| Ok(json_line(&judge_object(row))? + "\n"));
            lines.chain(rows).collect::<Result<String>>()?
        }
    })
}

fn line(change: &IdentityChange, observed: &Observed<'_>) -> String {
    let lines: Vec<String> = change.lines.iter().map(u32::to_string).collect();
    let shown = [&change.before, &change.after].into_iter().flatten().map(|value| change.shown(value));
    let (path, lines, what, kind) = (&change.path, lines.join(","), change.what(), change.kind.name());
    let observed = observed.of(change).map(|line| format!("; observed: {line}")).unwrap_or_default();
    format!("{path}:{lines}: {what} {kind} {}: {}{observed}", shown.collect::<Vec<_>>().join(" -> "), change.standing)
}

fn judge_line(row: &JudgeChange) -> String {
    format!("{}: {}: {}", row.path, row.subject.as_str(), row.what)
}

fn judge_summary(judge: &[JudgeChange]) -> String {
    let noun = if judge.len() == 1 { "change" } else { "changes" };
    format!("{} {noun} of what is checked, and by which rules", judge.len())
}

/// A second table, only if there is something in it. Rows of one kind leave room for the others.
fn judge_table(judge: &[JudgeChange], prefix: &str) -> String {
    if judge.is_empty() {
        return String::new();
    }
    let row = |row: &JudgeChange| {
        let place = format!("{prefix}{}", row.path);
        // A file that the command line names may be outside of the guide.
        let place = markdown_code(&join("", &place).unwrap_or(place));
        format!("| {} | {place} | {} |", row.subject.as_str(), markdown_code(&row.what))
    };
    let of_one_kind = judge.chunk_by(|a, b| a.subject == b.subject);
    let rows = of_one_kind.flat_map(|rows| rows.iter().take(MAX_ROWS_OF_A_KIND)).map(row);
    let heading = format!("\n**The judge**: {}", judge_summary(judge));
    markdown_table(heading, ["| what | where | change |", "| --- | --- | --- |"], rows, (judge.len(), COMMAND))
}

fn judge_object(row: &JudgeChange) -> Value {
    json!({ "change": "judge", "kind": row.subject.as_str(), "path": row.path, "note": row.what })
}

fn identity_table(changes: &[IdentityChange], observed: &Observed<'_>, prefix: &str) -> String {
    let head = ["| change | identity | where | what is known of it |", "| --- | --- | --- | --- |"];
    let heading = format!("**Identities**: {}", summary(changes));
    let rows = changes.iter().take(MAX_ROWS).map(|change| row(change, observed, prefix));
    markdown_table(heading, head, rows, (changes.len(), COMMAND))
}

fn row(change: &IdentityChange, observed: &Observed<'_>, prefix: &str) -> String {
    let shown = [&change.before, &change.after].into_iter().flatten().map(|value| markdown_code(&change.shown(value)));
    let identity = shown.collect::<Vec<_>>().join(" → ");
    let lines: Vec<String> = change.lines.iter().map(u32::to_string).collect();
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    let place = format!("{}, {noun} {}", markdown_code(&format!("{prefix}{}", change.path)), lines.join(", "));
    let standing = escape_markdown(&visible_line(&change.standing.to_string()));
    let standing = if is_suspicious(change) { format!("**{standing}**") } else { standing };
    let observed = observed.of(change).map(|line| format!("; observed: {}", escape_markdown(&visible_line(&line))));
    let standing = standing + &observed.unwrap_or_default();
    format!("| {} {} | {identity} | {place} | {standing} |", change.what(), change.kind.name())
}

/// "1 altered, 2 added; 1 suspicious".
fn summary(changes: &[IdentityChange]) -> String {
    let count = |what: &str| changes.iter().filter(|change| change.what() == what).count();
    let each = ["altered", "added", "removed"].map(|what| (what, count(what)));
    let each: Vec<String> = each.into_iter().filter(|it| it.1 > 0).map(|(what, n)| format!("{n} {what}")).collect();
    let suspicious = changes.iter().filter(|change| is_suspicious(change)).count();
    let warning = if suspicious == 0 { String::new() } else { format!("; {suspicious} suspicious") };
    if each.is_empty() { "none added, removed or altered".to_owned() } else { each.join(", ") + &warning }
}

/// Whether a reviewer must look twice: the change may mislead readers. Removing a stale identity is not suspicious.
fn is_suspicious(change: &IdentityChange) -> bool {
    match change.standing {
        Standing::LooksLike { .. } => true,
        Standing::Stale(_) => change.after.is_some(),
        _ => false,
    }
}

fn object(change: &IdentityChange, observed: &Observed<'_>) -> Value {
    json!({
        "change": change.what(),
        "kind": change.kind.name(),
        "before": change.before,
        "after": change.after,
        "path": change.path,
        "lines": change.lines,
        "standing": change.standing.as_str(),
        "note": change.standing.to_string(),
        "observed": observed.of(change),
    })
}
