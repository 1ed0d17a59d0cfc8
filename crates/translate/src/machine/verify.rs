//! What of a machine's reply is believed: nothing, until all of this has been looked at.

use firstaid_content::Locale;

use super::mask::Masked;
use super::refusal::Refusal;
use super::shape::{Shape, identities, numbers};
use crate::glossary::{Glossary, Misuse};
use crate::segments::markup::{PartKind, parts};
use crate::writing::{is_in_script_of, is_right_to_left};

/// A translation may be so many times as long as its source, and a little more for short ones.
const MOST_TIMES: usize = 2;
const LITTLE: usize = 40;
/// And so many times shorter: Chinese says much in few characters.
const LEAST_PART: usize = 6;

/// The message that a reply stands for, if it may be used.
pub(super) fn accept(message: &str, masked: &Masked, reply: &str, glossary: &Glossary) -> Result<String, Refusal> {
    let reply = reply.trim();
    if reply.is_empty() {
        return Err(Refusal::Empty);
    }
    if reply.contains(['\n', '\r']) {
        return Err(Refusal::Lines);
    }
    let (sent, got) = (masked.text.chars().count(), reply.chars().count());
    if got > sent * MOST_TIMES + LITTLE {
        return Err(Refusal::TooLong);
    }
    let restored = masked.restore(reply)?;
    if restored.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let (length, before) = (letters(&restored), letters(message));
    if length * LEAST_PART < before {
        return Err(Refusal::TooShort);
    }
    if reply == masked.text.trim() && !masked.is_all_held {
        return Err(Refusal::Unchanged);
    }
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

/// Whether all but the words is as it was.
fn same_shape(message: &str, restored: &str, locale: &str) -> Result<(), Refusal> {
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
    if identities(message) != identities(restored) || held(message) != held(restored) {
        return Err(Refusal::OtherIdentities);
    }
    if numbers(message) != numbers(restored) {
        return Err(Refusal::OtherNumbers);
    }
    let may_isolate = Locale::new(locale).is_some_and(|locale| is_right_to_left(&locale));
    let is_fine = |c: char| message.contains(c) || (may_isolate && matches!(c, '\u{2066}'..='\u{2069}'));
    if restored.chars().any(|c| is_invisible(c) && !is_fine(c)) {
        return Err(Refusal::Invisible);
    }
    Ok(())
}

/// What must stay as it is, sorted.
fn held(message: &str) -> Vec<&str> {
    let held = parts(message).into_iter().filter(|part| part.kind == PartKind::Protected);
    let mut held: Vec<&str> = held.map(|part| &message[part.range]).collect();
    held.sort_unstable();
    held
}

/// The text of a message without what is held and without names that the source has, too: those are right in any
/// script.
fn without_names(message: &str, source: &str) -> String {
    let text = parts(message).into_iter().filter(|part| part.kind == PartKind::Text).map(|part| &message[part.range]);
    let words = text.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !(word.contains(char::is_uppercase) && source.contains(word))).collect()
}

/// Controls, and what overrides, embeds or isolates the direction of text; the marks that Persian and Arabic are typed
/// with are fine.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
