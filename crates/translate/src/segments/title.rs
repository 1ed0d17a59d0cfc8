//! Text in quotes: titles of link definitions, and attributes of raw HTML.

use std::borrow::Cow;

use firstaid_content::{LinkStyle, Token};
use firstaid_text::TextRange;

/// The title of a link definition, without its quotes. One of several lines is none.
pub(super) fn of_definition(text: &str, token: &Token) -> Option<TextRange> {
    let link = token.as_link().filter(|link| link.style == LinkStyle::Definition)?;
    let rest = text.get(link.target.end() as usize..token.range.end() as usize)?;
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    let title = rest.trim();
    let close = match title.chars().next()? {
        '(' => ')',
        quote @ ('"' | '\'') => quote,
        _ => return None,
    };
    let inner = title[1..].strip_suffix(close)?;
    let start = token.range.end() - rest.trim_start().len() as u32 + 1;
    let is_text = inner.chars().any(char::is_alphabetic) && !inner.contains('\n') && inner.trim() == inner;
    is_text.then(|| TextRange::new(start, start + inner.len() as u32))
}

/// A title as it is written at `range` of `source`: on one line, the closing quote escaped. A title in a tag is escaped
/// by an entity, that of a definition by a backslash.
pub(crate) fn escape_title<'t>(text: &'t str, source: &str, range: TextRange) -> Cow<'t, str> {
    let close = source[range.end() as usize..].chars().next().unwrap_or('"');
    let is_attribute = source[..range.start() as usize - 1].ends_with('=');
    if !text.contains([close, '\n']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut is_escaped = false;
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '"' if is_attribute && c == close => out.push_str("&quot;"),
            '\'' if is_attribute && c == close => out.push_str("&#39;"),
            c if c == close && !is_escaped && !is_attribute => out.extend(['\\', c]),
            c => out.push(c),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    out.into()
}

/// A title without the escapes of [`escape_title`], of either kind.
pub(crate) fn unescape_title(text: &str) -> String {
    let pairs = [("&quot;", "\""), ("&#39;", "'"), ("\\\"", "\""), ("\\'", "'"), ("\\)", ")")];
    pairs.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
