//! `lint --watch`, running while files change.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, PipeReader, Read, pipe};
use std::process::{Child, Command};

use crate::support::{TODAY, Tree, firstaid};

/// A running `lint --watch`, whose output is read line by line.
struct Watch {
    child: Child,
    output: BufReader<PipeReader>,
}

impl Watch {
    fn new(tree: &Tree, args: &[&str]) -> Self {
        let (output, out) = pipe().expect("a pipe");
        let mut command = firstaid();
        command.current_dir(tree.root()).args(["lint", "--watch", "--today", TODAY, "--format=concise"]).args(args);
        command.stdout(out.try_clone().expect("a pipe")).stderr(out);
        Self { child: command.spawn().expect("the binary starts"), output: BufReader::new(output) }
    }

    /// The output of the next round, up to the note that it waits for changes.
    fn round(&mut self) -> String {
        let mut round = String::new();
        loop {
            let start = round.len();
            let read = self.output.read_line(&mut round).expect("UTF-8");
            assert!(read > 0, "it ended: {round}");
            if round[start..].starts_with("note: waiting for changes") {
                round.truncate(start);
                return round;
            }
        }
    }

    /// Reads rounds until one contains the text: a round may have read a file that was half written.
    fn until(&mut self, text: &str) -> String {
        loop {
            let round = self.round();
            if round.contains(text) {
                return round;
            }
        }
    }

    /// Presses Ctrl-C.
    fn stop(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Watch {
    /// A test that fails leaves nothing running.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_is_linted_again_and_ctrl_c_exits_with_the_last_code() {
    let tree = Tree::page("Gmal.\n");
    let mut watch = Watch::new(&tree, &[]);
    assert!(watch.round().contains("Page.md:1:1: error[misspelled-brand]"));
    tree.write("content/en/Page.md", "Text.\n\nOstel.\n");
    let round = watch.until("Page.md:3:1: error[stale-tool]");
    assert!(!round.contains("Gmal"), "{round}");
    assert_eq!(watch.stop(), Some(1));
}

#[test]
fn new_pages_folders_and_registries_are_noticed() {
    let tree = Tree::page("# Page\n\nOurChat.\n");
    let mut watch = Watch::new(&tree, &["content"]);
    assert_eq!(watch.round(), "");
    tree.write("content/fr/Page.md", "# Page\n\nOstel.\n");
    watch.until("content/fr/Page.md:3:1: error[stale-tool]");
    let tool = "- name: OurChat\n  status: dead\n  note: Gone.\n  source: x\n  confidence: high\n";
    tree.write("content/_data/tools.yaml", tool);
    watch.until("content/en/Page.md:3:1: error[stale-tool]");
    fs::remove_dir_all(tree.path("content/fr")).expect("removed");
    fs::remove_file(tree.path("content/_data/tools.yaml")).expect("removed");
    tree.write("content/en/Page.md", "# Page\n\nGmal.\n");
    let round = watch.until("Page.md:3:1: error[misspelled-brand]");
    assert_eq!(round.lines().count(), 1, "{round}");
    assert_eq!(watch.stop(), Some(1));
}

#[test]
fn an_unreadable_configuration_is_reported_and_watched() {
    let tree = Tree::page("Text.\n");
    let mut watch = Watch::new(&tree, &[]);
    assert_eq!(watch.round(), "");
    tree.write("firstaid.toml", "[rules\n");
    watch.until("error: ");
    tree.write("firstaid.toml", "");
    tree.write("content/en/Page.md", "Ostel.\n");
    watch.until("Page.md:1:1: error[stale-tool]");
    tree.write("content/en/Page.md", "Text again.\n");
    // Earlier rounds may have read earlier texts.
    while !watch.round().is_empty() {}
    assert_eq!(watch.stop(), Some(0));
}

#[test]
fn it_exits_with_the_last_code_when_its_output_is_closed() {
    for (page, code) in [("Gmal.\n", 1), ("Text.\n", 0)] {
        let tree = Tree::page(page);
        let (mut output, out) = pipe().expect("a pipe");
        let (mut notes, notes_end) = pipe().expect("a pipe");
        let mut command = firstaid();
        command.current_dir(tree.root()).args(["lint", "--watch", "--today", TODAY, "--format=concise"]);
        let mut child = command.stdout(out).stderr(notes_end).spawn().expect("the binary starts");
        // The command holds the write ends of the pipes, too.
        drop(command);
        let mut notes_reader = BufReader::new(&mut notes);
        let mut line = String::new();
        while !line.starts_with("note: waiting for changes") {
            line.clear();
            assert!(notes_reader.read_line(&mut line).expect("UTF-8") > 0, "it ended");
        }
        if code == 1 {
            output.read_exact(&mut [0; 8]).expect("a finding");
        }
        drop(output);
        let mut rest = String::new();
        notes_reader.read_to_string(&mut rest).expect("UTF-8");
        assert_eq!((child.wait().expect("it ends").code(), &*rest), (Some(code), ""));
    }
}

#[test]
fn options_that_change_files_or_visit_links_are_refused() {
    for option in ["--fix", "--unsafe-fixes", "--diff", "--online-new"] {
        Tree::page("Text.\n").lint(&["--watch", option]).exits(2).warns("cannot be used with");
    }
}
