use std::ops::Range;

use firstaid_content::OPAQUE;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};
use firstaid_language::Misspelling;
use firstaid_language::NameWords;
use firstaid_language::is_latin;
use firstaid_language::words::parts;
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_mentions::near_miss::{NearMiss, PhraseMiss};
use firstaid_mentions::word_class::ClassedWord;

/// ## What it does
/// Finds names with a slip in them: a letter dropped, doubled, swapped, hit beside its key or plain wrong, a blank too
/// many or too few; and wrong spellings that the registry lists.
///
/// ## Why
/// Readers type the name into a search box or a store. Imitations live from such slips.
///
/// ## Example
/// ```markdown
/// They offer services such as Gmal.
/// ```
///
/// ## Use instead
/// ```markdown
/// They offer services such as Gmail.
/// ```
///
/// ## Fix
/// Writes the name; safe for the wrong spellings that the registry lists, else unsafe: the slip may be another name
/// that the registry does not know.
///
/// ## Not reported
/// One slip is looked for in names of five letters or more, of names of several words in one of the words. A word is left alone when it is in the Hunspell dictionary
/// of the page's language or of English, part of another known name, or one of the guide's own words. Where there is no
/// dictionary for the language, only likely slips in capitalised words count. Names that are close to ordinary words
/// are never guessed at.
///
/// ## When not to use it
/// On pages that show how scams misspell names: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("misspelled-brand"), severity: Severity::Error, check: Check::Page(check) };

/// A word shorter than this, in characters, has too many neighbours that are words.
const SHORT: usize = 4;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut mentions = cx.mentions().iter().peekable();
    let words = cx.words();
    let mut skip_to = 0;
    for (n, word) in words.iter().enumerate() {
        let range = word.range();
        while let Some(mention) = mentions.next_if(|mention| mention.range.end <= range.start) {
            listed(cx, report, mention);
        }
        let inside = mentions.peek().is_some_and(|mention| mention.range.start < range.end);
        if range.start < skip_to {
            continue;
        }
        if let Some((range, near)) = guess(cx, words, n, inside) {
            skip_to = range.end;
            let range = cx.prose.source_range(range);
            let typed = cx.text(range);
            let finding = report.found(range, format!("`{typed}` looks like a slip for {}", near.canonical));
            let finding = if near.slip.is_typical() { finding } else { finding.at_most(Severity::Warning) };
            report.push(finding.fix(Fix::replace(range, near.canonical, Applicability::Unsafe)));
        }
    }
    for mention in mentions {
        listed(cx, report, mention);
    }
}

/// A wrong spelling that the registry lists.
fn listed(cx: &PageContext<'_>, report: &mut Report<'_>, mention: &Mention) {
    let typed = &cx.prose.text()[mention.range.clone()];
    if mention.kind != MentionKind::Wrong || typed.to_lowercase() == mention.canonical.to_lowercase() {
        return;
    }
    let range = cx.prose.source_range(mention.range.clone());
    let unbroken = cx.text(range) == typed;
    let applicability = if unbroken { Applicability::Safe } else { Applicability::DisplayOnly };
    let finding = report.found(range, format!("`{typed}` is written {}", mention.canonical));
    report.push(finding.fix(Fix::replace(range, &*mention.canonical, applicability)));
}

/// A name that the words around the `n`-th are one slip away from, and the stretch of prose that it takes. A word that
/// is part of a known name can only be part of a longer one.
fn guess<'a>(
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
    if let Some(next) = words.get(n + 1)
        && !is_name
        && !(here.is_english && next.class.is_english)
        && (here.begins_name || next.class.ends_name)
        && let Some(found) = two_words(cx, words[n], *next)
    {
        return Some(found);
    }
    if here.in_phrase
        && let Some(found) = phrase(cx, words, n)
    {
        return Some(found);
    }
    let odd = |n: usize| words.get(n).is_some_and(|word| !word.class.is_english);
    let odd_neighbour = n.checked_sub(1).is_some_and(odd) || odd(n + 1);
    if here.in_pair && odd_neighbour { pair(cx, words, n) } else { None }
}

fn one_word<'a>(cx: &PageContext<'a>, word: ClassedWord) -> Option<(Range<usize>, NearMiss<'a>)> {
    let text = &cx.prose.text()[word.range()];
    parts(text).find_map(|part| {
        let start = word.range().start + (part.as_ptr() as usize - text.as_ptr() as usize);
        let range = start..start + part.len();
        let near = cx.world.near_misses.find(&part.to_lowercase())?;
        is_slip(cx, &range, &near).then_some((range, near))
    })
}

/// Two words that make one name: `Wats app`, `You Tube`.
fn two_words<'a>(cx: &PageContext<'a>, word: ClassedWord, next: ClassedWord) -> Option<(Range<usize>, NearMiss<'a>)> {
    let text = cx.prose.text();
    let (first, second) = (&text[word.range()], &text[next.range()]);
    let apart = &text[word.range().end..next.range().start];
    if !first.starts_with(char::is_uppercase) || apart.chars().any(|c| c != ' ') {
        return None;
    }
    let near = cx.world.near_misses.find(&format!("{first}{second}").to_lowercase())?;
    let ordinary = is_word(cx, first) && is_word(cx, second);
    let range = word.range().start..next.range().end;
    (!near.canonical.contains(' ') && !ordinary && near.slip.is_typical()).then_some((range, near))
}

/// A long name of three words or more, one of them with a slip.
fn phrase<'a>(cx: &PageContext<'a>, words: &[ClassedWord], n: usize) -> Option<(Range<usize>, NearMiss<'a>)> {
    let misses = cx.world.near_misses.find_phrases(word_at(cx, words, n, 0)?, |by| word_at(cx, words, n, by));
    misses.into_iter().find_map(|miss| {
        // A short word is easily another one; what is no word is not.
        let typed = word_at(cx, words, n, miss.off as isize - miss.before as isize)?;
        let fine = miss.wanted.chars().count() < SHORT && is_word(cx, typed);
        (!fine).then_some((whole(cx, words, n, &miss)?, miss.near))
    })
}

/// Another name of several words, one of them with a slip that makes it no word at all: `Access Nwo`.
fn pair<'a>(cx: &PageContext<'a>, words: &[ClassedWord], n: usize) -> Option<(Range<usize>, NearMiss<'a>)> {
    let misses = cx.world.near_misses.find_pairs(word_at(cx, words, n, 0)?, |by| word_at(cx, words, n, by));
    misses.into_iter().find_map(|miss| {
        let typed = word_at(cx, words, n, miss.off as isize - miss.before as isize)?;
        let range = whole(cx, words, n, &miss)?;
        let capitals = cx.prose.text()[range.clone()].chars().filter(|c| c.is_uppercase()).count();
        let abbreviation = typed.chars().all(|c| !c.is_lowercase()) && typed.chars().count() <= SHORT;
        let slip = miss.near.slip;
        let fine = is_inflected(&typed.to_lowercase(), miss.wanted)
            || is_word(cx, typed)
            || cx.world.names.has_word(&typed.to_lowercase())
            || abbreviation && !matches!(slip, Misspelling::Transposed | Misspelling::Doubled)
            || !judges(cx) && !slip.is_typical();
        (capitals > 0 && typed.chars().count() >= 3 && !fine).then_some((range, miss.near))
    })
}

fn word_at<'p>(cx: &'p PageContext<'_>, words: &[ClassedWord], n: usize, by: isize) -> Option<&'p str> {
    Some(&cx.prose.text()[words.get(n.checked_add_signed(by)?)?.range()])
}

/// Where a name of several words stands, if nothing comes between them and no known name is there.
fn whole(cx: &PageContext<'_>, words: &[ClassedWord], n: usize, miss: &PhraseMiss<'_>) -> Option<Range<usize>> {
    let first = n - miss.before;
    let range = words[first].range().start..words[first + miss.len - 1].range().end;
    let joined = cx.prose.text()[range.clone()].chars().all(|c| c != OPAQUE && c != '\n');
    let known = |mention: &Mention| {
        let overlaps = mention.range.start < range.end && range.start < mention.range.end;
        let is_part = range.start <= mention.range.start && mention.range.end <= range.end && mention.range != range;
        overlaps && !is_part
    };
    (joined && !cx.mentions().iter().any(known)).then_some(range)
}

/// Whether a word is a slip for the name, and no word of its own.
fn is_slip(cx: &PageContext<'_>, range: &Range<usize>, near: &NearMiss<'_>) -> bool {
    let text = cx.prose.text();
    let typed = &text[range.clone()];
    let lower = typed.to_lowercase();
    let letters = typed.chars().count();
    let touches = |c: Option<char>| c.is_some_and(|c| matches!(c, '@' | '_' | '/' | '\\' | '#') || c == OPAQUE);
    let dotted = text[range.end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if touches(text[..range.start].chars().next_back()) || touches(text[range.end..].chars().next()) || dotted {
        return false;
    }
    if letters < 4 || typed.chars().any(char::is_numeric) || cx.world.names.has_word(&lower) {
        return false;
    }
    if near.slip == Misspelling::Spacing {
        // The letters of a name of several words run together, with capitals to show for it; a name of one word
        // in another case is none of ours.
        let humps = typed.chars().skip(1).any(char::is_uppercase) && typed.chars().any(char::is_lowercase);
        return near.canonical.contains([' ', '-']) && humps;
    }
    // Endings of inflection: Googles, Torbrowsern.
    if is_inflected(&lower, &near.canonical.to_lowercase()) {
        return false;
    }
    let capital = typed.contains(char::is_uppercase);
    let shouts = letters >= 4 && typed.chars().all(char::is_uppercase);
    let likely = if judges(cx) { near.slip.is_typical() || capital } else { near.slip.is_typical() && capital };
    likely && (near.slip.is_typical() || !shouts) && !is_word(cx, typed)
}

/// Whether a word (in lower case) is the name (in lower case) with an ending.
fn is_inflected(word: &str, name: &str) -> bool {
    let endings = ["s", "n", "e", "а", "у", "е", "ы"];
    endings.into_iter().any(|ending| word.strip_suffix(ending) == Some(name) && !name.ends_with(ending))
}

/// Whether what is in no dictionary is no word: for names in Latin letters that takes the dictionary of a language
/// that is written in them.
fn judges(cx: &PageContext<'_>) -> bool {
    !is_latin(cx.language()) || cx.world.dictionaries.has(cx.language())
}

fn is_word(cx: &PageContext<'_>, word: &str) -> bool {
    cx.world.dictionaries.knows(cx.language(), word) || cx.world.dictionaries.knows("en", word)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn slips_are_found() {
        case("misspelled-brand").finds("«Gmal», «Thunderbrid», «Wats app», «QubeOS», «Facebok»-Konto\n");
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        case("misspelled-brand").finds("An email from the hostel, in orbit; Email me. Googles and Signals.\n");
        case("misspelled-brand").locale("fr").finds("Il a signalé les lieux. L’email.\n");
        case("misspelled-brand").locale("de").finds("Das Tor, ein starkes Signal, Googles Dienste.\n");
    }

    #[test]
    fn wrong_spellings_of_the_registry_are_mended() {
        case("misspelled-brand").fixes(Applicability::Safe, "AccessNow helps.\n", "Access Now helps.\n");
    }

    #[test]
    fn a_slip_broken_by_markup_is_found_whole() {
        case("misspelled-brand").finds("Use «Thunder**brid»** now.\n");
    }

    #[test]
    fn a_long_title_with_one_slip_is_found() {
        case("misspelled-brand").finds("Read «Surveilance Self-Defense» first.\n");
    }

    #[test]
    fn addresses_and_handles_are_no_prose() {
        case("misspelled-brand").finds("gmal.com @gmal `Gmal` https://gmal.com me@gmal.com\n");
    }
}
