//! What was observed of each link, and the verdict: values and pure functions.
//!
//! The ledger is one line of JSON a URL, sorted, so that git can compare and merge it. `verdict = f(entry, policy,
//! date)`: nothing here opens a socket, asks a clock or touches a file.

mod entry;
mod ledger;
mod observation;
mod policy;
mod url;
mod verdict;

pub use entry::{Attestation, Entry, FragmentSeen, FragmentState};
pub use ledger::{Ledger, LedgerError, UnknownLine};
pub use observation::{Cause, Caution, Class, Observation};
pub use policy::{Policy, Threshold};
pub use url::LinkUrl;
pub use verdict::{Kind, Verdict, fragment_is_missing, next_due, verdict};

// `url` looks hosts up in the tables of this crate; naming it here keeps the pinned, small version of it.
use idna_adapter as _;
