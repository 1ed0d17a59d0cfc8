//! `firstaid identities diff`: what a reviewer has to look at with care.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::{ContentConfig, Guide, load_guide};
use firstaid_diagnostics::{escape_markdown, json_line, markdown_code, visible_line};
use firstaid_lint::{Catalogs, IdentityChange, IdentityKind, Side, Standing, identity_changes};
use firstaid_registry::Registry;
use firstaid_text::SourceFile;
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{IdentitiesCommand, IdentitiesDiffArgs, IdentitiesFormat};
use crate::catalogs::catalog_files;
use crate::lint::note_line;
use crate::past::past;
use crate::repository::prefix;
use crate::setup::{read_own, setup};

/// What a data folder holds for readers, by the ends of names. The ledger of links is not looked at: it repeats the
/// pages.
const DATA: [&str; 6] = ["yaml", "yml", "json", "toml", "csv", "txt"];

/// A table in a comment has no more rows; GitHub cuts what is longer.
const MAX_ROWS: usize = 200;

pub(crate) fn run(command: &IdentitiesCommand, root: PathBuf) -> Result<Outcome> {
    let IdentitiesCommand::Diff(args) = command;
    let setup = setup(args.root.clone().unwrap_or(root), args.config.as_deref())?;
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
    let changes = if let Some(past) = past(&setup.root, args.config.as_deref(), &args.rev)? {
        let data = data_files(past.root(), &past.setup.config.content, &args.data)?;
        let (guide, registry, catalogs) = (&past.guide, &past.setup.registry, &past.catalogs);
        identity_changes(Side { guide, registry, data: &data, catalogs }, after)
    } else {
        let nothing = Guide::new(Vec::new(), Vec::new(), setup.layout.clone(), guide.anchors, String::new());
        let (registry, catalogs) = (&Registry::built_in(), &Catalogs::default());
        identity_changes(Side { guide: &nothing, registry, data: &[], catalogs }, after)
    };
    let mut out = anstream::stdout().lock();
    write!(out, "{}", render(args, &changes, &prefix(&setup.root)?)?)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The files of a guide's data folder, and of others below its root, by path.
fn data_files(root: &Path, content: &ContentConfig, others: &[String]) -> Result<Vec<SourceFile>> {
    let mut files = BTreeMap::new();
    let mut folders: Vec<PathBuf> = others.iter().map(|folder| root.join(folder)).collect();
    folders.push(root.join(&content.root).join(&content.data));
    folders.retain(|folder| folder.is_dir());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|end| DATA.iter().any(|it| end == *it)) {
                let below = path.strip_prefix(root).unwrap_or(&path).components();
                let parts: Vec<_> = below.map(|part| part.as_os_str().to_string_lossy()).collect();
                files.insert(parts.join("/").trim_start_matches("./").to_owned(), read_own(root, &path)?);
            }
        }
    }
    Ok(files.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect())
}

fn render(args: &IdentitiesDiffArgs, changes: &[IdentityChange], prefix: &str) -> Result<String> {
    Ok(match args.format {
        IdentitiesFormat::Human => {
            let lines = changes.iter().map(|change| visible_line(&line(change)).into_owned() + "\n");
            lines.chain([summary(changes) + "\n"]).collect()
        }
        IdentitiesFormat::Markdown => table(changes, prefix),
        IdentitiesFormat::Jsonl => {
            let lines = changes.iter().map(|change| Ok(json_line(&object(change))? + "\n"));
            lines.collect::<Result<String>>()?
        }
    })
}

fn line(change: &IdentityChange) -> String {
    let lines: Vec<String> = change.lines.iter().map(u32::to_string).collect();
    let shown = [&change.before, &change.after].into_iter().flatten().map(|value| change.shown(value));
    let (path, lines, what, kind) = (&change.path, lines.join(","), change.what(), kind(change.kind));
    format!("{path}:{lines}: {what} {kind} {}: {}", shown.collect::<Vec<_>>().join(" -> "), change.standing)
}

/// For a comment on a pull request, with paths from the top of the repository. Whatever a page has in it is code.
fn table(changes: &[IdentityChange], prefix: &str) -> String {
    let mut lines = vec![format!("**Identities**: {}", summary(changes))];
    if !changes.is_empty() {
        lines.extend(["", "| change | identity | where | what the registries say |"].map(str::to_owned));
        lines.push("| --- | --- | --- | --- |".to_owned());
        lines.extend(changes.iter().take(MAX_ROWS).map(|change| row(change, prefix)));
    }
    if changes.len() > MAX_ROWS {
        let more = changes.len() - MAX_ROWS;
        lines.extend([String::new(), format!("{more} more: `firstaid identities diff` lists them.")]);
    }
    lines.join("\n") + "\n"
}

fn row(change: &IdentityChange, prefix: &str) -> String {
    let code = |text: &str| markdown_code(&visible_line(text));
    let shown = [&change.before, &change.after].into_iter().flatten().map(|value| code(&change.shown(value)));
    let identity = shown.collect::<Vec<_>>().join(" → ");
    let lines: Vec<String> = change.lines.iter().map(u32::to_string).collect();
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    let place = format!("{}, {noun} {}", code(&format!("{prefix}{}", change.path)), lines.join(", "));
    let said = escape_markdown(&visible_line(&change.standing.to_string()));
    let said = if is_suspicious(&change.standing) { format!("**{said}**") } else { said };
    format!("| {} {} | {identity} | {place} | {said} |", change.what(), kind(change.kind))
}

/// "1 altered, 2 added; 1 to be looked at with care".
fn summary(changes: &[IdentityChange]) -> String {
    let count = |what: &str| changes.iter().filter(|change| change.what() == what).count();
    let each = ["altered", "added", "removed"].map(|what| (what, count(what)));
    let each: Vec<String> = each.into_iter().filter(|it| it.1 > 0).map(|(what, n)| format!("{n} {what}")).collect();
    let suspicious = changes.iter().filter(|change| is_suspicious(&change.standing)).count();
    let warning = if suspicious == 0 { String::new() } else { format!("; {suspicious} to be looked at with care") };
    if each.is_empty() { "none added, removed or altered".to_owned() } else { each.join(", ") + &warning }
}

fn is_suspicious(standing: &Standing) -> bool {
    matches!(standing, Standing::LooksLike { .. } | Standing::Stale(_))
}

fn kind(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Fingerprint => "fingerprint",
        IdentityKind::KeyId => "key id",
        IdentityKind::Email => "e-mail address",
        IdentityKind::Phone => "phone number",
        IdentityKind::Onion => "onion address",
        IdentityKind::Host => "host",
    }
}

/// A change for programs.
fn object(change: &IdentityChange) -> Value {
    json!({
        "change": change.what(),
        "kind": kind(change.kind),
        "before": change.before,
        "after": change.after,
        "path": change.path,
        "lines": change.lines,
        "standing": change.standing.as_str(),
        "note": change.standing.to_string(),
    })
}
