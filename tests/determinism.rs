//! Same input, same bytes out, whatever the number of threads.

use std::fs;

use crate::support::{Tree, repository};

const PAGES: usize = 120;

const DEFECTS: [&str; 8] = [
    "Use Gmal or Ostel.",
    "See http://eff.org/ and https//eff.org and [x](http://eff.org/?utm_source=x).",
    "[forthcoming]",
    "PGP key 0x32E8A2BC, PGP fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8",
    "TAILS and Wordpress",
    "[x](No-such-page.md#nothing) [y](#nowhere)",
    "<!-- firstaid: allow stale-tool -->",
    "#Heading",
];

/// Copies of our own pages under other names, each with its own defect.
fn guide() -> Tree {
    let tree = Tree::empty().with("firstaid.toml", "");
    let mut sources: Vec<_> = fs::read_dir(repository().join("content/en"))
        .expect("our own pages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    sources.sort();
    let texts: Vec<String> = sources.iter().map(|path| fs::read_to_string(path).expect("a page")).collect();
    for n in 0..PAGES {
        let locale = ["en", "es", "fr", "ru"][n % 4];
        let defect = DEFECTS[n % DEFECTS.len()];
        let text = format!("{}\n{defect}\n", texts[n % texts.len()]);
        tree.write(&format!("content/{locale}/{:02}/Page{n}.md", n / 10), text);
    }
    tree
}

#[test]
fn output_is_the_same_for_any_number_of_threads_and_any_run() {
    let tree = guide();
    for format in ["human", "jsonl", "concise"] {
        let output = |threads: &str| {
            let run = tree.lint(&["--format", format, "--threads", threads]).exits(1);
            (run.stdout, run.stderr)
        };
        let first = output("1");
        assert!(first.0.lines().count() >= PAGES, "{format}: every page has a finding");
        for threads in ["1", "2", "8"] {
            // Not `assert_eq`, which would print a megabyte.
            assert!(output(threads) == first, "{format}: other output with {threads} threads");
        }
    }
}

#[test]
fn diffs_are_the_same_for_any_number_of_threads() {
    let tree = guide();
    let diff = |threads: &str| tree.lint(&["--diff", "--unsafe-fixes", "--threads", threads]).exits(1).stdout;
    assert!(diff("1") == diff("8"));
}
