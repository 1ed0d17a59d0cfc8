//! Tests of the link probe, of the look-up of keys and of machine translation against servers on loopback. All are one program, because each is
//! linked anew.

mod answers;
mod archives;
mod domains;
#[cfg(feature = "openpgp")]
mod key_facts;
#[cfg(feature = "openpgp")]
mod keys;
mod limits;
mod machines;
mod names;
mod runs;
mod safety;
mod support;
mod tls;
