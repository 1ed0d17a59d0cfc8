use firstaid_diagnostics::visible_line;

/// Prints a note to standard error, as one line.
pub(crate) fn note_line(note: &str) {
    anstream::eprintln!("note: {}", visible_line(note));
}
