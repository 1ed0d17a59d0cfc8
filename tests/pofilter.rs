//! Every broken address or option that the Translate Toolkit's pofilter reports is a finding of ours.
//!
//! Without pofilter, a test says so and passes, unless `FIRSTAID_REQUIRE_PEERS` is set.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Run, TODAY, Tree, firstaid, has_peers, repository};
use firstaid_translate::po::{Catalog, Entry, parse};
use serde_json::Value;

/// Parts of a source text, and what a translator may write for each; the last form is right.
const SITES: [(&str, &[&str]); 4] = [
    (
        "https://ssd.eff.org/module/one",
        &[
            "https://ssd.eff.org/module/uno",
            "https://ssd.eff.org/module/on",
            "https://ssd.eff.net/module/one",
            "",
            "https://ssd.eff.org/module/one",
        ],
    ),
    ("<https://signal.org/>", &["<https://signal.com/>", "<https://sygnal.org/>", "Signal", "<https://signal.org/>"]),
    (
        "http://www.example.org/a?id=12",
        &["http://www.example.org/a?id=21", "http://www.example.org/", "http://www.example.org/a?id=12"],
    ),
    (
        "www.frontlinedefenders.org",
        &["www.frontlinedefender.org", "www.frontlinedefenders.com", "la web", "www.frontlinedefenders.org"],
    ),
];
const ADDRESSES: [(&str, &[&str]); 2] = [
    (
        "help@accessnow.org",
        &["help@acessnow.org", "ayuda@accessnow.org", "help@accessnow", "help(at)accessnow.org", "help@accessnow.org"],
    ),
    ("<info@eff.org>", &["<info@eff.com>", "<inf@eff.org>", "EFF", "<info@eff.org>"]),
];
const OPTIONS: [(&str, &[&str]); 2] = [
    ("--safe-mode", &["--modo-seguro", "-safe-mode", "--safemode", "", "--safe-mode"]),
    ("--profile=NAME", &["--perfil=NOMBRE", "", "--profile=NOMBRE"]),
];

/// Sentences around such a part, in the source and in Spanish.
const SENTENCES: [(&str, &str); 3] = [
    (
        "Before you travel, read {} with a friend, and keep it at hand.",
        "Antes de viajar, lee {} con una amiga y tenlo a mano.",
    ),
    (
        "If the phone was taken from you, go to {} from another device.",
        "Si te quitaron el teléfono, ve a {} desde otro dispositivo.",
    ),
    (
        "The program is started with {} when nothing else has helped.",
        "El programa se inicia con {} cuando nada más ha ayudado.",
    ),
];

/// A source text, a Spanish translation, and whether the translation is right.
struct Unit {
    source: String,
    target: String,
    is_right: bool,
}

fn units() -> Vec<Unit> {
    let all = SITES.iter().chain(&ADDRESSES).chain(&OPTIONS);
    let made =
        all.flat_map(|(right, made)| made.iter().enumerate().map(move |(n, it)| (right, it, n + 1 == made.len())));
    let unit = |(n, (right, made, is_right)): (usize, (&&str, &&str, bool))| {
        let (source, target) = SENTENCES[n % SENTENCES.len()];
        let of = |sentence: &str, thing: &str| format!("{}: {}", number(n), sentence.replace("{}", thing));
        Unit { source: of(source, right), target: of(target, made), is_right }
    };
    made.enumerate().map(unit).collect()
}

/// The start of a unit, different for each unit.
fn number(n: usize) -> String {
    format!("A{n:03}")
}

fn read(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path)).expect("UTF-8")
}

fn translate(tree: &Tree, args: &[&str]) -> Run {
    let mut command = firstaid();
    command.current_dir(tree.root()).arg("translate").args(args).args(["--today", TODAY]);
    Run::of(&mut command)
}

/// The entries that pofilter reports.
fn entries_found(catalog: &Path) -> Vec<Entry> {
    let mut command = Command::new("pofilter");
    command.args(["--progress=none", "-t", "urls", "-t", "emails", "-t", "options"]).arg(catalog);
    let run = Run::of(&mut command).exits(0);
    if run.stdout.trim().is_empty() { Vec::new() } else { parse("pofilter", &run.stdout).expect("a catalog").entries }
}

/// The indices of the pairs of text and translation that pofilter reports.
fn pofilter<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> BTreeSet<usize> {
    let entry = |(n, (source, target)): (usize, (&str, &str))| {
        let mut entry = Entry::untranslated(Some(n.to_string()), source.to_owned());
        entry.strings = vec![target.to_owned()];
        entry
    };
    let catalog = Catalog { entries: texts.enumerate().map(entry).collect(), ..Catalog::default() };
    let tree = Tree::empty().with("x.po", catalog.to_string());
    let found = entries_found(&tree.path("x.po"));
    found.iter().map(|entry| entry.context.as_deref().and_then(|n| n.parse().ok()).expect("a place")).collect()
}

/// The lines of a file with a finding of a rule that compares addresses and options with the source.
fn lines_found(findings: &[Value], path: &str) -> BTreeSet<usize> {
    const RULES: [&str; 8] = [
        "refused-translation",
        "lost-identity",
        "lost-link",
        "added-link",
        "swapped-link",
        "structure-mismatch",
        "fused-identity",
        "malformed-link",
    ];
    let is_ours = |it: &&Value| it["path"] == path && RULES.iter().any(|rule| it["rule"] == *rule);
    findings.iter().filter(is_ours).filter_map(|it| usize::try_from(it["line"].as_u64()?).ok()).collect()
}

fn check(tree: &Tree) -> Vec<Value> {
    translate(tree, &["check", "es", "--format", "jsonl"]).exits(1).json()
}

#[test]
fn every_hit_on_a_damaged_page_is_a_finding() {
    if !has_peers(&["pofilter"]) {
        return;
    }
    let units = units();
    let page = |text: fn(&Unit) -> &str| units.iter().flat_map(|unit| [text(unit), "\n\n"]).collect::<String>();
    let tree = Tree::page(page(|unit| &unit.source)).with("content/es/Page.md", page(|unit| &unit.target));
    let lines = lines_found(&check(&tree), "content/es/Page.md");
    let hits = pofilter(units.iter().map(|unit| (&*unit.source, &*unit.target)));
    assert!(hits.len() >= 20, "{hits:?}");
    let is_found = |n: usize| lines.contains(&(2 * n + 1));
    let unseen: Vec<&str> = hits.into_iter().filter(|&n| !is_found(n)).map(|n| &*units[n].target).collect();
    assert!(unseen.is_empty(), "{unseen:#?}");
    // All damaged lines are found, also those that pofilter misses, and no correct line is.
    let wrong = units.iter().enumerate().filter(|(n, unit)| is_found(*n) == unit.is_right);
    let wrong: Vec<&str> = wrong.map(|(_, unit)| &*unit.target).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// In a catalog, addresses are placeholders, unless a translator writes one out.
#[test]
fn every_hit_on_a_damaged_catalog_is_a_finding() {
    if !has_peers(&["pofilter"]) {
        return;
    }
    let units = units();
    let tree = Tree::page(units.iter().flat_map(|unit| [&*unit.source, "\n\n"]).collect::<String>());
    translate(&tree, &["sync", "es"]).exits(0);
    let path = "content/_catalogs/es/Page.po";
    let mut catalog = parse(path, &read(&tree, path)).expect("a catalog");
    for (entry, unit) in catalog.entries.iter_mut().zip(&units) {
        assert_eq!(entry.id.split(':').next(), unit.source.split(':').next());
        // Correct translations keep the placeholder, as translators do.
        let written = || entry.id.split_once("{1}").and_then(|_| unit.is_right.then(|| entry.id.clone()));
        entry.strings = vec![written().unwrap_or_else(|| unit.target.clone())];
    }
    tree.write(path, catalog.to_string());
    let lines = lines_found(&check(&tree), path);
    let text = read(&tree, path);
    let line = |at: u32| 1 + text[..at as usize].matches('\n').count();
    let is_found =
        |entry: &Entry| lines.range(line(entry.place.entry.start())..=line(entry.place.entry.end())).next().is_some();
    let read = parse(path, &text).expect("a catalog");
    let hits: BTreeSet<String> = entries_found(&tree.path(path)).into_iter().map(|entry| entry.id).collect();
    assert!(hits.len() >= 15, "{hits:#?}");
    let unseen = read.entries.iter().filter(|entry| hits.contains(&entry.id) && !is_found(entry));
    let unseen: Vec<&str> = unseen.map(Entry::string).collect();
    assert!(unseen.is_empty(), "{unseen:#?}");
}

/// The guide's own pages, with a letter dropped from an address in every line that shows one.
#[test]
fn every_hit_on_the_guide_itself_is_a_finding() {
    if !has_peers(&["pofilter"]) {
        return;
    }
    let tree = copy_of_the_guide();
    let (mut hits, mut damaged, mut unseen) = (0, 0, Vec::new());
    let pages = ["EstablishingTrust", "Passwords", "Resources", "SecureCommunication"];
    let paths = pages.map(|page| (format!("content/en/{page}.md"), format!("content/es/{page}.md")));
    for (_, path) in &paths {
        let text: String = read(&tree, path).lines().map(|line| with_a_letter_missing(line) + "\n").collect();
        tree.write(path, text);
    }
    let findings = check(&tree);
    for (source, path) in &paths {
        let (source, target, before) = (read(&tree, source), read(&tree, path), read(&copy_of_the_guide(), path));
        let count = target.lines().count();
        // Lines are paired from the end, because the front matter differs.
        let units: Vec<(&str, &str)> = source.lines().rev().zip(target.lines().rev()).collect();
        damaged += target.lines().zip(before.lines()).filter(|(a, b)| a != b).count();
        let found = lines_found(&findings, path);
        for n in pofilter(units.iter().copied()) {
            let was = before.lines().rev().nth(n).unwrap_or_default();
            // A link to the Spanish edition of a site is right; pofilter cannot know that.
            if was != units[n].1 {
                hits += 1;
                unseen.extend((!found.contains(&(count - n))).then(|| units[n].1.to_owned()));
            }
        }
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
    assert!(hits >= 50, "{hits} hits of {damaged} damages");
}

/// The line without the second letter of its first address.
fn with_a_letter_missing(line: &str) -> String {
    let at = line.find("://").map(|at| at + 4).or_else(|| line.find('@').map(|at| at + 2));
    let Some((before, after)) = at.and_then(|at| line.split_at_checked(at)) else { return line.to_owned() };
    let mut letters = after.chars();
    letters.next();
    format!("{before}{}", letters.as_str())
}

fn copy_of_the_guide() -> Tree {
    let (tree, root) = (Tree::empty(), repository());
    let mut left: Vec<PathBuf> = vec!["firstaid.toml".into(), "content".into()];
    while let Some(path) = left.pop() {
        let from = root.join(&path);
        if from.is_dir() {
            let entries = std::fs::read_dir(&from).expect("a folder");
            left.extend(entries.map(|entry| path.join(entry.expect("an entry").file_name())));
        } else {
            tree.write(path.to_str().expect("UTF-8"), std::fs::read(from).expect("a file"));
        }
    }
    tree
}
