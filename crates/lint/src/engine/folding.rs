//! One cause, one finding, across locales: a translation that repeats the defect of its source.
//!
//! The cause is in the source. A run over the whole guide shows it there, with the places of the translations; a run over
//! some pages shows each page's own findings, and says where the cause is. Findings are folded when they are shown, not
//! before: a baseline and a change know each place by itself.

use std::collections::HashMap;
use std::sync::Arc;

use firstaid_content::{Guide, Locale, PageKey};
use firstaid_diagnostics::{Diagnostic, FileDiagnostics, Related};
use firstaid_text::{SourceFile, TextRange};

use super::rule::{Family, entry};

/// What makes two findings of a page and its translation one defect: the rule, its message, and, where the message may be
/// that of any place ("bare URL"), the text in that place.
type Cause<'a> = (&'static str, &'a str, Option<&'a str>);

/// Replaces the findings of translations that repeat one of their source by their places: "also in es, fr".
pub fn fold_translations(guide: &Guide, files: &mut Vec<FileDiagnostics>) {
    let keys = Keys::new(guide);
    let mut repeated: HashMap<(usize, usize), Vec<Repeated>> = HashMap::new();
    let causes = causes_by_page(&keys, files);
    let mut folded: Vec<(usize, usize)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let Some((locale, name)) = keys.translation(file) else { continue };
        let Some((source, causes)) = causes.get(name) else { continue };
        for (n, finding) in file.diagnostics.iter().enumerate() {
            let Some(&cause) = cause(file, finding).and_then(|cause| causes.get(&cause)) else { continue };
            let places = std::iter::once(finding.range).chain(finding.also.iter().copied()).collect();
            let place = Repeated { locale: locale.clone(), source: Arc::clone(&file.source), places };
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
        *finding = finding.clone().note(format!("also in {}", locales.join(", "))).elsewhere(all);
    }
    // From the last, so that the places of the others stay.
    for (at, n) in folded.into_iter().rev() {
        files[at].diagnostics.remove(n);
    }
    files.retain(|file| !file.diagnostics.is_empty());
}

/// Adds the place of the cause to the findings of translations that repeat one of their source.
pub fn name_causes(guide: &Guide, files: &mut [FileDiagnostics]) {
    let keys = Keys::new(guide);
    let causes = causes_by_page(&keys, files);
    let mut found: Vec<(usize, usize, Arc<SourceFile>, TextRange)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let Some((source, causes)) = keys.translation(file).and_then(|(_, name)| causes.get(name)) else { continue };
        for (n, finding) in file.diagnostics.iter().enumerate() {
            let Some(&cause) = cause(file, finding).and_then(|cause| causes.get(&cause)) else { continue };
            let source = &files[*source];
            found.push((at, n, Arc::clone(&source.source), source.diagnostics[cause].range));
        }
    }
    drop(causes);
    for (at, n, source, range) in found {
        let finding = &mut files[at].diagnostics[n];
        *finding = finding.clone().related(&source, range, "the source has it, too");
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

/// The keys of the pages of a guide, by path.
struct Keys<'g> {
    by_path: HashMap<&'g str, &'g PageKey>,
    source: &'g Locale,
}

impl<'g> Keys<'g> {
    fn new(guide: &'g Guide) -> Self {
        let by_path = guide.pages.iter().map(|page| (page.source.path(), &page.key)).collect();
        Self { by_path, source: guide.layout.source() }
    }

    /// The name of a page of the source locale.
    fn source(&self, file: &FileDiagnostics) -> Option<&'g str> {
        let key = self.by_path.get(file.source.path()).filter(|key| key.locale == *self.source)?;
        Some(&key.name)
    }

    /// The locale and name of a translated page.
    fn translation(&self, file: &FileDiagnostics) -> Option<(&'g Locale, &'g str)> {
        let key = self.by_path.get(file.source.path()).filter(|key| key.locale != *self.source)?;
        Some((&key.locale, &key.name))
    }
}

/// By the name of a source page: its place among the files, and the first finding of each cause.
fn causes_by_page<'a>(
    keys: &Keys<'a>,
    files: &'a [FileDiagnostics],
) -> HashMap<&'a str, (usize, HashMap<Cause<'a>, usize>)> {
    let mut found = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        let Some(name) = keys.source(file) else { continue };
        let mut causes = HashMap::new();
        for (n, finding) in file.diagnostics.iter().enumerate() {
            if let Some(cause) = cause(file, finding) {
                causes.entry(cause).or_insert(n);
            }
        }
        found.entry(name).or_insert((at, causes));
    }
    found
}

/// Minimum letters of a text by which two places are one defect; a mark or a short word stands in many places.
const MIN_LETTERS: usize = 4;

/// The cause of a finding; `None` if it is no defect that a translation takes over from its source.
fn cause<'a>(file: &'a FileDiagnostics, finding: &'a Diagnostic) -> Option<Cause<'a>> {
    let family = entry(finding.rule.0)?.family;
    let text = match family {
        // The message names the tool.
        Family::Tools => None,
        Family::Links | Family::Identity | Family::Spelling | Family::Unicode => {
            let text = file.source.slice(finding.range);
            (text.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_LETTERS).then_some(text)
        }
        Family::Page | Family::FrontMatter | Family::Structure | Family::Translation | Family::Suppression => {
            return None;
        }
    };
    (family == Family::Tools || text.is_some()).then_some((finding.rule.0, &*finding.message, text))
}
