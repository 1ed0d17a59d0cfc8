//! Paths of files below the root, with `/` between their parts.

/// The extensions of pages: Markdown, with components, of ikiwiki and of Lektor.
pub(crate) const PAGE_EXTENSIONS: [&str; 5] = [".md", ".markdown", ".mdx", ".mdwn", ".lr"];

/// Whether a file may be a page, by its name.
pub(crate) fn is_page(name: &str) -> bool {
    PAGE_EXTENSIONS.iter().any(|extension| name.ends_with(extension))
}

/// A path without the extension of pages, if it has one.
pub(crate) fn page_stem(path: &str) -> Option<&str> {
    PAGE_EXTENSIONS.iter().find_map(|extension| path.strip_suffix(extension))
}

/// Whether a path below the content folder is one of `exclude` or below one, or in an npm package.
pub fn is_excluded(exclude: &[String], below: &str) -> bool {
    let holds = |path: &String| {
        below.strip_prefix(path.trim_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    exclude.iter().any(holds) || below.split('/').any(|part| part == "node_modules")
}

/// The folder that a file is in; empty for the root.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Joins a relative path to a folder; `None` when it climbs out of the root.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path from one file to another.
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = folder(from).split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len() - 1);
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_start_in_the_folder_of_the_file() {
        assert_eq!(relative("content/es/a.md", "content/en/b.md"), "../en/b.md");
        assert_eq!(relative("a_ES.md", "b_ES.md"), "b_ES.md");
        assert_eq!(relative("x/y/a.md", "b.md"), "../../b.md");
        assert_eq!(relative("content/en/A.md", "content/en/B.md"), "B.md");
        assert_eq!(relative("content/en/sub/A.md", "content/en/B.md"), "../B.md");
        assert_eq!(relative("content/en/A.md", "content/es/sub/B.md"), "../es/sub/B.md");
        assert_eq!(relative("A.md", "B.md"), "B.md");
    }
}
