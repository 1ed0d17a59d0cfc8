use std::collections::BTreeMap;

use firstaid_registry::{Registry, TermTranslation};
use proptest::prelude::*;

use super::*;

const TERMS: &str = "
- term: Backup
  translations:
    es: {term: copia de seguridad, stems: [copias de seguridad]}
- term: Backup code
  translations:
    es: {term: código de respaldo, stems: [códigos de respaldo], forbidden: [códigos de seguridad]}
- term: Encryption
  translations:
    es: {term: cifrado, stems: [cifr*], forbidden: [codificación]}
    ar: {term: التشفير, stems: ['*تشفير*']}
- term: End-to-end encryption
  translations:
    es: {term: cifrado de extremo a extremo}
    fr: chiffrement de bout en bout
- term: Safety number
  translations:
    es: {term: número de seguridad, forbidden: [códigos de seguridad]}
- term: Signal
  do-not-translate: true
- term: Tor
  do-not-translate: true
- term: Tor Browser
  do-not-translate: true
- term: VPN
  do-not-translate: true
";

fn glossary(locale: &str) -> Glossary {
    let mut registry = Registry::default();
    registry.add_glossary("glossary.yaml", TERMS).unwrap();
    Glossary::new(&registry.glossary, locale)
}

fn found(source: &str) -> Vec<String> {
    glossary("es").find(source).iter().map(|it| format!("{}={}", &source[it.range], it.term.source)).collect()
}

fn misuses(locale: &str, source: &str, target: &str) -> Vec<String> {
    let text = |it: &Misuse<'_>| match it {
        Misuse::Missing(term, range) => format!("missing {} for {}", term.translation, &source[*range]),
        Misuse::Forbidden(term, range) => format!("forbidden {} for {}", &target[*range], term.source),
    };
    glossary(locale).check(source, target).iter().map(text).collect()
}

#[test]
fn terms_are_whole_words_in_any_case_singular_or_plural() {
    assert_eq!(found("BACKUPS, not backupper; a backup\ncode"), ["BACKUPS=Backup", "backup\ncode=Backup code"]);
    assert_eq!(found("a backup: code"), ["backup=Backup"]);
}

#[test]
fn the_longest_term_wins() {
    assert_eq!(found("**end-to-end** encryption"), ["end-to-end** encryption=End-to-end encryption"]);
    assert_eq!(found("Tor Browser and Tor"), ["Tor Browser=Tor Browser", "Tor=Tor"]);
}

#[test]
fn a_name_counts_in_its_own_case_only() {
    assert_eq!(found("the signal of Signal’s VPNs"), ["Signal=Signal", "VPNs=VPN"]);
}

#[test]
fn a_locale_has_its_translated_terms_and_the_names() {
    let terms: Vec<_> = glossary("fr").terms().iter().map(|term| term.source.to_string()).collect();
    assert_eq!(terms, ["End-to-end encryption", "Signal", "Tor", "Tor Browser", "VPN"]);
    assert_eq!(glossary("fr-CA").terms().len(), 5);
}

#[test]
fn right_forms_pass() {
    assert_eq!(misuses("es", "Use encryption.", "Cifre lo que pueda."), [""; 0]);
    assert_eq!(misuses("es", "Backup codes", "Códigos de **respaldo**"), [""; 0]);
    assert_eq!(misuses("ar", "Use encryption.", "وبالتّشفير تحمي"), [""; 0]);
    assert_eq!(misuses("ar", "Use Signal with a VPN", "استخدم Signal معVPN"), [""; 0]);
}

#[test]
fn a_missing_term_is_reported_once() {
    assert_eq!(misuses("es", "Encryption, encryption.", "Claves."), ["missing cifrado for Encryption"]);
    assert_eq!(misuses("es", "Open Tor Browser", "Abra el navegador"), ["missing Tor Browser for Tor Browser"]);
}

#[test]
fn a_forbidden_form_is_reported_instead_of_a_missing_term() {
    assert_eq!(misuses("es", "Encryption", "La Codificación"), ["forbidden Codificación for Encryption"]);
    let both = misuses("es", "Backup codes, safety numbers", "Los códigos de seguridad");
    assert_eq!(both, ["forbidden códigos de seguridad for Backup code"]);
    assert_eq!(misuses("es", "Nothing of it", "La codificación"), [""; 0]);
}

#[test]
fn a_forbidden_form_inside_a_right_one_is_accepted() {
    let entry = |term: &str, translation: &str, forbidden: &[&str]| GlossaryEntry {
        term: term.to_owned(),
        definition: None,
        do_not_translate: false,
        note: None,
        translations: BTreeMap::from([(
            "es".to_owned(),
            TermTranslation {
                term: translation.to_owned(),
                forbidden: forbidden.iter().map(|it| (*it).to_owned()).collect(),
                ..TermTranslation::default()
            },
        )]),
    };
    let entries = [entry("Key", "llave", &["clave"]), entry("Key phrase", "frase clave", &[])];
    let glossary = Glossary::new(&entries, "es");
    assert_eq!(glossary.check("A key, a key phrase", "Una llave, una frase clave"), []);
    assert_eq!(glossary.check("A key, a key phrase", "Una clave, una frase clave").len(), 1);
}

proptest! {
    #[test]
    fn uses_are_in_order_disjoint_and_on_character_boundaries(source in "([Tt]or |Browser|[bB]ackup|code|s| |-|é|\u{301}|语){0,12}") {
        let glossary = glossary("es");
        let mut end = 0;
        for it in glossary.find(&source) {
            prop_assert!(it.range.start() >= end && source.is_char_boundary(it.range.end() as usize));
            end = it.range.end();
        }
        prop_assert!(glossary.check(&source, &source).iter().all(|it| matches!(it, Misuse::Missing(term, _) if !term.is_kept)));
    }
}
