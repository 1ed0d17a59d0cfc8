use super::*;
use crate::testing::Reviewed;

const GLOSSARY: &str = "- term: passphrase\n  definition: x\n  translations: {de: Passphrase}\n";

fn world(pages: &[(&str, &str)]) -> Reviewed {
    let mut world = Reviewed::new(pages);
    world.registry.add_glossary("glossary.yaml", GLOSSARY).unwrap();
    world
}

fn changes(before: &Reviewed, after: &Reviewed) -> Vec<TranslationChange> {
    translation_changes(before.side(), after.side(), &TranslationConfig::default(), &|_| true)
}

const SOURCE: &str = "# Phones

Turn on the lock, and wait 30 minutes. Never share the [code](https://one.org/code).

Never open the box.

1. Choose **Lock now** in Signal.
2. Write to help@one.org.
3. Use a passphrase.

```sh
lock --now
```
";

const GERMAN: &str = "# Telefone

Schalte die Sperre ein und warte 30 Minuten. Teile den [Code](https://one.org/code) nie.

Öffne nie die Kiste.

1. Wähle **Jetzt sperren** in Signal.
2. Schreib an help@one.org.
3. Nutze eine Passphrase.

```sh
lock --now
```
";

/// What the replacement of a text of the German page by another one is said to do: each as `LINE KIND: WHAT`.
#[track_caller]
fn told(from: &str, to: &str) -> Vec<String> {
    assert!(GERMAN.contains(from), "{from}");
    let before = world(&[("en/A.md", SOURCE), ("de/A.md", GERMAN)]);
    let after = world(&[("en/A.md", SOURCE), ("de/A.md", &GERMAN.replacen(from, to, 1))]);
    let shown = |it: &TranslationChange| {
        assert!(!it.follows_source, "{it:?}");
        format!("{} {}: {}", it.line, it.kind, it.what)
    };
    changes(&before, &after).iter().map(shown).collect()
}

#[test]
fn what_changes_the_meaning_is_told() {
    for (from, to, expected) in [
        ("help@one.org", "help@two.org", "8 identity: e-mail address help@one.org became e-mail address help@two.org"),
        ("one.org/code", "two.org/code", "3 identity: host one.org became host two.org"),
        (
            "one.org/code",
            "one.org/other",
            "3 link: the link target `https://one.org/code` became `https://one.org/other`",
        ),
        ("30 Minuten", "3 Minuten", "3 number: the number `30 Minuten` became `3 Minuten`"),
        ("30 Minuten", "30 Stunden", "3 number: the number `30 Minuten` became `30 Stunden`"),
        ("Öffne nie die", "Öffne die", "5 negation: the block denied something, and does not any more"),
        ("Nutze eine", "Nutze keine", "9 negation: the block denies something now, and did not before"),
        ("in Signal", "in Telegram", "7 name: the name `Signal` became `Telegram`"),
        ("**Jetzt sperren**", "**Jetzt öffnen**", "7 label: the label `Jetzt sperren` became `Jetzt öffnen`"),
        ("2. Schreib an help@one.org.\n", "", "8 step: a step or list item is gone"),
        ("Öffne nie die Kiste.\n\n", "", "5 warning: a warning is gone"),
        ("eine Passphrase", "ein Passwort", "9 term: `passphrase` is no longer translated as `Passphrase`"),
        ("Nutze eine Passphrase.", "Use a passphrase.", "9 untranslated: the block shows the text of the source"),
        ("lock --now", "unlock --now", "12 markup: a line of code, HTML or settings became another one"),
        ("# Telefone", "# Handys und Uhren", "1 wording: the block is worded otherwise"),
    ] {
        assert_eq!(told(from, to), [expected], "{from} -> {to}");
    }
    assert_eq!(told("30 Minuten", "dreißig Minuten"), ["3 wording: the block is worded otherwise"]);
    let reversed = told("Sperre ein und", "Sperre aus und");
    assert!(reversed[0].starts_with("3 reversal: "), "{reversed:?}");
}

#[test]
fn links_that_changed_places_are_told() {
    let page = |first: &str, second: &str| {
        format!("# A\n\nLies [eins](https://{first}.org/) und [zwei](https://{second}.org/).\n")
    };
    let source = "# A\n\nRead [one](https://a.org/) and [two](https://b.org/).\n";
    let told = |after: &str| -> Vec<String> {
        let worlds = [&page("a", "b"), after].map(|german| world(&[("en/A.md", source), ("de/A.md", german)]));
        changes(&worlds[0], &worlds[1]).iter().map(|it| format!("{}: {}", it.kind, it.what)).collect()
    };
    assert_eq!(
        told(&page("b", "a")),
        [
            "link: the link `eins` led to `https://a.org/` and leads to `https://b.org/`",
            "link: the link `zwei` led to `https://b.org/` and leads to `https://a.org/`",
        ]
    );
    // A link that moved with its text leads where it led.
    let moved = told("# A\n\nLies [zwei](https://b.org/) und [eins](https://a.org/).\n");
    assert!(!moved.iter().any(|it| it.starts_with("link")), "{moved:?}");
}

#[test]
fn what_changes_nothing_is_not_told() {
    for (from, to) in [
        ("Telefone\n\n", "Telefone\n\n\n\n"),
        ("und warte 30", "und\nwarte  30"),
        ("# Telefone", "# telefone"),
        ("die Kiste.", "die Kiste!"),
        ("1. Wähle", "1) Wähle"),
    ] {
        assert_eq!(told(from, to), [""; 0], "{from} -> {to}");
    }
}

#[test]
fn a_block_that_is_translated_now_is_told_as_one() {
    let missing = GERMAN.replace("Öffne nie die Kiste.", "<span lang=\"en\">Never open the box.</span>");
    let before = world(&[("en/A.md", SOURCE), ("de/A.md", &missing)]);
    let after = world(&[("en/A.md", SOURCE), ("de/A.md", GERMAN)]);
    let found = changes(&before, &after);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(&*found[0].what, "the block is translated now");
}

#[test]
fn steps_that_change_places_are_told() {
    let moved = GERMAN.replace(
        "2. Schreib an help@one.org.\n3. Nutze eine Passphrase.",
        "2. Nutze eine Passphrase.\n3. Schreib an help@one.org.",
    );
    let before = world(&[("en/A.md", SOURCE), ("de/A.md", GERMAN)]);
    let after = world(&[("en/A.md", SOURCE), ("de/A.md", &moved)]);
    let found = changes(&before, &after);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].kind, &*found[0].what),
        (TranslationChangeKind::Step, "a step or list item stands in another place")
    );
}

#[test]
fn a_translation_that_follows_its_source_is_told_as_such() {
    let before = world(&[("en/A.md", SOURCE), ("de/A.md", GERMAN)]);
    let later = |text: &str| text.replace("30 ", "10 ");
    let after = world(&[("en/A.md", &later(SOURCE)), ("de/A.md", &later(GERMAN))]);
    let found = changes(&before, &after);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].follows_source && found[0].kind == TranslationChangeKind::Number, "{found:?}");
    assert!(found[0].source.as_deref().is_some_and(|text| text.contains("10 minutes")), "{found:?}");
}

#[test]
fn pages_that_are_new_gone_or_renamed_are_told() {
    let before = world(&[("en/A.md", SOURCE), ("de/A.md", GERMAN), ("de/B.md", "# Anderes\n")]);
    let after = world(&[("en/A.md", SOURCE), ("de/C.md", &GERMAN.replace("30 ", "3 ")), ("de/D.md", "# Noch mehr\n")]);
    let found = changes(&before, &after);
    let shown: Vec<_> = found.iter().map(|it| format!("{} {}", it.path, it.what)).collect();
    assert_eq!(
        shown,
        ["de/B.md the page is gone", "de/C.md the number `30 Minuten` became `3 Minuten`", "de/D.md the page is new"]
    );
}

#[test]
fn catalogs_are_compared_though_nobody_synced_them() {
    let catalog = |text: &str, comment: &str| {
        let id = "msgid \"Never open the box.\"";
        format!(
            "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n{comment}{id}\nmsgstr \"{text}\"\n"
        )
    };
    let pages = [("en/A.md", "Never open the box.\n"), ("de/A.md", "Öffne nie die Kiste.\n")];
    let before = world(&pages).with_catalog("de", &catalog("Öffne nie die Kiste.", ""));
    let after = world(&pages).with_catalog("de", &catalog("Öffne die Kiste.", "#, fuzzy\n"));
    let found = changes(&before, &after);
    let shown: Vec<_> = found.iter().map(|it| (&*it.path, it.kind)).collect();
    assert!(shown.contains(&("_catalogs/de/A.po", TranslationChangeKind::Negation)), "{found:?}");
    let states: Vec<_> = found.iter().filter(|it| it.kind == TranslationChangeKind::State).collect();
    assert_eq!(states.len(), 1, "{found:?}");
    assert_eq!(states[0].what, "1 entry: translated became translated, fuzzy");
}
