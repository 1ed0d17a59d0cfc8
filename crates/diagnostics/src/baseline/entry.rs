//! An accepted finding: what it is known by, and its text.

use firstaid_text::{SourceFile, floor_char_boundary};

use crate::{Diagnostic, Fingerprint, fingerprint};

/// Maximum length of the text of a finding in the file, in bytes. People read it, and a text that is whole is what a
/// finding is known by when the words around it change.
const MAX_TEXT_BYTES: usize = 60;

/// Ordered as in the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Key {
    pub(super) path: String,
    pub(super) rule: String,
    pub(super) fingerprint: Fingerprint,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Accepted {
    pub(super) count: usize,
    pub(super) text: String,
}

/// An entry, or part of its count, that is no longer found, or that another baseline does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stale {
    pub path: String,
    pub rule: String,
    pub text: String,
    pub count: usize,
}

impl Key {
    pub(super) fn new(source: &SourceFile, diagnostic: &Diagnostic) -> Self {
        let (path, rule) = (source.path().to_owned(), diagnostic.rule.0.to_owned());
        Self { path, rule, fingerprint: fingerprint(source, diagnostic) }
    }
}

/// The first words of the text of a finding.
pub(super) fn beginning(source: &SourceFile, diagnostic: &Diagnostic) -> String {
    let mut text = String::new();
    for word in source.slice(diagnostic.range).split_whitespace() {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(&word[..floor_char_boundary(word, word.len().min(MAX_TEXT_BYTES))]);
        if text.len() >= MAX_TEXT_BYTES {
            break;
        }
    }
    text.truncate(floor_char_boundary(&text, text.len().min(MAX_TEXT_BYTES)));
    text.truncate(text.trim_end().len());
    text
}

/// Whether a text of the file is all of a finding's text: a longer one was cut.
pub(super) fn is_whole(text: &str) -> bool {
    /// Maximum bytes that are lost where a text is cut: three of a character, and a blank before it.
    const MAX_LOST: usize = 4;
    !text.is_empty() && text.len() < MAX_TEXT_BYTES - MAX_LOST
}
