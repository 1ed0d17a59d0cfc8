//! `cargo xtask labels PACK SOURCE…`: makes the locale files of a label pack from an app's own string catalogs.
//!
//! PACK is a folder with a `pack.yaml` (see `crates/registry/data/labels/README.md`). A SOURCE is a folder, a file of
//! strings, or an archive (`.xpi`, `.ja`, `.jar`, `.apk`, `.zip`) that holds some. Nothing is written but the locale
//! files of PACK, and the names that its labels had before.

mod archive;
mod clean;
mod filter;
mod formats;
mod gzip;
mod path;
mod places;
mod renamed;
mod source;
mod string;
mod write;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::print::eprint;
use places::Places;

/// Makes the locale files of a pack.
pub(crate) fn run(args: &[OsString]) -> Result<ExitCode> {
    let [pack, sources @ ..] = args else { bail!("usage: cargo xtask labels PACK SOURCE…") };
    if sources.is_empty() {
        bail!("usage: cargo xtask labels PACK SOURCE…");
    }
    let pack = Path::new(pack);
    let header = pack.join("pack.yaml");
    if !header.is_file() {
        bail!("{}: no such file", header.display());
    }
    let old = renamed::read(pack)?;
    let mut files = Vec::new();
    for source in sources {
        source::read(Path::new(source), &mut files)?;
    }
    let strings = formats::strings(&files);
    let read = strings.len();
    let labels = filter::labels(strings);
    for line in write::write(pack, &labels, &Places::of(&files))? {
        eprint(&format!("{line}\n"));
    }
    let former = renamed::renamed(&old.labels[0], &renamed::read(pack)?.labels[0]);
    let count = renamed::write(pack, &former)?;
    eprint(&format!("{read} strings read, {} kept as labels; {count} former names\n", labels.len()));
    Ok(ExitCode::SUCCESS)
}
