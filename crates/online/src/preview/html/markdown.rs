//! Markdown as the site shows it, with nothing in it that a browser would fetch, follow or run.
//!
//! The text comes from strangers. Links have no targets; raw HTML keeps what only changes how text looks (see
//! [`super::out`]).

use std::collections::BTreeMap;
use std::ops::Range;

use maud::{Markup, html};
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::elements::opaque;
use super::out::{Out, Shelf};
use super::raw::raw;
use crate::preview::view::{Block, Mark, Part, Pictures, Shape};

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH.union(Options::ENABLE_GFM);

/// A side of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Source,
    Page,
}

/// The pictures that a side shows: a translation has the targets of its source until it is written.
pub(super) fn shelf(pictures: &Pictures, side: Side) -> Shelf<'_> {
    match side {
        Side::Source => Shelf { own: &pictures.source, others: &pictures.source },
        Side::Page => Shelf { own: &pictures.page, others: &pictures.source },
    }
}

/// A block in its shape.
pub(super) fn block(block: &Block, text: &str, marks: &[Range<usize>], shelf: Shelf<'_>) -> Markup {
    let is_plain = matches!(block.shape, Shape::Value | Shape::Verbatim);
    let content = if is_plain {
        plain(text, marks)
    } else if block.is_html {
        raw(text, marks, shelf).0
    } else {
        inline(text, marks, shelf)
    };
    let shaped = shaped(block.shape, &content);
    (0..block.quotes.min(MAX_QUOTES)).fold(shaped, |inner, _| html! { blockquote { (inner) } })
}

/// Maximum quotes around a block that are shown.
const MAX_QUOTES: u32 = 8;

fn shaped(shape: Shape, content: &Markup) -> Markup {
    match shape {
        Shape::Value => html! { p.value { (content) } },
        Shape::Heading(level) => html! { div class={ "h" (level) } { (content) } },
        Shape::Paragraph => html! { div.text { (content) } },
        Shape::Item { depth, mark } => html! {
            div class={ "item depth" (depth.clamp(1, 4)) } {
                @match mark {
                    Mark::Bullet => span.marker aria-hidden="true" { "•" },
                    Mark::Number(number) => span.marker { (number) "." },
                    Mark::Task(is_done) => span.marker role="img" aria-label=(if is_done { "done" } else { "to do" }) {
                        (if is_done { "☑" } else { "☐" })
                    },
                    Mark::None => {}
                }
                span.what { (content) }
            }
        },
        Shape::Cell => html! { div.cell { (content) } },
        Shape::Verbatim => html! { pre tabindex="0" { code { (content) } } },
    }
}

/// A part that is no block; `None` if people see nothing of it.
pub(super) fn part(part: &Part, shelf: Shelf<'_>) -> Option<Markup> {
    Some(match part {
        Part::Code(text) => html! { pre tabindex="0" { (inline(text, &[], shelf)) } },
        Part::Html(text) => {
            let (content, has_content) = raw(text, &[], shelf);
            return has_content.then(|| html! { div.text { (content) } });
        }
        Part::Rule => html! { hr; },
        Part::Table(text) => html! { div.wide tabindex="0" role="group" aria-label="Table" { (table(text, shelf)) } },
        Part::Template(text) => {
            html! { p { span.instead lang="en" dir="ltr" { "put in by the site" } " " code.raw { (plain(text, &[])) } } }
        }
        Part::Text { shape, text } => shaped(*shape, &inline(text, &[], shelf)),
    })
}

fn plain(text: &str, marks: &[Range<usize>]) -> Markup {
    let none = BTreeMap::new();
    let mut out = Out::new(text.len(), marks, Shelf { own: &none, others: &none });
    out.lines(text, 0);
    out.finish().0
}

/// Markdown. `marks` are ranges of `text`, in order and apart from each other.
pub(super) fn inline(text: &str, marks: &[Range<usize>], shelf: Shelf<'_>) -> Markup {
    rendered(text, marks, shelf, OPTIONS)
}

fn table(text: &str, shelf: Shelf<'_>) -> Markup {
    rendered(text, &[], shelf, OPTIONS.union(Options::ENABLE_TABLES))
}

fn rendered(text: &str, marks: &[Range<usize>], shelf: Shelf<'_>, options: Options) -> Markup {
    // A definition of a reference stands elsewhere in its page.
    let elsewhere = |link: BrokenLink<'_>| {
        let is_reference = !matches!(link.link_type, pulldown_cmark::LinkType::Shortcut);
        is_reference.then_some((CowStr::Borrowed("#"), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(elsewhere));
    let mut writer = Writer { out: Out::new(text.len(), marks, shelf), text, attributes: 0..0, is_head: false };
    for (event, range) in parser.into_offset_iter() {
        writer.event(event, range);
    }
    writer.out.finish().0
}

struct Writer<'m> {
    out: Out<'m>,
    text: &'m str,
    /// The last attribute list, which the site reads and does not show.
    attributes: Range<usize>,
    /// Whether the row of a table is its head.
    is_head: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.attributes.start <= range.start && range.end <= self.attributes.end && !range.is_empty() {
            return;
        }
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => {
                self.end(tag);
                let is_span = matches!(
                    tag,
                    TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
                );
                if is_span {
                    self.skip_attributes(range.end);
                }
            }
            Event::Text(text) => self.put(&text, &range),
            Event::Code(code) => {
                let typed = self.text.get(range.clone());
                let at = typed.and_then(|typed| typed.find(&*code)).map(|at| range.start + at);
                self.out.push("<code>");
                self.out.text(&code, at);
                self.out.push("</code>");
                self.skip_attributes(range.end);
            }
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw(&raw, range.start),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.out.text(&text, None),
            Event::SoftBreak => self.out.push("\n"),
            Event::HardBreak => self.out.push("<br>"),
            Event::Rule => self.out.push_shown("<hr>"),
            Event::FootnoteReference(name) => {
                self.out.push("<sup>");
                self.out.text(&name, None);
                self.out.push("</sup>");
            }
            Event::TaskListMarker(_) => {}
        }
    }

    /// Text, without the attribute list that it may begin with.
    fn put(&mut self, text: &str, range: &Range<usize>) {
        let is_as_typed = self.text.get(range.clone()) == Some(text);
        if !is_as_typed {
            return self.out.text(text, None);
        }
        let mut from = self.attributes.end.saturating_sub(range.start);
        while let Some((start, end)) = text.get(from..).and_then(icon) {
            let (start, end) = (from + start, from + end);
            self.out.text(&text[from..start], Some(range.start + from));
            self.out.typed(&text[start..end], range.start + start);
            self.skip_attributes(range.start + end);
            from = self.attributes.end.max(range.start + end) - range.start;
        }
        if let Some(rest) = text.get(from..) {
            self.out.text(rest, Some(range.start + from));
        }
    }

    fn skip_attributes(&mut self, at: usize) {
        if let Some(len) = self.text.get(at..).and_then(attribute_list) {
            self.attributes = at..at + len;
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if let Tag::TableHead = tag {
            self.is_head = true;
        }
        self.out.push(match tag {
            Tag::Emphasis => "<em>",
            Tag::Strong => "<strong>",
            Tag::Strikethrough => "<del>",
            Tag::Link { .. } => "<span class=link>",
            Tag::Image { dest_url, .. } => return self.out.picture(dest_url),
            Tag::CodeBlock(_) => "<code class=lines>",
            Tag::Item => "<span class=inner>",
            Tag::Table(_) => "<table class=grid>",
            Tag::TableHead | Tag::TableRow => "<tr>",
            Tag::TableCell if self.is_head => "<th scope=col>",
            Tag::TableCell => "<td>",
            _ => "",
        });
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::TableHead {
            self.is_head = false;
        }
        self.out.push(match tag {
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link | TagEnd::Item => "</span>",
            TagEnd::Image => return self.out.end_picture(),
            TagEnd::CodeBlock => "</code>",
            TagEnd::Paragraph => "\n",
            TagEnd::Table => "</table>",
            TagEnd::TableHead | TagEnd::TableRow => "</tr>",
            TagEnd::TableCell if self.is_head => "</th>",
            TagEnd::TableCell => "</td>",
            _ => "",
        });
    }

    /// A tag or a comment between Markdown, or a block of raw HTML.
    fn raw(&mut self, typed: &str, at: usize) {
        let trimmed = typed.trim();
        if trimmed.starts_with("<!--") {
            return;
        }
        let inner = trimmed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let follows = inner[name.len()..].chars().next();
        let is_tag = !inner.contains('<') && follows.is_none_or(|c| c.is_whitespace() || c == '/');
        let is_known = if !is_tag || opaque(&name).is_some() {
            false
        } else if is_end {
            self.out.end_tag(&name)
        } else if name == "img" {
            let (picture, _) = raw(trimmed, &[], self.out.shelf());
            self.out.push_shown(&picture.into_string());
            true
        } else {
            self.out.start_tag(&name)
        };
        if !is_known {
            self.out.typed(typed, at);
        }
    }
}

/// The first name of an icon in a text, as Material for `MkDocs` has them: `:material-cog:`.
fn icon(text: &str) -> Option<(usize, usize)> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    text.match_indices(':').find_map(|(start, _)| {
        let rest = &text[start + 1..];
        let len = rest.find(|c| !is_name(c)).filter(|&len| rest[len..].starts_with(':'))?;
        let is_icon = ["fontawesome-", "material-", "octicons-", "simple-"].iter().any(|set| rest.starts_with(set));
        is_icon.then_some((start, start + len + 2))
    })
}

/// The length of the attribute list that a text begins with, as kramdown (`{: .a}`), Python-Markdown (`{ .a }`) and others
/// have it.
fn attribute_list(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['}', '\n']).filter(|&end| inner[end..].starts_with('}'))?;
    let inner = inner[..end].trim();
    let is_attribute = |word: &str| word.len() > 1 && (word.starts_with(['.', '#']) || word.contains('='));
    let is_list = inner.starts_with(':') || inner.split_whitespace().next().is_some_and(is_attribute);
    is_list.then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline(text: &str, marks: &[Range<usize>]) -> Markup {
        let pictures = BTreeMap::from([("a.png".to_owned(), "1f".to_owned())]);
        super::inline(text, marks, Shelf { own: &pictures, others: &BTreeMap::new() })
    }

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
            ("see <a href=\"x\">it</a>", "see <span class=link>it</span>"),
            ("a <span class=\"x\">b</span>", "a b"),
            ("[a](b){:target=\"_blank\"} c", "<span class=link>a</span> c"),
            ("[a](b){ .md-button } c", "<span class=link>a</span> c"),
            (":material-cog:{ .big } a: b", "<code class=raw>:material-cog:</code> a: b"),
            (
                "- **a**\n- [b](c){: .d}\n",
                "<span class=inner><strong>a</strong></span><span class=inner><span class=link>b</span></span>",
            ),
            ("**a** {b} and `c`{d}", "<strong>a</strong> {b} and <code>c</code>{d}"),
            (
                "![A key](a.png){ align=right }",
                "<span class=image><img src=\"picture?id=1f\" alt=\"\" loading=\"lazy\"> A key</span>",
            ),
        ] {
            assert_eq!(rendered(text), expected, "{text}");
        }
    }

    #[test]
    fn tables_have_heads_and_rows() {
        let none = BTreeMap::new();
        let html = table("| a | b |\n|---|---|\n| *c* | |\n", Shelf { own: &none, others: &none }).into_string();
        let expected = "<table class=grid><tr><th scope=col>a</th><th scope=col>b</th></tr>\
                        <tr><td><em>c</em></td><td></td></tr></table>";
        assert_eq!(html, expected);
    }

    #[test]
    fn nothing_of_a_stranger_is_fetched_followed_or_run() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onclick=x>b</b>",
            "[a](javascript:alert(1))",
            "![a](https://tracker.example/p.png)",
            "![a](data:image/svg+xml,x)",
            "<a href=\"https://evil.example\">a</a>",
            "<style>*{}</style>",
            "a <meta http-equiv=refresh content=0;url=//e> <iframe src=//e> <form action=//e>",
            "[a]: https://x.org\n\n[a]",
            "\"><svg/onload=alert(1)>",
            "```\" onclick=x\n<b>\n```",
            "# h {onclick=x}",
            "a <b\nstyle=\"position:fixed\">b</b>",
        ] {
            let html = rendered(text);
            let is_ours = |tag: &str| {
                let name = tag.trim_start_matches('/');
                let (name, rest) = name.split_once(' ').unwrap_or((name, ""));
                let known = ["span", "code", "strong", "em", "del", "br", "sup", "b", "div"];
                let rest = rest.strip_suffix(" lang=en dir=ltr").unwrap_or(rest);
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
