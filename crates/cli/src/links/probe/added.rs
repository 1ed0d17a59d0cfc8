//! Visits the links that a change adds, for `lint --online-new --changed-since`.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Result, bail};
use firstaid_content::Guide;
use firstaid_ledger::{Entry, Ledger, LinkUrl};
use firstaid_lint::{Config, link_uses};
use firstaid_online::{Outcome as ProbeOutcome, Which, plan};
use jiff::civil::Date;

use super::visit::visit;
use crate::files::save_inside;
use crate::guide::ledger_path;
use crate::network::settings;
use crate::network_args::NetworkArgs;
use crate::note::note_line;

/// Maximum links that are visited: with a second between two visits of a host, a change must not keep its gate waiting
/// for ever.
const MAX_LINKS: usize = 300;

/// Visits the links of the guide that `old` does not have. Returns what is known of them, and adds it to the guide's
/// ledger, of which nothing else changes; a guide without a ledger stays without one.
pub(crate) fn probe_added(
    network: &NetworkArgs,
    root: &Path,
    config: &Config,
    guide: &Guide,
    (old, ledger): (&HashSet<LinkUrl>, Option<&mut Ledger>),
    today: Date,
) -> Result<Ledger> {
    let uses = link_uses(guide).map(|(url, fragment, ..)| (url, fragment));
    let added = uses.filter(|(url, _)| !old.contains(url) && !config.links.is_excluded(url));
    let mut jobs = plan(added, &Ledger::default(), Which::All, &config.links.policy, today);
    let urls: Vec<LinkUrl> = jobs.iter().map(|job| job.url.clone()).collect();
    let is_seen = |url: &LinkUrl| {
        let entry = ledger.as_deref().and_then(|ledger| ledger.get(url));
        entry.is_some_and(|entry| entry.seen().iter().any(|it| it.on == today))
    };
    jobs.retain(|job| !is_seen(&job.url));
    if jobs.len() > MAX_LINKS {
        note_line(&format!("{} new links are not visited: at most {MAX_LINKS} in a run", jobs.len() - MAX_LINKS));
        jobs.truncate(MAX_LINKS);
    }
    let mut seen = Ledger::default();
    if !jobs.is_empty() {
        let count = jobs.len();
        let is_whole = visit(jobs, network, settings(network, config, today)?, &mut |batch| {
            for done in batch {
                if let ProbeOutcome::Seen(observed, fragments) = &done.outcome {
                    seen.observe(&done.job.url, (**observed).clone(), fragments.clone());
                }
            }
            Ok(())
        })?;
        if !is_whole {
            bail!("interrupted");
        }
        note_line(&format!("{} of {count} new links were visited", seen.len()));
    }
    let Some(ledger) = ledger else { return Ok(seen) };
    if !seen.is_empty() {
        seen.entries().for_each(|entry| ledger.add(entry.clone()));
        save_inside(root, &ledger_path(root, config), &ledger.to_text())?;
    }
    let mut known = Ledger::default();
    urls.iter().filter_map(|url| ledger.get(url)).map(Entry::clone).for_each(|entry| known.add(entry));
    Ok(known)
}
