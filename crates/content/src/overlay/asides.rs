//! Lines that frame a part of a page: admonitions, tabs, fenced divisions, definitions.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What a line is besides Markdown. Ranges are bytes of the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Aside {
    /// `!!! note "Title"`, `=== "Tab"`: what is indented by four below it belongs to it.
    Indented { title: Option<Range<usize>> },
    /// `:::note Title`, or its end: what follows is not indented.
    Fenced { title: Option<Range<usize>> },
    /// `: definition`, by the place of the colon.
    Definition,
    /// Nothing that readers see: a place for a table of contents, an abbreviation.
    Hidden,
    /// A text from another file.
    Include,
}

/// Python-Markdown's admonitions and `pymdownx.details` (the patterns of their block processors).
static ADMONITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:!!!|\?\?\?\+?) ?(?:[\w-]+(?: +[\w-]+)*)?(?: *"(?P<title>.*?)")? *$"#).expect("a valid pattern")
});

/// `pymdownx.tabbed`.
static TAB: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^={3}[+!]{0,2} +"(?P<title>.*?)" *$"#).expect("a valid pattern"));

/// `pymdownx.blocks`: `/// note | Title`.
static BLOCK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^/{3,} ?(?:[\w-]+(?: *\| *(?P<title>.*?))?)? *$").expect("a valid pattern"));

/// Docusaurus' and `VitePress`' containers, pandoc's divisions: `:::note[Title]`, `::: tip Title`, `::: {.warning}`.
static DIVISION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^:{3,} *(?:(?P<kind>[\w.-]+)(?:\[(?P<label>[^\]]*)\]| +(?P<title>[^{]*?))? *)?(?:\{[^}]*\})? *:* *$")
        .expect("a valid pattern")
});

/// What a line is, without the blanks around it; `has_body` says whether the next line with text is indented below.
pub(super) fn aside(line: &str, has_body: impl FnOnce() -> bool) -> Option<Aside> {
    match line.as_bytes().first()? {
        b'!' | b'?' if line.starts_with("!!!") || line.starts_with("???") => {
            let hit = ADMONITION.captures(line)?;
            let title = hit.name("title").map(|title| title.range());
            // The marker that is put in its place takes four bytes.
            (line.len() >= 4 && (title.is_some() || has_body())).then_some(Aside::Indented { title })
        }
        b'=' if line.starts_with("===") => {
            let title = TAB.captures(line)?.name("title").map(|title| title.range());
            Some(Aside::Indented { title })
        }
        b':' if line.starts_with(":::") => {
            let hit = DIVISION.captures(line)?;
            let title = hit.name("label").or(hit.name("title")).map(|title| title.range());
            let is_identifier = hit.name("kind").is_some_and(|kind| kind.as_str().contains('.'));
            if is_identifier { Some(Aside::Include) } else { Some(Aside::Fenced { title }) }
        }
        b'/' if line.starts_with("///") => {
            let title = BLOCK.captures(line)?.name("title").map(|title| title.range());
            Some(Aside::Fenced { title })
        }
        b':' if line[1..].starts_with([' ', '\t']) && !line[1..].trim().is_empty() => Some(Aside::Definition),
        b'*' if line.starts_with("*[") && line.contains("]: ") => Some(Aside::Hidden),
        b'[' if matches!(line.to_ascii_uppercase().as_str(), "[TOC]" | "[[TOC]]" | "[[_TOC_]]") => Some(Aside::Hidden),
        b'-' if line.starts_with("--8<--") => Some(Aside::Include),
        b'<' if line.starts_with("<!--") && line.contains("@include") => Some(Aside::Include),
        b'i' if line.starts_with("import ") && is_import(line) => Some(Aside::Hidden),
        _ => None,
    }
}

/// `import X from 'y'`, as MDX has it; a sentence does not end in a quoted path.
fn is_import(line: &str) -> bool {
    let line = line.trim_end_matches([';', ' ']);
    let from = line.contains(" from '") || line.contains(" from \"");
    let bare = line.starts_with("import '") || line.starts_with("import \"");
    (from || bare) && line.ends_with(['\'', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let title = |title: Option<Range<usize>>| title.map_or("-", |title| &line[title]).to_owned();
        let has_body = || true;
        match aside(line, has_body) {
            Some(Aside::Indented { title: it }) => format!("indented {}", title(it)),
            Some(Aside::Fenced { title: it }) => format!("fenced {}", title(it)),
            Some(other) => format!("{other:?}"),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn markers_and_their_titles_are_told_apart() {
        assert_eq!(shown("!!! warning \"Use *Signal*\""), "indented Use *Signal*");
        assert_eq!(shown("???+ note"), "indented -");
        assert_eq!(shown("??? \"Frage\""), "indented Frage");
        assert_eq!(shown("=== \"Linux\""), "indented Linux");
        assert_eq!(shown(":::danger[Achtung]"), "fenced Achtung");
        assert_eq!(shown("::: tip Für alle"), "fenced Für alle");
        assert_eq!(shown("::: {.callout-note lang=fr}"), "fenced -");
        assert_eq!(shown(":::"), "fenced -");
        assert_eq!(shown("/// note | Titel"), "fenced Titel");
        assert_eq!(shown(":   a definition"), "Definition");
        assert_eq!(shown("::: package.module"), "Include");
        assert_eq!(shown("*[HTML]: Hyper Text"), "Hidden");
        assert_eq!(shown("import Tabs from '@theme/Tabs';"), "Hidden");
    }

    #[test]
    fn text_that_begins_alike_is_left_alone() {
        for line in ["!!! Beware, all!", "=====", "=== a", ":smile: hi", "import keys from a file", "??? who?", "// x"]
        {
            assert_eq!(shown(line), "none", "{line}");
        }
        assert_eq!(aside("!!! Attention", || false), None);
    }
}
