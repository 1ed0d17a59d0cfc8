pub(crate) mod active_content;
pub(crate) mod conflict_marker;
pub(crate) mod unreadable_page;
