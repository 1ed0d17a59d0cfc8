//! Cuts a page into segments.

use firstaid_content::{BlockKind, LinkStyle, Page, TokenKind};
use firstaid_text::TextRange;

use super::segment::{Segment, SegmentKind, Slot, line_before};
use super::{front_matter, html, message, task, title};

/// An instruction in a comment, for the block after it.
enum Directive<'a> {
    Translate,
    DoNotTranslate,
    Note(&'a str),
}

/// The segments of a page, in page order and without overlaps. A page with `translatable: false` in its front matter
/// has none.
pub fn segments(page: &Page) -> Vec<Segment> {
    let is_untranslatable = page.front_matter.as_ref().and_then(|it| it.get_str("translatable")) == Some("false");
    if is_untranslatable {
        return Vec::new();
    }
    let directives = directives(page);
    let mut lists = Lists { page, next: 0, open: Vec::new() };
    let mut headings = Headings { page, next: 0, open: Vec::new() };
    let mut found: Vec<Segment> = Vec::with_capacity(page.blocks.len());
    let mut tokens = 0;
    for Candidate { kind, range, scope } in candidates(page) {
        let has = |wanted: fn(&Directive<'_>) -> bool| {
            directives.iter().any(|(block, directive)| wanted(directive) && block.contains(scope))
        };
        let is_verbatim = kind == SegmentKind::Verbatim;
        let is_wanted = match kind {
            SegmentKind::Verbatim => has(|it| matches!(it, Directive::Translate)),
            // The whole block is a segment.
            SegmentKind::Html => !has(|it| matches!(it, Directive::Translate)),
            _ => true,
        };
        let last_end = found.last().map_or(0, |last| last.range.end());
        if range.is_empty()
            || range.start() < last_end
            || !is_wanted
            || has(|it| matches!(it, Directive::DoNotTranslate))
        {
            continue;
        }
        let has_slots = !is_verbatim && kind != SegmentKind::Title;
        let slots = if has_slots { slots(page, range, &mut tokens) } else { Vec::new() };
        let quotes = quotes(page.text(), range, &kind);
        let message = match (&kind, front_matter::value(page, range)) {
            (SegmentKind::FrontMatter(_), Some(value)) => message::escape(value.trim_end_matches('\n')).into_owned(),
            _ => message::read(page.text(), range, quotes, &slots),
        };
        let level = if let SegmentKind::Heading(level) = kind { Some(level) } else { None };
        let under = headings.above(range.start(), level);
        let notes = directives.iter().filter_map(|(block, directive)| match directive {
            Directive::Note(note) if block.contains(scope) => Some((*note).into()),
            _ => None,
        });
        let notes = notes.collect();
        found.push(Segment { kind, lists: lists.around(range), quotes, range, message, slots, under, notes });
    }
    found
}

/// A stretch that may become a segment.
struct Candidate {
    kind: SegmentKind,
    range: TextRange,
    /// The block that an instruction must name to reach the stretch.
    scope: TextRange,
}

/// All stretches with text that readers see, in page order; some may overlap.
fn candidates(page: &Page) -> Vec<Candidate> {
    let text = page.text();
    let mut all: Vec<Candidate> = Vec::with_capacity(page.blocks.len());
    let values = front_matter::values(page).map(|(key, range)| (SegmentKind::FrontMatter(key), range));
    all.extend(values.map(|(kind, range)| Candidate { kind, range, scope: range }));
    for block in &page.blocks {
        if let Some((kind, range)) = kind_and_range(page, block.kind, block.range) {
            all.push(Candidate { kind, range, scope: block.range });
        }
        if block.kind == BlockKind::Html {
            let parts = html::parts(text, block.range);
            all.extend(parts.into_iter().map(|(kind, range)| Candidate { kind, range, scope: block.range }));
        }
    }
    let definitions = page.tokens.iter().filter_map(|token| title::of_definition(text, token));
    all.extend(definitions.map(|range| Candidate { kind: SegmentKind::Title, range, scope: range }));
    // The longer of two that begin together comes first: a whole block before a part of it.
    all.sort_by_key(|it| (it.range.start(), it.kind != SegmentKind::Verbatim, std::cmp::Reverse(it.range.end())));
    all
}

/// The comments `<!-- firstaid: translate -->`, `<!-- firstaid: no-translate -->` and `<!-- translators: … -->`, each
/// with the block that follows it.
fn directives(page: &Page) -> Vec<(TextRange, Directive<'_>)> {
    let directive = |comment: &firstaid_content::Comment| {
        let text = page.text()[comment.range].strip_prefix("<!--")?.trim_end_matches("-->").trim();
        let directive = if let Some(command) = text.strip_prefix("firstaid:") {
            match command.trim() {
                "translate" => Directive::Translate,
                "no-translate" => Directive::DoNotTranslate,
                _ => return None,
            }
        } else {
            let (head, note) = text.split_once(':')?;
            head.trim().eq_ignore_ascii_case("translators").then(|| Directive::Note(note.trim()))?
        };
        Some((comment.block?, directive))
    };
    page.comments.iter().filter_map(directive).collect()
}

/// The kind of segment that a block makes, and the bytes of its text.
fn kind_and_range(page: &Page, kind: BlockKind, range: TextRange) -> Option<(SegmentKind, TextRange)> {
    let text = page.text();
    Some(match kind {
        BlockKind::FrontMatter | BlockKind::FrontMatterText => return None,
        BlockKind::Heading(level) => (SegmentKind::Heading(level), heading_text(text, range)),
        BlockKind::Paragraph => (SegmentKind::Paragraph, task::after_mark(text, trimmed(text, range))),
        BlockKind::Item => (SegmentKind::Item, task::after_mark(text, with_escape(text, trimmed(text, range)))),
        BlockKind::TableCell => (SegmentKind::Cell, trimmed(text, range)),
        BlockKind::Code | BlockKind::Html => (SegmentKind::Verbatim, range),
    })
}

fn trimmed(text: &str, range: TextRange) -> TextRange {
    let inner = &text[range];
    let start = range.start() + (inner.len() - inner.trim_start().len()) as u32;
    TextRange::new(start, start + inner.trim().len() as u32)
}

/// The range with the backslash that makes its first character plain text. The parser gives the text of an item without
/// it.
fn with_escape(text: &str, range: TextRange) -> TextRange {
    let before = &text[..range.start() as usize];
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    TextRange::new(range.start() - (backslashes % 2) as u32, range.end())
}

/// The text of a heading, without hash signs, the underline and `{#id}` (CommonMark 0.31, sections 4.2 and 4.3).
fn heading_text(text: &str, range: TextRange) -> TextRange {
    let range = trimmed(text, range);
    let typed = &text[range];
    let hashes = typed.len() - typed.trim_start_matches('#').len();
    if hashes == 0 || hashes > 6 {
        let end = typed.rfind('\n').unwrap_or(typed.len());
        return without_attributes(text, trimmed(text, TextRange::new(range.start(), range.start() + end as u32)));
    }
    let inner = trimmed(text, TextRange::new(range.start() + hashes as u32, range.end()));
    let inner = without_attributes(text, inner);
    let bare = text[inner].trim_end_matches('#');
    // A closing sequence of hash signs must follow a space or a tab.
    if bare.is_empty() || bare.ends_with([' ', '\t']) {
        trimmed(text, TextRange::new(inner.start(), inner.start() + bare.len() as u32))
    } else {
        inner
    }
}

fn without_attributes(text: &str, range: TextRange) -> TextRange {
    let typed = &text[range];
    let Some(open) = typed.rfind('{').filter(|_| typed.ends_with('}')) else { return range };
    let is_list = typed[open + 1..].starts_with(['#', '.', ':']) && typed[..open].ends_with([' ', '\t']);
    if is_list { trimmed(text, TextRange::new(range.start(), range.start() + open as u32)) } else { range }
}

/// Depth of block-quote nesting: the `>` before the segment on its first line.
fn quotes(text: &str, range: TextRange, kind: &SegmentKind) -> u32 {
    match kind {
        SegmentKind::FrontMatter(_) | SegmentKind::Cell | SegmentKind::Title | SegmentKind::Verbatim => 0,
        // Other `>` of the line close tags.
        SegmentKind::Html => {
            let before = line_before(text, range.start());
            before.chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).filter(|c| *c == '>').count() as u32
        }
        _ => line_before(text, range.start()).matches('>').count() as u32,
    }
}

/// The link targets in a range of the page. `next` is the index of the first token that may be in it; callers ask for
/// ranges in page order.
fn slots(page: &Page, range: TextRange, next: &mut usize) -> Vec<Slot> {
    let text = page.text();
    while page.tokens.get(*next).is_some_and(|token| token.range.start() < range.start()) {
        *next += 1;
    }
    let inside = page.tokens[*next..].iter().take_while(|token| token.range.start() < range.end());
    let mut ranges: Vec<TextRange> = inside
        .filter(|token| !token.in_code)
        .filter_map(|token| match &token.kind {
            TokenKind::Link(link) => match link.style {
                LinkStyle::Inline | LinkStyle::Image | LinkStyle::Html => Some(link.target),
                // Readers see a mail address in angle brackets, so it is part of the message.
                LinkStyle::Autolink => (!is_mail(&link.url)).then_some(link.target),
                // A page of the wiki is named in the same way in every locale.
                LinkStyle::Wiki => (!link.url.starts_with("[[")).then_some(link.target),
                LinkStyle::Reference | LinkStyle::Definition => None,
            },
            TokenKind::Url(_) if !token.in_link => Some(token.range),
            _ => None,
        })
        .filter(|target| range.contains(*target) && !target.is_empty() && !text[*target].contains('\n'))
        .filter(|target| {
            // A brace next to a slot would be ambiguous.
            let (before, after) = (&text[..target.start() as usize], &text[target.end() as usize..]);
            !before.ends_with('{') && !after.starts_with('}')
        })
        .collect();
    ranges.sort_unstable();
    let mut slots: Vec<Slot> = Vec::with_capacity(ranges.len());
    for range in ranges {
        if slots.last().is_none_or(|last| last.range.end() <= range.start()) {
            slots.push(Slot { range, url: text[range].into() });
        }
    }
    slots
}

fn is_mail(url: &str) -> bool {
    url.contains('@') && !url.contains("://")
}

/// Counts the lists around a range; callers ask for ranges in page order.
struct Lists<'a> {
    page: &'a Page,
    next: usize,
    /// Ends of the lists that have begun.
    open: Vec<u32>,
}

impl Lists<'_> {
    fn around(&mut self, range: TextRange) -> u32 {
        while let Some(list) = self.page.lists.get(self.next).filter(|list| list.range.start() <= range.start()) {
            self.open.push(list.range.end());
            self.next += 1;
        }
        self.open.retain(|&end| range.start() < end);
        self.open.len() as u32
    }
}

/// Finds the heading above an offset; callers ask for offsets in page order.
struct Headings<'a> {
    page: &'a Page,
    next: usize,
    /// Indices of the headings above, outermost first: levels rise strictly.
    open: Vec<u32>,
}

impl Headings<'_> {
    fn above(&mut self, offset: u32, own_level: Option<u8>) -> Option<u32> {
        while let Some(heading) = self.page.headings.get(self.next).filter(|heading| heading.range.end() <= offset) {
            self.open.retain(|&open| self.page.headings[open as usize].level < heading.level);
            self.open.push(self.next as u32);
            self.next += 1;
        }
        let is_above = |&&open: &&u32| own_level.is_none_or(|level| self.page.headings[open as usize].level < level);
        self.open.iter().rev().find(is_above).copied()
    }
}
