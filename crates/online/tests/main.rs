//! Probes and machines against servers on loopback. One program, so that it is linked once.

mod answers;
mod limits;
mod machines;
mod names;
mod runs;
mod safety;
mod support;
mod tls;
