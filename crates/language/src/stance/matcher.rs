//! Matches the elements of a pattern against the tokens of a sentence, to the right or to the left.

use super::pattern::{Form, Part};
use super::sentence::{Token, TokenKind};

/// A sentence with what the elements of patterns ask about it.
pub(super) struct Reader<'s, 't> {
    pub(super) tokens: &'s [Token<'t>],
    pub(super) stops: &'s [Form],
    pub(super) short_stops: &'s [Form],
    pub(super) is_new_name: &'s dyn Fn(&Token<'_>) -> bool,
    /// The year in which the tool ended, if it is known.
    pub(super) end_year: Option<u16>,
}

/// What is still to be matched behind an element.
struct Rest<'p> {
    parts: &'p [Part],
    next: Option<&'p Rest<'p>>,
}

impl Reader<'_, '_> {
    /// Whether the elements match from a token on; `step` is 1 to the right and -1 to the left.
    pub(super) fn matches(&self, parts: &[Part], at: isize, step: isize) -> bool {
        self.run(&Rest { parts, next: None }, at, step)
    }

    fn run(&self, rest: &Rest<'_>, at: isize, step: isize) -> bool {
        let Some((first, parts)) = rest.parts.split_first() else {
            return rest.next.is_none_or(|next| self.run(next, at, step));
        };
        let rest = Rest { parts, next: rest.next };
        let token = usize::try_from(at).ok().and_then(|at| self.tokens.get(at));
        let on_match = |is_match: bool| is_match && self.run(&rest, at + step, step);
        match first {
            Part::Word(forms) => on_match(token.is_some_and(|token| is_one_of(token, forms))),
            Part::Any => {
                on_match(token.is_some_and(|token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Name)))
            }
            Part::Mark(mark) => on_match(token.is_some_and(|token| token.is_mark(*mark))),
            Part::Year => on_match(token.and_then(year).is_some()),
            Part::YearBeforeEnd => {
                let is_before = |year: u16| self.end_year.is_some_and(|end| year <= end);
                on_match(token.and_then(year).is_some_and(is_before))
            }
            Part::NewName => on_match(token.is_some_and(|token| (self.is_new_name)(token))),
            Part::Name => on_match(token.is_some_and(|token| token.kind == TokenKind::Name)),
            Part::Not(forms) => !token.is_some_and(|token| is_one_of(token, forms)) && self.run(&rest, at, step),
            Part::Edge => self.is_edge(token) && self.run(&rest, at, step),
            Part::Optional(inner) => {
                self.run(&Rest { parts: inner, next: Some(&rest) }, at, step) || self.run(&rest, at, step)
            }
            Part::Set(phrases) => {
                phrases.iter().any(|phrase| self.run(&Rest { parts: phrase, next: Some(&rest) }, at, step))
            }
            Part::Gap { max, is_short } => self.run_gap(*max, *is_short, &rest, at, step),
        }
    }

    fn run_gap(&self, max: u8, is_short: bool, rest: &Rest<'_>, at: isize, step: isize) -> bool {
        let mut at = at;
        for taken in 0..=max {
            if self.run(rest, at, step) {
                return true;
            }
            let token = usize::try_from(at).ok().and_then(|at| self.tokens.get(at));
            let is_filler = token.is_some_and(|token| match token.kind {
                TokenKind::Word(_) => {
                    !is_one_of(token, self.stops) && !(is_short && is_one_of(token, self.short_stops))
                }
                TokenKind::Opaque => true,
                TokenKind::Name | TokenKind::Mark(_) => false,
            });
            if taken == max || !is_filler {
                return false;
            }
            at += step;
        }
        false
    }

    /// Whether a clause ends before this token, in the direction of reading.
    fn is_edge(&self, token: Option<&Token<'_>>) -> bool {
        token.is_none_or(|token| matches!(token.kind, TokenKind::Mark(_)) || is_one_of(token, self.stops))
    }
}

pub(super) fn is_one_of(token: &Token<'_>, forms: &[Form]) -> bool {
    token.word().is_some_and(|word| forms.iter().any(|form| form.matches(word)))
}

/// A year of this century or the last.
fn year(token: &Token<'_>) -> Option<u16> {
    let word = token.word()?;
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    word.parse().ok().filter(|_| is_year)
}
