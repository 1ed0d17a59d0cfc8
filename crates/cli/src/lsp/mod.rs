//! `firstaid lsp`: gives the language server what it needs of the disk and the clock.

mod args;

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use firstaid_content::{ContentConfig, Guide, Layout, MAX_PAGE_BYTES, load_guide};
use firstaid_language_server::{Load, Loaded, Place, run_stdio};
use firstaid_lint::{Catalogs, Config, Linter, RuleSet};
use firstaid_registry::Registry;
use firstaid_text::SourceFile;

pub(crate) use args::LspArgs;

use crate::date::date_or_today;
use crate::guide::{Setup, catalog_files, read_inside_up_to, read_ledger, setup};
use crate::outcome::Outcome;

pub(crate) fn run(args: LspArgs) -> Result<Outcome> {
    let root = args.guide.root.clone();
    let load: Load = Arc::new(move |place| load(&args, place).map_err(|error| format!("{error:#}")));
    run_stdio(root, load)?;
    Ok(Outcome::Clean)
}

/// The rules that need to know which files stand beside a page.
const RULES_OF_GUIDES: [&str; 1] = ["broken-path"];

fn load(args: &LspArgs, place: &Place) -> Result<Loaded> {
    match place {
        Place::Guide(root) => load_whole(args, root),
        Place::Page(page) => load_page(args, page),
    }
}

/// Loads what a page outside of any guide needs. The editor has its text.
fn load_page(args: &LspArgs, page: &Path) -> Result<Loaded> {
    let root = page.parent().unwrap_or(page).to_path_buf();
    let any_page = Some("{page}.md".into());
    let content = ContentConfig { root: ".".to_owned(), source_pages: any_page, ..ContentConfig::default() };
    let config = Config { content, ..Config::default() };
    let layout = Layout::new(&config.content)?;
    let off: Vec<String> = RULES_OF_GUIDES.map(str::to_owned).into();
    let rules = RuleSet::new(&config, &[], &off)?;
    let guide = Guide::new(Vec::new(), Vec::new(), layout, config.content.anchors(), String::new());
    let linter = Linter::new(Registry::built_in(), config, rules, date_or_today(args.guide.today));
    Ok(Loaded { root, guide, linter, glossary: None })
}

/// Loads the guide as `firstaid lint` does.
fn load_whole(args: &LspArgs, root: &Path) -> Result<Loaded> {
    let Setup { root, config, layout, registry, .. } = setup(root.to_path_buf(), args.guide.config.as_deref())?;
    let rules = RuleSet::new(&config, &[], &[])?;
    let guide = load_guide(&root, &config.content, layout, &|_| ())?;
    let catalogs = Catalogs::new(catalog_files(&root, &config)?);
    let ledger = read_ledger(&root, &config)?;
    let path = Path::new(&config.content.data_folder()).join("glossary.yaml");
    let shown: Vec<_> =
        path.components().map(|part| part.as_os_str().to_string_lossy()).filter(|it| it != ".").collect();
    // `setup` has read the glossary and reported its errors.
    let text = read_inside_up_to(&root, &root.join(&path), MAX_PAGE_BYTES as u64).ok();
    let glossary = text.map(|text| SourceFile::new(shown.join("/"), text));
    let today = date_or_today(args.guide.today);
    let linter = Linter::new(registry, config, rules, today).with_ledger(ledger).with_catalogs(catalogs);
    Ok(Loaded { root, guide, linter, glossary })
}
