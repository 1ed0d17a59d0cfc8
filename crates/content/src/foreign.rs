//! Stretches of a page that are marked as another language's: `lang` attributes of HTML and attribute lists.

use firstaid_text::TextRange;

use crate::Locale;

/// A stretch in another language than the page's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Foreign {
    pub range: TextRange,
    pub locale: Locale,
}

/// Makes one run of stretches of marked ranges that may lie inside each other: the innermost mark counts. Those of the
/// page's own language are left out. In order, and apart.
pub(crate) fn flatten(mut marked: Vec<(TextRange, Locale)>, own: &Locale) -> Vec<Foreign> {
    marked.sort_by_key(|(range, _)| (range.start(), std::cmp::Reverse(range.end())));
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
        // What reaches over the end of the element around it ends with that.
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
    fn the_innermost_mark_counts() {
        let locale = |tag| Locale::new(tag).expect("a locale");
        let marked = [(0, 20, "fr"), (5, 10, "en"), (12, 15, "de"), (30, 40, "en-GB"), (38, 50, "ru")];
        let marked = marked.map(|(start, end, tag)| (TextRange::new(start, end), locale(tag)));
        let flat = flatten(marked.to_vec(), &locale("en"));
        let shown: Vec<String> =
            flat.iter().map(|it| format!("{}..{} {}", it.range.start(), it.range.end(), it.locale)).collect();
        assert_eq!(shown, ["0..5 fr", "10..12 fr", "12..15 de", "15..20 fr", "38..40 ru"]);
    }
}
