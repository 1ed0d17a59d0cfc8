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

/// Observations of links, keys, addresses and domains, with a page that is another one than before, and what people said
/// of each.
const EVIDENCE: [&str; 8] = [
    r#"{"url":"https://gone.org/","seen":[{"on":"2026-11-01","class":"gone"},{"on":"2026-11-04","class":"gone"},{"on":"2026-11-08","class":"gone"}],"archive":"https://web.archive.org/web/2026/https://gone.org/"}"#,
    r#"{"url":"https://sold.org/","seen":[{"on":"2026-11-08","class":"alive","page":{"on":"2026-11-08","title":"Slots","text":"ffffffffffffffff"}}],"drifted":{"now":{"on":"2026-11-08","title":"Slots","text":"ffffffffffffffff"},"was":{"on":"2026-11-01","title":"Help","text":"0000000000000000"}}}"#,
    r#"{"url":"https://wall.org/","seen":[{"on":"2026-11-08","class":"blocked","status":403}],"attested":{"on":"2026-11-09","by":"Ann","note":"fine","of":"blocked"}}"#,
    r#"{"address":"help@sold.org","seen":[{"on":"2026-11-08","at":"wkd:sold.org","result":{"found":["76543210FEDCBA9876543210FEDCBA9876543210"]}}]}"#,
    r#"{"domain":"gone.org","seen":[{"on":"2026-11-08","at":"rdap","result":"absent"}]}"#,
    r#"{"domain":"sold.org","seen":[{"on":"2026-11-08","at":"rdap","result":{"found":{"registered":"2026-11-05","expires":"2026-12-01"}}}]}"#,
    r#"{"key":"0123456789ABCDEF0123456789ABCDEF01234567","seen":[{"on":"2026-11-08","at":"hkp:k.org","result":{"found":{"signed":"2024-01-01","created":"2024-01-01","algorithm":"ed25519"}}}]}"#,
    r#"{"key":"89ABCDEF0123456789ABCDEF0123456789ABCDEF","seen":[{"on":"2026-11-08","at":"wkd:one.org","result":{"found":{"signed":"2024-01-01","created":"2024-01-01","expires":"2026-10-01","algorithm":"rsa1024"}}}]}"#,
];

#[test]
fn verdicts_on_links_keys_and_domains_are_the_same_in_any_run_and_any_order_of_the_ledger() {
    let tree = Tree::empty().with("firstaid.toml", "");
    for n in 0..40 {
        let text = "[a](https://gone.org/) [b](https://sold.org/) [c](https://wall.org/)\n\n\
                    - help@sold.org, PGP 0123456789ABCDEF0123456789ABCDEF01234567\n\
                    - PGP 89ABCDEF0123456789ABCDEF0123456789ABCDEF\n";
        tree.write(&format!("content/en/Page{n}.md"), format!("# Page {n}\n\n{text}"));
    }
    let ledger = |lines: &[&str]| tree.write("content/_data/links.jsonl", lines.join("\n") + "\n");
    ledger(&EVIDENCE);
    let rules = "dead-link,stale-host,unverified-link,lapsing-domain,expired-key,replaced-key,weak-key";
    let output =
        |threads: &str| tree.lint(&["--format=jsonl", "--select", rules, "--threads", threads]).exits(1).stdout;
    let first = output("1");
    for rule in ["dead-link", "stale-host", "lapsing-domain", "expired-key", "replaced-key"] {
        assert_eq!(first.matches(&format!("\"{rule}\"")).count(), 40, "{rule}");
    }
    for turn in 0..EVIDENCE.len() {
        let mut lines = EVIDENCE;
        lines.rotate_left(turn);
        ledger(&lines);
        assert!(output(["1", "2", "8"][turn % 3]) == first, "another output after {turn} lines were moved");
    }
}
