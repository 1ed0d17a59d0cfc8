//! Errors on their way to the person who ran the command.

use std::io::{self, ErrorKind};

use firstaid_diagnostics::visible_line;

/// Prints an error and its causes to standard error, as one line.
pub(crate) fn print_error(error: &anyhow::Error) {
    anstream::eprintln!("error: {}", visible_line(&format!("{error:#}")));
}

/// Whether the program that reads our output has closed it: `firstaid lint | head` is no error.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == ErrorKind::BrokenPipe))
}
