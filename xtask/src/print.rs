//! Output to the person who runs a chore.

#[expect(clippy::print_stdout, reason = "results go to standard output")]
pub(crate) fn print(text: &str) {
    print!("{text}");
}

#[expect(clippy::print_stderr, reason = "progress and errors go to standard error")]
pub(crate) fn eprint(text: &str) {
    eprint!("{text}");
}
