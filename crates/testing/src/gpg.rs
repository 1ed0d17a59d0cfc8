//! Keys that gpg makes for a test, and what gpg says of them.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot use gpg fails")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The time at which gpg believes to run, unless a test gives it another.
const NOW: &str = "20261123T120000";

/// A key ring in a temporary folder.
pub struct Gpg {
    home: TempDir,
}

/// The reasons of a revocation, as gpg numbers them.
#[derive(Clone, Copy, Debug)]
pub enum Reason {
    None = 0,
    Compromised = 1,
    Superseded = 2,
    Retired = 3,
}

impl Gpg {
    /// An empty key ring; `None` if gpg is not installed, unless `FIRSTAID_REQUIRE_PEERS` is set: then that is a
    /// failure. How many tests that skips is said on standard error, one line each.
    #[expect(clippy::print_stderr, reason = "the reader of a run must see which tests were skipped")]
    pub fn new() -> Option<Self> {
        if Command::new("gpg").arg("--version").output().is_ok_and(|it| it.status.success()) {
            // The path of the agent's socket must be short.
            return Some(Self { home: TempDir::with_prefix("gpg").expect("a temporary folder") });
        }
        assert!(std::env::var_os("FIRSTAID_REQUIRE_PEERS").is_none(), "gpg is not installed");
        eprintln!("skipped: gpg is not installed");
        None
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("gpg");
        command.args(["--homedir", self.home.path().to_str().expect("UTF-8")]);
        command.args(["--no-tty", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]);
        command.args(["--trust-model", "always", "--allow-weak-digest-algos"]);
        command.args(["--faked-system-time", NOW]).args(args);
        command
    }

    /// The standard output of a run that must succeed.
    pub fn run(&self, args: &[&str]) -> Vec<u8> {
        let output = self.command(&[&["--batch"][..], args].concat()).output().expect("gpg runs");
        success(args, output)
    }

    /// Makes a key on a day such as `20240101`, with an algorithm of gpg such as `ed25519` or `rsa2048` and a time until
    /// its end such as `1y` or `never`, and returns its fingerprint. It has one subkey for encryption if `encrypts` gives
    /// its algorithm and its end.
    pub fn key(&self, id: &str, day: &str, algorithm: &str, ends: &str, encrypts: Option<(&str, &str)>) -> String {
        self.key_with(&[], id, day, algorithm, ends, encrypts)
    }

    /// As [`Self::key`], with more options of gpg.
    pub fn key_with(
        &self,
        options: &[&str],
        id: &str,
        day: &str,
        algorithm: &str,
        ends: &str,
        encrypts: Option<(&str, &str)>,
    ) -> String {
        let time = format!("{day}T120000");
        let at = |args: &[&str]| self.run(&[options, &["--faked-system-time", &time], args].concat());
        at(&["--quick-generate-key", id, algorithm, "sign,cert", ends]);
        let fingerprint = self.fingerprint(id);
        if let Some((algorithm, ends)) = encrypts {
            at(&["--quick-add-key", &fingerprint, algorithm, "encr", ends]);
        }
        fingerprint
    }

    /// The fingerprint of the key of a user id.
    pub fn fingerprint(&self, id: &str) -> String {
        let exact = format!("={id}");
        let listed = self.colons(&exact);
        let line = listed.lines().find(|line| line.starts_with("fpr:")).expect("a fingerprint");
        line.split(':').nth(9).expect("ten fields").to_owned()
    }

    /// Revokes a key on a day.
    pub fn revoke(&self, fingerprint: &str, reason: Reason, day: &str) {
        let time = format!("{day}T120000");
        let args = ["--faked-system-time", &time, "--command-fd", "0", "--status-fd", "2", "--gen-revoke", fingerprint];
        let mut child = self
            .command(&args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("gpg runs");
        let answers = format!("y\n{}\n\ny\n", reason as u8);
        child.stdin.take().expect("piped").write_all(answers.as_bytes()).expect("gpg reads");
        let certificate = success(&args, child.wait_with_output().expect("gpg ends"));
        let file = self.home.path().join("revocation.asc");
        std::fs::write(&file, certificate).expect("a written file");
        self.run(&["--faked-system-time", &time, "--import", file.to_str().expect("UTF-8")]);
    }

    /// The key, armored.
    pub fn export(&self, fingerprint: &str) -> Vec<u8> {
        self.run(&["--armor", "--export", fingerprint])
    }

    /// The key in binary.
    pub fn export_binary(&self, fingerprint: &str) -> Vec<u8> {
        self.run(&["--export", fingerprint])
    }

    /// What gpg lists of a key on 23 November 2026, in its format for programs.
    pub fn colons(&self, key: &str) -> String {
        String::from_utf8_lossy(&self.run(&["--with-colons", "--fixed-list-mode", "--list-keys", key])).into_owned()
    }
}

impl Drop for Gpg {
    fn drop(&mut self) {
        // The agent of this key ring; without it there is nothing to stop.
        let mut command = Command::new("gpgconf");
        let _ = command.arg("--homedir").arg(self.home.path()).args(["--kill", "gpg-agent"]).output();
    }
}

fn success(args: &[&str], output: Output) -> Vec<u8> {
    assert!(output.status.success(), "gpg {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
