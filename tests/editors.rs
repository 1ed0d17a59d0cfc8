//! The language server in real editors: headless Neovim and Emacs open a page, show its findings, apply a fix and save.
//! Emacs is set up as its page in `docs/editors/` says.
//!
//! Without the editor, a test says so and passes, unless `FIRSTAID_REQUIRE_PEERS` is set.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::repo::Repo;
use crate::support::{BINARY, Run, TODAY, Tree, has_peers, missing, repository};
use serde_json::Value;

const PAGE: &str = "content/en/Email.md";

/// The command that runs an editor's script in a guide, without the settings of the person who runs the tests.
type Editor = fn(&Repo) -> Command;

fn neovim(guide: &Repo) -> Command {
    guide.tree.write("drive.lua", include_str!("editors/neovim.lua"));
    let mut command = Command::new("nvim");
    command.args(["--headless", "--clean", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile drive.lua"]);
    command.env("FIRSTAID", BINARY).env("TODAY", TODAY).env("ROOT", guide.tree.root());
    command
}

fn emacs(guide: &Repo) -> Command {
    let page = fs::read_to_string(repository().join("docs/editors/emacs.md")).expect("the page");
    let (_, block) = page.split_once("```elisp\n").expect("a block of Lisp");
    let (init, _) = block.split_once("```").expect("its end");
    guide.tree.write("init.el", init);
    guide.tree.write("drive.el", include_str!("editors/emacs.el"));
    let mut command = Command::new("emacs");
    command.args(["--batch", "--load", "drive.el"]);
    let folder = Path::new(BINARY).parent().expect("a folder").to_path_buf();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&others)));
    command.env("PATH", path.expect("a search path")).env("HOME", guide.tree.root());
    command
}

/// What an editor reported on a page with this text, and the text that it saved.
fn edited(editor: Editor, text: &str, rule: &str) -> (Value, String) {
    let guide = Repo::new(Tree::page("# Home\n").with(PAGE, text));
    let mut command = editor(&guide);
    command
        .current_dir(guide.tree.root())
        .env("XDG_CONFIG_HOME", guide.tree.path("config"))
        .env("XDG_STATE_HOME", guide.tree.path("state"))
        .env("XDG_CACHE_HOME", guide.tree.path("cache"));
    let run = Run::of(command.env("PAGE", PAGE).env("RULE", rule)).exits(0);
    let seen = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr));
    (seen, fs::read_to_string(guide.tree.path(PAGE)).expect("the page"))
}

/// The finding is at the wrong word, the fix replaces it, and the rest of the page stays the same.
#[track_caller]
fn fixes(editor: Editor, text: &str, rule: &str, wrong: &str, right: &str) {
    let (seen, saved) = edited(editor, text, rule);
    let before = &text[..text.find(wrong).expect("the word is there")];
    let column = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}').len();
    assert_eq!(seen["word"], wrong, "{seen}");
    assert_eq!(seen["lnum"], before.matches('\n').count(), "{seen}");
    assert_eq!(seen["col"], column, "{seen}");
    assert_eq!(saved, text.replacen(wrong, right, 1), "{seen}");
}

#[track_caller]
fn neovim_fixes(text: &str) {
    if has_peers(&["nvim"]) {
        fixes(neovim, text, "misspelled-brand", "Gmal", "Gmail");
    }
}

#[track_caller]
fn emacs_fixes(text: &str) {
    if has_peers(&["emacs"]) && has_packages() {
        fixes(emacs, text, "misspelled-brand", "Gmal", "Gmail");
    }
}

/// Whether Emacs has the packages that its page in `docs/editors/` expects.
fn has_packages() -> bool {
    let ask = "(progn (package-activate-all) (require 'eglot) (require 'markdown-mode))";
    let answer = Command::new("emacs").args(["--batch", "--eval", ask]).output();
    answer.is_ok_and(|it| it.status.success()) || missing("Eglot or markdown-mode for Emacs")
}

const AT_HOME: &str = "# Email\n\nMany people write with Gmal, at home.\n";
const AFTER_ARABIC: &str = "# Email\n\n- قال: «البريد» Gmal.\n";
const AFTER_EMOJI: &str = "# Email\n\nWrite 🙂👩‍👩‍👧 e\u{301} with Gmal 🙂 now.\n";
const DOS_LINE_ENDS: &str = "# Email\r\n\r\nWrite 🙂 with Gmal.\r\n";

#[test]
fn neovim_fixes_a_word() {
    neovim_fixes(AT_HOME);
}

#[test]
fn neovim_fixes_a_word_after_arabic() {
    neovim_fixes(AFTER_ARABIC);
}

#[test]
fn neovim_fixes_a_word_after_emoji() {
    neovim_fixes(AFTER_EMOJI);
}

#[test]
fn neovim_fixes_a_word_between_dos_line_ends() {
    neovim_fixes(DOS_LINE_ENDS);
}

#[test]
fn emacs_fixes_a_word() {
    emacs_fixes(AT_HOME);
}

#[test]
fn emacs_fixes_a_word_after_arabic() {
    emacs_fixes(AFTER_ARABIC);
}

#[test]
fn emacs_fixes_a_word_after_emoji() {
    emacs_fixes(AFTER_EMOJI);
}

#[test]
fn emacs_fixes_a_word_between_dos_line_ends() {
    emacs_fixes(DOS_LINE_ENDS);
}
