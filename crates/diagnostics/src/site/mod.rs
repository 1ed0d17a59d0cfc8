//! The health of a guide as a static site: HTML pages, a style sheet and badges, without scripts and without requests
//! to other places.
//!
//! [`Health`] has the facts, as whoever gathered them found them. [`files`] says which files the site has, and renders
//! each on its own. Text of pages, ledgers and registries comes from strangers: it is made visible by [`text`] and
//! escaped by the templates, and no file name or link inside the site contains any of it.

mod badges;
mod changes;
mod due;
mod findings;
mod health;
mod keys;
mod languages;
mod links;
mod names;
mod organisations;
mod overview;
mod page;
mod pages;
mod parts;
mod shell;
mod text;

use rayon::prelude::*;

pub use health::{
    Addition, Changes, DomainHealth, Due, DueKind, FamilyChange, FileHealth, Finding, Health, KeyHealth,
    LanguageHealth, LinkChange, LinkHealth, OrganisationHealth, Repeat, Seen, Tone, Translated, Use, When,
};
pub use names::{FOLDERS, is_site_file};

/// A file of the site: its path, with `/` between its parts, and its bytes when they are asked for.
pub struct SiteFile<'a> {
    pub path: String,
    render: Box<dyn Fn() -> String + Send + Sync + 'a>,
}

impl<'a> SiteFile<'a> {
    fn new(path: impl Into<String>, render: impl Fn() -> String + Send + Sync + 'a) -> Self {
        Self { path: path.into(), render: Box::new(render) }
    }

    pub fn render(&self) -> String {
        (self.render)()
    }
}

/// The files of the site; that of the overview, `index.html`, is the last.
pub fn files<'a>(health: &'a Health<'a>) -> Vec<SiteFile<'a>> {
    let mut files = vec![
        SiteFile::new(names::STYLE, || include_str!("style.css").to_owned()),
        SiteFile::new(names::ICON, badges::icon),
        SiteFile::new(names::FINDINGS, || findings::render(health)),
        SiteFile::new(names::PAGES, || pages::render(health)),
        SiteFile::new(names::LANGUAGES, || languages::render(health)),
        SiteFile::new(names::LINKS, || links::render(health)),
        SiteFile::new(names::KEYS, || keys::render(health)),
        SiteFile::new(names::ORGANISATIONS, || organisations::render(health)),
        SiteFile::new(names::DUE, || due::render(health)),
    ];
    if let Some(changes) = &health.changes {
        files.push(SiteFile::new(names::CHANGES, move || changes::render(health, changes)));
    }
    files.extend(badges::files(health));
    let of_pages = health.files.par_iter().map(|file| {
        let path = names::page(file.path);
        SiteFile::new(path, move || page::render(health, file))
    });
    files.par_extend(of_pages);
    files.extend(languages::files(health));
    files.extend(links::files(health));
    files.push(SiteFile::new(names::INDEX, || overview::render(health)));
    files
}
