//! Submodules of git that are not checked out: what is in their folders is not known here.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use crate::paths::join;

/// The largest list of submodules that is read, 1 MiB.
const MAX_BYTES: u64 = 1 << 20;

static PATH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?m)^\s*path\s*=\s*"?([^"\r\n]*[^"\s])"?\s*$"#).expect("a valid pattern"));

/// The folders of the submodules below a root that are missing or empty, each with `/` at its end.
pub(crate) fn not_checked_out(root: &Path) -> Vec<String> {
    let list = root.join(".gitmodules");
    let is_readable = fs::symlink_metadata(&list).is_ok_and(|it| it.is_file() && it.len() <= MAX_BYTES);
    let Some(bytes) = is_readable.then(|| fs::read(&list).ok()).flatten() else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    let paths = PATH.captures_iter(&text).filter_map(|path| join("", &path[1]));
    let is_missing = |path: &String| fs::read_dir(root.join(path)).map_or(true, |mut entries| entries.next().is_none());
    paths.filter(|path| !path.is_empty()).filter(is_missing).map(|path| format!("{path}/")).collect()
}
