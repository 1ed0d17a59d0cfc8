//! `[translation]` of `firstaid.toml`.

use serde::Deserialize;

use crate::grade::Grade;

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TranslationConfig {
    /// `Project-Id-Version` of new catalogs: the name of the guide.
    pub project: String,
    /// The folder of the catalogs, relative to the content folder.
    pub catalogs: String,
    /// How to treat a translation after a minor change of its source.
    pub minor: Stale,
    pub major: Stale,
    pub critical: Stale,
    /// Share of the words that must be translated before a page is written for the first time, in percent.
    pub publish_at: u8,
    /// Front-matter keys whose values belong to the translated page and are never copied from the source.
    pub own_keys: Vec<String>,
    /// Front-matter key for the state of the translation; `None` writes no such key.
    pub status_key: Option<String>,
    /// Front-matter key for the text direction, `ltr` or `rtl`; `None` writes no such key.
    pub direction_key: Option<String>,
}

/// What readers get for a translation whose source has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stale {
    /// The old translation.
    Keep,
    /// The source text, marked with its language.
    Source,
    /// The source text, and `lint` reports an error until the translation is updated.
    Fail,
}

impl Default for TranslationConfig {
    fn default() -> Self {
        Self {
            project: "guide".to_owned(),
            catalogs: "_catalogs".to_owned(),
            minor: Stale::Keep,
            major: Stale::Keep,
            critical: Stale::Source,
            publish_at: 50,
            own_keys: ["reviewed", "reviewer", "translator", "translators"].map(str::to_owned).to_vec(),
            status_key: None,
            direction_key: None,
        }
    }
}

impl TranslationConfig {
    /// How to treat a translation after a change of this grade.
    pub fn stale(&self, grade: Grade) -> Stale {
        match grade {
            Grade::Cosmetic => Stale::Keep,
            Grade::Minor => self.minor,
            Grade::Major => self.major,
            Grade::Critical => self.critical,
        }
    }
}
