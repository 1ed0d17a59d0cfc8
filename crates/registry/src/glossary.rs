//! The glossary of a guide: its terms, and what each is in a locale.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A term of the source language. What else an entry has is for readers.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct GlossaryEntry {
    pub term: String,
    pub definition: Option<String>,
    /// A name that stays as it is in every language. It counts in its own letter case only.
    #[serde(default)]
    pub do_not_translate: bool,
    /// For translators.
    pub note: Option<String>,
    /// By locale.
    #[serde(default)]
    pub translations: BTreeMap<String, TermTranslation>,
}

/// A term in a locale. In the file, a plain text is short for one that has nothing but the `term`.
///
/// A form is one word or several; `*` at the beginning or the end of a word stands for any letters. Letter case makes
/// no difference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TermTranslation {
    /// What to write.
    pub term: String,
    /// Other right forms: inflected, shortened, as a verb.
    pub stems: Vec<String>,
    /// Forms that mislead.
    pub forbidden: Vec<String>,
    /// For translators into the locale.
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Long {
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
        let Long { term, stems, forbidden, note } = Long::deserialize(MapAccessDeserializer::new(map))?;
        Ok(TermTranslation { term, stems, forbidden, note })
    }
}

impl GlossaryEntry {
    /// What the term is in a locale; what is written for `pt` holds for `pt-BR`, too.
    pub fn translation(&self, locale: &str) -> Option<&TermTranslation> {
        let language = locale.split('-').next().unwrap_or(locale);
        self.translations.get(locale).or_else(|| self.translations.get(language))
    }
}
