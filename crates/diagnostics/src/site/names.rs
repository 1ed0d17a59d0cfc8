//! The names of the files of the site. They have no letter of a page's path or a link but `a` to `z`, digits and `-`.

use std::fmt::Write;

use sha3::{Digest, Sha3_256};

pub(super) const STYLE: &str = "style.css";
pub(super) const ICON: &str = "icon.svg";
pub(super) const INDEX: &str = "index.html";
pub(super) const FINDINGS: &str = "findings.html";
pub(super) const PAGES: &str = "pages.html";
pub(super) const LANGUAGES: &str = "languages.html";
pub(super) const KEYS: &str = "keys.html";
pub(super) const LINKS: &str = "links.html";
pub(super) const ORGANISATIONS: &str = "organisations.html";
pub(super) const DUE: &str = "due.html";
pub(super) const CHANGES: &str = "changes.html";

/// The folders of the site; none is in another.
pub const FOLDERS: [&str; 4] = ["badge", "language", "page", "site"];

/// Maximum letters of a path in a file name.
const MAX_LETTERS: usize = 48;

/// The file of a page of the guide.
pub(super) fn page(path: &str) -> String {
    format!("page/{}.html", name(path))
}

/// The file of a locale.
pub(super) fn language(locale: &str) -> String {
    format!("language/{}.html", name(locale))
}

/// The file of the links to a site.
pub(super) fn site(domain: &str) -> String {
    format!("site/{}.html", name(domain))
}

/// The badge of a subject. It has no hash: people type its address into other pages.
pub(super) fn badge(subject: &str) -> String {
    format!("badge/{}.svg", letters(subject))
}

/// Whether a path may be that of a file of a site, of this version or another.
pub fn is_site_file(path: &str) -> bool {
    let (folder, name) = path.split_once('/').map_or((None, path), |(folder, name)| (Some(folder), name));
    let stem = [".html", ".css", ".svg"].iter().find_map(|ending| name.strip_suffix(ending));
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    folder.is_none_or(|folder| FOLDERS.contains(&folder))
        && stem.is_some_and(|stem| !stem.is_empty() && stem.bytes().all(is_plain))
}

/// The place of an element in a page of the site.
pub(super) fn anchor(text: &str) -> String {
    format!("a-{}", name(text))
}

/// Readable letters of a text, and half of its hash: no two texts share a name, on file systems without letter case,
/// too.
fn name(text: &str) -> String {
    let mut name = letters(text);
    if !name.is_empty() {
        name.push('-');
    }
    for byte in &Sha3_256::digest(text)[..8] {
        // Writing into a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

/// The last ASCII letters and digits of a text in lower case, with `-` for each run of others.
fn letters(text: &str) -> String {
    let stem = text.strip_suffix(".md").unwrap_or(text);
    let mut letters = Vec::new();
    for byte in stem.bytes().rev().take(4 * MAX_LETTERS) {
        if letters.len() == MAX_LETTERS {
            break;
        }
        if byte.is_ascii_alphanumeric() {
            letters.push(byte.to_ascii_lowercase());
        } else if letters.last().is_some_and(|&last| last != b'-') {
            letters.push(b'-');
        }
    }
    letters.reverse();
    String::from_utf8_lossy(&letters).trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_whatever_the_path_is() {
        for path in ["../../etc/passwd", "en/<script>.md", "\u{202e}dm.A", "a\0b", "", "CON", "ж.md", &"x".repeat(900)]
        {
            let name = page(path);
            assert!(is_site_file(&name) && name.len() < 80, "{name}");
        }
        assert!(page("content/en/First Steps.md").starts_with("page/content-en-first-steps-"));
        assert_ne!(page("en/A.md"), page("en/a.md"));
        assert_ne!(page("en/a-b.md"), page("en/a_b.md"));
        assert_eq!(badge("pt-BR"), "badge/pt-br.svg");
    }

    #[test]
    fn nothing_else_is_a_file_of_the_site() {
        for path in
            ["../a.html", "page/../a.html", "a/b.html", "page/x/y.html", "x.md", ".html", "page/A.html", "/a.css"]
        {
            assert!(!is_site_file(path), "{path}");
        }
    }
}
