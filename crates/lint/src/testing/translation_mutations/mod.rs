//! How many mistakes in translated pages are found: one edit at a time, in pages that have no findings without it.
//!
//! The pages are excerpts of the guide in six languages (CC BY-SA 4.0, see `content/LICENSE`). A kind of mistake is a
//! line in [`DAMAGES`] and a function that makes every such edit of a page.

mod blocks;
mod identities;
mod language;
mod links;
mod numbers;

use std::collections::BTreeMap;
use std::iter;

use firstaid_content::Page;

use crate::testing::{Case, case, page};

const SOURCE: &str = include_str!("pages/en.md");

const TRANSLATIONS: [(&str, &str); 5] = [
    ("ar", include_str!("pages/ar.md")),
    ("de", include_str!("pages/de.md")),
    ("es", include_str!("pages/es.md")),
    ("fr", include_str!("pages/fr.md")),
    ("ru", include_str!("pages/ru.md")),
];

/// A kind of damage.
struct Damage {
    name: &'static str,
    /// Whether it sends readers to somebody else; if so, none may be missed. Of other kinds, 5 % may be.
    of_identity: bool,
    /// The text of the page after each possible edit of this kind.
    all: fn(&Page) -> Vec<String>,
}

const DAMAGES: [Damage; 25] = [
    Damage { name: "digit dropped", of_identity: true, all: identities::digit_dropped },
    Damage { name: "digit changed", of_identity: true, all: identities::digit_changed },
    Damage { name: "keys swapped", of_identity: true, all: identities::swapped },
    Damage { name: "address altered", of_identity: true, all: identities::address_altered },
    Damage { name: "identity dropped", of_identity: true, all: identities::dropped },
    Damage { name: "host altered", of_identity: true, all: identities::host_altered },
    Damage { name: "host exchanged", of_identity: true, all: identities::host_exchanged },
    Damage { name: "site and address fused", of_identity: true, all: identities::fused },
    Damage { name: "tracking id added", of_identity: true, all: identities::tracked },
    Damage { name: "deep link cut", of_identity: true, all: identities::cut },
    Damage { name: "letter of another script", of_identity: true, all: identities::homoglyph },
    Damage { name: "address added", of_identity: true, all: identities::added },
    Damage { name: "link dropped", of_identity: false, all: links::dropped },
    Damage { name: "links swapped", of_identity: false, all: links::swapped },
    Damage { name: "links of two blocks swapped", of_identity: true, all: links::swapped_between_blocks },
    Damage { name: "link led elsewhere in the guide", of_identity: false, all: links::led_elsewhere },
    Damage { name: "step dropped", of_identity: false, all: blocks::step_dropped },
    Damage { name: "item dropped", of_identity: false, all: blocks::item_dropped },
    Damage { name: "paragraph dropped", of_identity: false, all: blocks::paragraph_dropped },
    Damage { name: "heading dropped", of_identity: false, all: blocks::heading_dropped },
    Damage { name: "structure changed", of_identity: false, all: blocks::restructured },
    Damage { name: "number changed", of_identity: false, all: numbers::changed },
    Damage { name: "block left in English", of_identity: false, all: language::left_in_english },
    Damage { name: "negation dropped", of_identity: false, all: language::negation_dropped },
    Damage { name: "entity left", of_identity: false, all: language::entity_left },
];

/// The unchanged page, which must have no findings.
const UNDAMAGED: Damage = Damage { name: "undamaged", of_identity: false, all: |_| Vec::new() };

/// Maximum edits of one kind in one locale.
const MAX_OF_A_KIND: usize = 45;

fn rules() -> Case {
    let rules = crate::RULES.iter().filter(|entry| entry.family == crate::Family::Translation);
    let others = ["bidi-control", "mixed-script", "tracking-parameter"];
    let names = rules.map(|entry| entry.rule.name.0).chain(others);
    names.fold(case("lost-identity"), Case::also_rule)
}

/// At most [`MAX_OF_A_KIND`] texts, evenly spaced, so that the edits are in all parts of the page.
fn sample(all: Vec<String>) -> Vec<String> {
    let step = all.len().div_ceil(MAX_OF_A_KIND).max(1);
    all.into_iter().step_by(step).collect()
}

#[test]
fn damages_of_translated_pages_are_found_and_nothing_in_undamaged_ones() {
    let rules = rules();
    let mut tried = 0;
    let mut results: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for (locale, text) in TRANSLATIONS {
        let undamaged = page(locale, text);
        let damaged =
            DAMAGES.iter().flat_map(|damage| sample((damage.all)(&undamaged)).into_iter().zip(iter::repeat(damage)));
        let (texts, kinds): (Vec<String>, Vec<&Damage>) =
            iter::once((text.to_owned(), &UNDAMAGED)).chain(damaged).unzip();
        tried += texts.len() - 1;
        let clean = rules.clean_translations(SOURCE, locale, &texts);
        assert_eq!(clean.first(), Some(&0), "{locale}: the undamaged page has findings");
        kinds[1..].iter().for_each(|damage| results.entry(damage.name).or_default().0 += 1);
        for n in clean.into_iter().filter(|&n| n > 0) {
            results.entry(kinds[n].name).or_default().1.push(difference(locale, text, &texts[n]));
        }
    }
    assert!(tried >= 2000, "{tried} damages");
    for damage in &DAMAGES {
        let (count, missed) = &results[damage.name];
        let max_missed = if damage.of_identity { 0 } else { count / 20 };
        assert!(*count > 0, "no edit of the kind {}", damage.name);
        assert!(missed.len() <= max_missed, "{}: {} of {count} are missed: {missed:#?}", damage.name, missed.len());
    }
}

/// The first line in which two texts differ, as an assertion shows it.
fn difference(locale: &str, before: &str, after: &str) -> String {
    let (n, (before, after)) =
        before.lines().zip(after.lines()).enumerate().find(|(_, (a, b))| a != b).unwrap_or_default();
    format!("{locale} line {}: `{before}` became `{after}`", n + 1)
}

/// The text with a range of it replaced.
fn replaced(text: &str, range: firstaid_text::TextRange, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start() as usize], &text[range.end() as usize..])
}

/// The text with two ranges swapped; `first` is before `second`.
fn exchanged(text: &str, first: firstaid_text::TextRange, second: firstaid_text::TextRange) -> String {
    let (a, b) = (text[first].to_owned(), text[second].to_owned());
    replaced(&replaced(text, second, &a), first, &b)
}
