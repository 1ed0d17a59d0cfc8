//! Catalogs whose seal is unbroken are not even parsed. `World::sync` asserts in every test that this changes nothing.

use firstaid_content::LocaleConfig;

use crate::support::World;

const PO: &str = "_catalogs/es/Tea.po";

/// Two pages, one with a link to a heading of the other, synced.
fn synced() -> World {
    let tea = "# Tea\n\nBoil [the water](Water.md#from-the-well).\n";
    let mut world = World::new(&[("en/Tea.md", tea), ("en/Water.md", "# Water\n\n## From the well\n\nDraw it.\n")]);
    world.config.publish_at = 0;
    world.sync("es");
    world.translate("es", "Tea", &[("Tea", "Té"), ("Boil [the water]({1}).", "Hierve [el agua]({1}).")]);
    world.translate("es", "Water", &[("From the well", "Del pozo"), ("Draw it.", "Sácala.")]);
    assert_eq!(world.sync("es"), []);
    world.assert_synced("es");
    assert_eq!(world.sealed, ["Tea", "Water"]);
    world
}

#[test]
fn any_change_breaks_the_seal() {
    type Change = fn(&mut World);
    let changes: [(&str, Change); 7] = [
        ("a translation", |world| world.edit(PO, "Hierve", "Calienta")),
        ("a comment of a translator", |world| world.edit(PO, "#. in: Tea", "# ask Lou\n#. in: Tea")),
        ("a space in the catalog", |world| world.edit(PO, "#. in: Tea", "#.  in: Tea")),
        ("the page", |world| world.edit("es/Tea.md", "# Té\n", "# Té\n\n")),
        ("the source", |world| world.edit("en/Tea.md", "# Tea\n", "# Tea\n\n")),
        ("the settings", |world| world.config.own_keys.push("author".to_owned())),
        ("the locale of the source", |world| {
            world.content.source = "en-GB".to_owned();
            world.content.source_pages = Some("en/{page}.md".into());
        }),
    ];
    for (what, change) in changes {
        let mut world = synced();
        change(&mut world);
        assert_eq!(world.sync("es"), []);
        assert!(!world.sealed.iter().any(|name| name == "Tea"), "{what}");
    }
}

#[test]
fn another_locale_for_the_same_files_breaks_the_seal() {
    let mut world = synced();
    let at_es = LocaleConfig { pages: "es/{page}.md".into() };
    world.content.locales.insert("es-MX".to_owned(), at_es);
    for name in ["Tea", "Water"] {
        let catalog = world.files.remove(&format!("_catalogs/es/{name}.po")).unwrap();
        world.files.insert(format!("_catalogs/es-MX/{name}.po"), catalog);
    }
    assert!(world.guide().by_path("content/es/Tea.md").is_some_and(|page| page.key.locale.as_str() == "es-MX"));
    assert_eq!(world.sync("es-MX"), []);
    assert!(world.sealed.is_empty(), "{:?}", world.sealed);
}

#[test]
fn a_link_follows_a_heading_of_another_page_although_nothing_else_changed() {
    let mut world = synced();
    assert!(world.page("es/Tea.md").contains("(Water.md#del-pozo)"), "{}", world.page("es/Tea.md"));
    world.translate("es", "Water", &[("From the well", "De la fuente")]);
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.sealed, ["Tea"]);
    assert!(world.page("es/Tea.md").contains("(Water.md#de-la-fuente)"), "{}", world.page("es/Tea.md"));
    world.assert_synced("es");
}

/// Whoever syncs must hear of it each time.
#[test]
fn a_catalog_with_a_refused_translation_is_not_sealed() {
    let mut world = synced();
    world.translate("es", "Tea", &[("Boil [the water]({1}).", "Hierve el agua.")]);
    assert_eq!(world.sync("es"), []);
    world.assert_synced("es");
    assert_eq!(world.sealed, ["Water"]);
}

/// A release that knows no seals, or a tool that drops unknown headers, leaves a catalog without one.
#[test]
fn a_seal_alone_is_no_reason_to_write_a_catalog() {
    let mut world = synced();
    world.change_catalog("es", "Tea", |catalog| catalog.header.set("X-Sync-Hash", ""));
    world.assert_synced("es");
    assert_eq!(world.sealed, ["Water"]);
    world.edit(PO, "Hierve", "Calienta");
    assert_eq!(world.sync("es"), []);
    world.assert_synced("es");
    assert_eq!(world.sealed, ["Tea", "Water"]);
}
