//! Plural forms of languages, for the headers of catalogs.

use firstaid_content::Locale;

/// The value of `Plural-Forms` for a locale, from gettext's `msginit` and from CLDR.
///
/// `None` for a language that is not listed. A catalog without plural messages needs no such field.
pub fn plural_forms(locale: &Locale) -> Option<&'static str> {
    Some(match locale.language() {
        "id" | "ja" | "km" | "ko" | "lo" | "ms" | "my" | "th" | "vi" | "zh" => "nplurals=1; plural=0;",
        "pt" if locale.as_str().ends_with("-BR") => ABOVE_ONE,
        "am" | "bn" | "fa" | "fr" | "hi" | "kab" | "ln" | "pa" | "ti" => ABOVE_ONE,
        "af" | "az" | "bg" | "ca" | "da" | "de" | "el" | "en" | "eo" | "es" | "et" | "eu" | "fi" | "gl" | "he"
        | "hu" | "it" | "ka" | "kk" | "ku" | "nb" | "ne" | "nl" | "nn" | "no" | "ps" | "pt" | "so" | "sq" | "sv"
        | "sw" | "ta" | "te" | "tr" | "ug" | "ur" | "uz" => NOT_ONE,
        "be" | "bs" | "hr" | "ru" | "sr" | "uk" => {
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
        }
        "cs" | "sk" => "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
        "pl" => "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        "ar" => "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
        _ => return None,
    })
}

const NOT_ONE: &str = "nplurals=2; plural=(n != 1);";
const ABOVE_ONE: &str = "nplurals=2; plural=(n > 1);";
