use std::path::PathBuf;

use anyhow::{Result, bail};

use super::args::AddArgs;
use super::sync::{Options, sync};
use crate::guide::open_guide;
use crate::outcome::Outcome;

/// Begins a locale: each page of the source gets a catalog without translations.
pub(super) fn run(args: &AddArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locale = if args.unlisted { opened.named_locale(&args.locale) } else { opened.locale(&args.locale) }?;
    let has = opened.known_locales()?;
    if has.contains(&locale) {
        bail!("the guide has `{locale}` already; `translate sync {locale}` updates it");
    }
    sync(&opened, &[locale], &Options { pages: &[], prefer: None, dry_run: false })
}
