//! What a person expects who tries the linter for the first time: options of other linters, output that fits the
//! terminal, and the same answers from any folder.

use std::path::Path;

use crate::support::{Run, TODAY, Tree, firstaid, terminal};

/// Two pages with a finding each.
fn two_pages() -> Tree {
    Tree::page("Use Ostel.\n").with("content/en/old/More.md", "Write to a Gmal address, or [there](gone.md).\n")
}

fn lint_from(tree: &Tree, folder: &str, args: &[&str]) -> Run {
    Run::of(
        firstaid().current_dir(tree.path(folder)).args(["lint", "--today", TODAY, "--format", "concise"]).args(args),
    )
}

#[test]
fn what_is_excluded_is_not_shown_and_can_still_be_linked_to() {
    let tree =
        Tree::page("Use Ostel. See [the old page](old/More.md).\n").with("content/en/old/More.md", "Use Gmal.\n");
    for pattern in ["old", "old/", "content/en/old", "**/old/*.md", "More.md"] {
        let run = tree.lint(&["--format", "concise", "--exclude", pattern]).exits(1);
        assert_eq!(run.stdout.lines().count(), 1, "{pattern}: {}", run.stdout);
        assert!(run.stdout.starts_with("content/en/Page.md:1:5"), "{pattern}: {}", run.stdout);
    }
    // A path as it is printed, in a folder of the guide and above it.
    let run = lint_from(&tree, "content/en", &["--exclude", "old/More.md"]).exits(1);
    assert!(run.stdout.lines().count() == 1 && run.stdout.starts_with("Page.md:1:5"), "{}", run.stdout);
    let above = Tree::empty().with("guide/firstaid.toml", "").with("guide/content/en/a.md", "Use Ostel.\n");
    let args = ["lint", "--today", TODAY, "--root", "guide", "--exclude", "guide/content/en/a.md"];
    Run::of(firstaid().current_dir(above.root()).args(args)).exits(0).says("0 pages: nothing to report");
}

#[test]
fn an_exit_code_of_0_and_a_quiet_run_on_demand() {
    let tree = two_pages();
    tree.lint(&["--exit-zero"]).exits(0).says("stale-tool");
    tree.lint(&["--exit-zero", "--no-such-option"]).exits(2);
    let run = Tree::empty().with("a.md", "Use Ostel.\n").lint(&["--quiet"]).exits(1);
    assert_eq!(run.stderr, "");
    assert!(run.stdout.contains("stale-tool") && !run.stdout.contains("1 page"), "{}", run.stdout);
}

#[test]
fn families_stand_for_their_rules_on_the_command_line_and_in_the_configuration() {
    let tree = two_pages();
    let run = tree.lint(&["--format", "concise", "--select", "links"]).exits(1);
    assert!(run.stdout.contains("broken-path") && run.stdout.lines().count() == 1, "{}", run.stdout);
    let run = tree.lint(&["--format", "concise", "--ignore", "tools,links"]).exits(1);
    assert!(run.stdout.contains("misspelled-brand") && run.stdout.lines().count() == 1, "{}", run.stdout);
    tree.lint(&["--select", "link"]).exits(2).warns("did you mean `links`?");
    tree.write("firstaid.toml", "[rules]\nlinks = \"off\"\nspelling = \"off\"\ntools = \"info\"\n");
    tree.lint(&["--format", "concise"]).exits(0).says("info[stale-tool]");
    let levels =
        "[[levels]]\npaths = [\"content/en/old/**\"]\nrules = { spelling = \"off\", broken-path = \"info\" }\n";
    tree.write("firstaid.toml", levels);
    let run = tree.lint(&["--format", "concise"]).exits(1).says("error[stale-tool]").says("info[broken-path]");
    assert!(!run.stdout.contains("Gmal"), "{}", run.stdout);
    tree.write("firstaid.toml", levels.replace("spelling", "speling"));
    tree.lint(&["--format", "concise"]).exits(2).warns("did you mean `spelling`?");
}

#[test]
fn a_rule_that_is_off_by_default_runs_on_demand() {
    let tree = Tree::page("It is not unusual.\n");
    tree.lint(&["--format", "concise"]).exits(0);
    for name in ["plain", "double-negation"] {
        tree.lint(&["--format", "concise", "--select", name]).exits(0).says("info[double-negation]");
    }
    tree.write("firstaid.toml", "[[levels]]\npaths = [\"content/en/*\"]\nrules = { plain = \"error\" }\n");
    tree.lint(&["--format", "concise"]).exits(1).says("error[double-negation]");
}

#[test]
fn rules_for_machines_tell_the_level_here_and_why() {
    let tree = Tree::page("").with("firstaid.toml", "[rules]\nlinks = \"off\"\nstale-tool = \"info\"\n");
    let rules = |args: &[&str]| {
        let run = Run::of(firstaid().current_dir(tree.path("content")).args(["rules", "--format", "json"]).args(args));
        serde_json::from_str::<Vec<serde_json::Value>>(&run.exits(0).stdout).expect("an array")
    };
    let all = rules(&[]);
    let of = |name: &str| all.iter().find(|rule| rule["rule"] == name).expect("a rule").clone();
    assert_eq!(
        (of("stale-tool")["level"].clone(), of("stale-tool")["default"].clone()),
        ("info".into(), "error".into())
    );
    assert_eq!(of("broken-path")["level"], "off");
    assert_eq!(of("broken-path")["reason"], "rules.links in firstaid.toml");
    assert_eq!(of("misspelled-brand")["reason"], "default");
    assert_eq!((of("long-step")["default"].clone(), of("long-step")["level"].clone()), ("off".into(), "off".into()));
    assert!(of("long-step")["reason"].as_str().is_some_and(|it| it.starts_with("off by default: ")), "{all:?}");
}

#[test]
fn the_configuration_holds_in_the_folders_below_it_and_printed_paths_can_be_given_back() {
    let tree = two_pages().with("firstaid.toml", "[rules]\nstale-tool = \"off\"\n");
    let run = lint_from(&tree, "content/en/old", &[]).exits(1);
    let path = run.stdout.split(':').next().expect("a path").to_owned();
    assert_eq!(path, "More.md");
    lint_from(&tree, "content/en/old", &[&path]).exits(1).says("Gmal");
    let below = Tree::empty().with("sub/firstaid.toml", "").with("sub/content/en/a.md", "Use Ostel.\n");
    let run = lint_from(&below, ".", &["--root", "sub"]).exits(1);
    let path = run.stdout.split(':').next().expect("a path").to_owned();
    assert!(below.path(&path).is_file(), "{path}");
    lint_from(&below, ".", &["--root", "sub", &path]).exits(1).says("Ostel");
}

/// What `firstaid lint` prints on a terminal with so many columns, without escape sequences.
fn on_terminal(folder: &Path, columns: u16, args: &[&str]) -> String {
    anstream::adapter::strip_str(&terminal::on_terminal(folder, columns, args)).to_string()
}

#[test]
fn frames_fit_the_terminal() {
    let long = "Nobody needs to know of the account, so tell nobody of it. ";
    let tree = Tree::page(format!("{long}Write to a Gmal address. {long}\n\n{}Gmal\n", "日本語の文章。".repeat(12)));
    for columns in [60, 80, 120] {
        let shown = on_terminal(tree.root(), columns, &[]);
        let rows: Vec<&str> = shown.lines().filter(|line| line.contains(" | ")).collect();
        assert!(rows.iter().any(|row| row.contains('^')), "{shown}");
        let width = |row: &str| row.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
        assert!(rows.iter().all(|row| width(row) <= columns.into()), "{columns}: {shown}");
    }
}

#[test]
fn a_first_run_with_very_many_findings_ends_with_the_way_out() {
    let tree = Tree::page("A Gmal address.\n\n".repeat(120)).with("content/en/b.md", "Use Ostel.\n".repeat(3));
    let shown = on_terminal(tree.root(), 100, &[]);
    let end: Vec<&str> = shown.lines().rev().take(14).collect();
    assert!(end.iter().any(|line| line.contains("--update-baseline")), "{shown}");
    assert!(end.iter().any(|line| line.contains("120  error    misspelled-brand")), "{shown}");
    assert!(shown.contains("50 of 12"), "{shown}");
    // A file or a pipe gets all of them.
    let piped = tree.lint(&["--color", "never"]).exits(1).stdout;
    assert!(!piped.contains("--update-baseline") && piped.len() > shown.len());
}

#[test]
fn init_writes_what_is_guessed_takes_words_over_and_says_when_it_no_longer_fits() {
    let init = |tree: &Tree, args: &[&str]| Run::of(firstaid().current_dir(tree.root()).arg("init").args(args));
    let tree = Tree::empty()
        .with("mkdocs.yml", "site_name: x\ntheme:\n  custom_dir: overrides\n")
        .with("overrides/a.png", "")
        .with("docs/index.md", "# Start\n\n![a](a.png) An onionsite, and Ostel.\n")
        .with("docs/index.es.md", "# Inicio\n")
        .with("cspell.json", "{\"words\": [\"onionsite\"]}")
        .with("po/de.po", "");
    init(&tree, &["--check"]).exits(2).warns("there is none");
    let guessed = tree.lint(&["--format", "concise", "--ignore", "spelling"]).stdout;
    let run =
        init(&tree, &[]).exits(0).says("2 pages in en, es").says("--statistics").says("not sure: the catalog po/de.po");
    assert_eq!(run.stderr, "");
    let text = String::from_utf8(tree.read("firstaid.toml")).expect("UTF-8");
    for line in
        ["root = \"docs\"", "generator = \"mkdocs\"", "assets = [\"overrides\"]", "# Not sure: the catalog po/de.po"]
    {
        assert!(text.contains(line), "no `{line}` in {text}");
    }
    // The same findings as with the guess, without the words that were taken over.
    let run = tree.lint(&["--format", "concise"]).exits(1);
    assert_eq!((run.stdout, run.stderr), (guessed, String::new()));
    init(&tree, &[]).exits(2).warns("there is one already");
    init(&tree, &["--check"]).exits(0).says("fits: 2 pages in en, es");
    // Names of files become neither settings nor commands to a terminal.
    let evil =
        Tree::empty().with("docs/a.md", "Text.\n").with("po/a\n[rules]\nstale-tool = \"off\"\n#\u{1b}[2J.po", "");
    let run = init(&evil, &[]).exits(0);
    assert!(!run.stdout.contains('\u{1b}'), "{}", run.stdout);
    let text_of_evil = String::from_utf8(evil.read("firstaid.toml")).expect("UTF-8");
    assert!(!text_of_evil.contains("\nstale-tool"), "{text_of_evil}");
    tree.write("docs/index.fr.md", "# Début\n");
    init(&tree, &["--check"]).exits(0).says("fits: 3 pages");
    tree.write("firstaid.toml", text.replace("root = \"docs\"", "root = \"docs/old\"").replace("overrides", "theme"));
    tree.write("docs/old/more.md", "# More\n");
    init(&tree, &["--check"]).exits(1).says("there is no folder `theme`").says("pages are left out, such as docs/");
}
