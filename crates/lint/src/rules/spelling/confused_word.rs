use std::ops::Range;

use firstaid_diagnostics::{Applicability, RuleName, Severity};
use firstaid_language::adverbs::hyphen_behind_adverb;
use firstaid_language::articles::{fits_by_first_letter, is_indefinite_article, takes_an};
use firstaid_language::confusions::{Advice, Confusion, Subject, find};
use firstaid_language::cues::begins_sentence;
use firstaid_mentions::names::MentionKind;
use firstaid_mentions::word_class::ClassedWord;
use firstaid_text::floor_char_boundary;

use super::mistake::{finding, replacement};
use super::shown_form::{is_spoken_of, is_wrong_on_purpose};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds words that are spelled right and stand in the wrong place: "different then", "form your computer", "you should
/// of", "an user", and the like in Spanish, French, German, Russian and Arabic. On English pages also wrong forms
/// ("they try to blocks it", "two malwares", "these type of"), verbs written as nouns ("you can backup your files"),
/// missing apostrophes ("on a neighbours screen"), and compounds without their hyphen ("third party apps"), and
/// hyphens behind adverbs ("publicly-listed").
///
/// ## Why
/// A spell checker accepts each of them, since each is a word. Readers stumble, machine translation turns them into
/// nonsense, and some reverse the meaning of the sentence.
///
/// ## Example
/// ```markdown
/// Use a different email address then Gmail, and a SSH key for each device.
/// ```
///
/// ## Use instead
/// ```markdown
/// Use a different email address than Gmail, and an SSH key for each device.
/// ```
///
/// ## Fix
/// Writes the right word; safe where only one reading is possible.
///
/// ## Not reported
/// Only patterns that are nearly always wrong are searched for; hyphens only in compounds that stand before a noun and
/// have no other reading. `a` and `an` are checked by the sound of the next word,
/// but not before names or abbreviations that can be read in two ways (`SQL`, `URL`).
///
/// ## When not to use it
/// On pages about language, and on pages that quote messages with their mistakes, such as examples of phishing.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("confused-word"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum bytes of a word whose article is judged; a dictionary looks at longer ones for long.
const MAX_WORD: usize = 64;

/// Words that cannot follow the article `a`, so that the `a` before them is a letter: "plan a is", "from a to b".
const NEVER_AFTER_ARTICLE: &str = "a about above after all also am an and any are as at each either every if i i'm in into is it its \
    of off on onto or other otherwise our out over under unless until up upon us";

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (language, words, text) = (cx.language(), cx.words(), cx.prose.text());
    let mut reported_end = 0;
    for (n, word) in words.iter().enumerate().filter(|(_, word)| word.class.may_be_confused) {
        let range = word.range();
        let article = language == "en" && matches!(range.len(), 1 | 2) && is_indefinite_article(&text[range.clone()]);
        let hit = if article { None } else { find(Subject::Words, text, words, n, language) };
        if let Some(hit) = hit.filter(|hit| hit.range.start >= reported_end) {
            reported_end = hit.range.end;
            let is_no_prose = is_in_identifier(text, &hit.range)
                || is_in_longer_name(cx, &hit.range)
                || is_behind_fraction(text, &hit);
            if is_no_prose || is_spoken_of(cx, &hit.range) || is_wrong_on_purpose(cx, &hit.range) {
                continue;
            }
            report
                .push(finding(cx, report, &hit, |typed| format!("`{typed}` is probably the wrong word or form here")));
        }
        if let Some(hyphen) = (language == "en").then(|| adverb_hyphen(cx, &text[range.clone()])).flatten()
            && !shares_its_end(&text[..range.start])
            && !is_in_identifier(text, &range)
        {
            let typed = &text[range.clone()];
            let right = format!("{} {}", &typed[..hyphen], &typed[hyphen + 1..]);
            report.push(replacement(cx, report, range.clone(), &right, Applicability::Safe));
        }
        if let (true, Some(next)) = (article, words.get(n + 1))
            && matches!(text.get(range.end..next.range().start), Some(" " | " \"" | " “"))
            && let Some(right) = other_article(cx, range.clone(), *next)
            && !is_wrong_on_purpose(cx, &range)
        {
            report.push(replacement(cx, report, range, right, Applicability::Safe));
        }
    }
}

/// Whether words are part of an identifier: `$sort_re`, `the "my_hdr"`, `recently-used.xbel`.
fn is_in_identifier(text: &str, words: &Range<usize>) -> bool {
    let is_file = text[words.end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    text[..words.start].ends_with('_') || text[words.end..].starts_with('_') || is_file
}

/// Whether words are part of a longer name: "Read" in "provided by Read the Docs".
fn is_in_longer_name(cx: &PageContext<'_>, words: &Range<usize>) -> bool {
    let mentions = cx.mentions();
    let next = mentions.partition_point(|mention| mention.range.end <= words.start);
    mentions
        .get(next)
        .is_some_and(|it| it.kind == MentionKind::Right && it.range.start <= words.start && words.end < it.range.end)
}

/// Whether a word that is to be a plural stands behind a fraction or a version: "1/2 page", "a TLS 1.3 client".
fn is_behind_fraction(text: &str, hit: &Confusion) -> bool {
    /// Maximum bytes of a number.
    const MAX_NUMBER: usize = 24;
    let before = text[..hit.range.start].trim_end_matches(' ');
    let near = &before[floor_char_boundary(before, before.len().saturating_sub(MAX_NUMBER))..];
    let number = near.rsplit([' ', '\n']).next().unwrap_or_default();
    matches!(hit.advice, Advice::Ask(_))
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.contains(['.', '/', '½', '¼'])
}

/// Whether a text ends with a compound that shares its end with the next one: "locally- or".
fn shares_its_end(before: &str) -> bool {
    let mut words = before.trim_end().rsplitn(3, ' ');
    matches!(words.next(), Some("or" | "and")) && words.next().is_some_and(|word| word.ends_with('-'))
}

/// Where a word has a hyphen behind an adverb.
fn adverb_hyphen(cx: &PageContext<'_>, word: &str) -> Option<usize> {
    let is_short = word.len() <= MAX_WORD && word.is_ascii();
    hyphen_behind_adverb(word, |part| is_short && cx.world.dictionaries.knows("en", part))
}

/// The other article, if the sound of the next word asks for it.
fn other_article(cx: &PageContext<'_>, article: Range<usize>, next: ClassedWord) -> Option<&'static str> {
    let next = next.range();
    let text = cx.prose.text();
    let (typed, word, before) = (&text[article.clone()], &text[next.clone()], &text[..article.start]);
    let is_an = typed.len() == 2;
    if word.len() > MAX_WORD || fits_by_first_letter(word, is_an) {
        return None;
    }
    let is_joiner =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '\'' | '’' | '(' | '=' | '&' | '+' | '_');
    let is_letter = before.ends_with(is_joiner) || typed == "AN" || typed == "A" && !begins_sentence(before);
    let after = text[next.end..].chars().next().unwrap_or_default();
    let next_continues = matches!(after, '/' | '_' | '(' | '=' | '@' | '\u{fffc}' | '+' | '#');
    let is_no_article = !is_an
        && word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U'])
        && NEVER_AFTER_ARTICLE.split(' ').any(|it| it.eq_ignore_ascii_case(word));
    if is_letter || next_continues || is_no_article {
        return None;
    }
    let is_dotted = after == '.' && text[next.end + 1..].starts_with(char::is_alphanumeric);
    let takes_an = takes_an(word, |part| cx.world.dictionaries.knows("en", part)).filter(|_| !is_dotted)?;
    (takes_an != is_an).then_some(if takes_an { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn articles_follow_the_sound() {
        case("confused-word")
            .finds("It is «an» user with «a» SSH key, «a» hour, «an» one-time pad, «a» 8 GB stick, A VPN.\n");
        case("confused-word")
            .finds("«A» apple. Use «a» encrypted app. Find «a» \"entry door\" and an “exit”, option A \"x\".\n");
        for fine in [
            "An hour, a user, an SSH key, an HTTPS link, a URL, an URL, a one-time pad, an SMS, an FBI agent, a historic day.\n",
            "Plan a is good. From a to z. Type A error. Vitamin A is. Option A or B. `an` user, a `e`. a iPhone. a/an user.\n",
            "An SQL or a SQL server. A Ubuntu system. An a. an. User.\n",
        ] {
            case("confused-word").finds(fine);
        }
        case("confused-word").locale("de").finds("an User und a E\n");
    }

    #[test]
    fn words_that_are_spoken_of_are_left_alone() {
        case("confused-word").finds("Write *sign in*, not *login*, where you can «login».\n");
        case("confused-word").finds("The scam began with \"a order of yours\". It is «a» order.\n");
    }

    #[test]
    fn adverbs_have_no_hyphen() {
        case("confused-word")
            .finds("The «externally-facing» server and a «publicly-listed» number of a family-owned firm.\n");
        case("confused-word").fixes(Safe, "A publicly-listed number.\n", "A publicly listed number.\n");
        case("confused-word").finds("A locally- or centrally-managed lamp, or a «centrally-managed» one.\n");
        case("confused-word").finds("A friendly-looking, early-staged, costly-sounding, user-friendly-looking app.\n");
    }

    #[test]
    fn identifiers_names_and_fractions_are_left_alone() {
        case("confused-word").finds("Write it with the \"my_hdr\" command. See recently-used.xbel and sort_re set.\n");
        case("confused-word").finds("A site provided by Read the Docs, made by «read» the papers.\n");
        case("confused-word").finds("Scroll up 1/2 page. A GardenBox 2.4 server that has 2 «server» for all.\n");
    }

    #[test]
    fn the_fix_keeps_case_and_apostrophe() {
        case("confused-word").fixes(Safe, "Different then A. Its not a’s.\n", "Different than A. It’s not a’s.\n");
        case("confused-word").fixes(Safe, "YOU CAN NOT OPEN IT.\n", "YOU CANNOT OPEN IT.\n");
        case("confused-word").fixes(Safe, "A apple, tot\nhe, *tot* he\n", "An apple, tot\nhe, *tot* he\n");
        case("confused-word").locale("es").fixes(Safe, "¿Porque no?\n", "¿Por qué no?\n");
        case("confused-word").locale("es").fixes(Safe, "alguien este hablando\n", "alguien este hablando\n");
        case("confused-word").locale("es").fixes(Unsafe, "alguien este hablando\n", "alguien esté hablando\n");
        case("confused-word").locale("fr").fixes(Safe, "pour protégé tout\n", "pour protéger tout\n");
        case("confused-word").locale("ru").fixes(Safe, "нужно находится\n", "нужно находиться\n");
    }
}
