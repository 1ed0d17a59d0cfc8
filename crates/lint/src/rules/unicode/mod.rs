//! Shared by rules of the family: `places`.

mod places;

pub(crate) mod bidi_control;
pub(crate) mod invisible_character;
pub(crate) mod mixed_script;
pub(crate) mod not_nfc;
pub(crate) mod private_use_character;
