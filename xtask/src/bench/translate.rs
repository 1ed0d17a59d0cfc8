//! `cargo xtask bench translate`: creating and syncing catalogs of 10,000 pages, beside po4a and mdbook-i18n-helpers on
//! the same pages.
//!
//! po4a gets a tenth of the pages, because it takes minutes.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::binary;
use super::measure::{Measured, TABLE_HEAD, report};
use super::peers::is_installed;
use crate::print::eprint;
use crate::process;

const PAGES: usize = 10_000;
const FEW: usize = 1_000;

pub(crate) fn run(root: &Path) -> Result<()> {
    let firstaid = binary::build(root, &["--features", "fast-memory"])?;
    let many = root.join("target/bench/translate");
    let few = root.join("target/bench/translate-few");
    let bytes = make_guide(root, &many, PAGES)?;
    make_guide(root, &few, FEW)?;
    eprint(&format!("{PAGES} pages and their translations, {:.1} MB; medians\n\n{TABLE_HEAD}", bytes as f64 / 1e6));
    let ours = |guide: &Path, args: &[&str]| -> Vec<OsString> {
        let mut command: Vec<OsString> = vec![firstaid.clone().into(), "translate".into()];
        command.extend(args.iter().map(OsString::from));
        command.extend(["--root".into(), guide.into()]);
        command
    };
    for guide in [&few, &many] {
        process::run(
            Command::new(&firstaid)
                .args(["translate", "import", "es", "--root"])
                .arg(guide)
                .stdout(fs::File::create("/dev/null")?),
        )?;
        process::run(Command::new(&firstaid).args(["translate", "sync", "es", "--root"]).arg(guide))?;
    }
    let measured = |name: &str, args: &[&str]| Measured { name: name.to_owned(), command: ours(&many, args) };
    report(&[
        measured("sync without changes, 10,000 pages", &["sync", "es"]),
        measured("check of one locale, 10,000 pages", &["check", "es", "--format", "jsonl"]),
    ])?;
    for (guide, peer) in [(&many, mdbook(&many)), (&few, po4a(&few))] {
        let of_source = guide.join("source.toml").display().to_string();
        let segments = ours(guide, &["sync", "fr", "--dry-run", "--config", &of_source]);
        compare(guide, segments, peer)?;
    }
    Ok(())
}

/// A tool that extracts the messages of the source pages of a guide.
struct Peer {
    name: &'static str,
    program: &'static str,
    /// The shell script that runs it.
    script: String,
    /// The file that it writes.
    template: PathBuf,
}

fn mdbook(guide: &Path) -> Peer {
    let set = "MDBOOK_OUTPUT='{\"xgettext\": {}}'";
    let script = format!("cd {} && {set} mdbook build -d book", guide.display());
    Peer { name: "mdbook-xgettext", program: "mdbook-xgettext", script, template: guide.join("book/messages.pot") }
}

fn po4a(guide: &Path) -> Peer {
    let masters = "$(ls *.md | grep -v SUMMARY | sed 's/^/-m /')";
    let update = format!("po4a-updatepo -f text -o markdown {masters} -p ../po4a.pot");
    let script = format!("cd {}/content/en && rm -f ../po4a.pot && {update}", guide.display());
    Peer { name: "po4a-updatepo", program: "po4a-updatepo", script, template: guide.join("content/po4a.pot") }
}

fn compare(guide: &Path, segments: Vec<OsString>, peer: Peer) -> Result<()> {
    let pages = fs::read_dir(guide.join("content/en"))?.count() - 1;
    let Peer { name, program, script, template } = peer;
    let mut commands = vec![Measured { name: format!("segments, {pages} pages"), command: segments }];
    if is_installed(program.as_ref()) {
        let command = vec!["sh".into(), "-c".into(), script.into()];
        commands.push(Measured { name: format!("{name}, {pages} pages"), command });
    } else {
        eprint(&format!("{name:35} not installed\n"));
    }
    let figures = report(&commands)?;
    if let [ours, theirs] = figures[..] {
        ensure!(template.is_file(), "{name} has written nothing");
        eprint(&format!("    {:.1} times as fast as {name}\n", theirs.wall_seconds / ours.wall_seconds));
    }
    Ok(())
}

/// Makes a guide of our own pages and their Spanish translations, repeated under other names. It is also an mdBook.
/// Returns its size in bytes.
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
    // The other tools read the source alone.
    fs::write(guide.join("source.toml"), "[content]\nexclude = [\"en/SUMMARY.md\", \"es/**\"]\n")?;
    fs::write(guide.join("book.toml"), "[book]\ntitle = \"guide\"\nsrc = \"content/en\"\n")?;
    Ok(bytes)
}
