//! Segments, catalogs and syncs on whole pages. One program, so that it is linked once.

mod alignment;
mod alignment_of_edits;
mod catalogs;
mod edit_scripts;
mod meaning;
mod msgmerge;
mod real_pages;
mod round_trip;
mod support;
mod sync;
