use firstaid_content::Token;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use super::sections::{nothing_between, words_of};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds headings without any content: the next heading is of the same or a higher level, or the page ends.
///
/// ## Why
/// A reader in trouble follows the heading and finds no help. Usually the text was moved or never written.
///
/// ## Example
/// ```markdown
/// ## My phone was seized
///
/// ## My account was taken
/// Write to the helpdesk of the service.
/// ```
///
/// ## Use instead
/// ```markdown
/// ## My account was taken
/// Write to the helpdesk of the service.
/// ```
///
/// ## Fix
/// None: write the section, or remove its heading.
///
/// ## Not reported
/// The title of the page (level 1), headings that are links themselves, and a heading that the next one repeats
/// (`duplicate-heading`). Comments and link definitions do not count as content.
///
/// ## When not to use it
/// While an outline is being written, whose sections are still empty.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("empty-section"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let headings = &cx.page.headings;
    for (n, heading) in headings.iter().enumerate().filter(|(_, heading)| heading.level > 1) {
        let next = headings.get(n + 1);
        let ends = next.is_none_or(|next| next.level <= heading.level);
        let words = words_of(&heading.text);
        let repeated = next.is_some_and(|next| next.level == heading.level && words_of(&next.text) == words);
        if !ends || words.is_empty() || repeated {
            continue;
        }
        let end = next.map_or(cx.page.text().len() as u32, |next| next.range.start());
        let is_link = |token: &Token| token.as_link().is_some() && heading.range.contains(token.range);
        if nothing_between(cx.page, heading.range.end(), end) && !cx.page.tokens.iter().any(is_link) {
            let block = cx.text(heading.range).trim_end();
            let range = TextRange::new(heading.range.start(), heading.range.start() + block.len() as u32);
            let finding = report.found(range, "this section is empty");
            report.push(finding.help("write the section, or remove its heading"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn empty_sections_are_found() {
        case("empty-section").finds("# A\n\n«## B»\n\n## C\ntext\n\n«### D»\n\n## E\ntext\n\n«## F»\n");
        case("empty-section").finds("«## B»\n\n<!-- later -->\n\n[x]: https://example.org\n\n## C\ntext\n");
    }

    #[test]
    fn sections_with_any_content_are_not_reported() {
        for text in [
            "# Title\n",
            "## A\n\n### B\n\ntext\n",
            "## A\n\n- item\n\n## B\n\n    code\n\n## C\n\n<details></details>\n\n## D\n\n| a |\n|---|\n| b |\n",
            "## A\n\n![](x.png)\n\n## B\n\n{% include x.html %}\n\n## C\n\n---\n",
            "## [A](a.md)\n\n## [B](b.md)\n",
            "## A\n\n## A\n\ntext\n",
        ] {
            case("empty-section").finds(text);
        }
    }
}
