//! Templates of catalogs: `_catalogs/templates/<page>.pot`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use firstaid_content::Page;
use firstaid_translate::po::{self, Catalog, Header};
use firstaid_translate::{merge, segments};
use rayon::prelude::*;

use super::args::TemplateArgs;
use crate::files::{refuse_to_write_outside, save};
use crate::guide::{OpenGuide, catalog_folder, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

/// Writes the templates whose messages differ from their file; the date alone is no difference.
pub(super) fn run(args: &TemplateArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let source = opened.guide.layout.source();
    let is_wanted = |page: &&Page| {
        let name = &*page.key.name;
        page.key.locale == *source && page.is_whole() && (args.page.is_empty() || args.page.iter().any(|it| it == name))
    };
    let pages: Vec<&Page> = opened.guide.pages.iter().filter(is_wanted).collect();
    if pages.is_empty() {
        bail!("the guide has no such page in `{source}`");
    }
    let default = || catalog_folder(&opened.root, &opened.config).join("templates");
    let folder = args.output.clone().unwrap_or_else(default);
    if args.output.is_none() {
        let targets = pages.iter().map(|page| folder.join(format!("{}.pot", page.key.name)));
        targets.into_iter().try_for_each(|path| refuse_to_write_outside(&opened.root, &path))?;
    }
    let write = |page: &Page| write(&opened, page, &folder);
    let written: Vec<bool> = pages.into_par_iter().map(write).collect::<Result<_>>()?;
    let (written, same) = (written.iter().filter(|it| **it).count(), written.iter().filter(|it| !**it).count());
    note_line(&format!("{}: {written} templates written, {same} unchanged", folder.display()));
    Ok(Outcome::Clean)
}

/// Whether the template of the page was written.
fn write(opened: &OpenGuide, page: &Page, folder: &Path) -> Result<bool> {
    let entries = merge(page, &segments(page), &[], &|_| false);
    if entries.is_empty() {
        return Ok(false);
    }
    let project = &opened.config.translation.project;
    let header = Header::for_template(project, opened.today.at(0, 0, 0, 0));
    let template = Catalog { header, entries, ..Catalog::default() };
    let path = folder.join(format!("{}.pot", page.key.name));
    let shown = path.display().to_string();
    let without_header = |catalog: &Catalog| Catalog { header: Header::default(), ..catalog.clone() }.to_string();
    let is_same = fs::read_to_string(&path)
        .is_ok_and(|text| po::parse(&shown, &text).is_ok_and(|old| without_header(&old) == without_header(&template)));
    if !is_same {
        save(&path, &template.to_string())?;
    }
    Ok(!is_same)
}
