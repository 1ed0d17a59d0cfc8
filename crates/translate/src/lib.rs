//! Translations: what a page says, in pieces, and what it says in another language.
//!
//! Catalogs are what translators edit: PO files, and the formats that agencies and other tools ask for. This crate
//! opens no file and no socket and asks no clock; texts and dates are handed in, texts and values come back. It must
//! never lose a word that a translator wrote.

mod error;
pub mod po;
pub mod tmx;
pub mod xliff;
mod xml;

pub use error::{CatalogError, Problem};
