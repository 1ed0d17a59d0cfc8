//! Untrusted content never controls a terminal through a report.

use crate::support::Tree;

const FORMATS: [&str; 3] = ["human", "concise", "jsonl"];

/// Characters that control a terminal, reorder a line or start a new one.
const HOSTILE: &str = "\u{1b}[31m\u{1b}]0;x\u{7}\u{0}\u{8}\u{b}\u{c}\u{7f}\u{85}\u{9b}\u{ad}\u{200b}\u{200e}\u{200f}\
                       \u{202a}\u{202e}\u{2028}\u{2029}\u{2066}\u{2069}\u{feff}";

#[track_caller]
fn assert_harmless(output: &str) {
    let steers = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found: Vec<char> = output.chars().filter(|&c| steers(c)).collect();
    assert!(found.is_empty(), "{found:?} in {output:?}");
}

#[track_caller]
fn assert_harmless_in_all_formats(tree: &Tree) {
    for format in FORMATS {
        let run = tree.lint(&["--format", format, "--color", "never"]);
        assert!(matches!(run.code, Some(1)), "{format}: {:?} {}", run.code, run.stderr);
        assert_harmless(&run.stdout);
        assert_harmless(&run.stderr);
        assert!(!run.stdout.lines().any(|line| line.starts_with("::forged")), "{}", run.stdout);
    }
}

#[test]
fn control_characters_of_a_page_are_never_sent() {
    let h = HOSTILE;
    assert_harmless_in_all_formats(&Tree::page(format!(
        "{h} Gmal {h}\n\n[{h}](http://eff.org/{h})\n\n[x](No{h}.md#{h})\n\n[{h}]({h})\n\nhttps//eff.org/{h}\n\n\
         <!-- firstaid: allow no{h} {h} -->\n\n[x](<http://eff.org/?utm_{h}=1>)\n\n#{h}\n\nGm{h}al Ost\u{200b}el\n\
         \n[https://eff.org](https://e{h}.org)\n\n[x](a%0A::forged.md) [x](&#10;::forged) [x](No&#27;[31m.md)\n"
    )));
}

#[test]
fn control_characters_of_front_matter_are_never_sent() {
    let config = "[front-matter]\nrequired = [\"layout\"]\npermalink = \"/{locale}/{page}/\"\n";
    let escaped = "\\u001b[31m\\u009b\\u202e\\n::forged\\r\\n::forged";
    let h = HOSTILE;
    let pages = [
        format!("title: \"{h} Gmal\"\nb{h}: 1\nlanguage: {h}\npermalink: /{h}/\n"),
        format!("\"k{escaped}\": Gmal\n\"k{escaped}\": 2\nlanguage: \"{escaped}\"\npermalink: \"/{escaped}/\"\n"),
        format!("a: [{h}\nb: {h}: {h}\n{h}\n"),
    ];
    for page in pages {
        assert_harmless_in_all_formats(&Tree::page(format!("---\n{page}---\n\nGmal\n")).with("firstaid.toml", config));
    }
}

#[test]
fn control_characters_of_a_path_are_never_sent() {
    let name = "a\u{1b}[31m\u{85}\u{202e}\n::forged b.md";
    let tree = Tree::page("Fine.\n").with(&format!("content/en/{name}"), "Gmal\n");
    assert_harmless_in_all_formats(&tree);
    let run = tree.lint(&[&format!("content/en/no{name}")]).exits(2);
    assert_harmless(&run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn a_finding_of_a_concise_run_is_one_line_whatever_the_path() {
    let tree = Tree::page("Fine.\n").with("content/en/a\n::error b.md", "Gmal\n");
    assert_eq!(tree.lint(&["--format", "concise"]).exits(1).stdout.lines().count(), 1);
    let run = tree.lint(&["--diff", "--unsafe-fixes"]);
    assert!(!run.stdout.lines().any(|line| line.starts_with("::error")), "{}", run.stdout);
}

#[test]
fn control_characters_of_a_configuration_are_never_sent() {
    let tree = Tree::page("Fine.\n").with("firstaid.toml", "[rules]\n\"\\u001b[31m\\n::forged\" = \"off\"\n");
    let run = tree.lint(&["--format", "concise"]).exits(2);
    assert_harmless(&run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}
