//! `firstaid identities diff`: the identities that a reviewer must check.

mod args;
mod changed_files;
mod data_files;
mod render;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use firstaid_content::{Guide, load_guide};
use firstaid_lint::{Catalogs, Change, Side, identity_changes, judge_changes};
use firstaid_registry::Registry;

pub(crate) use args::IdentitiesCommand;

use crate::guide::{CONFIG, catalog_files, guide_root, past, path_in_repository, setup, shown};
use crate::note::note_line;
use crate::outcome::Outcome;
use changed_files::changed_files;
use data_files::data_files;
use render::render;

pub(crate) fn run(command: &IdentitiesCommand, root: PathBuf) -> Result<Outcome> {
    let IdentitiesCommand::Diff(args) = command;
    let setup = setup(guide_root(args.root.as_deref(), args.config.as_deref(), root), args.config.as_deref())?;
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
    let mut judge = Vec::new();
    let changes = if let Some(past) = past(&setup.root, args.config.as_deref(), &args.rev)? {
        let data = data_files(past.root(), &past.setup.config.content, &args.data)?;
        let config = args.config.clone().unwrap_or_else(|| setup.root.join(CONFIG));
        let change = Change {
            before: &past.guide,
            after: &guide,
            catalogs: &catalogs,
            content: &setup.config.content,
            config: &from_root(&setup.root, &config),
            data: &args.data,
        };
        judge = judge_changes(change, &changed_files(&setup.root, &past)?);
        let (guide, registry, catalogs) = (&past.guide, &past.setup.registry, &past.catalogs);
        identity_changes(Side { guide, registry, data: &data, catalogs }, after)
    } else {
        let empty = Guide::new(Vec::new(), Vec::new(), setup.layout.clone(), guide.anchors, String::new());
        let (registry, catalogs) = (&Registry::built_in(), &Catalogs::default());
        identity_changes(Side { guide: &empty, registry, data: &[], catalogs }, after)
    };
    let mut out = anstream::stdout().lock();
    write!(out, "{}", render(args.format, &changes, &judge, &path_in_repository(&setup.root)?)?)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The path of a file, which may be given from the working folder, as paths of the guide are shown.
fn from_root(root: &Path, file: &Path) -> String {
    let real = root.canonicalize().ok().zip(file.canonicalize().ok());
    real.map_or_else(|| shown(root, file), |(root, file)| shown(&root, &file))
}
