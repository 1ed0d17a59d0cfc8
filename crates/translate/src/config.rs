//! `[translation]` of `firstaid.toml`.

use serde::Deserialize;

use crate::grade::Grade;

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TranslationConfig {
    /// The name of the guide, for the headers of catalogs.
    pub project: String,
    /// The folder of the catalogs, below the content folder.
    pub catalogs: String,
    /// What becomes of a translation whose source changed, by the grade of the change.
    pub minor: Stale,
    pub major: Stale,
    pub critical: Stale,
    /// The share of the words, in percent, that has to be translated before a page is first written.
    pub publish_at: u8,
    /// Keys of the front matter whose values are the translated page's own.
    pub own_keys: Vec<String>,
    /// The key of the front matter that says how far the translation has come; without it none does.
    pub status_key: Option<String>,
    /// The key of the front matter that says which way the text runs, `ltr` or `rtl`; without it none does.
    pub direction_key: Option<String>,
}

/// What readers get in the place of a translation whose source changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stale {
    /// The old translation; a notice to the translator.
    Keep,
    /// The text of the source, marked as such.
    Source,
    /// The same, and the gate fails until it is dealt with.
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
    pub fn stale(&self, grade: Grade) -> Stale {
        match grade {
            Grade::Cosmetic => Stale::Keep,
            Grade::Minor => self.minor,
            Grade::Major => self.major,
            Grade::Critical => self.critical,
        }
    }
}
