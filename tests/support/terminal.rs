//! Runs on a terminal.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use nix::pty::{Winsize, openpty};

use super::{TODAY, firstaid};

/// What `firstaid lint` prints on a terminal with so many columns, with its escape sequences, once the run has
/// ended.
pub(crate) fn on_terminal(folder: &Path, columns: u16, args: &[&str]) -> String {
    command_on_terminal(folder, columns, &[&["lint", "--today", TODAY], args].concat())
}

/// What any command prints there.
pub(crate) fn command_on_terminal(folder: &Path, columns: u16, args: &[&str]) -> String {
    let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    let pair = openpty(&size, None).expect("a terminal");
    let stdout = pair.slave.try_clone().expect("a handle");
    let mut command = firstaid();
    command.current_dir(folder).args(args).env_remove("COLUMNS").env("TERM", "xterm");
    let mut child = command.stdin(pair.slave.try_clone().expect("a handle")).stdout(stdout).stderr(pair.slave);
    let mut process = child.spawn().expect("the binary runs");
    // The handles of this process must be closed, or the terminal never ends.
    child = command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    child.stderr(std::process::Stdio::null());
    let mut bytes = Vec::new();
    // Linux ends the output of a terminal with an error.
    let _ = File::from(pair.master).read_to_end(&mut bytes);
    process.wait().expect("it ends");
    let text = String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n");
    // Progress is written over.
    text.split('\n').map(|line| line.rsplit('\r').next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
