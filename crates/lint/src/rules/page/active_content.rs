use std::borrow::Cow;
use std::sync::LazyLock;

use firstaid_content::html::{HtmlItem, HtmlTag, scan_html};
use firstaid_content::{BlockKind, LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::{RangeSet, TextRange};
use regex::Regex;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds HTML that runs a program in the reader's browser, sends the reader elsewhere, or changes where other links
/// lead: scripts, event handlers, `javascript:` addresses, `<base>`, `<meta http-equiv="refresh">`, embedded objects.
///
/// ## Why
/// A script can change every word and address of a page after a reviewer has read them, and can tell others who reads
/// it.
///
/// ## Example
/// ```markdown
/// <p onclick="location = 'https://example.org/'">Next page</p>
/// ```
///
/// ## Use instead
/// ```markdown
/// [Next page](https://example.org/)
/// ```
///
/// ## Fix
/// None: only a person knows what the script is for.
///
/// ## Not reported
/// Code, and comments as far as browsers take them for comments. What addresses and hosts a change adds is listed by
/// `identities diff`.
///
/// ## When not to use it
/// In a guide whose pages need scripts: suppress it there with a reason, and review each change of these pages.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("active-content"), severity: Severity::Error, check: Check::Page(check) };

const SCRIPT: &str = "a script runs in the reader's browser";
const BASE: &str = "this changes where the links of the page lead";
const REFRESH: &str = "this sends the reader to another page";
const OBJECT: &str = "an embedded object";
const RUNS: &str = "an address that runs in the reader's browser";
const HANDLER: &str = "an event handler runs in the reader's browser";
const FRAME: &str = "a frame with a page of its own";

/// The begin of what is reported, each with its description. Template engines and other dialects of Markdown let HTML
/// through that the scanner does not see as such, so these patterns know nothing of quotes.
static ACTIVE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (r"(?i)<script\b", SCRIPT),
        (r#"(?i)<[a-z][^<>]*[\s/"'](on[a-z]{3,}\s*=)"#, HANDLER),
        (r"(?i)\{:?(?:[^{}\n]*\s)?(on[a-z]{3,}\s*=)", HANDLER),
        (r"(?i)<[a-z][^<>]*(srcdoc\s*=)", FRAME),
        (r#"(?i)(?:<[a-z][^<>]*|\{:?[^{}\n]*)=\s*["']?\s*((?:java|vb)script\s*:|data:text/html)"#, RUNS),
        (r"(?i)<base\b", BASE),
        (r#"(?i)<meta\b[^<>]*http-equiv\s*=\s*["']?\s*refresh"#, REFRESH),
        (r"(?i)<(?:object|embed|applet)\b", OBJECT),
    ];
    patterns.into_iter().map(|(pattern, what)| (Regex::new(pattern).expect("a valid pattern"), what)).collect()
});

/// Beginnings of addresses that run something.
const RUNNING: [&str; 5] = ["javascript:", "vbscript:", "data:text/html", "data:text/xml", "data:application/xhtml"];

const UNREAD: &str = "too many tags and comments without an end to read this page as browsers do";

/// How many times the length of a page is read again behind tags and comments without an end, which hide what follows.
const MAX_READINGS: usize = 16;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.page.text();
    let mut found: Vec<(TextRange, &str)> = Vec::new();
    if memchr::memchr2(b'<', b'{', text.as_bytes()).is_some() {
        let places = Places::new(cx);
        in_tags(text, &places, &mut found);
        found.sort_unstable();
        let in_tags = RangeSet::new(found.iter().map(|(place, _)| *place));
        for (pattern, what) in ACTIVE.iter() {
            for hit in pattern.captures_iter(text) {
                let Some(whole) = hit.get(0) else { continue };
                let place = TextRange::from(hit.get(1).unwrap_or(whole).range());
                if !in_tags.overlaps(place) && places.are_live(text, whole.start() as u32) {
                    found.push((place, what));
                }
            }
        }
    }
    // The scan finds those in tags.
    let is_tag = |token: &Token| token.as_link().is_some_and(|link| link.style == LinkStyle::Html);
    let targets = cx.page.targets().filter(|(url, _, token)| !is_tag(token) && runs(url, ""));
    found.extend(targets.map(|(_, range, _)| (range, RUNS)));
    found.sort_unstable();
    found.dedup();
    for (place, what) in found {
        report.push(report.found(place, what));
    }
}

/// Places of a page where HTML is shown, or is none.
struct Places {
    code: RangeSet,
    comments: RangeSet,
    /// Blocks of raw HTML, in which a backslash does not escape.
    raw: RangeSet,
}

impl Places {
    fn new(cx: &PageContext<'_>) -> Self {
        let page = cx.page;
        let is_code = |token: &&Token| {
            token.kind == TokenKind::Code && !starts_with_ignoring_case(cx.text(token.range).trim_start(), "<script")
        };
        let blocks = page.blocks.iter().filter(|block| block.kind == BlockKind::Html);
        Self {
            code: RangeSet::new(page.tokens.iter().filter(is_code).map(|token| token.range)),
            comments: RangeSet::new(page.comments.iter().map(|comment| comment.range)),
            raw: RangeSet::new(blocks.map(|block| block.range)),
        }
    }

    /// Whether HTML that begins at an offset is neither code nor commented out nor escaped.
    fn are_live(&self, text: &str, at: u32) -> bool {
        let before = &text[..at as usize];
        let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1 && !self.raw.has(at);
        !is_escaped && !self.code.has(at) && !self.comments.has(at)
    }
}

/// Finds what is active in the tags outside of code, as browsers read them. Each piece between code is read once; it is
/// read again behind a tag or comment without an end, as long as that costs linear time.
fn in_tags(text: &str, places: &Places, found: &mut Vec<(TextRange, &'static str)>) {
    let starts = places.code.ranges().iter().map(|code| code.end());
    let ends = places.code.ranges().iter().map(|code| code.start()).chain([text.len() as u32]);
    let mut left = MAX_READINGS * text.len();
    for (begin, to) in std::iter::once(0).chain(starts).zip(ends).filter(|(begin, to)| begin < to) {
        // Behind the last `>` of the piece no tag ends.
        let piece = &text[TextRange::new(begin, to)];
        let Some(last) = memchr::memrchr(b'>', piece.as_bytes()).map(|last| begin + last as u32) else { continue };
        let mut from = begin;
        while from <= last {
            let again = if from == begin { 0 } else { (to - from) as usize };
            if again > left {
                found.push((TextRange::new(from - 1, from), UNREAD));
                break;
            }
            left -= again;
            let mut read_to = to;
            for item in scan_html(&text[TextRange::new(from, to)], from) {
                match item {
                    // Markdown shows it as text, with what follows.
                    HtmlItem::Comment(range) if !places.comments.has(range.start()) => {
                        read_to = range.start() + 1;
                        break;
                    }
                    HtmlItem::Tag(tag) if !text[tag.range].ends_with('>') => read_to = tag.range.start() + 1,
                    HtmlItem::Tag(tag) => {
                        if !tag.is_end && places.are_live(text, tag.range.start()) {
                            in_tag(text, &tag, found);
                        }
                        // In Markdown a tag ends with its paragraph or item, and what it seems to quote is read.
                        let typed = &text[tag.range];
                        if typed[1..].contains('<') && typed.contains('\n') {
                            read_to = tag.range.start() + 1;
                            break;
                        }
                    }
                    HtmlItem::Comment(_) | HtmlItem::Text(_) => {}
                }
            }
            from = read_to;
        }
    }
}

fn in_tag(text: &str, tag: &HtmlTag, found: &mut Vec<(TextRange, &'static str)>) {
    let start = tag.range.start();
    let what = match &*tag.name {
        "script" => Some(SCRIPT),
        "base" => Some(BASE),
        "object" | "embed" | "applet" => Some(OBJECT),
        _ => None,
    };
    found.extend(what.map(|what| (TextRange::new(start, start + 1 + tag.name.len() as u32), what)));
    for (name, value) in &tag.attributes {
        let typed = &text[*value];
        let is_handler = || name.strip_prefix("on").is_some_and(is_event);
        let in_name = || {
            let head = text[TextRange::new(start, value.start())].trim_end_matches(['"', '\'']).trim_end();
            let name_start = head.trim_end_matches('=').trim_end().len() - name.len();
            TextRange::new(start + name_start as u32, start + head.len() as u32)
        };
        if is_handler() {
            found.push((in_name(), HANDLER));
        } else if &**name == "srcdoc" {
            found.push((in_name(), FRAME));
        } else if (&*tag.name, &**name) == ("meta", "http-equiv")
            && decoded(typed).trim().eq_ignore_ascii_case("refresh")
        {
            found.push((TextRange::new(start, value.end()), REFRESH));
        } else if runs(&decoded(typed), &tag.name) {
            let inner = typed.trim_start();
            let literal = RUNNING.iter().find(|it| starts_with_ignoring_case(inner, it));
            let place = value.end() - inner.len() as u32;
            let end = literal.map_or(value.end(), |it| place + it.len() as u32);
            found.push((TextRange::new(place, end), RUNS));
        }
    }
}

/// Whether an attribute `on…` is an event handler.
fn is_event(name: &str) -> bool {
    name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether an address runs something. As in browsers, white space and control characters do not count. An SVG image
/// runs nothing; as a page or a part of one it does.
fn runs(url: &str, element: &str) -> bool {
    let url: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(40).collect();
    let is_page = matches!(element, "a" | "area" | "frame" | "iframe" | "use");
    RUNNING.iter().any(|it| starts_with_ignoring_case(&url, it))
        || is_page && starts_with_ignoring_case(&url, "data:image/svg")
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// The value of an attribute with those character references decoded that may hide a scheme. Browsers do not ask for
/// the semicolon of numeric ones.
fn decoded(value: &str) -> Cow<'_, str> {
    const NAMED: [(&str, char); 6] =
        [("colon;", ':'), ("tab;", '\t'), ("newline;", '\n'), ("sol;", '/'), ("plus;", '+'), ("period;", '.')];
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut decoded = String::new();
    let mut rest = value;
    while let Some((before, reference)) = rest.split_once('&') {
        decoded.push_str(before);
        let named = NAMED.iter().find(|(name, _)| starts_with_ignoring_case(reference, name));
        let (c, after) = match named {
            Some((name, c)) => (*c, &reference[name.len()..]),
            None => numeric(reference).unwrap_or(('&', reference)),
        };
        decoded.push(c);
        rest = after;
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The character of a numeric reference behind its `&`, and the text after it.
fn numeric(reference: &str) -> Option<(char, &str)> {
    let digits = reference.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix(['x', 'X']).map_or((digits, 10), |digits| (digits, 16));
    let len = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    let c = char::from_u32(u32::from_str_radix(&digits[..len], radix).ok()?)?;
    Some((c, digits[len..].strip_prefix(';').unwrap_or(&digits[len..])))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn what_runs_or_leads_elsewhere_is_found() {
        let active = case("active-content");
        active.finds("«<script» src=\"x.js\"></script>\n");
        active.finds("text «<SCRIPT»>a()</SCRIPT> text\n");
        active.finds("<img src=\"a.png\" «onerror=»\"b()\">\n\n<a href=x\n «onclick =»c()>d</a>\n");
        active.finds("<iframe «srcdoc=»\"x\"></iframe> «<embed» src=a> «<object» data=b></object>\n");
        active.finds("<a href=\"«javascript:»a()\">b</a>\n\n«<base» href=\"/x/\">\n");
        active.finds("«<meta http-equiv=\"refresh»\" content=\"0;url=/x\">\n");
        active.finds("[a](/b){: «onclick=»\"c()\"}\n");
        active.finds("<!-- a --!>\n«<script»>b()</script>\n<!-- c -->\n");
        active.finds("{::nomarkdown}\n«<script»>b()</script>\n{:/nomarkdown}\n");
        active.finds("{{ \"«<script»>\" }}\n");
    }

    #[test]
    fn what_browsers_read_otherwise_than_people_is_found() {
        let active = case("active-content");
        for (prefix, place) in [
            ("<a href=\"", "java\tscript:a()"),
            ("<a href=\"", "java\nscript:a()"),
            ("<a href=\"", "jav&#x61;script:a()"),
            ("<a href=\"", "&#106avascript:a()"),
            ("<a href=\"", "javascript&colon;a()"),
            ("<a href=\"", "java&Tab;script:a()"),
            ("<iframe src=\"", "data:text&sol;html,b"),
            ("<iframe src=\"", "data:image/svg+xml,b"),
        ] {
            active.finds(&format!("{prefix}«{place}»\">b</a>\n"));
        }
        active.finds("<svg><a xlink:href=\" «JavaScript:»a()\">b</a></svg>\n");
        active.finds("<button formaction='«javascript:»a()'>b</button>\n");
        active.finds("<img alt=\"a > b\" «onerror=»\"c()\"> <img alt='\"'«onload =» c()>\n");
        active.finds("«<meta http-equiv=\"&#114;efresh»\" content=\"0;url=/x\">\n");
        active.finds("[a](/b){:«onclick=»\"c()\"} [a](/b){: href=\"«javascript:»c()\"} [a](/b){ «onclick=»\"c()\" }\n");
    }

    #[test]
    fn text_that_hides_a_tag_from_people_does_not_hide_it() {
        let active = case("active-content");
        active.finds("1 <a b=\"\n\n<img alt='>' «onerror=»c()>\n");
        active.finds("1 <!-- b\n\n<img alt='>' «onerror=»c()>\n");
        active.finds("\\\\«<script»>a()</script> and \\<script>\n");
        active.finds("<div>\n\\«<script»>a()</script>\n</div>\n");
        active.finds("<pre><img src=a «onerror=»b()></pre>\n");
    }

    #[test]
    fn many_tags_without_an_end_switch_nothing_off() {
        let active = case("active-content");
        let hidden = "\n\n<a href=\"«jav&#x61;script:a()»\">b</a>\n";
        for before in ["`x` <a b=\" ", "`x` <!-- b ", "1 <a b='"] {
            active.finds(&format!("{}{hidden}", before.repeat(18)));
        }
        active.finds("- <a b=\"\n- <a href=\"«jav&#x61;script:a()»\">b</a>\n");
        active.finds("a <!-- b\n\n<a href=\"«jav&#x61;script:a()»\">b</a>\n\n-->\n");
        let messages = active.messages(&format!("{}{hidden}", "1 <!-- b ".repeat(1000)));
        assert!(messages.iter().any(|message| message.contains("too many tags")), "{messages:?}");
        active.finds(&"1 <!-- b ".repeat(1000));
    }

    #[test]
    fn findings_inside_each_other_hide_none_behind_them() {
        let page = "«<meta content=\"«javascript:»a()\" http-equiv=\"refresh»\"> «<embed» src=a> «<script»></script>\n";
        case("active-content").finds(page);
    }

    #[test]
    fn many_tags_and_pieces_of_code_cost_linear_time() {
        let page = "`a` <a b=\" <!-- \\<script> ".repeat(20_000);
        case("active-content").messages(&page);
    }

    #[test]
    fn code_comments_and_words_are_fine() {
        for text in [
            "`<script>` and `<a onclick=\"x\">`\n\n```html\n<script></script>\n```\n",
            "<!-- <script> -->\n\nThe \\<script> element, the onclick = handler, javascript: a language.\n",
            "<p class=\"on\" data-on=\"x\">a</p> <b>on this = that</b>\n\n[a](javascript.md)\n",
            "<img src=\"data:image/svg+xml,b\" alt=\"one=two &amp; on = off\">\n\n{ one = two } {: .only}\n",
            "<pre>&lt;script&gt;</pre>\n\n<meta charset=\"utf-8\">\n",
        ] {
            case("active-content").finds(text);
        }
    }

    #[test]
    fn links_in_markdown_may_run_something_too() {
        case("active-content").finds("[a](«javascript:b()») and [c](<«data:text/html,d»>)\n");
    }
}
