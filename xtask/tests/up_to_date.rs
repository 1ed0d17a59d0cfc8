//! What is made of the sources, or sorted by a chore, is as the chore leaves it.

use crate::chore::xtask;

#[test]
fn the_reference_of_rules_is_up_to_date() {
    xtask(&["docs", "--check"]);
}

#[test]
fn the_registries_are_valid_and_sorted() {
    xtask(&["registry", "check"]);
}
