//! Punctuation of other scripts: `،`, `؛`, `؟` in Arabic, and the wide marks of Chinese and Japanese.

use super::mistake::{Mistake, around, in_each};

/// Latin marks in blocks that are mostly in Arabic letters.
pub(super) fn arabic(blocks: &[&str]) -> Vec<(usize, Mistake)> {
    const MARKS: [(char, &str); 3] = [(',', "،"), (';', "؛"), ('?', "؟")];
    let is_arabic = |c: char| matches!(c, '\u{620}'..='\u{6ff}');
    in_each(blocks, |block| {
        let arabic_letters = block.chars().filter(|&c| is_arabic(c)).count();
        if arabic_letters * 2 < block.chars().filter(|c| c.is_alphabetic()).count() {
            return Vec::new();
        }
        let hits = block.char_indices().filter_map(|(at, c)| {
            let &(_, with) = MARKS.iter().find(|(mark, _)| *mark == c)?;
            let (before, after) = around(block, at..at + 1);
            // Between Latin names a mark is Latin; only a question may end in such a name.
            let follows_arabic = block[..at].chars().rev().find(|c| c.is_alphanumeric()).is_some_and(is_arabic);
            let precedes_arabic = block[at + 1..].chars().find(|c| c.is_alphanumeric()).is_none_or(is_arabic);
            let ends_word = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(char::is_whitespace);
            let is_wrong = ends_word && (follows_arabic || c == '?' && precedes_arabic);
            is_wrong.then(|| Mistake::replace(at..at + 1, format!("`{c}` in Arabic text"), with))
        });
        hits.collect()
    })
}

/// Narrow marks between Chinese or Japanese characters: commas and full stops, and other marks where most of the page has
/// them wide.
pub(super) fn wide(blocks: &[&str]) -> Vec<(usize, Mistake)> {
    const MARKS: [(char, char); 6] = [(',', '，'), ('.', '。'), (';', '；'), (':', '：'), ('!', '！'), ('?', '？')];
    let is_wide = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let narrow = in_each(blocks, |block| {
        let hits = block.char_indices().filter_map(|(at, c)| {
            let &(_, with) = MARKS.iter().find(|(mark, _)| *mark == c)?;
            let (before, after) = around(block, at..at + 1);
            let next = block[at + 1..].trim_start_matches(' ').chars().next();
            let is_wrong =
                before.is_some_and(is_wide) && after.is_none_or(|c| c == ' ' || is_wide(c)) && next.is_none_or(is_wide);
            let end = at + 1 + usize::from(after == Some(' '));
            let mut mistake = Mistake::replace(at..end, format!("`{c}` for `{with}`"), with.to_string());
            mistake.range = at..at + 1;
            is_wrong.then_some(mistake)
        });
        hits.collect()
    });
    let mark_of = |(block, mistake): &(usize, Mistake)| blocks[*block][mistake.range.start..].chars().next();
    let is_usual = |mark: char, wide: char| {
        let of_page: usize = blocks.iter().map(|block| block.matches(wide).count()).sum();
        narrow.iter().filter(|it| mark_of(it) == Some(mark)).count() >= of_page
    };
    let usual: Vec<char> =
        MARKS[2..].iter().filter(|&&(mark, wide)| is_usual(mark, wide)).map(|&(mark, _)| mark).collect();
    let is_wrong = |it: &(usize, Mistake)| mark_of(it).is_some_and(|mark| !usual.contains(&mark));
    narrow.into_iter().filter(is_wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_colons_of_a_page_that_has_no_wide_ones_are_its_usage() {
        let found =
            |blocks: &[&str]| wide(blocks).into_iter().map(|(block, it)| (block, it.range.start)).collect::<Vec<_>>();
        assert_eq!(found(&["例: これ", "注: それ", "あり,なし"]), [(2, 6)]);
        assert_eq!(found(&["例：これ", "注：それ", "注: あれ", "はい?"]), [(2, 3)]);
    }
}
