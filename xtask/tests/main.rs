//! What holds for the sources of this repository, read as text, and for the files that are made of them.

mod architecture;
#[cfg(unix)]
#[expect(dead_code, reason = "other tests use more of it")]
#[path = "../../tests/support/browser.rs"]
mod browser;
#[cfg(unix)]
mod bundle;
mod chore;
mod fuzz;
mod graph;
#[cfg(unix)]
#[path = "../../tests/support/peers.rs"]
mod peers;
#[cfg(unix)]
mod site;
mod up_to_date;
