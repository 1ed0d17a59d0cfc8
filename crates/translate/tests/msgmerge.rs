//! What becomes fuzzy after an edit of the source, and of which old text: as `msgmerge --previous` has it, save that a
//! new text never borrows the translation of one that is still there or that another text has taken.

use std::cell::Cell;
use std::process::Command;

use crate::support::World;
use crate::support::peers::has_peers;
use firstaid_testing::cases;
use firstaid_translate::po::{self, Catalog, Entry};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const WORDS: [&str; 24] = [
    "account", "address", "ask", "backup", "browser", "check", "code", "device", "email", "helper", "key", "link",
    "list", "lock", "message", "number", "open", "page", "password", "phone", "safe", "screen", "second", "write",
];

fn sentence() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 3..14)
}

/// The blocks of a page, and those after one to four random edits.
fn pages() -> impl Strategy<Value = (Vec<Vec<&'static str>>, Vec<Vec<&'static str>>)> {
    let change = (0..5_u8, 0..100_usize, 0..100_usize, prop::sample::select(WORDS.to_vec()), sentence());
    (prop::collection::vec(sentence(), 4..14), prop::collection::vec(change, 1..5)).prop_map(|(old, changes)| {
        let mut new = old.clone();
        for (kind, block, at, word, sentence) in changes {
            let block = block % new.len();
            let words = new[block].len();
            match kind {
                0 => new[block][at % words] = word,
                1 => new[block].insert(at % words, word),
                2 if words > 2 => drop(new[block].remove(at % words)),
                3 if new.len() > 2 => drop(new.remove(block)),
                _ => new.insert(block, sentence),
            }
        }
        (old, new)
    })
}

fn text(blocks: &[Vec<&str>]) -> String {
    let sentences: Vec<String> = blocks.iter().map(|words| words.join(" ")).collect();
    format!("{}.\n", sentences.join(".\n\n"))
}

/// The fields of an entry that a merge sets: context, message, translation, fuzzy, previous message.
fn outcome(entry: &Entry) -> (Option<&str>, &str, &str, bool, Option<&str>) {
    let previous = entry.previous.as_ref().map(|previous| &*previous.id).filter(|_| entry.is_fuzzy());
    (entry.context.as_deref(), &entry.id, entry.string(), entry.is_fuzzy(), previous)
}

#[test]
fn the_same_entries_are_fuzzy_but_none_by_a_borrowed_translation() {
    if !has_peers(&["msgmerge"]) {
        return;
    }
    let folder = tempfile::TempDir::new().unwrap();
    let (entries, fuzzy) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(cases(60)) });
    runner
        .run(&pages(), |(old, new)| {
            // Of equal texts, msgmerge knows no place.
            let is_repeated = |all: &[Vec<&str>]| (1..all.len()).any(|n| all[..n].contains(&all[n]));
            if is_repeated(&old) || is_repeated(&new) {
                return Ok(());
            }
            let mut world = World::new(&[("en/A.md", &text(&old))]);
            world.sync("es");
            let mut before = po::parse("A.po", world.catalog("es", "A")).unwrap();
            for (n, entry) in before.entries.iter_mut().enumerate() {
                entry.strings = vec![format!("traducción {n}")];
            }
            world.files.insert("_catalogs/es/A.po".to_owned(), before.to_string());
            world.files.insert("en/A.md".to_owned(), text(&new));
            world.sync("es");
            let ours = po::parse("A.po", world.catalog("es", "A")).unwrap();

            let in_use = ours.entries.iter().filter(|entry| !entry.obsolete);
            let template = in_use.map(|entry| Entry::untranslated(entry.context.clone(), entry.id.clone()));
            let template = Catalog { entries: template.collect(), ..Catalog { entries: Vec::new(), ..before.clone() } };
            std::fs::write(folder.path().join("old.po"), before.to_string()).unwrap();
            std::fs::write(folder.path().join("new.pot"), template.to_string()).unwrap();
            let merged = Command::new("msgmerge")
                .args(["--previous", "--quiet", "old.po", "new.pot"])
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stderr));
            let theirs = po::parse("merged.po", std::str::from_utf8(&merged.stdout).unwrap()).unwrap();
            let in_use = || ours.entries.iter().filter(|entry| !entry.obsolete);
            let is_borrowed = |theirs: &Entry| {
                let of = |entry: &Entry| entry.string() == theirs.string();
                theirs.is_fuzzy() && in_use().any(|entry| of(entry) && entry.id != theirs.id)
            };
            for (ours, theirs) in in_use().zip(&theirs.entries) {
                entries.set(entries.get() + 1);
                fuzzy.set(fuzzy.get() + usize::from(ours.is_fuzzy()));
                if is_borrowed(theirs) && ours.string() != theirs.string() {
                    continue;
                }
                prop_assert_eq!(outcome(ours), outcome(theirs));
            }
            Ok(())
        })
        .unwrap();
    let (entries, fuzzy) = (entries.get(), fuzzy.get());
    assert!(entries > 300 && fuzzy > 40, "{entries} entries, {fuzzy} fuzzy: too few to compare");
}
