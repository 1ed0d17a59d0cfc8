//! Pages and catalogs that differ on purpose: what the first sync leaves, a second one takes as it is.

use crate::support::blocks::synced;
use firstaid_translate::po::Catalog;

fn translate_last(catalog: &mut Catalog, source: &str, text: &str) {
    let entry = catalog.entries.iter_mut().rfind(|it| it.id == source && !it.obsolete).expect("an entry");
    entry.strings = vec![text.to_owned()];
}

const BOATS: [(&str, &str); 5] = [
    ("# Boats", "# Barcos"),
    ("Row along the quay.", "Rema junto al muelle."),
    ("Mind the tide.", "Ojo con la marea."),
    ("Tie two knots.", "Haz dos nudos."),
    ("Stow the oars.", "Guarda los remos."),
];

/// The page has dropped two blocks and has one of its own in their place. Once one of the two is translated anew, as
/// many are missing as are added.
#[test]
fn a_block_that_the_page_dropped_is_not_taken_for_one_that_it_added() {
    let mut world = synced(&BOATS);
    world.edit("es/A.md", "Ojo con la marea.\n\nHaz dos nudos.\n", "Pregunta en el puerto.\n");
    assert_eq!(world.sync("es"), []);
    world.assert_synced("es");
    world.translate("es", "A", &[("Mind the tide.", "Mira la marea.")]);
    assert_eq!(world.sync("es"), []);
    let page = world.page("es/A.md");
    assert!(page.contains("Mira la marea.") && page.contains("Pregunta en el puerto."), "{page}");
    assert!(world.catalog("es", "A").contains("# firstaid: not on the page\n"), "{}", world.catalog("es", "A"));
    world.assert_synced("es");
}

/// The source puts a link into a block that the page does not have: its translation lacks the placeholder.
#[test]
fn a_refused_translation_of_a_block_that_the_page_dropped_stays_away() {
    let mut world = synced(&BOATS);
    world.edit("es/A.md", "Ojo con la marea.\n\n", "");
    assert_eq!(world.sync("es"), []);
    world.edit("en/A.md", "Mind the tide.", "Mind the [tide](https://tide.example/).");
    assert_eq!(world.sync("es"), []);
    assert!(!world.page("es/A.md").contains("tide"), "{}", world.page("es/A.md"));
    assert!(world.catalog("es", "A").contains("# firstaid: not on the page\n"), "{}", world.catalog("es", "A"));
    world.assert_synced("es");
    // A translation that the page can show puts the block back.
    world.translate("es", "A", &[("Mind the [tide]({1}).", "Ojo con la [marea]({1}).")]);
    assert_eq!(world.sync("es"), []);
    assert!(world.page("es/A.md").contains("Ojo con la [marea](https://tide.example/)."), "{}", world.page("es/A.md"));
    world.assert_synced("es");
}

/// Of two blocks with one source text, one shows the source. The source drops that one, and the translation of the
/// other is refused, so that the page is to show the source in its place.
#[test]
fn a_translation_is_found_although_its_source_text_stands_elsewhere_on_the_page() {
    let mut world = synced(&[("# Boats", "# Barcos"), ("Row.", ""), ("Mind the tide.", "Ojo."), ("Row.", "Rema.")]);
    world.change_catalog("es", "A", |catalog| translate_last(catalog, "Row.", "Rema {3} veces."));
    world.edit("en/A.md", "Row.\n\nMind", "Mind");
    assert_eq!(world.sync("es"), []);
    let page = world.page("es/A.md");
    assert!(page.ends_with("# Barcos\n\nOjo.\n\n<span lang=\"en\">Row.</span>\n"), "{page}");
    assert!(world.catalog("es", "A").contains("Rema {3} veces."));
    world.assert_synced("es");
}

/// The page has an element of HTML where the source has a block behind one: the new block comes after the end of the
/// element.
#[test]
fn a_block_that_is_put_back_behind_html_stands_outside_of_it() {
    let all =
        [("# Boats", "# Barcos"), ("<div>\n<p>Row.</p>\n</div>", "Rema."), ("Stow.", "Guarda."), ("Sleep.", "Duerme.")];
    let mut world = synced(&all);
    world.edit("es/A.md", "Guarda.\n\n", "");
    assert_eq!(world.sync("es"), []);
    world.assert_synced("es");
    world.translate("es", "A", &[("Stow.", "Guárdalo.")]);
    assert_eq!(world.sync("es"), []);
    let page = world.page("es/A.md");
    assert_eq!(page, "# Barcos\n\n<div>\n<p>Rema.</p>\n</div>\n\nGuárdalo.\n\nDuerme.\n");
    world.assert_synced("es");
}
