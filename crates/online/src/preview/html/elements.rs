//! How elements of raw HTML look.

/// What becomes of an element of a stranger's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Look {
    /// The same element without attributes.
    Same(&'static str),
    /// Another element, with a class of ours.
    Styled(&'static str, &'static str),
    /// Its content alone.
    Content,
    /// An element without content that only parts what stands around it.
    Void(&'static str),
    /// An element without content that people see.
    Shown(&'static str),
    /// Words in its place; its content, if it is markup, goes on.
    Instead(&'static str),
    Nothing,
}

/// The words in the place of an element whose content is neither text nor markup that is shown; empty if nothing is in its
/// place.
pub(super) fn opaque(name: &str) -> Option<&'static str> {
    Some(match name {
        "script" => "script, not run here",
        "svg" => "drawing",
        "textarea" | "select" => "field of a form",
        "style" | "template" | "head" | "title" | "datalist" => "",
        _ => return None,
    })
}

/// The look of an element by its name in lower case; `None` if it is no element of HTML, or is [`opaque`].
pub(super) fn look(name: &str) -> Option<Look> {
    Some(match name {
        "abbr" => Look::Same("abbr"),
        "b" => Look::Same("b"),
        "bdi" => Look::Same("bdi"),
        "cite" => Look::Same("cite"),
        "code" | "tt" => Look::Same("code"),
        "del" | "strike" => Look::Same("del"),
        "dfn" => Look::Same("dfn"),
        "em" => Look::Same("em"),
        "i" => Look::Same("i"),
        "ins" => Look::Same("ins"),
        "kbd" => Look::Same("kbd"),
        "mark" => Look::Same("mark"),
        "q" => Look::Same("q"),
        "s" => Look::Same("s"),
        "samp" => Look::Same("samp"),
        "small" => Look::Same("small"),
        "strong" => Look::Same("strong"),
        "sub" => Look::Same("sub"),
        "sup" => Look::Same("sup"),
        "u" => Look::Same("u"),
        "var" => Look::Same("var"),
        "a" => Look::Styled("span", "link"),
        "button" => Look::Styled("span", "button"),
        "h1" => Look::Styled("div", "h1"),
        "h2" => Look::Styled("div", "h2"),
        "h3" => Look::Styled("div", "h3"),
        "h4" => Look::Styled("div", "h4"),
        "h5" => Look::Styled("div", "h5"),
        "h6" | "summary" | "caption" | "dt" | "legend" => Look::Styled("div", "h6"),
        "li" => Look::Styled("div", "item"),
        "td" | "th" => Look::Styled("div", "cell"),
        "blockquote" => Look::Same("blockquote"),
        "pre" => Look::Same("pre"),
        "address" | "article" | "aside" | "center" | "dd" | "details" | "div" | "dl" | "fieldset" | "figcaption"
        | "figure" | "footer" | "form" | "header" | "main" | "nav" | "ol" | "p" | "section" | "table" | "tbody"
        | "tfoot" | "thead" | "tr" | "ul" | "menu" | "hgroup" | "search" => Look::Styled("div", "part"),
        "acronym" | "bdo" | "big" | "colgroup" | "data" | "dialog" | "font" | "html" | "body" | "label" | "map"
        | "meter" | "nobr" | "noscript" | "optgroup" | "option" | "output" | "picture" | "progress" | "rp" | "rt"
        | "ruby" | "slot" | "span" | "time" => Look::Content,
        "math" | "mfrac" | "mi" | "mn" | "mo" | "mover" | "mpadded" | "mroot" | "mrow" | "ms" | "mspace" | "msqrt"
        | "mstyle" | "msub" | "msubsup" | "msup" | "mtable" | "mtd" | "mtext" | "mtr" | "munder" | "munderover" => {
            Look::Content
        }
        "br" => Look::Void("<br>"),
        "wbr" => Look::Void("<wbr>"),
        "hr" => Look::Shown("<hr>"),
        "iframe" | "frame" | "object" | "embed" | "applet" => Look::Instead("content of another page, not loaded"),
        "audio" | "video" => Look::Instead("sound or film, not loaded"),
        "canvas" => Look::Instead("drawing"),
        "input" => Look::Instead("field of a form"),
        "area" | "base" | "col" | "link" | "meta" | "param" | "source" | "track" => Look::Nothing,
        _ => return None,
    })
}
