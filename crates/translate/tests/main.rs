//! Tests of segments, catalogs, alignment and sync on whole pages. All are one program, because each is linked anew.

mod alignment;
mod alignment_of_edits;
mod answers;
mod block_kinds;
mod catalogs;
mod code_blocks;
mod edit_scripts;
mod front_matter;
mod label_notes;
mod meaning;
mod msgmerge;
mod other_tools;
mod page_edits;
mod real_pages;
mod round_trip;
mod seals;
mod second_sync;
mod support;
mod sync;
