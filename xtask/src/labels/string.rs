/// A string of an app in one locale, as its catalog has it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct AppString {
    /// A language tag: `en`, `pt-BR`.
    pub(crate) locale: String,
    /// The name of the file in its catalogs, without locale and ending: developers' strings are told by it.
    pub(crate) file: String,
    /// Equal in all locales.
    pub(crate) key: String,
    /// Mnemonics and markup removed; a placeholder is `{}`.
    pub(crate) text: String,
}

/// A file of strings: its path, or its path in an archive, and its bytes.
pub(crate) struct StringFile {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}
