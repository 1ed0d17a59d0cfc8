//! What keys and their addresses are called in the ledger.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

/// Maximum length of an address, in bytes (RFC 5321, section 4.5.3.1).
const MAX_ADDRESS_BYTES: usize = 254;

/// A fingerprint of 40 or 64 hexadecimal digits, or a key id of 16, in upper case. Ids of 8 digits name no key: anyone
/// can make another one that has them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct KeyName(Box<str>);

impl KeyName {
    /// `None` if the digits are too few, too many or none.
    pub fn parse(digits: &str) -> Option<Self> {
        let fine = matches!(digits.len(), 16 | 40 | 64) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fine.then(|| Self(digits.to_ascii_uppercase().into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a whole fingerprint, not only an id.
    pub fn is_whole(&self) -> bool {
        self.0.len() > 16
    }

    /// Whether a key with this fingerprint, in upper case, has the name.
    pub fn names(&self, fingerprint: &str) -> bool {
        // The id of a key of version 6 is the start of its fingerprint, of version 4 the end (RFC 9580, 5.5.4).
        *self.0 == *fingerprint
            || !self.is_whole()
                && if fingerprint.len() == 64 {
                    fingerprint.starts_with(&*self.0)
                } else {
                    fingerprint.ends_with(&*self.0)
                }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for KeyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not the fingerprint or the long id of a key"))
    }
}

/// An e-mail address in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct Address(Box<str>);

impl Address {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        let odd =
            |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '/' | '?' | '#' | '%' | '\\');
        let fine = !local.is_empty() && domain.contains('.') && text.len() <= MAX_ADDRESS_BYTES && !text.contains(odd);
        fine.then(|| Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not an e-mail address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_the_keys_that_have_it() {
        let v4 = "A".repeat(24) + "0123456789ABCDEF";
        let id = KeyName::parse("0123456789abcdef").unwrap();
        assert!(id.names(&v4) && !id.names(&"B".repeat(40)) && KeyName::parse(&v4).unwrap().names(&v4));
        assert!(id.names(&("0123456789ABCDEF".to_owned() + &"0".repeat(48))));
        for wrong in ["", "01234567", "0123456789abcdeg", &"0".repeat(41)] {
            assert_eq!(KeyName::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_are_compared_in_lower_case() {
        assert_eq!(Address::parse(" Help@One.ORG ").unwrap().as_str(), "help@one.org");
        assert_eq!(Address::parse("help@one.org").unwrap().domain(), "one.org");
        for wrong in ["one.org", "@one.org", "a@one", "a b@one.org", "a@one.org/x", "a@b.org?c"] {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }
}
