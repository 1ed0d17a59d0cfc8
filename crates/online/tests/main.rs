//! Tests of the link probe and of machine translation against servers on loopback. All are one program, because each is
//! linked anew.

mod answers;
mod limits;
mod machines;
mod names;
mod runs;
mod safety;
mod support;
mod tls;
