//! Links that are none because of a space, or because their brackets are the other way round.

use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::OPAQUE;
use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_text::{Edit, TextRange};
use regex::Regex;

use super::damage;
use crate::{PageContext, Report};

/// Text in the syntax of a link that the parser left in the prose, so that it is not a link. How long it may be is
/// checked on the match: a counted repetition compiles to one copy of its class for each character.
static UNPARSED_LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[([^\[\]\n]+)\](\s{0,3})\(\s*((?:\u{fffc}|(?i:https?:|mailto:))[^()\n]*)\)").expect("a valid pattern")
});

/// Maximum characters of the text and of the target of a link that is none.
const MAX_TEXT: usize = 300;
const MAX_TARGET: usize = 1000;

/// Maximum characters of the text of a link with its brackets the other way round.
const MAX_SWAPPED_TEXT: usize = 200;

/// Reports the links of a block of prose, which begins at `at`, that are none.
pub(super) fn unparsed_links(cx: &PageContext<'_>, report: &mut Report<'_>, at: usize, block: &str) {
    for (whole, target) in swapped_brackets(block) {
        let place = |part: Range<usize>| cx.prose.source_range(at + part.start..at + part.end);
        if let Some(finding) = swapped_link(cx, report, place(whole), place(target)) {
            report.push(finding);
        }
    }
    let may_be_unparsed = block.contains(']') && block.contains('(');
    for hit in may_be_unparsed.then(|| UNPARSED_LINK.captures_iter(block)).into_iter().flatten() {
        let place = |n: usize| {
            let part = hit.get(n).map(|part| part.range()).unwrap_or_default();
            cx.prose.source_range(at + part.start..at + part.end)
        };
        if !is_longer(&hit[1], MAX_TEXT)
            && !is_longer(&hit[3], MAX_TARGET)
            && let Some(finding) = unparsed_link(cx, report, place(0), place(2), place(3), &hit[1])
        {
            report.push(finding);
        }
    }
}

fn is_longer(text: &str, max: usize) -> bool {
    text.chars().nth(max).is_some()
}

/// The places of `(text)[target]` in a block of prose, and of their targets.
fn swapped_brackets(block: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    block.match_indices(")[").filter_map(|(close, between)| {
        let inside = &block[close + between.len()..];
        let is_blank = |c: char| c.is_whitespace();
        let target = inside.strip_prefix(is_blank).unwrap_or(inside);
        let behind = target.strip_prefix(OPAQUE)?;
        let end = behind.strip_prefix(is_blank).unwrap_or(behind).strip_prefix(']')?;
        let mut before = block[..close].char_indices().rev().take(MAX_SWAPPED_TEXT + 1);
        let is_end = |c: char| matches!(c, '(' | ')' | '[' | ']' | '\n' | OPAQUE);
        let (open, _) = before.find(|&(_, c)| is_end(c)).filter(|&(at, c)| c == '(' && at + 1 < close)?;
        let start = block.len() - target.len();
        Some((open..block.len() - end.len(), start..start + OPAQUE.len_utf8()))
    })
}

/// The finding on `(text)[target]`, which the reader sees with its brackets.
fn swapped_link(cx: &PageContext<'_>, report: &Report<'_>, whole: TextRange, target: TextRange) -> Option<Diagnostic> {
    let (typed, url) = (cx.text(whole), cx.text(target).trim_matches(['<', '>']));
    if !damage::has_scheme(url) || typed.contains('\\') {
        return None;
    }
    let text = typed.strip_prefix('(')?.split(')').next()?;
    let finding = report.found(whole, "the brackets of this link are the other way round, so it is no link");
    let fix = Fix::replace(whole, format!("[{text}]({url})"), Applicability::Unsafe);
    Some(finding.help("write `[text](target)`").fix(fix))
}

/// The finding on `[text] (target)` or `[text](two words)`, neither of which is a link.
fn unparsed_link(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    whole: TextRange,
    gap: TextRange,
    target: TextRange,
    text: &str,
) -> Option<Diagnostic> {
    let typed = cx.text(target).trim_end();
    let is_address = damage::has_scheme(typed) || typed.starts_with("www.") || typed.starts_with("mailto:");
    // Escaped brackets are intended; `[1]` is a note.
    let is_note = text.trim().len() < 2 || text.trim().bytes().all(|b| b.is_ascii_digit());
    let is_escaped = cx.text(whole).contains("\\[") || cx.text(whole).contains("\\]");
    if !is_address || is_escaped || is_note && !gap.is_empty() {
        return None;
    }
    let space = typed.find(char::is_whitespace);
    if !gap.is_empty() && space.is_none() {
        let fix = Fix::new("Remove the space", vec![Edit::delete(gap)], Applicability::Safe);
        let finding = report.found(whole, "a space between the link text and its target");
        return Some(finding.help("write `[text](target)` without a space; otherwise it is not a link").fix(fix));
    }
    let space = space?;
    if !gap.is_empty() || typed[space..].trim_start().starts_with(['"', '\'']) {
        return None;
    }
    let range = TextRange::new(target.start(), target.start() + typed.len() as u32);
    let finding = report.found(range, "a space inside the target, so this is not a link");
    let fix = Fix::replace(range, typed.replace(' ', "%20"), Applicability::DisplayOnly);
    Some(finding.help("remove the space, or write it as `%20`; put a title in quotation marks").fix(fix))
}
