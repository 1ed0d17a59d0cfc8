//! Texts that a translation may leave as they are: names, commands and pictures.

use std::collections::HashSet;

use firstaid_content::Page;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::{begins_command, registrable_domain};
use firstaid_text::{TextRange, floor_char_boundary};
use firstaid_translate::Segment;

use crate::PageContext;
use crate::rules::links::attributes::attributes_behind;
use crate::translation::{Reference, ReferenceKind, Translation};

/// Whether a block is nothing but a picture; its alternative text is often a name.
pub(super) fn is_picture(cx: &PageContext<'_>, segment: &Segment) -> bool {
    /// Maximum words of an alternative text that may be a name.
    const MAX_WORDS: usize = 4;
    let typed = cx.text(segment.range).trim();
    let alternative =
        typed.strip_prefix("![").and_then(|rest| rest.split_once("](")).map(|(alternative, _)| alternative);
    alternative.is_some_and(|text| text.split_whitespace().count() <= MAX_WORDS)
        && typed.matches("](").count() == typed.matches("![").count()
        && typed.ends_with([')', '}'])
}

/// Whether a text begins with a shell command.
pub(super) fn is_command(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().trim_start_matches(['$', '#']);
    // The prompt of a shell: `root@host:~#`.
    if first.ends_with(['#', '$']) && first.contains('@') {
        return true;
    }
    let first = if first.is_empty() { words.next().unwrap_or_default() } else { first };
    begins_command(first, words.next().unwrap_or_default())
}

/// Whether a text is one word that no language has: `garden_tools`.
pub(super) fn is_identifier(text: &str) -> bool {
    let text = text.trim();
    text.contains('_') && !text.contains(char::is_whitespace)
}

/// Whether a text is two or three capitalised words, none of them a common word of the source's language.
pub(super) fn is_name_of_person(cx: &PageContext<'_>, from: &str, text: &str) -> bool {
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
            && !cx.world.dictionaries.knows_exactly(from, &word.to_lowercase())
    };
    let words = text.split_whitespace();
    (2..=3).contains(&words.clone().count()) && words.into_iter().all(is_name)
}

/// Whether the source has a text of one or two words as a name: capitalised inside of a sentence, without an article.
pub(super) fn is_name_in_source(translation: &Translation<'_>, text: &str) -> bool {
    let text = text.trim();
    if text.split_whitespace().count() > 2 || !text.starts_with(char::is_uppercase) {
        return false;
    }
    // "FirstAid" is written as no word is.
    if text.split_whitespace().count() == 1 && text.contains(char::is_lowercase) && is_camel_case(text) {
        return true;
    }
    let prose = translation.source_prose().text();
    translation.places_in_source(text).any(|at| {
        let before = &prose[..at];
        let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_inside = before.ends_with(' ') && word.starts_with(char::is_lowercase);
        is_inside && !matches!(word, "the" | "our" | "your" | "this" | "a" | "an")
    })
}

/// Whether a text is a term with the acronym that its initials make behind it: "Civil Protection Office (CPO)".
pub(super) fn is_term_with_acronym(text: &str) -> bool {
    let Some((term, rest)) = text.trim().split_once('(') else { return false };
    let Some((acronym, "")) = rest.split_once(')') else { return false };
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_acronym = letters.len() > 1 && letters.iter().filter(|c| c.is_uppercase()).count() > letters.len() / 2;
    // Some initials are left out, digits stand for a word ("A4ID").
    let mut initials = term.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
    let mut capitals = letters.iter().filter(|c| c.is_uppercase());
    is_acronym && capitals.all(|c| initials.any(|it| it.to_uppercase().eq(c.to_uppercase())))
}

/// Maximum bytes behind a heading in which the site of what it names is looked for.
const SECTION: u32 = 3000;

/// Whether a capitalised heading names whose site one of the links of its section leads to: the host is made of its
/// words ("Human Rights Desk", humanrightsdesk.example) or of their initials (hrd.example).
pub(super) fn is_name_of_site(translation: &Translation<'_>, heading: TextRange, text: &str) -> bool {
    /// Minimum letters of a host that may be initials.
    const MIN_INITIALS: usize = 3;
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    if !text.trim().starts_with(char::is_uppercase) {
        return false;
    }
    let joined = words.concat();
    let initials = |all: bool| -> String {
        let is_small = |word: &&String| all || word.chars().count() > MIN_INITIALS;
        words.iter().filter(is_small).filter_map(|word| word.chars().next()).collect()
    };
    let initials = [initials(true), initials(false)];
    let references = translation.references();
    let first = references.partition_point(|it| it.whole.start() < heading.end());
    let section = references[first..].iter().take_while(|it| it.whole.start() < heading.end() + SECTION);
    section.filter(|it| it.kind == ReferenceKind::Site).any(|link| {
        let host = UrlParts::shown(&link.value).bare_host();
        let domain = registrable_domain(&host).unwrap_or(&host);
        let name: String =
            domain.split('.').next().unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
        let len = name.chars().count();
        len >= MIN_INITIALS && initials.contains(&name) || len > MIN_INITIALS && joined.starts_with(&name)
    })
}

/// Whether a word has a capital behind a letter in lower case.
fn is_camel_case(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

/// Maximum bytes of a line that are read beside a link.
const MAX_BESIDE: usize = 400;

/// Whether a link is shown as a button, by a class in the attribute list behind it: `{ .md-button }`, `{:.btn}`.
pub(super) fn is_button(page: &Page, link: &Reference) -> bool {
    let list = attributes_behind(page.text(), link.whole.end()).unwrap_or_default();
    list.split_whitespace().any(|item| {
        let class = item.trim_start_matches(':').strip_prefix('.');
        class.is_some_and(|class| class.contains("button") || class.split('-').any(|part| part == "btn"))
    })
}

/// Whether the words of a link are those that the picture before it in its line is described by: the logo of what it
/// names.
pub(super) fn is_pictured(cx: &PageContext<'_>, link: &Reference) -> bool {
    let before = &cx.page.text()[..link.whole.start() as usize];
    let head = &before[floor_char_boundary(before, before.len().saturating_sub(MAX_BESIDE))..];
    let typed = head.rsplit('\n').next().unwrap_or_default();
    let pictures =
        typed.match_indices("![").filter_map(|(at, _)| typed[at + 2..].split_once("](")).map(|(text, _)| text);
    let described: HashSet<String> =
        pictures.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase).collect();
    let mut words =
        cx.text(link.text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    !described.is_empty() && words.next().is_some_and(|first| described.contains(&first)) && {
        // A word or two may say for which system it is: "Shed (Linux)".
        words.filter(|word| !described.contains(word)).count() <= 1
    }
}

/// Whether the text is the alternative text of an image.
pub(super) fn is_image_text(cx: &PageContext<'_>, link: &Reference) -> bool {
    cx.text(link.whole).starts_with('!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_its_acronym_behind_it() {
        for text in ["Civil Protection Office (CPO)", "Gardens for All (G4A)", "Off-the-Hook (OTH)"] {
            assert!(is_term_with_acronym(text), "{text}");
        }
        for text in ["Open the gate (NOW)", "Open the gate", "Step (one)"] {
            assert!(!is_term_with_acronym(text), "{text}");
        }
    }
}
