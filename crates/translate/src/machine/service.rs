//! A machine translation service: what it offers, and how it fails.

use std::time::Duration;

use crate::glossary::Glossary;

/// Something that translates texts.
pub trait Machine {
    /// The name recorded in catalogs: `libretranslate`, `deepl`, or the name of a model.
    fn name(&self) -> &str;

    /// The limits of one request.
    fn limits(&self) -> Limits;

    /// Whether it applies a glossary itself. If not, terms are already translated in the text that it gets.
    fn knows_terms(&self) -> bool;

    /// Translates texts into the locale of the glossary. Returns one translation for each text, in the same order.
    ///
    /// A text is XML. Its tags `<x id="1"/>` and `<g id="2">…</g>` must come back, wherever the sentence needs them.
    fn translate(&self, texts: &[String], from: &str, glossary: &Glossary) -> Result<Vec<String>, MachineError>;
}

/// Maximum size of one request; a single text above it is sent alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    pub texts: usize,
    pub characters: usize,
}

/// Why a request failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MachineError {
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    #[error("no answer within {} s", .0.as_secs())]
    TimeOut(Duration),
    #[error("too many requests{}", waiting(*.0))]
    TooManyRequests(Duration),
    #[error("the key is missing or wrong (status {0})")]
    Denied(u16),
    #[error("the quota is used up")]
    Quota,
    #[error("status {status}{}", detail(.message))]
    Status { status: u16, message: String },
    #[error("it does not translate from `{from}` to `{to}`")]
    Languages { from: String, to: String },
    #[error("it does not take the glossary: {0}")]
    Glossary(String),
    #[error("its answer cannot be read: {0}")]
    Unreadable(String),
    #[error("{asked} texts went out and {got} came back")]
    Count { asked: usize, got: usize },
}

fn waiting(wait: Duration) -> String {
    if wait.is_zero() { String::new() } else { format!("; it asks to wait {} s", wait.as_secs()) }
}

fn detail(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

impl MachineError {
    /// Whether the error may be due to the texts of the request, so that other texts may succeed.
    pub fn may_be_due_to_texts(&self) -> bool {
        match self {
            Self::Unreadable(_) | Self::Count { .. } => true,
            Self::Status { status, .. } => matches!(status, 400 | 413 | 422),
            _ => false,
        }
    }
}
