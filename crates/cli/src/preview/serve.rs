//! The run of a preview, from opening the guide to the end of the server.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use firstaid_online::preview::{Desk, Preview};

use super::args::PreviewArgs;
use super::desk::GuideDesk;
use super::watch::watch;
use crate::guide::open_guide;
use crate::note::note_line;
use crate::outcome::Outcome;
use crate::person::person;

/// Serves until Ctrl-C or a termination signal.
pub(super) fn run(args: &PreviewArgs, root: PathBuf) -> Result<Outcome> {
    // What is wrong with the guide or the locale is said before anything is served.
    let opened = open_guide(&args.guide, root.clone())?;
    let only = args.locale.as_deref().map(|tag| opened.locale(tag)).transpose()?;
    let folder = opened.root.canonicalize().with_context(|| opened.root.display().to_string())?;
    // Without a name, translations are edited and not reviewed.
    let reviewer = person(args.by.as_deref(), &opened.root).ok();
    let desk = Arc::new(GuideDesk::new(args.guide.clone(), root, only, reviewer, opened)?);
    let changed = Arc::clone(&desk);
    // Lives as long as the server.
    let _watcher = watch(&folder, args.guide.config.as_deref(), move || changed.note_change())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let preview = Preview::bind().await.context("cannot listen on 127.0.0.1")?;
        let mut out = anstream::stdout().lock();
        writeln!(out, "{}", preview.url())?;
        out.flush()?;
        drop(out);
        note_line("open this address in a browser; whoever has it can edit; press Ctrl-C to stop");
        let desk: Arc<dyn Desk> = desk;
        preview.serve(desk, stopped()).await;
        Ok::<_, anyhow::Error>(())
    })?;
    // A request that still reads the guide is of no use to anybody.
    runtime.shutdown_background();
    Ok(Outcome::Clean)
}

/// Ctrl-C or a termination signal.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminated), Ok(mut hung_up)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminated.recv() => {}
            _ = hung_up.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
