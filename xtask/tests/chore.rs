use std::process::Command;

/// Runs a chore, which must succeed.
#[track_caller]
pub(crate) fn xtask(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().expect("xtask");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`cargo xtask {}`: {said}", arguments.join(" "));
}
