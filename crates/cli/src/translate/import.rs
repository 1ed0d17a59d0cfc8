use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Locale, Page, PageKey, ProblemKind};
use firstaid_diagnostics::visible_line;
use firstaid_text::TextRange;
use firstaid_translate::po::Catalog;
use firstaid_translate::{Imported, Problem, Remark, Site, import};
use rayon::prelude::*;

use super::args::ImportArgs;
use super::targets::prepare_targets;
use crate::files::save_inside;
use crate::guide::{OpenGuide, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &ImportArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let locale = opened.locale(&args.locale)?;
    if let Some(file) = &args.tbx {
        return super::terms::import(&opened, &locale, file, args.dry_run);
    }
    if !args.files.is_empty() {
        return super::exchange::import(&opened, &locale, args);
    }
    let places = opened.catalog_places(&locale)?;
    let site = Site::new(&opened.guide, &locale);
    let is_wanted = |(_, page): &(&Page, &Page)| {
        let name = &*page.key.name;
        let is_named = args.page.is_empty() || args.page.iter().any(|page| page == name);
        is_named && (args.again || !places.has(name))
    };
    let (mut wanted, mut unread) = (Vec::new(), unread_pages(&opened, &locale));
    for pair in translated_pages(&opened, &locale).into_iter().filter(is_wanted) {
        let page = pair.1;
        if let Some(paths) = places.several(&page.key.name) {
            let problem = Problem::SeveralCatalogs(paths.iter().map(|path| opened.shown(path)).collect());
            unread.push(format!("{}: not imported: {problem}", page.source.path()));
        } else {
            wanted.push(pair);
        }
    }
    for line in &unread {
        anstream::println!("{}", visible_line(line));
    }
    if wanted.is_empty() && unread.is_empty() {
        bail!("`{locale}` has no page without a catalog; --again replaces catalogs");
    }
    let names: HashSet<&str> = wanted.iter().map(|(source, _)| &*source.key.name).collect();
    prepare_targets(&opened, &places, &locale, &|name| names.contains(name), args.dry_run)?;
    let import_page = |&(source, page): &(&Page, &Page)| {
        let Imported { entries, remarks, sure } = import(source, page, &site, args.machine.as_deref());
        if !args.dry_run {
            let catalog = Catalog { entries, ..opened.new_catalog(&locale) };
            save_inside(&opened.root, &places.path(&page.key.name), &catalog.to_string())?;
        }
        Ok((sure, remarks))
    };
    let imported: Vec<Result<_>> = wanted.par_iter().map(import_page).collect();
    let (mut sure, mut to_review) = (0, 0);
    for (imported, (source, page)) in imported.into_iter().zip(&wanted) {
        let (segments, remarks) = imported?;
        sure += segments;
        to_review += remarks.len();
        for remark in &remarks {
            anstream::println!("{}", visible_line(&line(source, page, remark)));
        }
    }
    let pages = wanted.len();
    note_line(&format!(
        "{pages} pages: {sure} segments imported, {to_review} to review; next: `translate sync {locale}`"
    ));
    Ok(if unread.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// The pages of a locale that were not read as a whole or have an unresolved merge, each with the reason.
fn unread_pages(opened: &OpenGuide, locale: &Locale) -> Vec<String> {
    let of_locale = opened.guide.pages.iter().filter(|page| page.key.locale == *locale && !page.is_whole());
    let line = |page: &Page| {
        let fatal = page.problems.iter().find(|problem| problem.kind != ProblemKind::FrontMatter);
        let reason = fatal.map_or("", |problem| &problem.message);
        format!("{}: not imported: {reason}", page.source.path())
    };
    of_locale.map(line).collect()
}

/// The pairs of source page and page of a locale.
fn translated_pages<'a>(opened: &'a OpenGuide, locale: &Locale) -> Vec<(&'a Page, &'a Page)> {
    let guide = &opened.guide;
    let of_locale = guide.pages.iter().filter(|page| page.key.locale == *locale && page.is_whole());
    let with_source = of_locale.filter_map(|page| {
        let key = PageKey { locale: guide.layout.source().clone(), name: page.key.name.clone() };
        Some((guide.by_key(&key).filter(|source| source.is_whole())?, page))
    });
    with_source.collect()
}

fn line(source: &Page, page: &Page, remark: &Remark) -> String {
    let place = |page: &Page, range: TextRange| {
        let at = page.source.line_column(range.start());
        format!("{}:{}:{}", page.source.path(), at.line, at.column)
    };
    let words = |page: &Page, range: TextRange| {
        let text = page.source.slice(range).split_whitespace().take(8).collect::<Vec<_>>().join(" ");
        format!("`{text}`")
    };
    match *remark {
        Remark::Unsure { source: from, page: to } => {
            format!(
                "{}: may not be the translation of {} {}",
                place(page, to),
                place(source, from),
                words(source, from)
            )
        }
        Remark::Missing { source: from } => {
            format!("{}: not translated in {}: {}", place(source, from), page.source.path(), words(source, from))
        }
        Remark::Unpaired { page: to } => {
            format!("{}: no counterpart in the source: {}", place(page, to), words(page, to))
        }
        Remark::Untranslated { page: to, .. } => {
            format!("{}: same text as the source: {}", place(page, to), words(page, to))
        }
    }
}
