//! What a translation means for a changed source: new text borrows none, equal texts keep their own, a turned meaning
//! is critical, and a source that goes back makes its translation current again.

use crate::support::World;
use crate::support::blocks::synced;
use crate::support::two_pages::translated;

fn blocks(world: &World, path: &str) -> Vec<String> {
    world.page(path).trim_end().split("\n\n").map(str::to_owned).collect()
}

fn set_source(world: &mut World, blocks: &[&str]) {
    world.files.insert("en/A.md".to_owned(), format!("{}\n", blocks.join("\n\n")));
    assert_eq!(world.sync("es"), []);
}

#[test]
fn a_new_block_shows_no_translation_of_one_that_is_still_there() {
    let mut world = synced(&[("# Tools", "# Útiles"), ("Fold the map in two.", "Dobla el mapa en dos.")]);
    set_source(&mut world, &["# Tools", "Fold the mat in two.", "Fold the map in two.", "Fold the cap in two."]);
    assert_eq!(
        blocks(&world, "es/A.md"),
        [
            "# Útiles",
            "<span lang=\"en\">Fold the mat in two.</span>",
            "Dobla el mapa en dos.",
            "<span lang=\"en\">Fold the cap in two.</span>",
        ]
    );
}

#[test]
fn the_most_similar_of_several_new_blocks_is_the_changed_one() {
    let mut world = synced(&[("# Tools", "# Útiles"), ("Fold the big map in two.", "Dobla el mapa en dos.")]);
    set_source(&mut world, &["# Tools", "Fold the new hat in four.", "Fold the big map in three."]);
    assert_eq!(blocks(&world, "es/A.md")[1], "<span lang=\"en\">Fold the new hat in four.</span>");
    assert!(world.catalog("es", "A").contains("#| msgid \"Fold the big map in two.\""));
}

#[test]
fn equal_texts_keep_the_translations_of_their_places() {
    let all = [
        ("# Signs", "# Letreros"),
        ("# Gate", "# Verja"),
        ("Closed today", "Cerrada"),
        ("# Road", "# Camino"),
        ("Closed today", "Cortado"),
        ("# Case", "# Caso"),
        ("Closed today", "Archivado"),
    ];
    let source: Vec<&str> = all.iter().map(|(source, _)| *source).collect();
    for gone in [1, 3, 5] {
        let mut world = synced(&all);
        let left: Vec<&str> =
            source.iter().enumerate().filter(|(n, _)| *n != gone && *n != gone + 1).map(|it| *it.1).collect();
        set_source(&mut world, &left);
        let expected: Vec<&str> =
            all.iter().enumerate().filter(|(n, _)| *n != gone && *n != gone + 1).map(|(_, it)| it.1).collect();
        assert_eq!(blocks(&world, "es/A.md"), expected, "without {gone}");
        // It comes back with its own translation.
        set_source(&mut world, &source);
        assert_eq!(blocks(&world, "es/A.md"), all.map(|it| it.1), "with {gone} again");
    }
    let mut world = synced(&all);
    let moved: Vec<&str> = [0, 5, 6, 1, 2, 3, 4].map(|n| source[n]).to_vec();
    set_source(&mut world, &moved);
    assert_eq!(blocks(&world, "es/A.md"), [0, 5, 6, 1, 2, 3, 4].map(|n| all[n].1));
}

#[test]
fn an_equal_text_in_a_new_place_has_no_translation_yet() {
    let all = [("# Gate", "# Verja"), ("Closed today", "Cerrada"), ("# Road", "# Camino"), ("Closed today", "Cortado")];
    let mut world = synced(&all);
    set_source(&mut world, &["# Well", "Closed today", "# Gate", "Closed today", "# Road", "Closed today"]);
    let page = blocks(&world, "es/A.md");
    assert_eq!(page[1], "<span lang=\"en\">Closed today</span>", "{page:?}");
    assert_eq!((&*page[3], &*page[5]), ("Cerrada", "Cortado"));
}

#[test]
fn a_source_that_goes_back_makes_the_translation_current_again() {
    for changed in
        ["Feed the cat twice each week.", "Feed the cat 2 times each day.", "Never feed the cat twice each day."]
    {
        let mut world = synced(&[("# Pets", "# Animales"), ("Feed the cat twice each day.", "Da de comer al gato.")]);
        let before = world.files.clone();
        set_source(&mut world, &["# Pets", changed]);
        assert!(world.catalog("es", "A").contains("source changed"), "{changed}");
        set_source(&mut world, &["# Pets", "Feed the cat twice each day."]);
        assert_eq!(world.files, before, "{changed}");
    }
}

#[test]
fn an_opposite_in_the_source_hides_the_old_translation() {
    for (before, after) in [
        ("Keep the gate locked at night.", "Keep the gate unlocked at night."),
        ("Turn the lamp on at night.", "Turn the lamp off at night."),
        ("Ring after the meal.", "Ring before the meal."),
        ("Reject the call.", "Accept the call."),
        ("A visible mark helps.", "An invisible mark helps."),
    ] {
        let mut world = synced(&[("# Gate", "# Verja"), (before, "Una frase.")]);
        set_source(&mut world, &["# Gate", after]);
        assert_eq!(blocks(&world, "es/A.md")[1], format!("<span lang=\"en\">{after}</span>"));
        assert!(world.catalog("es", "A").contains("source changed: critical"), "{before}");
    }
}

#[test]
fn equal_texts_of_a_page_may_have_different_translations() {
    let mut world = World::new(&[("en/A.md", "# Open\n\nOpen\n\n## More\n\nOpen\n")]);
    world.sync("ru");
    let catalog = world.catalog("ru", "A").to_owned();
    assert_eq!(catalog.matches("msgid \"Open\"").count(), 3, "{catalog}");
    assert!(catalog.contains("msgctxt \"open\"") && catalog.contains("msgctxt \"more\""), "{catalog}");
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
fn spaces_changed_in_the_source_make_nothing_stale() {
    let mut world = translated();
    world.edit("en/Help.md", "in 3 days", "in 3  days");
    world.sync("es");
    assert!(!world.catalog("es", "Help").contains("fuzzy"));
    assert!(world.page("es/Help.md").contains("en 3 días"));
}
