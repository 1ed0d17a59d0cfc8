//! `cargo xtask bench translate`: catalogs of 10,000 pages made and synced, beside po4a and mdbook-i18n-helpers on the
//! same pages in the same run.
//!
//! po4a works through one page after the other in one process, and is given a tenth of the pages: it needs minutes.

#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::bench::{is_installed, report};
use crate::eprint;

const PAGES: usize = 10_000;
const FEW: usize = 1_000;

pub(crate) fn run(root: &Path) -> Result<()> {
    crate::run(Command::new("cargo").args(["build", "--release", "--package", "firstaid-cli"]).current_dir(root))?;
    let firstaid = root.join("target/release/firstaid");
    let many = root.join("target/bench/translate");
    let few = root.join("target/bench/translate-few");
    let bytes = make_guide(root, &many, PAGES)?;
    make_guide(root, &few, FEW)?;
    eprint(&format!("{PAGES} pages and as many translated, {:.1} MB; medians\n\n", bytes as f64 / 1e6));
    eprint("command                              wall s    CPU s    peak MB\n");
    let ours = |guide: &Path, args: &[&str]| -> Vec<OsString> {
        let mut command: Vec<OsString> = vec![firstaid.clone().into(), "translate".into()];
        command.extend(args.iter().map(OsString::from));
        command.extend(["--root".into(), guide.into()]);
        command
    };
    for guide in [&few, &many] {
        crate::run(
            Command::new(&firstaid)
                .args(["translate", "import", "es", "--root"])
                .arg(guide)
                .stdout(fs::File::create("/dev/null")?),
        )?;
        crate::run(Command::new(&firstaid).args(["translate", "sync", "es", "--root"]).arg(guide))?;
    }
    report("segments, 10,000 pages", &ours(&many, &["sync", "fr", "--dry-run"]))?;
    report("sync with nothing changed, 10,000", &ours(&many, &["sync", "es"]))?;
    report("check of one locale, 10,000 pages", &ours(&many, &["check", "es", "--format", "jsonl"]))?;
    report("segments, 1,000 pages", &ours(&few, &["sync", "fr", "--dry-run"]))?;
    peers(&many, &few)
}

fn peers(many: &Path, few: &Path) -> Result<()> {
    if is_installed("mdbook".as_ref()) && is_installed("mdbook-xgettext".as_ref()) {
        let script = format!("cd {} && MDBOOK_OUTPUT='{{\"xgettext\": {{}}}}' mdbook build -d book", many.display());
        report("mdbook-xgettext, 10,000 pages", &["sh".into(), "-c".into(), script.into()])?;
    } else {
        eprint("mdbook-xgettext                     not installed\n");
    }
    if is_installed("po4a-gettextize".as_ref()) {
        let script = format!(
            "cd {}/content/en && po4a-gettextize -f text -o markdown $(ls *.md | sed 's/^/-m /') -p ../po4a.pot",
            few.display()
        );
        report("po4a-gettextize, 1,000 pages", &["sh".into(), "-c".into(), script.into()])?;
    } else {
        eprint("po4a-gettextize                     not installed\n");
    }
    Ok(())
}

/// A guide of this guide's own pages and their Spanish translations, repeated under other names; also a book.
fn make_guide(root: &Path, guide: &Path, pages: usize) -> Result<u64> {
    if guide.exists() {
        fs::remove_dir_all(guide)?;
    }
    let mut sources: Vec<PathBuf> =
        fs::read_dir(root.join("content/en"))?.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    sources.sort();
    let mut bytes = 0;
    let mut summary = String::from("# Summary\n\n");
    for locale in ["en", "es"] {
        fs::create_dir_all(guide.join("content").join(locale))?;
    }
    for n in 0..pages {
        let source = &sources[n % sources.len()];
        let name = source.file_name().context("a page has a name")?;
        let to = format!("{n:05}-{}", name.to_string_lossy());
        for locale in ["en", "es"] {
            let from = root.join("content").join(locale).join(name);
            bytes += fs::copy(from, guide.join("content").join(locale).join(&to))?;
        }
        writeln!(summary, "- [{n}]({to})")?;
    }
    fs::write(guide.join("content/en/SUMMARY.md"), summary)?;
    fs::write(guide.join("firstaid.toml"), "[content]\nexclude = [\"en/SUMMARY.md\"]\n")?;
    fs::write(guide.join("book.toml"), "[book]\ntitle = \"guide\"\nsrc = \"content/en\"\n")?;
    Ok(bytes)
}
