//! `firstaid keys probe`: looks keys up and saves what the sources say.

mod files;

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use firstaid_diagnostics::visible_line;
use firstaid_ledger::{Address, KeyEntry, KeyName, KeySource, Ledger};
use firstaid_lint::{Config, GuideKey, guide_keys};
use firstaid_online::openpgp::{KeyLookup, KeyServers};
use firstaid_online::{Prober, Settings, Shard};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::args::KeysProbeArgs;
use super::judged::judged;
use super::named::named_key;
use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::{OpenGuide, ledger_path, open_guide, read_ledger};
use crate::network::{each_result, ended, is_due, resolver, settings, shard};
use crate::network_args::NetworkArgs;
use crate::note::note_line;
use crate::outcome::Outcome;
use files::sightings_in_files;

/// Maximum keys that are looked up at the same time. Most wait for the turn of the same key server.
const JOBS: usize = 8;
/// The port of HTTPS, at which key directories are.
const HTTPS: u16 = 443;

pub(super) fn run(args: &KeysProbeArgs, root: PathBuf) -> Result<Outcome> {
    let OpenGuide { root, config, registry, guide, today } = open_guide(&args.guide, root)?;
    let shard = shard(args.shard.as_deref())?;
    let keys = guide_keys(&guide, &registry);
    drop(guide);
    let ledger_file = ledger_path(&root, &config);
    refuse_to_write_outside(&root, &ledger_file)?;
    let known = read_ledger(&root, &config)?.unwrap_or_default();
    let named = named(&args.keys, &keys)?;
    let wanted: Vec<GuideKey> = keys
        .iter()
        .filter(|key| shard.is_none_or(|shard| is_in(shard, key)))
        .filter(|key| match (&named, known.key(&key.key).and_then(|entry| entry.last(today))) {
            (Some(named), _) => named.contains(&key.key),
            (None, None) => true,
            (None, Some(last)) => args.all || !args.new && is_due(last, config.keys.policy.probe_every, today),
        })
        .cloned()
        .collect();
    let in_files = sightings_in_files(&root, &config, &wanted, today);
    let count = wanted.len();
    let (mut found, is_whole) = if count > 0 {
        let servers = servers(&config)?;
        let mut settings = settings(&args.network, &config, today)?;
        // What answers here are protocols for programs, not pages for readers.
        settings.obey_robots = false;
        look_up(wanted.clone(), servers, &settings, &args.network)?
    } else {
        (Ledger::default(), true)
    };
    for entry in in_files {
        found.add_key(entry);
    }
    if let Some(folder) = ledger_file.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    // Read again: another command may have written it in the meantime.
    let mut ledger = read_ledger(&root, &config)?.unwrap_or_default().merge(found);
    let used_keys: HashSet<&KeyName> = keys.iter().map(|key| &key.key).collect();
    let used_addresses: HashSet<&Address> = keys.iter().flat_map(|key| &key.used.addresses).collect();
    let days = config.keys.policy.keep_unused;
    ledger.prune_keys(&|key| used_keys.contains(key), &|address| used_addresses.contains(address), days, today);
    save_inside(&root, &ledger_file, &ledger.to_text())?;
    let all = judged(&wanted, &ledger, &config.keys.policy, today);
    let findings = all.iter().filter(|key| key.is_finding());
    let mut out = anstream::stdout().lock();
    for key in findings {
        writeln!(out, "{}", visible_line(&key.line()))?;
    }
    out.flush()?;
    drop(out);
    note_line(&format!("{count} of {} keys were looked up", keys.len()));
    Ok(ended(is_whole))
}

/// The keys that the command line names; `None` if it names none. Each must be of the guide.
fn named(texts: &[String], keys: &[GuideKey]) -> Result<Option<HashSet<KeyName>>> {
    if texts.is_empty() {
        return Ok(None);
    }
    texts.iter().map(|text| named_key(text, keys)).collect::<Result<_>>().map(Some)
}

/// Whether a key is in a part: by the domain of its first address, so that one machine asks its directory, else by its
/// own name.
fn is_in(shard: Shard, key: &GuideKey) -> bool {
    let domain = key.used.addresses.first().map(Address::domain);
    shard.has_host(domain.unwrap_or(key.key.as_str()))
}

fn servers(config: &Config) -> Result<KeyServers> {
    let urls = |key: &str, texts: &[String]| {
        let url = |text: &String| text.parse().with_context(|| format!("firstaid.toml: {key}: `{text}`"));
        texts.iter().map(url).collect::<Result<Vec<_>>>()
    };
    let (vks, hkp) = (urls("keys.vks", &config.keys.vks)?, urls("keys.hkp", &config.keys.hkp)?);
    Ok(KeyServers { vks, hkp, wkd_port: HTTPS })
}

/// What the sources say of the keys and their addresses; with `false` if it was interrupted.
fn look_up(
    keys: Vec<GuideKey>,
    servers: KeyServers,
    settings: &Settings,
    network: &NetworkArgs,
) -> Result<(Ledger, bool)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let found = runtime.block_on(async {
        let prober = Arc::new(Prober::new(settings.clone(), Arc::new(resolver(network, settings)?))?);
        let lookup = Arc::new(KeyLookup::new(prober, servers));
        let turns = Arc::new(Semaphore::new(JOBS));
        let mut tasks: JoinSet<Ledger> = JoinSet::new();
        for key in keys {
            let (lookup, turns) = (Arc::clone(&lookup), Arc::clone(&turns));
            tasks.spawn(async move {
                // The semaphore is never closed.
                let _turn = turns.acquire().await;
                of_key(&lookup, &key).await
            });
        }
        let mut found = Ledger::default();
        let is_whole = each_result(tasks, |part| found = std::mem::take(&mut found).merge(part)).await?;
        anyhow::Ok((found, is_whole))
    });
    runtime.shutdown_background();
    found
}

/// What the sources say of a key and its addresses.
async fn of_key(lookup: &KeyLookup, key: &GuideKey) -> Ledger {
    let mut found = Ledger::default();
    let addresses: Vec<Address> = key.used.addresses.iter().cloned().collect();
    let places: Vec<KeySource> = key.places.iter().cloned().collect();
    let entry: KeyEntry = lookup.key(&key.key, &addresses, &places).await;
    found.add_key(entry);
    for address in &addresses {
        found.add_address(lookup.address(address, &places).await);
    }
    found
}
