use std::cmp::Reverse;

use firstaid_text::TextRange;

use crate::locale::Locale;
use crate::page::Foreign;

/// Flattens marked ranges, which may lie inside each other, to stretches in order and apart: the innermost mark counts.
/// Stretches in the page's own language are left out.
pub(super) fn flatten(mut marked: Vec<(TextRange, Locale)>, own: &Locale) -> Vec<Foreign> {
    marked.sort_by_key(|(range, _)| (range.start(), Reverse(range.end())));
    let mut flat: Vec<Foreign> = Vec::new();
    let mut open: Vec<(u32, Locale)> = Vec::new();
    let mut at = 0;
    let mut add = |from: u32, to: u32, locale: &Locale| {
        if from < to && locale.language() != own.language() {
            flat.push(Foreign { range: TextRange::new(from, to), locale: locale.clone() });
        }
    };
    for (range, locale) in marked {
        while let Some((end, inner)) = open.pop_if(|(end, _)| *end <= range.start()) {
            add(at, end, &inner);
            at = at.max(end);
        }
        if let Some((_, outer)) = open.last() {
            add(at, range.start(), outer);
        }
        at = range.start().max(at);
        // A mark that reaches beyond the element around it ends with that element.
        let end = open.last().map_or(range.end(), |(end, _)| range.end().min(*end));
        open.push((end, locale));
    }
    while let Some((end, locale)) = open.pop() {
        add(at, end, &locale);
        at = at.max(end);
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mark_wins() {
        let locale = |tag| Locale::new(tag).expect("a locale");
        let marked = [(0, 20, "fr"), (5, 10, "en"), (12, 15, "de"), (30, 40, "en-GB"), (38, 50, "ru")];
        let marked = marked.map(|(start, end, tag)| (TextRange::new(start, end), locale(tag)));
        let flat = flatten(marked.to_vec(), &locale("en"));
        let shown: Vec<String> =
            flat.iter().map(|it| format!("{}..{} {}", it.range.start(), it.range.end(), it.locale)).collect();
        assert_eq!(shown, ["0..5 fr", "10..12 fr", "12..15 de", "15..20 fr", "38..40 ru"]);
    }
}
