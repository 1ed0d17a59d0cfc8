//! The files of a guide at an earlier commit, by the `git` program.
//!
//! Only local objects are read: nothing is fetched, and nothing of the repository is run or written.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Component, Path};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// The extensions of files that a run reads. Of other files, such as images, only their existence matters.
const READ_EXTENSIONS: [&str; 13] =
    ["md", "markdown", "mdx", "yaml", "yml", "toml", "json", "jsonl", "js", "mjs", "ts", "txt", "po"];

/// Larger files get their size but not their bytes: no reader accepts them (the largest limit is that of the ledger).
const MAX_BYTES: u64 = 256 << 20;

/// The merge base of `rev` and HEAD: the commit at which the branch in `root` left the branch of `rev`.
pub(crate) fn merge_base(root: &Path, rev: &str) -> Result<String> {
    // `git diff main...` means the same comparison.
    let name = rev.strip_suffix("...").unwrap_or(rev);
    let commit = format!("{name}^{{commit}}");
    let found = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !found.status.success() {
        bail!("there is no commit `{name}`{}", shallow_hint(root)?);
    }
    let commit = text(&found).trim().to_owned();
    let base = run(root, &["merge-base", &commit, "HEAD"])?;
    match text(&base).lines().next() {
        Some(base) => Ok(base.to_owned()),
        None => bail!("`{name}` and HEAD have no commit in common{}", shallow_hint(root)?),
    }
}

/// The end of an error message on missing history; empty in a clone that has all of it.
fn shallow_hint(root: &Path) -> Result<&'static str> {
    let shallow = text(&run(root, &["rev-parse", "--is-shallow-repository"])?).trim() == "true";
    let hint = "; this clone is shallow: get its history with `git fetch --unshallow`, in GitHub Actions with \
               `fetch-depth: 0` for actions/checkout";
    Ok(if shallow { hint } else { "" })
}

/// Writes the files of `root` at a commit into an empty folder.
pub(crate) fn write_tree(root: &Path, commit: &str, into: &Path) -> Result<()> {
    let listed = run(root, &["ls-tree", "-r", "-z", "-l", commit])?;
    let mut wanted: Vec<(&str, &Path)> = Vec::new();
    let listed = text(&listed);
    for entry in listed.split('\0').filter_map(Entry::parse) {
        let path = Path::new(entry.path);
        // Git never creates such a tree; an attacker could.
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            bail!("commit {commit}: `{}` is not a path that git accepts", entry.path);
        }
        let written = into.join(path);
        fs::create_dir_all(written.parent().unwrap_or(into)).with_context(|| entry.path.to_owned())?;
        let is_read = path.extension().is_none_or(|end| READ_EXTENSIONS.iter().any(|it| end.eq_ignore_ascii_case(it)));
        match entry.mode {
            "120000" => symlink(&written).with_context(|| entry.path.to_owned())?,
            _ if is_read && entry.size <= MAX_BYTES => wanted.push((entry.object, path)),
            _ => File::create(&written).and_then(|it| it.set_len(entry.size)).with_context(|| entry.path.to_owned())?,
        }
    }
    write_objects(root, &wanted, into)
}

/// A line of `git ls-tree -l`.
struct Entry<'a> {
    mode: &'a str,
    object: &'a str,
    size: u64,
    path: &'a str,
}

impl<'a> Entry<'a> {
    /// `None` for a submodule.
    fn parse(line: &'a str) -> Option<Self> {
        let (fields, path) = line.split_once('\t')?;
        let mut fields = fields.split_ascii_whitespace();
        let (mode, kind, object, size) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        (kind == "blob").then_some(Self { mode, object, size: size.parse().ok()?, path })
    }
}

/// A symbolic link that leads nowhere: links are reported, never followed.
fn symlink(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::symlink("nowhere", path);
    #[cfg(not(unix))]
    return File::create(path).map(drop);
}

/// Reads objects through one process and writes each to its path.
fn write_objects(root: &Path, wanted: &[(&str, &Path)], into: &Path) -> Result<()> {
    let mut git = command(root, &["cat-file", "--batch", "--buffer"]);
    let mut git = git.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("git")?;
    let (stdin, stdout) = (git.stdin.take().context("git")?, git.stdout.take().context("git")?);
    let names: String = wanted.iter().flat_map(|(object, _)| [*object, "\n"]).collect();
    // Written by another thread: git may fill its output before it has read all of its input.
    let writer = std::thread::spawn(move || { stdin }.write_all(names.as_bytes()));
    let mut answers = BufReader::new(stdout);
    let written = wanted.iter().try_for_each(|(object, path)| {
        let bytes = next_object(&mut answers).with_context(|| format!("git cat-file: {object}"))?;
        fs::write(into.join(path), bytes).with_context(|| path.display().to_string())
    });
    drop(answers);
    let sent = writer.join().is_ok_and(|sent| sent.is_ok());
    let ended = git.wait().context("git")?;
    written?;
    if !sent || !ended.success() {
        bail!("git cat-file: {ended}");
    }
    Ok(())
}

/// Reads one object from the output of `git cat-file --batch`: `OBJECT blob SIZE`, a line feed, the bytes, a line feed.
fn next_object(answers: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let size = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<usize>().ok());
    let Some(size) = size else { bail!("missing object in a partial clone: {}", head.trim_end()) };
    let mut bytes = vec![0; size];
    answers.read_exact(&mut bytes)?;
    answers.read_exact(&mut [0])?;
    Ok(bytes)
}

fn run(root: &Path, args: &[&str]) -> Result<Output> {
    let output = command(root, args).stdin(Stdio::null()).output().context("git: cannot be run")?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    // A failed exit status alone may be the answer, as of `rev-parse --quiet`.
    if let Some(fatal) = errors.lines().find_map(|line| line.strip_prefix("fatal: ")) {
        bail!("git: {fatal}");
    }
    Ok(output)
}

fn command(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(args);
    command.env("LC_ALL", "C").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    // Git sets these in hooks, for the repository of the hook; the guide may be in another.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
