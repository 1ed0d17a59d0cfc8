//! What differs between two versions of one block, each in one line of English.

use std::collections::BTreeMap;
use std::fmt::Display;

use firstaid_language::negation;
use firstaid_language::numbers::{Quantity, QuantityKind, quantities};
use firstaid_language::opposites::{Side, is_turned_round, opposites};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_translate::{Glossary, Grade, IdentityKind, Misuse, fill, grade, squeezed};

use super::TranslationChangeKind as Kind;
use super::block::Block;
use crate::translation::paired_text::labels;

/// The language of a page, its glossary, and the text of the block in the source, if it has one.
pub(super) struct Setting<'a> {
    pub(super) language: &'a str,
    pub(super) glossary: &'a Glossary,
    pub(super) source: Option<&'a str>,
}

pub(super) fn differences(old: &Block<'_>, new: &Block<'_>, of: &Setting<'_>) -> Vec<(Kind, String)> {
    let mut found: Vec<(Kind, String)> = Vec::new();
    let add = |found: &mut Vec<(Kind, String)>, kind, what: Vec<String>| {
        found.extend(what.into_iter().map(|what| (kind, what)));
    };
    let shown = |(kind, value): &(IdentityKind, Box<str>)| format!("{} {value}", kind.name());
    add(&mut found, Kind::Identity, exchanged("", &only_in(&old.identities, &new.identities), &shown));
    add(&mut found, Kind::Name, exchanged("the name ", &only_in(&old.names, &new.names), &quoted));
    add(&mut found, Kind::Number, numbers(old, new, of.language));
    add(&mut found, Kind::Reversal, reversals(old, new, of.language));
    add(&mut found, Kind::Negation, negations(old, new, of.language));
    add(&mut found, Kind::Link, links(old, new));
    if old.text == new.text {
        return found;
    }
    // What readers get in place of a missing translation: the text of the source, in an element that names its language.
    let shows_source = |block: &Block<'_>| of.source.is_some_and(|source| block.text.contains(source));
    match (shows_source(old), shows_source(new)) {
        (false, true) => return vec![(Kind::Untranslated, "the block shows the text of the source".to_owned())],
        (true, false) => return vec![(Kind::Text, "the block is translated now".to_owned())],
        _ => {}
    }
    let of_labels = |block: &Block<'_>| {
        let mut all: Vec<Box<str>> =
            labels(&block.text).into_iter().map(|range| block.text[range].trim_matches(['*', '_']).into()).collect();
        // A fingerprint in backticks is an identity.
        all.extend(
            code_in(&block.text).into_iter().filter(|code| !block.identities.iter().any(|(_, it)| is_same(it, code))),
        );
        all.sort_unstable();
        all
    };
    add(&mut found, Kind::Label, exchanged("the label ", &only_in(&of_labels(old), &of_labels(new)), &quoted));
    add(&mut found, Kind::Term, terms(old, new, of));
    let is_reworded = grade(&old.text, &new.text, of.language, &|_| false).grade >= Grade::Major;
    if found.is_empty() && is_reworded {
        found.push((Kind::Wording, "the block is worded otherwise".to_owned()));
    }
    found
}

/// The values that only the old and only the new version have.
fn only_in<T: Ord + Clone>(old: &[T], new: &[T]) -> (Vec<T>, Vec<T>) {
    let mut counts: BTreeMap<&T, isize> = BTreeMap::new();
    for (value, step) in old.iter().map(|it| (it, 1)).chain(new.iter().map(|it| (it, -1))) {
        *counts.entry(value).or_default() += step;
    }
    let of_sign =
        |sign: isize| counts.iter().filter(|(_, n)| **n * sign > 0).map(|(it, _)| (*it).clone()).collect::<Vec<_>>();
    (of_sign(1), of_sign(-1))
}

/// One line for each value that was replaced, lost or added.
fn exchanged<T>(what: &str, (old, new): &(Vec<T>, Vec<T>), shown: &dyn Fn(&T) -> String) -> Vec<String> {
    let line = |n: usize| match (old.get(n).map(shown), new.get(n).map(shown)) {
        (Some(old), Some(new)) => format!("{what}{old} became {new}"),
        (Some(old), None) => format!("{what}{old} is gone"),
        (None, new) => format!("{what}{} is new", new.unwrap_or_default()),
    };
    (0..old.len().max(new.len())).map(line).collect()
}

fn quoted(text: &impl Display) -> String {
    format!("`{text}`")
}

/// Numbers in digits or words, whatever the way in which they are written.
fn numbers(old: &Block<'_>, new: &Block<'_>, language: &str) -> Vec<String> {
    let of = |block: &Block<'_>| {
        let mut all = quantities(language, &block.text);
        all.retain(|it| it.kind == QuantityKind::Digits || it.kind == QuantityKind::Words);
        all
    };
    let (mut of_old, mut of_new) = (of(old), of(new));
    let is_same = |a: &Quantity, b: &Quantity| a.equals(b) && a.unit == b.unit;
    of_old.retain(|a| {
        let same = of_new.iter().position(|b| is_same(a, b));
        same.map(|at| of_new.remove(at)).is_none()
    });
    let texts = |all: Vec<Quantity>, block: &Block<'_>| all.iter().map(|it| shown(it, &block.text)).collect::<Vec<_>>();
    exchanged("the number ", &(texts(of_old, old), texts(of_new, new)), &quoted)
}

/// A number as typed, with its unit.
fn shown(number: &Quantity, text: &str) -> String {
    let rest = &text[number.range.end..];
    let gap = rest.len() - rest.trim_start().len();
    let unit = rest[gap..].find(|c: char| !c.is_alphanumeric() && c != '%').unwrap_or(rest.len() - gap);
    let len = if number.unit.is_some() { gap + unit } else { 0 };
    text[number.range.start..number.range.end + len].to_owned()
}

fn negations(old: &Block<'_>, new: &Block<'_>, language: &str) -> Vec<String> {
    let count = |block: &Block<'_>| negation::count(language, &block.text);
    let line = |(before, after): (usize, usize)| match (before, after) {
        _ if before == after => None,
        (0, _) => Some("the block denies something now, and did not before".to_owned()),
        (_, 0) => Some("the block denied something, and does not any more".to_owned()),
        _ => Some(format!("the number of negations was {before} and is {after}")),
    };
    count(old).zip(count(new)).and_then(line).into_iter().collect()
}

fn reversals(old: &Block<'_>, new: &Block<'_>, language: &str) -> Vec<String> {
    if old.text == new.text || !is_turned_round(language, &old.text, &new.text) {
        return Vec::new();
    }
    let of = |block: &Block<'_>| opposites(language, &block.text);
    let word = |block: &Block<'_>, range: std::ops::Range<usize>| block.text[range].to_owned();
    let (of_old, of_new) = (of(old), of(new));
    let is_more = |pair: &str, side: Side| {
        let count = |all: &[firstaid_language::opposites::Opposite]| {
            all.iter().filter(|it| it.pair == pair && it.side == side).count()
        };
        count(&of_new) > count(&of_old)
    };
    let turned = of_old.iter().find_map(|it| {
        let other = of_new.iter().find(|new| new.pair == it.pair && new.side != it.side)?;
        is_more(it.pair, other.side).then(|| (word(old, it.range.clone()), word(new, other.range.clone())))
    });
    vec![turned.map_or_else(
        || "a word took or lost a prefix that means the opposite".to_owned(),
        |(from, to)| format!("`{from}` became its opposite, `{to}`"),
    )]
}

/// Targets of links; a change of the host is one of an identity.
fn links(old: &Block<'_>, new: &Block<'_>) -> Vec<String> {
    let targets = |block: &Block<'_>| {
        let mut all: Vec<Box<str>> = block.segment.slots.iter().map(|slot| slot.url.clone()).collect();
        all.sort_unstable();
        all
    };
    let (mut gone, mut come) = only_in(&targets(old), &targets(new));
    let exchanged_places = exchanged_targets(old, new);
    if gone.is_empty() && come.is_empty() && !exchanged_places.is_empty() {
        return exchanged_places;
    }
    let hosts = |urls: &[Box<str>]| urls.iter().map(|url| UrlParts::new(url).bare_host()).collect::<Vec<_>>();
    let (old_hosts, new_hosts) = (hosts(&gone), hosts(&come));
    let stays = |url: &str, others: &[String]| {
        let host = UrlParts::new(url).bare_host();
        host.is_empty() || others.contains(&host)
    };
    gone.retain(|url| stays(url, &new_hosts));
    come.retain(|url| stays(url, &old_hosts));
    exchanged("the link target ", &(gone, come), &quoted)
}

/// Links of the same texts that lead where others of the block led before. Links that moved with their texts are none.
fn exchanged_targets(old: &Block<'_>, new: &Block<'_>) -> Vec<String> {
    let links = |block: &Block<'_>| -> Vec<(String, Box<str>)> {
        let slots = block.segment.slots.iter().enumerate();
        slots.filter_map(|(n, slot)| Some((link_text(&block.segment.message, n + 1)?, slot.url.clone()))).collect()
    };
    let (before, after) = (links(old), links(new));
    let moved = before.iter().filter_map(|(text, url)| {
        let now = &after.iter().find(|(it, _)| it == text)?.1;
        let leads_elsewhere = now != url && !after.contains(&(text.clone(), url.clone()));
        leads_elsewhere.then(|| format!("the link `{text}` led to `{url}` and leads to `{now}`"))
    });
    moved.collect()
}

/// The text of the link whose target is a slot of a message, by its number.
fn link_text(message: &str, slot: usize) -> Option<String> {
    let marked = fill(message, |n| (n == slot).then(|| "\0".into()));
    let before = &marked[..marked.find("](\0")?];
    Some(squeezed(&before[before.rfind('[')? + 1..]))
}

/// Code in a block: what readers type.
fn code_in(text: &str) -> Vec<Box<str>> {
    text.split('`').skip(1).step_by(2).filter(|code| !code.is_empty()).map(Into::into).collect()
}

/// Whether a text is an identity, with blanks or without.
fn is_same(identity: &str, text: &str) -> bool {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .eq(identity.chars().map(|c| c.to_ascii_lowercase()))
}

/// Terms of the glossary that only the new version translates otherwise.
fn terms(old: &Block<'_>, new: &Block<'_>, of: &Setting<'_>) -> Vec<String> {
    let Some(source) = of.source else { return Vec::new() };
    let misused = |block: &Block<'_>| {
        let check = of.glossary.check(source, &block.text);
        check.into_iter().map(|misuse| match misuse {
            Misuse::Missing(term, _) | Misuse::Forbidden(term, _) => (term.source.clone(), term.translation.clone()),
        })
    };
    let before: Vec<_> = misused(old).collect();
    let line = |(term, right): (Box<str>, Box<str>)| format!("`{term}` is no longer translated as `{right}`");
    misused(new).filter(|it| !before.contains(it)).map(line).collect()
}
