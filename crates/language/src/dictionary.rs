//! Hunspell dictionaries, to tell a word from a slip. Read when first asked, one language at a time.
//!
//! Those whose licences allow it ship inside the binary; others come from the folders where systems keep them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use spellbook::Dictionary;

use crate::answers::SharedAnswers;

macro_rules! embedded {
    ($language:literal, $folder:literal) => {
        (
            $language,
            include_str!(concat!("../data/", $folder, "/index.aff")),
            include_str!(concat!("../data/", $folder, "/index.dic")),
        )
    };
}

/// Languages with an embedded dictionary: affixes and words. British spellings stand beside the American ones.
const EMBEDDED: [(&str, &str, &str); 7] = [
    embedded!("en", "en"),
    embedded!("en-GB", "en-GB"),
    embedded!("es", "es"),
    embedded!("fr", "fr"),
    embedded!("ru", "ru"),
    embedded!("de", "de"),
    embedded!("ar", "ar"),
];

const BRITISH: &str = "en-GB";

/// The slot of both spellings of English in one dictionary: whether a word is English is asked of it once, not twice.
const AMERICAN_AND_BRITISH: &str = "en+en-GB";

/// Where systems keep dictionaries.
const FOLDERS: [&str; 3] = ["/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling"];

/// The system's dictionaries that are looked for: each language's most common regions.
const SYSTEM: [(&str, &[&str]); 36] = [
    ("be", &["be_BY", "be"]),
    ("bg", &["bg_BG", "bg"]),
    ("bn", &["bn_BD", "bn_IN"]),
    ("ca", &["ca", "ca_ES"]),
    ("cs", &["cs_CZ", "cs"]),
    ("da", &["da_DK", "da"]),
    ("el", &["el_GR", "el"]),
    ("et", &["et_EE", "et"]),
    ("eu", &["eu", "eu_ES"]),
    ("fa", &["fa_IR", "fa"]),
    ("gl", &["gl_ES", "gl"]),
    ("he", &["he_IL", "he"]),
    ("hi", &["hi_IN", "hi"]),
    ("hr", &["hr_HR", "hr"]),
    ("hu", &["hu_HU", "hu"]),
    ("id", &["id_ID", "id"]),
    ("it", &["it_IT", "it"]),
    ("kk", &["kk_KZ", "kk"]),
    ("ko", &["ko_KR", "ko"]),
    ("lt", &["lt_LT", "lt"]),
    ("lv", &["lv_LV", "lv"]),
    ("mn", &["mn_MN", "mn"]),
    ("nb", &["nb_NO", "nb"]),
    ("ne", &["ne_NP", "ne"]),
    ("nl", &["nl_NL", "nl"]),
    ("pl", &["pl_PL", "pl"]),
    ("pt", &["pt_PT", "pt_BR", "pt"]),
    ("ro", &["ro_RO", "ro"]),
    ("sk", &["sk_SK", "sk"]),
    ("sl", &["sl_SI", "sl"]),
    ("sr", &["sr_RS", "sr"]),
    ("sv", &["sv_SE", "sv"]),
    ("th", &["th_TH", "th"]),
    ("tr", &["tr_TR", "tr"]),
    ("uk", &["uk_UA", "uk"]),
    ("vi", &["vi_VN", "vi"]),
];

pub struct Dictionaries {
    languages: HashMap<&'static str, OnceLock<Option<Dictionary>>>,
    /// The guide's own words, in lower case, by locale; `""` for all.
    words: HashMap<String, HashSet<String>>,
    /// What [`Dictionaries::knows`] said so far.
    answers: SharedAnswers<bool>,
}

impl Dictionaries {
    /// `own_words` are words of the guide by locale, `""` for all locales.
    pub fn new<'w>(own_words: impl IntoIterator<Item = (&'w String, &'w Vec<String>)>) -> Self {
        let known = EMBEDDED
            .iter()
            .map(|(language, ..)| *language)
            .chain([AMERICAN_AND_BRITISH])
            .chain(SYSTEM.iter().map(|(language, _)| *language));
        let lower = |words: &Vec<String>| words.iter().map(|word| word.to_lowercase()).collect();
        Self {
            languages: known.map(|language| (language, OnceLock::new())).collect(),
            words: own_words.into_iter().map(|(locale, words)| (locale.clone(), lower(words))).collect(),
            answers: SharedAnswers::default(),
        }
    }

    /// Whether there is a dictionary for a language.
    pub fn has(&self, language: &str) -> bool {
        EMBEDDED.iter().any(|(embedded, ..)| *embedded == language) || self.get(language).is_some()
    }

    /// Whether a word, in any case, is one of a language; false too when there is no dictionary for it.
    pub fn knows(&self, language: &str, word: &str) -> bool {
        self.answers.get(language, word, || self.look_up(language, word))
    }

    fn look_up(&self, language: &str, word: &str) -> bool {
        let lower = word.to_lowercase();
        if ["", language].iter().any(|locale| self.words.get(*locale).is_some_and(|words| words.contains(&lower))) {
            return true;
        }
        let of = if language == "en" { AMERICAN_AND_BRITISH } else { language };
        let Some(dictionary) = self.get(of) else { return false };
        let capitalised = capitalised(&lower);
        dictionary.check(word)
            || lower != word && dictionary.check(&lower)
            || capitalised != word && dictionary.check(&capitalised)
    }

    /// Whether the dictionary of a language has a word as it is, in lower case: one look-up.
    pub fn knows_lower(&self, language: &str, word: &str) -> bool {
        let accepts = |of: &str| self.get(of).is_some_and(|dictionary| dictionary.check(word));
        // For English the larger dictionary is at hand as a rule; it knows all that the other one does.
        if language == "en" { accepts(AMERICAN_AND_BRITISH) && accepts("en") } else { accepts(language) }
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
    if language == AMERICAN_AND_BRITISH {
        let (_, affixes, words) = EMBEDDED.iter().find(|(embedded, ..)| *embedded == "en")?;
        return Dictionary::new(affixes, &with_british(words)).ok();
    }
    if let Some((_, affixes, words)) = EMBEDDED.iter().find(|(embedded, ..)| *embedded == language) {
        return Dictionary::new(affixes, words).ok();
    }
    let (_, names) = SYSTEM.iter().find(|(known, _)| *known == language)?;
    FOLDERS.iter().flat_map(|folder| names.iter().map(move |name| Path::new(folder).join(name))).find_map(|base| {
        let affixes = fs::read(base.with_extension("aff")).ok()?;
        let words = fs::read(base.with_extension("dic")).ok()?;
        Dictionary::new(&decode(&affixes, &affixes)?, &decode(&affixes, &words)?).ok()
    })
}

/// The American words and, after them, the British ones that are spelled otherwise; both lists have the same affixes.
fn with_british(american: &str) -> String {
    let british = EMBEDDED.iter().find(|(language, ..)| *language == BRITISH).map_or("", |(_, _, words)| words);
    let known: HashSet<&str> = american.lines().collect();
    let mut words = american.trim_end().to_owned();
    for word in british.lines().skip(1).filter(|word| !known.contains(word)) {
        words.push('\n');
        words.push_str(word);
    }
    words
}

/// The text of a dictionary file, by the `SET` line of its affix file: UTF-8 or Latin 1; `None` for another encoding.
fn decode(affixes: &[u8], bytes: &[u8]) -> Option<String> {
    let encoding = affixes.split(|&b| b == b'\n').find_map(|line| line.trim_ascii().strip_prefix(b"SET "));
    match encoding.map(<[u8]>::trim_ascii) {
        Some(b"UTF-8") => Some(String::from_utf8_lossy(bytes).into_owned()),
        // Without a line it is Latin 1, says hunspell(5).
        None | Some(b"ISO8859-1") => {
            let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
            // The affix file names its encoding; the text is UTF-8 from here on.
            Some(text.replace("SET ISO8859-1", "SET UTF-8"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_dictionary_reads_and_knows_its_words() {
        let dictionaries = Dictionaries::new([]);
        for (language, known, unknown) in [
            ("en", "email", "Gmal"),
            ("en", "neighbour", "neigbour"),
            ("es", "correo", "coreeo"),
            ("fr", "lieux", "lieuxx"),
            ("ru", "ключ", "ключж"),
            ("de", "Straße", "Strase"),
            ("ar", "البريد", "البرييد"),
        ] {
            assert!(dictionaries.knows(language, known), "{language}: {known}");
            assert!(!dictionaries.knows(language, unknown), "{language}: {unknown}");
        }
    }

    #[test]
    fn a_guide_s_own_words_count_in_any_case() {
        let own = (&"en".to_owned(), &vec!["Gmal".to_owned()]);
        assert!(Dictionaries::new([own]).knows("en", "gmal"));
    }
}
