//! Shared by rules of the family: `places`.

mod places;

pub(crate) mod bidi_control;
pub(crate) mod invisible_character;
pub(crate) mod mixed_script;
pub(crate) mod not_nfc;
