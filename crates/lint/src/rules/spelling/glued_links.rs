//! Links without a blank between them and the words around.

use std::ops::Range;

use firstaid_content::{LinkStyle, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_text::{Edit, TextRange};

use crate::{PageContext, Report};

/// Minimum letters of the words on both sides: shorter ones are endings (`[app](x)s`) and prefixes.
const MIN_WORD: usize = 3;

/// Maximum letters of a word that is looked at.
const MAX_WORD: usize = 24;

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
        rule.fixes(Unsafe, "See [lists](https://eff.org)for all.\n", "See [lists](https://eff.org) for all.\n");
    }
}
