//! German: endings, verbs with their prefixes, and words made of words.

use super::{letters, prefixed, suffixed};

/// What may stand between the parts of a compound.
const GERMAN_JOINTS: [&str; 6] = ["", "s", "n", "en", "es", "er"];

/// Parts of compounds that are shorter than four letters.
const GERMAN_SHORT: [&str; 22] = [
    "app", "web", "pin", "tor", "sim", "ip", "pc", "mac", "usb", "chat", "bot", "log", "cyber", "weg", "auf", "aus",
    "vor", "zu", "ein", "an", "ab", "not",
];

/// Endings of words of four letters and more: cases, and degrees.
const GERMAN_ENDINGS: [(&str, &str); 39] = [
    ("s", ""),
    ("es", ""),
    ("n", ""),
    ("en", ""),
    ("e", ""),
    ("er", ""),
    ("em", ""),
    ("ere", ""),
    ("eren", ""),
    ("erer", ""),
    ("eres", ""),
    ("erem", ""),
    ("ste", ""),
    ("sten", ""),
    ("ster", ""),
    ("stes", ""),
    ("stem", ""),
    ("r", ""),
    ("m", ""),
    ("ble", "bel"),
    ("blen", "bel"),
    ("bler", "bel"),
    ("bles", "bel"),
    ("blem", "bel"),
    ("in", ""),
    ("innen", ""),
    ("nd", "n"),
    ("nde", "n"),
    ("nden", "n"),
    ("nder", "n"),
    ("ndes", "n"),
    ("ndem", "n"),
    ("ieren", ""),
    ("iert", ""),
    ("ierte", ""),
    ("ierten", ""),
    ("ierter", ""),
    ("iertes", ""),
    ("ierung", ""),
];

/// Endings of verbs, and of nouns and adjectives made of them, in place of the infinitive's.
const GERMAN_VERB_ENDINGS: [(&str, &str); 27] = [
    ("e", "en"),
    ("st", "en"),
    ("t", "en"),
    ("te", "en"),
    ("ten", "en"),
    ("et", "en"),
    ("est", "en"),
    ("ete", "en"),
    ("eten", "en"),
    ("end", "en"),
    ("ende", "en"),
    ("enden", "en"),
    ("ender", "en"),
    ("endes", "en"),
    ("endem", "en"),
    ("ung", "en"),
    ("ungen", "en"),
    ("bar", "en"),
    ("bare", "en"),
    ("baren", "en"),
    ("barer", "en"),
    ("bares", "en"),
    ("barkeit", "en"),
    ("er", "en"),
    ("ern", "en"),
    ("erin", "en"),
    ("erinnen", "en"),
];

const GERMAN_PREFIXES: [&str; 78] = [
    "ab", "an", "auf", "aus", "be", "bei", "da", "dar", "durch", "ein", "ent", "er", "fort", "gegen", "ge", "heran",
    "heraus", "herunter", "hin", "hinzu", "hoch", "los", "mit", "nach", "nicht", "neu", "rück", "selbst", "über", "um",
    "un", "unter", "ver", "vor", "weiter", "wieder", "zu", "zurück", "zusammen", "zwischen", "anti", "audio", "auto",
    "bio", "cyber", "de", "des", "dis", "elektro", "foto", "geo", "hyper", "in", "inter", "ko", "kon", "krypto",
    "makro", "mega", "meta", "mikro", "multi", "neo", "online", "photo", "post", "prä", "pro", "pseudo", "re", "semi",
    "sub", "super", "tele", "trans", "ultra", "um", "video",
];

pub(super) fn german(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let form = |word: &str| {
        known(word) || suffixed(word, &GERMAN_ENDINGS, 4, known) || suffixed(word, &GERMAN_VERB_ENDINGS, 3, known)
    };
    // The "zu" or "ge" inside a verb: herunterzuladen.
    let infinitive = GERMAN_PREFIXES[..40].iter().any(|prefix| {
        let rest = word.strip_prefix(prefix).and_then(|rest| rest.strip_prefix("zu").or(rest.strip_prefix("ge")));
        rest.is_some_and(|rest| letters(rest) >= 4 && form(rest))
    });
    infinitive || form(word) || prefixed(word, &GERMAN_PREFIXES, 5, &form) || compound(word, 3, known, &form)
}

/// Whether a German word is made of up to `parts` known ones, the last in any form.
fn compound(word: &str, parts: usize, known: &dyn Fn(&str) -> bool, form: &dyn Fn(&str) -> bool) -> bool {
    let is_part = |part: &str| (letters(part) >= 4 || GERMAN_SHORT.contains(&part)) && known(part);
    if parts < 2 || letters(word) < 7 {
        return false;
    }
    word.char_indices().skip(2).any(|(at, _)| {
        let (first, rest) = word.split_at(at);
        if letters(rest) < 3 {
            return false;
        }
        let head = GERMAN_JOINTS.iter().filter_map(|joint| first.strip_suffix(joint)).any(is_part);
        let tail = || is_part(rest) || letters(rest) >= 5 && form(rest) || compound(rest, parts - 1, known, form);
        head && tail()
    })
}
