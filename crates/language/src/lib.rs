//! What is known of languages: words, spelling, sentences, numbers, negation, opposites, articles, typography.
//!
//! The data of a language is in its folder, `data/<language>/`, which `build.rs` embeds; no code lists languages. An
//! algorithm that fits one language only is in a file named after it. Nothing here knows a registry: whether a word is
//! part of a name is asked through [`NameWords`].

pub mod acronyms;
pub mod actions;
pub mod adverbs;
mod answers;
pub mod articles;
mod beginnings;
pub mod clauses;
pub mod confusions;
pub mod cues;
mod data;
mod dictionary;
mod languages;
mod misspelling;
pub mod negation;
pub mod numbers;
pub mod opposites;
mod outline;
pub mod sentence_pairs;
pub mod sentences;
pub mod spelling;
pub mod stance;
pub mod statements;
pub mod steps;
pub mod typography;
mod word_lists;
pub mod words;

pub use answers::{AnswersByLanguage, SharedAnswers};
pub use dictionary::Dictionaries;
pub use languages::{has_region, is_language, is_latin, parts_words_by_blanks};
pub use misspelling::{Misspelling, deletions, misspelling};
pub use spelling::{NameWords, Speller, Spelling};
