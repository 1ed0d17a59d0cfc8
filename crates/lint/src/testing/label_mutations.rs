//! How many damaged labels are found: labels of Firefox in steps, misspelled, left in English, translated freely, or
//! replaced by those of another app.

use std::collections::HashSet;

use firstaid_registry::{LabelPack, Labels, Registry};
use firstaid_text::TextRange;

use crate::testing::case;
use firstaid_testing::Random;

/// A page about Firefox by locale: two paths, and a step that is repeated for each label that is damaged.
const PAGES: [(&str, &str, &str); 6] = [
    ("en", "# Firefox\n\nOpen **{}** → **{}**.\n", "\nThen choose **{}**.\n"),
    ("de", "# Firefox\n\nÖffne **{}** → **{}**.\n", "\nWähle dann **{}**.\n"),
    ("es", "# Firefox\n\nAbre **{}** → **{}**.\n", "\nLuego elige **{}**.\n"),
    ("fr", "# Firefox\n\nOuvrez **{}** → **{}**.\n", "\nChoisissez ensuite **{}**.\n"),
    ("ru", "# Firefox\n\nОткройте **{}** → **{}**.\n", "\nЗатем выберите **{}**.\n"),
    ("ar", "# Firefox\n\nافتح **{}** → **{}**.\n", "\nثم اختر **{}**.\n"),
];

/// Keys of the first two labels.
const KEYS: [&str; 2] = ["settings-page-title", "pane-sync-title3"];

const DAMAGES: [&str; 4] = ["letter", "English", "other app", "free"];

/// Minimum share that is found, in percent.
const MIN_FOUND: usize = 95;

/// Damages of each kind in each locale.
const CASES: usize = 12;

fn pack<'r>(registry: &'r Registry, app: &str) -> &'r LabelPack {
    registry.labels.iter().find(|pack| pack.app == app).expect("an embedded pack")
}

fn label<'p>(pack: &'p LabelPack, locale: &str, key: &str) -> Option<&'p str> {
    pack.labels(locale).next()?.of_key(key).next()
}

/// A page with a step for each label.
fn page((pack, locale): (&LabelPack, &str), labels: &[String]) -> String {
    let (_, head, step) = PAGES.iter().find(|(it, ..)| *it == locale).expect("a page of the locale");
    let anchors = KEYS.map(|key| label(pack, locale, key).expect("a label that every locale has"));
    let head = anchors.iter().fold((*head).to_owned(), |page, label| page.replacen("{}", label, 1));
    labels.iter().fold(head, |page, label| page + &step.replacen("{}", label, 1))
}

/// A label that people could choose in a step, in both languages.
fn is_ordinary(label: &str) -> bool {
    (8..50).contains(&label.chars().count())
        && label.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && label.chars().all(|c| c.is_alphabetic() || c == ' ')
        && label.contains(' ')
}

/// The label with two letters in the middle exchanged; `None` if they are equal.
fn misspelled(label: &str) -> Option<String> {
    let mut letters: Vec<char> = label.chars().collect();
    let at = letters.len() / 2;
    letters.swap(at, at + 1);
    let changed: String = letters.into_iter().collect();
    (!changed.eq_ignore_ascii_case(label)).then_some(changed)
}

/// The label with its words in reverse order, and one of another label before them.
fn retold(label: &str, other: &str) -> String {
    let words: Vec<&str> = label.split(' ').rev().collect();
    format!("{} {}", other.split(' ').next().unwrap_or_default(), words.join(" "))
}

#[test]
fn nearly_all_damaged_labels_are_found() {
    let registry = Registry::built_in();
    let (firefox, thunderbird) = (pack(&registry, "Firefox"), pack(&registry, "Thunderbird"));
    let english: Vec<(&str, &str)> =
        firefox.labels("en").flat_map(Labels::rows).map(|row| (row.key, row.label)).collect();
    let mut random = Random(20_261_129);
    let mut lines = Vec::new();
    for (locale, ..) in PAGES {
        let others: Vec<&str> = thunderbird.labels(locale).flat_map(Labels::rows).map(|row| row.label).collect();
        for damage in DAMAGES.into_iter().filter(|damage| locale != "en" || *damage != "English") {
            let (mut sources, mut rights, mut damaged) = (Vec::new(), Vec::new(), Vec::new());
            while damaged.len() < CASES {
                let (key, in_english) = english[random.below(english.len())];
                let right = label(firefox, locale, key).filter(|it| is_ordinary(it) && is_ordinary(in_english));
                let Some(right) = right.filter(|right| !rights.iter().any(|it| it == right)) else { continue };
                let other = others[random.below(others.len())];
                let changed = match damage {
                    "letter" => misspelled(right),
                    "English" => Some(in_english.to_owned()),
                    "other app" => is_ordinary(other).then(|| other.to_owned()),
                    _ => Some(retold(right, other)),
                };
                let Some(changed) = changed.filter(|it| is_ordinary(it) && !firefox.shows(it, locale)) else {
                    continue;
                };
                sources.push(in_english.to_owned());
                rights.push(right.to_owned());
                damaged.push(changed);
            }
            let case = case("unknown-label").locale(locale);
            let case = if locale == "en" { case } else { case.source(&page((firefox, "en"), &sources)) };
            assert_eq!(case.messages(&page((firefox, locale), &rights)), Vec::<String>::new());
            let text = page((firefox, locale), &damaged);
            let text = text.as_str();
            let found: HashSet<TextRange> = case.run(text).into_iter().map(|finding| finding.range).collect();
            let found: HashSet<&str> = found.iter().map(|range| &text[*range]).collect();
            lines.push((locale, damage, damaged.iter().filter(|label| found.contains(&***label)).count()));
        }
    }
    let (found, all) = (lines.iter().map(|line| line.2).sum::<usize>(), lines.len() * CASES);
    assert!(found * 100 >= all * MIN_FOUND, "{found} of {all}: {lines:#?}");
}
