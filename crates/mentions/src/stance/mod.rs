//! How a page speaks of a name: whether the name is a defect depends on it. Worked out once for each mention, from its own
//! sentence, the heading and the lead of the list above it, and the date of the page. Rules ask it; none of them reads the
//! text around a name by itself.

mod assign;
mod dates;
mod lists;
mod sections;
mod sentences;
mod subject;
mod tables;

pub use assign::{Stances, assign};
pub use dates::{day_of, is_before, is_change_log};
pub use firstaid_language::stance::Cue as Stance;
