//! `firstaid links probe`: plans, runs the prober, saves as it goes, shows how far it is.

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
use firstaid_ledger::{Cause, Class, Entry, Ledger, LinkUrl, Observation};
use firstaid_lint::{Config, link_uses};
use firstaid_online::{
    Done, Guard, Job, Journal, Outcome as Told, Overrides, Prober, Settings, Shard, SystemResolver, Timeouts, Which,
    journal_path, plan, read_journal, run as run_probe,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use tokio::sync::{mpsc, watch};

use super::args::{LinksFormat, NetArgs, ProbeArgs};
use super::{Opened, ledger_path, open, parse, read_ledger};
use crate::Outcome;
use crate::files::write_atomically;
use crate::lint::note_line;

/// Observations are saved at least this often, and told then.
const SAVE_EVERY: Duration = Duration::from_millis(200);
const MAX_BATCH: usize = 4096;

pub(super) fn run(args: &ProbeArgs, root: PathBuf) -> Result<Outcome> {
    let Opened { root, config, guide, today } = open(&args.guide, root)?;
    let shard: Option<Shard> = match args.shard.as_deref().map(str::parse) {
        Some(Err(error)) => bail!("--shard: {error}"),
        shard => shard.transpose().unwrap_or_default(),
    };
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
    let mut settings = settings(&args.net, &config, today)?;
    settings.jobs = args.jobs.into();
    let mut run = Run::begin(&root, &config, &guide, which, &is_wanted, today)?;
    run.format = Some(args.format);
    // The plan has what is needed of it.
    drop(guide);
    Ok(if run.complete(&args.net, settings)?.is_some() { Outcome::Clean } else { Outcome::Failed })
}

/// The ledger after a visit to the links that were never probed; what is wrong with them is told at once.
pub(super) fn probe_new(net: &NetArgs, root: &Path, config: &Config, guide: &Guide, today: Date) -> Result<Ledger> {
    let run = Run::begin(root, config, guide, Which::New, &|_| true, today)?;
    let new: Vec<LinkUrl> = run.jobs.iter().map(|job| job.url.clone()).collect();
    let Some(ledger) = run.complete(net, settings(net, config, today)?)? else { bail!("interrupted") };
    let mut places: BTreeMap<LinkUrl, String> = BTreeMap::new();
    for (url, _, page, line) in link_uses(guide) {
        places.entry(url).or_insert_with(|| format!("{}:{line}", page.source.path()));
    }
    for entry in new.iter().filter_map(|url| ledger.get(url)) {
        if let (Some(seen), Some(place)) = (entry.seen().last().filter(|it| !it.class.is_ok()), places.get(&entry.url))
        {
            note_line(&format!("{place}: new link: {}: {}", entry.url, what(seen)));
        }
    }
    Ok(ledger)
}

/// The addresses that the command line names; each must be that of a link.
fn named(urls: &[String], guide: &Guide) -> Result<Option<HashSet<LinkUrl>>> {
    if urls.is_empty() {
        return Ok(None);
    }
    let used: HashSet<LinkUrl> = link_uses(guide).map(|(url, ..)| url).collect();
    let named = urls.iter().map(|text| {
        let Some((url, _)) = LinkUrl::parse(text) else { bail!("`{text}` is no address of a web page") };
        if !used.contains(&url) {
            bail!("no page of the guide links to {url}");
        }
        Ok(url)
    });
    named.collect::<Result<_>>().map(Some)
}

fn settings(net: &NetArgs, config: &Config, today: Date) -> Result<Settings> {
    let probe = &config.links.probe;
    let mut settings = Settings::new(today);
    if let Some(contact) = &probe.contact {
        settings = settings.contact(contact);
    }
    settings.timeouts = Timeouts::within(net.timeout);
    settings.per_host = probe.per_host.into();
    settings.spacing = Duration::from_millis(probe.spacing.into());
    settings.obey_robots = probe.robots;
    settings.exclude.clone_from(&config.links.exclude);
    if net.allow_private {
        settings.guard = Guard::none();
    }
    if let Some(proxy) = &net.proxy {
        settings.proxy = Some(proxy.parse().with_context(|| format!("--proxy: `{proxy}`"))?);
    }
    if let Some(path) = &net.ca {
        let pem = fs::read(path).with_context(|| path.display().to_string())?;
        settings = settings.trust_pem(&pem).with_context(|| path.display().to_string())?;
    }
    Ok(settings)
}

/// A run over links: its files, and what is known so far.
struct Run {
    ledger_file: PathBuf,
    /// Of the ledger as it was read: length and time of the last change.
    version: Option<(u64, SystemTime)>,
    journal: Journal,
    ledger: Ledger,
    jobs: Vec<Job>,
    /// Pages that others are archived copies of, and those copies.
    copies: Vec<(LinkUrl, LinkUrl)>,
    format: Option<LinksFormat>,
}

impl Run {
    /// Opens the journal and plans. Links that an interrupted run of the same day visited are not visited again.
    fn begin(
        root: &Path,
        config: &Config,
        guide: &Guide,
        which: Which,
        is_wanted: &dyn Fn(&LinkUrl) -> bool,
        today: Date,
    ) -> Result<Self> {
        let ledger_file = ledger_path(root, config);
        if let Some(folder) = ledger_file.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let path = journal_path(&ledger_file);
        let journal = Journal::open(&path)?;
        let left = read_journal(&path)?.unwrap_or_default();
        let version = version(&ledger_file);
        let mut ledger = read_ledger(root, config)?.unwrap_or_default();
        let uses = || link_uses(guide).map(|(url, fragment, ..)| (url, fragment));
        let policy = &config.links.policy;
        let mut jobs = plan(uses(), &ledger, which, policy, today);
        let is_done = |url: &LinkUrl| left.get(url).is_some_and(|entry| entry.seen().iter().any(|it| it.on == today));
        jobs.retain(|job| is_wanted(&job.url) && !config.links.is_excluded(&job.url) && !is_done(&job.url));
        if left.entries().next().is_some() {
            note_line(&format!("going on with a run that was cut short: {} links are done", left.len()));
            ledger = ledger.merge(left);
        }
        let linked: HashSet<LinkUrl> = uses().map(|(url, _)| url).collect();
        ledger.prune(&|url| linked.contains(url), policy, today);
        let copies = linked.iter().filter_map(|copy| Some((copy.original()?, copy.clone()))).collect();
        Ok(Self { ledger_file, version, journal, ledger, jobs, copies, format: None })
    }

    /// Visits what is planned and writes the ledger. `None` if it was interrupted: then the ledger is written all the
    /// same, and the journal stays for the next run to go on from.
    fn complete(mut self, net: &NetArgs, settings: Settings) -> Result<Option<Ledger>> {
        let started = Instant::now();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let jobs = std::mem::take(&mut self.jobs);
        let (count, hosts) = (jobs.len(), jobs.iter().map(|job| job.url.host()).collect::<HashSet<_>>().len());
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut is_whole = true;
        if count > 0 {
            let (stop, stopped) = watch::channel(false);
            let done = runtime.block_on(async {
                let fixed = net.resolve.iter().flat_map(|it| {
                    let to_entry = |&ip: &IpAddr| (it.host.clone(), it.port, ip);
                    it.addresses.iter().map(to_entry).collect::<Vec<_>>()
                });
                let lookup = Overrides::new(fixed, SystemResolver::new(settings.timeouts.dns)?);
                let prober = Arc::new(Prober::new(settings, Arc::new(lookup))?);
                let (told, mut done) = mpsc::channel(MAX_BATCH);
                tokio::spawn(async move {
                    if tokio::signal::ctrl_c().await.is_ok() {
                        // Nobody listens any more when the run is over.
                        let _ = stop.send(true);
                    }
                });
                let is_stopped = stopped.clone();
                let work = tokio::spawn(run_probe(prober, jobs, told, stopped));
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
        note_line("interrupted; the same command goes on");
        Ok(None)
    }

    /// Writes the ledger. Who attested a page meanwhile is not overwritten.
    fn write(&mut self) -> Result<()> {
        let path = self.ledger_file.display().to_string();
        if version(&self.ledger_file) != self.version {
            let text = fs::read_to_string(&self.ledger_file).with_context(|| path.clone())?;
            self.ledger = std::mem::take(&mut self.ledger).merge(parse(&path, &text)?);
        }
        for (page, copy) in &self.copies {
            if self.ledger.get(page).is_some() {
                self.ledger.note_archive(page, copy);
            }
        }
        write_atomically(&self.ledger_file, self.ledger.to_text().as_bytes()).context(path)
    }

    /// Saves what was seen, then tells it.
    fn save(&mut self, batch: &[Done], counts: &mut BTreeMap<&'static str, usize>) -> Result<()> {
        let mut entries = Vec::with_capacity(batch.len());
        for Done { job, outcome } in batch {
            let Told::Seen(seen, fragments) = outcome else {
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
            let told = match (self.format, entry.seen().last()) {
                (Some(LinksFormat::Jsonl), _) => Some(serde_json::to_string(entry)?),
                (Some(LinksFormat::Human), Some(seen)) if !matches!(seen.class, Class::Alive) => Some(
                    visible_line(&format!("{:14}  {}  {}", seen.class.as_str(), entry.url, what(seen))).into_owned(),
                ),
                _ => None,
            };
            if let Some(line) = told {
                // Who reads has seen enough; the links are visited all the same.
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

/// What comes within a moment, so that one write to the disk saves many. `None` when no more will come.
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

/// In a few words, for a person.
fn what(seen: &Observation) -> String {
    let cause = seen.cause.map(Cause::words);
    let status = seen.status.map(|status| format!("status {status}"));
    let to = seen.to.as_ref().map(|to| format!("to {to}"));
    let mark = seen.mark.as_ref().map(|mark| format!("({mark})"));
    let parts: Vec<String> = status.into_iter().chain(cause.map(str::to_owned)).chain(to).chain(mark).collect();
    parts.join(", ")
}
