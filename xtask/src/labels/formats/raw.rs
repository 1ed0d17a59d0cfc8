/// A string of a catalog: its key, and its text as the catalog has it.
pub(crate) struct Raw {
    pub(crate) key: String,
    pub(crate) text: String,
    /// The same string in the language of the source code, where the format has both.
    pub(crate) english: Option<String>,
    /// Of a catalog that holds several locales.
    pub(crate) locale: Option<String>,
}

impl Raw {
    pub(super) fn new(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self { key: key.into(), text: text.into(), english: None, locale: None }
    }
}
