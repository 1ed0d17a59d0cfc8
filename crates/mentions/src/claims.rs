//! The outdated claims of the registry, indexed by the words that sentences with such a claim contain.

use std::collections::HashMap;
use std::sync::OnceLock;

use firstaid_registry::{Claim, Registry};
use regex::Regex;

pub struct Claims {
    all: Vec<(Claim, OnceLock<Option<Regex>>)>,
    by_word: HashMap<String, Vec<usize>, foldhash::fast::FixedState>,
}

impl Claims {
    pub fn new(registry: &Registry) -> Self {
        let all: Vec<_> = registry.claims.iter().map(|claim| (claim.clone(), OnceLock::new())).collect();
        let mut by_word: HashMap<String, Vec<usize>, _> = HashMap::default();
        for (index, (claim, _)) in all.iter().enumerate() {
            for word in &claim.words {
                by_word.entry(word.clone()).or_default().push(index);
            }
        }
        Self { all, by_word }
    }

    /// Whether a word, in lower case, is one of some claim.
    pub fn have(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// The claims of a language that may be made around a word, each with its pattern, which is compiled on first use.
    pub fn around(&self, word: &str, language: &str) -> impl Iterator<Item = (&Claim, &Regex)> {
        let indices = self.by_word.get(word).into_iter().flatten();
        let claims = indices.map(|&index| &self.all[index]).filter(move |(claim, _)| claim.language == language);
        claims.filter_map(|(claim, regex)| {
            let regex = regex.get_or_init(|| Regex::new(&format!("(?i){}", claim.pattern)).ok());
            Some((claim, regex.as_ref()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_pattern_is_a_regular_expression() {
        let registry = Registry::built_in();
        assert!(registry.claims.len() >= 25);
        for claim in &registry.claims {
            assert!(Regex::new(&format!("(?i){}", claim.pattern)).is_ok(), "{}", claim.claim);
        }
    }
}
