//! README.md is true: its commands run, its picture is what is printed, and what it names exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, iter};

const README: &str = include_str!("../README.md");
const XTASK: &str = include_str!("../xtask/src/main.rs");
const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn firstaid<'a>(args: impl IntoIterator<Item = &'a str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstaid"));
    command.args(args).current_dir(repository()).output().expect("the binary runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The texts of the fenced blocks with this word after the fence.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("\n```{language}\n");
    let mut rest = README;
    iter::from_fn(move || {
        let (_, after) = rest.split_once(&fence)?;
        let (block, after) = after.split_once("\n```\n").expect("every block ends");
        rest = after;
        Some(block)
    })
}

/// What stands between single backquotes outside of fenced blocks.
fn code_spans() -> impl Iterator<Item = &'static str> {
    let mut fenced = false;
    let lines = README.lines().filter(move |line| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    lines.flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// A fresh folder with the page that README shows, and these files besides.
fn guide(name: &str, files: &[(&str, &str)]) -> String {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let page = blocks("markdown").next().expect("README shows a page");
    for (path, text) in iter::once(&("content/en/Email.md", page)).chain(files) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
        fs::write(path, format!("{text}\n")).expect("a file is written");
    }
    root.into_os_string().into_string().expect("a path in UTF-8")
}

#[test]
fn commands_succeed_in_a_fresh_clone() {
    let lines: Vec<&str> = blocks("sh").flat_map(str::lines).collect();
    assert!(lines.contains(&"cargo xtask lint") && lines.contains(&"cargo xtask test"));
    for line in lines {
        let args = line.strip_prefix("cargo xtask ").unwrap_or_else(|| panic!("`{line}` is no `cargo xtask`"));
        let args: Vec<&str> = args.split(' ').collect();
        if XTASK.contains(&format!("Some(\"{}\")", args[0])) {
            continue; // A chore: running the tests from within a test would never end.
        }
        let output = firstaid(args);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{}{errors}", stdout(&output));
    }
}

#[test]
fn the_picture_shows_what_is_printed() {
    let output = firstaid(["lint", "--root", &guide("readme-picture", &[])]);
    let printed = stdout(&output);
    let picture = blocks("text").next().expect("README shows the output");
    let findings = picture.lines().filter(|line| line.contains("]: ") || line.starts_with(" --> "));
    assert_eq!(findings.clone().count(), 6);
    for line in findings.chain(picture.lines().last()) {
        assert!(printed.lines().any(|other| other == line), "not printed: {line}\n{printed}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_configuration_and_the_registry_entry_are_understood() {
    let config = blocks("toml").next().expect("README shows a configuration");
    let tool = blocks("yaml").next().expect("README shows a registry entry");
    let page = ("content/en/Calls.md", "Call us with OurChat.");
    let with_tool = guide("readme-tool", &[("content/_data/tools.yaml", tool), page]);
    let printed = stdout(&firstaid(["lint", "--format", "concise", "--root", &with_tool]));
    assert!(printed.contains("warning[discouraged-tool] "), "{printed}");

    let configured = guide("readme-config", &[("firstaid.toml", config), page]);
    let output = firstaid(["lint", "--format", "concise", "--root", &configured]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(stdout(&output).contains("error[missing-field] "), "{}", stdout(&output));
}

#[test]
fn the_suppression_suppresses() {
    let suppressed = blocks("markdown").nth(1).expect("README shows a suppression");
    let root = guide("readme-suppression", &[("content/en/Email.md", suppressed)]);
    let output = firstaid(["lint", "--fail-on", "info", "--root", &root]);
    assert!(output.status.success(), "{}", stdout(&output));
}

#[test]
fn flags_exist() {
    let help = |words: &[&str]| stdout(&firstaid(words.iter().copied().chain(["--help"])));
    let subcommands = |command: &'static str| {
        let list = help(&[command]);
        let (_, list) = list.split_once("Commands:").expect("a list of commands");
        let names =
            list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|it| !it.is_empty()));
        names.map(|name| help(&[command, name])).collect::<String>()
    };
    let help = [help(&["lint"]), subcommands("links"), subcommands("translate"), subcommands("identities")].concat();
    let known: BTreeSet<&str> = help.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let lines = README.lines().filter(|line| line.contains("xtask lint") || line.contains("firstaid lint"));
    let is_flag = |word: &&str| word.strip_prefix("--").is_some_and(|it| it.starts_with(char::is_alphabetic));
    for flag in lines.chain(code_spans()).flat_map(str::split_whitespace).filter(is_flag) {
        let flag = flag.split(['=', '`', '"', ',']).next().unwrap_or(flag);
        assert!(
            known.contains(flag) || flag == "--workspace",
            "`{flag}` is no flag of `firstaid lint`, `links`, `translate` or `identities`"
        );
    }
}

#[test]
fn rules_keys_and_chores_exist() {
    let rules = stdout(&firstaid(["rules"]));
    let rules: BTreeSet<&str> = rules.lines().filter_map(|line| line.split(' ').next()).collect();
    // That the keys exist, the configuration test shows.
    let keys: BTreeSet<&str> =
        blocks("toml").flat_map(str::lines).filter_map(|line| line.split(" = ").next()).collect();
    let is_kebab = |word: &str| {
        word.contains('-')
            && word.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
    };
    for word in code_spans().filter(|word| is_kebab(word)) {
        let chore = XTASK.contains(&format!("Some(\"{word}\")"));
        let hook = HOOKS.contains(&format!("- id: {word}\n"));
        let known = rules.contains(word) || keys.contains(word) || chore || hook || word == "allow-file";
        assert!(known, "`{word}` is no rule, key, chore or hook");
    }
}
