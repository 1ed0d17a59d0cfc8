//! Damage to links.

use firstaid_content::{LinkStyle, Page};
use firstaid_text::TextRange;
use firstaid_translate::segments;

use super::{exchanged, replaced};

/// The inline links of a page: the ranges of the link, of its text and of its target.
fn links(page: &Page) -> Vec<(TextRange, TextRange, TextRange)> {
    let inline = page.tokens.iter().filter_map(|token| {
        let link = token.as_link().filter(|link| link.style == LinkStyle::Inline)?;
        Some((token.range, link.text, link.target))
    });
    inline.collect()
}

pub(super) fn dropped(page: &Page) -> Vec<String> {
    links(page).iter().map(|(whole, text, _)| replaced(page.text(), *whole, &page.text()[*text])).collect()
}

/// Each pair of links with different targets: whether both are in one block, and the ranges of the targets.
fn pairs(page: &Page) -> Vec<(bool, TextRange, TextRange)> {
    let blocks: Vec<TextRange> = segments(page).iter().map(|segment| segment.range).collect();
    let block = |target: TextRange| blocks.iter().position(|block| block.contains(target));
    let all = links(page);
    let mut pairs = Vec::new();
    for (n, (.., first)) in all.iter().enumerate() {
        let others = all[n + 1..].iter().map(|(.., second)| *second);
        let others = others.filter(|second| page.text()[*first] != page.text()[*second]);
        pairs.extend(others.map(|second| (block(*first) == block(second), *first, second)));
    }
    pairs
}

pub(super) fn swapped(page: &Page) -> Vec<String> {
    let of_one_block = pairs(page).into_iter().filter(|(same_block, ..)| *same_block);
    of_one_block.map(|(_, first, second)| exchanged(page.text(), first, second)).collect()
}

pub(super) fn swapped_between_blocks(page: &Page) -> Vec<String> {
    let is_site = |range: &TextRange| page.text()[*range].starts_with("http");
    let of_two =
        pairs(page).into_iter().filter(|(same_block, first, second)| !same_block && is_site(first) && is_site(second));
    of_two.map(|(_, first, second)| exchanged(page.text(), first, second)).collect()
}

pub(super) fn led_elsewhere(page: &Page) -> Vec<String> {
    let inside = links(page).into_iter().map(|(.., target)| target).filter(|it| page.text()[*it].contains(".md"));
    inside.map(|target| replaced(page.text(), target, "Elsewhere.md")).collect()
}
