//! The glossary of a guide: its terms and their translations.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A term of the source language. Other keys of an entry are allowed and ignored: they are for readers.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct GlossaryEntry {
    pub term: String,
    pub definition: Option<String>,
    /// Whether the term stays as it is in every language. It is matched in its own letter case only.
    #[serde(default)]
    pub do_not_translate: bool,
    /// A hint for translators.
    pub note: Option<String>,
    /// By locale.
    #[serde(default)]
    pub translations: BTreeMap<String, TermTranslation>,
}

/// A term in a locale. In the file, a plain string is short for an entry with a `term` only.
///
/// A form has one or more words; `*` at the start or end of a word stands for any letters. Letter case is ignored.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TermTranslation {
    /// The translation to use.
    pub term: String,
    /// Other correct forms: inflected, shortened, as a verb.
    pub stems: Vec<String>,
    /// Forms that must not be used, because they mislead.
    pub forbidden: Vec<String>,
    /// A hint for translators into the locale.
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FullEntry {
    term: String,
    #[serde(default)]
    stems: Vec<String>,
    #[serde(default)]
    forbidden: Vec<String>,
    note: Option<String>,
}

impl<'de> Deserialize<'de> for TermTranslation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrEntry)
    }
}

struct TextOrEntry;

impl<'de> Visitor<'de> for TextOrEntry {
    type Value = TermTranslation;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or an entry with a `term`")
    }

    fn visit_str<E>(self, term: &str) -> Result<TermTranslation, E> {
        Ok(TermTranslation { term: term.to_owned(), ..TermTranslation::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TermTranslation, A::Error> {
        let FullEntry { term, stems, forbidden, note } = FullEntry::deserialize(MapAccessDeserializer::new(map))?;
        Ok(TermTranslation { term, stems, forbidden, note })
    }
}

impl GlossaryEntry {
    /// The translation into a locale; an entry for `pt` also applies to `pt-BR`.
    pub fn translation(&self, locale: &str) -> Option<&TermTranslation> {
        let language = locale.split('-').next().unwrap_or(locale);
        self.translations.get(locale).or_else(|| self.translations.get(language))
    }
}
