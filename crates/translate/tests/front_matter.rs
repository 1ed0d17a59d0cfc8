//! Values of the front matter that a guide names as text.

use crate::support::World;

const SOURCE: &str = "---\ntitle: Boats\nhint: Ask in the port.\nicon: buoy\n---\n\nRow.\n";

fn world(source: &str, keys: &[&str]) -> World {
    let mut world = World::new(&[("en/Boats.md", source)]);
    world.config.publish_at = 0;
    world.text_keys = keys.iter().map(|&key| key.to_owned()).collect();
    world.sync("es");
    world.translate("es", "Boats", &[("Boats", "Barcos"), ("Row.", "Rema.")]);
    assert_eq!(world.sync("es"), []);
    world
}

#[test]
fn values_of_keys_that_the_guide_names_are_translated() {
    let mut world = world(SOURCE, &["Hint"]);
    assert!(!world.catalog("es", "Boats").contains("msgid \"buoy\""), "{}", world.catalog("es", "Boats"));
    world.translate("es", "Boats", &[("Ask in the port.", "Pregunta en el puerto.")]);
    assert_eq!(world.sync("es"), []);
    assert!(world.page("es/Boats.md").contains("hint: Pregunta en el puerto.\nicon: buoy\n"));
    world.assert_synced("es");
    // An edit of the page goes into the catalog.
    world.edit("es/Boats.md", "en el puerto", "en el muelle");
    assert_eq!(world.sync("es"), []);
    assert!(world.catalog("es", "Boats").contains("msgstr \"Pregunta en el muelle.\""));
}

#[test]
fn a_value_that_the_page_has_translated_before_the_guide_named_its_key_stays() {
    for source in [SOURCE, &SOURCE.replace("Ask in the port.", "Boats")] {
        let mut world = world(source, &[]);
        let before = if source == SOURCE { "hint: Ask in the port." } else { "hint: Boats" };
        world.edit("es/Boats.md", before, "hint: \"Mira en el puerto.\"");
        assert_eq!(world.sync("es"), []);
        let page = world.page("es/Boats.md").to_owned();
        world.text_keys = vec!["hint".to_owned()];
        assert_eq!(world.sync("es"), []);
        assert_eq!(world.page("es/Boats.md"), page);
        let catalog = world.catalog("es", "Boats");
        assert!(catalog.contains("in: front matter, hint\n") && catalog.contains("msgstr \"Mira en el puerto.\""));
        assert!(!catalog.contains("fuzzy") && catalog.contains("msgstr \"Barcos\""), "{catalog}");
        world.assert_synced("es");
        world.translate("es", "Boats", &[("Row.", "Rema despacio.")]);
        assert_eq!(world.sync("es"), []);
        assert_eq!(world.page("es/Boats.md"), page.replace("Rema.", "Rema despacio."));
    }
}

/// Nobody has compared what the page has with a source that has changed since.
#[test]
fn a_value_of_a_new_key_that_the_source_has_changed_too_is_no_translation_of_it() {
    for (own, translation) in [(None, ""), (Some("\"Mira en el puerto.\""), "Mira en el puerto.")] {
        let mut world = world(SOURCE, &[]);
        if let Some(own) = own {
            world.edit("es/Boats.md", "hint: Ask in the port.", &format!("hint: {own}"));
            assert_eq!(world.sync("es"), []);
        }
        world.edit("en/Boats.md", "Ask in the port.", "Never ask in the port.");
        world.text_keys = vec!["hint".to_owned()];
        assert_eq!(world.sync("es"), []);
        let catalog = world.read_catalog("es", "Boats");
        let entry = catalog.entries.iter().find(|entry| entry.id == "Never ask in the port.").unwrap();
        assert_eq!((entry.string(), entry.is_fuzzy()), (translation, own.is_some()), "{catalog}");
        let shown = if own.is_some() { translation } else { "Never ask in the port." };
        assert!(world.page("es/Boats.md").contains(shown), "{}", world.page("es/Boats.md"));
        world.assert_synced("es");
    }
}

/// A guide takes a key off its list again.
#[test]
fn a_value_that_is_no_text_any_more_stays_as_it_is_on_the_page() {
    let mut world = world(SOURCE, &["hint"]);
    world.translate("es", "Boats", &[("Ask in the port.", "Pregunta en el puerto.")]);
    assert_eq!(world.sync("es"), []);
    world.text_keys.clear();
    assert_eq!(world.sync("es"), []);
    assert!(world.page("es/Boats.md").contains("hint: Pregunta en el puerto.\n"), "{}", world.page("es/Boats.md"));
    assert!(world.catalog("es", "Boats").contains("#~ msgstr \"Pregunta en el puerto.\""));
    world.assert_synced("es");
}

/// YAML may hold blanks that no reader sees: at the end of a quoted value, and two in a row.
#[test]
fn a_new_translation_reaches_a_value_whatever_blanks_it_has() {
    for value in [
        "\"Pregunta en el puerto. \"",
        "'Pregunta  en el puerto. '",
        ">-\n  Pregunta en\n  el puerto.",
        "|\n  Pregunta en\n  el puerto.\n",
    ] {
        let mut world = world(SOURCE, &["hint"]);
        world.edit("es/Boats.md", "hint: Ask in the port.", &format!("hint: {value}"));
        assert_eq!(world.sync("es"), []);
        assert!(world.page("es/Boats.md").contains(value), "{}", world.page("es/Boats.md"));
        world.translate("es", "Boats", &[("Ask in the port.", "1. Mira en el muelle.")]);
        assert_eq!(world.sync("es"), []);
        let is_shown = |world: &World| world.page("es/Boats.md").contains("Mira en el muelle.");
        assert!(is_shown(&world), "{value}: {}", world.page("es/Boats.md"));
        world.assert_synced("es");
        world.edit("es/Boats.md", "Rema.", "Rema ya.");
        assert_eq!(world.sync("es"), []);
        assert!(is_shown(&world) && world.catalog("es", "Boats").contains("Mira en el muelle."));
    }
}

/// The page has a value that no catalog knows, because another tool lost what the last sync saw.
#[test]
fn an_edit_elsewhere_does_not_bring_a_value_of_the_page_over_a_new_translation() {
    let mut world = world(SOURCE, &["hint"]);
    world.translate("es", "Boats", &[("Ask in the port.", "Pregunta en el puerto.")]);
    assert_eq!(world.sync("es"), []);
    world.change_catalog("es", "Boats", |catalog| {
        for entry in catalog.entries.iter_mut().filter(|entry| entry.id.starts_with("Ask")) {
            entry.comments.clear();
            entry.strings = vec!["Mira en el muelle.".to_owned()];
        }
    });
    assert_eq!(world.sync("es"), []);
    world.edit("es/Boats.md", "Rema.", "Rema ya.");
    world.sync("es");
    let shown = world.page("es/Boats.md").contains("Mira en el muelle.");
    assert!(shown || world.catalog("es", "Boats").contains("Mira en el muelle."), "{}", world.page("es/Boats.md"));
}
