use std::fmt;

/// A locale as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant`, `ca-valencia`. Compared without regard to case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Box<str>);

impl Locale {
    /// The locale of a tag of language, optional script, optional region and optional variant (RFC 5646, section 2.1),
    /// separated by `-` or `_`, or of a name of gettext with a modifier, such as `sr_RS@latin`; `None` for anything
    /// else. Only the variants of [`MODIFIERS`] are known.
    pub fn new(tag: &str) -> Option<Self> {
        if let Some((name, modifier)) = tag.split_once('@') {
            let &(_, subtag) = MODIFIERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(modifier))?;
            // A script stands before the region, a variant after it.
            let (language, region) = name.split_once(['-', '_']).unwrap_or((name, ""));
            let parts = if subtag.len() == 4 { [language, subtag, region] } else { [language, region, subtag] };
            return Self::new(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").as_str());
        }
        let mut canonical = String::with_capacity(tag.len());
        for (n, subtag) in tag.split(['-', '_']).enumerate() {
            let alphabetic = subtag.bytes().all(|b| b.is_ascii_alphabetic());
            match (n, subtag.len()) {
                (0, 2 | 3) if alphabetic => canonical.push_str(&subtag.to_ascii_lowercase()),
                (1, 4) if alphabetic => {
                    canonical.push('-');
                    canonical.push_str(&subtag[..1].to_ascii_uppercase());
                    canonical.push_str(&subtag[1..].to_ascii_lowercase());
                }
                (1 | 2, 2) if alphabetic => {
                    canonical.push('-');
                    canonical.push_str(&subtag.to_ascii_uppercase());
                }
                (1 | 2, 3) if subtag.bytes().all(|b| b.is_ascii_digit()) => {
                    canonical.push('-');
                    canonical.push_str(subtag);
                }
                (1.., 5..=8) => {
                    let (_, variant) = MODIFIERS.iter().find(|(_, known)| known.eq_ignore_ascii_case(subtag))?;
                    canonical.push('-');
                    canonical.push_str(variant);
                }
                _ => return None,
            }
        }
        Some(Self(canonical.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language subtag: `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the language is one that pages are written in, so that a folder of this name is a locale's.
    pub fn is_known(&self) -> bool {
        LANGUAGES.binary_search(&self.language()).is_ok()
    }
}

/// Modifiers of gettext, each with the script or the variant that it stands for.
const MODIFIERS: [(&str, &str); 7] = [
    ("arabic", "Arab"),
    ("cyrillic", "Cyrl"),
    ("devanagari", "Deva"),
    ("hebrew", "Hebr"),
    ("latin", "Latn"),
    ("tarask", "tarask"),
    ("valencia", "valencia"),
];

/// The modifier with which gettext writes a script or a variant: `latin` for `Latn`.
pub fn gettext_modifier(subtag: &str) -> Option<&'static str> {
    MODIFIERS.iter().find(|(_, known)| known.eq_ignore_ascii_case(subtag)).map(|(modifier, _)| *modifier)
}

/// All of ISO 639-1, and codes of three letters of languages that guides are translated into. Sorted.
const LANGUAGES: [&str; 222] = [
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "ary", "arz", "as", "ast", "av", "ay", "az", "ba", "bal", "be",
    "ber", "bg", "bh", "bho", "bi", "bm", "bn", "bo", "br", "bs", "ca", "ce", "ceb", "ch", "chr", "ckb", "co", "cr",
    "cs", "cu", "cv", "cy", "da", "dag", "de", "dsb", "dv", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff",
    "fi", "fil", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gsw", "gu", "gv", "ha", "haw", "he", "hi", "hmn",
    "ho", "hr", "hsb", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "ilo", "io", "is", "it", "iu", "iw",
    "ja", "jv", "ka", "kab", "kea", "kg", "ki", "kj", "kk", "kl", "km", "kmr", "kn", "ko", "kr", "ks", "ku", "kv",
    "kw", "ky", "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mai", "mg", "mh", "mi", "mk", "ml", "mn", "mni",
    "mnw", "mr", "ms", "mt", "my", "na", "nan", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nso", "nv", "ny",
    "oc", "oj", "om", "or", "os", "pa", "pap", "pi", "pl", "prs", "ps", "pt", "qu", "quc", "rm", "rn", "ro", "rom",
    "ru", "rw", "sa", "sah", "sat", "sc", "sd", "se", "sg", "shn", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr",
    "ss", "st", "su", "sv", "sw", "szl", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw",
    "ty", "tzm", "ug", "uk", "ur", "uz", "ve", "vec", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "yue", "za", "zgh",
    "zh", "zu",
];

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_made_canonical() {
        let canonical = |tag| Locale::new(tag).map(|locale| locale.to_string());
        assert_eq!(canonical("PT_br").as_deref(), Some("pt-BR"));
        assert_eq!(canonical("zh-hant-tw").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(canonical("es-419").as_deref(), Some("es-419"));
        assert_eq!(canonical("sr@latin").as_deref(), Some("sr-Latn"));
        assert_eq!(canonical("uz_UZ@Cyrillic").as_deref(), Some("uz-Cyrl-UZ"));
        assert_eq!(canonical("ca@valencia").as_deref(), Some("ca-valencia"));
        assert_eq!(canonical("ca-ES-Valencia").as_deref(), Some("ca-ES-valencia"));
        assert_eq!(canonical("en-guides"), None);
        assert_eq!(canonical("de@euro"), None);
        assert_eq!(canonical("english"), None);
        assert_eq!(canonical(""), None);
    }
}
