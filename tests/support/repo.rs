//! Temporary git repositories.

use std::process::Command;

use super::{Run, Tree};

/// A repository whose branch `main` has one commit, the given tree.
pub(crate) struct Repo {
    pub(crate) tree: Tree,
}

impl Repo {
    pub(crate) fn new(tree: Tree) -> Self {
        let repo = Self { tree };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo.commit();
        repo
    }

    /// Runs git without the configuration of the person who runs the tests.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(self.tree.root()).args(["-c", "protocol.file.allow=always"]).args(args);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A").env(format!("GIT_{who}_EMAIL"), "a@example.org");
            command.env(format!("GIT_{who}_DATE"), "2026-11-01T00:00:00Z");
        }
        Run::of(&mut command).exits(0).stdout
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
    }

    pub(crate) fn branch(&self, name: &str) {
        self.git(&["switch", "--quiet", "--create", name]);
    }

    /// Replaces text in a file, which must have it.
    #[track_caller]
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) {
        let text = String::from_utf8(self.tree.read(path)).expect("UTF-8");
        assert!(text.contains(old), "{path} has no `{old}`");
        self.tree.write(path, text.replace(old, new));
    }
}
