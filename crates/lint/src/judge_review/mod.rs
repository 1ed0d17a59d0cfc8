//! What a change does to the judge: to the settings, registries, accepted findings and suppressions that decide what is
//! reported, and to files that the site serves and the linter does not read. The reviewer of the change sees it beside
//! the identities.

mod change;
mod data;
mod settings;
mod unread;

use std::collections::{BTreeMap, BTreeSet};

use firstaid_content::Page;
use firstaid_diagnostics::Baseline;

use crate::engine::suppression;
pub use change::{Change, ChangedFile, JudgeChange, Subject};
use settings::patterns;

/// What a change does to the judge, the gravest first, then by path. `files` are all files that the change alters.
pub fn judge_changes(change: Change<'_>, files: &[ChangedFile]) -> Vec<JudgeChange> {
    let mut rows = BTreeSet::new();
    let mut add = |subject, path: &str, what: String| {
        rows.insert(JudgeChange { subject, path: path.to_owned(), what });
    };
    let before: BTreeMap<&str, &Page> = change.before.pages.iter().map(|page| (page.source.path(), page)).collect();
    let after: BTreeMap<&str, &Page> = change.after.pages.iter().map(|page| (page.source.path(), page)).collect();
    let altered: BTreeMap<&str, &ChangedFile> = files.iter().map(|file| (&*file.path, file)).collect();
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        if altered.get(path).is_none_or(|file| file.after.is_some()) {
            add(Subject::HiddenPage, path, "no page of the guide any more: ignored, excluded or elsewhere".to_owned());
        }
    }
    for (path, page) in after.iter().filter(|(path, _)| altered.contains_key(*path)) {
        if let Some(problem) = page.problems.first().filter(|_| !page.is_whole()) {
            add(Subject::UnreadablePage, path, format!("not read as a whole: {}", problem.message));
        }
        let had = before.get(path).into_iter().flat_map(|page| suppressions(page));
        let mut left: Vec<&str> = had.map(|(_, text)| text).collect();
        for (line, text) in suppressions(page) {
            match left.iter().position(|it| *it == text) {
                Some(n) => drop(left.swap_remove(n)),
                None => add(Subject::Suppression, path, format!("line {line} added: {text}")),
            }
        }
    }
    let catalogs: BTreeSet<&str> = change.catalogs.paths().map(|(_, path)| path).collect();
    for file in files.iter().filter(|file| !after.contains_key(&*file.path) && !catalogs.contains(&*file.path)) {
        let path = &*file.path;
        let name = path.rsplit('/').next().unwrap_or(path);
        let (old, new) = (file.before.as_deref().unwrap_or(""), file.after.as_deref().unwrap_or(""));
        let found = if path == change.config {
            Some((Subject::Setting, settings::compare(old, new)))
        } else if matches!(name, ".gitignore" | ".ignore") {
            Some((Subject::IgnoreFile, patterns(old, new)))
        } else if name.ends_with(".jsonl.journal") {
            let what = file.after.iter().map(|_| "the journal of a probe belongs to no commit".to_owned());
            Some((Subject::Journal, what.collect()))
        } else {
            data::compare(change, file).or_else(|| Some((Subject::AcceptedFinding, accepted(path, old, new)?)))
        };
        if let Some((subject, found)) = found {
            for what in found {
                add(subject, path, what);
            }
        } else if let Some(kind) = file.after.as_ref().and_then(|_| unread::kind(change.content, path)) {
            let what = if file.before.is_some() { "altered" } else { "added" };
            add(Subject::UnreadFile, path, format!("{what}: {kind} that the linter does not read"));
        }
    }
    rows.into_iter().collect()
}

/// The commands of a page's suppressions, each with its line.
fn suppressions(page: &Page) -> impl Iterator<Item = (u32, &str)> {
    let allowing = suppression::commands(page).filter(|(_, command)| command.trim_start().starts_with("allow"));
    allowing.map(|(comment, command)| (page.source.lines().line(comment.range.start()), command.trim()))
}

/// The findings that a baseline accepts and its former version does not. `None` if neither is a baseline.
fn accepted(path: &str, old: &str, new: &str) -> Option<Vec<String>> {
    let parse = |text| Baseline::parse(path, text).unwrap_or_default();
    let (old, new) = (parse(old), parse(new));
    (old.count() + new.count() > 0).then(|| {
        let added = new.beyond(&old).into_iter();
        added.map(|it| format!("added: {} in {}: {} ({} times)", it.rule, it.path, it.text, it.count)).collect()
    })
}

#[cfg(test)]
mod tests;
