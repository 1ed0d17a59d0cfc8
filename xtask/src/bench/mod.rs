//! `cargo xtask bench …`: time and memory of the release binary, beside other tools if they are installed.
//!
//! All figures are of whole processes and depend on the machine and its load: compare them only within one run.

#![expect(clippy::cast_precision_loss, reason = "figures for people")]

mod binary;
mod corpus;
mod fresh_clone;
mod lines;
mod links;
mod lsp;
mod measure;
mod peers;
mod scale;
mod translate;

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

pub(crate) use measure::measure_here;

/// Runs the benchmark that the first argument names. Without a name, the arguments are folders of pages for
/// [`scale`].
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<()> {
    match args.first().and_then(|name| name.to_str()) {
        Some("build") => fresh_clone::run(root, &args[1..]),
        Some("lines") => lines::run(root),
        Some("links") => links::run(root, &args[1..]),
        Some("lsp") => lsp::run(root),
        Some("translate") => translate::run(root),
        _ => scale::run(root, args),
    }
}
