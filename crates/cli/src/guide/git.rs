//! The files of a guide at an earlier commit, by the `git` program.
//!
//! Only local objects are read: nothing is fetched, and nothing of the repository is run or written.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

use super::repository::repository_of;

/// The extensions of files of which a run needs no more than that they exist: media, fonts, programs and archives.
const UNREAD_EXTENSIONS: [&str; 34] = [
    "7z", "apk", "avif", "bmp", "bz2", "deb", "dmg", "eot", "epub", "exe", "flac", "gif", "ico", "iso", "jar", "jpeg",
    "jpg", "m4a", "mov", "mp3", "mp4", "ogg", "ogv", "otf", "pdf", "png", "tiff", "ttf", "wav", "webm", "webp", "woff",
    "woff2", "zip",
];

/// Variables that send git elsewhere. It sets them in hooks, for the repository of the hook; the guide may be in
/// another.
const ELSEWHERE: [&str; 11] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_NAMESPACE",
];

/// Larger files get their size but not their bytes: no reader accepts them (the largest limit is that of the ledger).
const MAX_BYTES: u64 = 256 << 20;

/// The merge base of `rev` and HEAD: the commit at which the branch in `root` left the branch of `rev`. `None` if `rev`
/// names the branch in `root` and it has no commit yet.
pub(crate) fn merge_base(root: &Path, rev: &str) -> Result<Option<String>> {
    // `git diff main...` means the same comparison.
    let name = rev.strip_suffix("...").unwrap_or(rev);
    let commit = format!("{name}^{{commit}}");
    let found = ask(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !found.status.success() {
        if is_unborn(root, name)? {
            return Ok(None);
        }
        bail!("there is no commit `{name}`{}", shallow_hint(root)?);
    }
    let commit = text(&found).trim().to_owned();
    let base = ask(root, &["merge-base", &commit, "HEAD"])?;
    match text(&base).lines().next() {
        Some(base) => Ok(Some(base.to_owned())),
        None => bail!("`{name}` and HEAD have no commit in common{}", shallow_hint(root)?),
    }
}

/// Whether `name` is that of the branch in `root`, which has no commit yet.
fn is_unborn(root: &Path, name: &str) -> Result<bool> {
    let head = ask(root, &["rev-parse", "--verify", "--quiet", "HEAD"])?;
    let branch = text(&ask(root, &["symbolic-ref", "--quiet", "HEAD"])?);
    let branch = branch.trim();
    let names = ["HEAD", "@", branch, branch.strip_prefix("refs/heads/").unwrap_or(branch)];
    Ok(!head.status.success() && names.contains(&name))
}

/// Whether a file is part of the repository that contains it, in a commit or about to be. `false` if nobody can tell.
#[cfg(feature = "online")]
pub(crate) fn is_committed(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return false };
    let Ok(Some((top, below))) = repository_of(folder) else { return false };
    let Ok(mut git) = command(&top) else { return false };
    git.args(["ls-files", "--error-unmatch", "--"]).arg(below.join(name));
    git.stdin(Stdio::null()).output().is_ok_and(|output| output.status.success())
}

/// The end of an error message on missing history; empty in a clone that has all of it.
fn shallow_hint(root: &Path) -> Result<&'static str> {
    let shallow = text(&ask(root, &["rev-parse", "--is-shallow-repository"])?).trim() == "true";
    let hint = "; this clone is shallow: get its history with `git fetch --unshallow`, in GitHub Actions with \
               `fetch-depth: 0` for actions/checkout";
    Ok(if shallow { hint } else { "" })
}

/// The text of a file at a commit, by its path from the top of the repository; `None` if there is no such file. Bytes
/// that are not UTF-8 are replaced.
pub(super) fn file_at(top: &Path, commit: &str, path: &Path) -> Result<Option<String>> {
    let mut list = command(top)?;
    list.args(["ls-tree", "-z", "-l", commit, "--"]).arg(path);
    let listed = output(list)?;
    let Some(entry) = listed.split(|&byte| byte == 0).find_map(Entry::parse) else { return Ok(None) };
    if entry.mode == "120000" || entry.size > MAX_BYTES {
        return Ok(None);
    }
    let mut read = command(top)?;
    read.args(["cat-file", "blob", entry.object]);
    Ok(Some(String::from_utf8_lossy(&output(read)?).into_owned()))
}

/// The files in the folder `below` and those of `named` that differ from a commit: of those that are committed or about
/// to be, and of new ones that no ignore file names. All paths are from the top of the repository.
pub(super) fn changed_paths(top: &Path, commit: &str, below: &Path, named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut paths = BTreeSet::new();
    let differing = ["diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", commit];
    for args in [&differing[..], &["ls-files", "--others", "--exclude-standard", "-z"]] {
        let mut git = command(top)?;
        git.args(["-c", "core.fsmonitor=false"]).args(args).env("GIT_OPTIONAL_LOCKS", "0");
        let listed = output(pathspecs(git, below, named))?;
        paths.extend(listed.split(|&byte| byte == 0).filter(|path| !path.is_empty()).map(native));
    }
    Ok(paths.into_iter().collect())
}

/// Restricts a command to a folder and to files. The empty path is the top of the repository, with all files.
fn pathspecs(mut git: Command, below: &Path, named: &[PathBuf]) -> Command {
    git.arg("--");
    if below.components().next().is_some() {
        // With `/` at its end it is never the name of a file.
        git.arg(below.join("")).args(named);
    }
    git
}

/// Writes the files of the folder `below` and those of `named` at a commit into a folder, laid out as in the
/// repository. All paths are from its top.
pub(super) fn write_tree(top: &Path, commit: &str, below: &Path, named: &[PathBuf], into: &Path) -> Result<()> {
    let mut list = command(top)?;
    list.args(["ls-tree", "-r", "-z", "-l", commit]);
    let listed = output(pathspecs(list, below, named))?;
    let mut wanted: Vec<(&str, PathBuf)> = Vec::new();
    for entry in listed.split(|&byte| byte == 0).filter_map(Entry::parse) {
        let path = native(entry.path);
        // Git never creates such a tree; an attacker could.
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            bail!("commit {commit}: `{}` is not a path that git accepts", path.display());
        }
        let written = into.join(&path);
        let shown = || written.display().to_string();
        fs::create_dir_all(written.parent().unwrap_or(into)).with_context(shown)?;
        let is_unread = |end: &std::ffi::OsStr| UNREAD_EXTENSIONS.iter().any(|it| end.eq_ignore_ascii_case(it));
        let is_read = !path.extension().is_some_and(is_unread) || named.contains(&path);
        match entry.mode {
            "120000" => symlink(&written).with_context(shown)?,
            _ if is_read && entry.size <= MAX_BYTES => wanted.push((entry.object, path)),
            _ => File::create(&written).and_then(|it| it.set_len(entry.size)).with_context(shown)?,
        }
    }
    write_objects(top, &wanted, into)
}

/// A line of `git ls-tree -l`.
struct Entry<'a> {
    mode: &'a str,
    object: &'a str,
    size: u64,
    path: &'a [u8],
}

impl<'a> Entry<'a> {
    /// `None` for a submodule.
    fn parse(line: &'a [u8]) -> Option<Self> {
        let tab = line.iter().position(|&byte| byte == b'\t')?;
        let mut fields = str::from_utf8(&line[..tab]).ok()?.split_ascii_whitespace();
        let (mode, kind, object, size) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        (kind == "blob").then_some(Self { mode, object, size: size.parse().ok()?, path: &line[tab + 1..] })
    }
}

/// A path as git has it: bytes, of any encoding.
fn native(path: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path).into();
    #[cfg(not(unix))]
    return String::from_utf8_lossy(path).into_owned().into();
}

/// A symbolic link that leads nowhere: links are reported, never followed.
fn symlink(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::symlink("nowhere", path);
    #[cfg(not(unix))]
    return File::create(path).map(drop);
}

/// Reads objects through one process and writes each to its path.
fn write_objects(root: &Path, wanted: &[(&str, PathBuf)], into: &Path) -> Result<()> {
    let mut git = command(root)?;
    git.args(["cat-file", "--batch", "--buffer"]);
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

/// The answer of a command whose failed exit status may be the answer, as of `rev-parse --quiet`. Other failures are
/// errors.
fn ask(root: &Path, args: &[&str]) -> Result<Output> {
    let mut command = command(root)?;
    command.args(args);
    let answer = finish(command)?;
    if let Some(reason) = fatal(&answer) {
        bail!("git: {reason}");
    }
    Ok(answer)
}

/// What a command says that must succeed.
fn output(command: Command) -> Result<Vec<u8>> {
    let output = finish(command)?;
    if let Some(reason) = fatal(&output) {
        bail!("git: {reason}");
    }
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = errors.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        bail!("git: {}", if lines.is_empty() { output.status.to_string() } else { lines.join(" ") });
    }
    Ok(output.stdout)
}

fn finish(mut command: Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().context("git: cannot be run")
}

/// What git died of, with the advice that follows it.
fn fatal(output: &Output) -> Option<String> {
    let errors = String::from_utf8_lossy(&output.stderr);
    let lines = errors.lines().map(str::trim).skip_while(|line| !line.starts_with("fatal: "));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Some(lines.join(" ").strip_prefix("fatal: ")?.to_owned())
}

/// Git in the repository that contains `root`; in `root` itself, with git's error, if there is none.
fn command(root: &Path) -> Result<Command> {
    let top = repository_of(root)?.map_or_else(|| root.to_owned(), |(top, _)| top);
    let mut command = Command::new("git");
    // The name of a folder is no pattern.
    command.arg("-C").arg(top).args(["-c", "safe.bareRepository=explicit", "--literal-pathspecs"]);
    command.env("LC_ALL", "C").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    command.env("GIT_NO_REPLACE_OBJECTS", "1");
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    Ok(command)
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_fails_without_a_fatal_error_is_not_an_empty_answer() {
        let said = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            output(command).map(|it| String::from_utf8_lossy(&it).into_owned()).map_err(|error| error.to_string())
        };
        assert_eq!(said("echo a"), Ok("a\n".to_owned()));
        assert_eq!(said("echo 'error: bad signature' >&2; exit 1"), Err("git: error: bad signature".to_owned()));
        assert_eq!(said("exit 3"), Err("git: exit status: 3".to_owned()));
        assert_eq!(said("printf 'warning: x\nfatal: gone\n hint\n' >&2"), Err("git: gone hint".to_owned()));
    }
}
