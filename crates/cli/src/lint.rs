use std::collections::HashSet;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, Locale, PageKey, Step, load_guide};
use firstaid_diagnostics::{
    Applicability, FileDiagnostics, Severity, Style, render_diff, render_statistics, summary, visible_line,
};
use firstaid_lint::{Catalogs, Fixed, Linter, RuleSet, fix_guide};
use jiff::civil::Date;

use crate::args::{ColorArg, FormatArg, LintArgs};
use crate::catalogs::catalog_files;
use crate::files::write_atomically;
use crate::progress::Progress;
use crate::setup::{Setup, setup};
use crate::{Outcome, is_broken_pipe, links};

pub(crate) fn run(args: &LintArgs, root: PathBuf) -> Result<Outcome> {
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
    let content = config.content.clone();
    let mut guide = load_guide(&root, &content, layout, &|step| match step {
        Step::Found(pages) => progress.begin("reading", pages),
        Step::Parsed => progress.tick(),
    })?;
    if guide.pages.is_empty() {
        progress.finish();
        bail!("{}: no pages found under `{}`", root.display(), content.pages);
    }
    let catalogs = Catalogs::new(catalog_files(&root, &config)?);
    let shown = Filter::new(args, &root, &guide, &catalogs)?;
    let pages = shown.pages;
    let ledger = if args.online_new {
        progress.finish();
        links::probe_new(args, &root, &config, &guide, today)?
    } else {
        links::read_ledger(&root, &config)?
    };
    let linter = Linter::new(registry, config, rules, today).with_ledger(ledger).with_catalogs(catalogs);
    for language in linter.missing_dictionaries(&guide) {
        note_line(&format!("no dictionary for `{language}`: fewer slips are found in its pages; see README.md"));
    }
    let outcome = if args.fix || args.unsafe_fixes || args.diff {
        let applicability = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let fixed = fix_guide(&linter, &mut guide, applicability, &|path| shown.keeps(path));
        progress.finish();
        report_fixes(args, &root, fixed, &shown, pages)?
    } else {
        progress.begin("checking", guide.pages.len());
        let found = linter.lint(&guide, &|| progress.tick());
        progress.finish();
        report(args, &shown.apply(found), pages)?
    };
    // The process ends here; taking the guide apart piece by piece would only cost time.
    std::mem::forget(guide);
    Ok(outcome)
}

/// Shows findings and says what they come to.
fn report(args: &LintArgs, files: &[FileDiagnostics], pages: usize) -> Result<Outcome> {
    if let Some(path) = &args.output {
        let mut bytes = Vec::new();
        render(args, files, pages, Style { color: false, width: 120 }, &mut bytes)?;
        write_atomically(path, &bytes).with_context(|| path.display().to_string())?;
    } else {
        let (mut out, style) = stdout(args.color);
        let written = render(args, files, pages, style, &mut out).and_then(|()| Ok(out.flush()?));
        // The verdict is the same whether or not somebody reads to the end.
        written.or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })?;
    }
    let unreadable =
        files.iter().flat_map(|file| &file.diagnostics).filter(|it| it.rule.0 == "unreadable-page").count();
    let limit = Severity::from(args.fail_on);
    let failing = files.iter().flat_map(|file| &file.diagnostics).any(|found| found.severity >= limit);
    // A locale may have catalogs and no pages yet.
    Ok(match (pages > 0 && unreadable == pages, failing) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

fn render(args: &LintArgs, files: &[FileDiagnostics], pages: usize, style: Style, out: &mut dyn Write) -> Result<()> {
    if args.statistics {
        render_statistics(files, out)?;
    } else {
        firstaid_diagnostics::Format::from(args.format).render(files, style, out)?;
    }
    if args.format == FormatArg::Human {
        writeln!(out, "{}", summary(files, pages))?;
    }
    Ok(())
}

/// Writes the mended files, or shows what would change, and then what is left.
fn report_fixes(args: &LintArgs, root: &Path, fixed: Fixed, shown: &Filter, pages: usize) -> Result<Outcome> {
    if args.diff {
        let written = write_diff(args, &fixed);
        written.or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })?;
        return Ok(if fixed.files.is_empty() { Outcome::Clean } else { Outcome::Findings });
    }
    for file in &fixed.files {
        let path = root.join(&file.path);
        write_atomically(&path, file.after.as_bytes()).with_context(|| path.display().to_string())?;
    }
    if fixed.count > 0 {
        let noun = if fixed.files.len() == 1 { "file" } else { "files" };
        note_line(&format!("{} mended in {} {noun}", fixed.count, fixed.files.len()));
    }
    report(args, &shown.apply(fixed.remaining), pages)
}

/// A terminal gets what is fit for one, a file or a pipe the very bytes, so that the diff can be applied.
fn write_diff(args: &LintArgs, fixed: &Fixed) -> Result<()> {
    let render = |for_terminal: bool, out: &mut dyn Write| {
        let style = Style { color: for_terminal, width: 120 };
        fixed.files.iter().try_for_each(|file| render_diff(&file.path, &file.before, &file.after, style, out))
    };
    if let Some(path) = &args.output {
        let mut bytes = Vec::new();
        render(false, &mut bytes)?;
        return write_atomically(path, &bytes).with_context(|| path.display().to_string());
    }
    let stdout = io::stdout();
    let choice = color_choice(args.color, &stdout);
    if stdout.is_terminal() || choice == ColorChoice::Always {
        let mut out = BufWriter::new(AutoStream::new(stdout.lock(), choice));
        render(true, &mut out)?;
        out.flush()?;
    } else {
        let mut out = BufWriter::new(stdout.lock());
        render(false, &mut out)?;
        out.flush()?;
    }
    Ok(())
}

/// The pages and catalogs that a run is about: those of the named files and folders, and of the named locale.
struct Filter {
    /// By path; `None` for all.
    wanted: Option<HashSet<String>>,
    pages: usize,
}

impl Filter {
    fn new(args: &LintArgs, root: &Path, guide: &Guide, catalogs: &Catalogs) -> Result<Self> {
        if args.paths.is_empty() && args.locale.is_none() {
            return Ok(Self { wanted: None, pages: guide.pages.len() });
        }
        let files = || {
            let pages = guide.pages.iter().map(|page| (&page.key, page.source.path()));
            pages.chain(catalogs.paths())
        };
        // A page is looked at with its catalog, and a catalog with its page.
        let mut keys: HashSet<&PageKey> = files().map(|(key, _)| key).collect();
        if !args.paths.is_empty() {
            let root = root.canonicalize().with_context(|| root.display().to_string())?;
            let mut named = HashSet::new();
            for path in &args.paths {
                let full = path.canonicalize().with_context(|| path.display().to_string())?;
                let Ok(below) = full.strip_prefix(&root) else {
                    bail!("{}: not below the root {}", path.display(), root.display());
                };
                let below =
                    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                let folder = format!("{below}/");
                let inside = |file: &str| below.is_empty() || file == below || file.starts_with(&folder);
                let mut found = files().filter(|(_, file)| inside(file)).map(|(key, _)| key).peekable();
                if found.peek().is_none() {
                    bail!("{}: no page of the guide", path.display());
                }
                named.extend(found);
            }
            keys = named;
        }
        if let Some(tag) = &args.locale {
            let Some(locale) = Locale::new(tag) else {
                bail!("--locale: `{tag}` is not a locale such as `es` or `pt-BR`")
            };
            if !files().any(|(key, _)| key.locale == locale) {
                bail!("--locale: the guide has no pages in `{locale}`");
            }
            keys.retain(|key| key.locale == locale);
        }
        let pages = guide.pages.iter().filter(|page| keys.contains(&page.key)).count();
        let wanted = files().filter(|(key, _)| keys.contains(key)).map(|(_, path)| path.to_owned()).collect();
        Ok(Self { wanted: Some(wanted), pages })
    }

    fn keeps(&self, path: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.contains(path))
    }

    fn apply(&self, mut files: Vec<FileDiagnostics>) -> Vec<FileDiagnostics> {
        files.retain(|file| self.keeps(file.source.path()));
        files
    }
}

/// The date to judge by: the one given, or today's in UTC.
pub(crate) fn date(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

pub(crate) fn note_line(note: &str) {
    anstream::eprintln!("note: {}", visible_line(note));
}

/// Standard output, with the colours that its reader can take.
fn stdout(color: ColorArg) -> (Box<dyn Write>, Style) {
    let stdout = io::stdout();
    let choice = color_choice(color, &stdout);
    let style = Style { color: choice != ColorChoice::Never, width: 120 };
    // Without colours nothing is left to strip.
    let out: Box<dyn Write> =
        if style.color { Box::new(AutoStream::new(stdout.lock(), choice)) } else { Box::new(stdout.lock()) };
    (Box::new(BufWriter::new(out)), style)
}

fn color_choice(wanted: ColorArg, stdout: &io::Stdout) -> ColorChoice {
    match wanted {
        ColorArg::Always => ColorChoice::Always,
        ColorArg::Never => ColorChoice::Never,
        ColorArg::Auto => match AutoStream::choice(stdout) {
            ColorChoice::Auto if stdout.is_terminal() => ColorChoice::Always,
            ColorChoice::Auto => ColorChoice::Never,
            choice => choice,
        },
    }
}
