//! Numbers in words, by language.
//!
//! Words that are also articles or pronouns (one, un, eine, один), or something else altogether (French `neuf`, new),
//! may stand for their number and need not.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Numeral {
    pub(super) value: u64,
    /// Whether it surely is a number.
    pub(super) is_sure: bool,
}

pub(super) type Words = HashMap<&'static str, Numeral, foldhash::fast::FixedState>;

/// Word and value by turns; a question mark behind the value of a word that may be none.
const TABLES: [(&str, &str); 6] = [
    (
        "ar",
        "واحد 1? واحدة 1? اثنان 2 اثنين 2 اثنتان 2 اثنتين 2 إثنان 2 إثنين 2 ثلاثة 3 ثلاث 3 أربعة 4 أربع 4 خمسة 5 خمس 5 \
         ستة 6 ست 6? سبعة 7 سبع 7? ثمانية 8 ثماني 8 ثمان 8 تسعة 9 تسع 9 عشرة 10 عشر 10? عشرون 20 عشرين 20 ثلاثون 30 \
         ثلاثين 30 أربعون 40 أربعين 40 خمسون 50 خمسين 50 ستون 60 ستين 60 سبعون 70 سبعين 70 ثمانون 80 ثمانين 80 \
         تسعون 90 تسعين 90 مئة 100 مائة 100 مئتان 200 مئتين 200 مائتين 200 ألف 1000 آلاف 1000? ألفين 2000 مليون 1000000 \
         ملايين 1000000?",
    ),
    (
        "de",
        "ein 1? eine 1? einen 1? einem 1? einer 1? eines 1? eins 1? zwei 2 zweien 2 drei 3 dreien 3 vier 4 vieren 4 \
         fünf 5 sechs 6 sieben 7 acht 8? neun 9 zehn 10 elf 11 zwölf 12 dreizehn 13 vierzehn 14 fünfzehn 15 sechzehn 16 \
         siebzehn 17 achtzehn 18 neunzehn 19 zwanzig 20 dreißig 30 dreissig 30 vierzig 40 fünfzig 50 sechzig 60 \
         siebzig 70 achtzig 80 neunzig 90 hundert 100 tausend 1000 million 1000000 millionen 1000000",
    ),
    (
        "en",
        "one 1? two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 \
         fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 \
         sixty 60 seventy 70 eighty 80 ninety 90 hundred 100 thousand 1000 million 1000000 billion 1000000000",
    ),
    (
        "es",
        "un 1? uno 1? una 1? dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 \
         catorce 14 quince 15 dieciséis 16 dieciseis 16 diecisiete 17 dieciocho 18 diecinueve 19 veinte 20 veintiuno 21 \
         veintiún 21 veintiuna 21 veintidós 22 veintidos 22 veintitrés 23 veintitres 23 veinticuatro 24 veinticinco 25 \
         veintiséis 26 veintiseis 26 veintisiete 27 veintiocho 28 veintinueve 29 treinta 30 cuarenta 40 cincuenta 50 \
         sesenta 60 setenta 70 ochenta 80 noventa 90 cien 100 ciento 100 doscientos 200 doscientas 200 trescientos 300 \
         cuatrocientos 400 quinientos 500 quinientas 500 seiscientos 600 setecientos 700 ochocientos 800 novecientos 900 \
         mil 1000 millón 1000000 millones 1000000",
    ),
    (
        "fr",
        "un 1? une 1? deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9? dix 10 onze 11 douze 12 treize 13 \
         quatorze 14 quinze 15 seize 16 vingt 20 vingts 20 trente 30 quarante 40 cinquante 50 soixante 60 cent 100 \
         cents 100 mille 1000 million 1000000 millions 1000000 milliard 1000000000",
    ),
    (
        "ru",
        "один 1? одна 1? одно 1? одного 1? одной 1? одну 1? одним 1? одном 1? два 2 две 2 двух 2 двум 2 двумя 2 три 3 \
         трёх 3 трех 3 трём 3 трем 3 тремя 3 четыре 4 четырёх 4 четырех 4 четырём 4 четырем 4 пять 5 пяти 5 пятью 5 \
         шесть 6 шести 6 шестью 6 семь 7 семи 7 семью 7? восемь 8 восьми 8 девять 9 девяти 9 десять 10 десяти 10 \
         десятью 10 одиннадцать 11 одиннадцати 11 двенадцать 12 двенадцати 12 тринадцать 13 тринадцати 13 \
         четырнадцать 14 четырнадцати 14 пятнадцать 15 пятнадцати 15 шестнадцать 16 шестнадцати 16 семнадцать 17 \
         восемнадцать 18 девятнадцать 19 двадцать 20 двадцати 20 тридцать 30 тридцати 30 сорок 40 сорока 40 \
         пятьдесят 50 пятидесяти 50 шестьдесят 60 семьдесят 70 восемьдесят 80 девяносто 90 сто 100 ста 100 двести 200 \
         триста 300 четыреста 400 пятьсот 500 тысяча 1000 тысячи 1000 тысяч 1000 тысячу 1000 миллион 1000000 \
         миллиона 1000000 миллионов 1000000",
    ),
];

/// What may stand between the parts of a number.
pub(super) const CONNECTORS: [&str; 6] = ["and", "y", "et", "und", "и", "و"];

static WORDS: LazyLock<HashMap<&'static str, Words>> =
    LazyLock::new(|| TABLES.iter().map(|(language, table)| (*language, parsed(table))).collect());

fn parsed(table: &'static str) -> Words {
    let mut words = Words::default();
    let mut parts = table.split_whitespace();
    while let (Some(word), Some(value)) = (parts.next(), parts.next()) {
        let number = value.trim_end_matches('?').parse().expect("the table has a number behind each word");
        words.insert(word, Numeral { value: number, is_sure: !value.ends_with('?') });
    }
    words
}

/// The number words of a language; `None` for one whose words are not known.
pub(super) fn words(language: &str) -> Option<&'static Words> {
    WORDS.get(language)
}

/// What a word of a language stands for, in lower case.
pub(super) fn numeral(words: &Words, language: &str, word: &str) -> Option<Numeral> {
    let known = words.get(word).copied();
    match language {
        "de" => known.or_else(|| german(words, word)),
        "ar" => known.or_else(|| words.get(without_particles(word)).copied()),
        _ => known,
    }
}

/// `einundzwanzig`, `zweihundert`, `dreitausend`.
fn german(words: &Words, word: &str) -> Option<Numeral> {
    let sure = |value| Some(Numeral { value, is_sure: true });
    if let Some((unit, ten)) = word.split_once("und").filter(|(unit, ten)| !unit.is_empty() && !ten.is_empty()) {
        let (unit, ten) = (words.get(unit)?.value, words.get(ten)?.value);
        return if unit < 10 && (20..100).contains(&ten) { sure(unit + ten) } else { None };
    }
    let (factor, many) = ["hundert", "tausend"].into_iter().find_map(|many| Some((word.strip_suffix(many)?, many)))?;
    sure(words.get(factor)?.value * words.get(many)?.value)
}

/// Without the conjunction, preposition and article that Arabic writes in one with the word.
pub(super) fn without_particles(word: &str) -> &str {
    let rest = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let rest = rest.strip_prefix(['ب', 'ك']).unwrap_or(rest);
    let bare = rest.strip_prefix("ال").or_else(|| rest.strip_prefix("لل")).or_else(|| rest.strip_prefix('ل'));
    bare.unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_known_in_every_language() {
        for (language, word, value) in [
            ("en", "twelve", 12),
            ("es", "veintidós", 22),
            ("fr", "quinze", 15),
            ("de", "einundzwanzig", 21),
            ("de", "dreitausend", 3000),
            ("ru", "двух", 2),
            ("ar", "ثلاثة", 3),
            ("ar", "وبالثلاثة", 3),
        ] {
            let words = words(language).unwrap();
            assert_eq!(numeral(words, language, word), Some(Numeral { value, is_sure: true }), "{word}");
        }
    }

    #[test]
    fn articles_may_be_numbers_and_need_not() {
        let words = words("fr").unwrap();
        assert!(!words["une"].is_sure && !words["neuf"].is_sure);
        assert_eq!(numeral(words, "fr", "deuxième"), None);
    }
}
