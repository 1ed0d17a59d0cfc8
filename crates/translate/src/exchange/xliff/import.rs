//! Reads a returned file of either version.

use firstaid_content::Locale;
use roxmltree::Node;

use super::accept::{Delivery, Found};
use super::unit::{NAMESPACE, NAMESPACE_1};
use super::{read1, read2};
use crate::catalogs::po::Catalog;
use crate::error::{CatalogError, Problem};
use crate::exchange::xml::{at, read};

/// Reads a file that was exported and that translators edited; `path` is for messages.
///
/// `pages` are the current catalogs. Units without a translation are skipped. An error is one of the whole file: it is
/// no XLIFF, or is for another language.
pub fn import(path: &str, text: &str, target: &Locale, pages: &[(&str, &Catalog)]) -> Result<Delivery, CatalogError> {
    read(path, text, false, |root| {
        let mut found = Found::new(pages);
        if root.has_tag_name((NAMESPACE, "xliff")) {
            read2::root(root, target, &mut found)?;
        } else if root.has_tag_name((NAMESPACE_1, "xliff")) || is_bare_1(root) {
            read1::root(root, target, &mut found)?;
        } else {
            let found = root.tag_name().name().to_owned();
            return Err(at(root, Problem::OtherFormat { wanted: "XLIFF 1.2 or 2", found }));
        }
        Ok(found.delivery(path, root.document()))
    })
}

/// Whether this is XLIFF 1 without its namespace, as some tools write it.
fn is_bare_1(root: Node) -> bool {
    root.has_tag_name("xliff") && root.attribute("version").is_some_and(|version| version.starts_with("1."))
}
