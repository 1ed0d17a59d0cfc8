//! What is a negation, and what only looks like one.

use super::*;

#[test]
fn negations_are_counted_in_each_language() {
    assert_eq!(count("en", "Never share it; don't reply, cannot"), Some(3));
    assert_eq!(count("es", "No lo compartas nunca con nadie"), Some(2));
    assert_eq!(count("fr", "Ne le partagez pas, n’ouvrez rien"), Some(2));
    assert_eq!(count("de", "Teilen Sie nichts, niemals, kein Wort"), Some(3));
    assert_eq!(count("ru", "Никогда никому не давайте код"), Some(1));
    assert_eq!(count("ar", "لا تشارك كلمة المرور أبدًا، ولا ترسلها"), Some(2));
    assert_eq!(count("tlh", "x"), None);
}

#[test]
fn phrases_with_a_negator_that_negate_nothing_do_not_count() {
    for (language, text) in [
        ("en", "Not only Signal, and no later than Monday; don't forget it"),
        ("es", "No solo Signal; no olvides el PIN"),
        ("fr", "Il n’affiche que votre nom. N’importe qui. N’oubliez pas le code"),
        ("de", "Nicht nur Signal. Vergiss das nicht."),
        ("ru", "Не только Signal, не менее двух, не забудьте"),
        ("ar", "لا تنس الرمز، لا بد من ذلك"),
    ] {
        assert_eq!(count(language, text), Some(0), "{text}");
    }
}

#[test]
fn statements_are_no_prohibitions() {
    for text in ["Never share it.", "- Do not open it.", "If you can, do not pay.", "Wait, and don't reply."] {
        assert!(forbids("en", text), "{text}");
    }
    for text in ["They do not ask.", "It never ends.", "You cannot see it."] {
        assert!(!forbids("en", text), "{text}");
    }
}

#[test]
fn a_number_sign_denies_nothing() {
    let source = "Take the bus no. 4 to the station.";
    for (language, target) in
        [("ru", "Садитесь на автобус № 4."), ("fr", "Prenez le bus n° 4."), ("es", "Toma el autobús no. 4.")]
    {
        assert_eq!(changes(language, &[(source, target)]), [None], "{target}");
    }
    assert_eq!(changes("fr", &[("Do not call no. 4.", "Appelez le n° 4.")]), [Some(Change::Lost)]);
}

#[test]
fn a_word_that_denies_counts_once() {
    let source = "Don't lend keys that are not marked.";
    assert_eq!(changes("fr", &[(source, "Prêtez des clés non marquées.")]), [Some(Change::Lost)]);
    assert_eq!(changes("fr", &[(source, "Ne prêtez pas de clés non marquées.")]), [None]);
}

#[test]
fn words_deny_only_what_their_condition_names() {
    let denied = |source: &str, target: &str| denials_of_translation(("en", source), ("pl", target));
    assert_eq!(denied("Bake the cake without burning it.", "Upiecz ciasto, unikając przypalenia."), Some(1));
    assert_eq!(denied("Avoid burning the cake.", "Unikaj przypalenia ciasta."), Some(0));
    assert_eq!(denials("pl", "Tylko ciasto."), Some(0));
}
