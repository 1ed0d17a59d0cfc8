//! Joins the changes that two sides made to a row of tokens.

use std::ops::Range;

use firstaid_text::differences;
use similar::{Algorithm, DiffOp};

use super::token::{Placed, Token, bare};
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
    /// Whether it begins or ends within a block of code or HTML.
    is_inside: bool,
}

/// The row with the changes of both sides. What neither changed is taken from the page, as are stretches that clash
/// unless `prefer` is the catalog, which stands for the source. A page that is preferred takes no addition away that stands
/// beside one of its own: the two do not clash. `is_alike` tells whether two stretches that clash differ
/// in their form alone; then the page keeps its own.
pub(super) fn join(
    base: &[Token],
    page: &[Placed],
    source: &[Placed],
    prefer: Option<Side>,
    is_alike: &dyn Fn(&Clash) -> bool,
) -> (Vec<Origin>, Vec<Clash>) {
    let mut hunks = between_blocks(hunks(base, &bare(page), true), base, page);
    hunks.extend(between_blocks(self::hunks(base, &bare(source), false), base, source));
    hunks.sort_by_key(|hunk| (hunk.base.start, hunk.base.end, hunk.is_page));
    let mut out = Out { taken: Vec::with_capacity(page.len().max(source.len())), clashes: Vec::new() };
    // Offset in the base, and that in each side for the same place.
    let (mut at, mut at_page, mut at_source) = (0, 0, 0);
    let mut hunks = hunks.into_iter().peekable();
    while let Some(first) = hunks.next() {
        let mut region = first.base.clone();
        let mut is_inside = first.is_inside;
        let mut inside = vec![first];
        while let Some(next) = hunks.next_if(|next| touches(&region, &next.base, is_inside && next.is_inside)) {
            region.end = region.end.max(next.base.end);
            is_inside |= next.is_inside;
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
            [true, true] if prefer.is_none() && is_alike(&stretch) => {
                out.taken.extend(stretch.page.map(Origin::Page));
            }
            [true, true] => out.push_both(stretch, region.is_empty() && !is_inside, page, source, prefer),
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
        are_beside: bool,
        page: &[Placed],
        source: &[Placed],
        prefer: Option<Side>,
    ) {
        let without_blanks =
            |row: &[Placed]| row.iter().map(|it| it.token).filter(|it| *it != Token::Line(0)).collect::<Vec<_>>();
        let are_equal = without_blanks(&page[stretch.page.clone()]) == without_blanks(&source[stretch.source.clone()]);
        if are_equal || prefer == Some(Side::Page) && !are_beside {
            self.taken.extend(stretch.page.map(Origin::Page));
        } else if prefer == Some(Side::Catalog) {
            self.taken.extend(stretch.source.map(Origin::Source));
        } else if are_beside {
            // Two additions between blocks do not contradict each other. A comment stays before the block that it is
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
    let ops = differences(Algorithm::Patience, base, own);
    let changed = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| Hunk { base: op.old_range(), own: op.new_range(), is_page, is_inside: false }).collect()
}

/// Moves additions and removals that begin or end within a block of code or HTML to its edge, where the same change can
/// be told there, too: that a block was added before one with an equal first line, and not lines within that one. Else
/// what the other side changed within the block would go into the wrong one.
fn between_blocks(mut hunks: Vec<Hunk>, base: &[Token], own: &[Placed]) -> Vec<Hunk> {
    let is_edge = |at: usize| own.get(at).is_none_or(|it| !it.is_inside);
    for n in 0..hunks.len() {
        let Hunk { base: old, own: new, .. } = hunks[n].clone();
        hunks[n].is_inside = !is_edge(new.start) || !is_edge(new.end);
        let row: &dyn Fn(usize) -> Token = if old.is_empty() { &|at| own[at].token } else { &|at| base[at] };
        let changed = match (old.is_empty(), new.is_empty()) {
            (true, false) => new.clone(),
            (false, true) => old.clone(),
            _ => continue,
        };
        let before = new.start - if n == 0 { 0 } else { hunks[n - 1].own.end };
        let after = hunks.get(n + 1).map_or(own.len(), |next| next.own.start) - new.end;
        let up = (0..before).take_while(|k| row(changed.start - 1 - k) == row(changed.end - 1 - k)).count();
        let down = (0..after).take_while(|k| row(changed.start + k) == row(changed.end + k)).count();
        let moved = |range: &Range<usize>, to: usize| to..to + range.len();
        // From the place as it is, upwards, then downwards.
        let mut starts = (0..=up).map(|k| new.start - k).chain((1..=down).map(|k| new.start + k));
        if let Some(start) = starts.find(|&start| is_edge(start) && is_edge(start + new.len())) {
            hunks[n].own = moved(&new, start);
            hunks[n].base = moved(&old, old.start + start - new.start);
            hunks[n].is_inside = false;
        }
    }
    hunks
}

/// Whether two changes are of the same place. An addition at the edge of a replaced stretch is beside it, but for lines
/// of one block of code or HTML, which may be another block now.
fn touches(one: &Range<usize>, two: &Range<usize>, are_inside: bool) -> bool {
    if are_inside || one.is_empty() && two.is_empty() {
        return one.start <= two.end && two.start <= one.end;
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
    use firstaid_text::TextRange;

    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        text.chars().map(|c| if c == ' ' { Token::Line(0) } else { Token::Line(c as u32) }).collect()
    }

    /// A row in which `[` begins a block of code, and `]` ends it.
    fn row(text: &str) -> Vec<Placed> {
        let is_inside = |n: usize| text[..n].rfind('[') > text[..n].rfind(']');
        let placed = |(n, token)| Placed { token, range: TextRange::empty(n as u32), is_inside: is_inside(n) };
        tokens(text).into_iter().enumerate().map(placed).collect()
    }

    fn joined(base: &str, page: &str, source: &str) -> (String, usize) {
        joined_for(None, base, page, source)
    }

    fn joined_for(prefer: Option<Side>, base: &str, page: &str, source: &str) -> (String, usize) {
        let (taken, clashes) = join(&tokens(base), &row(page), &row(source), prefer, &|_| false);
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

    #[test]
    fn the_page_that_is_preferred_wins_where_there_is_a_clash_and_nowhere_else() {
        for (base, page, source, expected) in [
            ("abc", "aXc", "aYc", "aXc"),
            ("abc", "abXc", "abYc", "abYXc"),
            ("abc", "abc", "aYc", "aYc"),
            ("abcd", "aXcd", "abcY", "aXcY"),
        ] {
            let (text, clashes) = joined_for(Some(Side::Page), base, page, source);
            assert_eq!((&*text, clashes), (expected, 0), "{base} {page} {source}");
        }
    }

    #[test]
    fn a_block_of_code_that_one_side_adds_takes_no_line_of_its_neighbour() {
        for (base, page, source, expected) in [
            ("[a]", "[c][a]", "[xa]", "[c][xa]"),
            ("[a] ", "[a] [c] ", "[ax] ", "[ax] [c] "),
            ("[a] [b] ", "[b] ", "[a] [xb] ", "[xb] "),
            ("[a] [b] ", "[a] ", "[ax] [b] ", "[ax] "),
            // Lines of one block still join.
            ("[abc]", "[xabc]", "[abcy]", "[xabcy]"),
            ("[abc]", "[xbc]", "[abcy]", "[xbcy]"),
        ] {
            assert_eq!(joined(base, page, source), (expected.to_owned(), 0), "{base} {page} {source}");
            assert_eq!(joined(base, source, page), (expected.to_owned(), 0), "{base} {source} {page}");
        }
    }

    #[test]
    fn lines_that_may_belong_to_another_block_of_code_clash() {
        assert_eq!(joined("[a]", "[c]", "[ax]"), ("[c]".to_owned(), 1));
        assert_eq!(joined("[a]", "[ax]", "[c]"), ("[ax]".to_owned(), 1));
        assert_eq!(joined("[a]", "[c][xa]", "[ya]"), ("[c][xa]".to_owned(), 1));
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
