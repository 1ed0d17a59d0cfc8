//! Placeholders such as `{1}` in exported texts.

/// A piece of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
}

/// Splits a text into placeholders (digits in braces) and the text between them.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (start, len) = first(rest).unwrap_or((rest.len(), 0));
        let (piece, after) = if start == 0 { rest.split_at(len) } else { rest.split_at(start) };
        rest = after;
        Some(if start == 0 { Piece::Placeholder(piece) } else { Piece::Text(piece) })
    })
}

/// The placeholders of a text, sorted.
pub(crate) fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = pieces(text)
        .filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Text(_) => None,
        })
        .collect();
    found.sort_unstable();
    found
}

/// Offset and length of the first placeholder.
fn first(text: &str) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'{', text.as_bytes()).find_map(|start| {
        let digits = text[start + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let is_closed = text.as_bytes().get(start + 1 + digits) == Some(&b'}');
        (digits > 0 && is_closed).then_some((start, digits + 2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split_at_digits_in_braces() {
        use Piece::{Placeholder, Text};
        let found: Vec<Piece> = pieces("{1}a{} {x} {{2}} {3").collect();
        assert_eq!(found, [Placeholder("{1}"), Text("a{} {x} {"), Placeholder("{2}"), Text("} {3")]);
        assert_eq!(placeholders("{2} {10} {2}"), ["{10}", "{2}", "{2}"]);
        assert_eq!(pieces("").count(), 0);
    }
}
