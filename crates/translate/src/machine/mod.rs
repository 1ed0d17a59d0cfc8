//! Machine translation: the interface of a machine, the masked text that it gets, and the verification of its replies.
//!
//! Slots, code, identities and names are tags in the text that a machine gets. A reply is accepted only if every tag
//! came back and nothing was added; otherwise it is refused as a whole. A machine's translation is always a draft.

mod additions;
mod draft;
mod mask;
mod refusal;
mod requests;
mod service;
mod shape;
mod verify;

pub(crate) use additions::check_edit as check_additions;
pub use draft::{Drafted, Estimate, Plan, Unfilled, Wanted, draft, plan};
pub use mask::Masked;
pub use refusal::Refusal;
pub(crate) use requests::{batches, one_each};
pub use service::{Limits, Machine, MachineError};
pub(crate) use verify::same_shape;
