//! Links without a blank between them and the words around, and links with a bracket too many beside them.

use std::ops::Range;

use firstaid_content::{LinkStyle, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_text::{Edit, TextRange, floor_char_boundary};

use crate::{PageContext, Report};

/// Minimum letters of the words on both sides: shorter ones are endings (`[app](x)s`) and prefixes.
const MIN_WORD: usize = 3;

/// Maximum letters of a word that is looked at.
const MAX_WORD: usize = 24;

/// Maximum bytes of a line in which the partner of a bracket is looked for; keeps the cost linear.
const MAX_LINE: usize = 2000;

/// Reports links that a word is glued to: `[the list](x)for all`.
pub(super) fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.dictionaries.has(cx.language()) {
        return;
    }
    for token in &cx.page.tokens {
        let TokenKind::Link(link) = &token.kind else { continue };
        if link.style != LinkStyle::Inline {
            continue;
        }
        let sides = [(token.range.start(), link.text.start()), (token.range.end(), link.text.end())];
        for (outside, inside) in sides {
            report.extend(glued(cx, report, outside, inside));
        }
        report.extend(stray_bracket(cx, report, token.range));
    }
}

/// The finding on the side of a link that ends at `outside`, and whose text ends at `inside`.
fn glued(cx: &PageContext<'_>, report: &Report<'_>, outside: u32, inside: u32) -> Option<Diagnostic> {
    let text = cx.page.text();
    let is_begin = outside < inside;
    let (one, two) = if is_begin {
        (last_word(&text[..outside as usize]), first_word(&text[inside as usize..]))
    } else {
        (last_word(&text[..inside as usize]), first_word(&text[outside as usize..]))
    };
    let knows = |word: &str| cx.world.dictionaries.knows(cx.language(), word);
    let is_word = |word: &str| (MIN_WORD..=MAX_WORD).contains(&word.chars().count()) && knows(word);
    let joined = format!("{one}{two}");
    if !is_word(one) || !is_word(two) || !two.chars().all(char::is_lowercase) && !is_begin || knows(&joined) {
        return None;
    }
    let place: Range<u32> =
        if is_begin { outside - one.len() as u32..outside } else { outside..outside + two.len() as u32 };
    let range = TextRange::new(place.start, place.end);
    let side = if is_begin { "before" } else { "behind" };
    let finding = report.found(range, format!("a blank is missing {side} the link"));
    let fix = Fix::new("Write a blank", vec![Edit::insert(outside, " ")], Applicability::Unsafe);
    Some(finding.fix(fix))
}

/// The finding on a bracket that touches a link and has no partner in its line: `[[a](b)`, `[a](b)]`.
fn stray_bracket(cx: &PageContext<'_>, report: &Report<'_>, link: TextRange) -> Option<Diagnostic> {
    let text = cx.page.text();
    let (before, behind) = (&text[..link.start() as usize], &text[link.end() as usize..]);
    let (touches_before, touches_behind) = (before.ends_with('['), behind.starts_with(']'));
    if !touches_before && !touches_behind {
        return None;
    }
    let near_before = &before[floor_char_boundary(before, before.len().saturating_sub(MAX_LINE))..];
    let near_behind = &behind[..floor_char_boundary(behind, behind.len().min(MAX_LINE))];
    let line_before = &near_before[near_before.rfind('\n').map_or(0, |at| at + 1)..];
    let line_behind = &near_behind[..near_behind.find('\n').unwrap_or(near_behind.len())];
    if line_before.len() + line_behind.len() > MAX_LINE || line_before.ends_with("\\[") {
        return None;
    }
    let more = |text: &str, one: char, other: char| text.matches(one).count() > text.matches(other).count();
    let range = if touches_before && !more(line_behind, ']', '[') {
        TextRange::new(link.start() - 1, link.start())
    } else {
        let is_stray = touches_behind && !more(line_before, '[', ']') && !begins_in_block(cx, link);
        is_stray.then(|| TextRange::new(link.end(), link.end() + 1))?
    };
    let finding = report.found(range, "a bracket without its partner beside this link");
    Some(finding.fix(Fix::new("Remove it", vec![Edit::delete(range)], Applicability::Unsafe)))
}

/// Whether the block of a link has more opening brackets than closing ones before it.
fn begins_in_block(cx: &PageContext<'_>, link: TextRange) -> bool {
    let next = cx.page.blocks.partition_point(|block| block.range.start() <= link.start());
    let from = next.checked_sub(1).map_or(0, |at| cx.page.blocks[at].range.start());
    let before = &cx.page.text()[from as usize..link.start() as usize];
    let is_long = before.len() > MAX_LINE;
    is_long || before.matches('[').count() > before.matches(']').count()
}

/// The letters that a text ends with; none if something else than a blank or a bracket is before them.
fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take(MAX_WORD + 1).take_while(|(_, c)| c.is_alphabetic()).last();
    let start = start.map_or(text.len(), |(at, _)| at);
    let is_whole = text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    if is_whole { &text[start..] } else { "" }
}

/// The letters that a text begins with; none if something else than a blank or a mark is behind them.
fn first_word(text: &str) -> &str {
    let end = text.char_indices().take(MAX_WORD + 1).find(|(_, c)| !c.is_alphabetic());
    let Some((end, next)) = end else { return "" };
    if next.is_whitespace() || matches!(next, '.' | ',' | ']' | ')') { &text[..end] } else { "" }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Unsafe;

    use crate::testing::case;

    #[test]
    fn words_that_links_are_glued_to_are_found() {
        let rule = case("punctuation");
        rule.finds("See [the list](https://eff.org/a)«for» more, «and»[the map](https://eff.org/b) too.\n");
        rule.finds("[App](https://eff.org/a)s, un[lock](https://eff.org/b), pass[word](https://eff.org/c), [x](y)z\n");
        rule.finds("[the](https://eff.org/a)-end, v[2](https://eff.org/a), a/[list](https://eff.org/a)/for it\n");
        rule.finds("See «[»[the map](https://eff.org/a) now.\n\nSee [the list](https://eff.org/b)«]» now.\n");
        rule.finds("See ([the map](https://eff.org/a)) and [[the list](https://eff.org/b)] or (a\n[b](c)).\n");
        rule.fixes(Unsafe, "See [lists](https://eff.org)for all.\n", "See [lists](https://eff.org) for all.\n");
    }
}
