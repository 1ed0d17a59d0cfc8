//! What languages know: words, spelling and its dictionaries, sentences, numbers, negation, articles, typography.
//!
//! What is known of one language stands in one folder, `data/<language>/`. Nothing here knows a registry: whether a word
//! is a name is asked through [`NameWords`].

mod answers;
pub mod articles;
pub mod confusions;
pub mod cues;
mod dictionary;
mod misspelling;
pub mod negation;
pub mod numbers;
pub mod sentences;
pub mod spelling;
pub mod typography;
pub mod words;

pub use answers::{AnswersByLanguage, SharedAnswers};
pub use dictionary::Dictionaries;
pub use misspelling::{Misspelling, deletions, misspelling};
pub use spelling::{NameWords, Speller, Spelling};
