//! README.md and the handbook in `docs/` are true: their commands run, their samples are what is printed, and what
//! they name exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, iter};

use crate::support::repository;

/// Commands of `cargo xtask` that are no commands of `firstaid`. They build and test the linter; a test cannot run
/// them.
const CHORES: [&str; 7] = ["bench", "ci", "docs", "fuzz", "new-rule", "registry", "test"];

/// The part of this repository that the commands of a page are run on: the guide in two languages, because each
/// language costs the time to read its dictionary.
const COPIED: [&str; 6] =
    ["content/_catalogs/es", "content/_data", "content/en", "content/es", "crates/registry/data", "firstaid.toml"];

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A page of README.md or the handbook.
struct Page {
    /// From the top of the repository.
    path: String,
    text: String,
}

impl Page {
    fn new(path: &str) -> Self {
        Self { path: path.to_owned(), text: read(path) }
    }

    /// The texts of the fenced blocks with this word after the fence. A block may be indented, as in a list item.
    fn blocks<'a>(&'a self, language: &str) -> impl Iterator<Item = String> + use<'a> {
        let fence = format!("```{language}");
        let mut lines = self.text.lines();
        iter::from_fn(move || {
            let start = lines.find(|line| line.trim_start() == fence)?;
            let indent = start.len() - start.trim_start().len();
            let inside = lines.by_ref().take_while(|line| line.trim_start() != "```");
            Some(inside.map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n"))
        })
    }

    fn block(&self, language: &str) -> String {
        self.blocks(language).next().unwrap_or_else(|| panic!("{} has a block of {language}", self.path))
    }

    /// The texts between single backquotes outside of fenced blocks.
    fn code_spans(&self) -> impl Iterator<Item = &str> {
        let mut fenced = false;
        let lines = self.text.lines().filter(move |line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        });
        lines.flat_map(|line| line.split('`').skip(1).step_by(2))
    }
}

/// README.md and the pages of the handbook. `docs/rules` is generated; `docs/editors` shows settings of editors.
fn pages() -> Vec<Page> {
    let entries = fs::read_dir(repository().join("docs")).expect("the handbook");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    names.sort();
    let handbook = names.iter().map(|name| Page::new(&format!("docs/{name}")));
    iter::once(Page::new("README.md")).chain(handbook).collect()
}

fn firstaid<'a>(args: impl IntoIterator<Item = &'a str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstaid"));
    command.args(args).current_dir(repository()).output().expect("the binary runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// An empty folder of this name.
fn fresh_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of an earlier run is removed");
    }
    fs::create_dir_all(&folder).expect("a folder is made");
    folder
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
    fs::write(path, bytes).expect("a file is written");
}

/// A guide with the page that README.md shows, and these files.
fn guide(name: &str, files: &[(&str, &str)]) -> String {
    let root = fresh_folder(name);
    let page = Page::new("README.md").block("markdown");
    for (path, text) in iter::once(&("content/en/Email.md", &*page)).chain(files) {
        write(&root.join(path), format!("{text}\n").as_bytes());
    }
    root.into_os_string().into_string().expect("a path in UTF-8")
}

#[cfg(unix)]
fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        return write(to, &fs::read(from).expect("a file"));
    }
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// A shell command in a folder, with `firstaid` on the `PATH`.
#[cfg(unix)]
fn shell(folder: &Path, line: &str) {
    let binary = Path::new(env!("CARGO_BIN_EXE_firstaid")).parent().expect("a folder");
    let others = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(iter::once(binary.to_owned()).chain(env::split_paths(&others))).expect("a PATH");
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env("PATH", path);
    for (name, value) in [("NAME", "A"), ("EMAIL", "a@example.org")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    let output = command.output().expect("a shell");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}\n{}{errors}", stdout(&output));
}

#[cfg(unix)]
#[test]
fn commands_succeed_in_a_copy_of_the_guide() {
    let xtask = read("xtask/src/main.rs");
    let mut ran = 0;
    for page in pages() {
        let lines: Vec<String> =
            page.blocks("sh").flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        if lines.is_empty() {
            continue;
        }
        let folder = fresh_folder(&format!("commands-of-{}", page.path.replace('/', "-")));
        for path in COPIED {
            copy(&repository().join(path), &folder.join(path));
        }
        shell(&folder, "git init --quiet && git add . && git commit --quiet --message Guide");
        shell(&folder, "git update-ref refs/remotes/origin/main HEAD");
        for line in &lines {
            let command = line.strip_prefix("cargo xtask ").map(|rest| format!("firstaid {rest}"));
            let command = command.as_ref().unwrap_or(line);
            assert!(["firstaid ", "git "].iter().any(|it| command.starts_with(it)), "{}: {line}", page.path);
            let chore = CHORES.iter().find(|chore| command.split(' ').nth(1) == Some(chore));
            if let Some(chore) = chore.filter(|_| line.starts_with("cargo ")) {
                assert!(xtask.contains(&format!("Some(\"{chore}\")")), "{}: {line}", page.path);
            } else {
                shell(&folder, command);
                ran += 1;
            }
        }
    }
    assert!(ran > 30, "only {ran} commands were run");
}

#[test]
fn the_readme_is_short_and_names_the_two_commands() {
    let readme = Page::new("README.md");
    assert!(readme.text.lines().count() <= 200);
    let commands: Vec<String> = readme.blocks("sh").collect();
    assert_eq!(commands, ["cargo xtask lint", "cargo xtask test"]);
}

#[test]
fn the_index_of_the_handbook_lists_every_page() {
    let index = read("docs/README.md");
    for page in pages() {
        let name = page.path.strip_prefix("docs/").filter(|name| *name != "README.md");
        assert!(name.is_none_or(|name| index.contains(&format!("({name})"))), "{} is not listed", page.path);
    }
}

#[test]
fn readme_and_handbook_have_no_findings() {
    let output = firstaid(["lint", "--config", "docs/lint.toml", "--fail-on", "warning"]);
    assert!(output.status.success(), "{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_home_of_the_repository_is_named_on_one_page() {
    let pages: Vec<String> =
        pages().into_iter().filter(|page| page.text.contains("OWNER/REPOSITORY")).map(|page| page.path).collect();
    assert_eq!(pages, ["docs/ci.md"]);
}

#[test]
fn the_picture_shows_what_is_printed() {
    // A configuration of its own: that of this repository is above.
    let guide = guide("readme-picture", &[("firstaid.toml", "")]);
    let output = Command::new(env!("CARGO_BIN_EXE_firstaid")).arg("lint").current_dir(&guide).output();
    let output = output.expect("the binary runs");
    let printed = stdout(&output);
    let picture = Page::new("README.md").block("text");
    let findings = picture.lines().filter(|line| line.contains("]: ") || line.starts_with(" --> "));
    assert_eq!(findings.clone().count(), 6);
    for line in findings.chain(picture.lines().last()) {
        assert!(printed.lines().any(|other| other == line), "not printed: {line}\n{printed}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_configuration_and_the_registry_entry_are_understood() {
    let config = Page::new("docs/configuration.md").block("toml");
    let tool = Page::new("docs/registries.md").block("yaml");
    let page = ("content/en/Calls.md", "Call us with OurChat.");
    let with_tool = guide("readme-tool", &[("content/_data/tools.yaml", &tool), page]);
    let printed = stdout(&firstaid(["lint", "--format", "concise", "--root", &with_tool]));
    assert!(printed.contains("warning[discouraged-tool] "), "{printed}");

    let configured = guide("readme-config", &[("firstaid.toml", &config), page]);
    let output = firstaid(["lint", "--format", "concise", "--root", &configured]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(stdout(&output).contains("error[missing-field] "), "{}", stdout(&output));
}

#[test]
fn the_guess_and_the_configuration_of_the_worked_example_find_its_pages() {
    let example = Page::new("docs/other-guides.md");
    let root = fresh_folder("handbook-example");
    for path in ["docs/Trust.md", "docs/es/Trust.md", "docs/ru/Trust_RU.md"] {
        write(&root.join(path), b"Signal\n");
    }
    let root_name = root.to_str().expect("a path in UTF-8");
    let by_locale = |locale| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_firstaid"));
        command.args(["lint", "--locale", locale]).current_dir(&root).output().expect("the binary runs")
    };
    let guessed = String::from_utf8_lossy(&by_locale("ru").stderr).into_owned();
    assert!(example.text.contains(guessed.trim_end()), "{guessed}");

    write(&root.join("firstaid.toml"), example.block("toml").as_bytes());
    for locale in ["en", "es", "ru"] {
        let output = by_locale(locale);
        assert!(stdout(&output).starts_with("1 page: "), "{locale} in {root_name}: {}", stdout(&output));
    }
}

#[test]
fn the_suppression_suppresses() {
    let suppressed = Page::new("docs/maintainer.md").block("markdown");
    let root = guide("readme-suppression", &[("content/en/Email.md", &suppressed)]);
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
    let help = [
        help(&["lint"]),
        help(&["report"]),
        help(&["proofread"]),
        subcommands("links"),
        subcommands("keys"),
        subcommands("domains"),
        subcommands("translate"),
        subcommands("identities"),
    ]
    .concat();
    let known: BTreeSet<&str> = help.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let is_flag = |word: &&str| word.strip_prefix("--").is_some_and(|it| it.starts_with(char::is_alphabetic));
    for page in pages() {
        let is_command = |line: &&str| line.contains("cargo xtask ") || line.contains("firstaid ");
        let is_ours = |line: &&str| is_command(line) && !line.contains("git ") && !line.contains('|');
        let lines = page.text.lines().filter(is_ours);
        for flag in lines.chain(page.code_spans()).flat_map(str::split_whitespace).filter(is_flag) {
            let flag = flag.split(['=', '`', '"', ',', ':', ';', '.', ')']).next().unwrap_or(flag);
            let is_of_cargo = flag == "--workspace" || flag == "--check";
            assert!(known.contains(flag) || is_of_cargo, "{}: `{flag}` is no flag of `firstaid`", page.path);
        }
    }
}

#[test]
fn rules_keys_and_chores_exist() {
    let rules = stdout(&firstaid(["rules"]));
    let rules: BTreeSet<&str> = rules.lines().filter_map(|line| line.split(' ').next()).collect();
    // The test of the configuration shows that these keys exist.
    let config = Page::new("docs/configuration.md").block("toml");
    let keys: BTreeSet<&str> = config.lines().filter_map(|line| line.split(" = ").next()).collect();
    let others = [read(".pre-commit-hooks.yaml"), read("action.yml"), read("CONTRIBUTING.md")].concat();
    let is_kebab = |word: &str| {
        word.contains('-')
            && word.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
    };
    for page in pages() {
        for word in page.code_spans().filter(|word| is_kebab(word)) {
            let is_chore = CHORES.contains(&word);
            let known = rules.contains(word) || keys.contains(word) || is_chore || others.contains(word);
            assert!(
                known
                    || ["allow-file", "looks-like", "not-imported", "not-read", "python-brace-format"].contains(&word),
                "{}: `{word}` is no rule, key, chore or hook",
                page.path
            );
        }
    }
}
