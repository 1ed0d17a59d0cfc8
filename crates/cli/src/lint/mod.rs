//! `firstaid lint`.

mod baseline;
mod filter;
mod reader;
mod report;
mod since;
mod stdin;
mod watch;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use firstaid_content::{ContentConfig, Guide, Layout, Step, load_guide};
use firstaid_diagnostics::{Applicability, FileDiagnostics, Run, visible_line};
use firstaid_lint::{Catalogs, Linter, RuleSet, fix_guide, rule_infos};
use jiff::civil::Date;

use crate::args::LintArgs;
use crate::catalogs::catalog_files;
use crate::progress::Progress;
use crate::repository::prefix;
use crate::setup::{Setup, setup};
use crate::{Outcome, links};
use filter::Filter;
use report::{report, show_diff, write_fixes};

pub(crate) fn run(args: &LintArgs, root: PathBuf) -> Result<Outcome> {
    stdin::check(args)?;
    if args.watch { watch::watch(args, &root) } else { once(args, root) }
}

fn once(args: &LintArgs, root: PathBuf) -> Result<Outcome> {
    let Setup { root, config, layout, registry, notes } =
        setup(args.root.clone().unwrap_or(root), args.config.as_deref())?;
    let rules = RuleSet::new(&config, &args.select, &args.ignore)?;
    for note in notes {
        note_line(&note);
    }
    if let Some(threads) = args.threads {
        // Fails only when the pool is there already, in a process that lints more than once.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    }
    let today = date(args.today);

    let progress = Progress::new();
    let mut guide = read(&root, &config.content, layout, &progress)?;
    stdin::put_in_place(args, &root, &mut guide)?;
    let catalogs = Catalogs::new(catalog_files(&root, &config)?);
    let shown = Filter::new(args, &root, &guide, &catalogs)?;
    let ledger = if args.online_new {
        progress.finish();
        links::probe_new(args, &root, &config, &guide, today)?
    } else {
        links::read_ledger(&root, &config)?
    };
    let rule_help = config.report.rule_help.clone();
    let linter = Linter::new(registry, config, rules, today).with_ledger(ledger).with_catalogs(catalogs);
    for language in linter.missing_dictionaries(&guide) {
        note_line(&format!("no dictionary for `{language}`: fewer slips are found in its pages; see README.md"));
    }
    let found = if args.fix || args.unsafe_fixes || args.diff {
        let applicability = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let fixed = fix_guide(&linter, &mut guide, applicability, &|path| shown.keeps(path));
        progress.finish();
        if args.diff {
            return show_diff(args, &fixed);
        }
        write_fixes(&root, &fixed)?;
        fixed.remaining
    } else {
        progress.begin("checking", guide.pages.len());
        let found = linter.lint(&guide, &|| progress.tick());
        progress.finish();
        found
    };
    let files = only_new(args, &root, &linter, &shown, shown.apply(found), today)?;
    let outcome = tell(args, &root, rule_help.as_deref(), &files, &shown)?;
    if !args.watch {
        // The process ends here; taking the guide apart piece by piece would only cost time.
        std::mem::forget(guide);
    }
    Ok(outcome)
}

fn read(root: &Path, content: &ContentConfig, layout: Layout, progress: &Progress) -> Result<Guide> {
    let guide = load_guide(root, content, layout, &|step| match step {
        Step::Found(pages) => progress.begin("reading", pages),
        Step::Parsed => progress.tick(),
    })?;
    if guide.pages.is_empty() {
        progress.finish();
        bail!("{}: no pages found under `{}`", root.display(), content.pages);
    }
    Ok(guide)
}

/// Without what was there before a change, and what the baseline accepts.
fn only_new(
    args: &LintArgs,
    root: &Path,
    linter: &Linter,
    shown: &Filter,
    mut files: Vec<FileDiagnostics>,
    today: Date,
) -> Result<Vec<FileDiagnostics>> {
    if let Some(rev) = &args.changed_since {
        files = since::brought(args, root, rev, files, today)?;
    }
    if let Some(path) = &args.baseline {
        let covers = |path: &str, rule: &str| shown.keeps(path) && linter.runs(rule);
        files = baseline::apply(path, args.update_baseline, files, &covers)?;
    }
    Ok(files)
}

fn tell(
    args: &LintArgs,
    root: &Path,
    rule_help: Option<&str>,
    files: &[FileDiagnostics],
    shown: &Filter,
) -> Result<Outcome> {
    let run = Run {
        files,
        pages: shown.pages,
        locales: &shown.locales,
        rules: &rule_infos(),
        version: env!("CARGO_PKG_VERSION"),
        fail_on: args.fail_on.into(),
        prefix: &prefix(root)?,
        rule_help,
    };
    report(args, &run)
}

/// The date to judge by: the one given, or today's in UTC.
pub(crate) fn date(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

pub(crate) fn note_line(note: &str) {
    anstream::eprintln!("note: {}", visible_line(note));
}
