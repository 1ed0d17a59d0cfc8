use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use firstaid_content::Guide;
use firstaid_diagnostics::visible_line;
use firstaid_ledger::{Class, Entry, Ledger, LinkUrl};
use firstaid_lint::{Config, link_uses};
use firstaid_online::{
    Done, Job, Journal, Outcome as ProbeOutcome, Overrides, Prober, Settings, SystemResolver, Which, journal_path,
    plan, read_journal, run as run_probe,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use tokio::sync::{mpsc, watch};

use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::{is_committed, ledger_path, parse_ledger, read_ledger};
use crate::links::args::LinksFormat;
use crate::links::describe::describe;
use crate::network_args::NetworkArgs;
use crate::note::note_line;

/// Maximum time between two writes of the journal. A result is printed only after it is written.
const SAVE_EVERY: Duration = Duration::from_millis(200);
/// Maximum results in one write of the journal.
const MAX_BATCH: usize = 4096;

/// One probe of the planned links, with its ledger and its journal.
pub(super) struct Session {
    root: PathBuf,
    ledger_file: PathBuf,
    /// Length and modification time of the ledger file when it was read.
    version: Option<(u64, SystemTime)>,
    journal: Journal,
    ledger: Ledger,
    pub(super) jobs: Vec<Job>,
    /// Pairs of a linked page and a linked archived copy of it.
    copies: Vec<(LinkUrl, LinkUrl)>,
    /// How results are printed; `None` prints none.
    pub(super) format: Option<LinksFormat>,
}

impl Session {
    /// Opens the journal and plans the jobs. Links that an interrupted probe visited on the same day are not visited
    /// again.
    pub(super) fn begin(
        root: &Path,
        config: &Config,
        guide: &Guide,
        which: Which,
        is_wanted: &dyn Fn(&LinkUrl) -> bool,
        today: Date,
    ) -> Result<Self> {
        let ledger_file = ledger_path(root, config);
        refuse_to_write_outside(root, &ledger_file)?;
        if let Some(folder) = ledger_file.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let path = journal_path(&ledger_file);
        if is_committed(&path) {
            bail!("{}: is committed; the journal of a probe belongs to no repository: remove it", path.display());
        }
        let journal = Journal::open(&path)?;
        let interrupted = read_journal(&path)?.unwrap_or_default();
        let version = version(&ledger_file);
        let mut ledger = read_ledger(root, config)?.unwrap_or_default();
        let uses = || link_uses(guide).map(|(url, fragment, ..)| (url, fragment));
        let policy = &config.links.policy;
        let mut jobs = plan(uses(), &ledger, which, policy, today);
        let is_done =
            |url: &LinkUrl| interrupted.get(url).is_some_and(|entry| entry.seen().iter().any(|it| it.on == today));
        jobs.retain(|job| is_wanted(&job.url) && !config.links.is_excluded(&job.url) && !is_done(&job.url));
        if interrupted.entries().next().is_some() {
            note_line(&format!("resuming an interrupted probe: {} links are done", interrupted.len()));
            ledger = ledger.merge(interrupted);
        }
        let linked: HashSet<LinkUrl> = uses().map(|(url, _)| url).collect();
        ledger.prune(&|url| linked.contains(url), policy, today);
        let copies = linked.iter().filter_map(|copy| Some((copy.original()?, copy.clone()))).collect();
        Ok(Self { root: root.to_owned(), ledger_file, version, journal, ledger, jobs, copies, format: None })
    }

    /// Runs the planned jobs and writes the ledger. Returns `None` if it was interrupted: then the ledger is written
    /// too, and the journal stays for the next run to resume from.
    pub(super) fn complete(mut self, network: &NetworkArgs, settings: Settings) -> Result<Option<Ledger>> {
        let started = Instant::now();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let jobs = std::mem::take(&mut self.jobs);
        let (count, hosts) = (jobs.len(), jobs.iter().map(|job| job.url.host()).collect::<HashSet<_>>().len());
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut is_whole = true;
        if count > 0 {
            let (stop, stopped) = watch::channel(false);
            let done = runtime.block_on(async {
                let overrides = network.resolve.iter().flat_map(|it| {
                    let to_entry = |&ip: &IpAddr| (it.host.clone(), it.port, ip);
                    it.addresses.iter().map(to_entry).collect::<Vec<_>>()
                });
                let lookup = Overrides::new(overrides, SystemResolver::new(settings.timeouts.dns)?);
                let prober = Arc::new(Prober::new(settings, Arc::new(lookup))?);
                let (sender, mut done) = mpsc::channel(MAX_BATCH);
                tokio::spawn(async move {
                    if tokio::signal::ctrl_c().await.is_ok() {
                        // Fails when the probe is over.
                        let _ = stop.send(true);
                    }
                });
                let is_stopped = stopped.clone();
                let work = tokio::spawn(run_probe(prober, jobs, sender, stopped));
                let bar = bar(count, hosts);
                while let Some(batch) = next_batch(&mut done).await {
                    self.save(&batch, &mut counts)?;
                    bar.inc(batch.len() as u64);
                }
                work.await?;
                bar.finish_and_clear();
                anyhow::Ok(!*is_stopped.borrow())
            });
            runtime.shutdown_background();
            is_whole = done?;
        }
        self.write()?;
        let total: usize = counts.values().sum();
        let kinds: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let seconds = started.elapsed().as_secs_f64();
        note_line(&format!("{total} of {count} links on {hosts} hosts in {seconds:.1} s: {}", kinds.join(", ")));
        if is_whole {
            self.journal.finish()?;
            return Ok(Some(self.ledger));
        }
        note_line("interrupted; run the same command again to resume");
        Ok(None)
    }

    /// Writes the ledger. If its file has changed since it was read, such as by `links attest`, both are merged.
    fn write(&mut self) -> Result<()> {
        let path = self.ledger_file.display().to_string();
        if version(&self.ledger_file) != self.version {
            let text = fs::read_to_string(&self.ledger_file).with_context(|| path.clone())?;
            self.ledger = std::mem::take(&mut self.ledger).merge(parse_ledger(&path, &text)?);
        }
        for (page, copy) in &self.copies {
            if self.ledger.get(page).is_some() {
                self.ledger.note_archive(page, copy);
            }
        }
        save_inside(&self.root, &self.ledger_file, &self.ledger.to_text())
    }

    /// Saves observations in the journal, then prints them.
    fn save(&mut self, batch: &[Done], counts: &mut BTreeMap<&'static str, usize>) -> Result<()> {
        let mut entries = Vec::with_capacity(batch.len());
        for Done { job, outcome } in batch {
            let ProbeOutcome::Seen(seen, fragments) = outcome else {
                *counts.entry("deferred").or_default() += 1;
                continue;
            };
            *counts.entry(seen.class.as_str()).or_default() += 1;
            let entry = Entry::new(job.url.clone()).with((**seen).clone());
            let entry =
                fragments.iter().fold(entry, |entry, (fragment, seen)| entry.with_fragment(fragment, seen.clone()));
            entries.push(entry);
        }
        self.journal.append(&entries)?;
        let mut out = anstream::stdout().lock();
        for entry in &entries {
            let line = match (self.format, entry.seen().last()) {
                (Some(LinksFormat::Jsonl), _) => Some(serde_json::to_string(entry)?),
                (Some(LinksFormat::Human), Some(seen)) if !matches!(seen.class, Class::Alive) => Some(
                    visible_line(&format!("{:14}  {}  {}", seen.class.as_str(), entry.url, describe(seen)))
                        .into_owned(),
                ),
                _ => None,
            };
            if let Some(line) = line {
                // A closed pipe does not stop the probe.
                let _ = writeln!(out, "{line}");
            }
        }
        let _ = out.flush();
        for entry in entries {
            self.ledger.add(entry);
        }
        Ok(())
    }
}

fn version(file: &Path) -> Option<(u64, SystemTime)> {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// The results that arrive within [`SAVE_EVERY`], at most [`MAX_BATCH`], so that one write saves many. `None` at the
/// end.
async fn next_batch(done: &mut mpsc::Receiver<Done>) -> Option<Vec<Done>> {
    let mut batch = vec![done.recv().await?];
    let deadline = tokio::time::Instant::now() + SAVE_EVERY;
    while batch.len() < MAX_BATCH {
        match tokio::time::timeout_at(deadline, done.recv()).await {
            Ok(Some(more)) => batch.push(more),
            Ok(None) | Err(_) => break,
        }
    }
    Some(batch)
}

fn bar(count: usize, hosts: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    let template = "probing {hosts} hosts {wide_bar} {pos}/{len}, {per_sec}, {eta} left";
    let style = ProgressStyle::with_template(&template.replace("{hosts}", &hosts.to_string()));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
