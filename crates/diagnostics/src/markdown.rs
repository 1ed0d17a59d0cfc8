//! Text for places that render Markdown, such as comments on a pull request: nothing in it may become markup.

use crate::visible_line;

/// Escapes every character that could be markup. Code in backquotes and URLs stay as they are; a name after `@`, which
/// would notify a person, becomes code.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut before = '\n';
    while let Some(c) = rest.chars().next() {
        let len = verbatim(rest, before).unwrap_or_default();
        let handle = if c == '@' && !before.is_alphanumeric() { handle(rest) } else { 0 };
        let (part, after) = rest.split_at([len, handle, c.len_utf8()].into_iter().find(|&it| it > 0).unwrap_or(1));
        if len > 0 {
            out.push_str(part);
        } else if handle > 0 {
            out.extend(["`", part, "`"]);
        } else {
            if is_active(c, before, after) {
                out.push('\\');
            }
            out.push(c);
        }
        before = part.chars().next_back().unwrap_or(before);
        rest = after;
    }
    out
}

/// Formats a text as inline code that is also safe in a cell of a table.
pub fn markdown_code(text: &str) -> String {
    let text = &*visible_line(text);
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    // A bar ends a cell even in code.
    format!("{fence}{blank}{}{blank}{fence}", text.replace('|', "\\|"))
}

/// The length in bytes of the code or URL at the start of a text; `before` is the character before the text.
fn verbatim(text: &str, before: char) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks > 0 && before != '`' {
        let line = text[ticks..].split('\n').next().unwrap_or_default();
        return closing(line, ticks).map(|end| 2 * ticks + end);
    }
    if before.is_alphanumeric() || !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let address = text.split_whitespace().next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()+,;=%".contains(c);
    address.chars().all(is_plain).then_some(address.len())
}

/// The byte offset of the first run of exactly `ticks` backquotes in a line.
fn closing(line: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = line[at..].find('`').map(|found| at + found) {
        let run = line[start..].len() - line[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some(start);
        }
        at = start + run;
    }
    None
}

/// The length in bytes of the `@name` at the start of a text; 0 if there is no name.
fn handle(text: &str) -> usize {
    let name = text[1..].find(|c: char| !(c.is_ascii_alphanumeric() || "-_/".contains(c))).unwrap_or(text.len() - 1);
    if name == 0 { 0 } else { name + 1 }
}

/// Whether a character can be markup between its neighbours.
fn is_active(c: char, before: char, after: &str) -> bool {
    let next = after.chars().next().unwrap_or('\n');
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
        '!' => next == '[',
        '&' => next == '#' || next.is_ascii_alphabetic(),
        '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
        '#' => !before.is_alphanumeric(),
        '-' | '+' | '=' | ':' => before == '\n',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    use super::*;

    #[test]
    fn markup_becomes_text() {
        for (text, expected) in [
            ("`Gmal` looks like a misspelling of Gmail", "`Gmal` looks like a misspelling of Gmail"),
            ("source: https://a.org/b_c#d_", "source: https://a.org/b_c#d_"),
            ("<b>x</b> ![y](z) *a* snake_case", "\\<b\\>x\\</b\\> \\!\\[y\\](z) \\*a\\* snake_case"),
            ("ask @all, info@eff.org", "ask `@all`, info@eff.org"),
            ("`a ` ` @b", "`a ` \\` `@b`"),
            ("# a\n- b #12 &amp;", "\\# a\n\\- b \\#12 \\&amp;"),
        ] {
            assert_eq!(escape_markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn code_keeps_backquotes_and_bars() {
        assert_eq!((markdown_code("a"), markdown_code("a``b|")), ("`a`".to_owned(), "``` a``b\\| ```".to_owned()));
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_link_an_image_or_html(
            text in "([a-z@<>!\\[\\]()`*_#|~&;:/\\\\\n -]|<img src=x>|!\\[a\\]\\(b\\)|``|https://e.org/){0,40}",
        ) {
            let escaped = escape_markdown(&text);
            for event in Parser::new_ext(&escaped, Options::all()) {
                let harmless = !matches!(
                    event,
                    Event::Html(_) | Event::InlineHtml(_) | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::Table)
                );
                prop_assert!(harmless, "{:?} in {:?} of {:?}", event, escaped, text);
            }
        }
    }
}
