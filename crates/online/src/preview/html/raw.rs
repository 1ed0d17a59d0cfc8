//! Raw HTML as the site shows it, with nothing in it that a browser would fetch, follow or run.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use maud::Markup;

use super::elements::opaque;
use super::out::{Out, Shelf};

/// A stretch of raw HTML, in which elements may end that began before it. `marks` are ranges of it. The second value
/// tells whether there is anything to see.
pub(super) fn raw(text: &str, marks: &[Range<usize>], shelf: Shelf<'_>) -> (Markup, bool) {
    let mut out = Out::new(text.len(), marks, shelf);
    // The element whose content is left out.
    let mut hidden: Option<String> = None;
    let Ok(tokens) =
        Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span()).collect::<Result<Vec<_>, _>>();
    for token in tokens {
        match token {
            Token::StartTag(tag) if hidden.is_none() => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attribute = |name: &[u8]| {
                    let value = tag.attributes.iter().find(|(own, _)| own.as_slice() == name);
                    value.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                };
                if let Some(instead) = opaque(&name) {
                    if !instead.is_empty() {
                        out.stand_in(instead);
                    }
                    hidden = Some(name).filter(|_| !tag.self_closing);
                } else if name == "img" {
                    out.picture(&attribute(b"src").unwrap_or_default());
                    out.text(&attribute(b"alt").unwrap_or_default(), None);
                    out.end_picture();
                } else if !out.start_tag(&name) {
                    out.typed(&text[tag.span.start..tag.span.end], tag.span.start);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match &hidden {
                    Some(of) if *of == name => hidden = None,
                    Some(_) => {}
                    // One whose element began before the stretch says nothing.
                    None => drop(out.end_tag(&name)),
                }
            }
            Token::String(string) if hidden.is_none() => {
                let shown = String::from_utf8_lossy(&string).into_owned();
                let is_as_typed = text.get(string.span.start..string.span.end) == Some(&*shown);
                out.text(&shown, is_as_typed.then_some(string.span.start));
            }
            _ => {}
        }
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn shown(text: &str) -> (String, bool) {
        let pictures = BTreeMap::from([("a.png".to_owned(), "1f".to_owned())]);
        let (markup, has_content) = raw(text, &[], Shelf { own: &pictures, others: &BTreeMap::new() });
        (markup.into_string(), has_content)
    }

    #[test]
    fn html_looks_as_on_the_site() {
        for (text, expected) in [
            ("<b>a</b> &amp; b", "<b>a</b> &amp; b"),
            ("<a href=\"https://x.org\" onclick=y>a</a>", "<span class=link>a</span>"),
            ("<p class=\"lead\">a<br/>b</p>", "<div class=part>a<br>b</div>"),
            ("<h2 id=x>a</h2>", "<div class=h2>a</div>"),
            (
                "<table><tr><td>a</td></tr></table>",
                "<div class=part><div class=part><div class=cell>a</div></div></div>",
            ),
            ("a <your-name> b", "a <code class=raw>&lt;your-name&gt;</code> b"),
            (
                "<img src=\"a.png\" alt=\"A &quot;key&quot;\">",
                "<span class=image><img src=\"picture?id=1f\" alt=\"\" loading=\"lazy\"> A &quot;key&quot;</span>",
            ),
        ] {
            assert_eq!(shown(text), (expected.to_owned(), true), "{text}");
        }
    }

    #[test]
    fn elements_that_begin_or_end_elsewhere_are_balanced() {
        for (text, expected) in [
            ("<div><p>", "<div class=part><div class=part></div></div>"),
            ("</p></div>", ""),
            ("<div><b></div>", "<div class=part><b></b></div>"),
            ("<!-- a note -->", ""),
        ] {
            assert_eq!(shown(text), (expected.to_owned(), false), "{text}");
        }
    }

    #[test]
    fn nothing_is_fetched_followed_or_run() {
        for text in [
            "<script>alert(1)</script>",
            "<script src=//e.example/x></script>",
            "<img src=https://e.example/x.png onerror=alert(1)>",
            "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
            "<iframe src=javascript:alert(1)></iframe>",
            "<object data=x></object><embed src=x><applet code=x>",
            "<style>*{display:none}</style><link rel=stylesheet href=x>",
            "<meta http-equiv=refresh content='0;url=https://e.example'>",
            "<base href=https://e.example/>",
            "<form action=https://e.example><input name=x autofocus onfocus=alert(1)><button formaction=//e>go</button>",
            "<a href=javascript:alert(1) style=position:fixed>a</a>",
            "<svg><a xlink:href=javascript:alert(1)><script>alert(1)</script></a></svg>",
            "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
            "<div style='position:fixed;inset:0' id=content class=notice>a</div>",
            "<textarea></textarea><img src=x onerror=alert(1)>",
            "<video poster=//e.example/p><source src=//e.example/v></video>",
            "</div></main></body><script>alert(1)</script>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
            "<b <script>alert(1)</script>",
            "<details open ontoggle=alert(1)>a</details>",
        ] {
            let html = shown(text).0;
            assert!(is_harmless(&html), "{text}: {html}");
        }
    }

    /// Whether a text has no other tags than those that are written here.
    fn is_harmless(html: &str) -> bool {
        html.split('<').skip(1).all(|part| {
            let tag = part.split('>').next().unwrap_or_default();
            let (name, attributes) = tag.trim_start_matches('/').split_once(' ').unwrap_or((tag, ""));
            let elements = ["b", "br", "code", "div", "span"];
            let classes = [
                "class=raw",
                "class=part",
                "class=link",
                "class=image",
                "class=button",
                "class=instead lang=en dir=ltr",
            ];
            elements.contains(&name.trim_start_matches('/')) && (attributes.is_empty() || classes.contains(&attributes))
        })
    }

    #[test]
    fn findings_are_marked_and_pictures_elsewhere_are_named() {
        let mark = 7..11;
        let none = BTreeMap::new();
        let (markup, _) = raw("use <b>Gmal</b>", std::slice::from_ref(&mark), Shelf { own: &none, others: &none });
        assert_eq!(markup.into_string(), "use <b><mark>Gmal</mark></b>");
        for (target, words) in [
            ("https://t.example/p.png", "picture of t.example, not loaded"),
            ("//t.example/p.png", "picture of t.example, not loaded"),
            ("b.png", "picture that is not in the guide"),
            ("../../../etc/passwd", "picture that is not in the guide"),
        ] {
            assert!(shown(&format!("<img src=\"{target}\">")).0.contains(words), "{target}");
        }
    }
}
