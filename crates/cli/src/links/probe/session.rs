use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};
use firstaid_content::Guide;
use firstaid_diagnostics::visible_line;
use firstaid_ledger::{Class, Entry, Ledger, LinkUrl};
use firstaid_lint::{Config, link_uses};
use firstaid_online::{Done, Job, Journal, Outcome as ProbeOutcome, Settings, Which, journal_path, plan, read_journal};
use jiff::civil::Date;

use super::visit::visit;
use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::{is_committed, ledger_path, parse_ledger, read_ledger};
use crate::links::args::LinksFormat;
use crate::links::describe::describe;
use crate::network_args::NetworkArgs;
use crate::note::note_line;

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
        let jobs = std::mem::take(&mut self.jobs);
        let (count, hosts) = (jobs.len(), jobs.iter().map(|job| job.url.host()).collect::<HashSet<_>>().len());
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut is_whole = true;
        if count > 0 {
            is_whole = visit(jobs, network, settings, &mut |batch| self.save(batch, &mut counts))?;
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
            let entry = Entry::seen_after(self.ledger.get(&job.url), job.url.clone(), (**seen).clone());
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
