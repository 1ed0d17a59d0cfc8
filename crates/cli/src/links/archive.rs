//! `firstaid links archive`: looks copies of pages up, or has them made, and saves where they are.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use firstaid_diagnostics::visible_line;
use firstaid_ledger::{Entry, Kind, Ledger, LinkUrl, Outcome as Answer, Verdict};
use firstaid_lint::{Config, judge_link, link_uses};
use firstaid_online::archive::{ArchiveLookup, Archives, PageCopy, save};
use firstaid_online::machine::Key;
use firstaid_online::{Prober, Settings};
use jiff::civil::Date;
use url::Url;

use super::args::ArchiveArgs;
use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::{OpenGuide, ledger_path, open_guide, read_ledger};
use crate::network::{ended, resolver, settings};
use crate::note::note_line;
use crate::outcome::Outcome;

/// Time between two questions whether a copy is made. With private addresses allowed, the archive is one of a test.
const SAVE_WAIT: Duration = Duration::from_secs(3);

/// A page whose copy is wanted.
struct Wanted {
    url: LinkUrl,
    /// The last day on which it was good.
    good: Date,
    /// The first day on which it was not.
    before: Date,
}

pub(super) fn run(args: &ArchiveArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, guide, today, .. } = open_guide(&args.guide, root)?;
    let file = ledger_path(&root, &config);
    refuse_to_write_outside(&root, &file)?;
    let known = read_ledger(&root, &config)?.unwrap_or_default();
    let used: BTreeSet<LinkUrl> = link_uses(&guide).map(|(url, ..)| url).collect();
    let named = named(args, &used)?;
    let mut wanted: Vec<Wanted> = used
        .into_iter()
        .filter(|url| named.is_empty() || named.contains(url))
        .filter(|url| url.original().is_none() && !config.links.is_excluded(url) && !url.host().ends_with(".onion"))
        .filter_map(|url| wanted(&known, url, args, &config, !named.is_empty(), today))
        .collect();
    let left = wanted.len().saturating_sub(args.limit);
    wanted.truncate(args.limit);
    if wanted.is_empty() {
        note_line("no link needs a copy");
        return Ok(Outcome::Clean);
    }
    let key = args.save.then(|| Key::from_variable(&args.key_variable)).transpose()?;
    let settings = settings(&args.network, &config, today)?;
    let (found, is_whole) = look_up(&wanted, key.as_ref(), args, &config, settings)?;
    // Read again: another command may have written it in the meantime.
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default();
    let mut out = anstream::stdout().lock();
    for (url, copy) in &found {
        ledger.note_archive(url, &copy.url);
        writeln!(out, "{}", visible_line(&format!("{url}: {} of {}", copy.url, copy.on)))?;
    }
    out.flush()?;
    drop(out);
    if !found.is_empty() {
        save_inside(&root, &file, &ledger.to_text())?;
    }
    let verb = if args.save { "made" } else { "found" };
    let more = if left > 0 { format!("; {left} more links wait for the next run") } else { String::new() };
    note_line(&format!("{} of {} copies were {verb}{more}", found.len(), wanted.len()));
    Ok(ended(is_whole))
}

/// The links that the command line names.
fn named(args: &ArchiveArgs, used: &BTreeSet<LinkUrl>) -> Result<BTreeSet<LinkUrl>> {
    let named = args.urls.iter().map(|text| {
        let Some((url, _)) = LinkUrl::parse(text) else { bail!("`{text}` is not the URL of a web page") };
        if !used.contains(&url) {
            bail!("no page of the guide links to {url}");
        }
        Ok(url)
    });
    named.collect()
}

/// A page whose copy is wanted: one that is dead or taken over, with `--save` one that is alive; any that is named.
fn wanted(
    ledger: &Ledger,
    url: LinkUrl,
    args: &ArchiveArgs,
    config: &Config,
    is_named: bool,
    today: Date,
) -> Option<Wanted> {
    let entry = ledger.get(&url);
    if entry.and_then(Entry::archive).is_some() {
        return None;
    }
    let verdict = judge_link(Some(ledger), &url, entry, config, today);
    let is_wanted = match (args.save, is_lost(&verdict)) {
        (true, is_lost) => !is_lost && (is_named || matches!(verdict.kind, Kind::Alive | Kind::Attested)),
        (false, is_lost) => is_lost || is_named,
    };
    let before = verdict.since.filter(|_| is_lost(&verdict));
    // Without a last good day, the newest copy before it failed.
    let before = before.unwrap_or_else(|| today.saturating_add(jiff::Span::new().days(1)));
    let good = verdict.last_ok.filter(|good| *good < before);
    let good = good.unwrap_or_else(|| before.saturating_sub(jiff::Span::new().days(1)));
    is_wanted.then_some(Wanted { url, good, before })
}

fn is_lost(verdict: &Verdict<'_>) -> bool {
    let is_dead =
        matches!(verdict.kind, Kind::Gone | Kind::NoSuchHost | Kind::TlsBroken | Kind::SoftNotFound | Kind::Unstable);
    is_dead && verdict.confirmed || verdict.kind == Kind::Hijacked
}

/// The copies that were found or made; with `false` if it was interrupted.
fn look_up(
    wanted: &[Wanted],
    key: Option<&Key>,
    args: &ArchiveArgs,
    config: &Config,
    mut settings: Settings,
) -> Result<(Vec<(LinkUrl, PageCopy)>, bool)> {
    // What answers here are protocols for programs, not pages for readers.
    settings.obey_robots = false;
    let archive = &config.links.archive;
    let url = |name: &str, text: &str| -> Result<Option<Url>> {
        let parsed = (!text.is_empty()).then(|| text.parse());
        parsed.transpose().with_context(|| format!("firstaid.toml: links.archive.{name}: `{text}`"))
    };
    let cdx = url("cdx", &archive.cdx)?;
    let archives = Archives {
        availability: url("availability", &archive.availability)?,
        cdx: cdx.map(|cdx| (cdx, WAYBACK.to_owned())),
        timemaps: archive.timemaps.iter().filter_map(|it| url("timemaps", it).transpose()).collect::<Result<_>>()?,
    };
    let service = url("save", &archive.save)?;
    let wait = if args.network.allow_private { Duration::ZERO } else { SAVE_WAIT };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let found = runtime.block_on(async {
        let prober = Arc::new(Prober::new(settings.clone(), Arc::new(resolver(&args.network, &settings)?))?);
        let lookup = ArchiveLookup::new(Arc::clone(&prober), archives);
        let mut found = Vec::new();
        let interrupted = tokio::signal::ctrl_c();
        tokio::pin!(interrupted);
        for page in wanted {
            let copy = async {
                match (key, &service) {
                    (Some(key), Some(service)) => save(&prober, service, WAYBACK, key, &page.url, wait).await.map(Some),
                    (Some(_), None) => Err("links.archive.save is empty".to_owned()),
                    (None, _) => match lookup.nearest(&page.url, page.good, page.before).await {
                        Answer::Found(copy) => Ok(Some(*copy)),
                        Answer::Absent => Ok(None),
                        Answer::Failed(why) => Err(why),
                    },
                }
            };
            tokio::select! {
                copy = copy => match copy {
                    Ok(copy) => found.extend(copy.map(|copy| (page.url.clone(), copy))),
                    Err(why) => note_line(&format!("{}: {why}", page.url)),
                },
                _ = &mut interrupted => return Ok((found, false)),
            }
        }
        anyhow::Ok((found, true))
    });
    runtime.shutdown_background();
    found
}

/// Where the copies of the CDX API and of "Save Page Now" are.
const WAYBACK: &str = "https://web.archive.org";
