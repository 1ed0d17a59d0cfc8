//! Line breaking as GNU gettext does it: UAX 14 with the deviations of its libunistring.
//!
//! Most rules look at two neighbouring characters, ignoring spaces. Numbers in comments are those of the rules in UAX
//! 14.

use unicode_linebreak::{BreakClass, break_property};

use super::width::is_east_asian_opening;
use BreakClass as C;

/// Whether a line may break before a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Break {
    Prohibited,
    Possible,
    /// The character ends a line by itself.
    Mandatory,
}

/// Finds break opportunities, one character at a time.
pub(super) struct LineBreaker {
    /// The class of the last character that is neither a space nor a mark on another.
    last: BreakClass,
    /// The class of the character just before.
    previous: BreakClass,
    has_space: bool,
    /// Whether the last character is a hyphen after a Hebrew letter.
    is_hebrew_hyphen: bool,
    /// Number of regional indicators just before; two of them make a flag.
    indicators: usize,
}

impl LineBreaker {
    pub(super) fn new() -> Self {
        Self { last: C::Mandatory, previous: C::Mandatory, has_space: false, is_hebrew_hyphen: false, indicators: 0 }
    }

    /// Whether the line may break before `c`, the next character.
    pub(super) fn before(&mut self, c: char) -> Break {
        let class = resolved(break_property(u32::from(c)));
        // Most characters are letters inside a word: LB28.
        if class == C::Alphabetic && self.previous == C::Alphabetic && self.last == C::Alphabetic {
            return Break::Prohibited;
        }
        let answer = match class {
            C::Mandatory => {
                self.stand_on(C::Mandatory);
                Break::Mandatory
            }
            C::Space => {
                self.has_space = true;
                Break::Prohibited
            }
            C::ZeroWidthSpace => {
                self.stand_on(C::ZeroWidthSpace);
                Break::Prohibited
            }
            C::CombiningMark | C::ZeroWidthJoiner => self.before_mark(),
            _ => {
                let answer = self.before_base(c, class);
                let is_hyphen = matches!(class, C::Hyphen | C::After);
                self.is_hebrew_hyphen = is_hyphen && self.last == C::HebrewLetter && !self.has_space;
                self.stand_on(class);
                answer
            }
        };
        self.indicators = if class == C::RegionalIndicator { self.indicators + 1 } else { 0 };
        self.previous = class;
        answer
    }

    fn stand_on(&mut self, class: BreakClass) {
        self.last = class;
        self.has_space = false;
    }

    /// LB9, LB10: a mark belongs to the character before it; without one it counts as a letter.
    fn before_mark(&mut self) -> Break {
        let answer = match self.last {
            C::Mandatory => Break::Prohibited,
            C::ZeroWidthSpace => Break::Possible,
            _ if self.has_space => Break::Possible,
            _ => return Break::Prohibited,
        };
        self.stand_on(C::Alphabetic);
        answer
    }

    fn before_base(&self, c: char, class: BreakClass) -> Break {
        let possible_if = |possible| if possible { Break::Possible } else { Break::Prohibited };
        match (self.last, class) {
            (C::Mandatory, _) => Break::Prohibited,
            (C::ZeroWidthSpace, _) => Break::Possible,
            // LB8a.
            _ if self.previous == C::ZeroWidthJoiner => Break::Prohibited,
            // LB21a.
            _ if self.is_hebrew_hyphen && !self.has_space => Break::Prohibited,
            // gettext breaks before a tag: `sentence.` and `</p>`.
            (C::InfixSeparator, _) if c == '<' => Break::Possible,
            // LB30a.
            (C::RegionalIndicator, C::RegionalIndicator) => {
                possible_if(self.has_space || self.indicators.is_multiple_of(2))
            }
            (last, class) if is_never_broken(last, class) => Break::Prohibited,
            (last, class) => {
                possible_if(self.has_space || !is_unbroken_without_space(last, class, is_east_asian_opening(c)))
            }
        }
    }
}

/// Whether a break between two neighbours is prohibited even with spaces between them: LB11, LB13, LB14, LB15, LB16,
/// LB17.
fn is_never_broken(before: BreakClass, after: BreakClass) -> bool {
    matches!(
        (before, after),
        (_, C::WordJoiner | C::ClosePunctuation | C::CloseParenthesis | C::Exclamation | C::InfixSeparator | C::Symbol)
            | (C::OpenPunctuation, _)
            | (C::Quotation, C::OpenPunctuation)
            | (C::ClosePunctuation, C::NonStarter)
            | (C::BeforeAndAfter, C::BeforeAndAfter)
    )
}

/// Whether a break between two neighbours is prohibited unless a space is between them.
///
/// LB29 is missing on purpose: gettext breaks after the dots of `www.example.org`.
#[expect(clippy::match_same_arms, reason = "one arm a rule, in the order of the annex")]
fn is_unbroken_without_space(before: BreakClass, after: BreakClass, after_is_east_asian: bool) -> bool {
    match (before, after) {
        // LB11, LB12, LB12a.
        (C::WordJoiner | C::NonBreakingGlue, _) => true,
        (_, C::NonBreakingGlue) => !matches!(before, C::After | C::Hyphen),
        // LB19, LB21, LB21b, LB22.
        (C::Quotation, _) | (_, C::Quotation) => true,
        (C::Before, _) | (_, C::After | C::Hyphen | C::NonStarter | C::Inseparable) => true,
        (C::Symbol, C::HebrewLetter) => true,
        // LB23, LB23a, LB24.
        (C::Alphabetic | C::HebrewLetter, C::Numeric) | (C::Numeric, C::Alphabetic | C::HebrewLetter) => true,
        (C::Prefix, C::Ideographic | C::EmojiBase | C::EmojiModifier) => true,
        (C::Ideographic | C::EmojiBase | C::EmojiModifier, C::Postfix) => true,
        (C::Prefix | C::Postfix, C::Alphabetic | C::HebrewLetter) => true,
        (C::Alphabetic | C::HebrewLetter, C::Prefix | C::Postfix) => true,
        // LB25.
        (C::ClosePunctuation | C::CloseParenthesis | C::Numeric, C::Prefix | C::Postfix) => true,
        (C::Prefix | C::Postfix, C::OpenPunctuation | C::Numeric) => true,
        (C::Hyphen | C::InfixSeparator | C::Numeric | C::Symbol, C::Numeric) => true,
        // LB26, LB27.
        (C::HangulLJamo, C::HangulLJamo | C::HangulVJamo | C::HangulLvSyllable | C::HangulLvtSyllable) => true,
        (C::HangulVJamo | C::HangulLvSyllable, C::HangulVJamo | C::HangulTJamo) => true,
        (C::HangulTJamo | C::HangulLvtSyllable, C::HangulTJamo) => true,
        (before, C::Postfix) if is_hangul(before) => true,
        (C::Prefix, after) if is_hangul(after) => true,
        // LB28, LB30, LB30b.
        (C::Alphabetic | C::HebrewLetter, C::Alphabetic | C::HebrewLetter) => true,
        (C::Alphabetic | C::HebrewLetter | C::Numeric, C::OpenPunctuation) => !after_is_east_asian,
        (C::CloseParenthesis, C::Alphabetic | C::HebrewLetter | C::Numeric) => true,
        (C::EmojiBase, C::EmojiModifier) => true,
        _ => false,
    }
}

fn is_hangul(class: BreakClass) -> bool {
    use C::{HangulLJamo, HangulLvSyllable, HangulLvtSyllable, HangulTJamo, HangulVJamo};
    matches!(class, HangulLJamo | HangulVJamo | HangulTJamo | HangulLvSyllable | HangulLvtSyllable)
}

/// LB1: resolves the classes that UAX 14 leaves to implementations.
fn resolved(class: BreakClass) -> BreakClass {
    match class {
        C::Ambiguous | C::ComplexContext | C::Unknown | C::Surrogate => C::Alphabetic,
        C::Contingent => C::Ideographic,
        C::ConditionalJapaneseStarter => C::NonStarter,
        C::NextLine | C::CarriageReturn | C::LineFeed => C::Mandatory,
        class => class,
    }
}
