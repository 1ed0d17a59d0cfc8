use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::AddArgs;
use super::sync::{Options, sync};
use crate::guide::open_guide;
use crate::outcome::Outcome;

/// Begins a locale: each page of the source gets a catalog without translations.
pub(super) fn run(args: &AddArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locales = opened.locales(std::slice::from_ref(&args.locale))?;
    let has = opened.known_locales()?;
    if let Some(locale) = locales.iter().find(|locale| has.contains(locale)) {
        bail!("the guide has `{locale}` already; `translate sync {locale}` updates it");
    }
    if !args.unlisted {
        opened.refuse_misspelt(&locales)?;
    }
    sync(&opened, &locales, &Options { pages: &[], prefer: None, dry_run: false })
}
