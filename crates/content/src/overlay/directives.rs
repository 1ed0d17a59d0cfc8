//! Lines that are directives to a site generator: admonitions, tabs, fenced divisions, definitions, includes.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What a line directs the generator to do. Ranges are bytes of the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Directive {
    /// `!!! note "Title"`, `=== "Tab"`: lines below that are indented by four columns are its content.
    Indented { title: Option<Range<usize>> },
    /// `:::note Title`, or its end: the content is not indented.
    Fenced { title: Option<Range<usize>> },
    /// `: definition`.
    Definition,
    /// Nothing that readers see: the place of a table of contents, an abbreviation, an import.
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

/// `VitePress`' container of code blocks, the only one with a hyphen in its name.
const CODE_GROUP: &str = "code-group";

/// The directive of a line, which has no blanks around it. `has_body` says whether the next line with text is indented
/// below it.
pub(super) fn directive(line: &str, has_body: impl FnOnce() -> bool) -> Option<Directive> {
    match line.as_bytes().first()? {
        b'!' | b'?' if line.starts_with("!!!") || line.starts_with("???") => {
            let hit = ADMONITION.captures(line)?;
            let title = hit.name("title").map(|title| title.range());
            // The list marker and heading that take its place need four bytes.
            (line.len() >= 4 && (title.is_some() || has_body())).then_some(Directive::Indented { title })
        }
        b'=' if line.starts_with("===") => {
            let title = TAB.captures(line)?.name("title").map(|title| title.range());
            Some(Directive::Indented { title })
        }
        b':' if line.starts_with(":::") => {
            let hit = DIVISION.captures(line)?;
            let title = hit.name("label").or(hit.name("title")).map(|title| title.range());
            // The name of a module, or of a plug-in with its options below (`::: mkdocs-click`): text made elsewhere.
            let is_identifier = hit.name("kind").is_some_and(|kind| {
                let kind = kind.as_str();
                kind.contains('.') || title.is_none() && kind.contains('-') && kind != CODE_GROUP && has_body()
            });
            if is_identifier { Some(Directive::Include) } else { Some(Directive::Fenced { title }) }
        }
        b'/' if line.starts_with("///") => {
            let title = BLOCK.captures(line)?.name("title").map(|title| title.range());
            Some(Directive::Fenced { title })
        }
        b':' if line[1..].starts_with([' ', '\t']) && !line[1..].trim().is_empty() => Some(Directive::Definition),
        b'*' if line.starts_with("*[") && line.contains("]: ") => Some(Directive::Hidden),
        b'[' if matches!(line.to_ascii_uppercase().as_str(), "[TOC]" | "[[TOC]]" | "[[_TOC_]]") => {
            Some(Directive::Hidden)
        }
        b'-' if line.starts_with("--8<--") => Some(Directive::Include),
        b'<' if line.starts_with("<!--") && line.contains("@include") => Some(Directive::Include),
        b'i' if line.starts_with("import ") && is_import(line) => Some(Directive::Hidden),
        _ => None,
    }
}

/// Whether a line is an import of MDX: `import X from 'y'`. A sentence does not end in a quoted path.
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
        match directive(line, has_body) {
            Some(Directive::Indented { title: it }) => format!("indented {}", title(it)),
            Some(Directive::Fenced { title: it }) => format!("fenced {}", title(it)),
            Some(other) => format!("{other:?}"),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn directives_have_their_kind_and_title() {
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
    fn plug_ins_with_options_include_text() {
        assert_eq!(directive("::: cli-reference", || true), Some(Directive::Include));
        assert_eq!(directive("::: cli-reference", || false), Some(Directive::Fenced { title: None }));
        assert_eq!(directive("::: code-group", || true), Some(Directive::Fenced { title: None }));
    }

    #[test]
    fn text_that_begins_like_a_directive_is_none() {
        for line in ["!!! Beware, all!", "=====", "=== a", ":smile: hi", "import keys from a file", "??? who?", "// x"]
        {
            assert_eq!(shown(line), "none", "{line}");
        }
        assert_eq!(directive("!!! Attention", || false), None);
    }
}
