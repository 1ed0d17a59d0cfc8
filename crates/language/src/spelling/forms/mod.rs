//! What languages make of a word: endings, prefixes, clitics and compounds that a dictionary need not list.

mod german;

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use german::german;

/// A word as dictionaries write it: composed, with straight apostrophes and plain hyphens, without soft hyphens,
/// joiners, stress marks and the vowel signs of Arabic.
pub fn plain(word: &str) -> Cow<'_, str> {
    let odd = |c: char| {
        matches!(c, '’' | '\u{2011}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | 'ـ' | '\u{64b}'..='\u{652}' | '\u{670}')
    };
    let composed = word.is_ascii() || is_nfc_quick(word.chars()) == IsNormalized::Yes;
    if composed && !word.contains(odd) {
        return word.into();
    }
    let kept = word.nfc().filter_map(|c| match c {
        '’' => Some('\''),
        '\u{2011}' => Some('-'),
        // What is left of an acute accent after composition marks the stress of a Cyrillic word.
        '\u{301}' => None,
        c if odd(c) => None,
        c => Some(c),
    });
    kept.collect::<String>().into()
}

/// Whether a word (in lower case, [`plain`]) is a form of words that `known` accepts.
pub(crate) fn is_form(language: &str, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    match language {
        "en" => english(word, known),
        "es" => spanish(word, known),
        "fr" => french(word, known),
        "de" => german(word, known),
        "ru" => russian(word, known),
        "ar" => arabic(word, known),
        _ => false,
    }
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// One of the prefixes before a known rest of at least `least` letters.
fn prefixed(word: &str, prefixes: &[&str], least: usize, known: &dyn Fn(&str) -> bool) -> bool {
    prefixes.iter().filter_map(|prefix| word.strip_prefix(prefix)).any(|rest| letters(rest) >= least && known(rest))
}

/// A known stem of at least `least` letters, with `restored` put back, before one of the endings.
fn suffixed(word: &str, endings: &[(&str, &str)], least: usize, known: &dyn Fn(&str) -> bool) -> bool {
    endings.iter().any(|(ending, restored)| {
        word.strip_suffix(ending).is_some_and(|stem| letters(stem) >= least && known(&format!("{stem}{restored}")))
    })
}

/// Two known words written as one, each of at least `least` letters.
fn joined(word: &str, least: usize, known: &dyn Fn(&str) -> bool) -> bool {
    let splits = word.char_indices().map(|(at, _)| word.split_at(at));
    splits
        .filter(|(first, second)| letters(first) >= least && letters(second) >= least)
        .any(|(first, second)| known(first) && known(second))
}

const ENGLISH_PREFIXES: [&str; 42] = [
    "anti", "auto", "bio", "co", "counter", "crypto", "cyber", "de", "dis", "eco", "electro", "geo", "hyper", "inter",
    "intra", "macro", "meta", "micro", "mini", "mis", "mono", "multi", "nano", "non", "out", "over", "post", "pre",
    "pro", "pseudo", "re", "self", "semi", "socio", "sub", "super", "tele", "trans", "ultra", "un", "under", "up",
];

fn english(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let endings = [
        ("'s", ""),
        ("s'", "s"),
        ("able", ""),
        ("able", "e"),
        ("ability", ""),
        ("ability", "e"),
        ("ly", ""),
        ("ness", ""),
        ("less", ""),
        ("like", ""),
        ("wise", ""),
        ("ization", "ize"),
        ("isation", "ise"),
        ("izer", "ize"),
        ("iser", "ise"),
        ("izers", "ize"),
        ("isers", "ise"),
        ("proof", ""),
        ("ware", ""),
        ("isms", "ism"),
        ("ists", "ist"),
    ];
    prefixed(word, &ENGLISH_PREFIXES, 4, known) || suffixed(word, &endings, 4, known) || joined(word, 4, known)
}

const ROMANCE_PREFIXES: [&str; 42] = [
    "anti", "archi", "audio", "auto", "bi", "bio", "ciber", "co", "cripto", "crypto", "cyber", "des", "dé", "electro",
    "en", "ex", "foto", "geo", "géo", "hiper", "hyper", "inter", "macro", "mega", "micro", "mini", "mono", "multi",
    "nano", "neo", "photo", "post", "pre", "pré", "pro", "re", "ré", "semi", "sub", "super", "tele", "ultra",
];

/// Pronouns at the end of a verb.
const SPANISH_PRONOUNS: [&str; 11] = ["me", "te", "se", "lo", "la", "le", "los", "las", "les", "nos", "os"];

fn spanish(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let prefixes = ["in", "contra", "sobre", "video", "vídeo", "sin", "trans", "teo", "no"];
    let bare = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).filter(|stem| letters(stem) >= 4);
    if prefixed(word, &ROMANCE_PREFIXES, 4, known)
        || prefixed(word, &prefixes, 5, known)
        || bare.is_some_and(|stem| known(stem) && !stem.ends_with('í'))
        || suffixed(word, &[("ito", "o"), ("ita", "a"), ("itos", "o"), ("itas", "a")], 4, known)
    {
        return true;
    }
    // Pronouns at the end of an infinitive, gerund or imperative, which moves the written accent: enviárselo.
    let without = |word: &str| {
        let stems = SPANISH_PRONOUNS.iter().filter_map(|pronoun| word.strip_suffix(pronoun)).map(str::to_owned);
        stems.filter(|stem| letters(stem) >= 3).collect::<Vec<_>>()
    };
    let plain = |stem: &str| -> String {
        stem.chars()
            .map(|c| match c {
                'á' => 'a',
                'é' => 'e',
                'í' => 'i',
                'ó' => 'o',
                'ú' => 'u',
                c => c,
            })
            .collect()
    };
    let verb = |stem: &str| stem.ends_with(['r', 'o', 'a', 'e', 'n', 'd', 'z', 'l', 'á', 'é', 'í']) && known(stem);
    let stems = |word: &str| {
        without(word).into_iter().any(|stem| {
            let ending = ["ár", "ér", "ír", "ándo", "iéndo", "yéndo"].iter().any(|ending| stem.ends_with(ending));
            let short = ["ar", "er", "ir", "ando", "iendo", "yendo"].iter().any(|ending| stem.ends_with(ending));
            verb(&stem) && short || (ending || letters(&stem) >= 3 && stem != plain(&stem)) && verb(&plain(&stem))
        })
    };
    stems(word) || without(word).iter().any(|shorter| stems(shorter))
}

/// Endings of the future and the conditional.
const FRENCH_FUTURE: [&str; 10] =
    ["erai", "eras", "era", "erons", "erez", "eront", "erais", "erait", "eriez", "eraient"];

fn french(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    const ELIDED: [&str; 15] =
        ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu"];
    if let Some((first, rest)) = word.split_once('\'') {
        return ELIDED.contains(&first) && (known(rest) || french(rest, known));
    }
    // The spelling of 1990: no circumflex on i and u, and a grave in the future of `gérer`.
    let without_circumflex = word.match_indices(['i', 'u']).any(|(at, letter)| {
        known(&format!("{}{}{}", &word[..at], if letter == "i" { "î" } else { "û" }, &word[at + 1..]))
    });
    let grave =
        word.contains('è') && FRENCH_FUTURE.iter().any(|it| word.ends_with(it)) && known(&word.replace('è', "é"));
    without_circumflex
        || grave
        || prefixed(word, &ROMANCE_PREFIXES, 4, known)
        || prefixed(word, &["contre", "sur", "sous", "in", "non", "vidéo", "télé", "électro", "entre"], 5, known)
        || suffixed(word, &[("s", "")], 4, known)
        || word.contains("oe") && known(&word.replace("oe", "œ"))
}

const RUSSIAN_ENDINGS: [&str; 40] = [
    "", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах", "ой", "ою", "я", "ю", "ем", "ём", "ей", "ям", "ями",
    "ях", "ь", "ью", "ый", "ий", "ого", "его", "ому", "ему", "ым", "им", "ая", "яя", "ую", "юю", "ое", "ее", "ые",
    "ие", "ых",
];

fn russian(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    const PREFIXES: [&str; 36] = [
        "не",
        "ни",
        "само",
        "кибер",
        "крипто",
        "видео",
        "аудио",
        "фото",
        "интернет",
        "веб",
        "онлайн",
        "мульти",
        "гипер",
        "супер",
        "анти",
        "псевдо",
        "микро",
        "макро",
        "теле",
        "авто",
        "много",
        "одно",
        "двух",
        "трёх",
        "трех",
        "меж",
        "под",
        "пере",
        "по",
        "про",
        "за",
        "от",
        "раз",
        "при",
        "мега",
        "био",
    ];
    let bare = word.replace('ё', "е");
    let known = |word: &str| known(word);
    bare != word && known(&bare) || prefixed(word, &PREFIXES, 5, &known)
}

/// Whether a word is a term with an ending, or a clitic, of its language.
pub(crate) fn is_inflected(language: &str, word: &str, is_term: &dyn Fn(&str) -> bool) -> bool {
    let endings: &[(&str, &str)] = match language {
        "en" => &[
            ("'s", ""),
            ("s", ""),
            ("es", ""),
            ("ed", ""),
            ("ed", "e"),
            ("ing", ""),
            ("ing", "e"),
            ("er", ""),
            ("ers", ""),
        ],
        "es" => &[
            ("s", ""),
            ("es", ""),
            ("a", "o"),
            ("as", "o"),
            ("os", "o"),
            ("ando", "ar"),
            ("ado", "ar"),
            ("ados", "ar"),
            ("ada", "ar"),
            ("adas", "ar"),
        ],
        "fr" => &[
            ("s", ""),
            ("e", ""),
            ("es", ""),
            ("é", "er"),
            ("és", "er"),
            ("ée", "er"),
            ("ées", "er"),
            ("ez", "er"),
            ("ent", "er"),
            ("ant", "er"),
        ],
        "de" => &[
            ("s", ""),
            ("es", ""),
            ("e", ""),
            ("n", ""),
            ("en", ""),
            ("er", ""),
            ("em", ""),
            ("ern", ""),
            ("ens", "en"),
        ],
        "ru" => return declines(word, is_term),
        "ar" => return arabic(word, is_term),
        _ => return false,
    };
    suffixed(word, endings, 3, is_term)
}

fn declines(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    RUSSIAN_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).filter(|stem| letters(stem) >= 3).any(
        |stem| {
            ["", "а", "ь", "й", "ый", "ий", "о", "ть", "ить", "ать"]
                .iter()
                .any(|ending| known(&format!("{stem}{ending}")))
        },
    )
}

fn arabic(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    const CONJUNCTIONS: [&str; 3] = ["", "و", "ف"];
    const PREFIXES: [&str; 12] = ["", "ال", "ب", "ك", "ل", "لل", "بال", "كال", "س", "أ", "ولل", "فال"];
    const PRONOUNS: [&str; 13] = ["", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا", "ي", "ني", "ين", "ات"];
    CONJUNCTIONS.iter().filter_map(|conjunction| word.strip_prefix(conjunction)).any(|rest| {
        PREFIXES.iter().filter_map(|prefix| rest.strip_prefix(prefix)).any(|stem| {
            PRONOUNS.iter().filter_map(|pronoun| stem.strip_suffix(pronoun).map(|stem| (stem, *pronoun))).any(
                |(stem, pronoun)| {
                    // A final ة is written ت before a pronoun.
                    letters(stem) >= 3
                        && stem != word
                        && (known(stem)
                            || !pronoun.is_empty() && stem.strip_suffix('ت').is_some_and(|it| known(&format!("{it}ة"))))
                },
            )
        })
    })
}
