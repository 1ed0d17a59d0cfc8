//! Rules on the contacts that a page gives: e-mail addresses and OpenPGP keys.

pub(crate) mod contact_without_key;
pub(crate) mod expired_key;
pub(crate) mod fingerprint_format;
pub(crate) mod invalid_fingerprint;
pub(crate) mod key_without_address;
pub(crate) mod replaced_key;
pub(crate) mod revoked_key;
pub(crate) mod short_key_id;
pub(crate) mod unregistered_email;
pub(crate) mod unregistered_fingerprint;
pub(crate) mod unseen_key;
pub(crate) mod unverified_contact;
pub(crate) mod weak_key;
