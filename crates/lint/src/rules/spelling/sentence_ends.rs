//! Sentences without the mark that they must end with.

use std::ops::Range;

use firstaid_content::{BlockKind, LinkStyle, List, OPAQUE};
use firstaid_diagnostics::Applicability;
use firstaid_language::clauses::Clauses;
use firstaid_language::cues::begins_sentence;
use firstaid_language::sentences::sentences;
use firstaid_text::TextRange;

use super::typo::{Typo, push};
use crate::{PageContext, Report};

/// Minimum words of a sentence that is judged.
const MIN_WORDS: usize = 4;

/// Longer ones are no sentence, in bytes.
const MAX_BYTES: usize = 2000;

/// Minimum sentences with a full stop beside one without.
const MIN_SIBLINGS: usize = 2;

/// How many sentences with a full stop there must be for each without.
const RATIO: usize = 3;

pub(super) fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(clauses) = Clauses::of(cx.language()) else { return };
    check_questions(cx, clauses, report);
    check_siblings(cx, clauses, report);
    check_lines(cx, clauses, report);
}

/// Reports a sentence without a mark that ends with its line, where the next line begins another sentence.
fn check_lines(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    for (at, index, block) in cx.prose.blocks() {
        let it = &cx.page.blocks[index as usize];
        if !matches!(it.kind, BlockKind::Paragraph | BlockKind::Item) {
            continue;
        }
        let source = cx.text(it.range);
        let mut found: Option<Vec<Range<usize>>> = None;
        for line_end in memchr::memchr_iter(b'\n', source.as_bytes()) {
            let line = source[line_end + 1..].trim_start_matches([' ', '\t', '>']);
            let word = line.split(|c: char| !c.is_alphabetic() && c != '\'').next().unwrap_or_default();
            // A forced line break parts the sentences.
            let is_forced = source[..line_end].ends_with("  ") || source[..line_end].ends_with('\\');
            if is_forced || !word.starts_with(char::is_uppercase) || !clauses.may_begin(&word.to_lowercase()) {
                continue;
            }
            let start = it.range.start() + (source.len() - line.len()) as u32;
            let Some(next) = cx.prose.prose_range(TextRange::new(start, start + word.len() as u32)) else { continue };
            let cut = next.start.saturating_sub(at);
            // Once a block: a paragraph may have very many lines.
            let sentences = found.get_or_insert_with(|| sentences(block));
            let Some(whole) = sentences[..sentences.partition_point(|it| it.start < cut)].last() else { continue };
            if whole.end <= cut || whole.len() > MAX_BYTES || !block.is_char_boundary(cut) {
                continue;
            }
            if let Some(sentence) = ends_without_mark(clauses, block, whole, cut) {
                push(cx, report, unended(at + sentence.start..at + sentence.end));
            }
        }
    }
}

/// The part of a sentence before `cut`, if it is a sentence itself that lacks its mark, and another one follows.
fn ends_without_mark(clauses: Clauses, block: &str, whole: &Range<usize>, cut: usize) -> Option<Range<usize>> {
    let typed = block[whole.start..cut].trim_end();
    let next = &block[cut..whole.end];
    let last = typed.rsplit(' ').next()?;
    let is_whole = last.chars().all(char::is_lowercase)
        && !clauses.goes_on(last)
        && typed.split(' ').count() >= MIN_WORDS
        && typed.starts_with(char::is_uppercase)
        && !typed.contains(OPAQUE);
    let follows = next.split(' ').count() >= MIN_WORDS && clauses.is_clause(next);
    (is_whole && follows && clauses.is_clause(typed)).then(|| whole.start..whole.start + typed.len())
}

/// The typo of a sentence without a mark before another one.
fn unended(sentence: Range<usize>) -> Typo {
    let end = sentence.end;
    let message = "no full stop before the next sentence".to_owned();
    Typo { range: sentence, message, fix: (end..end, ".", Applicability::Unsafe) }
}

/// Reports questions that end with a full stop, and headings that are questions without a mark.
fn check_questions(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    let text = cx.prose.text();
    for (at, index, block) in cx.prose.blocks() {
        let kind = cx.page.blocks[index as usize].kind;
        let (is_heading, is_item) = (matches!(kind, BlockKind::Heading(_)), kind == BlockKind::Item);
        if !is_heading && !block.contains('.') {
            continue;
        }
        for sentence in sentences(block) {
            let sentence = at + sentence.start..at + sentence.end;
            let typed = &text[sentence.clone()];
            let first = typed.split(' ').next().unwrap_or_default();
            let is_upper = first.starts_with(char::is_uppercase) && begins_sentence(&text[..sentence.start]);
            if !is_upper || !clauses.may_ask(&first.to_lowercase()) || !clauses.is_question(typed, is_item) {
                continue;
            }
            let (body, mark) = typed.strip_suffix('.').map_or((typed, ""), |body| (body, "."));
            let is_plain = !body.contains([',', ':', ';', '?', '!', '.', '…', '—', '–', '"', '“', '(']);
            let is_long = body.split(' ').count() >= MIN_WORDS;
            if is_plain && is_long && (mark == "." || is_heading && body.ends_with(char::is_alphanumeric)) {
                push(cx, report, without_mark(text, sentence, mark, "?"));
            }
        }
    }
}

/// The typo of a sentence that ends with `mark`, or without any, in place of `right`.
fn without_mark(text: &str, sentence: Range<usize>, mark: &str, right: &'static str) -> Typo {
    let end = sentence.end;
    let body = &text[sentence.start..end - mark.len()];
    let last = sentence.start + body.rfind(' ').map_or(0, |space| space + 1);
    let name = if right == "?" { "a question without a question mark" } else { "no full stop, unlike its siblings" };
    let place = if mark.is_empty() { end..end } else { end - mark.len()..end };
    Typo { range: last..end, message: name.to_owned(), fix: (place, right, Applicability::Unsafe) }
}

/// How a block ends.
#[derive(Clone, PartialEq, Eq)]
enum Ending {
    /// With the mark of a sentence.
    Stop,
    /// With a word at these bytes of the prose, although it is a sentence.
    Word(Range<usize>),
    /// In any other way: a colon, code, words that are no sentence.
    Other,
}

/// Reports the sentence without a full stop among items of a list, or labelled paragraphs, that have one.
fn check_siblings(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    let blocks: Vec<(u32, usize, &str)> = cx.prose.blocks().map(|(at, index, block)| (index, at, block)).collect();
    for list in cx.page.lists.iter().filter(|list| list.items.len() > MIN_SIBLINGS) {
        let firsts = first_blocks(cx, list, &blocks);
        report_odd_ones(cx, clauses, &firsts, report);
    }
    let mut group = Vec::new();
    for &(index, at, block) in &blocks {
        let it = &cx.page.blocks[index as usize];
        match it.kind {
            BlockKind::Heading(_) => {
                report_odd_ones(cx, clauses, &group, report);
                group.clear();
            }
            // A paragraph all in bold is a heading.
            BlockKind::Paragraph
                if cx.text(it.range).starts_with("**") && !cx.text(it.range).trim_end().ends_with("**") =>
            {
                group.push((at, block));
            }
            _ => {}
        }
    }
    report_odd_ones(cx, clauses, &group, report);
}

/// The first block of each item of a list.
fn first_blocks<'a>(cx: &PageContext<'_>, list: &List, blocks: &[(u32, usize, &'a str)]) -> Vec<(usize, &'a str)> {
    let start = |index: u32| cx.page.blocks[index as usize].range.start();
    let first = |from: u32, to: u32| {
        let n = blocks.partition_point(|&(index, ..)| start(index) < from);
        blocks.get(n).filter(|&&(index, ..)| start(index) < to).map(|&(_, at, block)| (at, block))
    };
    list.items.iter().filter_map(|item| first(item.marker.end(), item.range.end())).collect()
}

fn report_odd_ones(cx: &PageContext<'_>, clauses: Clauses, blocks: &[(usize, &str)], report: &mut Report<'_>) {
    if blocks.len() <= MIN_SIBLINGS {
        return;
    }
    let endings: Vec<Ending> = blocks.iter().map(|&(at, block)| ending(cx, clauses, at, block)).collect();
    let stops = endings.iter().filter(|&ending| *ending == Ending::Stop).count();
    let odd: Vec<&Range<usize>> =
        endings.iter().filter_map(|it| if let Ending::Word(range) = it { Some(range) } else { None }).collect();
    // One of three may be the odd one; of more, one in four.
    if stops < MIN_SIBLINGS || odd.len() > (stops / RATIO).max(1) {
        return;
    }
    for range in odd {
        push(cx, report, without_mark(cx.prose.text(), range.clone(), "", "."));
    }
}

fn ending(cx: &PageContext<'_>, clauses: Clauses, at: usize, block: &str) -> Ending {
    let mut end = without_labels(block).len();
    // A picture at the end is no part of the sentence.
    while let Some(start) = picture_start(cx, at, &block[..end]) {
        end = without_labels(&block[..start]).len();
    }
    let typed = &block[..end];
    let closing = |c: char| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»');
    if typed.trim_end_matches(closing).ends_with(['.', '!', '?', '…']) {
        return Ending::Stop;
    }
    let from = sentences(typed).last().map_or(0, |sentence| sentence.start);
    let sentence = &typed[from..];
    let sentence = sentence.rsplit_once(": ").map_or(sentence, |(_, behind_label)| behind_label);
    let from = end - sentence.len();
    let last = sentence.rsplit(' ').next().unwrap_or_default();
    let is_sentence = sentence.split(' ').count() >= MIN_WORDS
        && sentence.starts_with(char::is_uppercase)
        && last.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && !sentence.contains('…')
        // A title, whatever words it has.
        && cx.page.link_around(cx.prose.source_range(at + from..at + end)).is_none()
        && !sentence.contains(OPAQUE)
        && !matches!(last, "and" | "or")
        && clauses.is_clause(sentence);
    if is_sentence { Ending::Word(at + from..at + end) } else { Ending::Other }
}

/// A text without labels of footnotes at its end, defined elsewhere: `It is over. [^source]`.
fn without_labels(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((before, label)) = text.strip_suffix(']').and_then(|text| text.rsplit_once("[^")) {
        if label.contains([' ', ']']) {
            break;
        }
        text = before.trim_end();
    }
    text
}

/// Where a picture begins, in bytes of the block, whose description is the end of the text.
fn picture_start(cx: &PageContext<'_>, at: usize, typed: &str) -> Option<usize> {
    let last = typed.char_indices().next_back()?;
    let end = cx.prose.source_range(at + last.0..at + typed.len());
    let next = cx.page.tokens.partition_point(|token| token.range.start() <= end.start());
    let token = cx.page.tokens[..next].last().filter(|token| end.end() <= token.range.end())?;
    token.as_link().filter(|link| link.style == LinkStyle::Image)?;
    let prose = cx.prose.prose_range(token.range)?;
    prose.start.checked_sub(at).filter(|&start| start < typed.len())
}
