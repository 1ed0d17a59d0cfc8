use firstaid_registry::Registry;
use proptest::prelude::*;

use super::*;
use crate::glossary::AppLabels;

const TERMS: &str = "
- term: Tor Browser
  do-not-translate: true
- term: Backup
  translations: {es: copia de seguridad}
";

fn glossary() -> Glossary {
    let mut registry = Registry::default();
    registry.add_glossary("glossary.yaml", TERMS).unwrap();
    Glossary::new(&registry.glossary, "es")
}

fn mask(message: &str) -> Masked {
    Masked::new(message, &glossary(), false)
}

#[test]
fn markup_surrounds_its_text_and_other_parts_are_masked() {
    let message = "Use **[Tor Browser]({1})**, `apt` & mail <help@accessnow.org> or {2}.";
    let masked = mask(message);
    assert_eq!(
        masked.text,
        "Use <g id=\"1\"><g id=\"2\"><x id=\"3\"/></g></g>, <x id=\"4\"/> &amp; mail <x id=\"5\"/> or <x id=\"6\"/>."
    );
    assert_eq!(masked.restore(&masked.text).as_deref(), Ok(message));
}

#[test]
fn identities_are_masked() {
    for identity in [
        "help@accessnow.org",
        "https://eff.org/a?b=c",
        "ssd.eff.org",
        "eff.org/pages/x",
        "+1 202-555-0136",
        "6CE6 221C 98EC F399 A04C  41B8 C46B ED33 32E8 A2BC",
        "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion",
        "<br>",
        "&nbsp;",
        "{{1}}",
        "{1}",
        "[^1]",
        "\\*",
    ] {
        let text = mask(&format!("a {identity} b")).text;
        assert_eq!(text, "a <x id=\"1\"/> b", "{identity}");
    }
}

#[test]
fn a_label_of_an_app_becomes_what_the_app_shows() {
    let message = "Open **Lock**, then lock “Lock” in **Menu → Lock**.";
    let mut labels = AppLabels::default();
    labels.add(message, "Lock", "Bloquear");
    labels.add(message, "Menu", "Menú");
    let glossary = glossary().with_labels(labels);
    let masked = Masked::new(message, &glossary, false);
    let reply = masked.text.replace("Open", "Abre").replace(", then lock", " y cierra").replace(" in ", " en ");
    let restored = masked.restore(&reply);
    assert_eq!(restored.as_deref(), Ok("Abre **Bloquear** y cierra “Bloquear” en **Menú → Bloquear**."));
    assert!(!Masked::new("Open **Lock**.", &glossary, false).text.contains("<x"));
}

#[test]
fn a_message_of_tags_alone_has_no_text() {
    for message in ["{1}", "`code`, {1}", "**Tor Browser**", "help@accessnow.org", "112"] {
        assert!(mask(message).has_no_text, "{message}");
    }
    assert!(!mask("[it]({1})").has_no_text);
}

#[test]
fn soft_breaks_become_spaces_and_other_line_ends_are_masked() {
    assert_eq!(mask("a\nb").text, "a b");
    assert_eq!(mask("a  \nb").text, "a<x id=\"1\"/>b");
    assert_eq!(mask("1. a\n2. b").text.matches("<x").count(), 1);
}

#[test]
fn terms_are_translated_for_a_machine_without_a_glossary() {
    let masked = Masked::new("Backup, a backup, backups", &glossary(), true);
    assert_eq!(masked.text, "<x id=\"1\"/>, a <x id=\"2\"/>, backups");
    assert_eq!(masked.restore(&masked.text).unwrap(), "Copia de seguridad, a copia de seguridad, backups");
}

#[test]
fn tags_may_change_places_and_spaces_move_out_of_emphasis() {
    let masked = mask("**a** [b]({1}) `c`");
    let swapped = "<x id=\"3\"></x> <g id=\"2\">B</g> en<g id=\"1\"> A </g>fin";
    assert_eq!(masked.restore(swapped).as_deref(), Ok("`c` [B]({1}) en **A** fin"));
}

#[test]
fn broken_tags_are_refused() {
    let masked = mask("**a** {1} b");
    let refusal = |reply: &str| masked.restore(reply).unwrap_err();
    assert_eq!(refusal("<g id=\"1\">a</g> b"), Refusal::LostTag);
    assert_eq!(refusal("<g id=\"1\">a <x id=\"2\"/>"), Refusal::LostTag);
    assert_eq!(refusal("<g id=\"1\">a</g> <x id=\"2\"/><x id=\"2\"/>"), Refusal::RepeatedTag);
    assert_eq!(refusal("<g id=\"1\">a</g> <x id=\"2\"/><x id=\"3\"/>"), Refusal::UnknownTag);
    assert_eq!(refusal("<g id=\"1\">a</g></g> <x id=\"2\"/>"), Refusal::UnknownTag);
    assert_eq!(refusal("<g id=\"2\">a</g> <x id=\"1\"/>"), Refusal::UnknownTag);
    assert_eq!(refusal("<g id=\"1\"> </g> a <x id=\"2\"/>"), Refusal::EmptyTag);
    assert_eq!(refusal("<g id=\"1\">a</g> <x id=\"2\"/> <b>c</b>"), Refusal::AddedMarkup);
}

/// Text as pages have it, and text as nobody writes it.
fn message() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(
        &[
            "word ",
            "two words",
            "**",
            "*",
            "_",
            "~~",
            "[",
            "](",
            ")",
            "]({1})",
            "![",
            "{2}",
            "{{3}}",
            "`",
            "`code` ",
            "<b>",
            "</b>",
            "<",
            ">",
            "&amp;",
            "&",
            " eff.org/a ",
            "a@example.org",
            "\\",
            "\\*",
            "Tor Browser",
            "é",
            "语",
            " ",
            "  ",
            "1. ",
            "- ",
            "# ",
            "[^1]",
            "\u{202e}",
            "\"",
            "|",
            "<https://x.org>",
            "[a][b]",
            "<x id=\"1\"/>",
            "</g>",
        ][..],
    );
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_masked_message_is_restored(message in message()) {
        let masked = mask(&message);
        let empty = masked.restore(&masked.text) == Err(Refusal::EmptyTag);
        if !empty {
            prop_assert_eq!(masked.restore(&masked.text), Ok(message));
        }
    }

    #[test]
    fn line_ends_are_all_that_masking_loses(lines in prop::collection::vec(message(), 1..4)) {
        let message = lines.join("\n");
        let masked = mask(&message);
        prop_assert!(!masked.text.contains('\n'));
        if let Ok(restored) = masked.restore(&masked.text) {
            prop_assert_eq!(restored.replace('\n', " "), message.replace('\n', " "));
        }
    }

    #[test]
    fn damage_to_a_tag_is_noticed(
        message in message(), at in any::<prop::sample::Index>(), c in "[a-z0-9<>/\" =]", how in 0..3
    ) {
        let message = format!("{{1}}{message}");
        let masked = mask(&message);
        let tags: Vec<usize> = TAG.find_iter(&masked.text).flat_map(|tag| tag.range()).collect();
        prop_assume!(masked.restore(&masked.text).is_ok());
        let place = tags[at.index(tags.len())];
        let mut damaged = masked.text.clone();
        let end = if how == 0 { place } else { place + 1 };
        damaged.replace_range(place..end, if how == 2 { "" } else { &c });
        if let Ok(restored) = masked.restore(&damaged) {
            // What is put before a tag or between two is text; it damages none of them.
            let is_text = how == 0 && TAG.find_iter(&masked.text).any(|tag| tag.start() == place);
            prop_assert!(is_text || restored == message, "{} is {}", damaged, restored);
        }
    }
}
