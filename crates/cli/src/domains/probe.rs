//! `firstaid domains probe`: asks registries and saves what they say.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use firstaid_ledger::{DomainEntry, DomainName, Ledger};
use firstaid_lint::{Config, guide_domains};
use firstaid_online::rdap::{Bootstrap, DomainLookup};
use firstaid_online::{Prober, Settings};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::args::DomainsProbeArgs;
use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::{OpenGuide, ledger_path, open_guide, read_bytes_inside, read_ledger};
use crate::network::{each_result, ended, is_due, resolver, settings, shard};
use crate::note::note_line;
use crate::outcome::Outcome;

/// Maximum domains that are looked up at the same time. Most wait for the turn of the same registry.
const JOBS: usize = 16;
/// Maximum bytes of a registry of servers.
const MAX_BOOTSTRAP: u64 = 1 << 20;

pub(super) fn run(args: &DomainsProbeArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, guide, today, .. } = open_guide(&args.guide, root)?;
    let shard = shard(args.shard.as_deref())?;
    let domains = guide_domains(&guide);
    drop(guide);
    let ledger_file = ledger_path(&root, &config);
    refuse_to_write_outside(&root, &ledger_file)?;
    let known = read_ledger(&root, &config)?.unwrap_or_default();
    let is_wanted = |domain: &&DomainName| {
        let is_here = shard.is_none_or(|shard| shard.has_host(domain.as_str()));
        is_here
            && match known.domain(domain).and_then(|entry| entry.last(today)) {
                None => true,
                Some(last) => args.all || !args.new && is_due(last, config.domains.policy.probe_every, today),
            }
    };
    let wanted: Vec<DomainName> = domains.keys().filter(is_wanted).cloned().collect();
    let mut settings = settings(&args.network, &config, today)?;
    // What answers here are protocols for programs, not pages for readers.
    settings.obey_robots = false;
    let (found, is_whole) =
        if wanted.is_empty() { (Ledger::default(), true) } else { look_up(args, &root, &config, &settings, &wanted)? };
    if let Some(folder) = ledger_file.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    // Read again: another command may have written it in the meantime.
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default().merge(found);
    ledger.prune_domains(&|domain| domains.contains_key(domain), config.domains.policy.keep_unused, today);
    save_inside(&root, &ledger_file, &ledger.to_text())?;
    let answered = wanted.iter().filter(|it| ledger.domain(it).is_some_and(|entry| entry.last(today) == Some(today)));
    let (answered, asked) = (answered.count(), wanted.len());
    note_line(&format!("registries answered for {answered} of {asked} domains; the guide has {}", domains.len()));
    Ok(ended(is_whole))
}

/// The registry of servers: of the command line, of the configuration, or the embedded one.
async fn bootstrap(args: &DomainsProbeArgs, root: &Path, config: &Config, prober: &Prober) -> Result<Bootstrap> {
    let (name, bytes) = match (&args.bootstrap, &config.domains.bootstrap) {
        (Some(file), _) => {
            let name = file.display().to_string();
            let bytes = fs::read(file).with_context(|| name.clone())?;
            (name, bytes)
        }
        (None, Some(url)) if url.starts_with("https://") => {
            let address = url.parse().with_context(|| format!("domains.bootstrap: `{url}`"))?;
            let bytes = DomainLookup::fetch(prober, &address).await.map_err(|why| anyhow!("{url}: {why}"))?;
            (url.clone(), bytes)
        }
        (None, Some(file)) => (file.clone(), read_bytes_inside(root, &root.join(file), MAX_BOOTSTRAP)?),
        (None, None) => return Ok(Bootstrap::embedded()),
    };
    Bootstrap::parse(&bytes).with_context(|| name)
}

/// What the registries say of the domains; with `false` if it was interrupted.
fn look_up(
    args: &DomainsProbeArgs,
    root: &Path,
    config: &Config,
    settings: &Settings,
    domains: &[DomainName],
) -> Result<(Ledger, bool)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let found = runtime.block_on(async {
        let prober = Arc::new(Prober::new(settings.clone(), Arc::new(resolver(&args.network, settings)?))?);
        let bootstrap = bootstrap(args, root, config, &prober).await?;
        let lookup = Arc::new(DomainLookup::new(prober, bootstrap));
        let turns = Arc::new(Semaphore::new(JOBS));
        let mut tasks: JoinSet<DomainEntry> = JoinSet::new();
        for domain in domains {
            let (lookup, turns, domain) = (Arc::clone(&lookup), Arc::clone(&turns), domain.clone());
            tasks.spawn(async move {
                // The semaphore is never closed.
                let _turn = turns.acquire().await;
                lookup.domain(&domain).await
            });
        }
        let mut found = Ledger::default();
        let is_whole = each_result(tasks, |entry| found.add_domain(entry)).await?;
        anyhow::Ok((found, is_whole))
    });
    runtime.shutdown_background();
    found
}
