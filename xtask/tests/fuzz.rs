//! Damaged files: those that once failed, and some of each format that are made in the same way.

use crate::chore::xtask;

#[test]
#[cfg(unix)]
fn damaged_files_neither_panic_nor_hang_nor_lose_text() {
    xtask(&["fuzz", "gate"]);
}
