//! A sync that is killed at any moment: each file is the old one or the new one, and the next run completes the sync.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Run, TODAY, Tree, firstaid};
use firstaid_translate::po::parse;

const PAGES: usize = 100;
const LOCALES: [&str; 2] = ["es", "ru"];

/// Number of killed runs, at moments spread over the time of a complete run. `FIRSTAID_KILLS` is another number.
const KILLS: u32 = 14;

fn kills() -> u32 {
    env::var("FIRSTAID_KILLS").ok().and_then(|it| it.parse().ok()).filter(|&it| it > 0).unwrap_or(KILLS)
}

fn sync(tree: &Tree) -> Command {
    let mut command = firstaid();
    command.current_dir(tree.root()).args(["translate", "sync"]).args(LOCALES).args(["--today", TODAY]);
    command
}

fn page(n: usize, word: &str) -> String {
    format!(
        "---\ntitle: Page {n}\n---\n\n# Page {n}\n\nNever share the {word} of account {n}.\n\n\
         - Call [the helpdesk](https://help.example/{n}/{word}).\n- Wait for {n} days.\n\nSee [the next](P{}.md).\n",
        (n + 1) % PAGES
    )
}

/// A guide that was fully translated, with some pages that have more than their sources; since then the source changed
/// on every page, and translators edited some pages and catalogs.
fn changed_guide() -> Tree {
    let tree = Tree::empty().with("firstaid.toml", "");
    for n in 0..PAGES {
        tree.write(&format!("content/en/P{n}.md"), page(n, "password"));
    }
    Run::of(&mut sync(&tree)).exits(0);
    let edit = |path: &str, each: &mut dyn FnMut(String) -> String| {
        let text = String::from_utf8(tree.read(path)).expect("UTF-8");
        tree.write(path, each(text));
    };
    let catalog = |locale: &str, n: usize| format!("content/_catalogs/{locale}/P{n}.po");
    for (locale, n) in LOCALES.into_iter().flat_map(|locale| (0..PAGES).map(move |n| (locale, n))) {
        edit(&catalog(locale, n), &mut |text| {
            let mut catalog = parse("x.po", &text).expect("a catalog");
            catalog.entries.iter_mut().for_each(|entry| entry.strings = vec![format!("· {}", entry.id)]);
            catalog.to_string()
        });
    }
    Run::of(&mut sync(&tree)).exits(0);
    for n in (0..PAGES).step_by(4) {
        edit(&format!("content/es/P{n}.md"), &mut |text| format!("{text}\nNuestro.\n\n<!-- of ours -->\n"));
    }
    Run::of(&mut sync(&tree)).exits(0);
    for n in 0..PAGES {
        let mut source = page(n, "passphrase");
        // A block that a translator edits below stays: dropped and edited at once, it would be a conflict.
        if n % 4 == 2 && n % 5 != 0 {
            source = source.replace(&format!("- Wait for {n} days.\n"), "");
        }
        if n % 3 == 0 {
            source.push_str("\nAsk us first.\n");
        }
        tree.write(&format!("content/en/P{n}.md"), source);
        if n % 5 == 0 {
            edit(&format!("content/es/P{n}.md"), &mut |text| text.replace("· Wait", "· ¡Wait"));
        }
        if n % 7 == 0 {
            edit(&catalog("ru", n), &mut |text| text.replace("\"· Page", "\"·· Page"));
        }
    }
    tree
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(tree: &Tree) -> Files {
    let below =
        |(path, bytes): (PathBuf, Vec<u8>)| (path.strip_prefix(tree.root()).expect("in the root").to_owned(), bytes);
    tree.snapshot().into_iter().map(below).collect()
}

fn restore(tree: &Tree, to: &Files) {
    for path in files(tree).into_keys().filter(|path| !to.contains_key(path)) {
        std::fs::remove_file(tree.root().join(path)).expect("a removed file");
    }
    for (path, bytes) in to {
        tree.write(path.to_str().expect("UTF-8"), bytes);
    }
}

#[test]
fn a_killed_sync_leaves_old_files_or_new_ones_and_the_next_run_completes_it() {
    let tree = changed_guide();
    let old = files(&tree);
    let begun = Instant::now();
    Run::of(&mut sync(&tree)).exits(0);
    let whole = begun.elapsed();
    let new = files(&tree);
    let changed: BTreeSet<&PathBuf> =
        new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(changed.len() >= 2 * LOCALES.len() * PAGES, "{} files", changed.len());

    let kills = kills();
    let (mut killed, mut halfway) = (0, 0);
    let mut kill = 0;
    // Beside other tests a run may take longer than the first one did: then later rounds wait longer.
    while kill < kills || halfway == 0 && kill < 4 * kills {
        restore(&tree, &old);
        let mut child = sync(&tree).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs");
        let share = whole * (kill % kills + 1) / kills;
        thread::sleep(share * (kill / kills + 1) + Duration::from_micros(u64::from(kill * 379 % 997)));
        child.kill().expect("killed, or at its end");
        killed += usize::from(child.wait().expect("an end").code().is_none());

        let left = files(&tree);
        for (path, bytes) in &left {
            // A file being written has a temporary name, which is neither a page's nor a catalog's.
            let is_page = path.extension().is_some_and(|it| it == "md" || it == "po");
            let is_whole = [&old, &new].into_iter().any(|it| it.get(path) == Some(bytes));
            assert!(is_whole || !is_page, "kill {kill}: {} is neither the old one nor the new one", path.display());
        }
        assert!(old.keys().all(|path| left.contains_key(path)), "kill {kill}: a file is gone");
        let done = changed.iter().filter(|path| left.get(**path) == new.get(**path)).count();
        halfway += usize::from(done > 0 && done < changed.len());

        Run::of(&mut sync(&tree)).exits(0);
        let ended = files(&tree);
        let left_over = ended.keys().find(|path| !new.contains_key(*path));
        assert!(left_over.is_none(), "kill {kill}: {} is left over", left_over.unwrap().display());
        let differs = new.iter().find(|(path, bytes)| ended.get(*path) != Some(bytes));
        assert!(differs.is_none(), "kill {kill}: {} differs in the end", differs.unwrap().0.display());
        kill += 1;
    }
    assert!(killed > 0, "all were faster");
    assert!(halfway > 0, "{killed} were killed, none while it wrote");
}
