//! Whether another page stands at an address than before: small fingerprints of pages, and their comparison.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Minimum of the 64 bits of a similarity hash in which unrelated texts differ. The mean is 32, the standard deviation
/// 4.
const MIN_UNRELATED_BITS: u32 = 25;
/// Minimum letters of a word of a title that is compared.
const MIN_WORD: usize = 3;

/// A small fingerprint of a page: enough to see that another page stands there, too little to read it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagePrint {
    /// The day on which the page was read.
    pub on: Date,
    /// The start of its title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its language, if it says one and does not follow the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// A similarity hash of its main text, in 16 hexadecimal digits.
    pub text: String,
}

impl PagePrint {
    /// Whether another page is unrelated to this one by its text and by a second sign: no word of the titles in common,
    /// or another language. The text of a page of news alone is another one every day.
    pub fn is_another(&self, other: &Self) -> bool {
        self.has_unrelated_text(other) && (self.has_unrelated_title(other) || self.has_other_language(other))
    }

    fn has_unrelated_text(&self, other: &Self) -> bool {
        let bits = |text: &str| u64::from_str_radix(text, 16).ok();
        let distance = bits(&self.text).zip(bits(&other.text)).map(|(a, b)| (a ^ b).count_ones());
        distance.is_some_and(|distance| distance >= MIN_UNRELATED_BITS)
    }

    fn has_unrelated_title(&self, other: &Self) -> bool {
        let words = |title: &str| -> HashSet<String> {
            let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= MIN_WORD);
            words.map(str::to_lowercase).collect()
        };
        let (ours, theirs) = (words(&self.title), words(&other.title));
        !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
    }

    fn has_other_language(&self, other: &Self) -> bool {
        let language = |tag: &Option<String>| tag.as_deref()?.split(['-', '_']).next().map(str::to_ascii_lowercase);
        language(&self.lang).zip(language(&other.lang)).is_some_and(|(a, b)| a != b)
    }
}

/// That another page stands at an address than before.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    pub now: PagePrint,
    pub was: PagePrint,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn print(title: &str, lang: &str, text: &str) -> PagePrint {
        let lang = (!lang.is_empty()).then(|| lang.to_owned());
        PagePrint { on: date(2026, 11, 1), title: title.to_owned(), lang, text: text.to_owned() }
    }

    #[test]
    fn another_page_needs_two_signs() {
        let page = print("Safer mail | Help for all", "en", "0000000000000000");
        let other = "00000000ffffffff";
        for (title, lang, text, wanted) in [
            ("Slots and poker", "en", other, true),
            ("Slots and poker", "en", "000000000000ffff", false),
            ("News of today – help FOR all", "en", other, false),
            ("News of today – help for all", "id", other, true),
            ("News of today – help for all", "en-GB", other, false),
            ("", "", other, false),
            ("Slots and poker", "", "no hash", false),
        ] {
            assert_eq!(page.is_another(&print(title, lang, text)), wanted, "{title} {lang} {text}");
            assert_eq!(print(title, lang, text).is_another(&page), wanted, "{title} {lang} {text}");
        }
    }
}
