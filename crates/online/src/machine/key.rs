use std::fmt;
use std::path::Path;

use reqwest::header::HeaderValue;

use crate::error::OnlineError;

/// Maximum length of a key, in bytes.
const MAX_KEY_BYTES: usize = 4096;

/// The key of a service. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Box<str>);

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

impl Key {
    /// Reads the key from an environment variable.
    pub fn from_variable(name: &str) -> Result<Self, OnlineError> {
        let value = std::env::var(name).map_err(|error| OnlineError::Key(format!("{name}: {error}")))?;
        Self::new(&value, name)
    }

    /// Reads the key from a file that contains nothing else.
    pub fn from_file(path: &Path) -> Result<Self, OnlineError> {
        let name = path.display().to_string();
        let value = std::fs::read_to_string(path).map_err(|error| OnlineError::Key(format!("{name}: {error}")))?;
        Self::new(&value, &name)
    }

    /// `name` says in messages where the key is from.
    fn new(value: &str, name: &str) -> Result<Self, OnlineError> {
        let value = value.trim();
        if value.is_empty() || value.len() > MAX_KEY_BYTES || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(OnlineError::Key(format!("{name}: a key is one word of ASCII characters")));
        }
        Ok(Self(value.into()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of an `Authorization` header, marked as sensitive so that it is never logged.
    pub(crate) fn header(&self, scheme: &str) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("{scheme} {}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// A text with the key replaced by `…`.
    pub(super) fn redact(&self, text: &str) -> String {
        text.replace(&*self.0, "…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_a_file_and_not_shown() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "s3cret\n").unwrap();
        let key = Key::from_file(file.path()).unwrap();
        assert_eq!((key.as_str(), format!("{key:?}")), ("s3cret", "Key(…)".to_owned()));
        assert_eq!(key.redact("bad key s3cret!"), "bad key …!");
    }

    #[test]
    fn a_malformed_key_is_refused_and_not_shown() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for text in ["", " \n", "two words", "schlüssel"] {
            std::fs::write(&file, text).unwrap();
            let error = Key::from_file(file.path()).unwrap_err().to_string();
            assert!(error.contains("one word") && (text.trim().is_empty() || !error.contains(text)), "{error}");
        }
        let error = Key::from_variable("FIRSTAID_NO_SUCH_VARIABLE").unwrap_err().to_string();
        assert!(error.contains("FIRSTAID_NO_SUCH_VARIABLE"), "{error}");
    }
}
