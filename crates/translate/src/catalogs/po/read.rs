//! Reads the file of a catalog.

use super::catalog::Catalog;
use super::decode::decode;
use super::parse::parse;
use crate::error::CatalogError;

/// The text of a PO file and its catalog; `path` is for messages. The text of a file that cannot be decoded is good for
/// showing its lines only.
pub fn read(path: &str, bytes: Vec<u8>) -> (String, Result<Catalog, CatalogError>) {
    let (text, problem) = decode(bytes);
    let catalog = match problem {
        Some((line, problem)) => Err(CatalogError { path: path.to_owned(), line, problem }),
        None => parse(path, &text),
    };
    (text, catalog)
}
