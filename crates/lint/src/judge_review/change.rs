//! A change of a guide, and the rows that its reviewer sees.

use firstaid_content::{ContentConfig, Guide};

use crate::Catalogs;

/// A file whose bytes a change alters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedFile {
    /// From the root, with `/`.
    pub path: String,
    /// Its text before the change; `None` if it did not exist, empty if it is no text.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The guide on both sides of a change.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    pub before: &'a Guide,
    pub after: &'a Guide,
    /// The catalogs after the change.
    pub catalogs: &'a Catalogs,
    /// The settings after the change.
    pub content: &'a ContentConfig,
    /// The path of the configuration, from the root.
    pub config: &'a str,
    /// Further folders of registries, from the root.
    pub data: &'a [String],
}

/// A row for the reviewer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct JudgeChange {
    pub subject: Subject,
    pub path: String,
    /// What became of the subject. Text of the change stands in it as it is.
    pub what: String,
}

/// What a change alters, the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    HiddenPage,
    UnreadablePage,
    Setting,
    IgnoreFile,
    Suppression,
    AcceptedFinding,
    RegistryEntry,
    Attestation,
    Journal,
    UnreadFile,
}

impl Subject {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HiddenPage => "hidden page",
            Self::UnreadablePage => "unreadable page",
            Self::Setting => "setting",
            Self::IgnoreFile => "ignore file",
            Self::Suppression => "suppression",
            Self::AcceptedFinding => "accepted finding",
            Self::RegistryEntry => "registry entry",
            Self::Attestation => "attestation",
            Self::Journal => "journal",
            Self::UnreadFile => "unread file",
        }
    }
}
