//! `firstaid identities`: the identities that a reviewer must check, and the contacts that nobody has confirmed.

mod args;
mod changed_files;
mod contacts;
mod data_files;
mod observed;
mod render;

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Guide, load_guide};
use firstaid_lint::{Catalogs, Change, Side, guide_keys, identity_changes, judge_changes};
use firstaid_registry::Registry;

use args::DiffArgs;
pub(crate) use args::IdentitiesCommand;

use crate::date::date_or_today;
use crate::guide::{CONFIG, Past, catalog_files, past, path_in_repository, read_ledger, setup_from};
use crate::note::note_line;
use crate::outcome::Outcome;
use changed_files::changed_files;
use data_files::data_files;
use observed::Observed;
use render::render;

pub(crate) fn run(command: &IdentitiesCommand, root: PathBuf) -> Result<Outcome> {
    match command {
        IdentitiesCommand::Contacts(args) => contacts::run(args, root),
        IdentitiesCommand::Diff(args) => diff(args, root),
    }
}

fn diff(args: &DiffArgs, root: PathBuf) -> Result<Outcome> {
    let setup = setup_from(args.root.as_deref(), args.config.as_deref(), root)?;
    for note in &setup.notes {
        note_line(note);
    }
    if let Some(missing) = args.data.iter().find(|folder| !setup.root.join(folder).is_dir()) {
        bail!("--data: {missing}: no such folder below the root");
    }
    let content = &setup.config.content;
    let guide = load_guide(&setup.root, content, setup.layout.clone(), &|_| ())?;
    let data = data_files(&setup.root, content, &args.data)?;
    let catalogs = Catalogs::new(catalog_files(&setup.root, &setup.config)?);
    let after = Side { guide: &guide, registry: &setup.registry, data: &data, catalogs: &catalogs };
    let past = past(&setup.root, args.config.as_deref(), args.baseline.as_deref(), &args.rev)?;
    let empty = Guide::new(Vec::new(), Vec::new(), setup.layout.clone(), guide.anchors, String::new());
    let (built_in, no_catalogs) = (Registry::built_in(), Catalogs::default());
    let mut before = Side { guide: &empty, registry: &built_in, data: &[], catalogs: &no_catalogs };
    let past_data;
    let mut judge = Vec::new();
    if let Some(Past { files, guide: past }) = &past {
        if let Some(past) = past {
            // A file of the past that cannot be read stops nobody: what the others have is new then.
            past_data = data_files(&files.root(), &past.setup.config.content, &args.data).unwrap_or_else(|error| {
                note_line(&format!("the data of the past is not read: {}", files.plain(&format!("{error:#}"))));
                Vec::new()
            });
            let (guide, registry, catalogs) = (&past.guide, &past.setup.registry, &past.catalogs);
            before = Side { guide, registry, data: &past_data, catalogs };
        }
        let config = args.config.as_deref();
        let config = config.map(|file| files.path_of(file).map(|path| files.shown(&path)).unwrap_or_default());
        let change = Change {
            before: before.guide,
            after: &guide,
            catalogs: &catalogs,
            content,
            config: config.as_deref().unwrap_or(CONFIG),
            data: &args.data,
        };
        let pages = guide.pages.iter().map(|page| page.source.path());
        let parsed: HashSet<&str> = pages.chain(catalogs.paths().map(|(_, path)| path)).collect();
        judge = judge_changes(change, &changed_files(files, &|path| parsed.contains(path))?);
    }
    let changes = identity_changes(before, after);
    let ledger = read_ledger(&setup.root, &setup.config).unwrap_or_else(|error| {
        note_line(&format!("the ledger is not read: {error:#}"));
        None
    });
    let past_guide = past.as_ref().and_then(|past| past.guide.as_ref());
    let keys = guide_keys(before.guide, before.registry).into_iter().chain(guide_keys(&guide, &setup.registry));
    let policy = &setup.config.keys.policy;
    let today = date_or_today(args.today);
    let observed = Observed::new(past_guide.and_then(|it| it.ledger.as_ref()), ledger.as_ref(), keys, policy, today);
    let mut out = anstream::stdout().lock();
    write!(out, "{}", render(args.format, &changes, &observed, &judge, &path_in_repository(&setup.root)?)?)?;
    out.flush()?;
    Ok(Outcome::Clean)
}
