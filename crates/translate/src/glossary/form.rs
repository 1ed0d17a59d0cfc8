//! Forms of a term in a translation, and where they occur.

use firstaid_text::TextRange;

use firstaid_language::words::{Word, is_joint, words};

/// A form of a term: words in sequence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Form(Vec<FormWord>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct FormWord {
    folded: Box<str>,
    /// Whether other letters may precede and follow, written as `*` in the glossary.
    is_open: (bool, bool),
}

impl Form {
    /// Parses a form of the glossary, such as `*stem*`.
    pub(super) fn new(form: &str) -> Self {
        let mut parts = Vec::new();
        for part in form.split_whitespace() {
            let open_before = part.starts_with('*');
            let found = words(part);
            let last = found.len().saturating_sub(1);
            parts.extend(found.into_iter().enumerate().map(|(n, word)| FormWord {
                folded: word.folded.into(),
                is_open: (n == 0 && open_before, n == last && part.ends_with('*')),
            }));
        }
        Self(parts)
    }

    /// A form of exactly these folded words.
    pub(super) fn closed(words: Vec<Box<str>>) -> Self {
        Self(words.into_iter().map(|folded| FormWord { folded, is_open: (false, false) }).collect())
    }

    /// The range of the form if `words` begin with it.
    pub(super) fn at(&self, text: &str, words: &[Word<'_>]) -> Option<TextRange> {
        together(text, words, self.0.len(), |n, word| self.0[n].fits(&word.folded))
    }
}

impl FormWord {
    fn fits(&self, word: &str) -> bool {
        match self.is_open {
            (false, false) => word == &*self.folded,
            (false, true) => word.starts_with(&*self.folded),
            (true, false) => word.ends_with(&*self.folded),
            (true, true) => word.contains(&*self.folded),
        }
    }
}

/// The range of the first `len` words, if each fits and only spaces, hyphens and the like are between them.
pub(super) fn together(
    text: &str,
    words: &[Word<'_>],
    len: usize,
    fits: impl Fn(usize, &Word<'_>) -> bool,
) -> Option<TextRange> {
    let words = words.get(..len).filter(|words| !words.is_empty())?;
    let all_fit = words.iter().enumerate().all(|(n, word)| fits(n, word));
    let are_joined = || words.windows(2).all(|pair| is_joint(&text[pair[0].range.end..pair[1].range.start]));
    (all_fit && are_joined()).then(|| TextRange::new(words[0].range.start as u32, words[len - 1].range.end as u32))
}

/// The ranges of forms in a text, in order and without overlaps; of two with the same start, the longer one.
pub(super) fn ranges(forms: &[Form], text: &str, words: &[Word<'_>]) -> Vec<TextRange> {
    let mut found: Vec<TextRange> =
        (0..words.len()).flat_map(|at| forms.iter().filter_map(move |form| form.at(text, &words[at..]))).collect();
    found.sort_unstable_by_key(|range| (range.start(), std::cmp::Reverse(range.end())));
    let mut end = 0;
    found.retain(|range| {
        let is_disjoint = range.start() >= end;
        end = if is_disjoint { range.end() } else { end };
        is_disjoint
    });
    found
}
