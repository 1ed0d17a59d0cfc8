//! What in a message is text, and what must come out of any hands as it went in: markup, slots, code, identities.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};
use regex::Regex;

const OPTIONS: Options =
    Options::ENABLE_FOOTNOTES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_HEADING_ATTRIBUTES);

/// Slots with the brackets of an autolink; footnotes; entities; escapes; addresses, hosts, phone numbers, runs of hexadecimal
/// digits; tags that are no HTML to the parser.
static HELD: LazyLock<Regex> = LazyLock::new(|| {
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

/// A part of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PartKind {
    Text,
    /// Stays as it is.
    Held,
    /// The line goes on below; a blank would do.
    Break,
    /// What stands before the text of a link or an emphasis, and after it: each stays as it is, around its text.
    Open,
    Close,
}

/// The parts of a message in order: each byte of it is in one of them, and each [`PartKind::Open`] has its
/// [`PartKind::Close`].
pub(crate) fn parts(message: &str) -> Vec<Part> {
    let mut marks = marks(message);
    // An identity inside of markup is held with it.
    let is_taken = |found: &Range<usize>| marks.iter().any(|mark| overlap(&mark.range, found));
    let held: Vec<Part> = HELD
        .find_iter(message)
        .map(|found| found.range())
        .filter(|found| !is_taken(found))
        .map(|range| Part { kind: PartKind::Held, range })
        .collect();
    marks.extend(held);
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

/// The events of a message. A reference whose definition is elsewhere in the page counts as a link.
pub(crate) fn events(message: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let defined = |link: BrokenLink<'_>| Some((CowStr::from(link.reference.into_string()), CowStr::Borrowed("")));
    Parser::new_with_broken_link_callback(message, OPTIONS, Some(defined)).into_offset_iter()
}

fn overlap(one: &Range<usize>, two: &Range<usize>) -> bool {
    one.start < two.end && two.start < one.end
}

/// An element that is open, and the bytes of its content so far.
struct Open {
    range: Range<usize>,
    content: Option<Range<usize>>,
    is_pair: bool,
}

/// What the parser says is markup, apart; sorted by nothing.
fn marks(message: &str) -> Vec<Part> {
    let is_one_paragraph = is_one_paragraph(message);
    let mut marks: Vec<Part> = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut hold = |kind, range: Range<usize>| {
        let is_apart = !range.is_empty() && !marks.iter().any(|mark| overlap(&mark.range, &range));
        if is_apart {
            marks.push(Part { kind, range });
        }
        is_apart
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
                    hold(PartKind::Held, range.clone());
                }
                stack.push(Open { range, content: None, is_pair });
            }
            Event::End(_) => {
                let Some(open) = stack.pop().filter(|open| open.is_pair) else { continue };
                close(open, &mut hold);
            }
            Event::SoftBreak if is_one_paragraph => {
                hold(PartKind::Break, range);
            }
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak => {
                hold(PartKind::Held, range);
            }
            _ => {}
        }
    }
    // What other line ends mean is not known here.
    for (at, _) in message.match_indices('\n') {
        hold(PartKind::Held, at..at + 1);
    }
    marks
}

/// The marks around an element; all of it if there is nothing in it.
fn close(open: Open, hold: &mut impl FnMut(PartKind, Range<usize>) -> bool) {
    let content = open.content.unwrap_or(open.range.end..open.range.end);
    let (before, after) = (open.range.start..content.start, content.end..open.range.end);
    if before.is_empty() || after.is_empty() || content.is_empty() {
        hold(PartKind::Held, open.range);
        return;
    }
    hold(PartKind::Open, before);
    hold(PartKind::Close, after);
}

/// Whether a message is a paragraph and no other block.
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
