use std::fmt;

/// A locale as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant`. Compared without regard to case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Box<str>);

impl Locale {
    /// Takes a tag of the form language, optional script, optional region (RFC 5646, section 2.1), with `-` or
    /// `_` between; `None` for anything else.
    pub fn new(tag: &str) -> Option<Self> {
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
}

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
        assert_eq!(canonical("english"), None);
        assert_eq!(canonical(""), None);
    }
}
