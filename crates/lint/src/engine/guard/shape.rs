//! The differences of two versions of a page in their parts.

use std::collections::HashSet;

use firstaid_content::{LinkStyle, Markup, Part};
use firstaid_text::TextRange;

use super::faults::Faults;
use super::trial::Difference;

/// Finds the differences of two shapes in one walk over both.
pub(super) fn compare(before: &[Part], after: &[Part], faults: &mut Faults<'_, '_>) {
    let moved = faults.moved;
    let fits = |a: &Part, b: &Part| {
        moved.of(a.range.start()).contains(&b.range.start()) && moved.of(a.range.end()).contains(&b.range.end())
    };
    let is_match = |a: &Part, b: &Part| a.markup.is_same(&b.markup) && fits(a, b);
    let retargeted = retargeted(before, after);
    let (mut i, mut j) = (0, 0);
    // The outermost block around the current part: where a fix may be whose effect shows further on.
    let mut zone = TextRange::empty(0);
    while (i < before.len() || j < after.len()) && !faults.is_full() {
        if let Some(part) = before.get(i)
            && matches!(part.markup, Markup::Block(_))
            && part.range.start() >= zone.end()
        {
            zone = part.range;
        }
        match (before.get(i), after.get(j)) {
            (Some(a), Some(b)) if is_match(a, b) => (i, j) = (i + 1, j + 1),
            (Some(a), Some(b)) if a.markup.is_like(&b.markup) && fits(a, b) => {
                if !is_retargeted(&a.markup, &b.markup, &retargeted) {
                    faults.add(&Difference::Changed(a, b), zone);
                }
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), Some(b)) => {
                let is_extra = before.get(i).zip(after.get(j + 1)).is_some_and(|(a, b)| is_match(a, b))
                    || order(&b.markup) < order(&a.markup)
                    || order(&b.markup) == order(&a.markup) && b.range.start() < *moved.of(a.range.start()).start();
                if is_extra {
                    faults.add(&Difference::Extra(b, moved.back(b.range)), zone);
                    j += 1;
                } else {
                    faults.add(&Difference::Missing(a), zone);
                    i += 1;
                }
            }
            (Some(a), None) => {
                faults.add(&Difference::Missing(a), zone);
                i += 1;
            }
            (None, Some(b)) => {
                faults.add(&Difference::Extra(b, moved.back(b.range)), zone);
                j += 1;
            }
            (None, None) => break,
        }
    }
}

/// The place of a part among the lists that make a shape.
fn order(markup: &Markup) -> u8 {
    match markup {
        Markup::Field(_) => 0,
        Markup::Block(_) | Markup::Inline(_) | Markup::Footnote(_) | Markup::Html(_) => 1,
        Markup::Template(_) => 2,
        Markup::Link(_) | Markup::Code(_) | Markup::Url(_) | Markup::Identity(_) => 3,
    }
}

/// The targets of definitions before and after; the links through them follow.
fn retargeted(before: &[Part], after: &[Part]) -> HashSet<(Box<str>, Box<str>)> {
    let definitions = |parts: &[Part]| -> Vec<Box<str>> {
        let links = parts.iter().filter_map(|part| match &part.markup {
            Markup::Link(link) if link.style == LinkStyle::Definition => Some(link.url.clone()),
            _ => None,
        });
        links.collect()
    };
    let (before, after) = (definitions(before), definitions(after));
    let is_same_number = before.len() == after.len();
    before.into_iter().zip(after).filter(|(a, b)| is_same_number && a != b).collect()
}

fn is_retargeted(old: &Markup, new: &Markup, retargeted: &HashSet<(Box<str>, Box<str>)>) -> bool {
    match (old, new) {
        (Markup::Link(a), Markup::Link(b)) => {
            old.is_reference() && retargeted.contains(&(a.url.clone(), b.url.clone()))
        }
        _ => false,
    }
}
