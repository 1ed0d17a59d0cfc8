//! What was meant by a suspect word: a known correction, the same word with other accents, or a word one slip away.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Lexicon, Speller};
use crate::misspelling::{Misspelling, misspelling};

/// What a suspect word was meant to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The likeliest first; at least one, at most three. In lower case.
    pub answers: Vec<String>,
    pub evidence: Evidence,
}

/// Why we believe that a word is a slip, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Evidence {
    /// It is in the list of known slips.
    Listed,
    /// A second letter in upper case.
    Case,
    /// Only accents differ.
    Accents,
    /// A frequent word is a typical slip away.
    Common,
    /// A known word is a slip away.
    Known,
}

/// The longest word, in letters, that is looked at.
const MAX_LETTERS: usize = 32;

/// The shortest word, in letters, that an edit is looked for in.
const MIN_LETTERS: usize = 4;

/// The answer that costs at most some thousand look-ups in tables: a listed correction, letter case, accents, a frequent
/// word one edit away.
pub(super) fn quick(speller: Speller<'_>, language: &str, word: &str) -> Option<Correction> {
    let lower = word.to_lowercase();
    let letters = lower.chars().count();
    if letters > MAX_LETTERS {
        return None;
    }
    if let Some(answers) = listed(language, &lower) {
        return Some(Correction { answers, evidence: Evidence::Listed });
    }
    if word.chars().nth(1).is_some_and(char::is_uppercase) {
        return Some(Correction { answers: vec![lower], evidence: Evidence::Case });
    }
    if letters < MIN_LETTERS {
        return None;
    }
    let empty = Lexicon::default();
    let lexicon = speller.spelling.lexicon(language).unwrap_or(&empty);
    if let Some(answer) = accents(speller, language, lexicon, &lower) {
        return Some(Correction { answers: vec![answer], evidence: Evidence::Accents });
    }
    let mut found = common(lexicon, language, &lower);
    if found.is_empty() && language == "de" {
        found = part_of_compound(speller, lexicon, &lower);
    }
    likeliest(found, Evidence::Common)
}

/// The answer that asks the dictionary for each of some hundred words one edit away; for words without a quick one.
pub(super) fn thorough(speller: Speller<'_>, language: &str, word: &str) -> Option<Correction> {
    let lower = word.to_lowercase();
    let letters = lower.chars().count();
    if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters) {
        return None;
    }
    if letters >= 7 && language != "ar" {
        let found = known(speller, language, &lower);
        if !found.is_empty() {
            return likeliest(found, Evidence::Known);
        }
    }
    let lexicon = speller.spelling.lexicon(language)?;
    likeliest(beside_accents(lexicon, language, &lower), Evidence::Common)
}

/// The likeliest of the words found, each with its weight; the lower the likelier.
fn likeliest(mut found: Vec<(u32, String)>, evidence: Evidence) -> Option<Correction> {
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    let best = found.first()?.0;
    // A word that is much less likely is no answer.
    let answers = found.into_iter().take_while(|(weight, _)| *weight <= best * 8 + 400).map(|(_, word)| word);
    Some(Correction { answers: answers.take(3).collect(), evidence })
}

/// Answers of the list of known slips; it is of English words.
fn listed(language: &str, lower: &str) -> Option<Vec<String>> {
    let answers = (language == "en").then(|| typos_dict::WORD.find(&UniCase::new(lower)))??;
    (!answers.is_empty()).then(|| answers.iter().take(3).map(|&word| word.to_owned()).collect())
}

/// A word without its accents.
pub(super) fn unaccented(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    // `ñ` and `й` are letters of their own, and Arabic letters no accented ones but for the seats of hamza.
    word.chars()
        .flat_map(|c| {
            let own = matches!(c, 'ñ' | 'й' | 'ä' | 'ö' | 'ü');
            let base = if own { c } else { std::iter::once(c).nfd().find(|c| !is_combining_mark(*c)).unwrap_or(c) };
            std::iter::once(match base {
                'ى' => 'ي',
                base => base,
            })
        })
        .collect()
}

/// The word that is the same but for accents: a frequent one, or the only known one that differs in one accent.
fn accents(speller: Speller<'_>, language: &str, lexicon: &Lexicon, lower: &str) -> Option<String> {
    if !matches!(language, "es" | "fr") {
        return None;
    }
    let without = unaccented(lower);
    if let Some(&answer) = lexicon.unaccented.get(&without) {
        return Some(answer.to_owned());
    }
    let mut letters: Vec<char> = lower.chars().collect();
    // Short words of French are close to many rare ones.
    if letters.len() < 6 && language == "fr" {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    for at in 0..letters.len() {
        let was = letters[at];
        let base = unaccented(was.encode_utf8(&mut [0; 4])).chars().next()?;
        for &other in accented(language, base).iter().filter(|&&other| other != was) {
            letters[at] = other;
            let candidate: String = letters.iter().collect();
            if speller.dictionaries.knows_lower(language, &candidate) {
                found.push(candidate);
            }
        }
        letters[at] = was;
    }
    // Two slips: one accent too many and one too few.
    if found.is_empty() && without != lower {
        found.extend(speller.dictionaries.knows_lower(language, &without).then_some(without));
    }
    (found.len() == 1).then(|| found.remove(0))
}

fn accented(language: &str, base: char) -> &'static [char] {
    match (language, base) {
        ("es", 'a') => &['a', 'á'],
        ("es", 'e') => &['e', 'é'],
        ("es", 'i') => &['i', 'í'],
        ("es", 'o') => &['o', 'ó'],
        ("es", 'u') => &['u', 'ú', 'ü'],
        ("es", 'n') => &['n', 'ñ'],
        ("fr", 'a') => &['a', 'à', 'â'],
        ("fr", 'e') => &['e', 'é', 'è', 'ê', 'ë'],
        ("fr", 'i') => &['i', 'î', 'ï'],
        ("fr", 'o') => &['o', 'ô'],
        ("fr", 'u') => &['u', 'ù', 'û'],
        ("fr", 'c') => &['c', 'ç'],
        _ => &[],
    }
}

/// How unlikely a slip is, beside the rank of the word that was meant.
fn cost(slip: Misspelling) -> u32 {
    match slip {
        Misspelling::Spacing => 0,
        Misspelling::Transposed | Misspelling::Dropped | Misspelling::Doubled => 1,
        Misspelling::AdjacentKey => 2,
        Misspelling::Substituted | Misspelling::Inserted => 6,
    }
}

/// Frequent words one slip away; the shorter a word, the more frequent one must be. With their weights.
fn common(lexicon: &Lexicon, language: &str, lower: &str) -> Vec<(u32, String)> {
    let letters = lower.chars().count();
    let mut found = Vec::new();
    edits(language, lower, &mut |candidate| {
        let Some(&rank) = lexicon.common.get(candidate) else { return };
        let Some(place @ (slip, ..)) = slip_between(lower, candidate) else { return };
        let limit = match (letters, slip.is_strong()) {
            (..=4, true) => 600,
            (..=4, false) => 0,
            (5, true) => 3000,
            (5, false) => 200,
            (6, true) | (9.., false) => 12_000,
            (6, false) => 2000,
            (7..=8, false) => 8000,
            _ => u32::MAX,
        };
        if rank < limit && is_likely(language, letters, place) {
            found.push(((rank + 50) * cost(slip), candidate.to_owned()));
        }
    });
    found
}

/// Frequent words that a long word is one letter away from, beside the accents that it lacks: `authenticacion`.
fn beside_accents(lexicon: &Lexicon, language: &str, lower: &str) -> Vec<(u32, String)> {
    const LONG: usize = 9;
    let letters = lower.chars().count();
    if language != "es" || letters < LONG || !lower.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    edits(language, lower, &mut |candidate| {
        let Some(&answer) = lexicon.unaccented.get(candidate) else { return };
        let Some(place @ (slip, start, _)) = slip_between(lower, candidate) else { return };
        if start >= 1 && is_likely(language, letters, place) {
            let rank = lexicon.common.get(answer).copied().unwrap_or(u32::MAX / 16);
            found.push(((rank + 50) * cost(slip), answer.to_owned()));
        }
    });
    found
}

/// Known words one typical slip away from a long word. Dictionaries have many words that nobody uses, and lack many
/// that are used, so this takes more than for frequent words.
fn known(speller: Speller<'_>, language: &str, lower: &str) -> Vec<(u32, String)> {
    let letters = lower.chars().count();
    let mut found = Vec::new();
    edits(language, lower, &mut |candidate| {
        let Some((slip, start, end)) = slip_between(lower, candidate) else { return };
        let likely = match slip {
            Misspelling::Transposed | Misspelling::Dropped | Misspelling::Doubled => true,
            Misspelling::AdjacentKey => language != "de",
            Misspelling::Inserted => letters >= 10 && start >= 2 && end >= 2 && language != "de",
            Misspelling::Substituted | Misspelling::Spacing => false,
        };
        if likely
            && (start >= 1 || letters >= 11)
            && is_likely(language, letters, (slip, start, end))
            && speller.dictionaries.knows_lower(language, candidate)
        {
            found.push((40_000 * cost(slip), candidate.to_owned()));
        }
    });
    found
}

/// A compound with one slip in one of its two parts.
fn part_of_compound(speller: Speller<'_>, lexicon: &Lexicon, lower: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    for (at, _) in lower.char_indices().skip(4) {
        let (first, second) = lower.split_at(at);
        if second.chars().count() < 4 {
            break;
        }
        let head = ["", "s", "n"]
            .iter()
            .filter_map(|joint| first.strip_suffix(joint))
            .any(|it| lexicon.common.contains_key(it));
        if head && second.chars().count() >= 6 {
            let tails = common(lexicon, "de", second);
            found.extend(tails.into_iter().map(|(weight, tail)| (weight, format!("{first}{tail}"))));
        }
        if first.chars().count() >= 6 && lexicon.common.contains_key(second) {
            let joint =
                if first.ends_with("ungs") || first.ends_with("heits") || first.ends_with("keits") { "s" } else { "" };
            let stem = first.strip_suffix(joint).unwrap_or(first);
            let heads = common(lexicon, "de", stem);
            found.extend(heads.into_iter().map(|(weight, head)| (weight, format!("{head}{joint}{second}"))));
        }
    }
    found.retain(|(_, word)| speller.is_word("de", word));
    found
}

/// The slip that makes `typed` of `meant`, and how many letters are the same before and after it.
fn slip_between(typed: &str, meant: &str) -> Option<(Misspelling, usize, usize)> {
    let slip = misspelling(typed, meant)?;
    let start = typed.chars().zip(meant.chars()).take_while(|(a, b)| a == b).count();
    let end = typed.chars().rev().zip(meant.chars().rev()).take_while(|(a, b)| a == b).count();
    Some((slip, start, end))
}

/// Whether a difference is more likely a slip than another form, or another word, of the language.
fn is_likely(language: &str, letters: usize, (slip, start, end): (Misspelling, usize, usize)) -> bool {
    if slip == Misspelling::Transposed {
        return true;
    }
    // Words are inflected at their end: an unknown form is no slip for another.
    let inflected = match language {
        "ru" | "ar" | "de" => 2,
        _ if slip.is_strong() => 1,
        _ => 2,
    };
    // Prefixes stand at the beginning, and in Arabic particles do.
    let prefix = match slip {
        _ if language == "ar" => 2,
        Misspelling::Dropped | Misspelling::Doubled => 0,
        Misspelling::AdjacentKey => usize::from(letters < 8),
        _ => usize::from(letters < 10),
    };
    end >= inflected && start >= prefix && (slip.is_strong() || language != "ar")
}

/// Every word one slip away, with repetitions.
fn edits(language: &str, lower: &str, each: &mut dyn FnMut(&str)) {
    let letters: Vec<char> = lower.chars().collect();
    let mut buffer = String::with_capacity(lower.len() + 4);
    let mut emit = |parts: [&[char]; 3]| {
        buffer.clear();
        buffer.extend(parts.into_iter().flatten());
        each(&buffer);
    };
    for at in 0..letters.len() {
        let (before, after) = letters.split_at(at);
        emit([before, &after[1..], &[]]);
        if let [first, second, rest @ ..] = after
            && first != second
        {
            emit([before, &[*second, *first], rest]);
        }
    }
    for letter in alphabet(language).chars() {
        for at in 0..=letters.len() {
            let (before, after) = letters.split_at(at);
            emit([before, &[letter], after]);
            if let [first, rest @ ..] = after
                && *first != letter
            {
                emit([before, &[letter], rest]);
            }
        }
    }
}

fn alphabet(language: &str) -> &'static str {
    match language {
        "es" => "abcdefghijklmnopqrstuvwxyzáéíóúüñ",
        "fr" => "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûœ",
        "de" => "abcdefghijklmnopqrstuvwxyzäöüß",
        "it" => "abcdefghijklmnopqrstuvwxyzàèéìòù",
        "pt" => "abcdefghijklmnopqrstuvwxyzáâãàçéêíóôõú",
        "ru" => "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "uk" => "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "ar" => "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
        _ => "abcdefghijklmnopqrstuvwxyz",
    }
}
