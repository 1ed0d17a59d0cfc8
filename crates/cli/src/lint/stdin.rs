//! A page from standard input, as an editor has it before it is saved.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, MAX_PAGE_BYTES};

use crate::args::LintArgs;
use crate::lint::filter::below_if_new;

/// Refuses what a page from standard input does not go with. Such a run changes no file.
pub(super) fn check(args: &LintArgs) -> Result<()> {
    if !args.paths.iter().any(|path| path == Path::new("-")) {
        return if args.stdin_filename.is_some() { bail!("--stdin-filename goes with `-`") } else { Ok(()) };
    }
    if args.paths.len() > 1 {
        bail!("`-` stands for one page and goes with no other path");
    }
    if args.stdin_filename.is_none() {
        bail!("`-` needs --stdin-filename: what is found in a page depends on where it is");
    }
    if args.watch {
        bail!("`-` is read once and cannot be watched");
    }
    if (args.fix || args.unsafe_fixes) && !args.diff {
        bail!("a page from standard input has no file to mend; --diff shows what would change");
    }
    Ok(())
}

/// Puts standard input in the place of the page that the command line names, or adds it as a new one.
pub(super) fn put_in_place(args: &LintArgs, root: &Path, guide: &mut Guide) -> Result<()> {
    let Some(file) = &args.stdin_filename else { return Ok(()) };
    let path = below_if_new(root, file)?;
    let no_page = || format!("{}: no page of the guide, and none can be there", file.display());
    if guide.by_path(&path).is_none() && guide.key_of(&path, "").is_none() {
        bail!(no_page());
    }
    let mut bytes = Vec::new();
    io::stdin().take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes).context("standard input")?;
    if bytes.len() > MAX_PAGE_BYTES {
        bail!("standard input: larger than {} MiB", MAX_PAGE_BYTES >> 20);
    }
    let text = String::from_utf8(bytes).context("standard input")?;
    if !guide.insert(&path, text) {
        bail!(no_page());
    }
    Ok(())
}
