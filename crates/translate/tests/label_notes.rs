//! Notes on labels of apps in catalogs: they come with what is written anyway, and change nothing by themselves.

use std::process::Command;

use firstaid_translate::LabelNotes;

use crate::support::World;
use crate::support::peers::has_peers;

const PO: &str = "_catalogs/es/Tea.po";
const NOTE: &str = "# firstaid: label: Brew → Preparar (Kettle)\n";

/// A synced page, and notes on its labels that are known since then.
fn synced_before() -> World {
    let mut world = World::new(&[("en/Tea.md", "# Tea\n\nTap **Brew**.\n\nWait.\n")]);
    world.config.publish_at = 0;
    assert_eq!(world.sync("es"), []);
    world.translate("es", "Tea", &[("Tea", "Té"), ("Tap **Brew**.", "Toca **Preparar**."), ("Wait.", "Espera.")]);
    assert_eq!(world.sync("es"), []);
    world.labels = LabelNotes::from([("Tap **Brew**.".to_owned(), vec!["Brew → Preparar (Kettle)".to_owned()])]);
    world
}

#[test]
fn notes_alone_are_no_reason_to_write_a_catalog() {
    let mut world = synced_before();
    let before = world.files.clone();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.files, before);
    // Nor in a catalog that is read.
    world.change_catalog("es", "Tea", |catalog| catalog.header.set("X-Sync-Hash", ""));
    let before = world.files.clone();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.files, before);
}

#[test]
fn notes_come_with_another_change_and_stay_until_the_next() {
    let mut world = synced_before();
    let page = world.page("es/Tea.md").to_owned();
    world.edit("en/Tea.md", "Wait.", "Wait a minute.");
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.catalog("es", "Tea").matches(NOTE).count(), 1);
    assert!(world.page("es/Tea.md").contains("\n\nToca **Preparar**.\n\n"));
    world.assert_synced("es");
    world.labels.clear();
    world.assert_synced("es");
    world.edit("en/Tea.md", "Wait a minute.", "Wait.");
    assert_eq!(world.sync("es"), []);
    assert!(!world.catalog("es", "Tea").contains("label:"));
    assert_eq!(world.page("es/Tea.md"), page);
    world.assert_synced("es");
}

#[test]
fn a_note_leaves_with_its_message() {
    let mut world = synced_before();
    world.edit("en/Tea.md", "Wait.", "Wait a minute.");
    assert_eq!(world.sync("es"), []);
    world.edit("en/Tea.md", "Tap **Brew**.\n\n", "");
    assert_eq!(world.sync("es"), []);
    let catalog = world.catalog("es", "Tea");
    assert!(catalog.contains("#~ msgid \"Tap **Brew**.\"") && !catalog.contains("label:"), "{catalog}");
    world.assert_synced("es");
}

#[test]
fn notes_survive_msgmerge() {
    if !has_peers(&["msgmerge"]) {
        return;
    }
    let mut world = synced_before();
    world.edit("en/Tea.md", "Wait.", "Wait a minute.");
    assert_eq!(world.sync("es"), []);
    let folder = tempfile::tempdir().expect("a folder");
    let (po, pot) = (folder.path().join("es.po"), folder.path().join("tea.pot"));
    let template = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"Tea\"\nmsgstr \"\"\n\n\
                    msgid \"Tap **Brew**.\"\nmsgstr \"\"\n\nmsgid \"Wait a minute.\"\nmsgstr \"\"\n";
    std::fs::write(&po, world.catalog("es", "Tea")).expect("a file");
    std::fs::write(&pot, template).expect("a file");
    let run = Command::new("msgmerge").args(["--quiet", "--previous", "--update"]).args([&po, &pot]).status();
    assert!(run.expect("msgmerge").success());
    world.files.insert(PO.to_owned(), std::fs::read_to_string(&po).expect("a file"));
    assert!(world.catalog("es", "Tea").contains(NOTE), "{}", world.catalog("es", "Tea"));
    let page = world.page("es/Tea.md").to_owned();
    assert_eq!(world.sync("es"), []);
    assert_eq!(world.catalog("es", "Tea").matches(NOTE).count(), 1);
    assert_eq!(world.page("es/Tea.md"), page);
    world.assert_synced("es");
}
