//! Where each word of a text stands, to look phrases up in it without a search of the whole text for each.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Maximum places of the rarest word of a phrase that are compared: a text may repeat its words without end.
const MAX_PLACES: usize = 512;

/// The offsets of each run of letters and digits, by its hash.
#[derive(Default)]
pub(super) struct WordPlaces(HashMap<u64, Vec<u32>>);

impl WordPlaces {
    pub(super) fn new(text: &str) -> Self {
        let mut places: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, word) in words(text) {
            places.entry(hash(word)).or_default().push(at as u32);
        }
        Self(places)
    }

    /// Where a phrase stands in `text`, the text of the index, between characters that are neither letters nor digits.
    pub(super) fn find<'t>(&'t self, text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let known = words(phrase).map(|(at, word)| self.0.get(&hash(word)).map(|places| (at, places)));
        // A phrase with a word that the text does not have is not there.
        let rarest = known.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().min_by_key(|(_, it)| it.len()));
        let places = rarest.into_iter().flat_map(|(at, places)| places.iter().map(move |&place| (place as usize, at)));
        places.take(MAX_PLACES).filter_map(move |(place, at)| {
            let start = place.checked_sub(at)?;
            let behind = text.get(start..)?.strip_prefix(phrase)?;
            let is_whole = !is_inside(text[..start].chars().next_back()) && !is_inside(behind.chars().next());
            is_whole.then_some(start)
        })
    }
}

/// The runs of letters and digits, each with its offset.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| (part.as_ptr() as usize - text.as_ptr() as usize, part))
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        let text = "Use Signal, the Signal App. Signals, é (Signal App)";
        let places = WordPlaces::new(text);
        let found = |phrase| places.find(text, phrase).collect::<Vec<_>>();
        assert_eq!(found("Signal App"), [16, 41]);
        assert_eq!(found("Signal"), [4, 16, 41]);
        assert_eq!(found("(Signal App)"), [40]);
        assert!(["Sign", "App Signal", "Signal Apps", "the Use", "", "é Signal"].iter().all(|it| found(it).is_empty()));
    }

    #[test]
    fn phrases_of_frequent_words_cost_linear_time() {
        let text = "a b ".repeat(20_000);
        let places = WordPlaces::new(&text);
        assert_eq!(text.split("a b").take(2000).filter(|_| places.find(&text, "b b").next().is_some()).count(), 0);
    }
}
