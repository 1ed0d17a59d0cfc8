//! Words that are one typo away from a name of the registries.

use std::ops::Range;

use firstaid_content::OPAQUE;
use firstaid_language::cues::capitalizes_nouns;
use firstaid_language::words::parts;
use firstaid_language::{Misspelling, NameWords, is_latin};
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_mentions::near_miss::{NearMiss, PhraseMiss};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_mentions::word_class::ClassedWord;
use firstaid_registry::EntryRef;

use super::identifiers::stands_in_code;
use crate::PageContext;

/// Word length, in characters, below which too many other words are one typo away.
const MIN_WORD: usize = 4;

/// The same in a language without a dictionary, where every word may be one, if nothing else speaks for the name.
const MIN_WITHOUT_DICTIONARY: usize = 5;

/// Maximum length of a word that may be somebody's first name, in characters.
const MAX_FIRST_NAME: usize = 5;

/// Maximum length of an abbreviation in capitals, in characters.
const MAX_ABBREVIATION: usize = 4;

/// A name that the words around the `n`-th are one typo away from, and the range of the prose that it takes. If the
/// word `is_name`, part of a known name, only longer names are tried.
pub(super) fn find_near_miss<'a>(
    cx: &PageContext<'a>,
    words: &[ClassedWord],
    n: usize,
    is_name: bool,
) -> Option<(Range<usize>, NearMiss<'a>)> {
    let here = words[n].class;
    if here.near_name
        && !is_name
        && let Some(found) = one_word(cx, words[n])
    {
        return Some(found);
    }
    let is_english = |word: &ClassedWord| word.is_english(cx.prose.text(), cx.world.dictionaries);
    if let Some(next) = words.get(n + 1)
        && !is_name
        && (here.begins_name || next.class.ends_name)
        && may_be_one_word(cx, words[n], *next)
        && !is_whole_name(cx, &next.range())
        && !(is_english(&words[n]) && is_english(next))
        && let Some(found) = two_words(cx, words[n], *next)
    {
        return Some(found);
    }
    if here.in_phrase
        && let Some(found) = phrase(cx, words, n)
    {
        return Some(found);
    }
    let is_unknown = |n: usize| words.get(n).is_some_and(|word| !is_english(word));
    let has_unknown_neighbour = || n.checked_sub(1).is_some_and(is_unknown) || is_unknown(n + 1);
    // Last, as dictionaries are slower than the words of the few names that have this one.
    if here.in_pair { pair(cx, words, n).filter(|_| has_unknown_neighbour()) } else { None }
}

/// Whether two words may be a name of one word: the first has a capital, and only blanks stand between them.
fn may_be_one_word(cx: &PageContext<'_>, word: ClassedWord, next: ClassedWord) -> bool {
    let text = cx.prose.text();
    text[word.range()].starts_with(char::is_uppercase)
        && text[word.range().end..next.range().start].bytes().all(|b| b == b' ')
}

/// Whether a word is a name by itself: "En Gmail" is no misspelling of Enigmail.
fn is_whole_name(cx: &PageContext<'_>, word: &Range<usize>) -> bool {
    let mentions = cx.mentions();
    let next = mentions.partition_point(|mention| mention.range.end <= word.start);
    mentions.get(next).is_some_and(|mention| mention.range == *word && mention.kind != MentionKind::Wrong)
}

/// Whether a word is part of a host that can belong to nobody: `gmial-login.example`.
fn is_in_example_host(text: &str, word: &Range<usize>) -> bool {
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let rest = text[word.end..].trim_start_matches(is_label);
    let Some(rest) = rest.strip_prefix('.') else { return false };
    let end = rest.find(|c: char| !is_label(c) && c != '.').unwrap_or(rest.len());
    let last = rest[..end].trim_end_matches('.').rsplit('.').next();
    last.is_some_and(|last| ["example", "invalid", "test"].contains(&last))
}

/// A word, or a part of it between hyphens, that is one typo away from a name: `Gmal`, `Facebok-Konto`.
fn one_word<'a>(cx: &PageContext<'a>, word: ClassedWord) -> Option<(Range<usize>, NearMiss<'a>)> {
    let text = &cx.prose.text()[word.range()];
    if is_in_example_host(cx.prose.text(), &word.range()) {
        return None;
    }
    // In a row of words that no dictionary has, the whole is an identifier: `aireplay-ng`.
    let is_known =
        |part: &str| part.chars().count() < MIN_WORD && part.contains(char::is_uppercase) || is_word(cx, part);
    let is_identifier = parts(text).filter(|part| !is_known(part)).count() > 1;
    if is_identifier && !text.chars().skip(1).any(char::is_uppercase) {
        return None;
    }
    parts(text).find_map(|part| {
        let start = word.range().start + (part.as_ptr() as usize - text.as_ptr() as usize);
        let range = start..start + part.len();
        let near = cx.world.near_misses.find(&part.to_lowercase())?;
        (!is_derived(part, near.canonical) && is_misspelling(cx, &range, &near)).then_some((range, near))
    })
}

/// Whether a word is made from a name as verbs and singulars are: "she skyped with him", "a `SoloKey`".
fn is_derived(word: &str, name: &str) -> bool {
    let (word, name) = (word.to_lowercase(), name.to_lowercase());
    let ending = word.strip_prefix(&*name);
    name.strip_suffix('s') == Some(&*word)
        || ending.is_some_and(|ending| ["d", "r"].contains(&ending)) && name.ends_with('e')
}

/// Two words that [`may_be_one_word`] and together are one typo away from a name of one word: `Wats app`, `You Tube`.
fn two_words<'a>(cx: &PageContext<'a>, word: ClassedWord, next: ClassedWord) -> Option<(Range<usize>, NearMiss<'a>)> {
    let text = cx.prose.text();
    let (first, second) = (&text[word.range()], &text[next.range()]);
    let near = cx.world.near_misses.find(&format!("{first}{second}").to_lowercase())?;
    // An abbreviation is a word, too: "JIT is".
    let is_abbreviation =
        |word: &str| word.chars().count() <= MAX_ABBREVIATION && word.chars().all(|c| !c.is_lowercase());
    let in_dictionary =
        |word: &str| cx.world.dictionaries.knows(cx.language(), word) || cx.world.dictionaries.knows("en", word);
    let are_words = [first, second].into_iter().all(|word| in_dictionary(word) || is_abbreviation(word));
    let range = word.range().start..next.range().end;
    (!near.canonical.contains(' ') && !are_words && near.misspelling.is_typical()).then_some((range, near))
}

/// A name of three words or more, one of them with a typo.
fn phrase<'a>(cx: &PageContext<'a>, words: &[ClassedWord], n: usize) -> Option<(Range<usize>, NearMiss<'a>)> {
    let misses = cx.world.near_misses.find_phrases(word_at(cx, words, n, 0)?, |by| word_at(cx, words, n, by));
    misses.into_iter().find_map(|miss| {
        // A short word may be another word, unless no dictionary has it.
        let typed = word_at(cx, words, n, miss.off as isize - miss.before as isize)?;
        let is_other_word = miss.wanted.chars().count() < MIN_WORD && is_word(cx, typed);
        (!is_other_word).then_some((phrase_range(cx, words, n, &miss)?, miss.near))
    })
}

/// Another name of several words, one of them with a typo that no dictionary accepts: `Access Nwo`.
fn pair<'a>(cx: &PageContext<'a>, words: &[ClassedWord], n: usize) -> Option<(Range<usize>, NearMiss<'a>)> {
    let misses = cx.world.near_misses.find_pairs(word_at(cx, words, n, 0)?, |by| word_at(cx, words, n, by));
    misses.into_iter().find_map(|miss| {
        let typed = word_at(cx, words, n, miss.off as isize - miss.before as isize)?;
        let range = phrase_range(cx, words, n, &miss)?;
        let capitals = cx.prose.text()[range.clone()].chars().filter(|c| c.is_uppercase()).count();
        let is_abbreviation = typed.chars().all(|c| !c.is_lowercase()) && typed.chars().count() <= MAX_ABBREVIATION;
        let misspelling = miss.near.misspelling;
        let is_other_word = is_inflected(&typed.to_lowercase(), miss.wanted)
            || is_word(cx, typed)
            || cx.world.names.has_word(&typed.to_lowercase())
            || is_abbreviation && !matches!(misspelling, Misspelling::Transposed | Misspelling::Doubled)
            || !dictionaries_suffice(cx) && (!misspelling.is_typical() || miss.wanted.chars().count() < MIN_WORD);
        (capitals > 0 && typed.chars().count() >= 3 && !is_other_word).then_some((range, miss.near))
    })
}

/// The word `by` places after the `n`-th.
fn word_at<'p>(cx: &'p PageContext<'_>, words: &[ClassedWord], n: usize, by: isize) -> Option<&'p str> {
    Some(&cx.prose.text()[words.get(n.checked_add_signed(by)?)?.range()])
}

/// The range of a name of several words, if the words are on one line without code, links or the marks of a list between
/// them, and no other known name overlaps it.
fn phrase_range(cx: &PageContext<'_>, words: &[ClassedWord], n: usize, miss: &PhraseMiss<'_>) -> Option<Range<usize>> {
    let first = n - miss.before;
    let range = words[first].range().start..words[first + miss.len - 1].range().end;
    let is_contiguous = !cx.prose.text()[range.clone()].contains([OPAQUE, '\n', ',', ';', ':', '(', ')', '/', '|']);
    let is_other_name = |mention: &Mention| {
        let overlaps = mention.range.start < range.end && range.start < mention.range.end;
        let is_part = range.start <= mention.range.start && mention.range.end <= range.end && mention.range != range;
        overlaps && !is_part
    };
    (is_contiguous && !cx.mentions().iter().any(is_other_name)).then_some(range)
}

/// Whether a word is a misspelling of the name rather than a word, an identifier or an inflected form.
fn is_misspelling(cx: &PageContext<'_>, range: &Range<usize>, near: &NearMiss<'_>) -> bool {
    let text = cx.prose.text();
    let typed = &text[range.clone()];
    let lower = typed.to_lowercase();
    let letters = typed.chars().count();
    let is_glue = |c: Option<char>| c.is_some_and(|c| matches!(c, '@' | '_' | '/' | '\\' | '#') || c == OPAQUE);
    let is_dotted = text[range.end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if is_glue(text[..range.start].chars().next_back()) || is_glue(text[range.end..].chars().next()) || is_dotted {
        return false;
    }
    if letters < MIN_WORD || typed.chars().any(char::is_numeric) || cx.world.names.has_word(&lower) {
        return false;
    }
    if near.misspelling == Misspelling::Spacing {
        // A name of several words written as one in camel case (`AccessNow`). A name of one word that differs in case
        // only is reported by `brand-case`.
        let is_camel_case = typed.chars().skip(1).any(char::is_uppercase) && typed.chars().any(char::is_lowercase);
        return near.canonical.contains([' ', '-']) && is_camel_case;
    }
    if is_inflected(&lower, &near.canonical.to_lowercase()) {
        return false;
    }
    let lacks_capital =
        near.canonical.chars().skip(1).any(char::is_uppercase) && !typed.chars().skip(1).any(char::is_uppercase);
    if letters <= MAX_FIRST_NAME && lacks_capital && is_before_surname(cx, range) && !has_second_sign(cx, near.entry) {
        return false;
    }
    if is_coined(cx, typed) || is_listed_beside(cx, range, near.entry) {
        return false;
    }
    let has_capital = typed.contains(char::is_uppercase);
    let is_all_caps = typed.chars().all(char::is_uppercase);
    let is_strong = near.misspelling.is_typical();
    // Without a dictionary a short word is a word.
    let is_likely = if dictionaries_suffice(cx) {
        is_strong || has_capital
    } else {
        is_strong && has_capital && (letters >= MIN_WITHOUT_DICTIONARY || has_second_sign(cx, near.entry))
    };
    let is_certain = || is_form_of_name(typed, near.canonical, near.misspelling) || has_second_sign(cx, near.entry);
    is_likely && (is_strong || !is_all_caps) && !is_word(cx, typed) && is_certain() && !stands_in_code(cx, typed)
}

/// Whether a word and the one behind it may be somebody's names: "Jono Bacon".
fn is_before_surname(cx: &PageContext<'_>, range: &Range<usize>) -> bool {
    let text = cx.prose.text();
    let Some(rest) = text[range.end..].strip_prefix(' ') else { return false };
    let next = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    text[range.clone()].starts_with(char::is_uppercase)
        && next.starts_with(char::is_uppercase)
        && next.chars().skip(1).any(char::is_lowercase)
        && !capitalizes_nouns(cx.language())
        && !cx.world.names.has_word(&next.to_lowercase())
}

/// Whether the name itself is the item before or behind a word in a list, so that the word is another one: "Bun, Deno".
fn is_listed_beside(cx: &PageContext<'_>, range: &Range<usize>, entry: EntryRef) -> bool {
    let (text, mentions) = (cx.prose.text(), cx.mentions());
    let parts_items = |gap: &str| matches!(gap.trim(), "," | "/" | "|" | "or" | "and" | "vs." | "vs");
    let next = mentions.partition_point(|mention| mention.range.start < range.start);
    let is_before = |mention: &Mention| {
        mention.entry == entry && mention.range.end <= range.start && parts_items(&text[mention.range.end..range.start])
    };
    let is_behind = |mention: &Mention| {
        mention.entry == entry && mention.range.start >= range.end && parts_items(&text[range.end..mention.range.start])
    };
    mentions[..next].last().is_some_and(is_before) || mentions.get(next).is_some_and(is_behind)
}

/// Whether a word is another one with a letter that says of what kind it is: `ePrivacy`. The letter of `fFacebook` is
/// typed twice.
fn is_coined(cx: &PageContext<'_>, typed: &str) -> bool {
    let mut chars = typed.chars();
    let letter = chars.next().filter(|c| c.is_lowercase());
    let rest = chars.as_str();
    let lower = rest.to_lowercase();
    letter.is_some_and(|letter| !lower.starts_with(letter))
        && rest.starts_with(char::is_uppercase)
        && !cx.world.names.is_name(&lower)
        && is_word(cx, &lower)
}

/// Whether a misspelling has the form of its name, so that it can hardly be another name. A typical one is another name
/// only with another first letter and other capitals (`eCash` is not `Zcash`); any other must have the capitals of the
/// name (`CameraX` is not `CameraV`) and its first letter, unless the capitals inside speak for it (`DitLocker`).
fn is_form_of_name(typed: &str, name: &str, kind: Misspelling) -> bool {
    let first = |text: &str| text.chars().next().map(|c| c.to_lowercase().to_string());
    let inner = |text: &str| text.chars().skip(1).filter(|c| c.is_uppercase()).collect::<String>();
    let same_first = first(typed) == first(name);
    let capitals = inner(typed);
    let same_capitals = capitals == inner(name);
    match kind {
        Misspelling::AdjacentKey => same_first || same_capitals || capitals.is_empty(),
        Misspelling::Substituted => same_capitals && (same_first || !capitals.is_empty()),
        Misspelling::Inserted => same_capitals && same_first,
        _ => true,
    }
}

/// Whether something else on the page speaks for a name: it is named elsewhere, or a link leads to its site.
fn has_second_sign(cx: &PageContext<'_>, entry: EntryRef) -> bool {
    let is_named = cx.mentions().iter().any(|mention| mention.entry == entry && mention.kind == MentionKind::Right);
    is_named || {
        let hosts = cx.world.registry.tool(entry).map_or(&[][..], |tool| &tool.hosts);
        let leads_there = |url: &str| hosts.contains(&UrlParts::shown(url).bare_host());
        !hosts.is_empty() && cx.page.targets().any(|(url, ..)| leads_there(url))
    }
}

/// Whether a word is the name with an inflection ending (Googles, Torbrowsern); both in lower case.
fn is_inflected(word: &str, name: &str) -> bool {
    let endings = ["s", "n", "e", "а", "у", "е", "ы"];
    endings.into_iter().any(|ending| word.strip_suffix(ending) == Some(name) && !name.ends_with(ending))
}

/// Whether a word in Latin letters that no dictionary accepts is certainly not a word. In a language with Latin script
/// this takes a dictionary of the language.
fn dictionaries_suffice(cx: &PageContext<'_>) -> bool {
    !is_latin(cx.language()) || cx.world.dictionaries.has(cx.language())
}

/// Whether a word is one of the page's language or English, by the dictionaries or, without capitals inside, the lists
/// of technical terms.
pub(super) fn is_word(cx: &PageContext<'_>, word: &str) -> bool {
    let is_plain = !word.chars().skip(1).any(char::is_uppercase);
    [cx.language(), "en"].into_iter().any(|language| {
        cx.world.dictionaries.knows(language, word) || is_plain && cx.world.speller.is_native(language, word)
    })
}
