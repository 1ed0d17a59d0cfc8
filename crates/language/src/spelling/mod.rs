//! Whether a word is spelt as its language has it, and what was meant where it is one slip away.
//!
//! A word is accepted for many reasons; what is accepted by none is only suspect. Whether it is a slip, the rule
//! decides by what it is close to and where it stands.

mod correct;
mod forms;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::answers::SharedAnswers;
use crate::dictionary::Dictionaries;
use crate::words::parts;

pub use correct::{Correction, Evidence};
pub use forms::plain;

type Words = HashMap<&'static str, u32, foldhash::fast::FixedState>;

macro_rules! lists {
    ($($language:literal),*) => {
        [$((
            $language,
            include_str!(concat!("../../data/", $language, "/common.txt")),
            include_str!(concat!("../../data/", $language, "/trade.txt")),
        )),*]
    };
}

/// By language: frequent words, the most frequent first, and words of the trade that dictionaries miss.
const LISTS: [(&str, &str, &str); 6] = lists!("ar", "de", "en", "es", "fr", "ru");

/// What a language's lists say.
#[derive(Default)]
struct Lexicon {
    /// Frequent words with their rank, from 0.
    common: Words,
    /// Of the frequent words that are alike but for accents, the most frequent.
    unaccented: HashMap<String, &'static str, foldhash::fast::FixedState>,
    terms: HashSet<&'static str, foldhash::fast::FixedState>,
}

/// Spelling in every language there are lists or dictionaries for. Lists are read when first asked for.
#[derive(Default)]
pub struct Spelling {
    lexicons: [OnceLock<Lexicon>; LISTS.len()],
    quick: SharedAnswers<Option<Correction>>,
    thorough: SharedAnswers<Option<Correction>>,
}

/// Tells words of names from other words. The registries are not known here.
pub trait NameWords: Sync {
    /// Whether a word (in lower case) is part of a known name.
    fn has_word(&self, lower: &str) -> bool;
}

/// What spelling is judged by.
#[derive(Clone, Copy)]
pub struct Speller<'a> {
    pub spelling: &'a Spelling,
    pub dictionaries: &'a Dictionaries,
    pub names: &'a dyn NameWords,
}

impl Speller<'_> {
    /// Whether nothing is known to be wrong with a word as written in a text of a language: it is no word of its
    /// script, has digits or capitals inside, or is accepted, each of its parts around hyphens by itself.
    pub fn accepts(self, language: &str, word: &str) -> bool {
        if !self.dictionaries.has(language) || !is_checkable(language, word) {
            return true;
        }
        let word = plain(word);
        if word.chars().nth(1).is_some_and(char::is_uppercase) {
            // `THis`: all but its case is right.
            return !self.spelling.is_frequent(language, &word.to_lowercase());
        }
        self.is_word(language, &word) || word.contains('-') && parts(&word).all(|part| self.is_part(language, part))
    }

    /// Whether a word is an English one: a loan, on a page in another language.
    pub fn is_english(self, word: &str) -> bool {
        is_checkable("en", word) && self.accepts("en", word)
    }

    /// Whether a word (in lower case) is a frequent one of another language in Latin letters; of words too short for
    /// the lists, whether it is one at all.
    pub fn is_frequent_elsewhere(self, language: &str, word: &str) -> bool {
        let short = word.chars().count() < 4;
        ["de", "en", "es", "fr"].into_iter().filter(|&other| other != language).any(|other| {
            let lexicon = self.spelling.lexicon(other);
            lexicon.is_some_and(|lexicon| lexicon.common.contains_key(word))
                || short && self.dictionaries.knows_lower(other, word)
        })
    }

    /// Whether a word (in lower case) is a frequent one of a language, and neither that nor a term in another one.
    pub fn is_rather(self, language: &str, other: &str, word: &str) -> bool {
        let is_common = |of: &str| self.spelling.lexicon(of).is_some_and(|lexicon| lexicon.common.contains_key(word));
        is_common(language) && !is_common(other) && !self.spelling.is_term(other, word)
    }

    fn is_part(self, language: &str, part: &str) -> bool {
        part.chars().count() < 4 || self.is_word(language, part)
    }

    /// Whether a word without hyphens, [`plain`], is one of a language.
    pub fn is_word(self, language: &str, word: &str) -> bool {
        let lower = word.to_lowercase();
        let known = |word: &str| self.is_listed(language, word);
        known(word) || forms::is_form(language, &lower, &known)
    }

    /// Whether a word is one of a language by its dictionary or its terms alone, in any case and form; names are none.
    pub fn is_native(self, language: &str, word: &str) -> bool {
        let word = plain(word);
        let lower = word.to_lowercase();
        let known = |word: &str| {
            self.dictionaries.knows(language, word) || self.spelling.is_term(language, &word.to_lowercase())
        };
        known(&word) || forms::is_form(language, &lower, &known) || word.contains('-') && parts(&word).all(known)
    }

    /// Whether a word is in the dictionary, or a name, or a term with any of its endings.
    fn is_listed(self, language: &str, word: &str) -> bool {
        self.dictionaries.knows(language, word) || {
            let lower = word.to_lowercase();
            self.names.has_word(&lower) || self.spelling.is_term(language, &lower)
        }
    }

    /// What was meant by a suspect word without hyphens, [`plain`], as far as tables tell.
    pub fn correction(self, language: &str, word: &str) -> Option<Correction> {
        self.spelling.quick.get(language, word, || correct::quick(self, language, word))
    }

    /// The same for a word that [`Self::correction`] has no answer for, by asking the dictionary for hundreds of words.
    /// An answer has the evidence that [`Self::thorough_evidence`] names, or less.
    pub fn thorough_correction(self, language: &str, word: &str) -> Option<Correction> {
        self.spelling.thorough.get(language, word, || correct::thorough(self, language, word))
    }

    /// The strongest evidence of a thorough answer in a language.
    pub fn thorough_evidence(language: &str) -> Evidence {
        if language == "es" { Evidence::Common } else { Evidence::Known }
    }
}

impl Spelling {
    fn lexicon(&self, language: &str) -> Option<&Lexicon> {
        let index = LISTS.iter().position(|(known, ..)| *known == language)?;
        let (_, common, terms) = LISTS[index];
        Some(self.lexicons[index].get_or_init(|| Lexicon::new(common, terms)))
    }

    /// Whether a word (in lower case) is one of the most frequent of a language.
    fn is_frequent(&self, language: &str, word: &str) -> bool {
        self.lexicon(language).and_then(|lexicon| lexicon.common.get(word)).is_some_and(|&rank| rank < 5000)
    }

    /// Whether a word (in lower case) is a term of the trade, or one with an ending.
    fn is_term(&self, language: &str, word: &str) -> bool {
        let Some(lexicon) = self.lexicon(language) else { return false };
        let is_term = |word: &str| lexicon.terms.contains(word);
        is_term(word) || forms::is_inflected(language, word, &is_term)
    }
}

impl Lexicon {
    fn new(common: &'static str, terms: &'static str) -> Self {
        let mut lexicon = Self::default();
        for (rank, word) in common.lines().enumerate() {
            lexicon.common.insert(word, rank as u32);
            let unaccented = correct::unaccented(word);
            lexicon.unaccented.entry(unaccented).or_insert(word);
        }
        let terms = terms.lines().map(|line| line.split('#').next().unwrap_or_default());
        lexicon.terms.extend(terms.flat_map(str::split_whitespace));
        lexicon
    }
}

/// Languages that are not written in Latin letters, of those we look for dictionaries of.
const OTHER_SCRIPTS: [&str; 16] =
    ["ar", "be", "bg", "bn", "el", "fa", "he", "hi", "kk", "ko", "mn", "ne", "ru", "sr", "th", "uk"];

fn is_checkable(language: &str, word: &str) -> bool {
    let latin = |c: char| {
        c.is_ascii()
            || matches!(c, '\u{ad}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '’' | '\u{2011}')
    };
    let joiner = |c: char| matches!(c, '-' | '\'' | '’' | '\u{2011}' | '\u{ad}');
    let in_script = if OTHER_SCRIPTS.contains(&language) {
        word.chars().all(|c| joiner(c) || !latin(c))
    } else {
        word.chars().all(latin)
    };
    // On an English page a word with an accent is a foreign one, or written with care.
    let in_script = in_script && (language != "en" || word.chars().all(|c| c.is_ascii() || joiner(c)));
    let mut letters = word.chars().filter(|&c| !joiner(c));
    let long = letters.clone().nth(2).is_some();
    let capitals = parts(word).any(|part| {
        let mut inner = part.chars().skip(1);
        let humps = inner.clone().any(char::is_uppercase);
        // `THis` may be a slip of the shift key.
        humps
            && !(part.starts_with(char::is_uppercase)
                && inner.next().is_some_and(char::is_uppercase)
                && inner.clone().count() > 1
                && inner.all(char::is_lowercase))
    });
    long && in_script && !capitals && letters.all(|c| !c.is_numeric())
}
