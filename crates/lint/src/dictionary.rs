//! Hunspell dictionaries, to tell a word from a slip. Read when first asked, one language at a time.
//!
//! Those whose licences allow it ship inside the binary; others come from the folders where systems keep them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use firstaid_registry::Registry;
use spellbook::Dictionary;

/// Languages with an embedded dictionary: affixes and words.
const EMBEDDED: [(&str, &str, &str); 4] = [
    ("en", include_str!("../dictionaries/en/index.aff"), include_str!("../dictionaries/en/index.dic")),
    ("es", include_str!("../dictionaries/es/index.aff"), include_str!("../dictionaries/es/index.dic")),
    ("fr", include_str!("../dictionaries/fr/index.aff"), include_str!("../dictionaries/fr/index.dic")),
    ("ru", include_str!("../dictionaries/ru/index.aff"), include_str!("../dictionaries/ru/index.dic")),
];

/// Where systems keep dictionaries.
const FOLDERS: [&str; 3] = ["/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling"];

/// The system's dictionaries that are looked for: each language's most common region.
const SYSTEM: [(&str, &[&str]); 5] = [
    ("de", &["de_DE", "de"]),
    ("ar", &["ar"]),
    ("pt", &["pt_PT", "pt_BR", "pt"]),
    ("it", &["it_IT", "it"]),
    ("uk", &["uk_UA", "uk"]),
];

pub(crate) struct Dictionaries {
    languages: HashMap<&'static str, OnceLock<Option<Dictionary>>>,
    /// The guide's own words, in lower case, by locale; `""` for all.
    words: HashMap<String, std::collections::HashSet<String>>,
}

impl Dictionaries {
    pub(crate) fn new(registry: &Registry) -> Self {
        let known = EMBEDDED.iter().map(|(language, ..)| *language).chain(SYSTEM.iter().map(|(language, _)| *language));
        let lower = |words: &Vec<String>| words.iter().map(|word| word.to_lowercase()).collect();
        Self {
            languages: known.map(|language| (language, OnceLock::new())).collect(),
            words: registry.words.iter().map(|(locale, words)| (locale.clone(), lower(words))).collect(),
        }
    }

    /// Whether there is a dictionary for a language.
    pub(crate) fn has(&self, language: &str) -> bool {
        EMBEDDED.iter().any(|(embedded, ..)| *embedded == language) || self.get(language).is_some()
    }

    /// Whether a word, in any case, is one of a language; false too when there is no dictionary for it.
    pub(crate) fn knows(&self, language: &str, word: &str) -> bool {
        let lower = word.to_lowercase();
        if ["", language].iter().any(|locale| self.words.get(*locale).is_some_and(|words| words.contains(&lower))) {
            return true;
        }
        let Some(dictionary) = self.get(language) else { return false };
        dictionary.check(word) || dictionary.check(&lower) || dictionary.check(&capitalised(&lower))
    }

    fn get(&self, language: &str) -> Option<&Dictionary> {
        let slot = self.languages.get(language)?;
        slot.get_or_init(|| load(language)).as_ref()
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn load(language: &str) -> Option<Dictionary> {
    if let Some((_, affixes, words)) = EMBEDDED.iter().find(|(embedded, ..)| *embedded == language) {
        return Dictionary::new(affixes, words).ok();
    }
    let (_, names) = SYSTEM.iter().find(|(known, _)| *known == language)?;
    FOLDERS.iter().flat_map(|folder| names.iter().map(move |name| Path::new(folder).join(name))).find_map(|base| {
        let affixes = fs::read(base.with_extension("aff")).ok()?;
        let words = fs::read(base.with_extension("dic")).ok()?;
        Dictionary::new(&decode(&affixes, &affixes), &decode(&affixes, &words)).ok()
    })
}

/// The text of a dictionary file, by the `SET` line of its affix file: UTF-8, or else taken for Latin 1.
fn decode(affixes: &[u8], bytes: &[u8]) -> String {
    let is_utf8 = affixes.split(|&b| b == b'\n').any(|line| line.trim_ascii() == b"SET UTF-8");
    if is_utf8 || bytes.is_ascii() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // The affix file names its encoding; the text is UTF-8 from here on.
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().replace("SET ISO8859-1", "SET UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_dictionary_reads_and_knows_its_words() {
        let dictionaries = Dictionaries::new(&Registry::default());
        for (language, known, unknown) in
            [("en", "email", "Gmal"), ("es", "correo", "coreeo"), ("fr", "lieux", "lieuxx"), ("ru", "ключ", "ключж")]
        {
            assert!(dictionaries.knows(language, known), "{language}: {known}");
            assert!(!dictionaries.knows(language, unknown), "{language}: {unknown}");
        }
    }

    #[test]
    fn a_guide_s_own_words_count_in_any_case() {
        let mut registry = Registry::default();
        registry.add_words("en", "Gmal # a name here\n");
        assert!(Dictionaries::new(&registry).knows("en", "gmal"));
    }
}
