use firstaid_diagnostics::{RuleName, Severity};

use super::one_finding::one_finding;
use super::step_sentences::step_sentences;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds sentences of more than 35 words in steps: in lists of which most items begin with a request.
///
/// ## Why
/// Readers follow steps with one eye on another screen. They lose a long sentence half-way, and do only its first part.
///
/// ## Example
/// ```markdown
/// 1. Take the phone to a room where nobody talks about anything that matters, and leave it there with its charger in
///    the wall, because a phone that is turned off may lose what a helper could have found in its memory.
/// ```
///
/// ## Use instead
/// ```markdown
/// 1. Take the phone to a room where nobody talks about anything that matters. Leave it there with its charger in the
///    wall. A phone that is turned off may lose what a helper could have found in its memory.
/// ```
///
/// ## Fix
/// None: where to cut a sentence, only its writer knows.
///
/// ## Not reported
/// Paragraphs outside of lists, and other lists, numbered ones among them. A page has one finding, at its first long sentence; the others are listed with it.
///
/// ## Off by default
/// How long a sentence may be is a matter of house style.
///
/// ## When not to use it
/// Where texts are quoted from laws or contracts.
pub(crate) const RULE: Rule = Rule { name: RuleName("long-step"), severity: Severity::Info, check: Check::Page(check) };

/// Maximum words of a sentence in a step.
const MAX_WORDS: usize = 35;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let ranges = step_sentences(cx).into_iter().map(|sentence| sentence.range);
    let places = ranges.filter(|range| {
        let typed = &text[range.clone()];
        word_count(typed) > MAX_WORDS && !hides_an_end(typed)
    });
    let message = |typed: &str| format!("this step has a sentence of {} words", word_count(typed));
    report.extend(one_finding(cx, report, places, message).map(|it| it.help("make two or three sentences of it")));
}

/// Words as readers count them: what stands between blanks, marks aside.
fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(|c: char| c.is_alphanumeric() || c == '\u{fffc}')).count()
}

/// Whether a sentence ends inside of the text, without a blank behind its full stop.
fn hides_an_end(text: &str) -> bool {
    let is_end = |at: usize| text[..at].ends_with(char::is_lowercase) && text[at + 1..].starts_with(char::is_uppercase);
    text.match_indices('.').any(|(at, _)| is_end(at))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    fn words(first: &str, count: usize) -> String {
        format!("{first}{}.", " word".repeat(count - 1))
    }

    #[test]
    fn only_long_sentences_of_steps_are_found() {
        let (long, short) = (words("Save", 36), words("Save", 35));
        case("long-step").finds(&format!("1. «{long}»\n2. {short} {short}\n\n{long}\n"));
        case("long-step").finds(&format!("- «{long}»\n"));
        case("long-step").finds(&format!("1. {}\n2. {}\n", words("Colour", 40), words("Taste", 40)));
        case("long-step").finds(&format!("1. Save it.\n2. Keep it.\n3. «{}»\n", words("Colour", 40)));
        case("long-step").finds(&format!("1. {}{}\n", words("Save", 20), words("Colour", 20)));
    }

    #[test]
    fn a_page_has_one_finding() {
        let long = words("Save", 36);
        let found = case("long-step").run(&format!("1. {long}\n").repeat(12));
        assert_eq!((found.len(), found[0].also.len()), (1, 9));
        assert_eq!(
            case("long-step").messages(&format!("1. {long}\n").repeat(12)),
            [
                "this step has a sentence of 36 words\n  2 more on this page are not listed\n  make two or three sentences of it"
            ]
        );
    }

    #[test]
    fn items_in_items_are_steps_of_their_own_lists() {
        let long = words("Word", 36);
        case("long-step").finds(&format!("1. Save one.\n   - {long}\n2. Save it.\n3. «{long}»\n"));
    }

    #[test]
    fn words_of_other_scripts_are_counted() {
        let long = format!("Удалите{}.", " слово".repeat(36));
        case("long-step").locale("ru").finds(&format!("- «{long}»\n"));
    }
}
