//! `firstaid report`: gathers the health of a guide once, and writes it as a static site. The diagnostics crate renders
//! it.

mod args;
mod changes;
mod domains;
mod due;
mod folder;
mod keys;
mod languages;
mod links;
mod organisations;
mod pages;

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::Locale;
use firstaid_diagnostics::FileDiagnostics;
use firstaid_diagnostics::site::{Health, files};
use firstaid_lint::{Catalogs, Linter, RuleSet, fold_translations, rule_infos};

pub(crate) use args::ReportArgs;

use crate::guide::{OpenGuide, catalog_files, open_guide, read_ledger};
use crate::note::{hide_notes, note_line};
use crate::outcome::Outcome;
use crate::progress::Progress;
use folder::Folder;

pub(crate) fn run(args: &ReportArgs, root: PathBuf) -> Result<Outcome> {
    if args.quiet {
        hide_notes();
    }
    // A folder that is refused costs no time.
    let folder = Folder::claim(&args.folder)?;
    let opened = open_guide(&args.guide, root)?;
    let only = args.locale.as_deref().map(|tag| shown_locale(&opened, tag)).transpose()?;
    let linter = linter(&opened)?;
    let progress = Progress::new();
    progress.begin("checking", opened.guide.pages.len());
    let mut findings = linter.lint(&opened.guide, &|| progress.tick());
    progress.finish();

    let is_shown = |path: &str| only.as_ref().is_none_or(|only| locale_of(&opened, &linter, path) == Some(only));
    let changes = match &args.since {
        Some(rev) => changes::since(args, &opened, &linter, rev, &findings, &is_shown)?,
        None => None,
    };
    findings.retain(|file| is_shown(file.source.path()));
    if only.is_none() {
        fold_translations(&opened.guide, &mut findings);
    }
    let rules = rule_infos();
    let mut health = Health {
        title: opened.title(),
        today: opened.today.to_string(),
        version: env!("CARGO_PKG_VERSION"),
        only: only.as_ref().map(Locale::as_str),
        files: pages::files(&opened.guide, linter.catalogs(), &findings, &is_shown),
        rules: &rules,
        languages: Vec::new(),
        links: Vec::new(),
        has_ledger: linter.ledger().is_some(),
        organisations: Vec::new(),
        keys: Vec::new(),
        domains: Vec::new(),
        due: Vec::new(),
        changes,
        notes: notes(&opened, &linter, &findings),
    };
    health.languages = languages::languages(&opened, only.as_ref(), &mut health.files)?;
    health.links = links::links(&opened, linter.ledger(), &mut health.files);
    health.organisations = organisations::organisations(&opened, &mut health.links, &health.files);
    health.keys = keys::keys(&opened, linter.ledger(), &health.files, only.is_some());
    health.domains = domains::domains(&opened, linter.ledger(), &health.files);
    health.due = due::due(&opened, linter.ledger(), &health);
    let written = folder.write(&files(&health))?;
    note_line(&format!("{written} files in {}; open index.html there", args.folder.display()));
    Ok(Outcome::Clean)
}

fn linter(opened: &OpenGuide) -> Result<Linter> {
    let OpenGuide { root, config, registry, guide, today } = opened;
    if guide.pages.is_empty() {
        bail!("{}: no pages found under `{}`", root.display(), config.content.pages);
    }
    let rules = RuleSet::new(config, &[], &[])?;
    let linter = Linter::new(registry.clone(), config.clone(), rules, *today);
    let catalogs = Catalogs::new(catalog_files(root, config)?);
    Ok(linter.with_ledger(read_ledger(root, config)?).with_catalogs(catalogs))
}

/// The locale of `--locale`, which must have pages.
fn shown_locale(opened: &OpenGuide, tag: &str) -> Result<Locale> {
    let Some(locale) = Locale::new(tag) else { bail!("--locale: `{tag}` is not a locale such as `es` or `pt-BR`") };
    if !opened.guide.locales().contains(&&locale) {
        bail!("--locale: the guide has no pages in `{locale}`");
    }
    Ok(locale)
}

fn locale_of<'a>(opened: &'a OpenGuide, linter: &'a Linter, path: &str) -> Option<&'a Locale> {
    let page = opened.guide.by_path(path).map(|page| &page.key.locale);
    page.or_else(|| linter.catalogs().paths().find(|(_, catalog)| *catalog == path).map(|(key, _)| &key.locale))
}

/// What the report leaves out.
fn notes(opened: &OpenGuide, linter: &Linter, findings: &[FileDiagnostics]) -> Vec<String> {
    let unread = opened.guide.unread_pages();
    let unread = (!unread.is_empty()).then(|| format!("not read: {}", unread.join(", ")));
    let missing = linter.missing_dictionaries(&opened.guide, &|_| true);
    let missing = missing.into_iter().map(|language| format!("no Hunspell dictionary for `{language}`"));
    let mut left_out: HashMap<&str, usize> = HashMap::new();
    for finding in findings.iter().flat_map(|file| &file.diagnostics) {
        if firstaid_lint::left_out(finding).is_some() {
            *left_out.entry(finding.rule.0).or_default() += 1;
        }
    }
    let mut left_out: Vec<_> = left_out.into_iter().collect();
    left_out.sort_unstable();
    let left_out =
        left_out.into_iter().map(|(rule, pages)| format!("{rule}: not all findings of {pages} pages are listed"));
    unread.into_iter().chain(missing).chain(left_out).collect()
}
