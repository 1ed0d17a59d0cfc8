//! Style sheets of a page whose braces do not pair.

use firstaid_content::TokenKind;
use firstaid_text::TextRange;
use memchr::memmem;

use crate::PageContext;

const BEGIN: &str = "<style";
const END: &str = "</style>";

/// The end tag of each style sheet that ends before all of its braces are closed.
pub(super) fn unclosed_styles(cx: &PageContext<'_>) -> Vec<TextRange> {
    let text = cx.page.text();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(begin) = memmem::find(&text.as_bytes()[from..], BEGIN.as_bytes()).map(|at| from + at) {
        let Some(len) = memmem::find(&text.as_bytes()[begin..], END.as_bytes()) else { break };
        let end = begin + len;
        let range = TextRange::from(end..end + END.len());
        let in_code = || {
            let begin = TextRange::from(begin..begin + BEGIN.len());
            cx.page.tokens_at(begin).any(|token| token.kind == TokenKind::Code)
        };
        if has_open_brace(&text[begin..end]) && !in_code() {
            found.push(range);
        }
        from = end + END.len();
    }
    found
}

/// Whether a style sheet has more opening braces than closing ones, outside of strings and comments.
fn has_open_brace(style: &str) -> bool {
    let bytes = style.as_bytes();
    let (mut depth, mut quote, mut at) = (0_usize, None, 0);
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (_, b'\\') => at += 1,
            (Some(mark), byte) if mark == byte || byte == b'\n' => quote = None,
            (None, b'/') if bytes.get(at + 1) == Some(&b'*') => {
                let Some(len) = memmem::find(&bytes[at + 2..], b"*/") else { break };
                at += len + 3;
            }
            (None, mark @ (b'"' | b'\'')) => quote = Some(mark),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            // Text, or what stands in a string.
            _ => {}
        }
        at += 1;
    }
    depth > 0
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn style_sheets_with_an_open_brace_are_found() {
        let rule = case("unclosed-delimiter");
        rule.finds("<style>\na { color: red }\n@b c {\n  d: e;\n«</style>»\n\nText.\n");
        rule.finds("<style>\na { color: red }\n</style>\n\n<style media=\"x\">b {«</style>»\n");
    }

    #[test]
    fn strings_comments_and_code_are_no_braces_of_a_style() {
        for page in [
            "<style>\na { b: \"{\"; c: '\\'{' } /* { */\n</style>\n",
            "`<style> a { </style>` and <style>a{}</style>\n",
            "```\n<style>\na {\n</style>\n```\n\n<style>\n",
        ] {
            case("unclosed-delimiter").finds(page);
        }
    }
}
