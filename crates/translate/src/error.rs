//! Errors in catalogs and in files of other tools.

use firstaid_text::listed;

/// An error in a PO, XLIFF or TMX file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: {problem}")]
pub struct CatalogError {
    /// The path of the file, as the user knows it.
    pub path: String,
    /// Line number, from 1.
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
    #[error("unknown escape `{0}`")]
    BadEscape(String),
    #[error("the escapes are not valid UTF-8")]
    NotUtf8,
    #[error("the charset `{0}` is not known; save the file as UTF-8")]
    UnknownCharset(String),
    #[error("byte {0:#04x} is not UTF-8; {1}")]
    OtherBytes(u8, &'static str),
    #[error("the file is UTF-16; save it as UTF-8")]
    Utf16,
    #[error("{0}")]
    Unreadable(String),
    /// The paths of the files, at least two.
    #[error("this page has {} catalogs: {}; merge them", count(.0), listed(.0, "and"))]
    SeveralCatalogs(Vec<String>),
    #[error("several translations that `msgcat` put together (`#-#-#-#-#`); keep the right one")]
    JoinedTranslations,
    #[error("unknown keyword `{0}`")]
    UnknownKeyword(String),
    #[error("`{0}` is not expected here")]
    Unexpected(String),
    #[error("{wanted} is missing{}", .found.as_ref().map(|found| format!(" before `{found}`")).unwrap_or_default())]
    Missing { wanted: &'static str, found: Option<String> },
    #[error("expected `msgstr[{wanted}]`, found `msgstr[{found}]`")]
    WrongPluralIndex { wanted: usize, found: String },
    #[error("one part of the entry is obsolete (`#~`) and another is not")]
    HalfObsolete,
    #[error("the same message as on line {first}")]
    Duplicate { first: u32 },
    #[error("broken XML: {0}")]
    BrokenXml(String),
    #[error("not {wanted}: the root element is `{found}`")]
    OtherFormat { wanted: &'static str, found: String },
    #[error("unexpected element `{0}`")]
    UnknownElement(String),
    #[error("the attribute `{0}` is missing")]
    MissingAttribute(&'static str),
    #[error("`{0}` is not the code of a character")]
    BadCharacter(String),
    #[error("there is no catalog of the page `{0}`")]
    UnknownPage(String),
    #[error(
        "unit `{unit}` is in no catalog: its source has changed since the export, or it was never in one: `{text}`"
    )]
    UnknownUnit { unit: String, text: String },
    #[error("unit `{unit}` occurs twice")]
    RepeatedUnit { unit: String },
    #[error("the source of unit `{unit}` is not the one that was exported")]
    AlteredSource { unit: String },
    #[error("unit `{unit}` is translated only in part")]
    TranslatedInPart { unit: String },
    #[error("the targets of unit `{unit}` cannot be put into the order that it gives")]
    BadOrder { unit: String },
    #[error("the placeholders of unit `{unit}` differ: the source has {wanted}, the translation {found}")]
    AlteredPlaceholders { unit: String, wanted: String, found: String },
    #[error("the language is `{found}`, not `{wanted}`")]
    OtherLanguage { wanted: String, found: String },
    #[error("`{0}` is not a state of a segment")]
    BadState(String),
}

fn count(paths: &[String]) -> String {
    if paths.len() == 2 { "two".to_owned() } else { paths.len().to_string() }
}
