//! Fluent (`.ftl`), read tolerantly: messages, their attributes, and every variant of a choice that is no number.
//!
//! See <https://projectfluent.org/fluent/guide/>.

use std::collections::HashMap;

use super::super::path;
use super::super::string::StringFile;
use super::raw::Raw;

/// References inside references are followed so deep.
const MAX_DEPTH: usize = 4;

/// The terms (`-brand-short-name`) and messages of all files, by locale.
#[derive(Default)]
pub(crate) struct Terms {
    by_locale: HashMap<String, HashMap<String, String>>,
}

impl Terms {
    pub(crate) fn of(files: &[StringFile]) -> Self {
        let mut terms = Self::default();
        for file in files.iter().filter(|file| file.path.ends_with(".ftl")) {
            let Some(locale) = path::locale(&file.path) else { continue };
            let known = terms.by_locale.entry(locale).or_default();
            known.extend(entries(&String::from_utf8_lossy(&file.bytes)));
        }
        terms
    }

    fn get(&self, locale: &str, name: &str) -> Option<&str> {
        let own = self.by_locale.get(locale).and_then(|terms| terms.get(name));
        own.or_else(|| self.by_locale.get("en")?.get(name)).map(String::as_str)
    }
}

/// The strings of a file.
pub(crate) fn strings(text: &str, locale: &str, terms: &Terms) -> Vec<Raw> {
    let mut strings = Vec::new();
    for (key, pattern) in entries(text) {
        if key.starts_with('-') {
            continue;
        }
        for variant in resolve(&pattern, locale, terms, 0) {
            strings.push(Raw::new(&key, variant));
        }
    }
    strings
}

/// Keys (`id` and `id.attribute`) and patterns as typed, their lines joined by line feeds.
fn entries(text: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut id = String::new();
    for line in text.lines() {
        let is_indented = line.starts_with([' ', '\t', '}']);
        let trimmed = line.trim();
        if is_indented {
            if let Some((name, value)) = trimmed.strip_prefix('.').and_then(definition) {
                entries.push((format!("{id}.{name}"), value.to_owned()));
            } else if let Some((_, pattern)) = entries.last_mut().filter(|_| !id.is_empty()) {
                // Line ends before the text are none of it.
                if !pattern.is_empty() {
                    pattern.push('\n');
                }
                pattern.push_str(trimmed);
            }
        } else if let Some((name, value)) = definition(trimmed) {
            name.clone_into(&mut id);
            entries.push((name.to_owned(), value.to_owned()));
        } else if !trimmed.is_empty() {
            // A comment, or what we do not understand: its continuation belongs to nothing.
            id.clear();
        }
    }
    entries.retain(|(_, pattern)| !pattern.trim().is_empty());
    entries
}

/// The name and the begin of the value of a line `name = value`.
fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
    is_name.then_some((name, value.trim()))
}

/// The texts that a pattern may become: placeables are resolved, variables are `{}`.
fn resolve(pattern: &str, locale: &str, terms: &Terms, depth: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let Some(end) = closing(&rest[at..]) else { break };
        let inner = rest[at + 1..at + end].trim();
        let parts = placeable(inner, locale, terms, depth);
        let before = &rest[..at];
        let joined = texts.iter().flat_map(|text| parts.iter().map(move |part| format!("{text}{before}{part}")));
        texts = joined.take(MAX_VARIANTS).collect();
        rest = &rest[at + end + 1..];
    }
    texts.into_iter().map(|text| text + rest).collect()
}

/// Maximum texts of one pattern: a choice of platforms inside a choice of numbers has eight.
const MAX_VARIANTS: usize = 12;

/// Where the brace that a text begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut in_string) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' if depth == 1 => in_string = !in_string,
            '{' if !in_string => depth += 1,
            '}' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn placeable(inner: &str, locale: &str, terms: &Terms, depth: usize) -> Vec<String> {
    if let Some((_, variants)) = inner.split_once("->") {
        let texts = variants_of(variants);
        return texts.iter().flat_map(|text| resolve(text, locale, terms, depth + 1)).collect();
    }
    if let Some(literal) = inner.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        return vec![literal.to_owned()];
    }
    let name = inner.split(['(', ' ']).next().unwrap_or_default();
    let reference = terms.get(locale, name).filter(|_| depth < MAX_DEPTH && !inner.starts_with('$'));
    match reference {
        // A term with cases: the variant is chosen by an argument that we do not evaluate.
        Some(pattern) => resolve(pattern, locale, terms, depth + 1),
        None => vec!["{}".to_owned()],
    }
}

/// The patterns of the variants of a choice.
fn variants_of(text: &str) -> Vec<String> {
    let mut variants: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        let key = line.strip_prefix('*').unwrap_or(line).strip_prefix('[').and_then(|rest| rest.split_once(']'));
        match (key, variants.last_mut()) {
            (Some((_, value)), _) => variants.push(value.trim().to_owned()),
            (None, Some(variant)) if !line.is_empty() => {
                variant.push('\n');
                variant.push_str(line);
            }
            _ => {}
        }
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_and_texts(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let files: Vec<StringFile> = (files.iter())
            .map(|(path, text)| StringFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() })
            .collect();
        let terms = Terms::of(&files);
        let last = files.last().unwrap();
        let locale = path::locale(&last.path).unwrap();
        let found = strings(&String::from_utf8_lossy(&last.bytes), &locale, &terms);
        found.into_iter().map(|raw| (raw.key, raw.text)).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn messages_and_attributes_have_their_brand() {
        let brand = ("localization/de/brand.ftl", "-name = Otter\n");
        let text =
            "# About\nabout =\n    .label = Über { -name }\n    .accesskey = b\nplain = Öffnen\n    in { $tab }\n";
        assert_eq!(
            keys_and_texts(&[brand, ("localization/de/menu.ftl", text)]),
            pairs(&[("about.label", "Über Otter"), ("about.accesskey", "b"), ("plain", "Öffnen\nin {}")])
        );
    }

    #[test]
    fn each_variant_is_a_text() {
        let text = "quit =\n    .label =\n        { PLATFORM() ->\n            [windows] Exit\n           *[other] Quit\n        }\n";
        let expected = pairs(&[("quit.label", "Exit"), ("quit.label", "Quit")]);
        assert_eq!(keys_and_texts(&[("localization/en-US/menu.ftl", text)]), expected);
    }

    #[test]
    fn what_refers_to_itself_ends() {
        let text = "-a = { -a } x\nb = { -a }\nc = { broken\n";
        let found = keys_and_texts(&[("localization/en-US/menu.ftl", text)]);
        assert_eq!(found.len(), 2);
    }
}
