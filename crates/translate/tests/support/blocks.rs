//! A page that is given as blocks, each with its translation.

use super::World;

/// A page and its translation, block by block, synced. Equal texts have translations of their own; a block of HTML is
/// translated as the text in it.
pub(crate) fn synced(blocks: &[(&str, &str)]) -> World {
    let source: Vec<&str> = blocks.iter().map(|(source, _)| *source).collect();
    let mut world = World::new(&[("en/A.md", &format!("{}\n", source.join("\n\n")))]);
    world.config.publish_at = 0;
    world.sync("es");
    world.change_catalog("es", "A", |catalog| {
        for (entry, (source, text)) in catalog.entries.iter_mut().zip(blocks) {
            if !source.starts_with('<') {
                assert_eq!(entry.id, source.trim_start_matches("# "));
            }
            entry.strings = vec![text.trim_start_matches("# ").to_owned()];
        }
    });
    assert_eq!(world.sync("es"), []);
    world
}
