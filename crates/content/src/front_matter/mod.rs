//! The block of keys and values at the head of a page: YAML between two lines of `---`, TOML between two of `+++`, or
//! a JSON object.

mod lines;
mod scalar;
mod split;
mod toml;
mod types;

pub(crate) use scalar::scalar_pieces;
pub use split::front_matter;
pub(crate) use split::split_page;
pub(crate) use toml::parse_toml;
pub use types::FrontMatter;
