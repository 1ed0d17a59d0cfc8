//! Joins the changes that two sides made to a row of tokens.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::token::Token;
use crate::sync::side::Side;

/// A token of the result, by its index in the row of one side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    Page(usize),
    Source(usize),
}

/// A stretch that both sides changed in different ways, by the indices of its tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Clash {
    pub(super) page: Range<usize>,
    pub(super) source: Range<usize>,
}

/// A change of one side: what it replaces, and by what.
#[derive(Clone, Debug)]
struct Hunk {
    base: Range<usize>,
    own: Range<usize>,
    is_page: bool,
}

/// The row with the changes of both sides. What neither changed is taken from the page, as are stretches that clash
/// unless `prefer` is the catalog, which stands for the source.
pub(super) fn join(
    base: &[Token],
    page: &[Token],
    source: &[Token],
    prefer: Option<Side>,
) -> (Vec<Origin>, Vec<Clash>) {
    let mut hunks = hunks(base, page, true);
    hunks.extend(self::hunks(base, source, false));
    hunks.sort_by_key(|hunk| (hunk.base.start, hunk.base.end, hunk.is_page));
    let mut out = Out { taken: Vec::with_capacity(page.len().max(source.len())), clashes: Vec::new() };
    // Offset in the base, and that in each side for the same place.
    let (mut at, mut at_page, mut at_source) = (0, 0, 0);
    let mut hunks = hunks.into_iter().peekable();
    while let Some(first) = hunks.next() {
        let mut region = first.base.clone();
        let mut inside = vec![first];
        while let Some(next) = hunks.next_if(|next| touches(&region, &next.base)) {
            region.end = region.end.max(next.base.end);
            inside.push(next);
        }
        let same = region.start - at;
        out.taken.extend((at_page..at_page + same).map(Origin::Page));
        (at_page, at_source) = (at_page + same, at_source + same);
        let end_of = |start: usize, is_page: bool| {
            let own = inside.iter().filter(|hunk| hunk.is_page == is_page);
            own.fold(start + region.len(), |end, hunk| end + hunk.own.len() - hunk.base.len())
        };
        let (end_page, end_source) = (end_of(at_page, true), end_of(at_source, false));
        let sides = [true, false].map(|is_page| inside.iter().any(|hunk| hunk.is_page == is_page));
        let stretch = Clash { page: at_page..end_page, source: at_source..end_source };
        match sides {
            [true, false] => out.taken.extend(stretch.page.map(Origin::Page)),
            [false, _] => out.taken.extend(stretch.source.map(Origin::Source)),
            [true, true] => out.push_both(stretch, region.is_empty(), page, source, prefer),
        }
        (at, at_page, at_source) = (region.end, end_page, end_source);
    }
    out.taken.extend((at_page..page.len()).map(Origin::Page));
    (out.taken, out.clashes)
}

struct Out {
    taken: Vec<Origin>,
    clashes: Vec<Clash>,
}

impl Out {
    /// A stretch that both sides changed.
    fn push_both(
        &mut self,
        stretch: Clash,
        is_insertion: bool,
        page: &[Token],
        source: &[Token],
        prefer: Option<Side>,
    ) {
        let without_blanks =
            |tokens: &[Token]| tokens.iter().copied().filter(|it| *it != Token::Line(0)).collect::<Vec<_>>();
        let are_equal = without_blanks(&page[stretch.page.clone()]) == without_blanks(&source[stretch.source.clone()]);
        if are_equal || prefer == Some(Side::Page) {
            self.taken.extend(stretch.page.map(Origin::Page));
        } else if prefer == Some(Side::Catalog) {
            self.taken.extend(stretch.source.map(Origin::Source));
        } else if is_insertion {
            // Two additions in one place do not contradict each other. A comment stays before the block that it is
            // about.
            self.taken.extend(stretch.source.map(Origin::Source));
            self.taken.extend(stretch.page.map(Origin::Page));
        } else {
            self.taken.extend(stretch.page.clone().map(Origin::Page));
            self.clashes.push(stretch);
        }
    }
}

fn hunks(base: &[Token], own: &[Token], is_page: bool) -> Vec<Hunk> {
    let ops = capture_diff_slices(Algorithm::Patience, base, own);
    let changed = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| Hunk { base: op.old_range(), own: op.new_range(), is_page }).collect()
}

/// Whether two changes are of the same place. An addition at the edge of a replaced stretch is beside it.
fn touches(one: &Range<usize>, two: &Range<usize>) -> bool {
    if one.is_empty() && two.is_empty() {
        return one.start == two.start;
    }
    one.start < two.end && two.start < one.end
}

/// The row to join with: the source if the page has all that the source changed since `base`, else `base`. Then a person
/// made the same changes on the page, or a sync that was interrupted wrote the page and not its catalog; so a page that
/// was joined before is joined again without a change.
pub(super) fn rebased<'t>(base: &'t [Token], page: &[Token], source: &'t [Token]) -> &'t [Token] {
    // Empty lines alone are no sign.
    let changed = distance(base, source);
    let has_all = changed > 0 && distance(source, page) + changed <= distance(base, page);
    if has_all { source } else { base }
}

/// Number of segments and of lines with text that only one of two rows has.
fn distance(one: &[Token], two: &[Token]) -> usize {
    let has_text = |tokens: &[Token]| tokens.iter().filter(|it| **it != Token::Line(0)).count();
    hunks(one, two, false).iter().map(|it| has_text(&one[it.base.clone()]) + has_text(&two[it.own.clone()])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        text.chars().map(|c| if c == ' ' { Token::Line(0) } else { Token::Line(c as u32) }).collect()
    }

    fn joined(base: &str, page: &str, source: &str) -> (String, usize) {
        let (taken, clashes) = join(&tokens(base), &tokens(page), &tokens(source), None);
        let text = taken.into_iter().map(|it| match it {
            Origin::Page(n) => page.chars().nth(n).unwrap(),
            Origin::Source(n) => source.chars().nth(n).unwrap(),
        });
        (text.collect(), clashes.len())
    }

    #[test]
    fn a_change_of_one_side_wins_and_one_of_both_sides_clashes() {
        for (base, page, source, expected) in [
            ("abc", "abc", "abc", ("abc", 0)),
            ("abc", "aXc", "abc", ("aXc", 0)),
            ("abc", "abc", "aYc", ("aYc", 0)),
            ("abc", "aXc", "aXc", ("aXc", 0)),
            ("abc", "aXc", "aYc", ("aXc", 1)),
            ("abc", "Xbc", "abY", ("XbY", 0)),
            ("abc", "abXc", "abYc", ("abYXc", 0)),
            ("abcd", "abXd", "aYcd", ("aYXd", 0)),
            ("a b", "a  b", "a   b", ("a  b", 0)),
            ("abc", "ac", "abc", ("ac", 0)),
            ("abc", "abc", "ac", ("ac", 0)),
            ("", "x", "y", ("yx", 0)),
        ] {
            let (text, clashes) = joined(base, page, source);
            assert_eq!((&*text, clashes), expected, "{base} {page} {source}");
        }
    }

    fn rebased_text(base: &str, page: &str, source: &str) -> String {
        let is_source = rebased(&tokens(base), &tokens(page), &tokens(source)) == tokens(source);
        if is_source { source.to_owned() } else { base.to_owned() }
    }

    #[test]
    fn a_page_that_has_all_changes_of_the_source_is_compared_with_the_source() {
        for (base, page, source, expected) in [
            ("abc", "abXc", "abXc", "abXc"),
            ("abc", "aXc", "aXc", "aXc"),
            ("abc", "ac", "ac", "ac"),
            ("abc", "bca", "bca", "bca"),
            ("a b c", "o a Y b X c", "a Y b X c", "a Y b X c"),
            // The page has one of two, or none.
            ("a b c", "a o b X c", "a Y b X c", "a b c"),
            ("abc", "abc", "aXc", "abc"),
            ("abc", "ac", "aXc", "abc"),
            ("abc", "aZc", "aXc", "abc"),
            ("a b", "a  b", "a   b", "a b"),
        ] {
            assert_eq!(rebased_text(base, page, source), expected, "{base} {page} {source}");
        }
    }

    #[test]
    fn a_page_that_was_joined_before_is_joined_without_a_change() {
        for (base, page, source) in [
            ("s ", "s o ", "s  n "),
            ("s ", "s  o w ", "s  n "),
            ("a b ", "o a b p ", "a n b m "),
            ("a b c", "a o c", "n a b c"),
            ("abcd", "aboxcd", "bcda"),
        ] {
            let (text, clashes) = joined(base, page, source);
            assert_eq!(clashes, 0, "{base} {page} {source}");
            let again = joined(&rebased_text(base, &text, source), &text, source);
            assert_eq!(again, (text, 0), "{base} {page} {source}");
        }
    }
}
