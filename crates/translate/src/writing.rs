//! How the languages of locales are written: direction and script.

use firstaid_content::Locale;
use unicode_script::{Script, UnicodeScript};

/// Languages written from right to left, by their primary subtag.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// Whether the language of a locale is written from right to left.
pub fn is_right_to_left(locale: &Locale) -> bool {
    RIGHT_TO_LEFT.contains(&locale.language())
}

/// Whether at least half of the letters of a text are in a script of the locale. Any script fits a locale whose scripts
/// are not listed here.
pub(crate) fn is_in_script_of(text: &str, locale: &str) -> bool {
    let Some(scripts) = scripts(locale) else { return true };
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (fitting, all) = letters
        .fold((0_usize, 0_usize), |(fitting, all), c| (fitting + usize::from(scripts.contains(&c.script())), all + 1));
    fitting * 2 >= all
}

/// The scripts of a locale: the one of its script subtag (BCP 47), else those of its language.
fn scripts(locale: &str) -> Option<&'static [Script]> {
    let mut subtags = locale.split(['-', '_']);
    let language = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let named = subtags.find(|subtag| subtag.len() == 4).map(str::to_ascii_lowercase);
    match named.as_deref() {
        Some("latn") => return Some(&[Script::Latin]),
        Some("cyrl") => return Some(&[Script::Cyrillic]),
        Some("arab") => return Some(&[Script::Arabic]),
        _ => {}
    }
    Some(match &*language {
        "ar" | "fa" | "ur" | "ps" | "ckb" | "ug" | "sd" => &[Script::Arabic],
        "ru" | "uk" | "be" | "bg" | "mk" | "kk" | "ky" | "mn" | "tg" => &[Script::Cyrillic],
        "el" => &[Script::Greek],
        "he" | "yi" => &[Script::Hebrew],
        "hy" => &[Script::Armenian],
        "ka" => &[Script::Georgian],
        "am" | "ti" => &[Script::Ethiopic],
        "hi" | "ne" | "mr" => &[Script::Devanagari],
        "bn" => &[Script::Bengali],
        "ta" => &[Script::Tamil],
        "th" => &[Script::Thai],
        "lo" => &[Script::Lao],
        "km" => &[Script::Khmer],
        "my" => &[Script::Myanmar],
        "bo" => &[Script::Tibetan],
        "ko" => &[Script::Hangul, Script::Han],
        "ja" => &[Script::Hiragana, Script::Katakana, Script::Han],
        "zh" => &[Script::Han],
        "en" | "es" | "fr" | "de" | "pt" | "it" | "nl" | "pl" | "cs" | "sv" | "da" | "nb" | "fi" | "tr" | "vi"
        | "id" | "sq" | "hu" | "ro" | "ca" | "sw" | "tl" => &[Script::Latin],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_most_letters_decides() {
        assert!(is_in_script_of("Откройте Tor Browser и ждите", "ru"));
        assert!(!is_in_script_of("Open the Tor Browser и ждите", "ru"));
        assert!(is_in_script_of("Otvori prozor", "sr-Latn") && is_in_script_of("anything", "sr"));
        assert!(is_in_script_of("2 + 2", "ar") && !is_in_script_of("Hola", "ar"));
    }
}
