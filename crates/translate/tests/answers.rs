//! Changes of the source that can harm readers, and the edits of a page that answer them.

use crate::support::two_pages::translated;
use firstaid_translate::{Conflict, Side};

#[test]
fn a_number_changed_in_the_source_is_critical_and_readers_get_the_source() {
    let mut world = translated();
    world.edit("en/Help.md", "3 days", "5 days");
    world.sync("es");
    let catalog = world.catalog("es", "Help");
    assert!(catalog.contains("# firstaid: source changed: critical, a number changed\n"), "{catalog}");
    assert!(catalog.contains("#| msgid \"Ask [us]({1}) in 3 days.\"\n"), "{catalog}");
    assert!(catalog.contains("msgstr \"Pregúntanos [aquí]({1}) en 3 días.\"\n"), "{catalog}");
    assert!(world.page("es/Help.md").contains("<span lang=\"en\">Ask [us](Trust.md) in 5 days.</span>"));

    // A spelling fix elsewhere on the page does not make it look fresh.
    world.edit("es/Help.md", "Quién ayuda", "Quien ayuda");
    assert!(world.sync("es").is_empty());
    assert!(world.catalog("es", "Help").contains("msgstr \"Quien ayuda\""));
    assert!(world.catalog("es", "Help").contains("fuzzy"));

    // A translation of the new text in its place does.
    world.edit(
        "es/Help.md",
        "<span lang=\"en\">Ask [us](Trust.md) in 5 days.</span>",
        "Pregunta [aquí](Trust.md) en 5 días.",
    );
    assert!(world.sync("es").is_empty());
    assert!(!world.catalog("es", "Help").contains("fuzzy"));
    assert!(world.catalog("es", "Help").contains("msgstr \"Pregunta [aquí]({1}) en 5 días.\""));
}

#[test]
fn an_edit_of_a_stale_block_in_the_page_answers_the_new_source() {
    let mut world = translated();
    world.edit("en/Help.md", "Who helps", "Who really helps");
    world.sync("es");
    assert!(world.page("es/Help.md").contains("## Quién ayuda"));
    world.edit("es/Help.md", "## Quién ayuda", "## Quién ayuda de verdad");
    assert!(world.sync("es").is_empty());
    let catalog = world.catalog("es", "Help");
    assert!(catalog.contains("msgstr \"Quién ayuda de verdad\""), "{catalog}");
    assert!(!catalog.contains("fuzzy") && !catalog.contains("source changed"), "{catalog}");
}

#[test]
fn an_edit_of_a_page_whose_source_changed_before_the_same_sync_answers_the_new_source() {
    let mut world = translated();
    world.edit(
        "en/Trust.md",
        "Never share it. See [the list](Help.md#who-helps) and [Tor]",
        "Never lend it. See [Tor]",
    );
    world.edit(
        "es/Trust.md",
        "No lo compartas nunca. Mira [la lista](Help.md#quién-ayuda) y [Tor]",
        "No lo prestes nunca. Mira [Tor]",
    );
    let page = world.page("es/Trust.md").to_owned();
    assert_eq!(world.sync("es"), []);
    let catalog = world.catalog("es", "Trust");
    assert!(
        catalog.contains("msgid \"Never lend it. See [Tor]({1}).\"\nmsgstr \"No lo prestes nunca. Mira [Tor]({1}).\""),
        "{catalog}"
    );
    assert!(!catalog.contains("fuzzy") && !catalog.contains("source changed"), "{catalog}");
    assert_eq!(world.page("es/Trust.md"), page);
    world.assert_synced("es");
}

#[test]
fn an_edit_answers_a_critical_change_only_if_it_changes_as_much() {
    let mut world = translated();
    world.edit("en/Help.md", "in 3 days", "in 5 days");
    let before = world.files.clone();
    world.edit("es/Help.md", "en 3 días", "en 5 días");
    assert_eq!(world.sync("es"), []);
    assert!(!world.catalog("es", "Help").contains("fuzzy"));
    assert!(world.page("es/Help.md").contains("Pregúntanos [aquí](Trust.md) en 5 días."));

    world.files = before;
    world.edit("es/Help.md", "Pregúntanos", "Pregunta");
    let files = world.files.clone();
    let conflicts = world.sync("es");
    let [Conflict::Unanswered { reason, page, source, .. }] = &*conflicts else { panic!("{conflicts:?}") };
    assert_eq!((*reason, &**page), ("a number changed", "Pregunta [aquí]({1}) en 3 días."));
    assert_eq!(source, "Ask [us]({1}) in 5 days.");
    assert_eq!(world.files, files);
    world.prefer = Some(Side::Page);
    assert_eq!(world.sync("es"), []);
    assert!(!world.catalog("es", "Help").contains("fuzzy"));
    assert!(world.page("es/Help.md").contains("Pregunta [aquí](Trust.md) en 3 días."));
}
