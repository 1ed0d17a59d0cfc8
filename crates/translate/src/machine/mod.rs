//! Machine translation: what a machine is, what it is given, and what of its reply is believed.
//!
//! A machine is given text in which slots, code, identities and names are tags. Its reply is used only if they all
//! came back and nothing was added; a broken reply is refused whole. No machine's word is ever more than a draft.

mod draft;
mod mask;
mod refusal;
mod service;
mod shape;
mod verify;

pub use draft::{Drafted, Estimate, Plan, Unfilled, Wanted, draft, plan};
pub use mask::Masked;
pub use refusal::Refusal;
pub use service::{Limits, Machine, MachineError};
