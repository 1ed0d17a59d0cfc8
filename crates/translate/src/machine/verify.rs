//! Verifies a machine's reply: it is accepted only if it passes every check.

use firstaid_content::Locale;

use super::additions;
use super::mask::Masked;
use super::refusal::Refusal;
use super::shape::{Shape, identities, numbers};
use crate::glossary::{Glossary, Misuse};
use crate::segments::markup::{PartKind, parts};
use crate::writing::{is_in_script_of, is_right_to_left};

/// Maximum length of a reply: this multiple of the text sent, plus [`MAX_EXTRA_LENGTH`].
const MAX_LENGTH_RATIO: usize = 2;
/// Added to the maximum length for short texts, in characters.
const MAX_EXTRA_LENGTH: usize = 40;
/// Minimum length of a translation: the letters and digits of the message divided by this. Chinese needs few
/// characters.
const MIN_LENGTH_DIVISOR: usize = 6;

/// The message of a reply, if the reply passes all checks. `masked` is the mask of `message`.
pub(super) fn accept(message: &str, masked: &Masked, reply: &str, glossary: &Glossary) -> Result<String, Refusal> {
    let reply = reply.trim();
    if reply.is_empty() {
        return Err(Refusal::Empty);
    }
    if reply.contains(['\n', '\r']) {
        return Err(Refusal::Lines);
    }
    let (sent, got) = (masked.text.chars().count(), reply.chars().count());
    if got > sent * MAX_LENGTH_RATIO + MAX_EXTRA_LENGTH {
        return Err(Refusal::TooLong);
    }
    let restored = masked.restore(reply)?;
    if restored.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if letters(&restored) * MIN_LENGTH_DIVISOR < letters(message) {
        return Err(Refusal::TooShort);
    }
    if reply == masked.text.trim() && !masked.has_no_text {
        return Err(Refusal::Unchanged);
    }
    additions::check(message, &restored, &masked.text, reply)?;
    same_shape(message, &restored, glossary.locale())?;
    if !is_in_script_of(&without_names(&restored, message), glossary.locale()) {
        return Err(Refusal::OtherScript(glossary.locale().into()));
    }
    let forbidden = glossary.check(message, &restored).into_iter().find_map(|it| match it {
        Misuse::Forbidden(term, range) => Some((term.source.clone(), restored.as_str()[range].into())),
        Misuse::Missing(..) => None,
    });
    match forbidden {
        Some((term, found)) => Err(Refusal::Forbidden { term, found }),
        None => Ok(restored),
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Checks that everything but the words is the same: blocks, markup, identities, numbers, and no new invisible
/// characters.
pub(crate) fn same_shape(message: &str, restored: &str, locale: &str) -> Result<(), Refusal> {
    let (before, after) = (Shape::of(message), Shape::of(restored));
    if before.blocks != after.blocks {
        return Err(Refusal::OtherBlocks);
    }
    if before.html != after.html {
        return Err(Refusal::AddedMarkup);
    }
    if before != after {
        return Err(Refusal::OtherMarkup);
    }
    if identities(message) != identities(restored) || protected(message) != protected(restored) {
        return Err(Refusal::OtherIdentities);
    }
    if numbers(message) != numbers(restored) {
        return Err(Refusal::OtherNumbers);
    }
    let may_isolate = Locale::new(locale).is_some_and(|locale| is_right_to_left(&locale));
    let is_allowed = |c: char| message.contains(c) || (may_isolate && matches!(c, '\u{2066}'..='\u{2069}'));
    if restored.chars().any(|c| is_invisible(c) && !is_allowed(c)) {
        return Err(Refusal::Invisible);
    }
    Ok(())
}

/// The protected parts of a message, sorted.
fn protected(message: &str) -> Vec<&str> {
    let protected = parts(message).into_iter().filter(|part| part.kind == PartKind::Protected);
    let mut protected: Vec<&str> = protected.map(|part| &message[part.range]).collect();
    protected.sort_unstable();
    protected
}

/// The words of a message, without its protected parts and without names of the source, which keep their script.
fn without_names(message: &str, source: &str) -> String {
    let text = parts(message).into_iter().filter(|part| part.kind == PartKind::Text).map(|part| &message[part.range]);
    let words = text.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !(word.contains(char::is_uppercase) && source.contains(word))).collect()
}

/// Control characters, and characters that override, embed or isolate the direction of text. Joiners and direction
/// marks, with which Persian and Arabic are typed, are not among them.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
