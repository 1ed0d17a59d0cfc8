//! Which segments of a translated page belong to which of its source, when nothing but the two pages is known.
//!
//! Where pages go side by side, it is seen in one walk. Through the rest, dynamic programming finds the best way, by
//! length, kind and the keys that both share, and what moved is looked for in what is left over. So the search
//! grows with what differs, and not with the page. It must never take a guess for certain: each pair says how sure it is.

mod band;
mod chain;
mod confidence;
mod crossing;
mod features;
mod grid;
mod key;
mod order;
mod pages;
mod pair;
mod part;
mod path;
mod ratio;
mod score;
mod search;
mod shared;
mod side_by_side;
mod step;
mod text_keys;
mod token_keys;

pub use pages::{Landmarks, align, align_by};
pub use pair::{Pair, SURE};
