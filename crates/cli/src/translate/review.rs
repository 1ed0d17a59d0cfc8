use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_translate::review;

use super::args::ReviewArgs;
use crate::files::save_inside;
use crate::guide::open_guide;
use crate::note::note_line;
use crate::outcome::Outcome;
use crate::person::person;

/// Records that a person has compared translations with their source.
pub(super) fn run(args: &ReviewArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locale = opened.locale(&args.locale)?;
    let places = opened.catalog_places(&locale)?;
    let by = person(args.by.as_deref(), &opened.root)?;
    let mut all: Vec<_> = opened.catalogs(&locale, &places).into_iter().collect();
    all.retain(|(name, _)| args.page.is_empty() || args.page.iter().any(|page| **page == **name));
    all.sort_by(|a, b| a.0.cmp(&b.0));
    if all.is_empty() {
        bail!("`{locale}` has no such catalog");
    }
    let (mut reviewed, mut waiting) = (0, 0);
    for (name, mut catalog) in all {
        let (done, left) = review(&mut catalog, &by);
        reviewed += done;
        waiting += left;
        save_inside(&opened.root, &places.path(&name), &catalog.to_string())?;
    }
    note_line(&format!("{reviewed} segments reviewed by {by}; {waiting} are stale or missing and were not changed"));
    Ok(Outcome::Clean)
}
