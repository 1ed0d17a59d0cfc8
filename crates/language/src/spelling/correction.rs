//! What a suspect word was meant to be, and why.

/// What a suspect word was meant to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// One to three words in lower case, the likeliest first.
    pub answers: Vec<String>,
    pub evidence: Evidence,
}

/// Why a word is probably misspelled, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Evidence {
    /// It is a known misspelling.
    Listed,
    /// A letter inside is in upper case.
    Case,
    /// Only accents differ.
    Accents,
    /// A frequent word is one edit away.
    Common,
    /// A word of the dictionary is one edit away.
    Known,
}
