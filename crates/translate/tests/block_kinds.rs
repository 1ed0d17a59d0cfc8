//! Blocks whose kind changes in the source while their text stays: headings move a level, a paragraph becomes an item.

use crate::support::World;

const SOURCE: &str = "# Nets\n\n### Knots\n\nTie them.\n\n- Dry the nets.\n\nMend the holes\nbefore the storm.\n";

const SPANISH: &str =
    "# Redes\n\n### Nudos\n\nÁtalos.\n\n- Seca las redes.\n\nRemienda los agujeros\nantes de la tormenta.\n";

/// The page of [`SOURCE`] with the translations of [`SPANISH`], synced.
fn synced() -> World {
    let mut world = World::new(&[("en/Nets.md", SOURCE)]);
    world.sync("es");
    let texts = [
        ("Nets", "Redes"),
        ("Knots", "Nudos"),
        ("Tie them.", "Átalos."),
        ("Dry the nets.", "Seca las redes."),
        ("Mend the holes\nbefore the storm.", "Remienda los agujeros\nantes de la tormenta."),
    ];
    world.translate("es", "Nets", &texts);
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page("es/Nets.md"), SPANISH);
    world
}

#[test]
fn a_block_of_another_kind_keeps_its_translation() {
    for (before, after, spanish_before, spanish_after) in [
        ("### Knots", "## Knots", "### Nudos", "## Nudos"),
        ("### Knots", "Knots", "### Nudos", "Nudos"),
        ("### Knots", "- Knots", "### Nudos", "- Nudos"),
        ("Tie them.", "## Tie them.", "Átalos.", "## Átalos."),
        ("Tie them.", "1. Tie them.", "Átalos.", "1. Átalos."),
        ("Tie them.", "> Tie them.", "Átalos.", "> Átalos."),
        ("- Dry the nets.", "Dry the nets.", "- Seca las redes.", "Seca las redes."),
        ("- Dry the nets.", "## Dry the nets.", "- Seca las redes.", "## Seca las redes."),
    ] {
        let mut world = synced();
        world.edit("en/Nets.md", before, after);
        assert_eq!(world.sync("es"), [], "{after}");
        assert_eq!(world.page("es/Nets.md"), SPANISH.replace(spanish_before, spanish_after), "{after}");
        world.assert_synced("es");
    }
}

#[test]
fn a_level_that_the_page_has_changed_stays() {
    let mut world = synced();
    world.edit("es/Nets.md", "### Nudos", "#### Nudos");
    assert_eq!(world.sync("es"), []);
    world.edit("en/Nets.md", "Tie them.", "## Tie them.");
    assert_eq!(world.sync("es"), []);
    let page = SPANISH.replace("### Nudos", "#### Nudos").replace("Átalos.", "## Átalos.");
    assert_eq!(world.page("es/Nets.md"), page);
    world.assert_synced("es");
}
