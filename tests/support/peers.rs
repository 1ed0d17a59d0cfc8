//! Programs that tests compare with, and what to do without them.

/// Says on standard error why a test was skipped.
#[expect(clippy::print_stderr, reason = "the reader of a run must see which tests were skipped")]
pub(crate) fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

pub(super) fn is_installed(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Whether programs are installed. Without them the test is skipped, or fails if `FIRSTAID_REQUIRE_PEERS` is set.
pub(crate) fn has_peers(programs: &[&str]) -> bool {
    programs.iter().all(|name| is_installed(name) || missing(name))
}

/// Says that a peer is missing, and returns `false`.
pub(crate) fn missing(name: &str) -> bool {
    assert!(std::env::var_os("FIRSTAID_REQUIRE_PEERS").is_none(), "{name} is not installed");
    skipped(&format!("{name} is not installed"));
    false
}
