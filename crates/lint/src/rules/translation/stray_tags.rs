//! Closing tags of HTML that nothing opens.

use firstaid_text::TextRange;

/// Of each kind the first closing tag that nothing opens, where the source has none.
pub(super) fn stray_tags(text: &str, source: &str) -> impl Iterator<Item = TextRange> {
    const TAGS: [&str; 8] = ["p", "strong", "em", "b", "i", "code", "li", "div"];
    let stray = |tag: &str| {
        let (opened, first) = tag_balance(text, tag);
        (opened < 0 && tag_balance(source, tag).0 >= 0).then_some(first).flatten()
    };
    TAGS.into_iter().filter_map(stray)
}

/// Opening minus closing tags of a name, and the first closing tag before which as many were opened as closed.
fn tag_balance(text: &str, tag: &str) -> (i32, Option<TextRange>) {
    let (mut opened, mut first) = (0, None);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let closes =
            rest.strip_prefix('/').and_then(|rest| rest.strip_prefix(tag)).is_some_and(|it| it.starts_with('>'));
        let is_open = |rest: &str| rest.starts_with(|c: char| c == '>' || c.is_whitespace());
        if closes {
            if opened <= 0 && first.is_none() {
                first = Some(TextRange::from(at..at + tag.len() + 3));
            }
            opened -= 1;
        } else if rest.strip_prefix(tag).is_some_and(is_open) {
            opened += 1;
        }
    }
    (opened, first)
}
