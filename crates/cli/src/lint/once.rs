//! One run of `lint`, from reading the guide to its report.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use firstaid_content::{ContentConfig, Guide, Layout, Step, load_guide};
use firstaid_diagnostics::{Applicability, FileDiagnostics, Run, ShownPaths};
use firstaid_ledger::Ledger;
use firstaid_lint::{
    Catalogs, Config, Linter, RuleSet, fix_guide, fold_translations, left_out, name_causes, rule_infos,
};
use jiff::civil::Date;

use super::args::LintArgs;
use super::changed_since::Opened;
use super::filter::Filter;
use super::fixes::{show_diff, write_fixes};
use super::report::report;
use super::unread_data::unread_data;
use super::{baseline, changed_since, stdin};
use crate::date::date_or_today;
use crate::guide::{
    Setup, catalog_files, path_in_repository, read_ledger, read_proofreading, setup_from, shown_paths, unconfirmed,
};
use crate::links;
use crate::note::note_line;
use crate::outcome::Outcome;
use crate::progress::Progress;

pub(super) fn lint_once(args: &LintArgs, root: PathBuf) -> Result<Outcome> {
    let Setup { root, config, layout, registry, notes } =
        setup_from(args.root.as_deref(), args.config.as_deref(), root)?;
    let rules = RuleSet::new(&config, &args.select, &args.ignore)?;
    for note in notes {
        note_line(&note);
    }
    if let Some(threads) = args.threads {
        // Fails if the pool already exists, as in every run of --watch but the first.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    }
    let today = date_or_today(args.today);

    let progress = Progress::new();
    let mut guide = read(&root, &config.content, layout, &progress)?;
    stdin::insert_page(args, &root, &mut guide)?;
    let catalogs = Catalogs::new(catalog_files(&root, &config)?);
    let filter = Filter::new(args, &root, &guide, &catalogs)?;
    if args.online_new {
        progress.finish();
    }
    let Observed { ledger, new_links, past } = observed(args, &root, &config, &guide, today)?;
    let rule_help = config.report.rule_help.clone();
    let proofreading = read_proofreading(&root, &config)?;
    let linter = Linter::new(registry, config, rules, today).with_ledger(ledger).with_new_links(new_links);
    let linter = linter.with_catalogs(catalogs).with_proofreading(proofreading);
    for language in linter.missing_dictionaries(&guide, &|path| filter.keeps(path)) {
        note_line(&format!("no Hunspell dictionary for `{language}`: fewer misspellings are found in its pages"));
    }
    for language in linter.languages_compared_less(&guide, &|path| filter.keeps(path)) {
        note_line(&format!(
            "the negations and opposites of `{language}` are not known: its pages are not searched for lost ones"
        ));
    }
    let mut fixed_pages = HashSet::new();
    let mut findings = if args.fix || args.unsafe_fixes || args.diff {
        let applicability = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let fixed = fix_guide(&linter, &mut guide, applicability, &|path| filter.keeps(path));
        progress.finish();
        if args.diff {
            return show_diff(args.color, &fixed);
        }
        write_fixes(&root, &fixed)?;
        fixed_pages.extend(fixed.files.iter().map(|file| file.path.clone()));
        fixed.remaining
    } else {
        progress.begin("checking", guide.pages.len());
        let findings = linter.lint(&guide, &|| progress.tick());
        progress.finish();
        findings
    };
    if !filter.is_whole() {
        name_causes(&guide, &mut findings);
    }
    let found = filter.apply(findings);
    let mut files = only_new(args, &root, (&linter, &guide), &filter, (&fixed_pages, past), found, today)?;
    // A change is reviewed page by page: each place that it brings is shown there.
    if filter.is_whole() && args.changed_since.is_none() {
        fold_translations(&guide, &mut files);
    }
    let shown_paths = shown_paths(&root);
    let run = Run {
        files: &files,
        pages: filter.pages,
        locales: &filter.locales,
        rules: &rule_infos(),
        version: env!("CARGO_PKG_VERSION"),
        fail_on: args.fail_on.into(),
        prefix: &path_in_repository(&root)?,
        shown_paths: &shown_paths,
        rule_help: rule_help.as_deref(),
    };
    for file in &files {
        let left_out = file.diagnostics.iter().filter_map(|it| Some((it.rule, left_out(it)?)));
        for (rule, text) in left_out {
            note_line(&format!("{}: {}: {text}", shown_paths.path(file.source.path()), rule.0));
        }
    }
    if filter.is_whole() && linter.runs("unverified-contact") {
        note_unconfirmed(&root, linter.config(), &guide, &shown_paths);
    }
    let outcome = report(args, &run)?;
    if !args.watch {
        // The process ends here; freeing the guide would only cost time.
        std::mem::forget(guide);
    }
    Ok(outcome)
}

/// Says how many contacts templates print that nobody has confirmed: no page has them in its text.
fn note_unconfirmed(root: &Path, config: &Config, guide: &Guide, shown_paths: &ShownPaths) {
    let Some(found) = unconfirmed(root, &config.content, guide) else { return };
    if let Some(template) = &found.template {
        let (count, path) = (found.contacts.len(), shown_paths.path(found.source.path()));
        let contacts = if count == 1 { "contact" } else { "contacts" };
        let printed = shown_paths.path(template);
        note_line(&format!(
            "{printed} prints {count} unconfirmed {contacts} of {path}; `firstaid identities contacts` lists them"
        ));
    }
}

/// What is known of links.
struct Observed {
    ledger: Option<Ledger>,
    /// Of the links that the change adds, with `--online-new` and `--changed-since`.
    new_links: Option<Ledger>,
    /// The guide before the change, if it was needed to tell which links are new.
    past: Option<Opened>,
}

/// The guide's ledger; with `--online-new` after new links were visited.
fn observed(args: &LintArgs, root: &Path, config: &Config, guide: &Guide, today: Date) -> Result<Observed> {
    match &args.changed_since {
        Some(rev) if args.online_new => {
            let past = changed_since::open(args, root, rev)?;
            let mut ledger = read_ledger(root, config)?;
            let known = (&changed_since::links(&past), ledger.as_mut());
            let new_links = links::probe_added(&args.network, root, config, guide, known, today)?;
            Ok(Observed { ledger, new_links: Some(new_links), past: Some(past) })
        }
        None if args.online_new => {
            let ledger = links::probe_new(&args.network, root, config, guide, today)?;
            Ok(Observed { ledger: Some(ledger), new_links: None, past: None })
        }
        _ => Ok(Observed { ledger: read_ledger(root, config)?, new_links: None, past: None }),
    }
}

fn read(root: &Path, content: &ContentConfig, layout: Layout, progress: &Progress) -> Result<Guide> {
    let guide = load_guide(root, content, layout, &|step| match step {
        Step::Found(pages) => progress.begin("reading", pages),
        Step::Parsed => progress.tick(),
    })?;
    let unread = guide.unread_pages().join(", ");
    if guide.pages.is_empty() {
        progress.finish();
        let unread = if unread.is_empty() { unread } else { format!("; not read: {unread}") };
        bail!("{}: no pages found under `{}`{unread}", root.display(), content.pages);
    }
    if !unread.is_empty() {
        note_line(&format!("not read: {unread}"));
    }
    if let Some(unread) = unread_data(root, content, &guide) {
        note_line(&format!("not read: {unread}"));
    }
    Ok(guide)
}

/// Removes the findings that are older than `--changed-since` and those that the baseline accepts.
fn only_new(
    args: &LintArgs,
    root: &Path,
    (linter, guide): (&Linter, &Guide),
    filter: &Filter,
    (fixed, past): (&HashSet<String>, Option<Opened>),
    mut files: Vec<FileDiagnostics>,
    today: Date,
) -> Result<Vec<FileDiagnostics>> {
    let mut before = None;
    if let Some(rev) = &args.changed_since {
        let introduced = changed_since::new_findings(args, root, rev, past, (guide, files), today)?;
        (files, before) = (introduced.findings, introduced.baseline);
    }
    if let Some(path) = &args.baseline {
        let covers = |path: &str, rule: &str| filter.keeps(path) && linter.runs(rule);
        let how = baseline::Use { path, update: args.update_baseline, fixed, before, covers: &covers };
        files = baseline::apply(how, files)?;
    }
    Ok(files)
}
