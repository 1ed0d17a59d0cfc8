use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::render::Run;
use crate::render::statistics::summary;
use crate::{RuleName, Severity, escape_markdown};

/// Maximum number of columns of single locales; the other locales share one column.
const MAX_LOCALES: usize = 12;

/// Number of findings of a rule, in all and by locale.
#[derive(Default)]
struct Row<'a> {
    all: usize,
    by_locale: BTreeMap<&'a str, usize>,
}

/// One row per rule, the highest severity first, and one column per locale, the one with most findings first. Nothing
/// in the table is from a page.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "**Findings**: {}", escape_markdown(&summary(run.files, run.pages)))?;
    let mut rows: BTreeMap<(Severity, RuleName), Row<'_>> = BTreeMap::new();
    let mut total = Row::default();
    for (file, found) in run.findings() {
        let locale = run.locales.get(file.source.path()).map_or("", String::as_str);
        for row in [&mut total, rows.entry((found.severity, found.rule)).or_default()] {
            row.all += 1;
            *row.by_locale.entry(locale).or_default() += 1;
        }
    }
    if total.all == 0 {
        return Ok(());
    }
    let mut locales: Vec<&str> = total.by_locale.keys().copied().collect();
    locales.sort_by_key(|locale| Reverse(total.by_locale[locale]));
    let rest = locales.split_off(locales.len().min(MAX_LOCALES));
    let names: Vec<String> = locales.iter().map(|locale| escape_markdown(locale)).collect();
    let other = if rest.is_empty() { "" } else { " others |" };
    writeln!(out, "\n| severity | rule | {} |{other} all |", names.join(" | "))?;
    let columns = 1 + locales.len() + usize::from(!rest.is_empty());
    writeln!(out, "| --- | --- |{}", " ---: |".repeat(columns))?;
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|((severity, rule), row)| (Reverse(*severity), Reverse(row.all), *rule));
    let of_rules = rows.iter().map(|((severity, rule), row)| (severity.as_str(), rule.0, row));
    for (severity, rule, row) in of_rules.chain([("all", "", &total)]) {
        let count = |locale: &&str| row.by_locale.get(locale).copied().unwrap_or_default();
        let mut counts: Vec<usize> = locales.iter().map(count).collect();
        counts.extend((!rest.is_empty()).then(|| rest.iter().map(count).sum::<usize>()));
        counts.push(row.all);
        let cells: Vec<String> =
            counts.iter().map(|count| if *count == 0 { String::new() } else { count.to_string() }).collect();
        writeln!(out, "| {severity} | {rule} | {} |", cells.join(" | "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::FileDiagnostics;
    use crate::render::testing::{file, found, run};

    fn table(files: &[FileDiagnostics]) -> String {
        let locale = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        let locales: HashMap<String, String> =
            files.iter().map(|file| (file.source.path().to_owned(), locale(file.source.path()))).collect();
        let mut out = Vec::new();
        render(&Run { locales: &locales, ..run(files) }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn rows_are_rules_and_columns_are_locales() {
        let (error, warning) = (found(0..1, Severity::Error, "x"), found(0..1, Severity::Warning, "x"));
        let files = [
            file("en/A.md", "x", vec![warning.clone(), warning.clone()]),
            file("fr/A.md", "x", vec![error, warning.clone(), warning]),
        ];
        assert_eq!(
            table(&files),
            "**Findings**: 2 pages: 1 error, 4 warnings\n\n\
             | severity | rule | fr | en | all |\n| --- | --- | ---: | ---: | ---: |\n\
             | error | some-rule | 1 |  | 1 |\n| warning | some-rule | 2 | 2 | 4 |\n| all |  | 3 | 2 | 5 |\n"
        );
    }

    #[test]
    fn without_findings_there_is_no_table() {
        assert_eq!(table(&[]), "**Findings**: 0 pages: nothing to report\n");
    }

    #[test]
    fn locales_with_the_fewest_findings_share_a_column() {
        let page = |n: usize| {
            let found = (0..n).map(|_| found(0..1, Severity::Error, "x")).collect();
            file(&format!("l{n}/A.md"), "x", found)
        };
        let files: Vec<FileDiagnostics> = (1..=14).map(page).collect();
        let table = table(&files);
        assert!(table.contains(" | l4 | l3 | others | all |\n"), "{table}");
        assert!(table.contains(" | 4 | 3 | 3 | 105 |\n"), "{table}");
    }
}
