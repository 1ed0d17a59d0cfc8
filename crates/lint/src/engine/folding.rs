//! One cause, one finding, across locales: a translation that repeats the defect of its source.
//!
//! The cause is in the source. A run over the whole guide shows it there, with the places of the translations; a run
//! over some pages shows each page's own findings, and says where the cause is. Findings are folded when they are
//! shown, not before: a baseline and a change know each place by itself.

use std::collections::HashMap;
use std::sync::Arc;

use firstaid_content::{Guide, Locale, PageKey};
use firstaid_diagnostics::{Diagnostic, FileDiagnostics, Note, NoteKind, Related};
use firstaid_text::{SourceFile, TextRange};

use super::report::left_out;
use super::rule::{Family, entry};

/// What makes two findings of a page and its translation one defect: the rule, its message, and, where the message may
/// be that of any place ("bare URL"), the text in that place.
type Cause<'a> = (&'static str, &'a str, Option<&'a str>);

/// Replaces the findings of translations that repeat one of their source by their places: "also in es, fr". A finding
/// that is graver than its source's stays, as does one that says how many of its page are not listed.
pub fn fold_translations(guide: &Guide, files: &mut Vec<FileDiagnostics>) {
    let mut repeated: HashMap<(usize, usize), Vec<Repeated>> = HashMap::new();
    let causes = causes_by_page(guide, files);
    // In ascending order.
    let mut folded: Vec<(usize, usize)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let Some(key) = translation(guide, file) else { continue };
        let Some((source, causes)) = causes.get(&*key.name) else { continue };
        for (n, finding) in file.diagnostics.iter().enumerate().filter(|(_, finding)| left_out(finding).is_none()) {
            let Some(&cause) = cause(file, finding).and_then(|cause| causes.get(&cause)) else { continue };
            if finding.severity > files[*source].diagnostics[cause].severity {
                continue;
            }
            let places = std::iter::once(finding.range).chain(finding.also.iter().copied()).collect();
            let place = Repeated { locale: key.locale.clone(), source: Arc::clone(&file.source), places };
            repeated.entry((*source, cause)).or_default().push(place);
            folded.push((at, n));
        }
    }
    drop(causes);
    for ((at, n), places) in repeated {
        let finding = &mut files[at].diagnostics[n];
        let mut locales: Vec<String> = places.iter().map(|place| place.locale.to_string()).collect();
        locales.sort_unstable();
        locales.dedup();
        let mut all: Vec<Related> = places.into_iter().flat_map(Repeated::related).collect();
        all.sort_by(|a, b| (a.source.path(), a.range).cmp(&(b.source.path(), b.range)));
        let text = format!("also in {}", locales.join(", ")).into();
        finding.notes.push(Note { kind: NoteKind::Note, text });
        finding.elsewhere = Some(all.into());
    }
    for of_file in folded.chunk_by(|a, b| a.0 == b.0) {
        let mut gone = of_file.iter().map(|&(_, n)| n).peekable();
        let mut places = 0..;
        files[of_file[0].0].diagnostics.retain(|_| places.next().and_then(|n| gone.next_if_eq(&n)).is_none());
    }
    files.retain(|file| !file.diagnostics.is_empty());
}

/// Adds the place of the cause to the findings of translations that repeat one of their source.
pub fn name_causes(guide: &Guide, files: &mut [FileDiagnostics]) {
    let causes = causes_by_page(guide, files);
    let mut found: Vec<(usize, usize, Related)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let causes = translation(guide, file).and_then(|key| causes.get(&*key.name));
        let Some((source, causes)) = causes else { continue };
        for (n, finding) in file.diagnostics.iter().enumerate() {
            let Some(&cause) = cause(file, finding).and_then(|cause| causes.get(&cause)) else { continue };
            let FileDiagnostics { source, diagnostics } = &files[*source];
            let range = diagnostics[cause].range;
            found.push((at, n, Related { source: Arc::clone(source), range, label: "the source has it, too" }));
        }
    }
    drop(causes);
    for (at, n, related) in found {
        files[at].diagnostics[n].related = Some(Box::new(related));
    }
}

/// The places of a defect in one translation.
struct Repeated {
    locale: Locale,
    source: Arc<SourceFile>,
    places: Vec<TextRange>,
}

impl Repeated {
    fn related(self) -> impl Iterator<Item = Related> {
        let Self { source, places, .. } = self;
        places.into_iter().map(move |range| Related { source: Arc::clone(&source), range, label: "a translation" })
    }
}

/// The key of a translated page; `None` for a page of the source locale and for a file that is no page.
fn translation<'g>(guide: &'g Guide, file: &FileDiagnostics) -> Option<&'g PageKey> {
    guide.by_path(file.source.path()).map(|page| &page.key).filter(|key| key.locale != *guide.layout.source())
}

/// By the name of a source page: its place among the files, and the first finding of each cause.
fn causes_by_page<'a>(
    guide: &'a Guide,
    files: &'a [FileDiagnostics],
) -> HashMap<&'a str, (usize, HashMap<Cause<'a>, usize>)> {
    let mut found = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        let page = guide.by_path(file.source.path()).filter(|page| page.key.locale == *guide.layout.source());
        let Some(page) = page else { continue };
        let mut causes = HashMap::new();
        for (n, finding) in file.diagnostics.iter().enumerate() {
            if let Some(cause) = cause(file, finding) {
                causes.entry(cause).or_insert(n);
            }
        }
        found.entry(&*page.key.name).or_insert((at, causes));
    }
    found
}

/// Minimum letters of a text by which two places are one defect; a mark or a short word stands in many places.
const MIN_LETTERS: usize = 4;

/// The cause of a finding; `None` if it is no defect that a translation takes over from its source.
fn cause<'a>(file: &'a FileDiagnostics, finding: &'a Diagnostic) -> Option<Cause<'a>> {
    let family = entry(finding.rule.0)?.family;
    let text = match family {
        // The message names the tool, or what is hard to read.
        Family::Tools | Family::Plain => None,
        Family::Links | Family::Identity | Family::Spelling | Family::Unicode | Family::Labels => {
            let text = file.source.slice(finding.range);
            (text.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_LETTERS).then_some(text)
        }
        Family::Page | Family::FrontMatter | Family::Structure | Family::Translation | Family::Suppression => {
            return None;
        }
    };
    // The message on a link may name a page of the locale.
    let message = if family == Family::Links { "" } else { &*finding.message };
    (matches!(family, Family::Tools | Family::Plain) || text.is_some()).then_some((finding.rule.0, message, text))
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, ContentConfig, Layout, parse};
    use firstaid_diagnostics::{RuleName, Severity};

    use super::*;

    #[test]
    fn a_finding_that_counts_those_that_are_not_listed_stays() {
        let layout = Layout::new(&ContentConfig::default()).unwrap();
        let page = |path: &str| {
            let key = layout.key(path).unwrap();
            let source = SourceFile::new(format!("content/{path}"), "Nutshell".to_owned());
            parse(key, source, AnchorDialect::GitHub)
        };
        let pages = vec![page("en/A.md"), page("es/A.md")];
        let guide = Guide::new(pages, Vec::new(), layout, AnchorDialect::GitHub, "content/".to_owned());
        let finding =
            |severity| Diagnostic::new(RuleName("stale-tool"), severity, TextRange::new(0, 8), "Nutshell is dead");
        let folded = |source: Severity, translation: Diagnostic| {
            let mut files: Vec<FileDiagnostics> = [vec![finding(source)], vec![translation]]
                .into_iter()
                .zip(&guide.pages)
                .map(|(found, page)| FileDiagnostics::new(Arc::clone(&page.source), found))
                .collect();
            fold_translations(&guide, &mut files);
            files.len() == 1
        };
        assert!(folded(Severity::Error, finding(Severity::Error)) && folded(Severity::Error, finding(Severity::Info)));
        assert!(!folded(Severity::Info, finding(Severity::Error)));
        let counting = finding(Severity::Error).note("7 more findings of this rule on this page are not listed");
        assert!(!folded(Severity::Error, counting));
    }
}
