/// What stands in a page besides Markdown, by the ending of its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Syntax {
    Markdown,
    /// Components and expressions.
    Mdx,
    /// Directives and links in two brackets.
    Ikiwiki,
    /// Fields with Markdown in them.
    Lektor,
}

impl Syntax {
    pub(crate) fn of(path: &str) -> Self {
        match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "mdx" => Self::Mdx,
            "mdwn" => Self::Ikiwiki,
            "lr" => Self::Lektor,
            _ => Self::Markdown,
        }
    }
}
