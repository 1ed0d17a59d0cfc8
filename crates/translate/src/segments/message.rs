//! Messages: the text of a segment as translators see it, with slots `{1}`, `{2}` for link targets and without the
//! indent of its lines.
//!
//! A link target that changes leaves the message as it is, so no translation becomes stale. Text of the source that
//! looks like a slot is escaped with one more brace on either side.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use firstaid_text::TextRange;
use regex::Regex;

use super::segment::Slot;

/// Digits in braces: a slot with one brace on either side, with more of them escaped text.
static BRACED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\{+)(\d+)(\}+)").expect("a valid pattern"));

/// The message of a range of a page. `quotes` is the depth of block-quote nesting: the maximum number of `>` to strip
/// from each further line.
pub(crate) fn read(source: &str, range: TextRange, quotes: u32, slots: &[Slot]) -> String {
    let mut message = String::with_capacity(range.len() as usize);
    let mut at = range.start();
    for (n, slot) in slots.iter().enumerate() {
        push_text(&mut message, &source[TextRange::new(at, slot.range.start())], quotes);
        write!(message, "{{{}}}", n + 1).expect("a string grows");
        at = slot.range.end();
    }
    push_text(&mut message, &source[TextRange::new(at, range.end())], quotes);
    message
}

fn push_text(message: &mut String, text: &str, quotes: u32) {
    for (n, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if n == 0 {
            message.push_str(&escape(line));
        } else {
            message.push('\n');
            message.push_str(&escape(without_prefix(line, quotes)));
        }
    }
}

/// A line without its indent and without up to `quotes` markers `>`.
pub(crate) fn without_prefix(line: &str, quotes: u32) -> &str {
    let mut rest = line.trim_start_matches([' ', '\t']);
    for _ in 0..quotes {
        let Some(inner) = rest.strip_prefix('>') else { break };
        rest = inner.trim_start_matches([' ', '\t']);
    }
    rest
}

/// Escapes digits in braces, so that they are not taken for slots.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    BRACED.replace_all(text, "{$1$2$3}")
}

/// The message with each slot replaced by `slot(number)`, with numbers from 1, and escaped braces unescaped. A slot for
/// which `slot` returns `None` stays.
pub fn fill<'s>(message: &str, slot: impl Fn(usize) -> Option<Cow<'s, str>>) -> String {
    if !message.contains('{') {
        return message.to_owned();
    }
    let replaced = BRACED.replace_all(message, |found: &regex::Captures<'_>| {
        let (open, number, close) = (&found[1], &found[2], &found[3]);
        match (open.len(), close.len()) {
            (1, 1) => number.parse().ok().and_then(&slot).map_or_else(|| found[0].to_owned(), Cow::into_owned),
            (2.., 2..) => format!("{}{number}{}", &open[1..], &close[1..]),
            _ => found[0].to_owned(),
        }
    });
    replaced.into_owned()
}

/// The message with each slot replaced by `slot(number)`; escaped braces stay escaped.
pub(crate) fn map_slots(message: &str, slot: impl Fn(usize) -> Option<String>) -> String {
    let replaced = BRACED.replace_all(message, |found: &regex::Captures<'_>| {
        let is_slot = found[1].len() == 1 && found[3].len() == 1;
        let other = is_slot.then(|| found[2].parse().ok().and_then(&slot)).flatten();
        other.unwrap_or_else(|| found[0].to_owned())
    });
    replaced.into_owned()
}

/// A text with single spaces for all white space.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number of words in a message. A slot alone is not a word.
pub(crate) fn words(message: &str) -> usize {
    let is_word = |word: &&str| !word.starts_with('{') || !fill(word, |_| Some("".into())).is_empty();
    message.split_whitespace().filter(is_word).count()
}

/// The numbers of the slots in a message, in message order.
pub fn slots_in(message: &str) -> Vec<usize> {
    let slots = BRACED.captures_iter(message).filter(|found| found[1].len() == 1 && found[3].len() == 1);
    slots.filter_map(|found| found[2].parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slots_are_filled_and_escaped_braces_are_unescaped() {
        let filled = fill("see [it]({1}), {{2}} and {9} {a}", |n| (n == 1).then_some(Cow::Borrowed("x.md")));
        assert_eq!(filled, "see [it](x.md), {2} and {9} {a}");
        assert_eq!(slots_in("{2} {{1}} {1} {"), [2, 1]);
    }

    proptest! {
        #[test]
        fn filling_escaped_text_restores_it(text in "[{}12a ]{0,16}") {
            let escaped = escape(&text);
            prop_assert_eq!(slots_in(&escaped), Vec::<usize>::new());
            prop_assert_eq!(fill(&escaped, |_| None), text);
        }
    }
}
