//! Real editors drive the real server: headless Neovim and Emacs open a page, show what is wrong with it, mend it, and
//! save. Emacs is set up by what its page in `docs/editors/` says.
//!
//! Where an editor is not installed its tests say so and pass, unless `FIRSTAID_REQUIRE_PEERS` is set.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::repo::Repo;
use crate::support::{BINARY, Run, TODAY, Tree, has_peers, missing, repository};
use serde_json::Value;

const PAGE: &str = "content/en/Email.md";

/// Runs the script of an editor in a guide. Of whoever runs the tests nothing may come in.
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

/// What an editor saw of a page with this text, and the text that it saved.
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

/// The word is found at its bytes, mended, and the rest of the page is as it was.
#[track_caller]
fn mends(editor: Editor, text: &str, rule: &str, wrong: &str, right: &str) {
    let (seen, saved) = edited(editor, text, rule);
    let before = &text[..text.find(wrong).expect("the word is there")];
    let column = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}').len();
    assert_eq!(seen["word"], wrong, "{seen}");
    assert_eq!(seen["lnum"], before.matches('\n').count(), "{seen}");
    assert_eq!(seen["col"], column, "{seen}");
    assert_eq!(saved, text.replacen(wrong, right, 1), "{seen}");
}

#[track_caller]
fn neovim_mends(text: &str) {
    if has_peers(&["nvim"]) {
        mends(neovim, text, "misspelled-brand", "Gmal", "Gmail");
    }
}

#[track_caller]
fn emacs_mends(text: &str) {
    if has_peers(&["emacs"]) && has_packages() {
        mends(emacs, text, "misspelled-brand", "Gmal", "Gmail");
    }
}

/// Whether Emacs has what the page about it takes for granted.
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
fn neovim_mends_a_word() {
    neovim_mends(AT_HOME);
}

#[test]
fn neovim_mends_a_word_after_arabic() {
    neovim_mends(AFTER_ARABIC);
}

#[test]
fn neovim_mends_a_word_after_emoji() {
    neovim_mends(AFTER_EMOJI);
}

#[test]
fn neovim_mends_a_word_between_dos_line_ends() {
    neovim_mends(DOS_LINE_ENDS);
}

#[test]
fn emacs_mends_a_word() {
    emacs_mends(AT_HOME);
}

#[test]
fn emacs_mends_a_word_after_arabic() {
    emacs_mends(AFTER_ARABIC);
}

#[test]
fn emacs_mends_a_word_after_emoji() {
    emacs_mends(AFTER_EMOJI);
}

#[test]
fn emacs_mends_a_word_between_dos_line_ends() {
    emacs_mends(DOS_LINE_ENDS);
}
