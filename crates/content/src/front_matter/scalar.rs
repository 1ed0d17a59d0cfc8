use firstaid_text::TextRange;

use super::lines::Lines;
use crate::node::{Node, ScalarStyle, Value};
use crate::piece::{OPAQUE, Piece, PieceKind};

/// The prose of a scalar of the front matter, so that words in it can be found by their bytes. Other nodes have none.
///
/// Escapes of double-quoted scalars other than `\"`, `\\`, `\/`, `\n` and `\t` are opaque: nobody spells words so.
pub(crate) fn scalar_pieces(text: &str, node: &Node) -> Vec<Piece> {
    let Value::Scalar { style, .. } = &node.value else { return Vec::new() };
    let typed = node.range;
    let inner = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if typed.len() >= 2 => {
            TextRange::new(typed.start() + 1, typed.end() - 1)
        }
        _ => typed,
    };
    let mut pieces = Vec::new();
    let lines = Lines { text: &text[..inner.end() as usize], at: inner.start() as usize };
    for line in lines {
        let content = &text[line];
        let indent = content.len() - content.trim_start().len();
        let start = line.start() + indent as u32;
        let end = start + content.trim().len() as u32;
        if line.start() > inner.start() {
            pieces.push(Piece { range: TextRange::new(line.start(), start), kind: PieceKind::Space });
        }
        push_line(text, TextRange::new(start, end), *style, &mut pieces);
    }
    pieces
}

/// Cuts a line of a scalar at its escapes.
fn push_line(text: &str, range: TextRange, style: ScalarStyle, pieces: &mut Vec<Piece>) {
    let escape = match style {
        ScalarStyle::SingleQuoted => "''",
        ScalarStyle::DoubleQuoted => "\\",
        _ => {
            push_verbatim(range, pieces);
            return;
        }
    };
    let mut at = range.start();
    while let Some(found) = text[TextRange::new(at, range.end())].find(escape) {
        let start = at + found as u32;
        push_verbatim(TextRange::new(at, start), pieces);
        let mut end = (start + 2).min(range.end());
        while !text.is_char_boundary(end as usize) {
            end += 1;
        }
        let typed = TextRange::new(start, end);
        let decoded = match &text[typed] {
            "''" => '\'',
            "\\\"" => '"',
            "\\\\" => '\\',
            "\\/" => '/',
            "\\n" | "\\t" => ' ',
            _ => OPAQUE,
        };
        pieces.push(Piece { range: typed, kind: PieceKind::Decoded(decoded) });
        at = end;
    }
    push_verbatim(TextRange::new(at, range.end()), pieces);
}

fn push_verbatim(range: TextRange, pieces: &mut Vec<Piece>) {
    if !range.is_empty() {
        pieces.push(Piece { range, kind: PieceKind::Verbatim });
    }
}
