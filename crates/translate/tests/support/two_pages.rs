//! A guide of two pages, one with a link to a heading of the other, translated word for word.

use super::World;

const EN: &str = "---\nlayout: page\ntitle: Trust\nlanguage: en\nsummary: >-\n  How to check\n  who it is.\npermalink: /en/Trust/\nparent: /en/\n---\n\n\
    # Trust\n\nNever share it. See [the list](Help.md#who-helps) and [Tor](https://www.torproject.org/).\n\n- One\n- Two\n";

const HELP: &str = "---\ntitle: Help\nlanguage: en\npermalink: /en/Help/\n---\n\n# Help\n\n## Who helps\n\nAsk [us](Trust.md) in 3 days.\n";

/// Both pages with their translations, synced.
pub(crate) fn translated() -> World {
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
