//! `firstaid links …`, and what `lint` needs of the ledger.

mod args;
mod attest;
mod merge;
#[cfg(feature = "online")]
mod probe;
mod status;

use std::path::{Path, PathBuf};

use anyhow::Result;
use firstaid_content::{Guide, load_guide};
use firstaid_ledger::Ledger;
use firstaid_lint::Config;
use jiff::civil::Date;

pub(crate) use args::{LinksCommand, NetArgs};

use crate::Outcome;
use crate::args::{GuideArgs, LintArgs};
use crate::lint::{date, note_line};
use crate::setup::{Setup, read_own_up_to, setup};

/// The ledger, in the guide's data folder.
const LEDGER: &str = "links.jsonl";
/// 100,000 links take some 30 MB.
const MAX_LEDGER_BYTES: u64 = 256 << 20;

pub(crate) fn run(command: &LinksCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        #[cfg(feature = "online")]
        LinksCommand::Probe(args) => probe::run(args, root),
        #[cfg(not(feature = "online"))]
        LinksCommand::Probe(_) => offline(),
        LinksCommand::Status(args) => status::run(args, root),
        LinksCommand::Merge(args) => merge::run(args, root),
        LinksCommand::Attest(args) => attest::run(args, root),
    }
}

/// A guide, as the link commands need it.
struct Opened {
    root: PathBuf,
    config: Config,
    guide: Guide,
    today: Date,
}

fn open(args: &GuideArgs, root: PathBuf) -> Result<Opened> {
    let Setup { root, config, layout, notes, .. } = setup(args.root.clone().unwrap_or(root), args.config.as_deref())?;
    for note in notes {
        note_line(&note);
    }
    let guide = load_guide(&root, &config.content, layout, &|_| ())?;
    Ok(Opened { root, config, guide, today: date(args.today) })
}

fn ledger_path(root: &Path, config: &Config) -> PathBuf {
    root.join(&config.content.root).join(&config.content.data).join(LEDGER)
}

/// The ledger as it is committed; `None` if the guide keeps none.
pub(crate) fn read_ledger(root: &Path, config: &Config) -> Result<Option<Ledger>> {
    let path = ledger_path(root, config);
    if std::fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    let text = read_own_up_to(root, &path, MAX_LEDGER_BYTES)?;
    Ok(Some(parse(&path.display().to_string(), &text)?))
}

/// A ledger, with a note for each line that is not understood.
fn parse(path: &str, text: &str) -> Result<Ledger> {
    let (ledger, unknown) = Ledger::parse(path, text)?;
    for line in unknown {
        note_line(&line.to_string());
    }
    Ok(ledger)
}

/// The ledger after a visit to the links that were never probed.
#[cfg(feature = "online")]
pub(crate) fn probe_new(
    args: &LintArgs,
    root: &Path,
    config: &Config,
    guide: &Guide,
    today: Date,
) -> Result<Option<Ledger>> {
    probe::probe_new(&args.net, root, config, guide, today).map(Some)
}

#[cfg(not(feature = "online"))]
pub(crate) fn probe_new(_: &LintArgs, _: &Path, _: &Config, _: &Guide, _: Date) -> Result<Option<Ledger>> {
    offline()
}

#[cfg(not(feature = "online"))]
fn offline<T>() -> Result<T> {
    anyhow::bail!("this command was built without the network; build it with `--features online`")
}
