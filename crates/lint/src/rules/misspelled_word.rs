use std::collections::HashMap;
use std::ops::Range;

use firstaid_content::{BlockKind, OPAQUE};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use super::misspelled_brand;
use crate::foreign::foreign_ranges;
use crate::language::begins_sentence;
use crate::spelling::{Correction, Evidence, plain};
use crate::word_class::{ClassedWord, parts};
use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds slips of the pen in the words of a page's language: letters dropped, doubled, swapped or hit beside their
/// key, and accents that are missing, misplaced or too many.
///
/// ## Why
/// A reader under stress stumbles over each slip, and trusts a careless page less. A search for the word misses it.
///
/// ## Example
/// ```markdown
/// The phone was siezed at the border.
/// ```
///
/// ## Use instead
/// ```markdown
/// The phone was seized at the border.
/// ```
///
/// ## Fix
/// Writes the word. Safe for well-known English slips with a single answer; unsafe where a single word is one slip
/// away. Where several words are, they are listed.
///
/// ## Not reported
/// A word is reported only when no dictionary knows it and a word that the dictionary does know is one slip away; the
/// shorter the word, the more common that one has to be. So neologisms, jargon and rare words pass, and so do slips
/// that make another word ("form" for "from"). Capitalised words in a sentence are taken for names, but in German.
/// Known names, English words on a page in another language, words with digits or capitals inside, code, addresses,
/// file names, handles, text in another language (by a `lang` attribute, in italics, or by the look of it), and words
/// that a page uses many times are left alone.
///
/// ## When not to use it
/// On pages in a dialect or an orthography that the dictionaries do not have. For a single word, put it into
/// `_data/words/` instead.
pub(crate) const RULE: Rule = Rule {
    name: RuleName("misspelled-word"),
    family: Family::Spelling,
    severity: Severity::Error,
    check: Check::Page(check),
};

/// The most distinct words of a page that an answer is looked for: a page with more is no prose of its language, and
/// each costs some thousand look-ups.
const MAX_SUSPECTS: usize = 150;

/// A word that stands on a page so often is meant.
const MANY: usize = 4;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let words = cx.words();
    if !words.iter().any(|word| word.class.suspect) {
        return;
    }
    let foreign = foreign_ranges(cx.page);
    let mut answers: HashMap<&str, Option<Correction>> = HashMap::new();
    let text = cx.prose.text();
    for (n, _) in words.iter().enumerate().filter(|(_, word)| word.class.suspect) {
        let range = words[n].range();
        if is_foreign_block(cx, words, n) || !is_prose(cx, &range) {
            continue;
        }
        for part in suspect_parts(cx, range) {
            let typed = &text[part.clone()];
            if !answers.contains_key(typed) {
                if answers.len() >= MAX_SUSPECTS {
                    return;
                }
                answers.insert(typed, cx.world.speller.correction(cx.language(), &plain(typed)));
            }
            let Some(correction) = &answers[typed] else { continue };
            let source = cx.prose.source_range(part.clone());
            let is_foreign = foreign.iter().any(|it| it.start() <= source.start() && source.end() <= it.end());
            if !is_foreign && is_slip(cx, words, n, &part, correction) {
                report.push(finding(cx, report, &part, correction));
            }
        }
    }
}

fn finding(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    part: &Range<usize>,
    correction: &Correction,
) -> firstaid_diagnostics::Diagnostic {
    let range = cx.prose.source_range(part.clone());
    let typed = &cx.prose.text()[part.clone()];
    let answers: Vec<String> = correction.answers.iter().map(|answer| in_case_of(typed, answer)).collect();
    let finding = report.found(range, format!("`{typed}` is misspelt"));
    let finding = if correction.evidence == Evidence::Known { finding.at_most(Severity::Warning) } else { finding };
    match &answers[..] {
        [answer] => {
            let unbroken = cx.text(range) == typed;
            let sure = matches!(correction.evidence, Evidence::Listed);
            let applicability = if sure && unbroken { Applicability::Safe } else { Applicability::Unsafe };
            finding.fix(Fix::replace(range, answer.as_str(), applicability))
        }
        answers => finding.help(format!("write {}", answers.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" or "))),
    }
}

/// An answer with the capital of what was typed.
fn in_case_of(typed: &str, answer: &str) -> String {
    let mut chars = answer.chars();
    match chars.next() {
        Some(first) if typed.starts_with(char::is_uppercase) => first.to_uppercase().chain(chars).collect(),
        _ => answer.to_owned(),
    }
}

/// The parts of a suspect word around hyphens, and after an elision, that are suspect themselves.
fn suspect_parts(cx: &PageContext<'_>, word: Range<usize>) -> Vec<Range<usize>> {
    let typed = &cx.prose.text()[word.clone()];
    let language = cx.language();
    let hyphenated = typed.split(['-', '\u{2011}']).flat_map(|part| {
        let elided = if language == "fr" { part.rfind(['\'', '’']).map(|at| &part[at..]) } else { None };
        elided.map_or(part, |rest| rest.trim_start_matches(['\'', '’'])).split('\n')
    });
    let suspect = hyphenated.filter(|part| part.len() == typed.len() || !cx.world.speller.accepts(language, part));
    suspect
        .map(|part| {
            let at = word.start + (part.as_ptr() as usize - typed.as_ptr() as usize);
            at..at + part.len()
        })
        .collect()
}

/// Whether a block is in another language than the page: a third of its words and four at least are unknown.
fn is_foreign_block(cx: &PageContext<'_>, words: &[ClassedWord], n: usize) -> bool {
    let (start, block) = cx.prose.block_around(words[n].range().start);
    let from = words.partition_point(|word| word.range().start < start);
    let to = words.partition_point(|word| word.range().start < start + block.len());
    let suspects = words[from..to].iter().filter(|word| word.class.suspect).count();
    suspects >= 4 && suspects * 3 > to - from
}

/// Whether a word stands for itself: no part of an address, a file, a handle or a template, no half of a word, and no
/// name that other rules look at.
fn is_prose(cx: &PageContext<'_>, word: &Range<usize>) -> bool {
    let text = cx.prose.text();
    let (before, after) = (&text[..word.start], &text[word.end..]);
    let mut ahead = after.chars();
    let (next, second) = (ahead.next(), ahead.next());
    let glue = |c: char| matches!(c, '@' | '_' | '/' | '\\' | '#' | '~' | '=' | '%' | '$' | '{' | '}' | '<' | '>' | '&' | '+' | '|' | '-') || c == OPAQUE;
    let glued = before.chars().next_back().is_some_and(|c| glue(c) || c == '.' || c.is_alphanumeric())
        || next.is_some_and(|c| glue(c) || c == '(' || c.is_alphanumeric())
        || matches!(next, Some('.' | ':' | '\'' | '’')) && second.is_some_and(char::is_alphanumeric);
    let block = cx.prose.block_around(word.start);
    let in_template = {
        let before = &text[block.0..word.start];
        let open = |mark: &str, end: &str| before.rfind(mark).is_some_and(|at| !before[at..].contains(end));
        open("{{", "}}") || open("{%", "%}")
    };
    !glued && !in_template && !cx.mentions().iter().any(|it| it.range.start < word.end && word.start < it.range.end)
}

/// Whether a suspect word that an answer was found for is a slip where it stands.
fn is_slip(cx: &PageContext<'_>, words: &[ClassedWord], n: usize, part: &Range<usize>, correction: &Correction) -> bool {
    let text = cx.prose.text();
    let typed = &text[part.clone()];
    let sure = correction.evidence <= Evidence::Accents;
    let speller = cx.world.speller;
    // A word of the source language is a loan, unless it lacks only its accents.
    if cx.language() != "en" && correction.evidence != Evidence::Accents && speller.accepts("en", typed) {
        return false;
    }
    let whole = words[n].range();
    let lone = neighbours(cx, words, n).all(|word| !word.class.suspect || speller.accepts("en", &text[word.range()]));
    if !lone && correction.evidence != Evidence::Listed && !sure {
        return false;
    }
    if is_quoted(text, &whole) && !sure {
        return false;
    }
    if typed.starts_with(char::is_uppercase) && !may_be_word(cx, words, n, correction) {
        return false;
    }
    let count = words.iter().filter(|word| word.class.suspect && text[word.range()].eq_ignore_ascii_case(&text[whole.clone()])).count();
    if count >= MANY && !sure {
        return false;
    }
    // A name with a slip is a finding of `misspelled-brand`.
    (n.saturating_sub(3)..=n).all(|m| {
        misspelled_brand::guess(cx, words, m).is_none_or(|(range, _)| range.end <= part.start || part.end <= range.start)
    })
}

/// The words beside a word with only a blank between.
fn neighbours<'w>(cx: &PageContext<'_>, words: &'w [ClassedWord], n: usize) -> impl Iterator<Item = &'w ClassedWord> {
    let text = cx.prose.text();
    let beside = |a: usize, b: usize| {
        let (first, second) = (words.get(a)?, words.get(b)?);
        (&text[first.range().end..second.range().start] == " ").then_some(())
    };
    let before = n.checked_sub(1).filter(|&m| beside(m, n).is_some());
    let after = Some(n + 1).filter(|&m| beside(n, m).is_some());
    before.into_iter().chain(after).map(|m| &words[m])
}

/// Whether a word stands alone in quotation marks: then it is spoken of.
fn is_quoted(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].chars().next_back();
    let after = text[word.end..].chars().next();
    before.is_some_and(|c| matches!(c, '"' | '“' | '„' | '«' | '‘' | '\'' | '‚' | '»' | '”'))
        && after.is_some_and(|c| matches!(c, '"' | '”' | '“' | '»' | '’' | '\'' | '‘' | '«'))
}

/// Whether a capitalised word may be no name: it begins a sentence or stands in a heading, is not written with a
/// capital elsewhere, and is no part of a name of several words. In German, where nouns are capitalised, it may.
fn may_be_word(cx: &PageContext<'_>, words: &[ClassedWord], n: usize, correction: &Correction) -> bool {
    if correction.evidence <= Evidence::Case {
        return true;
    }
    let text = cx.prose.text();
    let range = words[n].range();
    let letters = text[range.clone()].chars().count();
    let capital = |word: &ClassedWord| text[word.range()].starts_with(char::is_uppercase);
    let german = cx.language() == "de";
    let begins = |word: &ClassedWord| begins_sentence(&text[..word.range().start]);
    let index = cx.prose.blocks().take_while(|(at, ..)| *at <= range.start).last().map_or(0, |(_, index, _)| index);
    let kind = cx.page.blocks[index as usize].kind;
    let title = matches!(kind, BlockKind::Heading(_) | BlockKind::FrontMatter);
    let elsewhere = words.iter().enumerate().any(|(m, word)| {
        m != n && text[word.range()] == text[range.clone()] && !begins(word)
    });
    let among_names = !title && neighbours(cx, words, n).any(|word| capital(word) && !begins(word) && !german);
    let least = if correction.evidence == Evidence::Accents { 4 } else { 6 };
    letters >= least && (german || (begins(&words[n]) || title) && !elsewhere && !among_names)
        && (correction.evidence != Evidence::Known || letters >= 9)
        && parts(&text[range]).all(|part| !part.is_empty())
}
