//! `cargo xtask labels PACK SOURCE…`: makes the locale files of a label pack from an app's own string catalogs.
//!
//! PACK is a folder with a `pack.yaml` (see `crates/registry/data/labels/README.md`). A SOURCE is a folder, a file of
//! strings, or an archive (`.xpi`, `.ja`, `.jar`, `.apk`, `.zip`) that holds some. Nothing is written but the locale
//! files of PACK.

mod archive;
mod clean;
mod filter;
mod formats;
mod gzip;
mod path;
mod source;
mod string;
mod write;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use firstaid_registry::LabelPack;

use crate::print::eprint;

/// Makes the locale files of a pack.
pub(crate) fn run(args: &[OsString]) -> Result<ExitCode> {
    let [pack, sources @ ..] = args else { bail!("usage: cargo xtask labels PACK SOURCE…") };
    if sources.is_empty() {
        bail!("usage: cargo xtask labels PACK SOURCE…");
    }
    let pack = Path::new(pack);
    let header = pack.join("pack.yaml");
    let text = std::fs::read_to_string(&header).with_context(|| header.display().to_string())?;
    LabelPack::parse(&header.display().to_string(), &text)?;
    let mut files = Vec::new();
    for source in sources {
        source::read(Path::new(source), &mut files)?;
    }
    let strings = formats::strings(&files);
    let read = strings.len();
    let labels = filter::labels(strings);
    for line in write::write(pack, &labels)? {
        eprint(&format!("{line}\n"));
    }
    eprint(&format!("{read} strings read, {} kept as labels\n", labels.len()));
    Ok(ExitCode::SUCCESS)
}
