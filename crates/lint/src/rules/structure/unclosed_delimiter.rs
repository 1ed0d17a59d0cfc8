use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use firstaid_content::{BlockKind, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use super::shown_marks::shown_marks;
use super::style_braces::unclosed_styles;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds delimiters that are opened and never closed: brackets, quotation marks, `**`, a code fence, an HTML comment,
/// a brace of a style sheet; and stars that do not make text bold, because they are not the same on both sides
/// (`**bold*`) or have a blank inside, stray backslashes, and lone backticks.
///
/// ## Why
/// Readers cannot see where the parenthesis, the quotation or the bold warning ends. After an unclosed fence or
/// comment, the rest of the page is shown as code, or not at all.
///
/// ## Example
/// ```markdown
/// Use **Signal for calls (it is free.
/// ```
///
/// ## Use instead
/// ```markdown
/// Use **Signal** for calls (it is free).
/// ```
///
/// ## Fix
/// None: only a person knows where it ends.
///
/// ## Not reported
/// Marks that only close ("a)"), emoticons, inches and apostrophes, quotation marks that open again in the next
/// paragraph, German »…« and „…" with any of their closing marks, brackets that close in one of the next blocks, links
/// (`malformed-link` reports those), and code.
///
/// ## When not to use it
/// In pages of text art, or with mathematics outside of code.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unclosed-delimiter"), severity: Severity::Warning, check: Check::Page(check) };

const MARKS: [&str; 9] = ["(", ")", "“", "”", "„", "«", "»", "\"", "**"];

static MARK_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| AhoCorasick::new(MARKS).expect("a few short patterns"));

/// Number of following blocks in which a bracket or quotation may close.
const MAX_BLOCKS_AHEAD: usize = 8;

/// An opening mark of a block without its closing mark.
struct Open {
    mark: &'static str,
    at: usize,
}

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let blocks: Vec<(usize, u32, &str)> = cx.prose.blocks().collect();
    for (n, &(at, index, block)) in blocks.iter().enumerate() {
        // Most blocks have none of the bytes that opening marks begin with.
        let bytes = block.as_bytes();
        let has_mark = memchr::memchr3(b'(', b'"', b'*', bytes).is_some() || memchr::memchr(b'`', bytes).is_some();
        if !has_mark && memchr::memchr3(0xe2, 0xc2, b'\\', bytes).is_none() {
            continue;
        }
        let kind = cx.page.blocks[index as usize].kind;
        let (is_field, in_cell) = (kind == BlockKind::FrontMatter, kind == BlockKind::TableCell);
        for (range, message) in if is_field { Vec::new() } else { shown_marks(cx, at, block, in_cell) } {
            let range = cx.prose.source_range(range);
            let help = match cx.text(range).as_bytes().first() {
                Some(b'*') => "write the same number of stars on both sides, right beside the words",
                Some(b'`') => "write a backtick on both sides of the code",
                _ => "remove it, or write it at the end of a line to break the line there",
            };
            report.push(report.found(range, message).help(help));
        }
        for open in unclosed(block, cx.language()) {
            let next = &blocks[n + 1..blocks.len().min(n + 1 + MAX_BLOCKS_AHEAD)];
            if next.iter().any(|(.., text)| continues(open.mark, text)) {
                continue;
            }
            let range = cx.prose.source_range(at + open.at..at + open.at + open.mark.len());
            // A mark typed as an entity or with a backslash is meant literally.
            if cx.text(range) == open.mark && !cx.page.text()[..range.start() as usize].ends_with('\\') {
                let finding = report.found(range, format!("`{}` is never closed", open.mark));
                report.push(
                    finding.help("close it where the parenthesis, the quotation or the bold text ends, or remove it"),
                );
            }
        }
    }
    fences(cx, report);
    comments(cx, report);
    let mut styles = unclosed_styles(cx).into_iter();
    if let Some(first) = styles.next() {
        let finding = report.found(first, "a `{` of this style sheet is never closed");
        report.push(finding.help("write the `}` that is missing before it").also(styles.collect::<Vec<TextRange>>()));
    }
}

/// The marks of a block that open and do not close; in linear time.
fn unclosed(block: &str, language: &str) -> Vec<Open> {
    let (mut round, mut quotes, mut bold): (Vec<Open>, Vec<Open>, Option<Open>) = (Vec::new(), Vec::new(), None);
    let mut straight: Option<Open> = None;
    for hit in MARK_FINDER.find_iter(block) {
        let mark = MARKS[hit.pattern().as_usize()];
        let (before, after) = (block[..hit.start()].chars().next_back(), block[hit.end()..].chars().next());
        let open = Open { mark, at: hit.start() };
        match mark {
            "(" if !matches!(before, Some(':' | ';' | '-' | '=' | '\'')) => round.push(open),
            ")" if round.is_empty() && quotes.is_empty() => {}
            ")" => drop(round.pop()),
            "“" if quotes.last().is_some_and(|it| it.mark == "„") => drop(quotes.pop()),
            // Some authors type the opening mark on both sides.
            "“" if !quotes.is_empty() && !after.is_some_and(char::is_alphanumeric) => drop(quotes.pop()),
            "”" | "»" => drop(quotes.pop()),
            // German books use these marks the other way round.
            "«" if language == "de" => drop(quotes.pop()),
            "“" | "„" | "«" if after.is_some_and(|c| !c.is_whitespace() || mark == "«") => quotes.push(open),
            "\"" if quotes.last().is_some_and(|it| it.mark == "„") => drop(quotes.pop()),
            "\"" if straight.is_some() => straight = None,
            "\"" => {
                let begins =
                    before.is_none_or(|c| c.is_whitespace() || c == '(') && after.is_some_and(char::is_alphabetic);
                straight = begins.then_some(open);
            }
            "**" if bold.is_some() => bold = None,
            "**" => {
                let begins = before.is_none_or(char::is_whitespace) && after.is_some_and(char::is_alphabetic);
                bold = begins.then_some(open);
            }
            _ => {}
        }
    }
    let bold = bold.filter(|it| !block[it.at + 2..].contains('*'));
    let round = round.into_iter().filter(|it| block[it.at + 1..].starts_with(|c: char| c.is_alphanumeric())).take(1);
    round.chain(quotes.into_iter().take(1)).chain(straight).chain(bold).collect()
}

/// Whether a later block closes the mark, or opens it again.
fn continues(mark: &str, text: &str) -> bool {
    match mark {
        "(" => text.matches(')').count() > text.matches('(').count(),
        "“" | "„" => text.contains(['”', '“']) || text.contains('„'),
        "«" => text.contains(['»', '«']),
        "\"" => text.matches('"').count() % 2 == 1,
        _ => text.contains("**"),
    }
}

/// Code fences that run to the end of the page.
fn fences(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(block) = cx.page.blocks.iter().rfind(|block| block.kind == BlockKind::Code) else { return };
    let text = cx.text(block.range);
    let fence = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence));
    let Some(fence) = fence.filter(|_| cx.page.text()[block.range.end() as usize..].trim().is_empty()) else { return };
    let first = text.lines().next().unwrap_or_default();
    let length = first.len() - first.trim_start_matches(&fence[..1]).len();
    let last = text.lines().skip(1).last().unwrap_or_default().trim_matches([' ', '\t', '>']);
    let closed = last.len() >= length && last.chars().all(|c| fence.starts_with(c));
    if !closed {
        let range = TextRange::new(block.range.start(), block.range.start() + first.trim_end().len() as u32);
        let finding = report.found(range, "this code is never closed: the rest of the page is part of it");
        report.push(finding.help(format!("write `{}` on a line of its own where the code ends", &first[..length])));
    }
}

/// An HTML comment that runs to the end of the page.
fn comments(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.page.text();
    let Some(at) = memchr::memmem::rfind(text.as_bytes(), b"<!--") else { return };
    let range = TextRange::new(at as u32, at as u32 + 4);
    let in_code = cx.page.tokens.iter().any(|token| token.kind == TokenKind::Code && token.range.overlaps(range));
    let front = cx.page.front_matter.is_some() && cx.page.blocks.iter().all(|block| block.range.end() <= range.start());
    if !in_code
        && !front
        && memchr::memmem::find(&text.as_bytes()[at..], b"-->").is_none()
        && !text[..at].ends_with('\\')
    {
        let finding = report.found(range, "this comment is never closed: nothing after it is shown");
        report.push(finding.help("write `-->` where the comment ends"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn brackets_quotes_and_bold_that_never_close_are_found() {
        case("unclosed-delimiter").finds("Use it «(»it is free. Say «“»yes.\n\nThen «\"»no and **so** «**»on.\n");
        case("unclosed-delimiter").finds("- one «(»two\n- three (four (five) six)\n");
        case("unclosed-delimiter").locale("de").finds("Ein «„»Wort, „ein“ und „ein” und „ein\" Wort\n");
        case("unclosed-delimiter").finds("# A «(»heading\n\n| a «(»b |\n| --- |\n| c |\n");
    }

    #[test]
    fn stars_that_do_not_fit_together_are_found() {
        let rule = case("unclosed-delimiter");
        rule.finds("Open «*»*the gate* and wait.\n\nThen *the door*«*» too.\n\n- «*»*Boxes*: all\n");
        rule.finds("Read «** the rules **» first, «**then **»go.\n");
        rule.finds("Take the bag and the map«**» with you. \n\nAn **a** and b** 2** x\n");
        rule.finds("A box, or a bag that closes«\\»\n\nSo a\\\nb and C:\\temp\\ or x\\ y.\n");
        rule.finds("Run ls«`» to see it. \n\nWait 5` and don`t go, the ‘end` of it.\n");
        rule.finds("Run «`»tor now.\n\nThe `tor' of a don`t, `a` and ``b` c. \\`d\n");
        rule.finds("这是«**重要。**»提示\n");
        for fine in [
            "| a | b |\n| --- | --- |\n| only if so** | c |\n",
            "**a** *b* ***c*** **_d_** *e* * f * 2*3*4 2 ** 3 ** 4 a ** b ** c src/**/main/**/x\n",
            "\\**a* \\*\\*the gate\\*\\* `**a*` &#42;*the gate* *the gate\\** *see below\n",
            "* one\n* *two*\n\nfoo* and bar* are *both* stars*\n",
        ] {
            rule.finds(fine);
        }
    }

    #[test]
    fn closing_marks_emoticons_code_and_other_uses_are_not_reported() {
        for text in [
            "a) one 1) two :( ;-( Use a 12\" disk, 5'11\" tall. “a “b” c” “a“ b (a (b) c) \"a\" 2**3 **/*.md **a** ***b***\n",
            "`(` `**a` [a](b_(c).md) \\(a \\*\\*b &quot;c\n\n    (code\n",
            "“A paragraph\n\n“that goes on”.\n\n(An aside\n\nthat goes on).\n",
            "He said \"a\" and \"b\". The \" sign. ( see\n",
        ] {
            case("unclosed-delimiter").finds(text);
        }
        for (locale, text) in
            [("fr", "« Oui » et « non »"), ("ru", "«Да „нет“ да»"), ("de", "Ein »Wort« und »ein »Wort« so«")]
        {
            assert_eq!(case("unclosed-delimiter").locale(locale).messages(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(case("unclosed-delimiter").locale("fr").messages("« Oui et non\n").len(), 1);
    }

    #[test]
    fn unclosed_fences_and_comments_are_found() {
        case("unclosed-delimiter").finds("text\n\n«```sh»\ncode\n\nmore\n");
        case("unclosed-delimiter").finds("```sh\ncode\n```\n\ntext `<!--`\n\n    code\n");
        case("unclosed-delimiter").finds("a\n\n«<!--» note\n\ntext\n");
        case("unclosed-delimiter").finds("a <!-- b --> c\n\n~~~\ncode\n~~~~\n");
    }
}
