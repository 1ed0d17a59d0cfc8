//! Registry files: the embedded ones and a guide's own, of the same form.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::de::DeserializeOwned;
use serde_yaml::Spanned;

use crate::{Brand, Claim, GlossaryEntry, Host, Key, Organisation, Registry, RegistryError, Tool, validate};

/// Name and text of each embedded file, as JSON that `build.rs` makes of `data/*.yaml`.
const BUILT_IN: [(&str, &str); 6] = [
    ("tools.yaml", include_str!(concat!(env!("OUT_DIR"), "/tools.json"))),
    ("brands.yaml", include_str!(concat!(env!("OUT_DIR"), "/brands.json"))),
    ("organisations.yaml", include_str!(concat!(env!("OUT_DIR"), "/organisations.json"))),
    ("hosts.yaml", include_str!(concat!(env!("OUT_DIR"), "/hosts.json"))),
    ("claims.yaml", include_str!(concat!(env!("OUT_DIR"), "/claims.json"))),
    ("keys.yaml", include_str!(concat!(env!("OUT_DIR"), "/keys.json"))),
];

/// The files of a guide's `_data` folder that are registries.
const GUIDE_FILES: [&str; 6] =
    ["tools.yaml", "brands.yaml", "organisations.yaml", "hosts.yaml", "claims.yaml", "keys.yaml"];

/// How the text of a registry is written.
#[derive(Clone, Copy)]
pub(crate) enum Format {
    /// As in `data/` and in guides; errors have their line.
    Yaml,
    /// As embedded.
    Json,
}

/// An entry and the line where it begins.
struct Located<T> {
    line: u64,
    value: T,
}

impl Registry {
    /// The registry that ships inside the binary.
    ///
    /// # Panics
    /// When the embedded data is not valid, which a test rules out.
    pub fn built_in() -> Self {
        let mut registry = Self::default();
        for (name, text) in BUILT_IN {
            registry.add(name, text, Format::Json).expect("a test checks the embedded registries");
        }
        registry.add_built_in_labels();
        registry.index();
        registry
    }

    /// Adds a guide's own registry file; its entries override those of the same name. `path` is for messages; its file
    /// name, one of [`Registry::GUIDE_FILES`], decides the kind of its entries.
    pub fn add_guide_file(&mut self, path: &str, text: &str) -> Result<(), RegistryError> {
        self.add(path, text, Format::Yaml)?;
        self.has_own_organisations |= path.ends_with("organisations.yaml");
        self.index();
        Ok(())
    }

    pub const GUIDE_FILES: [&str; 6] = GUIDE_FILES;

    /// Adds words that the guide accepts, one per line; `#` begins a comment. `locale` is `""` for every locale.
    pub fn add_words(&mut self, locale: &str, text: &str) {
        let words = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        let list = self.words.entry(locale.to_owned()).or_default();
        list.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }

    /// Adds a guide's glossary, a list of entries with a `term`, and accepts the words of its terms in every locale.
    /// `path` is for messages.
    pub fn add_glossary(&mut self, path: &str, text: &str) -> Result<(), RegistryError> {
        let entries: Vec<Located<GlossaryEntry>> = read(path, text, Format::Yaml)?;
        check(path, &entries, validate::glossary_entry)?;
        merge(&mut self.glossary, entries, |entry| &entry.term, |_, new| new);
        let words = self.glossary.iter().flat_map(|entry| entry.term.split_whitespace()).map(str::to_owned);
        self.words.entry(String::new()).or_default().extend(words);
        Ok(())
    }

    pub(crate) fn add(&mut self, path: &str, text: &str, format: Format) -> Result<(), RegistryError> {
        let kind = path.rsplit('/').next().unwrap_or(path);
        match kind {
            "tools.yaml" => {
                let entries: Vec<Located<Tool>> = read(path, text, format)?;
                check(path, &entries, validate::tool)?;
                merge(&mut self.tools, entries, |tool| &tool.name, |_, new| new);
            }
            "brands.yaml" => {
                let entries: Vec<Located<Brand>> = read(path, text, format)?;
                check(path, &entries, validate::brand)?;
                merge(&mut self.brands, entries, |brand| &brand.name, |_, new| new);
            }
            "organisations.yaml" => {
                let entries: Vec<Located<Organisation>> = read(path, text, format)?;
                check(path, &entries, validate::organisation)?;
                merge(&mut self.organisations, entries, |organisation| &organisation.name, combine_organisations);
            }
            "hosts.yaml" => {
                let entries: Vec<Located<Host>> = read(path, text, format)?;
                check(path, &entries, validate::host)?;
                // A host may have several entries, for paths of it. Those added later come first: the first match wins.
                let added = entries.into_iter().map(|entry| entry.value);
                self.hosts = added.chain(std::mem::take(&mut self.hosts)).collect();
            }
            "claims.yaml" => {
                let entries: Vec<Located<Claim>> = read(path, text, format)?;
                check(path, &entries, validate::claim)?;
                merge(&mut self.claims, entries, |claim| &claim.claim, |_, new| new);
            }
            "keys.yaml" => {
                let entries: Vec<Located<Key>> = read(path, text, format)?;
                check(path, &entries, validate::key)?;
                merge(&mut self.keys, entries, |key| &key.key, |_, new| new);
            }
            _ => unreachable!("{path} is not a registry file"),
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(path: &str, text: &str, format: Format) -> Result<Vec<Located<T>>, RegistryError> {
    let error = |line, message: &str| RegistryError { path: path.to_owned(), line, message: message.to_owned() };
    match format {
        Format::Json => {
            let entries: Vec<T> = serde_json::from_str(text).map_err(|it| error(1, &it.to_string()))?;
            Ok(entries.into_iter().map(|value| Located { line: 1, value }).collect())
        }
        Format::Yaml if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) => Ok(Vec::new()),
        Format::Yaml => {
            let entries: Vec<Spanned<T>> = serde_yaml::from_str(text).map_err(|it| {
                let message = it.to_string();
                let first = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
                error(it.location().map_or(1, |location| location.line()), first)
            })?;
            Ok(entries.into_iter().map(|it| Located { line: it.defined.line(), value: it.value }).collect())
        }
    }
}

fn check<T>(path: &str, entries: &[Located<T>], problem: fn(&T) -> Option<String>) -> Result<(), RegistryError> {
    let first = entries.iter().find_map(|entry| problem(&entry.value).map(|message| (entry.line, message)));
    match first {
        Some((line, message)) => Err(RegistryError { path: path.to_owned(), line, message }),
        None => Ok(()),
    }
}

/// Adds entries to `all`. An entry whose name is known already, in any letter case, replaces the known one by what
/// `combine` makes of both.
fn merge<T>(all: &mut Vec<T>, entries: Vec<Located<T>>, name: fn(&T) -> &str, combine: fn(&T, T) -> T) {
    let mut indexes: HashMap<String, usize> =
        all.iter().enumerate().map(|(index, entry)| (name(entry).to_lowercase(), index)).collect();
    for entry in entries {
        let entry = entry.value;
        match indexes.entry(name(&entry).to_lowercase()) {
            Entry::Occupied(index) => {
                let known = &mut all[*index.get()];
                *known = combine(known, entry);
            }
            Entry::Vacant(index) => {
                index.insert(all.len());
                all.push(entry);
            }
        }
    }
}

/// A guide's entry on an organisation, with the names and hosts of the known entry added.
fn combine_organisations(known: &Organisation, own: Organisation) -> Organisation {
    let union = |own: Vec<String>, known: &[String]| {
        let more: Vec<String> = known.iter().filter(|name| !own.contains(name)).cloned().collect();
        own.into_iter().chain(more).collect()
    };
    Organisation {
        aliases: union(own.aliases, &known.aliases),
        variants: union(own.variants, &known.variants),
        accepted: union(own.accepted, &known.accepted),
        ordinary_in: union(own.ordinary_in, &known.ordinary_in),
        hosts: union(own.hosts, &known.hosts),
        locales: known.locales.clone().into_iter().chain(own.locales).collect(),
        former: if own.former.is_empty() { known.former.clone() } else { own.former },
        spelling: known.spelling,
        confidence: own.confidence.max(known.confidence),
        ..own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_glossary_terms_are_accepted() {
        let mut registry = Registry::default();
        registry
            .add_glossary("glossary.yaml", "- term: Zero day\n  definition: x\n  do-not-translate: true\n")
            .unwrap();
        assert_eq!(registry.words[""], ["Zero", "day"]);
        assert!(registry.glossary[0].do_not_translate);
        let error = registry.add_glossary("glossary.yaml", "# x\n- name: y\n").unwrap_err();
        assert_eq!((error.line, error.message.contains("term")), (2, true), "{error}");
    }

    #[test]
    fn a_translation_is_a_text_or_an_entry() {
        let mut registry = Registry::default();
        let text = "- term: Backup\n  translations:\n    de: Backup\n    fr: {term: sauvegarde, stems: [sauvegard*]}\n";
        registry.add_glossary("glossary.yaml", text).unwrap();
        let translation = |locale| registry.glossary[0].translation(locale);
        assert_eq!(translation("de-AT").unwrap().term, "Backup");
        assert_eq!(translation("fr").unwrap().stems, ["sauvegard*"]);
        assert_eq!(translation("es"), None);
    }

    #[test]
    fn a_mistake_in_a_glossary_is_reported_with_its_line() {
        let problem = |entry: &str| {
            let text = format!("- term: Good\n- {entry}\n");
            Registry::default().add_glossary("g.yaml", &text).unwrap_err().to_string()
        };
        assert!(problem("term: ''").starts_with("g.yaml:2: "));
        let unknown = problem("term: X\n  translations: {es: {term: x, stem: [x]}}");
        assert!(unknown.starts_with("g.yaml:3: ") && unknown.contains("`stem`"), "{unknown}");
        assert!(problem("term: X\n  translations: {es: [x]}").contains("a text or an entry"));
        assert!(problem("term: X\n  translations: {es: {term: x, stems: ['y*z']}}").contains("`y*z`"));
        assert!(problem("term: X\n  translations: {es: {term: x, forbidden: [' * ']}}").contains("` * `"));
        assert!(problem("term: X\n  translations: {es: {term: x, forbidden: [X]}}").contains("both"));
        assert!(
            problem("term: X\n  do-not-translate: true\n  translations: {es: other}").contains("must stay as it is")
        );
    }
}
