//! The files that cases are made of: those of this repository, and exports of the fuzzed guide.

use std::fs;
use std::path::{Path, PathBuf};

use firstaid_translate::{exchange_state, memory_units, tbx, tmx, xliff};

use super::format::Format;
use super::world::{NAME, PAGE, SOURCE, World};

/// Larger files are cut: the time of a case grows with them, and a defect seldom needs more.
const MAX_BYTES: usize = 12 << 10;

const LEDGER: &str = concat!(
    "{\"url\":\"https://cpj.org/\",\"seen\":[{\"on\":\"2026-10-01\",\"class\":\"ok\",\"status\":200}]}\n",
    "{\"url\":\"https://ssd.eff.org/networks\",\"seen\":[{\"on\":\"2026-10-01\",\"class\":\"gone\",\"status\":404},",
    "{\"on\":\"2026-10-05\",\"class\":\"gone\",\"status\":404}],\"attested\":{\"on\":\"2026-10-06\",\"by\":\"ann\",",
    "\"note\":\"seen\"}}\n",
);

const BASELINE: &str = concat!(
    "{\"path\":\"content/en/Page.md\",\"rule\":\"stale-tool\",\"fingerprint\":\"0123456789abcdef\",\"count\":1,",
    "\"text\":\"Ostel\"}\n",
);

/// The files of a format, at least one.
pub(super) fn seeds(root: &Path, world: &World, format: Format) -> Vec<Vec<u8>> {
    let pages = [(NAME, &world.catalog)];
    let (from, to) = (&world.source, &world.target);
    let (own, folders, extensions): (Vec<String>, &[&str], &[&str]) = match format {
        Format::Source => (vec![SOURCE.into()], &["content/en", "docs", "tests/clean/en"], &["md"]),
        Format::Page => (vec![PAGE.into()], &["content/es", "content/ar", "content/ru", "tests/clean"], &["md"]),
        Format::Catalog => (vec![world.catalog.to_string()], &["content/_catalogs/es"], &["po"]),
        Format::Configuration => (vec![String::new()], &["."], &["toml"]),
        Format::Registry => (vec![String::new()], &["content/_data"], &["yaml"]),
        Format::Ledger => (vec![LEDGER.into()], &["content/_data"], &["jsonl"]),
        Format::Baseline => (vec![BASELINE.into()], &[], &[]),
        Format::Xliff => (
            vec![xliff::export(from, to, &pages, exchange_state), xliff::export_1_2(from, to, &pages, exchange_state)],
            &[],
            &[],
        ),
        Format::Tmx => (vec![tmx::export(from, &memory_units(NAME, to, &world.catalog))], &[], &[]),
        Format::Tbx => {
            let mut registry = firstaid_registry::Registry::default();
            let path = root.join("content/_data/glossary.yaml");
            let _ = registry.add_glossary("glossary.yaml", &fs::read_to_string(path).unwrap_or_default());
            (vec![tbx::export(from, to, &registry.glossary)], &[], &[])
        }
    };
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root.join(folder), extensions, *folder != ".", &mut paths);
    }
    let read = paths.iter().filter_map(|path| fs::read(path).ok());
    own.into_iter().map(String::into_bytes).chain(read).map(cut).collect()
}

fn cut(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(MAX_BYTES);
    bytes
}

fn collect(folder: &Path, extensions: &[&str], is_deep: bool, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && is_deep {
            collect(&path, extensions, is_deep, found);
        } else if path.extension().is_some_and(|end| extensions.iter().any(|it| end == *it)) {
            found.push(path);
        }
    }
}
