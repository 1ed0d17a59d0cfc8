//! Whose changes win.

/// The file that is right where catalog and page were both changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Changes made in the page are discarded.
    Catalog,
    /// Changes made in the page replace those in the catalog.
    Page,
}
