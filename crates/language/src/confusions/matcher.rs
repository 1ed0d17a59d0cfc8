//! Whether a pattern fits the words around a place.

use std::borrow::Cow;
use std::ops::Range;

use super::normal::normal;
use super::pattern::{Clause, Form, MAX_TOKENS, Pattern, Token};
use crate::cues::begins_sentence;
use crate::sentences::ends_between;
use crate::word_lists::WordList;

/// How far back a sentence is searched for a condition, in bytes.
const CONDITION_REACH: usize = 160;

/// Words that open a clause which `then` may answer.
const CONDITIONS: &str = "if when once unless whenever since because after as until while";

/// How far back a sentence is searched for words, in words.
const SENTENCE_REACH: usize = 40;

/// Minimum words of a clause.
const MIN_CLAUSE: usize = 3;

/// Minimum words between a word that opens a clause and the subject of the main clause behind it.
const MIN_OPENED: usize = 5;

/// Where the tokens of a pattern stand in the text: start and end.
type Places = [(usize, usize); MAX_TOKENS];

/// A word by its place in a text.
pub trait Placed {
    /// Its bytes in the text.
    fn range(&self) -> Range<usize>;
}

/// Number of words on each side of a trigger whose letters are at hand: most patterns fail there.
const NEAR: usize = 1;

/// Tries patterns on the words of a text.
pub(super) struct Matcher<'a, W> {
    text: &'a str,
    words: &'a [W],
    /// The [`normal`] words around the trigger, from the word with the index `first_near`.
    near: [Cow<'a, str>; 2 * NEAR + 1],
    first_near: usize,
}

impl<'a, W: Placed> Matcher<'a, W> {
    /// A matcher for the patterns that the word `n` triggers; `word` is that word as [`normal`] gives it.
    pub(super) fn new(text: &'a str, words: &'a [W], n: usize, word: Cow<'a, str>) -> Self {
        let first_near = n.saturating_sub(NEAR);
        let mut word = Some(word);
        let near = std::array::from_fn(|offset| match words.get(first_near + offset) {
            Some(_) if first_near + offset == n => word.take().unwrap_or_default(),
            Some(other) => normal(&text[other.range()]),
            None => Cow::Borrowed(""),
        });
        Self { text, words, near, first_near }
    }

    fn normal(&self, n: usize) -> Cow<'_, str> {
        let near = n.checked_sub(self.first_near).and_then(|offset| self.near.get(offset));
        near.map_or_else(|| normal(&self.text[self.words[n].range()]), |word| Cow::Borrowed(&**word))
    }

    /// The bytes that are wrong, if the word `n` is the pattern's trigger and all other tokens fit, too.
    pub(super) fn matched(&self, pattern: &Pattern, n: usize) -> Option<Range<usize>> {
        let mut places: Places = [(0, 0); MAX_TOKENS];
        places[pattern.trigger] = self.place(n);
        if !self.is_token(&pattern.tokens[pattern.trigger], n)
            || !self.head_fits(pattern, n, &mut places)
            || !self.rest_fits(pattern, pattern.trigger + 1, n, false, &mut places)
        {
            return None;
        }
        Some(places[pattern.wrong.start].0..places[pattern.wrong.end - 1].1)
    }

    fn place(&self, n: usize) -> (usize, usize) {
        let range = self.words[n].range();
        (range.start, range.end)
    }

    /// Whether the tokens before the trigger fit what stands before the word `first`.
    fn head_fits(&self, pattern: &Pattern, mut first: usize, places: &mut Places) -> bool {
        let mut has_mark = false;
        for index in (0..pattern.trigger).rev() {
            let at = self.words[first].range().start;
            let before = first.checked_sub(1).filter(|&before| has_mark || self.adjoins_next(before));
            let fits = match &pattern.tokens[index] {
                Token::Word(forms) => {
                    let Some(before) = before.filter(|&before| self.has_form(before, forms)) else { return false };
                    has_mark = false;
                    first = before;
                    places[index] = self.place(first);
                    true
                }
                // At the begin of a pattern it is about the word before it, behind a word about what follows that word.
                Token::Not(forms) => {
                    let is_behind_word = index > 0 && matches!(pattern.tokens[index - 1], Token::Word(_));
                    let word = if is_behind_word { Some(first) } else { before };
                    !word.is_some_and(|word| self.has_form(word, forms))
                }
                Token::Mark(mark) => {
                    let gap = self.text[..at].trim_end_matches(' ');
                    has_mark = true;
                    places[index] = (gap.len().saturating_sub(mark.len_utf8()), gap.len());
                    gap.ends_with(*mark)
                }
                Token::Start => begins_sentence(&self.text[..at]),
                Token::Unconditional => !self.has_condition(at),
                Token::Without(list) => self.is_without(first, list),
                Token::Clause(clause) => self.is_behind_clause(first, clause),
                Token::End | Token::EndOr(_) | Token::Last | Token::NoRow | Token::UpTo(_) | Token::Apostrophe => false,
            };
            if !fits {
                return false;
            }
        }
        true
    }

    /// Whether the tokens from `index` on fit what follows the word `at`.
    fn rest_fits(&self, pattern: &Pattern, index: usize, at: usize, has_mark: bool, places: &mut Places) -> bool {
        let Some(token) = pattern.tokens.get(index) else { return true };
        let next = (at + 1 < self.words.len() && (has_mark || self.adjoins_next(at))).then_some(at + 1);
        match token {
            Token::Word(forms) => {
                let Some(next) = next.filter(|&next| self.has_form(next, forms)) else { return false };
                places[index] = self.place(next);
                self.rest_fits(pattern, index + 1, next, false, places)
            }
            Token::UpTo(max) => {
                let mut at = at;
                for _ in 0..=*max {
                    if self.rest_fits(pattern, index + 1, at, false, places) {
                        return true;
                    }
                    if at + 1 >= self.words.len() || !self.adjoins_next(at) {
                        return false;
                    }
                    at += 1;
                    if self.has_form(at, &[Form::Lower("and")]) {
                        return false;
                    }
                }
                false
            }
            Token::Not(forms) => {
                !next.is_some_and(|next| self.has_form(next, forms))
                    && self.rest_fits(pattern, index + 1, at, has_mark, places)
            }
            Token::Mark(mark) => {
                let end = self.words[at].range().end;
                let gap = self.text[end..].trim_start_matches(' ');
                let start = self.text.len() - gap.len();
                places[index] = (start, start + mark.len_utf8());
                gap.starts_with(*mark) && self.rest_fits(pattern, index + 1, at, true, places)
            }
            Token::Apostrophe => {
                let (start, end) = self.place(at);
                let gap = &self.text[end..];
                let mark = gap.chars().next().filter(|c| matches!(c, '\'' | '’'));
                places[index] = (end, end + mark.map_or(0, char::len_utf8));
                mark.is_some()
                    && !self.text[..start].ends_with(['\'', '’', '‘'])
                    && self.rest_fits(pattern, index + 1, at, true, places)
            }
            Token::End => self.ends_clause(at) && self.rest_fits(pattern, index + 1, at, has_mark, places),
            Token::EndOr(forms) => {
                let next = next.filter(|&next| self.has_form(next, forms));
                if let Some(next) = next {
                    places[index] = self.place(next);
                }
                (next.is_some() || self.ends_clause(at))
                    && self.rest_fits(pattern, index + 1, next.unwrap_or(at), has_mark, places)
            }
            Token::Last => self.is_last(at) && self.rest_fits(pattern, index + 1, at, has_mark, places),
            Token::NoRow => !self.is_in_row(at) && self.rest_fits(pattern, index + 1, at, has_mark, places),
            Token::Start | Token::Unconditional | Token::Without(_) | Token::Clause(_) => false,
        }
    }

    fn ends_clause(&self, n: usize) -> bool {
        let after = self.text[self.words[n].range().end..].trim_start_matches([' ', '"', '\'', '”', '’', '»']);
        // No end: `url.parse()`, `https://…`.
        let is_inside = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '/');
        after.is_empty()
            || after.starts_with(['!', '?', ';', ',', ')', '\n'])
            || after.strip_prefix(['.', ':']).is_some_and(|rest| !is_inside(rest))
    }

    fn is_token(&self, token: &Token, n: usize) -> bool {
        matches!(token, Token::Word(forms) if self.has_form(n, forms))
    }

    fn has_form(&self, n: usize, forms: &[Form]) -> bool {
        let word = &self.text[self.words[n].range()];
        let lower = self.normal(n);
        forms.iter().any(|form| match form {
            Form::Lower(listed) => *listed == lower,
            Form::Exact(listed) => *listed == word,
            Form::Suffix(ending) => lower.len() > ending.len() + 1 && lower.ends_with(ending),
            Form::Capital => word.starts_with(char::is_uppercase),
            Form::Number => word.starts_with(|c: char| c.is_ascii_digit()),
            Form::Listed(list) => list.contains(&*lower),
            Form::Any => true,
        })
    }

    /// Whether only blanks and quotation marks stand between a word and the one behind it.
    fn adjoins_next(&self, n: usize) -> bool {
        let (one, two) = (self.words[n].range(), self.words[n + 1].range());
        let gap = &self.text[one.end..two.start];
        gap.starts_with([' ', '\u{a0}'])
            && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '"' | '\'' | '“' | '„' | '«' | '‘'))
    }

    /// Whether the sentence has a condition before an offset: "if it is faster then …".
    fn has_condition(&self, at: usize) -> bool {
        let before = &self.text[..at];
        let from = before.char_indices().rev().find(|(n, _)| at - n >= CONDITION_REACH).map_or(0, |(n, _)| n);
        let sentence = before[from..].rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
        sentence
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| CONDITIONS.split(' ').any(|it| it.eq_ignore_ascii_case(word)))
    }

    /// The words of the sentence before the word `n`, the last first, each with the text between it and the next.
    fn sentence_before(&self, n: usize) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        (0..n).rev().take(SENTENCE_REACH).map_while(move |at| {
            let (word, next) = (self.words[at].range(), self.words[at + 1].range());
            let gap = &self.text[word.end..next.start];
            let ends = ends_between(&self.text[word.clone()], gap) || gap.contains([':', ';']);
            (!ends).then(|| (normal(&self.text[word]), gap))
        })
    }

    fn is_without(&self, n: usize, list: &WordList) -> bool {
        !self.sentence_before(n).any(|(word, _)| list.contains(&*word))
    }

    /// Whether the sentence goes on behind the word `n` without a comma and another clause or item.
    fn is_last(&self, n: usize) -> bool {
        for at in n..self.words.len().saturating_sub(1).min(n + SENTENCE_REACH) {
            let (word, next) = (self.words[at].range(), self.words[at + 1].range());
            let gap = &self.text[word.end..next.start];
            if ends_between(&self.text[word], gap) || gap.contains(':') {
                return true;
            }
            if gap.contains([',', ';']) || matches!(&*normal(&self.text[next]), "and" | "or") {
                return false;
            }
        }
        true
    }

    /// Whether a comma with `and`, `or` or `but` behind it, and a subject behind that, follows the word `n` in its
    /// sentence.
    fn is_in_row(&self, n: usize) -> bool {
        for at in n..self.words.len().saturating_sub(2).min(n + SENTENCE_REACH) {
            let next = self.words[at + 1].range();
            let gap = &self.text[self.words[at].range().end..next.start];
            if gap.contains(['.', '!', '?', '\n', ':', ';', '…']) {
                return false;
            }
            let subject = normal(&self.text[self.words[at + 2].range()]);
            if gap.contains(',')
                && matches!(&*normal(&self.text[next]), "and" | "or" | "but")
                && matches!(&*subject, "i" | "it" | "he" | "she" | "they" | "we" | "you" | "this" | "there" | "the")
            {
                return true;
            }
        }
        false
    }

    /// Whether the sentence before the word `n` is a main clause: a verb with its subject, or a request, and no word
    /// that makes it depend on another.
    fn is_behind_clause(&self, n: usize, clause: &Clause) -> bool {
        let words = &clause.words;
        let (mut count, mut has_verb) = (0, false);
        // The two words behind the one at hand.
        let (mut later, mut last) = (Cow::Borrowed(""), Cow::Borrowed(""));
        let mut is_part = false;
        // How many words behind the one at hand the subject of a clause with a finite verb stands.
        let mut subject = None;
        let mut before = self.sentence_before(n).peekable();
        while let Some((word, gap)) = before.next() {
            is_part = clause.is_simple && count > 0 && (gap.contains([',', '(', ')', '—', '–']) || gap == " - ");
            if is_part {
                break;
            }
            // "It is good as a start, …": without a verb behind it, the word opens no clause.
            let is_preposition = !has_verb && clause.prepositions_or_openers.contains(&*word);
            if words.openers.contains(&*word) && !is_preposition {
                // "As you follow the face on the screen you will see …": the main clause follows the other one.
                let is_far = subject.is_some_and(|at| count - at >= MIN_OPENED);
                return clause.is_simple && is_far && before.peek().is_none();
            }
            let adjoins = count > 0 && gap.trim().is_empty();
            has_verb |= words.finite.contains(&*word)
                || adjoins && words.subjects.contains(&*word) && words.verbs.contains(&*later);
            // Behind a verb it is an object of the other clause, behind `and` a part of it: "When you know it is late, …".
            let is_bound = [words.verbs, words.finite, clause.prepositions].iter().any(|list| list.contains(&*word));
            if subject.is_some_and(|at| at + 1 == count) && is_bound {
                subject = None;
            }
            if adjoins && words.subjects.contains(&*word) && words.finite.contains(&*later) {
                subject = Some(count);
            }
            count += 1;
            last = std::mem::replace(&mut later, word);
        }
        let has_subject =
            words.subjects.contains(&*later) && (words.finite.contains(&*last) || words.verbs.contains(&*last));
        let is_request = words.verbs.contains(&*later);
        let has_noun = has_verb && words.determiners.contains(&*later);
        // "While in most cases, this is safe, it …": the part may still depend on the first word.
        let is_bound = || self.sentence_before(n).last().is_some_and(|(word, _)| words.openers.contains(&*word));
        let is_clause = if is_part { (has_subject || has_noun) && !is_bound() } else { has_verb };
        let is_late = clause.is_simple && !is_part && clause.leads.contains(&*later);
        count >= MIN_CLAUSE && (is_clause || is_request) && !is_late
    }
}
