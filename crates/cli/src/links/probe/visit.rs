//! Runs the prober on links, until they are done or Ctrl-C.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use firstaid_online::{Done, Job, Prober, Settings, run as run_probe};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::{mpsc, watch};

use crate::network::resolver;
use crate::network_args::NetworkArgs;

/// Maximum time between two batches, and so between two writes of the journal.
const SAVE_EVERY: Duration = Duration::from_millis(200);
/// Maximum results in a batch.
const MAX_BATCH: usize = 4096;

/// Visits links, and gives the results in batches to `save`. Returns whether all were visited.
pub(super) fn visit(
    jobs: Vec<Job>,
    network: &NetworkArgs,
    settings: Settings,
    save: &mut dyn FnMut(&[Done]) -> Result<()>,
) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (count, hosts) = (jobs.len(), jobs.iter().map(|job| job.url.host()).collect::<HashSet<_>>().len());
    let (stop, stopped) = watch::channel(false);
    let done = runtime.block_on(async {
        let lookup = resolver(network, &settings)?;
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
            save(&batch)?;
            bar.inc(batch.len() as u64);
        }
        work.await?;
        bar.finish_and_clear();
        anyhow::Ok(!*is_stopped.borrow())
    });
    runtime.shutdown_background();
    done
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
