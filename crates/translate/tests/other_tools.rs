//! Catalogs that other tools have sorted, extended or shortened between two runs of sync.

use crate::support::World;
use firstaid_translate::po::{Catalog, Entry};

const EN: &str = "en/Boats.md";
const DE: &str = "de/Boats.md";
const PO: &str = "_catalogs/de/Boats.po";
const SOURCE: &str = "---\ntitle: Boats\n---\n\n# Tides and winds\n\nWait for the ebb.\n\nCall the harbour.\n\nAnchor in the lee.\n\nBring a torch.\n";
const TEXTS: [(&str, &str); 6] = [
    ("Boats", "Boote"),
    ("Tides and winds", "Gezeiten und Winde"),
    ("Wait for the ebb.", "Warte auf die Ebbe."),
    ("Call the harbour.", "Ruf den Hafen an."),
    ("Anchor in the lee.", "Ankere im Windschatten."),
    ("Bring a torch.", "Nimm eine Lampe mit."),
];

fn translated() -> World {
    let mut world = World::new(&[(EN, SOURCE)]);
    world.sync("de");
    world.translate("de", "Boats", &TEXTS);
    assert_eq!(world.sync("de"), []);
    world
}

/// As `msgcat --sort-output` does.
fn sort(catalog: &mut Catalog) {
    catalog.entries.sort_by(|a, b| (a.obsolete, &a.id).cmp(&(b.obsolete, &b.id)));
}

/// As earlier releases wrote it.
fn without_record(catalog: &mut Catalog) {
    let header = &mut catalog.header.entry_mut().strings[0];
    let kept: Vec<&str> = header.split_inclusive('\n').filter(|line| !line.starts_with("X-Messages")).collect();
    *header = kept.concat();
}

#[track_caller]
fn assert_translations(world: &World, expected: &[(&str, &str)]) {
    let catalog = world.read_catalog("de", "Boats");
    for (source, translation) in expected {
        let entry = catalog.entries.iter().find(|entry| entry.id == *source && !entry.obsolete);
        assert_eq!(entry.map(Entry::string), Some(*translation), "{source}:\n{catalog}");
    }
}

#[test]
fn a_sorted_catalog_keeps_the_translations_of_an_edited_page() {
    for edits in [
        &[("Ruf den Hafen an.", "Ruf den Hafen rechtzeitig an.")][..],
        &[("Warte auf die Ebbe.", "Warte die Ebbe ab."), ("Ankere im Windschatten.", "Ankere geschützt.")],
        &[
            ("Gezeiten und Winde", "Flut und Wind"),
            ("Nimm eine Lampe mit.", "Nimm Licht mit."),
            ("Ruf den", "Frag den"),
        ],
    ] {
        let mut world = translated();
        world.change_catalog("de", "Boats", sort);
        for (from, to) in edits {
            world.edit(DE, from, to);
        }
        let page = world.page(DE).to_owned();
        assert_eq!(world.sync("de"), []);
        assert_eq!(world.page(DE), page);
        let expected = TEXTS.map(|(source, text)| {
            (source, edits.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)))
        });
        assert_translations(&world, &expected.each_ref().map(|(source, text)| (*source, text.as_str())));
    }
}

#[test]
fn a_sorted_catalog_of_an_earlier_release_keeps_its_translations() {
    let mut world = translated();
    world.change_catalog("de", "Boats", sort);
    world.change_catalog("de", "Boats", without_record);
    world.edit(DE, "Ruf den Hafen an.", "Ruf den Hafen rechtzeitig an.");
    world.edit(DE, "Warte auf die Ebbe.", "Warte die Ebbe ab.");
    let page = world.page(DE).to_owned();
    assert_eq!(world.sync("de"), []);
    assert_eq!(world.page(DE), page);
    assert_translations(
        &world,
        &[("Call the harbour.", "Ruf den Hafen rechtzeitig an."), ("Wait for the ebb.", "Warte die Ebbe ab.")],
    );
}

#[test]
fn gaps_of_the_page_stay_in_their_places_when_the_catalog_was_sorted() {
    let mut world = translated();
    world.edit(DE, "Ankere im", "<!-- Bild fehlt -->\n\nAnkere im");
    assert_eq!(world.sync("de"), []);
    world.change_catalog("de", "Boats", sort);
    world.edit(EN, "Call the harbour.", "<hr>\n\nCall the harbour.");
    assert_eq!(world.sync("de"), []);
    let page = world.page(DE);
    assert!(
        page.contains("Warte auf die Ebbe.\n\n<hr>\n\nRuf den Hafen an.\n\n<!-- Bild fehlt -->\n\nAnkere im"),
        "{page}"
    );
}

/// As `msgmerge` does with a template of a source that has changed: new messages between the old ones, dropped ones at
/// the end.
fn merge_template(catalog: &mut Catalog) {
    let at = catalog.entries.iter().position(|it| it.id == "Bring a torch.").expect("an entry");
    catalog.entries.insert(at, Entry::untranslated(None, "Tie every rope.".to_owned()));
    let at = catalog.entries.iter().position(|it| it.id == "Wait for the ebb.").expect("an entry");
    let dropped = catalog.entries.remove(at);
    catalog.entries.push(Entry { obsolete: true, ..dropped });
}

#[test]
fn text_of_the_page_alone_stays_when_another_tool_merged_the_catalog() {
    let own = "<div class=\"note\">\n<img src=\"hafen.png\">\n</div>";
    for is_page_edited in [false, true] {
        let mut world = translated();
        world.edit(DE, "Ruf den", &format!("{own}\n\nRuf den"));
        assert_eq!(world.sync("de"), []);
        world.edit(EN, "Bring a torch.", "Tie every rope.\n\nBring a torch.");
        world.edit(EN, "Wait for the ebb.\n\n", "");
        world.change_catalog("de", "Boats", merge_template);
        if is_page_edited {
            world.edit(DE, "Nimm eine Lampe mit.", "Nimm Licht mit.");
        }
        assert_eq!(world.sync("de"), []);
        let page = world.page(DE);
        assert!(page.contains(&format!("{own}\n\nRuf den Hafen an.\n\nAnkere im")), "{page}");
        assert!(page.contains("Tie every rope.") && !page.contains("Ebbe"), "{page}");
        assert!(world.page(PO).contains("#~ msgstr \"Warte auf die Ebbe.\""), "{}", world.page(PO));
        world.assert_synced("de");
    }
}

#[test]
fn text_of_the_page_alone_stays_without_a_record_of_the_messages() {
    let mut world = translated();
    world.edit(DE, "Ruf den", "<hr class=\"welle\">\n\nRuf den");
    assert_eq!(world.sync("de"), []);
    world.edit(EN, "Bring a torch.", "Tie every rope.\n\nBring a torch.");
    world.edit(EN, "Wait for the ebb.\n\n", "");
    world.change_catalog("de", "Boats", merge_template);
    world.change_catalog("de", "Boats", without_record);
    assert_eq!(world.sync("de"), []);
    assert!(world.page(DE).contains("<hr class=\"welle\">\n\nRuf den Hafen an."), "{}", world.page(DE));
}

/// A tool that drops the comments about the source, such as `OmegaT`.
#[test]
fn a_catalog_without_comments_about_the_source_is_synced_as_one_with_them() {
    const SOURCE: &str =
        "# Knots\n\nAsk [Ada](https://ada.example/) first.\n\nPull [the end](https://end.example/) hard.\n";
    let mut world = World::new(&[("en/Knots.md", SOURCE)]);
    world.sync("de");
    let texts = [
        ("Knots", "Knoten"),
        ("Ask [Ada]({1}) first.", "Frag zuerst [Ada]({1})."),
        ("Pull [the end]({1}) hard.", "Zieh fest am [Ende]({1})."),
    ];
    world.translate("de", "Knots", &texts);
    world.sync("de");
    // The page cannot show it.
    world.translate("de", "Knots", &[("Ask [Ada]({1}) first.", "Frag {4}.")]);
    world.change_catalog("de", "Knots", |catalog| catalog.entries.iter_mut().for_each(|entry| entry.extracted.clear()));
    world.edit("de/Knots.md", "Zieh fest", "Zieh sehr fest");
    assert_eq!(world.sync("de"), []);
    let page = world.page("de/Knots.md");
    assert!(
        page.contains("<span lang=\"en\">Ask [Ada]") && page.contains("sehr fest am [Ende](https://end."),
        "{page}"
    );
    world.assert_synced("de");
}
