//! Splits a message into text and protected parts: markup, slots, code and identities, which translation must not
//! change.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};
use regex::Regex;

const OPTIONS: Options =
    Options::ENABLE_FOOTNOTES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_HEADING_ATTRIBUTES);

/// Protected parts that the Markdown parser reports as text, in this order: slots with or without the brackets of an
/// autolink, footnotes, entities, escapes, URLs, mail addresses, hosts, phone numbers, fingerprints, other runs of
/// hexadecimal digits, and tags that are not valid HTML.
static PROTECTED: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"<?\{+\d+\}+>?",
        r"\[\^[^\]\s]+\]",
        r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);",
        r"\\[!-/:-@\[-`{-~]",
        r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>()\[\]]*[\w/=&#]",
        r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w+>?",
        r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/[^\s<>()\[\]]*[\w/=&#])?",
        r"\+\d[\d\x{a0} ().-]{5,}\d",
        r"(?:[0-9A-Fa-f]{4}[ \x{a0}]{1,2}){3,}[0-9A-Fa-f]{4}",
        r"(?:0[xX])?[0-9A-Fa-f]{8,}",
        r"</?[A-Za-z][^<>]*>",
    ];
    Regex::new(&patterns.join("|")).expect("a valid pattern")
});

/// A part of a message, with its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PartKind {
    Text,
    /// Must not change.
    Protected,
    /// A line break inside a paragraph; a space means the same.
    SoftBreak,
    /// The markup before the text of a link or an emphasis. It must not change and stays before its text.
    Open,
    /// The markup after that text.
    Close,
}

/// The parts of a message in order. Each byte is in exactly one part, and each [`PartKind::Open`] has its
/// [`PartKind::Close`].
pub(crate) fn parts(message: &str) -> Vec<Part> {
    let mut marks = marks(message);
    // An identity inside of markup is already protected.
    let is_taken = |found: &Range<usize>| marks.iter().any(|mark| overlap(&mark.range, found));
    let protected: Vec<Part> = PROTECTED
        .find_iter(message)
        .map(|found| found.range())
        .filter(|found| !is_taken(found))
        .map(|range| Part { kind: PartKind::Protected, range })
        .collect();
    marks.extend(protected);
    marks.sort_by_key(|mark| mark.range.start);
    let mut parts = Vec::with_capacity(marks.len() * 2 + 1);
    let mut at = 0;
    for mark in marks {
        if at < mark.range.start {
            parts.push(Part { kind: PartKind::Text, range: at..mark.range.start });
        }
        at = mark.range.end;
        parts.push(mark);
    }
    if at < message.len() {
        parts.push(Part { kind: PartKind::Text, range: at..message.len() });
    }
    parts
}

/// The Markdown events of a message. A reference link counts as a link, although its definition is outside the message.
pub(crate) fn events(message: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let defined = |link: BrokenLink<'_>| Some((CowStr::from(link.reference.into_string()), CowStr::Borrowed("")));
    Parser::new_with_broken_link_callback(message, OPTIONS, Some(defined)).into_offset_iter()
}

fn overlap(one: &Range<usize>, two: &Range<usize>) -> bool {
    one.start < two.end && two.start < one.end
}

/// An element whose end has not been read yet.
struct OpenElement {
    range: Range<usize>,
    /// The bytes of its content so far.
    content: Option<Range<usize>>,
    /// Whether it becomes [`PartKind::Open`] and [`PartKind::Close`] around its text.
    is_pair: bool,
}

/// The markup that the Markdown parser finds, without overlaps and in no order.
fn marks(message: &str) -> Vec<Part> {
    let is_one_paragraph = is_one_paragraph(message);
    let mut marks: Vec<Part> = Vec::new();
    let mut stack: Vec<OpenElement> = Vec::new();
    let mut push = |kind, range: Range<usize>| {
        if !range.is_empty() && !marks.iter().any(|mark| overlap(&mark.range, &range)) {
            marks.push(Part { kind, range });
        }
    };
    for (event, range) in events(message) {
        if let (Some(parent), false) = (stack.last_mut(), matches!(event, Event::End(_))) {
            let content = parent.content.get_or_insert(range.clone());
            content.end = content.end.max(range.end);
        }
        match event {
            Event::Start(tag) => {
                let is_autolink = matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. });
                let is_pair = is_inline(&tag) && !is_autolink;
                if is_autolink {
                    push(PartKind::Protected, range.clone());
                }
                stack.push(OpenElement { range, content: None, is_pair });
            }
            Event::End(_) => {
                let Some(open) = stack.pop().filter(|open| open.is_pair) else { continue };
                close(open, &mut push);
            }
            Event::SoftBreak if is_one_paragraph => push(PartKind::SoftBreak, range),
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak => push(PartKind::Protected, range),
            _ => {}
        }
    }
    // Any other line end may separate blocks, so it stays.
    for (at, _) in message.match_indices('\n') {
        push(PartKind::Protected, at..at + 1);
    }
    marks
}

/// Adds the markup around the text of an element, or the whole element if it has no text.
fn close(open: OpenElement, push: &mut impl FnMut(PartKind, Range<usize>)) {
    let content = open.content.unwrap_or(open.range.end..open.range.end);
    let (before, after) = (open.range.start..content.start, content.end..open.range.end);
    if before.is_empty() || after.is_empty() || content.is_empty() {
        push(PartKind::Protected, open.range);
        return;
    }
    push(PartKind::Open, before);
    push(PartKind::Close, after);
}

/// Whether a message is exactly one paragraph.
pub(crate) fn is_one_paragraph(message: &str) -> bool {
    let mut blocks = events(message).filter_map(|(event, _)| match event {
        Event::Start(tag) if !is_inline(&tag) => Some(matches!(tag, Tag::Paragraph)),
        Event::Rule => Some(false),
        _ => None,
    });
    blocks.next() == Some(true) && blocks.next().is_none()
}

pub(crate) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}
