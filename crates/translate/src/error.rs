//! What can be wrong in a catalog, and where.

/// Something wrong in a catalog of any format.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: {problem}")]
pub struct CatalogError {
    /// The file, as the user knows it.
    pub path: String,
    /// From 1.
    pub line: u32,
    pub problem: Problem,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    #[error("larger than {} MiB", firstaid_text::MAX_FILE_BYTES >> 20)]
    TooLarge,
    #[error("an unresolved merge conflict")]
    MergeConflict,
    #[error("the string does not end on its line")]
    UnterminatedString,
    #[error("`{0}` is no escape that a catalog knows")]
    BadEscape(String),
    #[error("the escapes make no UTF-8")]
    NotUtf8,
    #[error("the charset is {0}; only UTF-8 is read")]
    ForeignCharset(String),
    #[error("`{0}` is no keyword of a catalog")]
    UnknownKeyword(String),
    #[error("`{0}` is not expected here")]
    Unexpected(String),
    #[error("{wanted} is missing{}", .found.as_ref().map(|found| format!(" before `{found}`")).unwrap_or_default())]
    Missing { wanted: &'static str, found: Option<String> },
    #[error("`msgstr[{found}]` where `msgstr[{wanted}]` is due")]
    WrongPluralIndex { wanted: usize, found: String },
    #[error("one part of the entry is obsolete (`#~`) and another is not")]
    HalfObsolete,
    #[error("the same message as on line {first}")]
    Duplicate { first: u32 },
    #[error("broken XML: {0}")]
    BrokenXml(String),
    #[error("no {wanted} file: the root element is `{found}`")]
    OtherFormat { wanted: &'static str, found: String },
    #[error("`{0}` is no element that is known here")]
    UnknownElement(String),
    #[error("the attribute `{0}` is missing")]
    MissingAttribute(&'static str),
    #[error("`{0}` is the code of no character")]
    BadCharacter(String),
    #[error("`{0}` is no page that was asked for")]
    UnknownPage(String),
    #[error("unit `{0}` is in no catalog: its source has changed since the export, or it was never in one")]
    UnknownUnit(String),
    #[error("unit `{unit}` is there twice")]
    RepeatedUnit { unit: String },
    #[error("the source of unit `{unit}` is not the one that was exported")]
    AlteredSource { unit: String },
    #[error("unit `{unit}` is translated in part")]
    TranslatedInPart { unit: String },
    #[error("the placeholders of unit `{unit}` are {found}, those of its source {wanted}")]
    AlteredPlaceholders { unit: String, wanted: String, found: String },
    #[error("the language is `{found}`, not `{wanted}`")]
    OtherLanguage { wanted: String, found: String },
    #[error("`{0}` is no language tag")]
    BadLanguage(String),
    #[error("`{0}` is no time of the form `20261124T103000Z`")]
    BadTime(String),
    #[error("`{0}` is no state of a segment")]
    BadState(String),
}
