//! The ledger of links. One program, so that it is linked once.

mod merge;
