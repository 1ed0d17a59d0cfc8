//! Alignment: pairs the segments of a page with those of its translation, given nothing but the two pages.
//!
//! Stretches in which segments correspond one to one are found in one walk ([`side_by_side`]). For the rest, dynamic
//! programming finds the best path by length, kind and shared keys ([`search`]), and segments that moved are looked for
//! among those that the path left unpaired ([`crossing`]). So the cost grows with the differences, not with the page. A
//! guess must never look certain: each pair has a confidence.

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
