//! What got better and worse since a commit.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Result, bail};
use firstaid_diagnostics::site::{Addition, Changes, FamilyChange, Finding, LinkChange, Tone};
use firstaid_diagnostics::{Before, FileDiagnostics, Severity, introduced_findings};
use firstaid_ledger::LinkUrl;
use firstaid_lint::{Linter, entry, fold_translations, judge_link, link_uses};

use super::ReportArgs;
use super::links::tone;
use crate::guide::{OpenGuide, past};
use crate::note::note_line;
use crate::past_findings::{PastFindings, past_findings};

/// The changes since the merge base of a commit and HEAD; `None`, with a note, if the guide cannot be read there.
/// `findings` are those of today, of all pages.
pub(super) fn since(
    args: &ReportArgs,
    opened: &OpenGuide,
    linter: &Linter,
    rev: &str,
    findings: &[FileDiagnostics],
    is_shown: &dyn Fn(&str) -> bool,
) -> Result<Option<Changes>> {
    let Some(past) = past(&opened.root, args.guide.config.as_deref(), None, rev)?.and_then(|past| past.guide) else {
        return Ok(None);
    };
    let past = match past_findings(past, &[], &[], opened.today) {
        Ok(past) => past,
        Err(error) => bail!("the configuration at `{rev}` was not valid: {error}"),
    };
    note_line("what got better and worse is in changes.html");
    // A page that went has no locale any more: its folder tells.
    let is_wanted = |path: &str| is_shown(path) || args.locale.is_none();
    let pages = opened.guide.pages.iter().map(|page| page.source.path().to_owned());
    let files: HashSet<String> = pages.chain(linter.catalogs().paths().map(|(_, path)| path.to_owned())).collect();
    let before = Before { findings: &past.findings, files: &past.files };
    let worse = introduced_findings(&before, findings.to_vec(), &|path| files.contains(path));
    let after = Before { findings, files: &files };
    let better = introduced_findings(&after, past.findings.clone(), &|path| past.files.contains(path));
    let is_page = |path: &String| path.ends_with(".md") && is_wanted(path);
    let came = files.difference(&past.files).filter(|path| is_page(path)).map(|path| (path, true));
    let went = past.files.difference(&files).filter(|path| is_page(path)).map(|path| (path, false));
    let mut additions: Vec<Addition> =
        came.chain(went).map(|(path, is_added)| Addition { path: path.clone(), is_added }).collect();
    additions.sort_by(|a, b| a.path.cmp(&b.path));
    let (worse, better) = apart(listed(&worse, &is_wanted), listed(&better, &is_wanted));
    Ok(Some(Changes {
        since: rev.to_owned(),
        links: links(opened, linter, &past, &is_wanted),
        families: families(opened, findings, past, &is_wanted),
        worse,
        better,
        files: additions,
    }))
}

/// The findings, the gravest first.
fn listed(files: &[FileDiagnostics], is_wanted: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let files = files.iter().filter(|file| is_wanted(file.source.path()));
    let mut listed: Vec<Finding> = files
        .flat_map(|file| {
            file.diagnostics.iter().map(|it| Finding {
                path: file.source.path().to_owned(),
                line: file.source.lines().line(it.range.start()),
                severity: it.severity,
                rule: it.rule.0,
                message: it.message.to_string(),
            })
        })
        .collect();
    listed.sort_by(|a, b| {
        let rank = |it: &Finding| std::cmp::Reverse::<Severity>(it.severity);
        (rank(a), &a.path, a.line).cmp(&(rank(b), &b.path, b.line))
    });
    listed
}

/// Drops what came and went alike: a finding in a line that was edited is neither better nor worse.
fn apart(came: Vec<Finding>, went: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
    let key = |it: &Finding| (it.path.clone(), it.rule, it.message.clone());
    let mut open: HashMap<_, usize> = HashMap::new();
    for it in &came {
        *open.entry(key(it)).or_default() += 1;
    }
    let take = |open: &mut HashMap<_, usize>, it: &Finding| {
        open.get_mut(&key(it)).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
    };
    let mut both: HashMap<_, usize> = HashMap::new();
    let better: Vec<Finding> = went
        .into_iter()
        .filter(|it| {
            let is_both = take(&mut open, it);
            if is_both {
                *both.entry(key(it)).or_default() += 1;
            }
            !is_both
        })
        .collect();
    let worse = came.into_iter().filter(|it| !take(&mut both, it)).collect();
    (worse, better)
}

/// Findings by family then and now, counted as the overview counts them.
fn families(
    opened: &OpenGuide,
    findings: &[FileDiagnostics],
    past: PastFindings,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<FamilyChange> {
    let mut sides = [past.findings, findings.to_vec()];
    for (side, guide) in sides.iter_mut().zip([&past.guide, &opened.guide]) {
        side.retain(|file| is_wanted(file.source.path()));
        if is_wanted("") {
            fold_translations(guide, side);
        }
    }
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (side, files) in sides.iter().enumerate() {
        for finding in files.iter().flat_map(|file| &file.diagnostics) {
            let family = entry(finding.rule.0).map_or_else(|| "other".to_owned(), |it| it.family.to_string());
            counts.entry(family).or_default()[side] += 1;
        }
    }
    counts.into_iter().map(|(family, [before, after])| FamilyChange { family, before, after }).collect()
}

/// The links that pages had then and have now whose verdict got better or worse.
fn links(
    opened: &OpenGuide,
    linter: &Linter,
    past: &PastFindings,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<LinkChange> {
    let (Some(then), Some(now)) = (past.linter.ledger(), linter.ledger()) else { return Vec::new() };
    let used: HashSet<LinkUrl> = link_uses(&past.guide).map(|(url, ..)| url).collect();
    let here = link_uses(&opened.guide).filter(|(url, _, page, _)| used.contains(url) && is_wanted(page.source.path()));
    let mut urls: Vec<LinkUrl> = here.map(|(url, ..)| url).collect();
    urls.sort();
    urls.dedup();
    let change = |url: LinkUrl| {
        let [before, after] =
            [then, now].map(|ledger| judge_link(Some(ledger), &url, ledger.get(&url), &opened.config, opened.today));
        let [tone_before, tone_after] = [tone(&before), tone(&after)];
        let is_known = tone_before != Tone::Unknown && tone_after != Tone::Unknown;
        (is_known && tone_before != tone_after).then(|| LinkChange {
            url: url.as_str().to_owned(),
            before: before.kind.as_str(),
            after: after.kind.as_str(),
            is_better: tone_after > tone_before,
        })
    };
    urls.into_iter().filter_map(change).collect()
}
