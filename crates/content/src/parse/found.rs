//! Tokens that have no markup of their own: what [`crate::scan`] finds in running text, code and link targets.

use std::cmp::Reverse;

use firstaid_text::TextRange;

use super::mask::mask;
use crate::page::Page;
use crate::scan::{self, Found};
use crate::token::{LinkStyle, Token, TokenKind};

/// Adds the tokens in running text and in code, and takes the former out of the prose.
pub(super) fn find_tokens(page: &mut Page) {
    let mut found = in_prose(page);
    found.sort_by_key(|token| token.range);
    if !found.is_empty() {
        let masks: Vec<TextRange> = found.iter().map(|token| token.range).collect();
        mask(page, &masks);
    }
    in_code_and_targets(page, &mut found);
    mark_in_links(page, &mut found);
    page.tokens.append(&mut found);
    page.tokens.sort_by_key(|token| (token.range.start(), Reverse(token.range.end())));
}

fn in_prose(page: &Page) -> Vec<Token> {
    let prose = page.prose();
    let mut tokens = Vec::new();
    let parts = scan::AddressParts::of(prose.text());
    for (at, _, block) in prose.blocks() {
        let mut hits = scan::addresses(block, parts);
        add_apart(&mut hits, scan::keys(block));
        add_apart(&mut hits, scan::phones(block));
        tokens.extend(hits.into_iter().map(|hit| {
            let range = prose.source_range(at + hit.range.start..at + hit.range.end);
            Token::new(hit.kind, range)
        }));
    }
    tokens
}

/// Adds those of `more` that do not overlap a hit. Both lists are in order, and neither overlaps itself.
fn add_apart(hits: &mut Vec<Found>, mut more: Vec<Found>) {
    if !hits.is_empty() {
        more.retain(|hit| {
            let next = hits.partition_point(|other| other.range.end <= hit.range.start);
            hits.get(next).is_none_or(|other| hit.range.end <= other.range.start)
        });
    }
    hits.append(&mut more);
    hits.sort_by_key(|hit| hit.range.start);
}

fn in_code_and_targets(page: &Page, found: &mut Vec<Token>) {
    let text = page.text();
    for token in &page.tokens {
        match &token.kind {
            TokenKind::Code => found.extend(
                scan::keys_within(text, token.range.start() as usize..token.range.end() as usize).into_iter().map(
                    |hit| {
                        let range = TextRange::from(hit.range).shift(token.range.start());
                        Token { in_code: true, ..Token::new(hit.kind, range) }
                    },
                ),
            ),
            TokenKind::Link(link) if link.style != LinkStyle::Reference => {
                let target = &text[link.target];
                found.extend(scan::onion_in(target).map(|host| {
                    let kind = TokenKind::Onion(target[host.clone()].into());
                    Token::new(kind, TextRange::from(host).shift(link.target.start()))
                }));
            }
            _ => {}
        }
    }
}

/// Marks the tokens that stand in the text of a link.
fn mark_in_links(page: &Page, found: &mut [Token]) {
    if found.is_empty() {
        return;
    }
    let mut links: Vec<TextRange> =
        page.tokens.iter().filter_map(|token| token.as_link().map(|link| link.text)).collect();
    links.sort_unstable();
    for token in found {
        let before = links.partition_point(|text| text.start() <= token.range.start());
        token.in_link = links[..before].last().is_some_and(|text| text.contains(token.range));
    }
}
