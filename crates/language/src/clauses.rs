//! Whether a text is a clause: it has a verb with its subject, or is a request.

use crate::word_lists::{WordList, list};

/// The words by which a language shows clauses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClauseWords {
    /// Verbs that have a subject: "is", "recommends".
    pub(crate) finite: &'static WordList,
    /// Verbs that are finite behind one of `subjects`, or as the first word: "you want", "Tap".
    pub(crate) verbs: &'static WordList,
    pub(crate) subjects: &'static WordList,
    /// Words that begin a subject.
    pub(crate) determiners: &'static WordList,
    /// Words that make a clause depend on another.
    pub(crate) openers: &'static WordList,
}

impl ClauseWords {
    pub(crate) fn of(language: &str) -> Option<Self> {
        let list = |name| list(language, name);
        Some(Self {
            finite: list("finite")?,
            verbs: list("verb")?,
            subjects: list("subject")?,
            determiners: list("determiner")?,
            openers: list("opener")?,
        })
    }
}

/// How a language shows clauses and questions. A language without the lists of words has none.
#[derive(Clone, Copy)]
pub struct Clauses {
    words: ClauseWords,
    /// Verbs with the ending of the third person, where the language lists them.
    third_person: Option<&'static WordList>,
    prepositions: &'static WordList,
    /// Verbs that begin a question before one of `subjects`; those that do so only before one of `persons`, because
    /// they begin requests, too ("Do it"); and those that do so before any noun.
    asks: &'static WordList,
    asks_persons: &'static WordList,
    persons: &'static WordList,
    asks_all: &'static WordList,
    /// Words that a question begins with before one of `asks` or `asks_all`.
    question_words: &'static WordList,
}

impl Clauses {
    pub fn of(language: &str) -> Option<Self> {
        let list = |name| list(language, name);
        Some(Self {
            words: ClauseWords::of(language)?,
            third_person: list("verb-s"),
            prepositions: list("preposition")?,
            asks: list("asks")?,
            asks_persons: list("asks-persons")?,
            persons: list("persons")?,
            asks_all: list("asks-all")?,
            question_words: list("question-word")?,
        })
    }

    /// Whether a text has a verb with its subject, or begins with a verb: "It is late", "Tap the button".
    pub fn is_clause(&self, text: &str) -> bool {
        let words: Vec<String> = words(text).collect();
        let is_finite = |word: &String| self.words.finite.contains(&**word);
        let has_subject =
            |pair: &[String]| self.words.subjects.contains(&*pair[0]) && self.words.verbs.contains(&*pair[1]);
        words.first().is_some_and(|word| self.words.verbs.contains(&**word))
            || words.iter().any(is_finite)
            || words.windows(2).any(has_subject)
    }

    /// Whether a word, in lower case, often begins a sentence and is no name.
    pub fn may_begin(&self, word: &str) -> bool {
        self.words.subjects.contains(word) || self.words.determiners.contains(word) || self.words.openers.contains(word)
    }

    /// Whether a sentence cannot end with a word, in lower case.
    pub fn goes_on(&self, word: &str) -> bool {
        self.words.determiners.contains(word) || self.words.openers.contains(word) || self.prepositions.contains(word)
    }

    /// Whether a word, in lower case, may be the first of a question.
    pub fn may_ask(&self, word: &str) -> bool {
        [self.asks, self.asks_persons, self.asks_all, self.question_words].iter().any(|list| list.contains(word))
    }

    /// Whether a word, in lower case, asks for something by itself: "how", "who".
    pub fn is_question_word(&self, word: &str) -> bool {
        self.question_words.contains(word)
    }

    /// Whether a sentence begins as only a question does: "Is the site", "Can you", "Where are the".
    ///
    /// An item of a list may lack its subject ("Is the first to leave"): there only pronouns show a question.
    pub fn is_question(&self, sentence: &str, is_item: bool) -> bool {
        let words: Vec<String> = words(sentence).take(3).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            // An option without its subject: "Has no effect here".
            [_, "no", _] => false,
            [verb, subject, _] if self.inverts(verb, subject, is_item) => true,
            [word, verb, subject] => self.question_words.contains(word) && self.inverts(verb, subject, is_item),
            _ => false,
        }
    }

    /// Whether a question without its mark begins with a question word and has its subject before its verb: "How it
    /// works".
    pub fn has_order_of_statement(&self, question: &str) -> bool {
        if question.contains([',', ';', ':', '.', '!', '…', '(', '—', '–', '"', '“']) {
            return false;
        }
        let words: Vec<String> = words(question).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let [word, subject, verb, ..] = words[..] else { return false };
        // Another question may follow: "Where you are and what are you doing".
        let is_next = |pair: &[&str]| matches!(pair[0], "and" | "or") && self.question_words.contains(pair[1]);
        let words = &words[..words.windows(2).position(is_next).unwrap_or(words.len())];
        let is_pronoun = self.words.subjects.contains(subject) && !self.words.determiners.contains(subject);
        let inverted = words.windows(2).any(|pair| self.inverts(pair[0], pair[1], false));
        word != "who"
            && self.question_words.contains(word)
            && is_pronoun
            && (self.words.finite.contains(verb) || self.words.verbs.contains(verb) || self.is_third_person(verb))
            && !inverted
    }

    fn is_third_person(&self, word: &str) -> bool {
        self.third_person.is_some_and(|list| list.contains(word))
    }

    fn inverts(&self, verb: &str, subject: &str, is_item: bool) -> bool {
        let is_subject = self.words.subjects.contains(subject);
        let is_person = is_subject && !self.words.determiners.contains(subject);
        self.asks.contains(verb) && is_person
            || self.asks_persons.contains(verb) && self.persons.contains(subject)
            || self.asks_all.contains(verb) && (is_subject || !is_item && self.words.determiners.contains(subject))
    }
}

/// The words of a text in lower case, with straight apostrophes.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_have_a_verb_with_its_subject() {
        let clauses = Clauses::of("en").unwrap();
        for text in ["The phone is off", "Tap the button", "Ask what they want", "It isn’t late"] {
            assert!(clauses.is_clause(text), "{text}");
        }
        for text in ["Passport", "The box with the old phones", ""] {
            assert!(!clauses.is_clause(text), "{text}");
        }
        assert!(Clauses::of("xx").is_none());
    }

    #[test]
    fn statements_have_their_subject_before_their_verb() {
        let clauses = Clauses::of("en").unwrap();
        assert!(clauses.has_order_of_statement("How it works") && clauses.has_order_of_statement("Where you are"));
        assert!(clauses.has_order_of_statement("Where you are and what are you doing"));
        for text in ["How does it work", "What you see, you get", "How long it is", "Who it is", "Why"] {
            assert!(!clauses.has_order_of_statement(text), "{text}");
        }
    }

    #[test]
    fn questions_have_their_verb_before_their_subject() {
        let clauses = Clauses::of("en").unwrap();
        for text in ["Is the site up", "Can you call", "Where are the keys", "How do I begin"] {
            assert!(clauses.is_question(text, false), "{text}");
        }
        assert!(!clauses.is_question("Is the first to leave", true) && clauses.is_question("Is it open now", true));
        for text in ["Do not go", "Do the following", "Have a look", "What you see", "Can openers are", "Have it ready"]
        {
            assert!(!clauses.is_question(text, false), "{text}");
        }
    }
}
