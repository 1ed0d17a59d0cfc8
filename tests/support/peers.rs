//! Programs that tests compare with, and what is done where they are not.

/// Says on standard error what a test did not do.
#[expect(clippy::print_stderr, reason = "whoever reads the run must see what was left out")]
pub(crate) fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

fn is_installed(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Whether programs are at hand; without them the test is left out, or fails if `FIRSTAID_REQUIRE_PEERS` is set.
pub(crate) fn has_peers(programs: &[&str]) -> bool {
    programs.iter().all(|name| is_installed(name) || missing(name))
}

/// `false`, with the notice that a peer is not there.
pub(crate) fn missing(name: &str) -> bool {
    assert!(std::env::var_os("FIRSTAID_REQUIRE_PEERS").is_none(), "{name} is not installed");
    skipped(&format!("{name} is not installed"));
    false
}
