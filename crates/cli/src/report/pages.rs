//! The pages and catalogs of the report, with their findings.

use std::collections::HashMap;

use firstaid_content::{Guide, Locale};
use firstaid_diagnostics::FileDiagnostics;
use firstaid_diagnostics::site::{FileHealth, Repeat};
use firstaid_lint::{Catalogs, review};

use crate::page_title::page_title;

/// The shown pages, and the shown catalogs that have findings, sorted by path.
pub(super) fn files<'a>(
    guide: &'a Guide,
    catalogs: &'a Catalogs,
    findings: &'a [FileDiagnostics],
    is_shown: &dyn Fn(&str) -> bool,
) -> Vec<FileHealth<'a>> {
    let by_path: HashMap<&str, &FileDiagnostics> = findings.iter().map(|file| (file.source.path(), file)).collect();
    let mut repeats = repeats(findings);
    let pages = guide.pages.iter().filter(|page| is_shown(page.source.path()));
    let pages = pages.map(|page| {
        let path = page.source.path();
        let review = review(page);
        FileHealth {
            title: page_title(page),
            findings: by_path.get(path).copied(),
            repeats: repeats.remove(path).unwrap_or_default(),
            reviewed: review.map(|it| it.last.to_string()),
            review_due: review.map(|it| it.due.to_string()),
            ..file(path, &page.key.locale, true)
        }
    });
    let mut files: Vec<FileHealth<'_>> = pages.collect();
    let of_catalogs = catalogs.paths().filter_map(|(key, path)| {
        let findings = by_path.get(path).copied()?;
        Some(FileHealth { findings: Some(findings), ..file(path, &key.locale, false) })
    });
    files.extend(of_catalogs);
    files.sort_by_key(|file| file.path);
    files
}

fn file<'a>(path: &'a str, locale: &'a Locale, is_page: bool) -> FileHealth<'a> {
    FileHealth {
        path,
        title: None,
        locale: locale.as_str(),
        is_known_locale: locale.is_known(),
        is_page,
        findings: None,
        repeats: Vec::new(),
        reviewed: None,
        review_due: None,
        translated: None,
        links: Vec::new(),
    }
}

/// The defects of source pages that translations repeat, by the path of the translation, in order.
fn repeats(findings: &[FileDiagnostics]) -> HashMap<&str, Vec<Repeat<'_>>> {
    let mut repeats: HashMap<&str, Vec<Repeat<'_>>> = HashMap::new();
    for (file, finding) in findings.iter().flat_map(|file| file.diagnostics.iter().map(move |it| (file, it))) {
        for place in finding.elsewhere.iter().flatten() {
            let line = place.source.lines().line(place.range.start());
            let repeat = Repeat { line, rule: finding.rule.0, message: &finding.message, source: file.source.path() };
            repeats.entry(place.source.path()).or_default().push(repeat);
        }
    }
    for of_page in repeats.values_mut() {
        of_page.sort_by_key(|it| (it.line, it.rule));
    }
    repeats
}
