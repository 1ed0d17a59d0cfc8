use std::collections::{BTreeMap, HashMap};

use firstaid_content::TokenKind;
use firstaid_content::html::{HtmlItem, HtmlTag, is_void, scan_html};
use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds end tags of HTML that close nothing: `</details>` on a page without an open `<details>`.
///
/// ## Why
/// Usually the tag was to close another element, which now reaches to the end of the page: everything below is shown in
/// its box.
///
/// ## Example
/// ```markdown
/// <div class="note" markdown>
///
/// Back up first.
///
/// </details>
/// ```
///
/// ## Use instead
/// ```markdown
/// <div class="note" markdown>
///
/// Back up first.
///
/// </div>
/// ```
///
/// ## Fix
/// None: the tag may be too much, or another one may be missing.
///
/// ## Not reported
/// Each page has at most one finding for each element; its other places are listed with it. Code. `</p>`, `</li>` and
/// `</tr>`, and the end tags of elements without content (`</br>`, `</img>`), which browsers read as an element or leave
/// out. Pages with parts from other files or template tags, which may have the begin.
///
/// ## When not to use it
/// On pages that are the end of a page that another one begins.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stray-end-tag"), severity: Severity::Warning, check: Check::Page(check) };

/// Elements with an end tag that is an element of its own, or changes nothing.
const HARMLESS: [&str; 3] = ["li", "p", "tr"];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.page.text();
    if cx.page.includes || memchr::memmem::find(text.as_bytes(), b"</").is_none() || text.contains("{%") {
        return;
    }
    let mut open: HashMap<Box<str>, u32> = HashMap::new();
    let mut last: Vec<(Box<str>, u32)> = Vec::new();
    // One template that ends wrongly shows at each of its uses.
    let mut found: BTreeMap<Box<str>, Diagnostic> = BTreeMap::new();
    for tag in tags(cx) {
        let is_closed = text[tag.range].ends_with("/>");
        if !tag.is_end {
            if !is_closed && !is_void(&tag.name) {
                *open.entry(tag.name.clone()).or_default() += 1;
                last.push((tag.name, tag.range.start()));
            }
            continue;
        }
        if let Some(count) = open.get_mut(&tag.name).filter(|count| **count > 0) {
            *count -= 1;
            let inside = last.iter().rev().take(MAX_DEPTH).position(|(name, _)| *name == tag.name);
            if let Some(inside) = inside {
                last.truncate(last.len() - 1 - inside);
            }
            continue;
        }
        if HARMLESS.contains(&&*tag.name) || is_void(&tag.name) || tag.name.is_empty() {
            continue;
        }
        if let Some(first) = found.get_mut(&tag.name) {
            first.also.push(tag.range);
            continue;
        }
        let finding = report.found(tag.range, format!("`</{}>` closes nothing: no such element is open", tag.name));
        found.insert(
            tag.name,
            match last.last().filter(|(name, _)| is_box(name)) {
                Some((name, at)) => finding.help(format!("the `<{name}>` of line {} is still open", cx.line(*at))),
                None => finding.help("remove it, or write the tag that it closes"),
            },
        );
    }
    report.extend(found.into_values());
}

/// Maximum number of elements that are open inside of the one that closes.
const MAX_DEPTH: usize = 100;

fn is_box(name: &str) -> bool {
    matches!(name, "div" | "details" | "section" | "article" | "figure" | "table" | "blockquote" | "aside" | "span")
}

/// The tags of a page outside of code and comments.
fn tags<'a>(cx: &'a PageContext<'_>) -> impl Iterator<Item = HtmlTag> + 'a {
    let page = cx.page;
    let code = page.tokens.iter().filter(|token| token.kind == TokenKind::Code).map(|token| token.range);
    let body = page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.end());
    let all = TextRange::new(page.text().len() as u32, page.text().len() as u32);
    let mut from = body;
    let pieces = code.chain([all]).filter_map(move |code| {
        let piece = (from <= code.start()).then(|| TextRange::new(from, code.start()));
        from = from.max(code.end());
        piece
    });
    let parts = pieces.flat_map(|piece| unescaped(page.text(), piece));
    parts.flat_map(|part| scan_html(&page.text()[part], part.start())).filter_map(|item| match item {
        // A tag that ends with its part is none: `a <b `c``.
        HtmlItem::Tag(tag) if page.text()[tag.range].ends_with('>') => Some(tag),
        _ => None,
    })
}

/// The parts of a range between escaped angle brackets, which begin no tag: `\<say "<b>yes</b>">`.
fn unescaped(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> {
    let mut start = range.start();
    text[range].split("\\<").map(move |part| {
        let own = TextRange::new(start, start + part.len() as u32);
        start = own.end() + 2;
        own
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn end_tags_that_close_nothing_are_found() {
        let rule = case("stray-end-tag");
        rule.finds("<div class=\"x\" markdown>\n\ntext\n\n«</details>»\n\n<details>\n\n</details>\n");
        rule.finds("A <b>word</b> and «</b>».\n\n«</section>»\n");
        rule.finds("- \\<say \"how <s>old</s> it is\" here\\> and «</b>».\n");
        let messages = rule.messages("<div>\n\na\n\n</details>\n");
        assert_eq!(
            messages,
            ["`</details>` closes nothing: no such element is open\n  the `<div>` of line 1 is still open"]
        );
    }

    #[test]
    fn elements_without_content_are_not_open() {
        let rule = case("stray-end-tag");
        let messages = rule.messages("<div>\n\na<br>b <img src=\"a.png\"> <input>\n\n</details>\n");
        assert!(messages[0].ends_with("the `<div>` of line 1 is still open"), "{messages:?}");
        rule.finds("a <input></input> <br></br> <wbr></wbr>\n");
    }

    #[test]
    fn many_open_elements_cost_linear_time() {
        let page = format!("{}{}", "<b>".repeat(20_000), "<i></b>".repeat(10_000));
        case("stray-end-tag").finds(&format!("{page}\n"));
    }

    #[test]
    fn pairs_code_and_parts_of_pages_are_fine() {
        for page in [
            "<details><summary>a</summary>\n\nb\n\n</details>\n<p>a\n</p></p></br>\n",
            "`</div>` \\</div> &lt;/div> <!-- </div> -->\n\n    </div>\n\n```\n</div>\n```\n",
            "{% include head.html %}\n\n</div>\n",
            "<Tabs>\n<TabItem value=\"a\">\n\nb\n\n</TabItem>\n</Tabs>\n",
            "1 </ 2 and a </3 you\n",
        ] {
            case("stray-end-tag").finds(page);
        }
    }
}
