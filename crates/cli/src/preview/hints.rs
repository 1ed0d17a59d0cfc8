//! What helps to translate a block: terms, labels of apps, similar texts, and what changed.

use firstaid_lint::AppLabel;
use firstaid_online::preview::{Change, Label, Match, Term, Word};
use firstaid_text::TextRange;
use firstaid_translate::memory::{Context, Fit, Memory};
use firstaid_translate::po::Entry;
use firstaid_translate::proofread::word_changes;
use firstaid_translate::{Glossary, Memo};

/// Maximum similar texts of a block.
const MAX_MATCHES: usize = 3;

/// The terms in a message, each once.
pub(super) fn terms(glossary: &Glossary, message: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for found in glossary.find(message) {
        let term = Term {
            source: found.term.source.to_string(),
            translation: found.term.translation.to_string(),
            note: found.term.note.as_deref().map(str::to_owned),
        };
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

/// The labels in a block of the source, each once.
pub(super) fn labels(all: &[AppLabel], block: TextRange) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for label in all.iter().filter(|label| block.contains(label.range)) {
        let label = Label { app: label.app.clone(), source: label.source.to_string(), shown: label.shown.clone() };
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// Translations of similar texts, without the block's own.
pub(super) fn matches(memory: &Memory, name: &str, entry: &Entry) -> Vec<Match> {
    let found = memory.look_up(&entry.id, Context::default(), MAX_MATCHES + 1).into_iter();
    let others = found.filter(|it| {
        let is_own = &*it.unit.origin == name && it.unit.source == entry.id;
        !is_own && it.text != entry.string()
    });
    let shown = others.map(|it| Match {
        score: it.score,
        is_conflicting: it.fit == Fit::Conflicting,
        origin: it.unit.origin.to_string(),
        source: it.unit.source.clone(),
        text: it.text.into_owned(),
    });
    shown.take(MAX_MATCHES).collect()
}

/// How the source of an entry has changed since it was translated.
pub(super) fn change(entry: &Entry, memo: &Memo) -> Option<Change> {
    let (grade, reason) = memo.change.as_ref()?;
    let words = entry.previous.as_ref().map(|previous| words(&previous.id, &entry.id));
    Some(Change { grade: grade.as_str(), reason: reason.clone(), words: words.unwrap_or_default() })
}

/// The words of two versions of a text.
pub(super) fn words(before: &str, after: &str) -> Vec<Word> {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let Some(changes) = word_changes(&before, &after) else {
        return vec![Word::Gone(before.join(" ")), Word::New(after.join(" "))];
    };
    let mut words = Vec::new();
    let mut push = |word: fn(String) -> Word, text: &[&str]| {
        if !text.is_empty() {
            words.push(word(text.join(" ")));
        }
    };
    let mut at = 0;
    for change in changes {
        push(Word::Same, &after[at..change.after.start]);
        push(Word::Gone, &before[change.before]);
        push(Word::New, &after[change.after.clone()]);
        at = change.after.end;
    }
    push(Word::Same, &after[at..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_and_added_words_stand_where_they_were() {
        let same = |text: &str| Word::Same(text.to_owned());
        let (gone, new) = (|text: &str| Word::Gone(text.to_owned()), |text: &str| Word::New(text.to_owned()));
        assert_eq!(
            words("wait three days now", "wait five days"),
            [same("wait"), gone("three"), new("five"), same("days"), gone("now"),]
        );
        assert_eq!(words("a", "a b"), [same("a"), new("b")]);
    }

    #[test]
    fn very_long_texts_are_shown_whole() {
        let long = "x ".repeat(5000);
        assert_eq!(words(&long, "y").len(), 2);
    }
}
