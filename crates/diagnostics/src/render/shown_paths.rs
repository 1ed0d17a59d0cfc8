use std::borrow::Cow;

/// How paths of the guide are written for a reader who stands in a folder: so that they can be opened from there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum ShownPaths {
    /// The reader stands in the root of the guide.
    #[default]
    FromRoot,
    /// The path of the root from where the reader stands, with `/` at its end.
    Below(String),
    /// The folder of the guide that the reader stands in, without `/` at its end.
    Within(String),
}

impl ShownPaths {
    /// A path from the root of the guide as the reader sees it.
    pub fn path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match self {
            Self::FromRoot => Cow::Borrowed(path),
            Self::Below(root) => Cow::Owned(format!("{root}{path}")),
            Self::Within(folder) => Cow::Owned(relative(folder, path)),
        }
    }
}

/// A path from a folder; both are from the root.
fn relative(folder: &str, path: &str) -> String {
    let (folders, parts): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), path.split('/').collect());
    let names = parts.len() - 1;
    let shared = folders.iter().zip(&parts[..names]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - shared);
    up.chain(parts[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_from_where_the_reader_stands() {
        let within = |path: &str| ShownPaths::Within("content/en".into()).path(path).into_owned();
        assert_eq!(within("content/en/a.md"), "a.md");
        assert_eq!(within("content/en/b/a.md"), "b/a.md");
        assert_eq!(within("content/es/a.md"), "../es/a.md");
        assert_eq!(within("a.md"), "../../a.md");
        assert_eq!(ShownPaths::Below("guide/".into()).path("en/a.md"), "guide/en/a.md");
        assert_eq!(ShownPaths::FromRoot.path("en/a.md"), "en/a.md");
    }
}
