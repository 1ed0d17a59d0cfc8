//! What machines add to a translation: quotes around all of it, white space at tags, words of their own.

use std::sync::LazyLock;

use regex::Regex;

use super::refusal::Refusal;

/// Quotation marks that open a text, each with those that may close it.
const QUOTES: [(char, &str); 9] =
    [('"', "\""), ('\'', "'"), ('“', "”"), ('„', "“”"), ('”', "”"), ('«', "»"), ('»', "«"), ('‘', "’"), ('「', "」")];

/// White space between a tag and the punctuation that belongs to it, or inside the brackets around it.
static BLANK_AT_TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:/>|></x>|</g>)\s+[.,)\]]|[(\[]\s+<[xg] id|<g id="[0-9]+">\s|\s</g>"#).expect("a valid pattern")
});

/// How chat models begin what is no translation, in the language in which they are asked.
static PREAMBLE: LazyLock<Regex> = LazyLock::new(|| {
    let offer = "sure|certainly|of course|absolutely|here(?:['’]s| is| are)|translation|translated text";
    let refusal = "i['’]m sorry|i am sorry|i apologi[sz]e|as an ai|i can(?:['’]t|not)|i['’]m unable|i am unable";
    Regex::new(&format!(r"(?i)^(?:{offer}|{refusal})\b")).expect("a valid pattern")
});

/// The marks with which languages end a question. Greek writes it as a semicolon.
const QUESTION_MARKS: [char; 8] = ['?', ';', '\u{37e}', '؟', '？', '՞', '⸮', '፧'];

/// Checks that a reply adds nothing around the translation. `sent` and `reply` have tags, `message` and `restored` do
/// not.
pub(super) fn check(message: &str, restored: &str, sent: &str, reply: &str) -> Result<(), Refusal> {
    if quoted(restored) && !quoted(message) {
        return Err(Refusal::Quoted);
    }
    // White space inside of emphasis is moved out of it, where it is harmless.
    let is_harmless = |found: &str| found.starts_with("<g") || found.ends_with("</g>");
    let blanks = |text: &str| BLANK_AT_TAG.find_iter(text).filter(|found| !is_harmless(found.as_str())).count();
    let inner = |text: &str| text.matches("[ ").count() + text.matches(" ](").count();
    if blanks(reply) > blanks(sent) || inner(restored) > inner(message) {
        return Err(Refusal::Blanks);
    }
    let is_preamble = PREAMBLE.is_match(restored) && !PREAMBLE.is_match(message);
    if is_preamble || has_lead_in(message, restored) || is_answered(message, restored) {
        return Err(Refusal::Answer);
    }
    Ok(())
}

/// Checks that an edit of a text adds nothing around it.
pub(crate) fn check_edit(before: &str, after: &str) -> Result<(), Refusal> {
    check(before, after, "", "")
}

/// Whether a text stands in quotation marks as a whole.
fn quoted(text: &str) -> bool {
    let text = text.trim();
    let mut inner = text.chars();
    let (Some(first), Some(last)) = (inner.next(), inner.next_back()) else { return false };
    let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == first) else { return false };
    // `"Yes" or "no"` is two quotations.
    closing.contains(last) && !inner.as_str().contains(|c| c == first || closing.contains(c))
}

/// Whether words with a colon stand before the translation, as in `Traducción: …`.
fn has_lead_in(message: &str, restored: &str) -> bool {
    let is_break = |c: char| matches!(c, ':' | '：' | ';' | '—' | '–' | '(' | '=');
    if message.contains(is_break) || message.contains(" - ") {
        return false;
    }
    let Some((before, after)) = restored.split_once([':', '：']) else { return false };
    let words = |text: &str| text.split_whitespace().count();
    after.starts_with(char::is_whitespace) && words(before) <= 6 && words(after) >= words(message).div_ceil(2)
}

/// Whether a question came back as an answer. In languages that mark questions by a word alone nothing is known.
fn is_answered(message: &str, restored: &str) -> bool {
    let marks_questions = restored.chars().any(|c| {
        c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{58f}' | '\u{600}'..='\u{6ff}')
    });
    message.trim_end().ends_with('?') && marks_questions && !restored.contains(QUESTION_MARKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn of(message: &str, restored: &str) -> Result<(), Refusal> {
        check(message, restored, message, restored)
    }

    #[test]
    fn quotes_around_everything_are_an_addition() {
        for reply in ["\"Feed the cat\"", "«Dale de comer»", "„Füttere die Katze“", "“Dale de comer”", "「餌をやる」"]
        {
            assert_eq!(of("Feed the cat", reply), Err(Refusal::Quoted), "{reply}");
        }
        assert_eq!(of("\"Feed the cat\"", "«Dale de comer»"), Ok(()));
        assert_eq!(of("Yes or no", "\"Sí\" o \"no\""), Ok(()));
    }

    #[test]
    fn white_space_at_tags_is_an_addition() {
        let sent = "Ask <x id=\"1\"/>, or see <g id=\"2\">it</g>.";
        let with = |reply: &str| check("", "x", sent, reply);
        assert_eq!(with("Pregunta a <x id=\"1\"/>, o mira <g id=\"2\">esto</g>."), Ok(()));
        for reply in [
            "Pregunta a <x id=\"1\"/> , o mira <g id=\"2\">esto</g>.",
            "Pregunta a <x id=\"1\"/>, o mira <g id=\"2\">esto</g> .",
            "Pregunta ( <x id=\"1\"/>), o mira <g id=\"2\">esto</g>.",
        ] {
            assert_eq!(with(reply), Err(Refusal::Blanks), "{reply}");
        }
        assert_eq!(of("See [it]({1})", "Mira [ esto ]({1})"), Err(Refusal::Blanks));
    }

    #[test]
    fn an_answer_is_no_translation() {
        for (message, reply) in [
            ("Feed the cat", "Sure! Dale de comer al gato"),
            ("Feed the cat", "I'm sorry, but I can't help with that."),
            ("Feed the cat", "Traducción: Dale de comer al gato"),
            ("Did you feed the cat?", "Ja, ich habe die Katze gefüttert."),
            ("Did you feed the cat?", "Да, я покормил кошку."),
        ] {
            assert_eq!(of(message, reply), Err(Refusal::Answer), "{reply}");
        }
        for (message, reply) in [
            ("Did you feed the cat?", "Τάισες τη γάτα;"),
            ("Did you feed the cat?", "هل أطعمت القطة؟"),
            ("Did you feed the cat?", "猫に餌をやりましたか。"),
            ("Remember: feed the cat", "Recuerda: dale de comer"),
            ("Sure you fed the cat", "Sure"),
        ] {
            assert_eq!(of(message, reply), Ok(()), "{reply}");
        }
    }
}
