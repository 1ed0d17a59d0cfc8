pub(crate) mod unreadable_page;
