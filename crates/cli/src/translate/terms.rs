//! Importing a TBX file into the glossary of the guide. Entries of the glossary are never changed.

use std::path::Path;

use anyhow::{Result, bail};
use firstaid_content::Locale;
use firstaid_diagnostics::visible_line;
use firstaid_registry::{GlossaryEntry, Registry};
use firstaid_translate::tbx;

use super::exchange::read_text;
use crate::files::save_inside;
use crate::guide::OpenGuide;
use crate::note::note_line;
use crate::outcome::Outcome;

/// Adds the new terms of a file to the end of the glossary, and lists those that it has already.
pub(super) fn import(opened: &OpenGuide, locale: &Locale, file: &Path, dry_run: bool) -> Result<Outcome> {
    let shown = file.display().to_string();
    let terms = tbx::import(&shown, &read_text(file)?, opened.guide.layout.source(), locale)?;
    let path = opened.root.join(opened.config.content.data_folder()).join("glossary.yaml");
    let old = if path.exists() { read_text(&path)? } else { String::new() };
    let mut glossary = Registry::default();
    if !old.trim().is_empty() {
        glossary.add_glossary(&path.display().to_string(), &old)?;
    }
    let mut added: Vec<&GlossaryEntry> = Vec::new();
    let mut known = 0;
    for entry in &terms.entries {
        let is_same = |it: &GlossaryEntry| it.term.to_lowercase() == entry.term.to_lowercase();
        if glossary.glossary.iter().any(is_same) || added.iter().any(|it| is_same(it)) {
            known += 1;
            let line = format!("{shown}: `{}` is in the glossary already; its entry stays as it is", entry.term);
            anstream::println!("{}", visible_line(&line));
        } else {
            added.push(entry);
        }
    }
    if !added.is_empty() {
        let text = with_entries(&old, &added);
        let mut check = Registry::default();
        let is_read = check.add_glossary(&path.display().to_string(), &text).is_ok();
        let is_whole = is_read && check.glossary.len() == glossary.glossary.len() + added.len();
        if !is_whole {
            bail!("{}: entries cannot be added after its last line; nothing was written", path.display());
        }
        if !dry_run {
            save_inside(&opened.root, &path, &text)?;
        }
    }
    let read = terms.entries.len() + terms.unused;
    note_line(&format!(
        "{read} terms read, {} added to {}, {known} there already, {} without a term for `{locale}`",
        added.len(),
        path.display(),
        terms.unused
    ));
    Ok(Outcome::Clean)
}

/// The text of a glossary with entries after its last line, indented as its own.
fn with_entries(old: &str, entries: &[&GlossaryEntry]) -> String {
    let first = old.lines().find(|line| line.trim_start().starts_with('-') && line.trim() != "---");
    let indent = first.map_or("", |line| &line[..line.len() - line.trim_start().len()]);
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for entry in entries {
        let mut lines = vec![format!("- term: {}", quoted(&entry.term))];
        lines.extend(entry.definition.iter().map(|it| format!("  definition: {}", quoted(it))));
        lines.extend(entry.do_not_translate.then(|| "  do-not-translate: true".to_owned()));
        lines.extend(entry.note.iter().map(|it| format!("  note: {}", quoted(it))));
        if !entry.translations.is_empty() {
            lines.push("  translations:".to_owned());
        }
        for (locale, it) in &entry.translations {
            let list = |name: &str, forms: &[String]| {
                let forms = forms.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ");
                if forms.is_empty() { String::new() } else { format!(", {name}: [{forms}]") }
            };
            let note = it.note.as_ref().map_or(String::new(), |note| format!(", note: {}", quoted(note)));
            let (stems, forbidden) = (list("stems", &it.stems), list("forbidden", &it.forbidden));
            lines.push(format!("    {}: {{term: {}{stems}{forbidden}{note}}}", quoted(locale), quoted(&it.term)));
        }
        for line in lines {
            text.extend([indent, &line, "\n"]);
        }
    }
    text
}

/// A text as a double-quoted scalar; a string of JSON is one of YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
