//! `lint -`: a page from standard input, such as the unsaved text of an editor.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::{Guide, MAX_PAGE_BYTES};

use super::args::LintArgs;
use super::path::new_path_in_guide;

/// Refuses options that cannot be combined with a page from standard input. Such a run changes no file.
pub(super) fn check(args: &LintArgs) -> Result<()> {
    if !args.paths.iter().any(|path| path == Path::new("-")) {
        return if args.stdin_filename.is_some() { bail!("--stdin-filename needs the path `-`") } else { Ok(()) };
    }
    if args.paths.len() > 1 {
        bail!("`-` stands for one page and cannot be combined with other paths");
    }
    if args.stdin_filename.is_none() {
        bail!("`-` needs --stdin-filename: findings depend on the path of the page");
    }
    if args.watch {
        bail!("`-` is read once and cannot be watched");
    }
    if (args.fix || args.unsafe_fixes) && !args.diff {
        bail!("a page from standard input has no file to fix; --diff shows what would change");
    }
    Ok(())
}

/// Replaces the page that `--stdin-filename` names by standard input, or adds it as a new page.
pub(super) fn insert_page(args: &LintArgs, root: &Path, guide: &mut Guide) -> Result<()> {
    let Some(file) = &args.stdin_filename else { return Ok(()) };
    let path = new_path_in_guide(root, file)?;
    let no_page = || format!("{}: no page of the guide, and no page can have this path", file.display());
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
