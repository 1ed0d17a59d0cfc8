//! Punctuation of other scripts: `،`, `؛`, `؟` in Arabic, and the wide marks of Chinese and Japanese.

use super::{Slip, around, each};

pub(super) fn arabic(blocks: &[&str]) -> Vec<(usize, Slip)> {
    const MARKS: [(char, &str); 3] = [(',', "،"), (';', "؛"), ('?', "؟")];
    let is_arabic = |c: char| matches!(c, '\u{620}'..='\u{6ff}');
    each(blocks, |block| {
        let ours = block.chars().filter(|&c| is_arabic(c)).count();
        if ours * 2 < block.chars().filter(|c| c.is_alphabetic()).count() {
            return Vec::new();
        }
        let hits = block.char_indices().filter_map(|(at, c)| {
            let &(_, with) = MARKS.iter().find(|(mark, _)| *mark == c)?;
            let (before, after) = around(block, at..at + 1);
            // In a list of Latin names the marks are theirs; a question may end with one.
            let last = block[..at].chars().rev().find(|c| c.is_alphanumeric()).is_some_and(is_arabic);
            let next = block[at + 1..].chars().find(|c| c.is_alphanumeric()).is_none_or(is_arabic);
            let stands = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(char::is_whitespace);
            let is_ours = stands && (last || c == '?' && next);
            is_ours.then(|| Slip::replace(at..at + 1, format!("`{c}` in Arabic text"), with))
        });
        hits.collect()
    })
}

pub(super) fn wide(blocks: &[&str]) -> Vec<(usize, Slip)> {
    const MARKS: [(char, &str); 6] = [(',', "，"), ('.', "。"), (';', "；"), (':', "："), ('!', "！"), ('?', "？")];
    let is_wide = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    each(blocks, |block| {
        let hits = block.char_indices().filter_map(|(at, c)| {
            let &(_, with) = MARKS.iter().find(|(mark, _)| *mark == c)?;
            let (before, after) = around(block, at..at + 1);
            let next = block[at + 1..].trim_start_matches(' ').chars().next();
            let stands =
                before.is_some_and(is_wide) && after.is_none_or(|c| c == ' ' || is_wide(c)) && next.is_none_or(is_wide);
            let end = at + 1 + usize::from(after == Some(' '));
            let mut slip = Slip::replace(at..end, format!("`{c}` for `{with}`"), with);
            slip.range = at..at + 1;
            stands.then_some(slip)
        });
        hits.collect()
    })
}
