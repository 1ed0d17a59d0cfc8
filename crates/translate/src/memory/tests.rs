use proptest::prelude::*;

use super::*;

fn unit(source: &str, translation: &str) -> Unit {
    Unit {
        source: source.to_owned(),
        translation: translation.to_owned(),
        origin: "Page".into(),
        context: Context::default(),
        trust: Trust::Translated,
    }
}

fn memory(pairs: &[(&str, &str)]) -> Memory {
    pairs.iter().map(|(source, translation)| unit(source, translation)).collect()
}

/// `score fit text` of each match.
fn found(memory: &Memory, source: &str) -> Vec<String> {
    let matches = memory.look_up(source, Context::default(), 5);
    matches.iter().map(|it| format!("{} {:?} {}", it.score, it.fit, it.text)).collect()
}

#[test]
fn the_same_text_is_exact() {
    let memory = memory(&[("Open the door.", "Abra la puerta."), ("Open the window.", "Abra la ventana.")]);
    let found = found(&memory, "Open the door.");
    assert_eq!(found[0], "100 Exact Abra la puerta.");
    assert!(found[1].ends_with("Fuzzy Abra la ventana."), "{found:?}");
}

#[test]
fn other_line_ends_are_exact_and_another_letter_case_is_fuzzy() {
    let memory = memory(&[("Open the\ndoor.", "Abra la puerta.")]);
    assert_eq!(found(&memory, "Open the door."), ["99 Exact Abra la puerta."]);
    assert_eq!(found(&memory, "open the DOOR."), ["98 Fuzzy Abra la puerta."]);
}

#[test]
fn context_ranks_before_trust_and_trust_before_origin() {
    let context = Context::new("Doors", "Before.", "");
    let with = |translation: &str, context, trust, origin: &str| Unit {
        context,
        trust,
        origin: origin.into(),
        ..unit("Close it.", translation)
    };
    let memory: Memory = [
        with("c", Context::default(), Trust::Translated, "B"),
        with("d", Context::default(), Trust::Unsure, "A"),
        with("b", Context::new("", "Before.", "Else."), Trust::Reviewed, "Z"),
        with("a", context, Trust::Unsure, "Z"),
        with("c", Context::default(), Trust::Translated, "A"),
    ]
    .into_iter()
    .collect();
    let matches = memory.look_up("Close it.", context, 9);
    let ranked: Vec<_> = matches.iter().map(|it| (&*it.text, it.fit, &*it.unit.origin)).collect();
    let expected = [("a", Fit::InContext, "Z"), ("b", Fit::Exact, "Z"), ("c", Fit::Exact, "A"), ("d", Fit::Exact, "A")];
    assert_eq!(ranked, expected);
}

#[test]
fn another_number_is_adapted_or_conflicting() {
    let memory = memory(&[("Wait 24 hours, then call.", "Espere 24 horas y llame."), ("Use 2 of 2.", "Use 2 de 2.")]);
    assert_eq!(found(&memory, "Wait 48 hours, then call."), ["95 Adapted Espere 48 horas y llame."]);
    assert_eq!(found(&memory, "Use 3 of 2."), ["69 Conflicting Use 2 de 2."]);
    let matches = memory.look_up("Use 3 of 2.", Context::default(), 1);
    assert!(!matches[0].is_fillable(0));
}

#[test]
fn another_identity_negation_or_number_word_is_conflicting() {
    let memory = memory(&[
        ("Write to help@accessnow.org now.", "Escriba a help@accessnow.org."),
        ("Never share the recovery code.", "Nunca comparta el código."),
        ("The door closes after three days.", "La puerta se cierra a los tres días."),
    ]);
    for source in
        ["Write to help@accessnaw.org now.", "Always share the recovery code.", "The door closes after seven days."]
    {
        let found = found(&memory, source);
        assert!(found.len() == 1 && found[0].contains("Conflicting"), "{source}: {found:?}");
    }
}

#[test]
fn dissimilar_and_empty_texts_are_not_offered() {
    let memory = memory(&[("Open the door.", "x"), ("", "nothing"), ("Nothing.", " ")]);
    assert_eq!(memory.len(), 1);
    assert_eq!(found(&memory, "Encrypt your disk before you travel."), [""; 0]);
    assert_eq!(found(&memory, ""), [""; 0]);
}

/// Sentences with some words in common.
fn sentence() -> impl Strategy<Value = String> {
    const WORDS: [&str; 11] = ["open", "the", "door", "window", "never", "2", "17", "{1}", "eff.org", "Ж", "再"];
    prop::collection::vec(prop::sample::select(&WORDS), 1..9).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn scores_are_those_of_a_plain_edit_distance(one in sentence(), two in sentence()) {
        let fast = score(&BatchComparator::new(one.chars()), one.chars().count(), &two);
        let longer = one.chars().count().max(two.chars().count());
        let plain = ((longer - strsim::levenshtein(&one, &two)) * 100 / longer) as u8;
        prop_assert_eq!(fast, Some(plain).filter(|it| *it >= MIN_SCORE));
    }

    #[test]
    fn a_text_finds_itself_and_nothing_else_scores_as_high(
        sources in prop::collection::hash_set(sentence(), 1..20)
    ) {
        let memory: Memory = sources.iter().map(|it| unit(it, &format!("«{it}»"))).collect();
        for source in &sources {
            let matches = memory.look_up(source, Context::default(), 10);
            prop_assert_eq!(&*matches[0].text, &format!("«{source}»"));
            prop_assert_eq!((matches[0].score, matches[0].fit), (100, Fit::Exact));
            prop_assert!(matches[1..].iter().all(|it| it.score < SAME_WORDS_SCORE));
        }
    }

    #[test]
    fn fillable_matches_have_the_facts_of_the_query(
        sources in prop::collection::vec(sentence(), 1..20), query in sentence()
    ) {
        let memory: Memory = sources.iter().map(|it| unit(it, it)).collect();
        for it in memory.look_up(&query, Context::default(), 10).iter().filter(|it| it.is_fillable(0)) {
            prop_assert!(Facts::of(&it.text).agree(&Facts::of(&query)), "{} for {}", it.text, query);
        }
    }
}
