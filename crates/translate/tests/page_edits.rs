//! What is an edit of a page, and what is only another way to write what the catalog has.

use crate::support::World;
use firstaid_translate::po::{self, Entry};

const PO: &str = "_catalogs/es/Nets.po";
const ES: &str = "es/Nets.md";

/// A page with these translations, all of them fuzzy, as an import leaves what it is not sure of.
fn unsure(source: &str, texts: &[(&str, &str)]) -> World {
    let mut world = World::new(&[("en/Nets.md", source)]);
    world.sync("es");
    world.translate("es", "Nets", texts);
    let mut catalog = po::parse(PO, world.page(PO)).expect("a catalog");
    for entry in catalog.entries.iter_mut().filter(|entry| entry.is_translated()) {
        entry.flags.insert(0, "fuzzy".to_owned());
    }
    world.files.insert(PO.to_owned(), catalog.to_string());
    assert_eq!(world.sync("es"), []);
    world
}

fn entry(world: &World, source: &str) -> Entry {
    let catalog = po::parse(PO, world.page(PO)).expect("a catalog");
    catalog.entries.into_iter().find(|it| it.id == source && !it.obsolete).unwrap_or_else(|| panic!("no {source}"))
}

#[test]
fn what_sync_wrote_in_its_own_way_is_no_edit() {
    const SOURCE: &str = "# Nets\n\nA [mesh].\n\n| Word | Use |\n| --- | --- |\n| knot | tie |\n\n1. First\n\n[mesh]: https://mesh.example/ \"A mesh\"\n\nLast words here.\n";
    let texts = [
        ("Nets", "Redes  \ny mallas"),
        ("knot", "nudo | lazo"),
        ("A mesh", "Una \"malla\" (fina)"),
        ("First", "- Primero"),
        ("Last words here.", "  Aquí van\n  las últimas palabras."),
    ];
    let mut world = unsure(SOURCE, &texts);
    let page = world.page(ES);
    assert!(page.contains("# Redes y mallas\n") && page.contains("nudo \\| lazo"), "{page}");
    assert!(page.contains("\"Una \\\"malla\\\" (fina)\""), "{page}");
    world.edit(ES, "A [mesh].", "Una [mesh] más.");
    let page = world.page(ES).to_owned();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page(ES), page);
    for (source, text) in texts {
        let entry = entry(&world, source);
        assert_eq!((entry.string(), entry.is_fuzzy()), (text, true), "{source}");
    }
}

#[test]
fn lines_that_were_folded_anew_are_no_edit() {
    let mut world = unsure(
        "# Nets\n\nMend the nets before the storm.\n\nDry them.\n",
        &[("Mend the nets before the storm.", "Remienda las redes antes de la tormenta."), ("Dry them.", "Sécalas.")],
    );
    world.edit(ES, "redes antes de la", "redes\nantes  de la");
    world.edit(ES, "Sécalas.", "Sécalas bien.");
    let page = world.page(ES).to_owned();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page(ES), page);
    assert!(entry(&world, "Mend the nets before the storm.").is_fuzzy());
    assert!(!entry(&world, "Dry them.").is_fuzzy());
}

#[test]
fn two_links_to_one_place_keep_their_order() {
    let source = "# Nets\n\nSee [one](Nets.md#a) and [two](Nets.md#b).\n\nSo.\n\nSo.\n\nDry them.\n";
    let message = "See [one]({1}) and [two]({2}).";
    let mut world =
        unsure(source, &[(message, "Mira [dos]({2}) y [uno]({1})."), ("So.", "Así."), ("Dry them.", "Sécalas.")]);
    let page = world.page(ES).to_owned();
    world.edit(ES, "Sécalas.", "Sécalas bien.");
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page(ES), page.replace("Sécalas.", "Sécalas bien."));
    assert_eq!(entry(&world, message).string(), "Mira [dos]({2}) y [uno]({1}).");
    assert!(entry(&world, message).is_fuzzy() && entry(&world, "So.").is_fuzzy());
}

/// The page has taken a block out; later somebody writes another one in its place.
#[test]
fn a_translation_that_the_page_lacks_is_kept_when_the_page_gets_another_text() {
    let texts = [
        ("Nets", "Redes"),
        ("Mend the nets.", "Remienda las redes."),
        ("Count the floats.", "Cuenta los flotadores."),
        ("Dry them.", "Sécalas."),
    ];
    let mut world = unsure("# Nets\n\nMend the nets.\n\nCount the floats.\n\nDry them.\n", &texts);
    world.edit(ES, "Cuenta los flotadores.\n\n", "");
    assert_eq!(world.sync("es"), []);
    assert!(world.page(PO).contains("# firstaid: not on the page\n"), "{}", world.page(PO));
    let files = world.files.clone();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.files, files);
    world.edit(ES, "Sécalas.", "Pide ayuda en el puerto.\n\nSécalas.");
    assert_eq!(world.sync("es"), []);
    let (page, catalog) = (world.page(ES), world.page(PO));
    assert!(page.contains("Pide ayuda en el puerto.\n\nSécalas."), "{page}");
    assert!(catalog.contains("msgstr \"Cuenta los flotadores.\""), "{catalog}");
}

/// One of two equal source texts has no translation yet: the page shows its source text.
#[test]
fn a_new_translation_reaches_its_block_although_its_source_stands_elsewhere_on_the_page() {
    let mut world = World::new(&[("en/Nets.md", "# Nets\n\nTie it.\n\nPull it.\n\nTie it.\n")]);
    world.config.publish_at = 0;
    world.sync("es");
    world.translate("es", "Nets", &[("Nets", "Redes"), ("Pull it.", "Tira.")]);
    let translate_last = |world: &mut World, text: &str| {
        let mut catalog = po::parse(PO, world.page(PO)).expect("a catalog");
        let last = catalog.entries.iter_mut().rfind(|it| it.id == "Tie it.").expect("an entry");
        last.strings = vec![text.to_owned()];
        world.files.insert(PO.to_owned(), catalog.to_string());
        assert_eq!(world.sync("es"), []);
        world.page(ES).to_owned()
    };
    let page = translate_last(&mut world, "Átalo.");
    assert!(page.ends_with("<span lang=\"en\">Tie it.</span>\n\nTira.\n\nÁtalo.\n"), "{page}");
    let page = translate_last(&mut world, "Anúdalo.");
    assert!(page.ends_with("<span lang=\"en\">Tie it.</span>\n\nTira.\n\nAnúdalo.\n"), "{page}");
}

#[test]
fn entries_are_known_by_their_places_on_a_page_with_blocks_of_its_own() {
    let texts = [("Nets", "Redes"), ("Mend it.", "Remiéndala."), ("Dry it.", "Sécala.")];
    let mut world = unsure("---\ntitle: Nets\n---\n\n# Nets\n\nMend it.\n\nDry it.\n", &texts);
    world.edit(ES, "# Redes", "Un párrafo propio.\n\n# Redes");
    world.edit(ES, "Remiéndala.\n\n", "");
    assert_eq!(world.sync("es"), []);
    world.translate("es", "Nets", &[("Dry it.", "Déjala secar.")]);
    assert_eq!(world.sync("es"), []);
    let (page, catalog) = (world.page(ES), po::parse(PO, world.page(PO)).expect("a catalog"));
    let found = world.entry_at[ES].iter().map(|(&at, &n)| (&page[at as usize..], catalog.entries[n].string()));
    let found: Vec<_> = found.map(|(rest, text)| (rest.lines().next().unwrap_or_default(), text)).collect();
    assert_eq!(found, [("Redes", "Redes"), ("Redes", "Redes"), ("Déjala secar.", "Déjala secar.")], "{page}");
}
