//! Sync of a small guide whose pages and catalogs are edited by hand between the runs.

use crate::support::World;
use crate::support::two_pages::translated;
use firstaid_translate::{Conflict, Side};

#[test]
fn a_catalog_is_rendered_as_the_page_of_its_locale() {
    let world = translated();
    assert_eq!(
        world.page("es/Trust.md"),
        "---\nlayout: page\ntitle: Confianza\nlanguage: es\nsummary: >-\n  Cómo comprobar quién es.\npermalink: /es/Trust/\nparent: /es/\n---\n\n\
         # Confianza\n\nNo lo compartas nunca. Mira [la lista](Help.md#quién-ayuda) y [Tor](https://www.torproject.org/).\n\n- Uno\n- Dos\n"
    );
}

#[test]
fn a_second_sync_changes_nothing() {
    translated().assert_synced("es");
}

#[test]
fn a_url_changed_in_the_source_reaches_the_page_and_nothing_is_stale() {
    let mut world = translated();
    world.edit("en/Trust.md", "https://www.torproject.org/", "https://tor.example/");
    assert!(world.sync("es").is_empty());
    assert!(world.page("es/Trust.md").contains("[Tor](https://tor.example/)"));
    assert!(!world.catalog("es", "Trust").contains("fuzzy"));
}

#[test]
fn a_new_url_that_the_page_already_has_is_no_edit_of_the_page() {
    let mut world = translated();
    let catalog = world.catalog("es", "Trust").to_owned();
    world.edit("en/Trust.md", "https://www.torproject.org/", "https://tor.example/");
    world.edit("es/Trust.md", "- Uno", "- El primero");
    assert!(world.sync("es").is_empty());
    let whole = world.files.clone();
    // As after a sync that was interrupted between writing the page and the catalog.
    world.files.insert("_catalogs/es/Trust.po".to_owned(), catalog);
    assert!(world.sync("es").is_empty());
    assert_eq!(world.files, whole);
}

#[test]
fn an_edit_of_the_page_is_folded_back() {
    let mut world = translated();
    world.edit("es/Trust.md", "- Dos", "- El segundo");
    assert!(world.sync("es").is_empty());
    assert!(world.catalog("es", "Trust").contains("msgstr \"El segundo\""));
    assert!(world.page("es/Trust.md").contains("- El segundo"));
}

#[test]
fn edits_of_page_and_catalog_are_merged() {
    let mut world = translated();
    world.edit("es/Trust.md", "- Dos", "- El segundo");
    world.edit("_catalogs/es/Trust.po", "msgstr \"Uno\"", "msgstr \"El primero\"");
    assert!(world.sync("es").is_empty());
    assert!(world.page("es/Trust.md").ends_with("- El primero\n- El segundo\n"));
    assert!(world.catalog("es", "Trust").contains("msgstr \"El segundo\""));
}

#[test]
fn the_same_segment_changed_on_both_sides_is_a_conflict_and_nothing_is_written() {
    let mut world = translated();
    world.edit("es/Trust.md", "- Uno", "- El uno");
    world.edit("_catalogs/es/Trust.po", "msgstr \"Uno\"", "msgstr \"El primero\"");
    let before = world.files.clone();
    let conflicts = world.sync("es");
    let [Conflict::Both { page, catalog, source, .. }] = &*conflicts else { panic!("{conflicts:?}") };
    assert_eq!((&**page, &**catalog, &**source), ("El uno", "El primero", "One"));
    assert_eq!(world.files, before);

    world.prefer = Some(Side::Page);
    assert!(world.sync("es").is_empty());
    assert!(world.catalog("es", "Trust").contains("msgstr \"El uno\""));
    // What loses is never lost: the page has not shown it.
    assert!(world.catalog("es", "Trust").contains("#~ msgstr \"El primero\""));
    world.files = before;
    world.prefer = Some(Side::Catalog);
    assert!(world.sync("es").is_empty());
    assert!(world.page("es/Trust.md").contains("- El primero\n"));
}

#[test]
fn blocks_added_to_a_page_or_taken_out_are_told_and_stay_so() {
    let mut world = translated();
    world.edit("es/Trust.md", "- Dos\n", "- Dos\n- Tres\n");
    let page = world.page("es/Trust.md").to_owned();
    assert!(world.sync("es").is_empty());
    assert!(matches!(&*world.differences, [Conflict::Added { .. }]));
    assert_eq!(world.page("es/Trust.md"), page);
    // Other changes reach the page all the same.
    world.edit("en/Trust.md", "https://www.torproject.org/", "https://tor.example/");
    assert!(world.sync("es").is_empty());
    assert_eq!(world.page("es/Trust.md"), page.replace("https://www.torproject.org/", "https://tor.example/"));

    world.edit("es/Trust.md", "- Dos\n- Tres\n", "");
    assert!(world.sync("es").is_empty());
    assert!(matches!(&*world.differences, [Conflict::Removed { .. }]));
    assert!(!world.page("es/Trust.md").contains("Dos") && world.catalog("es", "Trust").contains("Dos"));
}

#[test]
fn a_translation_of_removed_text_is_kept_as_obsolete_and_reused() {
    let mut world = translated();
    world.edit("en/Trust.md", "- Two\n", "");
    world.sync("es");
    assert!(world.catalog("es", "Trust").contains("#~ msgstr \"Dos\""));
    assert!(!world.page("es/Trust.md").contains("Dos"));
    world.edit("en/Trust.md", "- One\n", "- Two\n- One\n");
    world.sync("es");
    assert!(world.page("es/Trust.md").ends_with("- Dos\n- Uno\n"));
    assert!(!world.catalog("es", "Trust").contains("fuzzy"));
}

#[test]
fn links_to_a_page_that_the_locale_lacks_lead_to_the_source_until_it_lands() {
    let mut world = translated();
    world.files.remove("es/Help.md");
    let catalog = world.files.remove("_catalogs/es/Help.po").unwrap();
    world.sync("es");
    assert!(
        world.page("es/Trust.md").contains("[la lista](../en/Help.md#who-helps \"en\")"),
        "{}",
        world.page("es/Trust.md")
    );
    assert!(!world.files.contains_key("es/Help.md"));
    assert!(world.sync("es").is_empty());
    world.files.insert("_catalogs/es/Help.po".to_owned(), catalog);
    assert!(world.sync("es").is_empty());
    assert!(world.page("es/Trust.md").contains("[la lista](Help.md#quién-ayuda)"));
}

#[test]
fn front_matter_keeps_its_order_its_quotes_and_its_own_keys() {
    let mut world = translated();
    world.edit("es/Help.md", "title: Ayuda\nlanguage: es\n", "translator: \"Ana\"\nlanguage: 'es'\ntitle: \"Ayuda\"\n");
    assert!(world.sync("es").is_empty());
    world.edit("en/Help.md", "title: Help\n", "title: Help\ndate: 2026-11-24\n");
    assert!(world.sync("es").is_empty());
    let page = world.page("es/Help.md");
    assert!(
        page.starts_with(
            "---\ntranslator: \"Ana\"\nlanguage: 'es'\ntitle: \"Ayuda\"\npermalink: /es/Help/\ndate: 2026-11-24\n---\n"
        ),
        "{page}"
    );
}

#[test]
fn a_translation_that_would_be_another_block_costs_its_own_block() {
    let mut world = translated();
    world.edit("_catalogs/es/Trust.po", "msgstr \"Uno\"", "msgstr \"Uno\\n\\nDos\"");
    world.edit("_catalogs/es/Trust.po", "msgstr \"Dos\"", "msgstr \"El segundo\"");
    assert_eq!(world.sync("es"), []);
    assert!(world.page("es/Trust.md").ends_with("- One\n- El segundo\n"));
    assert!(world.catalog("es", "Trust").contains("msgstr \"\"\n\"Uno\\n\"\n\"\\n\"\n\"Dos\"\n"));
    world.assert_synced("es");
    world.translate("es", "Trust", &[("One", "Uno")]);
    world.sync("es");
    assert!(world.page("es/Trust.md").ends_with("- Uno\n- El segundo\n"));
}

/// A heading may be a step of a list on the page, where marks have another meaning.
#[test]
fn a_translation_that_fits_its_source_but_not_its_place_on_the_page_costs_its_own_block() {
    const SPANISH: &str = "4. Redes\n\nCose la malla.\n";
    let mut world = World::new(&[("en/Nets.md", "# Nets\n\nMend the mesh.\n")]);
    world.sync("es");
    world.translate("es", "Nets", &[("Nets", "Redes"), ("Mend the mesh.", "Cose la malla.")]);
    world.sync("es");
    world.edit("es/Nets.md", "# Redes\n\nCose la malla.\n", SPANISH);
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page("es/Nets.md"), SPANISH);
    world.translate("es", "Nets", &[("Nets", "2. Mallas"), ("Mend the mesh.", "Remienda la malla.")]);
    assert_eq!(world.sync("es"), [], "the page is written");
    let page = world.page("es/Nets.md");
    assert!(page.contains("Remienda la malla.") && page.contains("Nets") && !page.contains("Mallas"), "{page}");
    assert!(world.catalog("es", "Nets").contains("2. Mallas"));
    world.assert_synced("es");
    world.translate("es", "Nets", &[("Nets", "Mallas")]);
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page("es/Nets.md"), "4. Mallas\n\nRemienda la malla.\n");
}

#[test]
fn a_translation_that_begins_like_a_list_is_escaped() {
    let mut world = translated();
    world.edit("_catalogs/es/Trust.po", "msgstr \"Uno\"", "msgstr \"1. de mayo\"");
    assert_eq!(world.sync("es"), []);
    assert!(world.page("es/Trust.md").contains("- 1\\. de mayo\n- Dos\n"), "{}", world.page("es/Trust.md"));
    // An edit elsewhere in the page leaves the entry as its translator wrote it.
    world.edit("es/Trust.md", "- Dos", "- El segundo");
    assert_eq!(world.sync("es"), []);
    assert!(world.catalog("es", "Trust").contains("msgstr \"1. de mayo\""), "{}", world.catalog("es", "Trust"));
}

#[test]
fn a_translation_without_its_placeholder_leaves_the_link_of_the_source() {
    let mut world = translated();
    let (id, lost) = ("Ask [us]({1}) in 3 days.", "Pregúntanos en 3 días.");
    for wrong in [lost, "Pregúntanos [aquí]({2}) en 3 días.", "Pregunta [a uno]({1}) o [a otro]({1}) en 3 días."] {
        world.translate("es", "Help", &[(id, wrong)]);
        assert_eq!(world.sync("es"), []);
        assert!(world.page("es/Help.md").contains("Ask [us](Trust.md) in 3 days."), "{wrong}");
        assert!(world.catalog("es", "Help").contains(wrong), "{wrong}");
    }
    // What the page has by its translator's hand is shown, and stays.
    world.translate("es", "Help", &[(id, "Pregúntanos [aquí]({1}) en 3 días.")]);
    world.sync("es");
    world.edit("es/Help.md", "Pregúntanos [aquí](Trust.md) en 3 días.", lost);
    assert_eq!(world.sync("es"), []);
    assert!(world.page("es/Help.md").contains(lost) && world.catalog("es", "Help").contains(lost));
}

#[test]
fn an_interrupted_sync_is_completed_by_the_next() {
    let mut world = translated();
    let old = world.catalog("es", "Help").to_owned();
    world.edit("en/Help.md", "3 days", "5 days");
    world.edit("en/Help.md", "Ask", "Just ask");
    world.sync("es");
    let (page, catalog) = (world.page("es/Help.md").to_owned(), world.catalog("es", "Help").to_owned());
    world.files.insert("_catalogs/es/Help.po".to_owned(), old);
    assert!(world.sync("es").is_empty());
    assert_eq!((world.page("es/Help.md"), world.catalog("es", "Help")), (&*page, &*catalog));
}

#[test]
fn a_page_whose_catalog_is_lost_stays_as_it_is() {
    let mut world = translated();
    world.files.remove("_catalogs/es/Help.po").unwrap();
    world.edit("en/Help.md", "3 days", "5 days");
    world.assert_synced("es");
}

#[test]
fn renamed_source_pages_take_their_translations_along() {
    let mut world = translated();
    let (help, trust) = (world.page("es/Help.md").to_owned(), world.page("es/Trust.md").to_owned());
    for (from, to) in [("Help", "first/Contacts"), ("Trust", "trust")] {
        let page = world.files.remove(&format!("en/{from}.md")).unwrap();
        world.files.insert(format!("en/{to}.md"), page.replace("Help.md", "first/Contacts.md"));
    }
    assert!(world.sync("es").is_empty());
    assert_eq!(world.page("es/first/Contacts.md"), help);
    assert_eq!(world.page("es/trust.md"), trust.replace("Help.md", "first/Contacts.md"));
    assert!(!world.catalog("es", "trust").contains("fuzzy"));
}
