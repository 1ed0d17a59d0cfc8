//! Hunspell dictionaries. Each is read when a word of its language is first looked up.
//!
//! Dictionaries whose licences allow it are embedded; others come from the folders where systems keep them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, OnceLock};

use foldhash::fast::FixedState;
use spellbook::Dictionary;

use crate::answers::SharedAnswers;
use crate::data;
use crate::languages::system_dictionaries;
use crate::outline::{Outline, capitalized};
use crate::spelling::is_common;

/// Affixes and words of an embedded dictionary, in the folder of its language.
const AFFIXES: &str = "index.aff.gz";
const WORDS: &str = "index.dic.gz";

/// Where systems keep dictionaries.
const SYSTEM_FOLDERS: [&str; 3] = ["/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling"];

/// The region whose words are asked for together with those of English.
const BRITISH: &str = "en-GB";

/// The slot of one dictionary with the words of both: whether a word is English is asked of it once, not twice.
const AMERICAN_AND_BRITISH: &str = "en+en-GB";

/// After so many look-ups in a dictionary its outline is made, which costs about 20 milliseconds: as much as that many
/// searches of Hunspell for strings that are no words.
const LOOK_UPS_BEFORE_OUTLINE: u32 = 1000;

/// A dictionary, and its outline, which spares most look-ups of strings that it does not have.
struct Words {
    dictionary: Dictionary,
    /// The embedded dictionary, for whose kind a test holds the outline against the dictionary; `None` for one of the
    /// system's, which has no outline.
    embedded: Option<&'static str>,
    outline: OnceLock<Option<Outline>>,
    look_ups: AtomicU32,
}

impl Words {
    fn new(affixes: &str, words: &str, embedded: Option<&'static str>) -> Option<Self> {
        let dictionary = Dictionary::new(affixes, words).ok()?;
        Some(Self { dictionary, embedded, outline: OnceLock::new(), look_ups: AtomicU32::new(0) })
    }

    /// Whether a word as typed is accepted.
    fn check(&self, word: &str) -> bool {
        let is_often_asked = self.look_ups.fetch_add(1, Ordering::Relaxed) >= LOOK_UPS_BEFORE_OUTLINE;
        !(is_often_asked && self.outline().is_some_and(|outline| !outline.allows(word))) && self.dictionary.check(word)
    }

    fn outline(&self) -> Option<&Outline> {
        let read = || {
            let (affixes, words) = embedded_texts(self.embedded?)?;
            Outline::new(&affixes, &words)
        };
        self.outline.get_or_init(read).as_ref()
    }
}

/// Dictionaries by language or region, shared by all guides of the process: reading one takes longer than linting a
/// small guide. `None` once a dictionary was looked for in vain.
static LOADED: LazyLock<HashMap<&str, OnceLock<Option<Words>>, FixedState>> = LazyLock::new(|| {
    let available = data::languages_with(WORDS).chain(system_dictionaries().map(|(language, _)| language));
    available.chain([AMERICAN_AND_BRITISH]).map(|language| (language, OnceLock::new())).collect()
});

/// The dictionaries, and the words of one guide.
pub struct Dictionaries {
    /// The guide's own words, in lower case, by locale; `""` for all.
    own_words: HashMap<String, HashSet<String>>,
    /// Results of [`Dictionaries::knows`] so far.
    answers: SharedAnswers<bool>,
}

impl Dictionaries {
    /// `own_words` are words of the guide by locale, `""` for all locales.
    pub fn new<'w>(own_words: impl IntoIterator<Item = (&'w String, &'w Vec<String>)>) -> Self {
        let lower = |words: &Vec<String>| words.iter().map(|word| word.to_lowercase()).collect();
        Self {
            own_words: own_words.into_iter().map(|(locale, words)| (locale.clone(), lower(words))).collect(),
            answers: SharedAnswers::default(),
        }
    }

    /// Whether there is a dictionary for a language.
    pub fn has(&self, language: &str) -> bool {
        is_embedded(language) || dictionary(language).is_some()
    }

    /// Whether a word, in any case, is one of a language or of one of its regions; false, too, without a dictionary.
    pub fn knows(&self, language: &str, word: &str) -> bool {
        self.answers.get(language, word, || self.look_up(language, word))
    }

    fn look_up(&self, language: &str, word: &str) -> bool {
        let lower = word.to_lowercase();
        let is_own = |locale: &str| self.own_words.get(locale).is_some_and(|words| words.contains(&lower));
        // The dictionary has every frequent word without an apostrophe, which a test holds; Hunspell takes longer
        // to say so, in French 14 microseconds.
        if is_own("") || is_own(language) || !lower.contains('\'') && is_common(language, &lower) {
            return true;
        }
        let capitalized = capitalized(&lower);
        let accepts = |dictionary: &Words| {
            dictionary.check(word)
                || lower != word && dictionary.check(&lower)
                || capitalized != word && dictionary.check(&capitalized)
        };
        let is_known = |language: &str| dictionary(language).is_some_and(accepts);
        if language == "en" {
            return is_known(AMERICAN_AND_BRITISH);
        }
        is_known(language) || data::regions(language).any(is_known)
    }

    /// Whether the dictionary of a language has a word exactly as it is written: a single look-up.
    pub fn knows_exactly(&self, language: &str, word: &str) -> bool {
        let has = |of: &str| dictionary(of).is_some_and(|dictionary| dictionary.check(word));
        // For English the larger dictionary is at hand as a rule, and has all that the other one has.
        if language == "en" { has(AMERICAN_AND_BRITISH) && has("en") } else { has(language) }
    }
}

fn dictionary(language: &str) -> Option<&'static Words> {
    let (language, words) = LOADED.get_key_value(language)?;
    words.get_or_init(|| load(language)).as_ref()
}

fn is_embedded(language: &str) -> bool {
    data::languages_with(WORDS).any(|embedded| embedded == language)
}

fn load(language: &'static str) -> Option<Words> {
    if language == AMERICAN_AND_BRITISH || is_embedded(language) {
        let (affixes, words) = embedded_texts(language)?;
        return Words::new(&affixes, &words, Some(language));
    }
    let (_, names) = system_dictionaries().find(|(known, _)| *known == language)?;
    let files = SYSTEM_FOLDERS.iter().flat_map(|folder| names.iter().map(move |name| Path::new(folder).join(name)));
    files.into_iter().find_map(|base| {
        let affixes = fs::read(base.with_extension("aff")).ok()?;
        let words = fs::read(base.with_extension("dic")).ok()?;
        Words::new(&decode(&affixes, &affixes)?, &decode(&affixes, &words)?, None)
    })
}

/// Affixes and words of an embedded dictionary.
fn embedded_texts(language: &str) -> Option<(String, String)> {
    if language == AMERICAN_AND_BRITISH {
        return Some((data::unpack("en", AFFIXES)?, american_and_british()?));
    }
    Some((data::unpack(language, AFFIXES)?, data::unpack(language, WORDS)?))
}

/// The American words and, after them, the British ones that are spelled otherwise. Both lists have the same affixes;
/// the British one has only what the American one lacks, which a test holds.
fn american_and_british() -> Option<String> {
    let (mut words, british) = (data::unpack("en", WORDS)?, data::unpack(BRITISH, WORDS)?);
    let (_count, added) = british.split_once('\n')?;
    words.truncate(words.trim_end().len());
    words.push('\n');
    words.push_str(added);
    Some(words)
}

/// The text of a dictionary file, in the encoding that the `SET` line of its affix file names: UTF-8 or Latin 1; `None`
/// for another one.
fn decode(affixes: &[u8], bytes: &[u8]) -> Option<String> {
    let encoding = affixes.split(|&b| b == b'\n').find_map(|line| line.trim_ascii().strip_prefix(b"SET "));
    match encoding.map(<[u8]>::trim_ascii) {
        Some(b"UTF-8") => Some(String::from_utf8_lossy(bytes).into_owned()),
        // Latin 1 is the default of hunspell(5).
        None | Some(b"ISO8859-1") => {
            let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
            // The text is UTF-8 from here on, so its encoding must say so.
            Some(text.replace("SET ISO8859-1", "SET UTF-8"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_dictionary_is_read_and_knows_its_words() {
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
        for language in data::languages_with(WORDS) {
            assert!(dictionary(language).is_some(), "{language}");
        }
    }

    /// Frequent words of each language, changed at their beginning, in their middle, at their end and in their case.
    #[test]
    fn outlines_reject_no_word_that_the_dictionary_accepts() {
        for language in data::languages_with("common.txt.gz").chain([AMERICAN_AND_BRITISH]) {
            let Some(words) = dictionary(language) else { continue };
            let outline = words.outline().expect("an outline");
            let of = if language.starts_with("en") { "en" } else { language };
            let common = data::unpack(of, "common.txt.gz").unwrap();
            let (mut rejected, mut accepted) = (0, 0);
            for word in common.lines().step_by(37) {
                let middle = word.char_indices().nth(word.chars().count() / 2).map_or(0, |(at, _)| at);
                let (first, second) = word.split_at(middle);
                let changed = [
                    second.to_owned(),
                    format!("{second}{first}"),
                    format!("{first}e{second}"),
                    format!("{word}s"),
                    format!("re{word}"),
                    capitalized(word),
                    word.to_uppercase(),
                ];
                for word in changed.iter().map(String::as_str).chain([word]) {
                    let is_accepted = words.dictionary.check(word);
                    assert!(outline.allows(word) || !is_accepted, "{language}: {word}");
                    accepted += usize::from(is_accepted);
                    rejected += usize::from(!outline.allows(word));
                }
            }
            assert!(accepted > 300 && rejected > 300, "{language}: {accepted} accepted, {rejected} rejected");
        }
    }

    #[test]
    fn dictionaries_have_every_frequent_word() {
        for language in data::languages_with("common.txt.gz") {
            let of = if language == "en" { AMERICAN_AND_BRITISH } else { language };
            let words = dictionary(of).expect("a dictionary");
            let common = data::unpack(language, "common.txt.gz").unwrap();
            let has = |word: &str| words.dictionary.check(word) || words.dictionary.check(&capitalized(word));
            let missing: Vec<&str> = common.lines().filter(|word| !word.contains('\'') && !has(word)).collect();
            assert!(missing.is_empty(), "{language}: {missing:?}");
        }
    }

    #[test]
    fn the_british_list_has_what_the_american_one_lacks() {
        let (american, british) = (data::unpack("en", WORDS).unwrap(), data::unpack(BRITISH, WORDS).unwrap());
        let american: HashSet<&str> = american.lines().collect();
        assert!(british.lines().skip(1).all(|word| !american.contains(word)));
        assert_eq!(data::unpack("en", AFFIXES), data::unpack(BRITISH, AFFIXES));
        let joined = american_and_british().unwrap();
        let has = |word: &str| joined.lines().filter(|line| line.split('/').next() == Some(word)).count();
        assert_eq!((has("color"), has("colour"), has("zebra")), (1, 1, 1));
    }

    #[test]
    fn the_guide_s_own_words_are_known_in_any_case() {
        let own = (&"en".to_owned(), &vec!["Gmal".to_owned()]);
        assert!(Dictionaries::new([own]).knows("en", "gmal"));
    }
}
