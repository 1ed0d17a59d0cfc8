//! Rules on the contacts that a page gives: e-mail addresses and OpenPGP keys.

pub(crate) mod contact_without_key;
pub(crate) mod fingerprint_format;
pub(crate) mod invalid_fingerprint;
pub(crate) mod short_key_id;
pub(crate) mod unregistered_email;
pub(crate) mod unregistered_fingerprint;
pub(crate) mod unverified_contact;
