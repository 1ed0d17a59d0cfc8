//! A sentence as tokens: words, names, and the marks that part its clauses.

use std::borrow::Cow;
use std::ops::Range;

use firstaid_content::OPAQUE;

use crate::words::words;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token<'t> {
    pub kind: TokenKind<'t>,
    /// Its bytes in the text that the sentence is cut from.
    pub range: Range<usize>,
    /// Whether it begins with a capital letter or a digit.
    pub is_capitalized: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenKind<'t> {
    /// In lower case.
    Word(Cow<'t, str>),
    /// A known name, of one or several words.
    Name,
    /// `,` `;` `:` `(` `)` `/` `+` `→`, and `—` for any dash between blanks.
    Mark(char),
    /// Code, an address or another text that is no prose.
    Opaque,
}

impl Token<'_> {
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == TokenKind::Mark(mark)
    }
}

/// The tokens of one sentence, in order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Sentence<'t> {
    pub tokens: Vec<Token<'t>>,
}

impl<'t> Sentence<'t> {
    /// The tokens of `text[range]`. `names` are ranges of the text, in order and apart from each other; each becomes
    /// one token.
    pub fn new(text: &'t str, range: Range<usize>, names: &[Range<usize>]) -> Self {
        let mut sentence = Self::default();
        sentence.push(text, range, names);
        sentence
    }

    /// Appends the tokens of another range of the text.
    pub fn push(&mut self, text: &'t str, range: Range<usize>, names: &[Range<usize>]) {
        let first = names.partition_point(|name| name.end <= range.start);
        let mut at = range.start;
        for name in names[first..].iter().take_while(|name| name.start < range.end) {
            let name = name.start.max(at)..name.end.min(range.end);
            self.push_words(text, at..name.start);
            let is_capitalized = begins_with_capital(&text[name.clone()]);
            self.tokens.push(Token { kind: TokenKind::Name, range: name.clone(), is_capitalized });
            at = name.end;
        }
        self.push_words(text, at..range.end);
    }

    /// Appends a dash that stands nowhere in the text.
    pub fn push_dash(&mut self) {
        let end = self.tokens.last().map_or(0, |token| token.range.end);
        self.tokens.push(Token { kind: TokenKind::Mark('—'), range: end..end, is_capitalized: false });
    }

    fn push_words(&mut self, text: &'t str, range: Range<usize>) {
        let mut at = range.start;
        for word in words(&text[range.clone()]) {
            let (start, end) = (range.start + word.range.start, range.start + word.range.end);
            self.push_marks(text, at..start);
            let is_capitalized = begins_with_capital(&text[start..end]);
            self.tokens.push(Token { kind: TokenKind::Word(word.folded), range: start..end, is_capitalized });
            at = end;
        }
        self.push_marks(text, at..range.end);
    }

    fn push_marks(&mut self, text: &str, range: Range<usize>) {
        let gap = &text[range.clone()];
        let is_spaced = |at: usize, len: usize| gap[..at].ends_with(' ') && gap[at + len..].starts_with(' ');
        for (at, c) in gap.char_indices() {
            let mark = match c {
                ',' | '،' | '、' | '，' => ',',
                ';' | '؛' | '；' => ';',
                ':' | '：' => ':',
                '(' | '[' | '（' => '(',
                ')' | ']' | '）' => ')',
                '/' | '+' | '→' => c,
                '—' | '–' => '—',
                '-' if is_spaced(at, 1) => '—',
                OPAQUE => {
                    let range = range.start + at..range.start + at + c.len_utf8();
                    self.tokens.push(Token { kind: TokenKind::Opaque, range, is_capitalized: false });
                    continue;
                }
                _ => continue,
            };
            let range = range.start + at..range.start + at + c.len_utf8();
            self.tokens.push(Token { kind: TokenKind::Mark(mark), range, is_capitalized: false });
        }
    }

    /// The index of the token that has a byte of the text.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        self.tokens.iter().position(|token| token.range.contains(&at))
    }
}

fn begins_with_capital(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_words_names_and_marks() {
        let text = "“TrueCrypt” (now gone) – isn’t safe, see \u{fffc}.";
        let name = 3..12;
        let sentence = Sentence::new(text, 0..text.len(), std::slice::from_ref(&name));
        let shown: Vec<String> = sentence
            .tokens
            .iter()
            .map(|token| match &token.kind {
                TokenKind::Word(word) => word.to_string(),
                TokenKind::Name => "@".to_owned(),
                TokenKind::Mark(mark) => mark.to_string(),
                TokenKind::Opaque => "_".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), "@ ( now gone ) — isn t safe , see _");
        assert_eq!(sentence.token_at(4), Some(0));
    }
}
