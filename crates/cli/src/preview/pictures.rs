//! The pictures of pages: files of the guide that a page names, each with an id.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use firstaid_content::paths::{folder, join};
use firstaid_content::{Guide, LinkStyle, Page, Target, TokenKind};
use firstaid_online::preview::Picture;

use super::blocks::hashed;

/// Maximum bytes of a picture.
const MAX_BYTES: u64 = 16 << 20;
/// Maximum pictures that are known at a time.
const MAX_KNOWN: usize = 100_000;

/// Folders whose files site generators serve from the top of the site.
const FOLDERS: [&str; 7] = ["static", "public", "assets", "theme", "source", "src", "content"];

/// The paths of pictures, below the root, by their ids. A page that shows a picture makes it known.
#[derive(Default)]
pub(super) struct Known(HashMap<String, String>);

impl Known {
    pub(super) fn add(&mut self, path: &str) -> String {
        let id = hashed(&("picture", path));
        if self.0.len() >= MAX_KNOWN {
            self.0.clear();
        }
        self.0.insert(id.clone(), path.to_owned());
        id
    }

    pub(super) fn path(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// The files that a page names as pictures, below the root, by target as typed.
pub(super) fn pictures(guide: &Guide, page: &Page) -> BTreeMap<String, String> {
    let targets = page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Link(link) if matches!(link.style, LinkStyle::Image | LinkStyle::Html | LinkStyle::Definition) => {
            Some(&*link.url)
        }
        _ => None,
    });
    let pair = |url: &str| Some((url.to_owned(), file(guide, page, url)?));
    targets.filter_map(pair).collect()
}

/// The file that a target on a page leads to.
fn file(guide: &Guide, page: &Page, url: &str) -> Option<String> {
    let path = Target::new(url)?.path;
    let path = path.split(['?', '#']).next().filter(|path| is_picture_name(path))?;
    let is_absolute = path.starts_with('/');
    let beside = (!is_absolute).then(|| join(folder(page.source.path()), path)).flatten();
    // A page may have a folder of its own on the site.
    let stem = page.source.path().rsplit_once('.').map_or("", |(stem, _)| stem);
    let in_own = (!is_absolute).then(|| join(stem, path)).flatten();
    let found = beside.iter().chain(&in_own).find(|path| guide.has_file(path));
    if let Some(found) = found {
        return Some(found.clone());
    }
    let from_top = if is_absolute { Some(path.trim_start_matches('/').to_owned()) } else { beside };
    let tops = || [guide.prefix.trim_end_matches('/'), ""].into_iter().chain(FOLDERS);
    // The folders of the pages and of the locale are not in addresses.
    let mut below = from_top.as_deref();
    while let Some(path) = below {
        if let Some(found) = tops().filter_map(|top| join(top, path)).find(|path| guide.has_file(path)) {
            return Some(found);
        }
        below = path.split_once('/').map(|(_, rest)| rest).filter(|rest| rest.contains('/'));
    }
    None
}

fn is_picture_name(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(&*ending, "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
}

/// The file of a picture below a root; `None` if it is none, or lies elsewhere by a symbolic link.
pub(super) fn read(root: &Path, path: &str) -> Option<Picture> {
    let root = root.canonicalize().ok()?;
    let real = root.join(path).canonicalize().ok().filter(|real| real.starts_with(&root))?;
    // A pipe would never end.
    if !fs::metadata(&real).ok()?.is_file() || !is_picture_name(real.to_str()?) {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(real).ok()?.take(MAX_BYTES + 1).read_to_end(&mut bytes).ok()?;
    let media_type = media_type(&bytes).filter(|_| bytes.len() as u64 <= MAX_BYTES)?;
    Some(Picture { media_type, bytes })
}

/// What a picture is, by how it begins.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let is_svg = || {
        let head = &bytes[..bytes.len().min(4096)];
        let text = String::from_utf8_lossy(head);
        text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
    };
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', ..] => Some("image/avif"),
        _ if is_svg() => Some("image/svg+xml"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(media_type(b"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>"), Some("image/svg+xml"));
        assert_eq!(media_type(b"<!DOCTYPE html><script>"), None);
        assert_eq!(media_type(b"-----BEGIN PRIVATE KEY-----"), None);
        assert_eq!(media_type(b""), None);
    }

    #[test]
    fn only_pictures_inside_the_root_are_read() {
        let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let png = b"\x89PNG\r\n\x1a\n";
        for (folder, name) in [(&inside, "a.png"), (&inside, "a.txt"), (&outside, "b.png")] {
            fs::write(folder.path().join(name), png).unwrap();
        }
        fs::write(inside.path().join("key.png"), "secret").unwrap();
        let read = |path: &str| read(inside.path(), path).map(|it| it.media_type);
        assert_eq!(read("a.png"), Some("image/png"));
        for path in ["a.txt", "key.png", "none.png", "../b.png", "", "."] {
            assert_eq!(read(path), None, "{path}");
        }
        let elsewhere = outside.path().join("b.png");
        assert_eq!(read(elsewhere.to_str().unwrap()), None);
        #[cfg(unix)]
        for (target, expected) in [(elsewhere, None), (inside.path().join("a.png"), Some("image/png"))] {
            let link = inside.path().join("link.png");
            let _ = fs::remove_file(&link);
            std::os::unix::fs::symlink(target, link).unwrap();
            assert_eq!(read("link.png"), expected);
        }
    }
}
