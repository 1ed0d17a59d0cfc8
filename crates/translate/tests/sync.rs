//! Sync of a small guide whose pages and catalogs are edited by hand between the runs.

use crate::support::World;
use firstaid_translate::{Conflict, Side};

const EN: &str = "---\nlayout: page\ntitle: Trust\nlanguage: en\nsummary: >-\n  How to check\n  who it is.\npermalink: /en/Trust/\nparent: /en/\n---\n\n\
    # Trust\n\nNever share it. See [the list](Help.md#who-helps) and [Tor](https://www.torproject.org/).\n\n- One\n- Two\n";
const HELP: &str = "---\ntitle: Help\nlanguage: en\npermalink: /en/Help/\n---\n\n# Help\n\n## Who helps\n\nAsk [us](Trust.md) in 3 days.\n";

/// Both pages, translated word for word.
fn translated() -> World {
    let mut world = World::new(&[("en/Trust.md", EN), ("en/Help.md", HELP)]);
    world.sync("es");
    world.translate(
        "es",
        "Trust",
        &[
            ("Trust", "Confianza"),
            ("How to check who it is.", "Cómo comprobar quién es."),
            (
                "Never share it. See [the list]({1}) and [Tor]({2}).",
                "No lo compartas nunca. Mira [la lista]({1}) y [Tor]({2}).",
            ),
            ("One", "Uno"),
            ("Two", "Dos"),
        ],
    );
    world.translate(
        "es",
        "Help",
        &[
            ("Help", "Ayuda"),
            ("Who helps", "Quién ayuda"),
            ("Ask [us]({1}) in 3 days.", "Pregúntanos [aquí]({1}) en 3 días."),
        ],
    );
    world.sync("es");
    world
}

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
    let mut world = translated();
    let before = world.files.clone();
    assert!(world.sync("es").is_empty());
    assert_eq!(world.files, before);
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
fn spaces_changed_in_the_source_make_nothing_stale() {
    let mut world = translated();
    world.edit("en/Help.md", "in 3 days", "in 3  days");
    world.sync("es");
    assert!(!world.catalog("es", "Help").contains("fuzzy"));
    assert!(world.page("es/Help.md").contains("en 3 días"));
}

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
    let before = world.files.clone();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.files, before, "it stays refused");
    world.translate("es", "Trust", &[("One", "Uno")]);
    world.sync("es");
    assert!(world.page("es/Trust.md").ends_with("- Uno\n- El segundo\n"));
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
fn equal_texts_of_a_page_may_have_different_translations() {
    let mut world = World::new(&[("en/A.md", "# Open\n\nOpen\n\n## More\n\nOpen\n")]);
    world.sync("ru");
    let catalog = world.catalog("ru", "A").to_owned();
    assert_eq!(catalog.matches("msgid \"Open\"").count(), 3, "{catalog}");
    assert!(catalog.contains("msgctxt \"open\"") && catalog.contains("msgctxt \"more\""), "{catalog}");
}

#[test]
fn a_page_whose_catalog_is_lost_stays_as_it_is() {
    let mut world = translated();
    world.files.remove("_catalogs/es/Help.po").unwrap();
    world.edit("en/Help.md", "3 days", "5 days");
    let files = world.files.clone();
    assert!(world.sync("es").is_empty());
    assert_eq!(world.files, files);
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

/// A nested item that was indented too deep goes on with the text before it: no block begins there, and nothing is to be
/// escaped.
#[test]
fn a_mark_that_begins_no_block_in_its_place_stays_as_it_is() {
    const SOURCE: &str =
        "# Boats\n\n- Red boat\n    - It leaks at the stern.\n- Blue boat, see [the quay](https://a.example/)\n";
    let mut world = World::new(&[("en/Boats.md", SOURCE)]);
    world.sync("es");
    let id = "Blue boat, see [the quay]({1})";
    world.translate(
        "es",
        "Boats",
        &[("Boats", "Barcos"), ("Red boat", "Barco rojo"), (id, "Barco azul: [muelle]({1})")],
    );
    world.translate("es", "Boats", &[("It leaks at the stern.", "Hace agua por la popa.")]);
    world.sync("es");
    // A translator's tool writes the page with another indent, in which the nested item is part of the first one.
    let page = world.page("es/Boats.md").replace("    - Hace agua", "      - Hace agua");
    assert!(page.contains("rojo\n      - Hace"), "{page}");
    world.files.insert("es/Boats.md".to_owned(), page.clone());
    world.sync("es");
    assert_eq!(world.page("es/Boats.md"), page);
    let synced = world.files.clone();
    world.sync("es");
    assert_eq!(world.files, synced);
    world.edit("en/Boats.md", "a.example", "b.example");
    world.sync("es");
    assert_eq!(world.page("es/Boats.md"), page.replace("a.example", "b.example"));
}

/// The page has a backslash that the catalog does not have: neither a later edit of another block of the page, nor one of
/// the catalog, takes it for an edit.
#[test]
fn a_backslash_that_sync_wrote_is_no_edit() {
    const SOURCE: &str = "# Tides\n\nHigh water is at noon.\n\nTake a coat.\n\nCome early.\n";
    let mut world = World::new(&[("en/Tides.md", SOURCE)]);
    world.sync("de");
    let texts = [
        ("Tides", "Gezeiten"),
        ("High water is at noon.", "12. Stunde: Flut."),
        ("Take a coat.", "Nimm einen Mantel."),
        ("Come early.", "Komm früh."),
    ];
    world.translate("de", "Tides", &texts);
    world.sync("de");
    assert!(world.page("de/Tides.md").contains("\n12\\. Stunde: Flut.\n"), "{}", world.page("de/Tides.md"));
    world.edit("de/Tides.md", "Mantel", "Schal");
    world.edit("en/Tides.md", "at noon", "at dusk");
    assert_eq!(world.sync("de"), []);
    let catalog = world.catalog("de", "Tides");
    assert!(catalog.contains("\"12. Stunde: Flut.\"") && catalog.contains("fuzzy"), "{catalog}");
    world.edit("de/Tides.md", "Schal", "Hut");
    world.translate("de", "Tides", &[("High water is at dusk.", "18. Stunde: Flut.")]);
    assert_eq!(world.sync("de"), []);
    let page = world.page("de/Tides.md");
    assert!(page.contains("Hut") && page.contains("\n18\\. Stunde"), "{page}");
}

/// A page answers a block that was not translated yet, and at the same time the source rewrites that block.
#[test]
fn a_text_of_the_page_alone_does_not_go_with_a_rewritten_source() {
    const SOURCE: &str = "# Kites\n\nOld cloth is light.\n\nHold the line.\n\nRun uphill.\n";
    let mut world = World::new(&[("en/Kites.md", SOURCE)]);
    world.config.publish_at = 0;
    world.sync("es");
    world.translate("es", "Kites", &[("Kites", "Cometas"), ("Hold the line.", "Sujeta el hilo.")]);
    world.sync("es");
    world.edit("es/Kites.md", "<span lang=\"en\">Run uphill.</span>", "Corre cuesta arriba.");
    world.edit("es/Kites.md", "Sujeta el hilo.\n\n", "");
    world.edit("en/Kites.md", "Run uphill.", "Wait until a steady wind comes from the sea.");
    world.sync("es");
    let (page, catalog) = (world.page("es/Kites.md"), world.catalog("es", "Kites"));
    assert!(page.contains("Corre cuesta arriba.") || catalog.contains("Corre cuesta arriba."), "{page}\n{catalog}");
}

/// The page has an edit that the fold could not pair, and the catalog a new translation of that block.
#[test]
fn a_translation_that_the_page_does_not_show_is_not_taken_as_shown() {
    const SOURCE: &str = "# Kites\n\nOld cloth is light.\n\nHold the line.\n\nRun uphill.\n";
    let mut world = World::new(&[("en/Kites.md", SOURCE)]);
    world.sync("es");
    let texts = [
        ("Kites", "Cometas"),
        ("Old cloth is light.", "La tela vieja pesa poco."),
        ("Hold the line.", "Sujeta el hilo."),
    ];
    world.translate("es", "Kites", &texts);
    world.translate("es", "Kites", &[("Run uphill.", "Corre cuesta arriba.")]);
    world.sync("es");
    world.edit("es/Kites.md", "Sujeta el hilo.\n\n", "No sueltes el hilo.\n\nNunca.\n\n");
    world.translate("es", "Kites", &[("Hold the line.", "Agarra bien el hilo.")]);
    for word in ["cuesta", "ladera", "monte"] {
        world.sync("es");
        let (page, catalog) = (world.page("es/Kites.md").to_owned(), world.catalog("es", "Kites").to_owned());
        assert!(page.contains("No sueltes el hilo."), "{page}");
        assert!(page.contains("Agarra bien el hilo.") || catalog.contains("Agarra bien el hilo."), "{page}\n{catalog}");
        world.edit("es/Kites.md", "Corre ", &format!("Corre {word} "));
        if word == "ladera" {
            world.edit("es/Kites.md", "Nunca.\n\n", "");
        }
    }
}

/// Marks the translation of a source text as fuzzy, as an import does that is not sure of a pair.
fn make_unsure(world: &mut World, text: &str) {
    world.edit("_catalogs/es/Help.po", &format!("msgid \"{text}\"\n"), &format!("#, fuzzy\nmsgid \"{text}\"\n"));
}

#[test]
fn a_translation_that_was_fuzzy_before_its_source_changed_is_fuzzy_when_the_source_goes_back() {
    let fuzzy = |world: &World| world.catalog("es", "Help").contains("#, fuzzy\n");
    for is_synced in [true, false] {
        let mut world = translated();
        make_unsure(&mut world, "Who helps");
        if is_synced {
            world.sync("es");
        }
        let turns = [("Who helps", "Who really helps"), ("really helps", "truly helps"), ("Who truly", "Who")];
        for (from, to) in turns {
            world.edit("en/Help.md", from, to);
            world.sync("es");
            assert!(fuzzy(&world), "{from} -> {to}: {}", world.catalog("es", "Help"));
        }
        let catalog = world.catalog("es", "Help");
        assert!(!catalog.contains("source changed") && !catalog.contains("#| "), "{catalog}");
        world.edit("_catalogs/es/Help.po", "#, fuzzy\n", "");
        world.sync("es");
        assert!(!world.catalog("es", "Help").contains("not sure"), "a person has approved it");
        world.edit("en/Help.md", "Who helps", "Who really helps");
        world.sync("es");
        world.edit("en/Help.md", "Who really helps", "Who helps");
        world.sync("es");
        assert!(!fuzzy(&world));
    }
}

#[test]
fn a_stale_translation_that_was_edited_and_left_fuzzy_is_fuzzy_when_the_source_goes_back() {
    let mut world = translated();
    world.edit("en/Help.md", "Who helps", "Who really helps");
    world.sync("es");
    world.edit("_catalogs/es/Help.po", "Quién ayuda", "Quién ayuda de verdad");
    world.sync("es");
    world.edit("en/Help.md", "Who really helps", "Who helps");
    world.sync("es");
    assert!(world.catalog("es", "Help").contains("#, fuzzy\n"), "{}", world.catalog("es", "Help"));
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
    let before = world.files.clone();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.files, before);
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
