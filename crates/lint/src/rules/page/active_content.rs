use std::sync::LazyLock;

use firstaid_content::{LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
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
/// Code, and comments as far as browsers take them for comments. Addresses in other elements and attributes are listed
/// by `identities diff`.
///
/// ## When not to use it
/// In a guide whose pages need scripts: set the level of the rule for these pages, and review each change of them.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("active-content"), severity: Severity::Error, check: Check::Page(check) };

/// The begin of what is reported, each with its description.
static ACTIVE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (r"(?i)<script\b", "a script runs in the reader's browser"),
        (r#"(?i)<[a-z][^<>]*[\s/"'](on[a-z]{3,}\s*=)"#, "an event handler runs in the reader's browser"),
        (r"(?i)\{:[^{}\n]*\s(on[a-z]{3,}\s*=)", "an event handler runs in the reader's browser"),
        (r"(?i)<[a-z][^<>]*(srcdoc\s*=)", "a frame with a page of its own"),
        (
            r#"(?i)<[a-z][^<>]*=\s*["']?\s*((?:java|vb)script\s*:|data:text/html)"#,
            "an address that runs in the reader's browser",
        ),
        (r"(?i)<base\b", "this changes where the links of the page lead"),
        (r#"(?i)<meta\b[^<>]*http-equiv\s*=\s*["']?\s*refresh"#, "this sends the reader to another page"),
        (r"(?i)<(?:object|embed|applet)\b", "an embedded object"),
    ];
    patterns.into_iter().map(|(pattern, what)| (Regex::new(pattern).expect("a valid pattern"), what)).collect()
});

/// Schemes of addresses that run something.
const SCHEMES: [&str; 3] = ["javascript:", "vbscript:", "data:text/html"];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.page.text();
    let is_markup = memchr::memchr2(b'<', b'{', text.as_bytes()).is_some();
    for (pattern, what) in ACTIVE.iter().filter(|_| is_markup) {
        for hit in pattern.captures_iter(text) {
            let Some(whole) = hit.get(0) else { continue };
            let place = TextRange::from(hit.get(1).unwrap_or(whole).range());
            let is_escaped = text[..whole.start()].ends_with('\\');
            if !is_escaped && !is_hidden(cx, TextRange::from(whole.range())) {
                report.push(report.found(place, *what));
            }
        }
    }
    // The patterns find those in tags.
    let is_tag = |token: &Token| token.as_link().is_some_and(|link| link.style == LinkStyle::Html);
    for (url, range, _) in cx.page.targets().filter(|(.., token)| !is_tag(token)) {
        let url: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(20).collect();
        let url = url.to_ascii_lowercase();
        if SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            report.push(report.found(range, "an address that runs in the reader's browser"));
        }
    }
}

/// Whether a place is in code or in a comment.
fn is_hidden(cx: &PageContext<'_>, place: TextRange) -> bool {
    let is_around = |range: TextRange| range.start() <= place.start() && place.start() < range.end();
    let is_code = |kind: &TokenKind, range: TextRange| {
        *kind == TokenKind::Code && !cx.text(range).trim_start().to_ascii_lowercase().starts_with("<script")
    };
    cx.page.comments.iter().any(|comment| is_around(comment.range))
        || cx.page.tokens.iter().any(|token| is_code(&token.kind, token.range) && is_around(token.range))
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
    fn code_comments_and_words_are_fine() {
        for text in [
            "`<script>` and `<a onclick=\"x\">`\n\n```html\n<script></script>\n```\n",
            "<!-- <script> -->\n\nThe \\<script> element, the onclick = handler, javascript: a language.\n",
            "<p class=\"on\" data-on=\"x\">a</p> <b>on this = that</b>\n\n[a](javascript.md)\n",
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
