//! How many misspellings are found: names and identities with one edit each, put into pages without findings.

use std::collections::HashSet;

use firstaid_language::words::parts;
use firstaid_language::{Dictionaries, NameWords};
use firstaid_mentions::names::Names;
use firstaid_registry::{EntryRef, FormKind, Registry, Spelling, Status};

use crate::testing::case;
use firstaid_testing::Random;

/// Sentences without findings, whatever name replaces `{}`.
const SENTENCES: [(&str, [&str; 3]); 6] = [
    ("en", ["Many people use {} for this.", "Keep {} up to date.", "Last week we wrote about {} and the rest."]),
    ("es", ["Mucha gente usa {} para esto.", "Mantén {} al día.", "La semana pasada escribimos sobre {} y lo demás."]),
    ("fr", ["Beaucoup de gens utilisent {} pour cela.", "Gardez {} à jour.", "Nous avons parlé de {} hier."]),
    ("de", ["Viele Menschen nutzen {} dafür.", "Halten Sie {} aktuell.", "Gestern haben wir über {} geschrieben."]),
    ("ru", ["Многие люди используют {} для этого.", "Обновляйте {} вовремя.", "Вчера мы писали про {} и другое."]),
    ("ar", ["يستخدم كثير من الناس {} لهذا الغرض.", "حافظ على تحديث {} دائما.", "كتبنا أمس عن {} وغير ذلك."]),
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Edit {
    Drop,
    Double,
    Swap,
    Replace,
    Insert,
}

const EDITS: [Edit; 5] = [Edit::Drop, Edit::Double, Edit::Swap, Edit::Replace, Edit::Insert];

/// The text with one edit at its `at`-th character; `None` if only its letter case would change, or nothing.
fn edited(text: &str, edit: Edit, at: usize, letter: char) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let same_case = |like: char| if like.is_uppercase() { letter.to_ascii_uppercase() } else { letter };
    match edit {
        Edit::Drop => {
            chars.remove(at);
        }
        Edit::Double => chars.insert(at, chars[at].to_ascii_lowercase()),
        Edit::Swap => {
            let next = *chars.get(at + 1).filter(|next| next.is_alphanumeric())?;
            if next.eq_ignore_ascii_case(&chars[at]) {
                return None;
            }
            (chars[at], chars[at + 1]) = (next, chars[at]);
        }
        Edit::Replace => chars[at] = same_case(chars[at]),
        Edit::Insert => chars.insert(at + 1, letter),
    }
    let changed: String = chars.into_iter().collect();
    (!changed.eq_ignore_ascii_case(text)).then_some(changed)
}

/// The correct names whose misspellings are reported. A dead tool is left out: its name itself is a finding.
fn names(registry: &Registry) -> Vec<&str> {
    let is_checked = |entry: EntryRef| {
        registry.spelling(entry) == Spelling::Near
            && !registry.is_ordinary_anywhere(entry)
            && registry.tool(entry).is_none_or(|tool| tool.status == Status::Alive)
    };
    let forms = registry.forms().filter(|form| form.kind == FormKind::Right && is_checked(form.entry));
    let names = forms.map(|form| form.text).filter(|name| name.chars().filter(|c| c.is_alphabetic()).count() >= 5);
    names.filter(|name| name.chars().all(|c| c.is_ascii_alphabetic() || c == ' ')).collect()
}

fn page(locale: &str, names: impl Iterator<Item = String>) -> String {
    let (_, sentences) = SENTENCES.iter().find(|(of, _)| *of == locale).expect("a locale with sentences");
    names.zip(sentences.iter().cycle()).map(|(name, sentence)| sentence.replace("{}", &name) + "\n\n").collect()
}

/// The 0-based paragraphs of a page with findings.
fn found(locale: &str, text: &str) -> HashSet<usize> {
    let findings = case("misspelled-brand").also_rule("brand-case").locale(locale).run(text);
    findings.iter().map(|it| text[..it.range.start() as usize].matches("\n\n").count()).collect()
}

#[test]
fn misspelled_names_are_found_in_every_locale_and_nothing_in_clean_pages() {
    let registry = Registry::built_in();
    let (dictionaries, known) = (Dictionaries::new([]), Names::new(&registry));
    let names = names(&registry);
    assert!(names.len() > 600, "{} names", names.len());
    for (locale, _) in SENTENCES {
        let clean = page(locale, names.iter().map(|&name| name.to_owned()));
        let false_alarms: Vec<&str> = found(locale, &clean).into_iter().map(|n| names[n]).collect();
        assert!(false_alarms.is_empty(), "{locale}: {false_alarms:?}");

        let mut random = Random(7);
        let mut misspellings: Vec<(Edit, String)> = Vec::new();
        for name in &names {
            for edit in EDITS {
                let letters: Vec<usize> =
                    name.chars().enumerate().filter(|(_, c)| c.is_alphabetic()).map(|(at, _)| at).collect();
                let (at, letter) = (letters[random.below(letters.len())], char::from(b'a' + random.below(26) as u8));
                misspellings.extend(edited(name, edit, at, letter).map(|changed| (edit, changed)));
            }
        }
        // A misspelling that is another word or name cannot be found.
        let is_word = |word: &str| {
            let lower = word.to_lowercase();
            dictionaries.knows(locale, word) || dictionaries.knows("en", word) || known.has_word(&lower)
        };
        misspellings.retain(|(_, typed)| {
            !typed.split(' ').flat_map(parts).all(is_word) && !known.has_word(&typed.to_lowercase())
        });
        let hits = found(locale, &page(locale, misspellings.iter().map(|(_, typed)| typed.clone())));
        let missed: Vec<_> = (0..misspellings.len()).filter(|n| !hits.contains(n)).map(|n| &misspellings[n]).collect();
        assert!(
            missed.len() * 20 <= misspellings.len(),
            "{locale}: {} of {} are missed: {missed:?}",
            missed.len(),
            misspellings.len()
        );
    }
}

/// The registry of a guide; [`IDENTITIES`] are its contacts.
const ORGANISATIONS: &str = "- name: Example Helpline
  site: https://www.helpline-example.ngo/
  hosts: [hlp.ngo, 2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion]
  source: x
  contacts:
    - email: help@hlp.ngo
      key: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
      source: x
";

/// Registered identities, each with the text before it on a page.
const IDENTITIES: [(&str, &str); 5] = [
    ("Key fingerprint: ", "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC"),
    ("Write to ", "help@hlp.ngo"),
    ("Their [site](https://", "helpline-example.ngo"),
    ("Also <https://", "hlp.ngo"),
    ("Their <http://", "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"),
];

/// A page with one identity after the text `before`, whose brackets are closed behind it.
fn identity_page(before: &str, identity: &str) -> String {
    let after = match before {
        _ if before.contains('(') => ").",
        _ if before.contains('<') => "/>.",
        _ => " now.",
    };
    format!("# Help\n\n{before}{identity}{after}\n")
}

/// Every text that differs by one replaced, dropped or doubled character, or by two swapped ones.
fn one_edit_away(text: &str) -> Vec<String> {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789".chars();
    let mut all = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let upper = text.chars().any(|c| c.is_ascii_uppercase());
        let cased = |letter: char| if upper { letter.to_ascii_uppercase() } else { letter };
        let others = letters.clone().filter(|letter| !letter.eq_ignore_ascii_case(&c));
        all.extend(others.filter_map(|letter| edited(text, Edit::Replace, at, cased(letter))));
        all.extend(edited(text, Edit::Drop, at, c));
        all.extend(edited(text, Edit::Double, at, c));
        let mut swapped: Vec<char> = text.chars().collect();
        if at + 1 < swapped.len() {
            swapped.swap(at, at + 1);
            all.push(swapped.into_iter().collect());
        }
    }
    // A double space is not a misspelling: gpg prints one in the middle of a fingerprint.
    all.retain(|changed| changed.replace("  ", " ") != text);
    all
}

#[test]
fn every_misspelling_of_a_registered_identity_is_reported() {
    let mut registry = Registry::built_in();
    registry.add_guide_file("organisations.yaml", ORGANISATIONS).unwrap();
    let rules = [
        "unregistered-email",
        "unregistered-fingerprint",
        "fingerprint-format",
        "invalid-fingerprint",
        "short-key-id",
        "lookalike-host",
        "dead-onion",
        "malformed-link",
        "mixed-script",
    ];
    let all = rules.iter().skip(1).fold(case(rules[0]).registry(registry), |case, rule| case.also_rule(rule));
    for (before, identity) in IDENTITIES {
        let clean = identity_page(before, identity);
        assert_eq!(all.messages(&clean), Vec::<String>::new(), "{clean}");
        let changed = one_edit_away(identity);
        assert!(changed.len() > 36 * identity.len(), "{} changes", changed.len());
        // All pages in one run, because each run reads the registries.
        let pages = changed.iter().map(|changed| identity_page(before, changed));
        let missed: Vec<String> = all.clean_among(pages);
        assert!(missed.is_empty(), "{} of {} are missed: {missed:#?}", missed.len(), changed.len());
    }
}
