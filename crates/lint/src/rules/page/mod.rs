pub(crate) mod conflict_marker;
pub(crate) mod unreadable_page;
