//! What is an edit of a page, and what is only another way to write what the catalog has.

use crate::support::World;
use firstaid_translate::Conflict;
use firstaid_translate::po::Entry;

const PO: &str = "_catalogs/es/Nets.po";
const ES: &str = "es/Nets.md";

/// A page with these translations, all of them fuzzy, as an import leaves what it is not sure of.
fn unsure(source: &str, texts: &[(&str, &str)]) -> World {
    let mut world = World::new(&[("en/Nets.md", source)]);
    world.sync("es");
    world.translate("es", "Nets", texts);
    world.change_catalog("es", "Nets", |catalog| {
        for entry in catalog.entries.iter_mut().filter(|entry| entry.is_translated()) {
            entry.flags.insert(0, "fuzzy".to_owned());
        }
    });
    assert_eq!(world.sync("es"), []);
    world
}

fn entry(world: &World, source: &str) -> Entry {
    let catalog = world.read_catalog("es", "Nets");
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
    world.assert_synced("es");
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
        world.change_catalog("es", "Nets", |catalog| {
            let last = catalog.entries.iter_mut().rfind(|it| it.id == "Tie it.").expect("an entry");
            last.strings = vec![text.to_owned()];
        });
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
    let (page, catalog) = (world.page(ES), world.read_catalog("es", "Nets"));
    let found = world.entry_at[ES].iter().map(|(&at, &n)| (&page[at as usize..], catalog.entries[n].string()));
    let found: Vec<_> = found.map(|(rest, text)| (rest.lines().next().unwrap_or_default(), text)).collect();
    assert_eq!(found, [("Redes", "Redes"), ("Redes", "Redes"), ("Déjala secar.", "Déjala secar.")], "{page}");
}

/// A nested item that was indented too deep goes on with the text before it: no block begins there, and nothing is to
/// be escaped.
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
    world.assert_synced("es");
    world.edit("en/Boats.md", "a.example", "b.example");
    world.sync("es");
    assert_eq!(world.page("es/Boats.md"), page.replace("a.example", "b.example"));
}

/// The page has a backslash that the catalog does not have: neither a later edit of another block of the page, nor one
/// of the catalog, takes it for an edit.
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

/// The page has a text of its own in the place of a refused translation, and the source drops that block.
#[test]
fn a_text_of_the_page_alone_does_not_go_with_a_block_that_the_source_drops() {
    const SOURCE: &str = "# Kites\n\nOld cloth is light.\n\nHold the line.\n\nRun uphill.\n";
    for refused in ["Véase {7}.", ""] {
        let mut world = World::new(&[("en/Kites.md", SOURCE)]);
        world.config.publish_at = 0;
        world.sync("es");
        world.translate("es", "Kites", &[("Kites", "Cometas"), ("Run uphill.", "Corre cuesta arriba.")]);
        world.translate("es", "Kites", &[("Hold the line.", refused)]);
        world.sync("es");
        // Two edits side by side are no pair of the fold.
        world.edit("es/Kites.md", "<span lang=\"en\">Old cloth is light.</span>\n\n", "");
        world.edit("es/Kites.md", "<span lang=\"en\">Hold the line.</span>", "Sujeta bien el hilo.");
        world.sync("es");
        world.edit("en/Kites.md", "Hold the line.\n\n", "");
        world.sync("es");
        let (page, catalog) = (world.page("es/Kites.md"), world.catalog("es", "Kites"));
        assert!(page.contains("Sujeta bien el hilo.") || catalog.contains("Sujeta bien el hilo."), "{page}\n{catalog}");
    }
}

/// Where the page has other blocks than its source, a new one may be taken in by its neighbour: it is left out, and all
/// the rest is synced.
#[test]
fn a_new_block_that_its_neighbour_takes_in_is_left_out_alone() {
    let mut world = World::new(&[("en/Nets.md", "# Nets\nMend it.\n\nDry it.\n")]);
    world.config.publish_at = 0;
    world.sync("es");
    world.translate("es", "Nets", &[("Nets", "Redes"), ("Mend it.", "Remienda."), ("Dry it.", "Seca.")]);
    assert_eq!(world.sync("es"), []);
    world.edit(ES, "# Redes\n", "Redes\n\n");
    assert_eq!(world.sync("es"), []);
    world.edit("en/Nets.md", "# Nets\n", "# Nets\nFold it.\n\n");
    world.edit("en/Nets.md", "Dry it.", "Dry it.\n\nKeep it.");
    assert_eq!(world.sync("es"), []);
    let page = world.page(ES);
    let blocks: Vec<&str> = page.split('\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(blocks, ["Redes", "Remienda.", "Seca.", "<span lang=\"en\">Keep it.</span>"]);
    assert!(
        matches!(&*world.differences, [Conflict::Removed { source, .. }] if source == "Fold it."),
        "{:?}",
        world.differences
    );
    world.assert_synced("es");
}

#[test]
fn what_a_formatter_does_to_source_and_page_is_no_conflict() {
    const SOURCE: &str =
        "# Nets\n\n* One\n* Two\n    * Three\n\n1. First\n2. Second\n\n| Word | Use |\n|---|---|\n| knot | tie |\n";
    // What formatters write, and what the translator had written.
    const FORMS: [(&str, &str, &str); 6] = [
        ("- Uno", "* Uno", "*   Uno"),
        ("- Dos", "* Dos", "*   Dos"),
        ("  - Tres", "    * Tres", "     *  Tres"),
        ("1. Primero", "1. Primero", "1)  Primero"),
        ("1. Segundo", "2. Segundo", "2)  Segundo"),
        ("| ------- | --- |", "|---|---|", "|----|----|"),
    ];
    let texts = [
        ("Nets", "Redes"),
        ("One", "Uno"),
        ("Two", "Dos"),
        ("Three", "Tres"),
        ("First", "Primero"),
        ("Second", "Segundo"),
        ("Word", "Palabra"),
        ("Use", "Uso"),
        ("knot", "nudo"),
        ("tie", "atar"),
    ];
    let mut world = unsure(SOURCE, &texts);
    for (_, as_source, own) in FORMS {
        world.edit(ES, as_source, own);
    }
    assert_eq!(world.sync("es"), []);
    for (formatted, _, own) in FORMS {
        world.edit(ES, own, formatted);
    }
    let source =
        "# Nets\n\n- One\n- Two\n  - Three\n\n1. First\n1. Second\n\n| Word | Use |\n| ---- | --- |\n| knot | tie |\n";
    world.edit("en/Nets.md", SOURCE, source);
    let page = world.page(ES).to_owned();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page(ES), page);
    world.assert_synced("es");
}

#[test]
fn another_way_to_write_emphasis_escapes_and_addresses_keeps_the_translation() {
    let source = "# Nets\n\nMend:\n* [https://net.example/mend]({}) [soon]\n\n*Dry them* in the *sun*.\n";
    let mut world = World::new(&[("en/Nets.md", &source.replace("{}", "https://net.example/mend"))]);
    world.sync("es");
    let mend = "[https://net.example/mend]({1}) [soon]";
    world.translate("es", "Nets", &[("Mend:", "Remienda:"), (mend, "[https://net.example/mend]({1}) [pronto]")]);
    world.translate("es", "Nets", &[("*Dry them* in the *sun*.", "*Sécalas* al *sol*.")]);
    assert_eq!(world.sync("es"), []);
    for path in ["en/Nets.md", ES] {
        let text = world
            .page(path)
            .replace("[https://net.example/mend](https://net.example/mend)", "<https://net.example/mend>");
        let text =
            text.replace(" [", " \\[").replace(" *", " _").replace("*.", "_.").replace("\n*Dry them*", "\n_Dry them_");
        world.files.insert(path.to_owned(), text.replace("\n*Sécalas*", "\n_Sécalas_"));
    }
    let page = world.page(ES).to_owned();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.page(ES), page);
    assert!(page.contains("<https://net.example/mend> \\[pronto]") && page.contains("_Sécalas_ al _sol_."), "{page}");
    let catalog = world.read_catalog("es", "Nets");
    assert!(catalog.entries.iter().all(|entry| !entry.is_fuzzy()), "{catalog}");
    world.assert_synced("es");
}

#[test]
fn a_link_that_shows_another_address_is_another_text() {
    let source = "# Nets\n\nMend them at [https://old.example/a](https://old.example/a) today.\n";
    let message = "Mend them at [https://old.example/a]({1}) today.";
    let mut world = World::new(&[("en/Nets.md", source)]);
    world.sync("es");
    world.translate("es", "Nets", &[(message, "Remiéndalas en [https://old.example/a]({1}) hoy.")]);
    assert_eq!(world.sync("es"), []);
    world.edit("en/Nets.md", source, &source.replace("old.example/a", "new.example/b"));
    world.sync("es");
    let entry = entry(&world, "Mend them at [https://new.example/b]({1}) today.");
    assert!(entry.is_fuzzy(), "{}", world.catalog("es", "Nets"));
    assert!(!world.page(ES).contains("[https://old.example/a](https://new.example/b)"), "{}", world.page(ES));
}
