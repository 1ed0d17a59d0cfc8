//! The outdated claims of the registry, indexed by the words that sentences with such a claim contain.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use firstaid_language::stance::Sentence;
use firstaid_language::statements::{Statement, is_negated};
use firstaid_language::words::parts;
use firstaid_registry::{Claim, Registry};
use regex::Regex;

pub struct Claims {
    all: Vec<KnownClaim>,
    by_word: HashMap<String, Vec<usize>, foldhash::fast::FixedState>,
}

/// A claim, and how it is found; made ready when first needed.
pub struct KnownClaim {
    pub claim: Claim,
    statement: OnceLock<Option<Statement>>,
    pattern: OnceLock<Option<Regex>>,
}

impl Claims {
    pub fn new(registry: &Registry) -> Self {
        let known =
            |claim: &Claim| KnownClaim { claim: claim.clone(), statement: OnceLock::new(), pattern: OnceLock::new() };
        let all: Vec<_> = registry.claims.iter().map(known).collect();
        let mut by_word: HashMap<String, Vec<usize>, _> = HashMap::default();
        for (index, known) in all.iter().enumerate() {
            for word in &known.claim.words {
                by_word.entry(word.clone()).or_default().push(index);
            }
        }
        Self { all, by_word }
    }

    /// Whether a word, in lower case, or a part of it between hyphens is one of some claim.
    pub fn have(&self, word: &str) -> bool {
        keys(word).any(|key| self.by_word.contains_key(key))
    }

    /// The claims of a language that may be made around a word, in lower case.
    pub fn around(&self, word: &str, language: &str) -> impl Iterator<Item = &KnownClaim> {
        let indices = keys(word).filter_map(|key| self.by_word.get(key)).flatten();
        indices.map(|&index| &self.all[index]).filter(move |known| known.claim.language == language)
    }
}

/// A word, and its parts between hyphens and apostrophes.
fn keys(word: &str) -> impl Iterator<Item = &str> {
    std::iter::once(word).chain(parts(word).filter(move |part| part.len() < word.len()))
}

impl KnownClaim {
    /// The bytes of the claim in a text that is one sentence. `tokens` are its tokens, `word` the bytes of the word that the
    /// claim is known by.
    pub fn find(&self, sentence: &str, tokens: &Sentence<'_>, word: &Range<usize>) -> Option<Range<usize>> {
        let by_phrases = || self.statement()?.find(tokens, word);
        let by_pattern = || {
            let hit = self.pattern()?.find(sentence)?.range();
            let is_taken_back = !self.claim.denies && is_negated(&self.claim.language, tokens, &hit);
            (!is_taken_back).then_some(hit)
        };
        by_phrases().or_else(by_pattern)
    }

    fn statement(&self) -> Option<&Statement> {
        let Claim { language, with, without, close, .. } = &self.claim;
        let make = || (!with.is_empty()).then(|| Statement::new(language, with, without, *close));
        self.statement.get_or_init(make).as_ref()
    }

    fn pattern(&self) -> Option<&Regex> {
        let pattern = self.claim.pattern.as_ref()?;
        self.pattern.get_or_init(|| Regex::new(&format!("(?i){pattern}")).ok()).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use firstaid_language::statements::has_class;

    use super::*;

    #[test]
    fn every_embedded_claim_can_be_found() {
        let registry = Registry::built_in();
        assert!(registry.claims.len() >= 80);
        for claim in &registry.claims {
            if let Some(pattern) = &claim.pattern {
                assert!(Regex::new(&format!("(?i){pattern}")).is_ok(), "{}", claim.claim);
            }
            let phrases = claim.with.iter().flatten().chain(&claim.without);
            for class in phrases.filter_map(|phrase| phrase.strip_prefix('@')) {
                assert!(has_class(&claim.language, class), "{}: @{class}", claim.claim);
            }
        }
    }
}
