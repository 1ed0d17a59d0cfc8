//! A block of Markdown as the site shows it, with nothing in it that a browser would fetch, follow or run.
//!
//! The text comes from strangers. Elements are written by this file alone and have no attributes; links have no targets;
//! raw HTML is shown as it is typed, save a few elements without attributes that only change how text looks.

use std::ops::Range;

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::preview::view::{Block, Shape};

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH.union(Options::ENABLE_GFM);

/// Elements of raw HTML that are shown as they look, when they have no attributes.
const PLAIN_ELEMENTS: [&str; 17] = [
    "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong", "sub",
    "sup",
];

/// A block in its shape.
pub(super) fn block(block: &Block, text: &str, marks: &[Range<usize>]) -> Markup {
    let is_plain = matches!(block.shape, Shape::Value | Shape::Verbatim);
    let content = if is_plain { plain(text, marks) } else { inline(text, marks) };
    match block.shape {
        Shape::Value => html! { p.value { (content) } },
        Shape::Heading(level) => html! { p class={ "h" (level) } { (content) } },
        Shape::Paragraph => html! { div.text { (content) } },
        Shape::Item(depth) => html! { div class={ "item depth" (depth.clamp(1, 4)) } { (content) } },
        Shape::Cell => html! { div.cell { (content) } },
        Shape::Code => html! { pre tabindex="0" { (content) } },
        Shape::Verbatim => html! { pre tabindex="0" { code { (content) } } },
    }
}

fn plain(text: &str, marks: &[Range<usize>]) -> Markup {
    let mut out = Out { html: String::with_capacity(text.len()), marks, opened: Vec::new() };
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let at = if n == 0 { 0 } else { line.as_ptr() as usize - text.as_ptr() as usize };
        out.text(line.trim_end_matches('\n'), Some(at));
        if line.ends_with('\n') {
            out.html.push('\n');
        }
    }
    PreEscaped(out.html)
}

/// Markdown. `marks` are ranges of `text`, in order and apart from each other.
pub(super) fn inline(text: &str, marks: &[Range<usize>]) -> Markup {
    // A definition of a reference stands elsewhere in its page.
    let elsewhere = |link: BrokenLink<'_>| {
        let is_reference = !matches!(link.link_type, pulldown_cmark::LinkType::Shortcut);
        is_reference.then_some((CowStr::Borrowed("#"), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(elsewhere));
    let mut out = Out { html: String::with_capacity(text.len() * 2), marks, opened: Vec::new() };
    for (event, range) in parser.into_offset_iter() {
        out.event(event, text, range);
    }
    out.close_raw();
    PreEscaped(out.html)
}

struct Out<'m> {
    html: String,
    marks: &'m [Range<usize>],
    /// The elements of raw HTML that are open.
    opened: Vec<&'static str>,
}

impl Out<'_> {
    fn event(&mut self, event: Event<'_>, source: &str, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let is_as_typed = source.get(range.clone()) == Some(&*text);
                self.text(&text, is_as_typed.then_some(range.start));
            }
            Event::Code(code) => {
                let at = source.get(range.clone()).and_then(|typed| typed.find(&*code)).map(|at| range.start + at);
                self.html.push_str("<code>");
                self.text(&code, at);
                self.html.push_str("</code>");
            }
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw(&raw, range.start),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, None),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<span class=rule></span>"),
            Event::FootnoteReference(name) => {
                self.html.push_str("<sup>");
                self.text(&name, None);
                self.html.push_str("</sup>");
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.html.push_str(match tag {
            Tag::Emphasis => "<em>",
            Tag::Strong => "<strong>",
            Tag::Strikethrough => "<del>",
            Tag::Link { .. } => "<span class=link>",
            Tag::Image { .. } => "<span class=image>",
            Tag::CodeBlock(_) => "<code class=lines>",
            Tag::Item => "<span class=inner>",
            _ => "",
        });
    }

    fn end(&mut self, tag: TagEnd) {
        self.html.push_str(match tag {
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link | TagEnd::Image | TagEnd::Item => "</span>",
            TagEnd::CodeBlock => "</code>",
            TagEnd::Paragraph => "\n",
            _ => "",
        });
    }

    /// Text with its marks. `at` is its place in the source, if it stands there as it is.
    fn text(&mut self, text: &str, at: Option<usize>) {
        let Some(at) = at else { return self.escape(text) };
        let mut done = 0;
        for mark in self.marks {
            let (start, end) = (mark.start.max(at) - at, mark.end.min(at + text.len()).saturating_sub(at));
            let is_here = start < end && start >= done;
            let Some((before, marked)) =
                is_here.then(|| (text.get(done..start), text.get(start..end))).and_then(|(a, b)| a.zip(b))
            else {
                continue;
            };
            self.escape(before);
            self.html.push_str("<mark>");
            self.escape(marked);
            self.html.push_str("</mark>");
            done = end;
        }
        self.escape(&text[done..]);
    }

    fn escape(&mut self, text: &str) {
        self.html.push_str(&html! { (visible_on_page(text)) }.into_string());
    }

    /// Raw HTML: one of [`PLAIN_ELEMENTS`], a line break, a comment, or text.
    fn raw(&mut self, raw: &str, at: usize) {
        let typed = raw.trim();
        if typed.starts_with("<!--") {
            return;
        }
        let inner = typed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
        let name = |name: &str| PLAIN_ELEMENTS.into_iter().find(|it| it.eq_ignore_ascii_case(name.trim_end()));
        if matches!(inner.trim_end_matches(['/', ' ']), "br" | "BR") {
            self.html.push_str("<br>");
        } else if let Some(name) = name(inner) {
            self.element("<", name);
            self.opened.push(name);
        } else if let Some(name) = inner.strip_prefix('/').and_then(name)
            && self.opened.last() == Some(&name)
        {
            self.opened.pop();
            self.element("</", name);
        } else {
            self.html.push_str("<code class=raw>");
            self.text(raw, Some(at));
            self.html.push_str("</code>");
        }
    }

    fn element(&mut self, open: &str, name: &str) {
        for part in [open, name, ">"] {
            self.html.push_str(part);
        }
    }

    fn close_raw(&mut self) {
        while let Some(name) = self.opened.pop() {
            self.element("</", name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        inline(text, &[]).into_string().trim().to_owned()
    }

    #[test]
    fn markdown_looks_as_on_the_site() {
        for (text, expected) in [
            ("**Open** *it*", "<strong>Open</strong> <em>it</em>"),
            ("a `b<c` d", "a <code>b&lt;c</code> d"),
            ("see [it](x.md)", "see <span class=link>it</span>"),
            ("see [it][1] and [x]", "see <span class=link>it</span> and [x]"),
            ("<https://a.org>", "<span class=link>https://a.org</span>"),
            ("press <kbd>A</kbd><br>now", "press <kbd>A</kbd><br>now"),
        ] {
            assert_eq!(rendered(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_stranger_is_fetched_followed_or_run() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onclick=x>b</b>",
            "[a](javascript:alert(1))",
            "![a](https://tracker.example/p.png)",
            "<a href=\"https://evil.example\">a</a>",
            "<style>*{}</style>",
            "[a]: https://x.org\n\n[a]",
            "\"><svg/onload=alert(1)>",
            "```\" onclick=x\n<b>\n```",
            "# h {onclick=x}",
        ] {
            let html = rendered(text);
            let is_ours = |tag: &str| {
                let name = tag.trim_start_matches('/');
                let (name, rest) = name.split_once(' ').unwrap_or((name, ""));
                let known = ["span", "code", "strong", "em", "del", "br", "sup", "b"];
                known.contains(&name) && (rest.is_empty() || rest.starts_with("class=") && !rest.contains(' '))
            };
            let tags = html.split('<').skip(1).filter_map(|part| part.split('>').next());
            assert!(tags.clone().all(is_ours), "{text}: {html}");
        }
    }

    #[test]
    fn elements_that_a_stranger_left_open_end_with_their_block() {
        assert_eq!(rendered("a <b>b *c*"), "a <b>b <em>c</em>\n</b>");
        assert_eq!(rendered("a</b>"), "a<code class=raw>&lt;/b&gt;</code>");
    }

    #[test]
    fn findings_are_marked_where_they_are() {
        let mark = |text: &str, part: &str| {
            let at = text.find(part).unwrap();
            let mark = at..at + part.len();
            inline(text, std::slice::from_ref(&mark)).into_string().trim().to_owned()
        };
        assert_eq!(mark("use **Gmal** now", "Gmal"), "use <strong><mark>Gmal</mark></strong> now");
        assert_eq!(mark("أهلا `gpg` x", "gpg"), "أهلا <code><mark>gpg</mark></code> x");
        assert_eq!(mark("a & b", "& b"), "a <mark>&amp; b</mark>");
        assert_eq!(
            mark("one **two** three", "ne **two** th"),
            "o<mark>ne </mark><strong><mark>two</mark></strong><mark> th</mark>ree"
        );
    }

    #[test]
    fn overrides_are_visible() {
        assert_eq!(rendered("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(plain("a\u{0}\nb", &[]).into_string(), "a\u{2400}\nb");
    }
}
