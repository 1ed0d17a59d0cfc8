//! `firstaid links probe`: plans the links to visit, runs the prober and saves its observations.

mod added;
mod session;
mod visit;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use firstaid_content::Guide;
use firstaid_ledger::{Ledger, LinkUrl};
use firstaid_lint::{Config, link_uses};
use firstaid_online::Which;
use jiff::civil::Date;

use super::args::ProbeArgs;
use super::describe::describe;
use crate::guide::{OpenGuide, open_guide};
use crate::network::{settings, shard};
use crate::network_args::NetworkArgs;
use crate::note::note_line;
use crate::outcome::Outcome;
pub(crate) use added::probe_added;
use session::Session;

pub(super) fn run(args: &ProbeArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, guide, today, .. } = open_guide(&args.guide, root)?;
    let shard = shard(args.shard.as_deref())?;
    let which = if args.new {
        Which::New
    } else if args.all || !args.urls.is_empty() {
        Which::All
    } else {
        Which::Due
    };
    let named = named(&args.urls, &guide)?;
    let is_wanted =
        |url: &LinkUrl| named.as_ref().is_none_or(|it| it.contains(url)) && shard.is_none_or(|it| it.has(url));
    let mut settings = settings(&args.network, &config, today)?;
    settings.jobs = args.jobs.into();
    let mut session = Session::begin(&root, &config, &guide, which, &is_wanted, today)?;
    session.format = Some(args.format);
    // The session needs no page any more.
    drop(guide);
    Ok(if session.complete(&args.network, settings)?.is_some() { Outcome::Clean } else { Outcome::Failed })
}

/// Probes the links that were never probed, with a note for each that fails. Returns the new ledger.
pub(crate) fn probe_new(
    network: &NetworkArgs,
    root: &Path,
    config: &Config,
    guide: &Guide,
    today: Date,
) -> Result<Ledger> {
    let session = Session::begin(root, config, guide, Which::New, &|_| true, today)?;
    let new: Vec<LinkUrl> = session.jobs.iter().map(|job| job.url.clone()).collect();
    let Some(ledger) = session.complete(network, settings(network, config, today)?)? else { bail!("interrupted") };
    let mut places: BTreeMap<LinkUrl, String> = BTreeMap::new();
    for (url, _, page, line) in link_uses(guide) {
        places.entry(url).or_insert_with(|| format!("{}:{line}", page.source.path()));
    }
    for entry in new.iter().filter_map(|url| ledger.get(url)) {
        if let (Some(seen), Some(place)) = (entry.seen().last().filter(|it| !it.class.is_ok()), places.get(&entry.url))
        {
            note_line(&format!("{place}: new link: {}: {}", entry.url, describe(seen)));
        }
    }
    Ok(ledger)
}

/// The links that the command line names; `None` if it names none. Each must be in a page of the guide.
fn named(urls: &[String], guide: &Guide) -> Result<Option<HashSet<LinkUrl>>> {
    if urls.is_empty() {
        return Ok(None);
    }
    let used: HashSet<LinkUrl> = link_uses(guide).map(|(url, ..)| url).collect();
    let named = urls.iter().map(|text| {
        let Some((url, _)) = LinkUrl::parse(text) else { bail!("`{text}` is not the URL of a web page") };
        if !used.contains(&url) {
            bail!("no page of the guide links to {url}");
        }
        Ok(url)
    });
    named.collect::<Result<_>>().map(Some)
}
