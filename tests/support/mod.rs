//! Guides in temporary folders, and runs of the real binary on them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

#[cfg(all(unix, any(feature = "online", feature = "report")))]
pub(crate) mod axe;
#[cfg(all(unix, any(feature = "online", feature = "report")))]
pub(crate) mod browser;
#[cfg(feature = "online")]
pub(crate) mod desk;
#[cfg(feature = "keys")]
pub(crate) mod keys;
#[cfg(feature = "online")]
pub(crate) mod links;
pub(crate) mod peers;
pub(crate) mod repo;
#[cfg(unix)]
pub(crate) mod terminal;

pub(crate) use peers::{has_peers, missing, skipped};

/// The `--today` of the tests.
pub(crate) const TODAY: &str = "2026-11-23";

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_firstaid");

/// The root of this repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A guide in a temporary folder, which is deleted with this value.
pub(crate) struct Tree {
    folder: TempDir,
}

impl Tree {
    /// No files at all.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// No files at all, in a folder of a folder.
    pub(crate) fn inside(folder: &Path) -> Self {
        Self { folder: TempDir::new_in(folder).expect("a temporary folder") }
    }

    /// A guide with a configuration, so that nothing is guessed, and one page, `content/en/Page.md`.
    pub(crate) fn page(text: impl AsRef<[u8]>) -> Self {
        Self::empty().with("firstaid.toml", "").with("content/en/Page.md", text)
    }

    /// The same tree with one more file.
    pub(crate) fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a written file");
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).expect("a file")
    }

    /// Every file with its bytes, by path.
    pub(crate) fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(self.root(), &mut files);
        files.sort();
        files
    }

    /// `firstaid lint ARGS` in the root.
    pub(crate) fn lint<S: AsRef<OsStr>>(&self, args: &[S]) -> Run {
        let mut command = firstaid();
        command.current_dir(self.root()).args(["lint", "--today", TODAY]).args(args);
        Run::of(&mut command)
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, files);
        } else if path.is_file() {
            let bytes = fs::read(&path).expect("a file");
            files.push((path, bytes));
        }
    }
}

/// The result of a finished program.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from_output(&command.output().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    #[track_caller]
    pub(crate) fn from_output(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output in UTF-8");
        let run = Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", cut(&self.stdout), cut(&self.stderr));
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "no `{text}` in stdout:\n{}", cut(&self.stdout));
        self
    }

    #[track_caller]
    pub(crate) fn warns(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no `{text}` in stderr:\n{}", cut(&self.stderr));
        self
    }

    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
    }
}

fn cut(text: &str) -> String {
    text.chars().take(4000).collect()
}

/// The binary, without the colour settings of the person who runs the tests.
pub(crate) fn firstaid() -> Command {
    let mut command = Command::new(BINARY);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// Runs a shell script in which `$FIRSTAID` is the binary.
pub(crate) fn shell(folder: &Path, script: &str) -> Run {
    Run::of(Command::new("sh").current_dir(folder).env("FIRSTAID", BINARY).args(["-c", script]))
}

/// Whether the user who runs the tests can read any file, as root can.
pub(crate) fn ignores_permissions() -> bool {
    let tree = Tree::empty().with("closed", "");
    set_mode(&tree.path("closed"), 0o000);
    fs::read(tree.path("closed")).is_ok()
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}
