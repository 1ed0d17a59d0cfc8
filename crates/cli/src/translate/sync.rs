use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Locale, PageKey};
use firstaid_diagnostics::visible_line;
use firstaid_text::TextRange;
use firstaid_translate::{Conflict, Synced};

use super::args::SyncArgs;
use crate::files::save;
use crate::guide::{OpenGuide, open_guide};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &SyncArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let source = opened.guide.layout.source();
    for name in &args.page {
        let key = PageKey { locale: source.clone(), name: name.as_str().into() };
        if opened.guide.by_key(&key).is_none() {
            bail!("--page: the guide has no page `{name}` in `{source}`");
        }
    }
    let wants = |name: &str| args.page.is_empty() || args.page.iter().any(|page| page == name);
    let (mut conflicts, mut written) = (0, 0);
    for locale in opened.locales(&args.locales)? {
        let write_page = |name: Box<str>, synced: Synced| -> Result<(Box<str>, Vec<Conflict>, Vec<PathBuf>)> {
            show(&opened, &locale, &name, &synced.differences);
            if !synced.conflicts.is_empty() {
                return Ok((name, synced.conflicts, Vec::new()));
            }
            let files = files(&opened, &locale, &name, &synced);
            if !args.dry_run {
                files.iter().try_for_each(|(path, text)| save(path, text))?;
            }
            Ok((name, Vec::new(), files.into_iter().map(|(path, _)| path).collect()))
        };
        for page in opened.sync(&locale, args.prefer.map(Into::into), &wants, write_page)? {
            let (name, page_conflicts, paths) = page?;
            written += paths.len();
            if args.dry_run {
                for path in &paths {
                    note_line(&format!("{} would be written", path.display()));
                }
            }
            conflicts += page_conflicts.len();
            show(&opened, &locale, &name, &page_conflicts);
        }
    }
    let verb = if args.dry_run { "would be written" } else { "written" };
    let noun = if written == 1 { "file" } else { "files" };
    let left = if conflicts == 1 { "1 conflict".to_owned() } else { format!("{conflicts} conflicts") };
    note_line(&format!("{written} {noun} {verb}, {left}"));
    // The process ends here; freeing the guide would only cost time.
    std::mem::forget(opened);
    Ok(if conflicts > 0 || args.dry_run && written > 0 { Outcome::Findings } else { Outcome::Clean })
}

/// The changed files of a page. The page comes first: its catalog records what the sync wrote into it.
fn files(opened: &OpenGuide, locale: &Locale, name: &str, synced: &Synced) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    if let Some(page) = &synced.page {
        files.push((opened.root.join(page.source.path()), page.text().to_owned()));
    }
    if synced.is_catalog_new {
        files.push((opened.catalog_path(locale, name), synced.catalog.to_string()));
    }
    files
}

fn show(opened: &OpenGuide, locale: &Locale, name: &str, conflicts: &[Conflict]) {
    let key = PageKey { locale: locale.clone(), name: name.into() };
    let page = opened.guide.by_key(&key);
    let place = |range: TextRange| {
        page.map_or(String::new(), |page| {
            let at = page.source.line_column(range.start());
            format!("{}:{}:{}", page.source.path(), at.line, at.column)
        })
    };
    let catalog = opened.catalog_path(locale, name).display().to_string();
    let mut lines = Vec::new();
    for conflict in conflicts {
        match conflict {
            Conflict::Both { source, page, page_range, catalog: other } => {
                lines.push(format!("{}: changed here and differently in {catalog}", place(*page_range)));
                lines.push(format!("  source:  {source}"));
                lines.push(format!("  page:    {page}"));
                lines.push(format!("  catalog: {other}"));
            }
            Conflict::Added { page_range } => {
                lines.push(format!("{}: a block that the source does not have", place(*page_range)));
            }
            Conflict::Removed { source, near } => {
                lines.push(format!("{}: a block of the source is missing before this", place(*near)));
                lines.push(format!("  source:  {source}"));
            }
            Conflict::Gap { page_range, page, source } => {
                lines.push(format!("{}: changed here and differently in the source", place(*page_range)));
                lines.push(format!("  page:    {page}"));
                lines.push(format!("  source:  {source}"));
            }
            Conflict::Structure { source, translation } => {
                lines.push(format!("{catalog}: this translation is not exactly one block, as its source is"));
                lines.push(format!("  source:  {source}"));
                lines.push(format!("  catalog: {translation}"));
            }
        }
    }
    for line in lines {
        anstream::println!("{}", visible_line(&line));
    }
}
