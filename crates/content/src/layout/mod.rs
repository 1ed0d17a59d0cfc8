//! Where a guide keeps its pages, and which locale and name a path stands for.

mod compiled;
mod error;
mod own_key;
mod pattern;

pub use compiled::Layout;
pub use error::LayoutError;
pub(crate) use own_key::own_key;
