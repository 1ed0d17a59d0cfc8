//! The words beside a negator: what is denied, and the verb that carries the denial.
//!
//! A translation that lost a negator most often keeps both. One that says the sentence in other words keeps neither.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::class::Class;
use super::text::Text;
use super::words::{language, matches};
use crate::data;
use crate::word_lists::list;

const FILE: &str = "auxiliaries.txt";

/// Minimum letters of a denied word: shorter ones are mostly articles and prepositions.
const MIN_LETTERS: usize = 4;

/// A kind of verb that stands beside a negator and is seldom translated by one of another kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Auxiliary {
    /// "can", "must".
    Modal,
    /// "is", "were".
    Copula,
}

/// A negator with the words beside it.
#[derive(Debug)]
pub struct Denied {
    /// The verb right beside the negator, or in one word with it: "can't".
    pub auxiliary: Option<Auxiliary>,
    /// Where the negator stands, from 0 for the begin of the text to 1 for its end.
    pub place: f32,
    /// The words behind it in its clause, in lower case, without short ones, auxiliaries and prepositions.
    pub behind: Vec<String>,
}

struct Auxiliaries {
    modals: Vec<&'static str>,
    copulas: Vec<&'static str>,
}

static AUXILIARIES: LazyLock<HashMap<&str, Auxiliaries>> = LazyLock::new(|| {
    data::parse_each(FILE, |text| {
        let mut found = Auxiliaries { modals: Vec::new(), copulas: Vec::new() };
        for (key, values) in data::entries(text) {
            match key {
                "modal" => found.modals.extend(values),
                "copula" => found.copulas.extend(values),
                _ => {}
            }
        }
        found
    })
});

impl Auxiliaries {
    fn kind(&self, word: &str) -> Option<Auxiliary> {
        let is = |list: &[&str]| list.iter().any(|pattern| matches(word, pattern));
        if is(&self.modals) { Some(Auxiliary::Modal) } else { is(&self.copulas).then_some(Auxiliary::Copula) }
    }
}

/// Whether the auxiliaries of a language are known.
pub fn knows_auxiliaries(in_language: &str) -> bool {
    AUXILIARIES.contains_key(in_language)
}

/// Where the verbs of a kind stand in a text, as [`Denied::place`] does.
pub fn auxiliaries(in_language: &str, text: &str, kind: Auxiliary) -> Vec<f32> {
    let (Some(words), Some(known)) = (language(in_language), AUXILIARIES.get(in_language)) else { return Vec::new() };
    let text = Text::new(words, text);
    (0..text.len()).filter(|&n| known.kind(text.word(n)) == Some(kind)).map(|n| place(&text, n)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "words are few")]
fn place(text: &Text<'_>, n: usize) -> f32 {
    (n as f32 + 0.5) / text.len() as f32
}

/// The negators of a text, each with the words beside it; none if the words of the language are not known.
pub fn denied(in_language: &str, text: &str) -> Vec<Denied> {
    let (Some(words), Some(known)) = (language(in_language), AUXILIARIES.get(in_language)) else { return Vec::new() };
    let text = Text::new(words, text);
    let is_negator = |n: &usize| {
        let classes = text.classes[*n];
        [Class::Negator, Class::Concord, Class::BoundConcord].into_iter().any(|class| classes.has(class))
    };
    let is_small = |word: &str| {
        word.chars().count() < MIN_LETTERS
            || known.kind(word).is_some()
            || list(in_language, "preposition").is_some_and(|list| list.contains(word))
    };
    let of = |n: usize| {
        let same_clause = |it: &usize| text.clauses[*it] == text.clauses[n];
        let beside = [Some(n), n.checked_sub(1), (n + 1 < text.len()).then_some(n + 1)];
        let auxiliary = beside.into_iter().flatten().filter(same_clause).find_map(|it| known.kind(text.word(it)));
        let behind = (n + 1..text.len()).take_while(same_clause).map(|it| text.word(it));
        Denied {
            auxiliary,
            place: place(&text, n),
            behind: behind.filter(|word| !is_small(word)).map(str::to_owned).collect(),
        }
    };
    (0..text.len()).filter(is_negator).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_data_is_known() {
        for (language, key) in data::keys(FILE) {
            assert!(matches!(key, "modal" | "copula"), "{language}: {key}");
        }
    }

    #[test]
    fn what_is_denied_stands_behind_the_negator_in_its_clause() {
        let found = denied("en", "You can't open the garden gate, but it is not locked. Never wait.");
        let behind: Vec<Vec<&str>> = found.iter().map(|it| it.behind.iter().map(String::as_str).collect()).collect();
        assert_eq!(behind, [vec!["open", "garden", "gate"], vec!["locked"], vec!["wait"]]);
        let beside: Vec<_> = found.iter().map(|it| it.auxiliary).collect();
        assert_eq!(beside, [Some(Auxiliary::Modal), Some(Auxiliary::Copula), None]);
        assert_eq!(auxiliaries("ru", "Ворота могут закрыться.", Auxiliary::Modal).len(), 1);
        assert!(auxiliaries("fr", "La grille ferme.", Auxiliary::Copula).is_empty());
    }
}
