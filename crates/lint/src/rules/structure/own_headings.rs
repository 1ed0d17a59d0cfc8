//! The headings of one page, to look names up in them: at a cost that does not grow with their number.

use std::collections::{HashMap, HashSet};

use firstaid_content::Page;

use crate::engine::headings::words_of;

/// Maximum words of a name that are compared with a heading.
const MAX_WORDS: usize = 8;

pub(super) struct OwnHeadings<'p> {
    /// Each run of up to [`MAX_WORDS`] words of a heading or of the title, each word with a blank behind it.
    runs: HashSet<String>,
    /// The first heading with these words in the singular.
    by_singular: HashMap<Vec<String>, &'p str>,
}

impl<'p> OwnHeadings<'p> {
    pub(super) fn new(page: &'p Page) -> Self {
        let (mut runs, mut by_singular) = (HashSet::new(), HashMap::new());
        for heading in &page.headings {
            by_singular.entry(singular(&heading.text)).or_insert(&*heading.text);
        }
        let title = page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("title"));
        for text in page.headings.iter().map(|heading| &*heading.text).chain(title) {
            let words = words_of(text);
            for first in 0..words.len() {
                let mut run = String::new();
                for word in words[first..].iter().take(MAX_WORDS) {
                    run.extend([word, " "]);
                    runs.insert(run.clone());
                }
            }
        }
        Self { runs, by_singular }
    }

    /// Whether the words of a name stand in a row in the title or a heading.
    pub(super) fn have(&self, name: &str) -> bool {
        let run: String = words_of(name).iter().take(MAX_WORDS).flat_map(|word| [word, " "]).collect();
        self.runs.contains(&run)
    }

    /// The heading that differs from a name of several words in the number of a word only: `Helpful Resource`.
    pub(super) fn similar(&self, name: &str) -> Option<&'p str> {
        let words = Some(singular(name)).filter(|words| words.len() > 1)?;
        self.by_singular.get(&words).copied()
    }
}

fn singular(text: &str) -> Vec<String> {
    words_of(text).into_iter().map(|word| word.trim_end_matches('s').to_owned()).collect()
}
