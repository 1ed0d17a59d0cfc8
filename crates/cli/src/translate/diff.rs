//! `firstaid translate diff`: what a change does to translations, for reviewers who do not read them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Guide, Locale, load_guide};
use firstaid_diagnostics::{escape_markdown, json_line, markdown_code, visible_line};
use firstaid_lint::{Catalogs, Side, TranslationChange, TranslationChangeKind, translation_changes};
use firstaid_registry::Registry;
use serde_json::{Value, json};

use super::args::DiffArgs;
use crate::diff_format::DiffFormat;
use crate::guide::{catalog_files, past, path_in_repository, setup_from};
use crate::markdown_table::{MAX_ROWS, markdown_table};
use crate::note::note_line;
use crate::outcome::Outcome;

/// Maximum characters of a block in a table, where rows must stay short.
const MAX_SHOWN: usize = 120;

pub(super) fn run(args: &DiffArgs, root: PathBuf) -> Result<Outcome> {
    let setup = setup_from(args.root.as_deref(), args.config.as_deref(), root)?;
    for note in &setup.notes {
        note_line(note);
    }
    let content = &setup.config.content;
    let guide = load_guide(&setup.root, content, setup.layout.clone(), &|_| ())?;
    let catalogs = Catalogs::new(catalog_files(&setup.root, &setup.config)?);
    let after = Side { guide: &guide, registry: &setup.registry, data: &[], catalogs: &catalogs };
    let past = past(&setup.root, args.config.as_deref(), None, &args.rev)?;
    let past = past.and_then(|past| past.guide);
    let empty = Guide::new(Vec::new(), Vec::new(), setup.layout.clone(), guide.anchors, String::new());
    let (built_in, no_catalogs) = (Registry::built_in(), Catalogs::default());
    let before = match &past {
        Some(past) => Side { guide: &past.guide, registry: &past.setup.registry, data: &[], catalogs: &past.catalogs },
        None => Side { guide: &empty, registry: &built_in, data: &[], catalogs: &no_catalogs },
    };
    let is_known = |locale: &str| {
        let has = |guide: &Guide| guide.pages.iter().any(|page| page.key.locale.as_str() == locale);
        has(&guide) || has(before.guide)
    };
    if let Some(unknown) = args.locales.iter().find(|locale| !is_known(locale)) {
        bail!("no page has the locale `{unknown}`, neither now nor at {}", args.rev);
    }
    let is_asked = |locale: &Locale| args.locales.is_empty() || args.locales.iter().any(|it| it == locale.as_str());
    let changes = translation_changes(before, after, &setup.config.translation, &is_asked);
    let mut out = anstream::stdout().lock();
    write!(out, "{}", render(args.format, &changes, &path_in_repository(&setup.root)?)?)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// `prefix` is the guide's path in its repository, for the paths of Markdown.
fn render(format: DiffFormat, changes: &[TranslationChange], prefix: &str) -> Result<String> {
    Ok(match format {
        DiffFormat::Human => changes.iter().map(lines).chain([summary(changes) + "\n"]).collect(),
        DiffFormat::Markdown => {
            let head = ["| change | where | source | before | after |", "| --- | --- | --- | --- | --- |"];
            let rows = changes.iter().take(MAX_ROWS).map(|change| row(change, prefix));
            let heading = format!("**Translations**: {}", summary(changes));
            markdown_table(heading, head, rows, (changes.len(), "firstaid translate diff"))
        }
        DiffFormat::Jsonl => {
            changes.iter().map(|change| Ok(json_line(&object(change))? + "\n")).collect::<Result<String>>()?
        }
    })
}

/// A change, and below it the block in the source, before and after.
fn lines(change: &TranslationChange) -> String {
    let place = if change.line == 0 { change.path.to_string() } else { format!("{}:{}", change.path, change.line) };
    let follows = if change.follows_source { " (the source changed here, too)" } else { "" };
    let head = visible_line(&format!("{place}: {}: {}{follows}", change.kind, change.what)).into_owned() + "\n";
    let blocks = [("source", &change.source), ("before", &change.before), ("after", &change.after)];
    let blocks = blocks.into_iter().filter_map(|(name, block)| Some((name, block.as_ref()?)));
    std::iter::once(head).chain(blocks.map(|(name, block)| format!("  {name}: {}\n", visible_line(block)))).collect()
}

fn row(change: &TranslationChange, prefix: &str) -> String {
    let line = if change.line == 0 { String::new() } else { format!(", line {}", change.line) };
    let place = markdown_code(&format!("{prefix}{}", change.path)) + &line;
    let what = escape_markdown(&visible_line(&change.what));
    let what =
        if is_suspicious(change) { format!("**{}**: {what}", change.kind) } else { format!("{}: {what}", change.kind) };
    let what = if change.follows_source { what + " (as the source)" } else { what };
    let block =
        |text: &Option<Box<str>>| text.as_deref().map(|text| markdown_code(&shortened(text))).unwrap_or_default();
    let (source, before, after) = (block(&change.source), block(&change.before), block(&change.after));
    format!("| {what} | {place} | {source} | {before} | {after} |")
}

fn shortened(text: &str) -> String {
    let end = text.char_indices().nth(MAX_SHOWN).map_or(text.len(), |(at, _)| at);
    if end < text.len() { format!("{}…", &text[..end]) } else { text.to_owned() }
}

/// A grave change that the source does not explain.
fn is_suspicious(change: &TranslationChange) -> bool {
    change.kind.is_grave() && !change.follows_source
}

/// "negation: 1, number: 2; 3 grave changes that the source does not explain".
fn summary(changes: &[TranslationChange]) -> String {
    let mut counts: BTreeMap<TranslationChangeKind, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(change.kind).or_default() += 1;
    }
    if counts.is_empty() {
        return "no translation says anything else than before".to_owned();
    }
    let each: Vec<String> = counts.into_iter().map(|(kind, n)| format!("{kind}: {n}")).collect();
    let warning = match changes.iter().filter(|change| is_suspicious(change)).count() {
        0 => String::new(),
        1 => "; 1 grave change that the source does not explain".to_owned(),
        n => format!("; {n} grave changes that the source does not explain"),
    };
    each.join(", ") + &warning
}

fn object(change: &TranslationChange) -> Value {
    json!({
        "path": change.path,
        "line": change.line,
        "kind": change.kind.as_str(),
        "what": change.what,
        "source": change.source,
        "before": change.before,
        "after": change.after,
        "follows_source": change.follows_source,
    })
}
