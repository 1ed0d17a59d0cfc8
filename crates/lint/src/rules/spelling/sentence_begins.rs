//! Sentences and items that begin with a small letter.

use std::ops::Range;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_language::clauses::Clauses;
use firstaid_language::sentences::ends_in_abbreviation;
use firstaid_text::floor_char_boundary;

use super::siblings::{Sibling, lists};
use crate::{PageContext, Report};

/// Minimum items of a list that begin with a capital letter beside the one that does not.
const MIN_CAPITALS: usize = 3;

/// Minimum letters of the word before a full stop, so that the word is no abbreviation.
const MIN_LAST_WORD: usize = 4;

/// Minimum words of an item.
const MIN_WORDS: usize = 3;

pub(super) fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(clauses) = Clauses::of(cx.language()) else { return };
    // Who begins a note with a small letter goes on so.
    for (at, _, block) in cx.prose.blocks().filter(|(.., block)| !block.starts_with(char::is_lowercase)) {
        for place in memchr::memchr2_iter(b'.', b'?', block.as_bytes()) {
            if let Some(word) = small_sentence(cx, clauses, block, place) {
                let word = at + word.start..at + word.end;
                report.extend(finding(cx, report, word, "this sentence begins with a small letter"));
            }
        }
    }
    let blocks: Vec<Sibling<'_>> = cx.prose.blocks().map(|(at, index, block)| (index, at, block)).collect();
    for list in lists(cx, &blocks) {
        if let Some(word) = small_item(cx, &list) {
            report.extend(finding(cx, report, word, "this item begins with a small letter, unlike its siblings"));
        }
    }
}

/// The first word of the sentence behind a mark, if it has a small letter.
fn small_sentence(cx: &PageContext<'_>, clauses: Clauses, block: &str, mark: usize) -> Option<Range<usize>> {
    let (before, rest) = (&block[..mark], block[mark + 1..].strip_prefix(' ')?);
    let word = first_word(rest)?;
    // A row of questions may ask on: "In one box? the other?"
    let is_answered = || rest.find(['.', '?', '!']).is_some_and(|end| rest.as_bytes()[end] == b'.');
    let is_question = block.as_bytes()[mark] == b'?';
    let is_opening = if is_question {
        clauses.may_ask(word) || clauses.may_begin(word) && is_answered()
    } else {
        clauses.may_begin(word)
    };
    let is_row = || is_question && is_in_small_bracket(before);
    if !is_opening || !rest[word.len()..].starts_with(' ') || is_row() {
        return None;
    }
    let last = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let is_word = last.chars().count() >= MIN_LAST_WORD
        && last.chars().all(char::is_lowercase)
        && before[..before.len() - last.len()].ends_with(' ')
        && !ends_in_abbreviation(&block[..=mark])
        && cx.world.dictionaries.knows(cx.language(), last);
    is_word.then(|| mark + 2..mark + 2 + word.len())
}

/// Whether a text ends in a bracket that begins with a small letter: the questions in it begin so, too.
fn is_in_small_bracket(before: &str) -> bool {
    /// Maximum bytes that are read: many questions in one block must not cost the square of its length.
    const MAX_BYTES: usize = 400;
    let near = &before[floor_char_boundary(before, before.len().saturating_sub(MAX_BYTES))..];
    near.rfind(['(', ')'])
        .is_some_and(|at| near[at..].strip_prefix('(').is_some_and(|it| it.starts_with(char::is_lowercase)))
}

/// The first word of the one item of a list that begins with a small letter.
fn small_item(cx: &PageContext<'_>, list: &[Sibling<'_>]) -> Option<Range<usize>> {
    let is_text = |block: &str| block.split(' ').count() >= MIN_WORDS;
    let mut small = list.iter().filter(|(.., block)| !block.starts_with(char::is_uppercase));
    let (&(_, at, block), None) = (small.next()?, small.next()) else { return None };
    // The item above may go on in this one.
    let above = list.iter().take_while(|(_, begin, _)| *begin < at).last();
    if above.is_some_and(|(.., above)| above.trim_end().ends_with([',', ':', ';', '-', '–', '—']) || goes_on(above))
    {
        return None;
    }
    let capitals = list.iter().filter(|(.., block)| block.starts_with(char::is_uppercase) && is_text(block)).count();
    let word = first_word(block)?;
    let is_word = word.chars().count() > 1 && cx.world.dictionaries.knows(cx.language(), word);
    (capitals >= MIN_CAPITALS && is_word && is_text(block) && block[word.len()..].starts_with(' '))
        .then(|| at..at + word.len())
}

/// Whether an item ends with a word that joins it to the next.
fn goes_on(item: &str) -> bool {
    matches!(item.trim_end().rsplit(' ').next(), Some("and" | "or" | "but" | "then"))
}

/// The word of small letters that a text begins with.
fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = &text[..end];
    (!word.is_empty() && word.chars().all(char::is_lowercase)).then_some(word)
}

fn finding(cx: &PageContext<'_>, report: &Report<'_>, word: Range<usize>, message: &'static str) -> Option<Diagnostic> {
    let typed = &cx.prose.text()[word.clone()];
    let range = cx.prose.source_range(word);
    // Markup around the word may be a label as it is typed.
    let before = cx.page.text()[..range.start() as usize].chars().next_back();
    if cx.text(range) != typed || before.is_some_and(|c| matches!(c, '*' | '_' | '[' | '`' | '>')) {
        return None;
    }
    let mut letters = typed.chars();
    let capital: String = letters.next()?.to_uppercase().chain(letters).collect();
    Some(report.found(range, message).fix(Fix::replace(range, capital, Applicability::Unsafe)))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Unsafe;

    use crate::testing::case;

    #[test]
    fn sentences_that_begin_small_are_found() {
        let rule = case("punctuation");
        rule.finds("Take the phone. «the» next one is yours. Is it there? «are» you sure?\n");
        rule.finds("What was there (i.e. was it old? did you see it? did it ring)? Was it (if at all) in the hall? «did» you see it?\n");
        rule.finds("mount: say what failed. it does no harm.\n");
        rule.finds("See approx. the door, no. the last, the app. iOS is fine, e.g. this. Go... then the end. In it? the box?\n");
        rule.fixes(Unsafe, "Take the phone. it is yours.\n", "Take the phone. It is yours.\n");
    }

    #[test]
    fn the_only_item_that_begins_small_is_found() {
        let rule = case("punctuation");
        rule.finds("- Take a bag\n- Lock the door\n- «call» your friends\n- Leave the house\n");
        rule.finds(
            "---\nsteps: |\n  * Take a bag\n  * Lock the door\n  * «call» your friends\n  * Leave the house\n---\n",
        );
        for fine in [
            "- Take a bag\n- Lock the door\n- iOS has a lock\n- Leave the house\n",
            "- Take a bag\n- lock the door\n- call your friends\n- Leave the house\n- Leave it all\n",
            "- Take a bag\n- Lock the door\n- *call* your friends\n- Leave the house\n",
            "- Bags of all\n- Doors of all\n- call\n- Leave the house\n",
        ] {
            rule.finds(fine);
        }
    }
}
