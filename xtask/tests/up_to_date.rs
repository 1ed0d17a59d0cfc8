//! What is made of the sources, or sorted by a chore, is as the chore leaves it.

use std::process::Command;

#[track_caller]
fn xtask(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().expect("xtask");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`cargo xtask {}`: {said}", arguments.join(" "));
}

#[test]
fn the_reference_of_rules_is_up_to_date() {
    xtask(&["docs", "--check"]);
}

#[test]
fn the_registries_are_valid_and_sorted() {
    xtask(&["registry", "check"]);
}
