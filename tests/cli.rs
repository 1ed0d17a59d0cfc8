//! The command line as people and CI use it: exit codes, formats, options, layouts.

use std::fs;

use crate::support::{Run, Tree, firstaid, repository, shell};

const DEFECTS: &str = "Use Gmal or Ostel.\n";

const CONCISE: &str = "\
content/en/Page.md:1:5: error[misspelled-brand] `Gmal` looks like a misspelling of Gmail
content/en/Page.md:1:13: error[stale-tool] Ostel has been gone since August 2017
";

const HUMAN: &str = "\
error[misspelled-brand]: `Gmal` looks like a misspelling of Gmail
 --> content/en/Page.md:1:5
  |
1 | Use Gmal or Ostel.
  |     ^^^^
  |
  = help: write `Gmail` (--unsafe-fixes)

error[stale-tool]: Ostel has been gone since August 2017
 --> content/en/Page.md:1:13
  |
1 | Use Gmal or Ostel.
  |             ^^^^^
  |
  = help: use Signal instead
  = note: The Guardian Project took the call service offline in August 2017.
";

const LAST_LINE: &str = "1 page: 2 errors; 1 fixable with --unsafe-fixes\n";

fn run(args: &[&str]) -> Run {
    Run::of(firstaid().args(args).current_dir(repository()))
}

#[test]
fn our_own_guide_has_nothing_to_fix() {
    run(&["lint", "--fail-on", "info"]).exits(0).says("nothing to report");
}

#[test]
fn exit_codes_distinguish_clean_findings_and_failure() {
    Tree::page("Text.\n").lint(&["--color=auto"]).exits(0).says("1 page: nothing to report");
    Tree::page(DEFECTS).lint(&["--color=auto"]).exits(1);
    Tree::page(DEFECTS).lint(&["--no-such-option"]).exits(2).warns("--no-such-option");
    run(&["--help"]).exits(0).says("lint");
    run(&[]).exits(2);
}

#[test]
fn concise_is_a_line_a_finding() {
    assert_eq!(Tree::page(DEFECTS).lint(&["--format", "concise"]).exits(1).stdout, CONCISE);
}

#[test]
fn human_shows_excerpts_and_a_summary() {
    let run = Tree::page(DEFECTS).lint(&["--format", "human"]).exits(1);
    assert!(run.stdout.starts_with(HUMAN), "{}", run.stdout);
    assert!(run.stdout.ends_with(LAST_LINE), "{}", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn jsonl_objects_have_exactly_the_documented_keys() {
    const KEYS: [&str; 9] = ["column", "end_column", "end_line", "fix", "line", "message", "path", "rule", "severity"];
    let found = Tree::page(DEFECTS).lint(&["--format", "jsonl"]).exits(1).json();
    assert_eq!(found.len(), 2);
    for object in &found {
        let mut keys: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
        // Only of findings that have any.
        keys.retain(|key| *key != "notes");
        keys.sort_unstable();
        assert_eq!(keys, KEYS);
    }
    assert_eq!(found[0].get("notes"), None);
    assert_eq!(found[1]["notes"][0], "use Signal instead");
    let place = ["line", "column", "end_line", "end_column"].map(|key| found[0][key].as_u64());
    assert_eq!(place, [1, 5, 1, 9].map(Some));
    assert_eq!(found[0]["fix"]["edits"][0]["replacement"], "Gmail");
    assert!(found[1]["fix"].is_null());
}

#[test]
fn findings_are_sorted_by_path_then_position_then_rule() {
    let tree = Tree::page("é 🙂 Ostel\n\nhttp://eff.org/ Gmal\n")
        .with("content/en/B.md", DEFECTS)
        .with("content/en/a/A.md", DEFECTS)
        .with("content/es/Page.md", DEFECTS);
    let found = tree.lint(&["--format", "jsonl"]).exits(1).json();
    let key = |it: &serde_json::Value| {
        let number = |key: &str| it[key].as_u64().expect("a number");
        let text = |key: &str| it[key].as_str().expect("a text").to_owned();
        (text("path"), number("line"), number("column"), number("end_line"), number("end_column"), text("rule"))
    };
    let keys: Vec<_> = found.iter().map(key).collect();
    assert!(keys.is_sorted(), "{keys:#?}");
    let pages: Vec<&str> = found.iter().filter_map(|it| it["path"].as_str()).collect();
    assert!(["content/en/B.md", "content/en/a/A.md", "content/es/Page.md"].iter().all(|page| pages.contains(page)));
    let ostel = keys.iter().find(|key| key.0 == "content/en/Page.md" && key.5 == "stale-tool").expect("Ostel");
    assert_eq!((ostel.1, ostel.2, ostel.4), (1, 5, 10), "columns are characters");
}

#[test]
fn statistics_count_by_rule() {
    let run = Tree::page("Gmal and Gmal\n\nOstel\n\nGmal\n").lint(&["--statistics"]).exits(1);
    let rows: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1], ["1", "error", "stale-tool"]);
    assert_eq!(rows[0][1..], ["error", "misspelled-brand"]);
}

#[test]
fn select_and_ignore_narrow_the_rules() {
    let tree = Tree::page(DEFECTS);
    let concise = |args: &[&str]| tree.lint(&[&["--format", "concise"], args].concat()).stdout;
    let (first, second) = CONCISE.split_at(CONCISE.find('\n').expect("two lines") + 1);
    assert_eq!(concise(&["--select", "stale-tool"]), second);
    assert_eq!(concise(&["--select", "stale-tool,misspelled-brand"]), CONCISE);
    assert_eq!(concise(&["--ignore", "stale-tool"]), first);
    assert_eq!(concise(&["--ignore", "stale-tool", "--ignore", "misspelled-brand"]), "");
}

#[test]
fn an_unknown_rule_is_refused_with_a_suggestion() {
    for option in ["--select", "--ignore"] {
        Tree::page(DEFECTS).lint(&[option, "stale-tol"]).exits(2).warns("did you mean `stale-tool`?");
    }
}

#[test]
fn fail_on_sets_the_severity_that_fails() {
    let tree = Tree::page("See [x](http://eff.org/).\n");
    tree.lint(&["--format", "concise"]).exits(0).says("warning[insecure-link]");
    tree.lint(&["--fail-on", "warning"]).exits(1);
    tree.lint(&["--fail-on", "info"]).exits(1);
    Tree::page(DEFECTS).lint(&["--fail-on", "error"]).exits(1);
    tree.lint(&["--fail-on", "fatal"]).exits(2);
}

#[test]
fn levels_of_the_configuration_hold() {
    let tree =
        Tree::page(DEFECTS).with("firstaid.toml", "[rules]\nstale-tool = \"info\"\nmisspelled-brand = \"off\"\n");
    tree.lint(&["--format", "concise"]).exits(0).says("info[stale-tool]");
}

#[test]
fn locale_narrows_to_its_pages() {
    let tree = Tree::page(DEFECTS).with("content/es/Page.md", DEFECTS);
    let run = tree.lint(&["--locale", "es", "--format", "concise"]).exits(1);
    assert!(run.stdout.lines().all(|line| line.starts_with("content/es/")), "{}", run.stdout);
    tree.lint(&["--locale", "fr"]).exits(2).warns("no pages in `fr`");
    tree.lint(&["--locale", "no locale"]).exits(2).warns("not a locale");
}

#[test]
fn paths_narrow_to_files_and_folders() {
    let tree = Tree::page(DEFECTS).with("content/en/b/B.md", DEFECTS).with("other.txt", "");
    let pages = |args: &[&str]| -> Vec<String> {
        let found = tree.lint(&[&["--format", "jsonl"], args].concat()).exits(1).json();
        let mut paths: Vec<String> = found.iter().filter_map(|it| Some(it["path"].as_str()?.to_owned())).collect();
        paths.dedup();
        paths
    };
    assert_eq!(pages(&["content/en/Page.md"]), ["content/en/Page.md"]);
    assert_eq!(pages(&["content/en/b"]), ["content/en/b/B.md"]);
    assert_eq!(pages(&["content/en/b/", "content/en/Page.md"]), ["content/en/Page.md", "content/en/b/B.md"]);
    assert_eq!(pages(&["."]).len(), 2);
    tree.lint(&["other.txt"]).exits(2).warns("no page of the guide");
    tree.lint(&["content/en/None.md"]).exits(2).warns("content/en/None.md");
    tree.lint(&["/"]).exits(2).warns("not below the root");
}

#[test]
fn root_is_taken_from_anywhere() {
    let tree = Tree::page(DEFECTS);
    let run = Run::of(firstaid().args(["lint", "--format", "concise", "--root"]).arg(tree.root()).current_dir("/"));
    // The paths can be opened from there.
    let from_there = CONCISE.replace("content/", &format!("{}/content/", tree.root().display()));
    assert_eq!(run.exits(1).stdout, from_there);
}

#[test]
fn output_goes_to_a_file_and_only_there() {
    let tree = Tree::page(DEFECTS).with("report.txt", "old\n");
    let run = tree.lint(&["--format", "concise", "--output", "report.txt"]).exits(1);
    assert_eq!(run.stdout, "");
    assert_eq!(tree.read("report.txt"), CONCISE.as_bytes());
    let names: Vec<_> =
        fs::read_dir(tree.root()).expect("a folder").map(|it| it.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 3, "a temporary was left: {names:?}");
    tree.lint(&["--output", "none/report.txt"]).exits(2).warns("none/report.txt");
}

#[test]
fn an_output_that_cannot_be_replaced_stays_as_it_is() {
    let tree = Tree::page(DEFECTS).with("report/keep", "");
    tree.lint(&["--output", "report"]).exits(2).warns("report");
    assert_eq!(tree.snapshot().len(), 3);
}

#[test]
fn colour_is_used_only_on_request() {
    let tree = Tree::page(DEFECTS);
    for format in ["human", "concise"] {
        let colour = |args: &[&str]| tree.lint(&[&["--format", format], args].concat()).stdout.contains('\u{1b}');
        assert!(!colour(&[]), "{format}: a pipe is no terminal");
        assert!(!colour(&["--color", "never"]), "{format}");
        assert!(colour(&["--color", "always"]), "{format}");
    }
}

#[test]
fn no_color_is_honoured() {
    let tree = Tree::page(DEFECTS);
    let run = Run::of(firstaid().current_dir(tree.root()).arg("lint").env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1"));
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let tree = Tree::page("Gmal\n\n".repeat(9_000));
    for format in ["human", "concise", "jsonl"] {
        let script = format!("{{ \"$FIRSTAID\" lint --format {format}; echo \"code $?\" >&2; }} | head -n 1");
        let run = shell(tree.root(), &script).exits(0);
        assert_eq!(run.stderr.trim(), "code 1", "{format}: only the verdict");
    }
    shell(tree.root(), "\"$FIRSTAID\" explain stale-tool | true").exits(0);
}

#[test]
fn a_configuration_may_lie_elsewhere() {
    let elsewhere = Tree::empty().with("my.toml", "[rules]\nstale-tool = \"off\"\n");
    let config = elsewhere.path("my.toml").display().to_string();
    let run = Tree::page(DEFECTS).lint(&["--format", "concise", "--config", &config]).exits(1);
    assert!(!run.stdout.contains("stale-tool") && run.stderr.is_empty(), "{}{}", run.stdout, run.stderr);
    Tree::page(DEFECTS).lint(&["--config", "none.toml"]).exits(2).warns("none.toml");
}

#[test]
fn a_guessed_layout_is_a_note_on_standard_error() {
    let tree = Tree::empty().with("content/en/Page.md", DEFECTS);
    let run =
        tree.lint(&["--format", "concise"]).exits(1).warns("note: no firstaid.toml in .; guessed: root = \"content\"");
    assert_eq!(run.stdout, CONCISE);
}

#[test]
fn a_bad_configuration_is_named_with_its_line() {
    let tree = Tree::page(DEFECTS).with("firstaid.toml", "[rules]\n\nstale-tool = \"fatal\"\n");
    tree.lint(&["--color=auto"]).exits(2).warns("firstaid.toml:3: `fatal` is not a level");
    tree.write("firstaid.toml", "[content]\nroot = \"content\"\nsorce = \"en\"\n");
    tree.lint(&["--color=auto"]).exits(2).warns("firstaid.toml:3: ");
    tree.write("firstaid.toml", "[rules]\nstale-tol = \"off\"\n");
    tree.lint(&["--color=auto"]).exits(2).warns("did you mean `stale-tool`?");
    tree.write("firstaid.toml", "[content]\npages = \"{locale}/index.md\"\n");
    tree.lint(&["--color=auto"]).exits(2).warns("content.pages: `{locale}/index.md` needs `{page}` once");
}

#[test]
fn a_broken_registry_is_named_with_its_line() {
    let tree = Tree::page(DEFECTS).with("content/_data/tools.yaml", "- name: A tool\n  status: [\n");
    tree.lint(&["--color=auto"]).exits(2).warns("content/_data/tools.yaml:");
    tree.write("content/_data/tools.yaml", "- name: A tool\n  no_such_key: 1\n");
    let run = tree.lint(&["--color=auto"]).exits(2);
    let place = run.stderr.split("tools.yaml:").nth(1).and_then(|rest| rest.split(':').next());
    assert!(place.is_some_and(|line| line.parse::<u32>().is_ok_and(|line| line <= 2)), "{}", run.stderr);
}

#[test]
fn rules_lists_every_rule_in_order() {
    let run = run(&["rules"]).exits(0);
    let names: Vec<&str> = run.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), firstaid_lint::RULES.len());
    assert!(names.is_sorted(), "{names:?}");
    assert!(names.contains(&"stale-tool"));
}

#[test]
fn explain_says_what_a_rule_is_for() {
    let run = run(&["explain", "stale-tool"]).exits(0).says("# stale-tool\n").says("## Why\n");
    assert!(run.stdout.contains("## Use instead\n"));
}

#[test]
fn explain_knows_no_unknown_rule() {
    run(&["explain", "nope"]).exits(2).warns("there is no rule or family `nope`");
}

#[test]
fn today_is_a_date() {
    let tree = Tree::page(DEFECTS);
    assert_eq!(Run::of(firstaid().current_dir(tree.root()).args(["lint", "--today", "2026-02-30"])).code, Some(2));
    for today in ["2020-01-01", "2026-11-23"] {
        let run = Run::of(firstaid().current_dir(tree.root()).args(["lint", "--format=concise", "--today", today]));
        assert_eq!(run.stdout, CONCISE, "{today}");
    }
}

#[test]
fn threads_are_at_least_one() {
    Tree::page(DEFECTS).lint(&["--threads", "0"]).exits(2);
    assert_eq!(Tree::page(DEFECTS).lint(&["--threads", "1", "--format=concise"]).stdout, CONCISE);
}

#[test]
fn pages_at_the_root_beside_locale_folders_are_the_source() {
    let tree = Tree::empty()
        .with("Trust.md", "[x](es/Trust.md) Gmal\n")
        .with("es/Trust.md", "[x](../Trust.md) Ostel\n")
        .with("ru/Trust_RU.md", "[x](../Trust.md) Ostel\n")
        .with("images/x.png", "");
    let run = tree.lint(&["--format", "concise", "--select", "misspelled-brand,stale-tool"]).exits(1);
    let run = run.warns("source-pages = \"{page}.md\"").warns("locales.ru.pages = \"ru/{page}_RU.md\"");
    let places: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(places, ["Trust.md:1:18:", "es/Trust.md:1:18:", "ru/Trust_RU.md:1:18:"], "{}", run.stdout);
    tree.lint(&["--locale", "ru"]).exits(1).says("1 page: ");
}

#[test]
fn a_layout_of_the_configuration_needs_no_guess() {
    let tree = Tree::empty().with("docs/Trust.md", DEFECTS).with("docs/ru/Trust_RU.md", DEFECTS).with(
        "firstaid.toml",
        "[content]\nroot = \"docs\"\nsource_pages = \"{page}.md\"\n[content.locales.ru]\npages = \"ru/{page}_RU.md\"\n",
    );
    let run = tree.lint(&["--format", "human"]).exits(1).says("2 pages: ");
    assert_eq!(run.stderr, "");
}

#[test]
fn terms_of_the_glossary_are_words_and_a_malformed_glossary_is_a_note() {
    let page = "Hashes of the firmwere and the firmwaer are listed below, each with the day on which it was made.\n";
    let tree = Tree::page(page).with("content/_data/glossary.yaml", "- term: Firmwere\n  definition: x\n");
    let found = tree.lint(&["--format", "concise", "--select", "misspelled-word"]).stdout;
    assert!(!found.contains("firmwere") && found.contains("firmwaer"), "{found}");
    let tree = Tree::page("Text.\n").with("content/_data/glossary.yaml", "terms: {a: b}\n");
    tree.lint(&["--statistics"]).exits(0).warns("glossary.yaml:1").warns("the glossary is ignored");
}

#[test]
fn completions_are_those_of_each_shell_and_know_the_flags() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = Run::of(firstaid().args(["completions", shell])).exits(0);
        assert!(run.stdout.contains("changed-since") && run.stdout.contains("identities"), "{shell}");
    }
    Run::of(firstaid().args(["completions", "tcsh"])).exits(2);
}

#[test]
fn manual_pages_are_one_a_command() {
    let tree = Tree::empty();
    Run::of(firstaid().current_dir(tree.root()).args(["manual", "share/man1"])).exits(0);
    let page = |name: &str| String::from_utf8(tree.read(&format!("share/man1/{name}"))).expect("UTF-8");
    assert!(page("firstaid.1").contains(".TH firstaid 1"));
    assert!(page("firstaid-lint.1").contains("changed\\-since"));
    assert!(page("firstaid-identities-diff.1").contains("markdown"));
}
