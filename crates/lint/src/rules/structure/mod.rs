//! Shared by rules of the family: the private modules and `nesting`.

mod editors_note;
mod named_reference;
pub(crate) mod nesting;
mod numbered_reference;
mod own_headings;
mod sections;
mod shown_marks;
mod style_braces;

pub(crate) mod dangling_reference;
pub(crate) mod duplicate_heading;
pub(crate) mod empty_section;
pub(crate) mod flat_sublist;
pub(crate) mod heading_increment;
pub(crate) mod heading_without_space;
pub(crate) mod joined_paragraph;
pub(crate) mod misnumbered_step;
pub(crate) mod odd_heading_level;
pub(crate) mod placeholder_text;
pub(crate) mod repeated_paragraph;
pub(crate) mod stale_date;
pub(crate) mod stray_end_tag;
pub(crate) mod typed_bullet;
pub(crate) mod unclosed_delimiter;
