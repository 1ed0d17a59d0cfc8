//! `firstaid lsp`: what the language server needs of the disk and the clock.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use firstaid_content::load_guide;
use firstaid_language_server::{Load, Loaded, run_stdio};
use firstaid_lint::{Catalogs, Linter, RuleSet};

use crate::args::LspArgs;
use crate::catalogs::catalog_files;
use crate::lint::date;
use crate::setup::{Setup, setup};
use crate::{Outcome, links};

pub(crate) fn run(args: LspArgs) -> Result<Outcome> {
    let root = args.root.clone();
    let load: Load = Arc::new(move |root| load(&args, root).map_err(|error| format!("{error:#}")));
    run_stdio(root, load)?;
    Ok(Outcome::Clean)
}

/// The guide as a run of `firstaid lint` would see it.
fn load(args: &LspArgs, root: &Path) -> Result<Loaded> {
    let Setup { root, config, layout, registry, .. } = setup(root.to_path_buf(), args.config.as_deref())?;
    let rules = RuleSet::new(&config, &[], &[])?;
    let guide = load_guide(&root, &config.content, layout, &|_| ())?;
    let catalogs = Catalogs::new(catalog_files(&root, &config)?);
    let ledger = links::read_ledger(&root, &config)?;
    let data = config.content.data.clone();
    let linter = Linter::new(registry, config, rules, date(args.today)).with_ledger(ledger).with_catalogs(catalogs);
    Ok(Loaded { root, guide, linter, data })
}
