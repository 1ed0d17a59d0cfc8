//! A progress bar on a terminal, for runs that take long enough to be noticed.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::note::is_quiet;

/// Shorter runs show no bar.
const MIN_SHOWN: Duration = Duration::from_millis(500);

pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// Draws on standard error if that is a terminal.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, started: Instant::now() }
    }

    /// Starts a phase of so many pages.
    pub(crate) fn begin(&self, message: &'static str, pages: usize) {
        self.bar.set_message(message);
        self.bar.set_length(pages as u64);
        self.bar.set_position(0);
    }

    /// Counts one page as done. May be called from any thread.
    pub(crate) fn tick(&self) {
        self.bar.inc(1);
        if self.bar.is_hidden() && !is_quiet() && self.started.elapsed() > MIN_SHOWN {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
