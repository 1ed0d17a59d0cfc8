use std::sync::atomic::{AtomicBool, Ordering};

use firstaid_diagnostics::visible_line;

/// Whether the user asked for findings only.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on prints no notes.
pub(crate) fn hide_notes() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether notes and progress are hidden.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints a note to standard error, as one line.
pub(crate) fn note_line(note: &str) {
    if !is_quiet() {
        anstream::eprintln!("note: {}", visible_line(note));
    }
}
