use firstaid_content::Page;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use super::sections::{is_lead, is_question, nothing_between};
use crate::engine::headings::words_of;
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
/// (`duplicate-heading`). Headings that are used as leads: whole sentences, numbered steps, and questions in a row.
/// Comments and link definitions do not count as content. Each page has at most one finding, at the first empty
/// section; the others are listed with it.
///
/// ## When not to use it
/// While an outline is being written, whose sections are still empty.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("empty-section"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let headings = &cx.page.headings;
    let mut empty: Vec<(usize, TextRange)> = Vec::new();
    for (n, heading) in headings.iter().enumerate().filter(|(_, heading)| heading.level > 1) {
        let next = headings.get(n + 1);
        let ends = next.is_none_or(|next| next.level <= heading.level);
        let words = words_of(&heading.text);
        let repeated = next.is_some_and(|next| next.level == heading.level && words_of(&next.text) == words);
        if !ends || words.is_empty() || repeated {
            continue;
        }
        let end = next.map_or(cx.page.text().len() as u32, |next| next.range.start());
        if nothing_between(cx.page, heading.range.end(), end) && !has_link(cx.page, heading.range) {
            let block = cx.text(heading.range).trim_end();
            empty.push((n, TextRange::new(heading.range.start(), heading.range.start() + block.len() as u32)));
        }
    }
    // A lone question without an answer is a defect; in a row, questions are a list.
    let is_in_row = |n: usize| {
        let neighbours = [n.checked_sub(1), Some(n + 1)];
        let is_other = |m: usize| {
            headings.get(m).is_some_and(|it| is_question(&it.text))
                && empty.binary_search_by_key(&m, |&(k, _)| k).is_ok()
        };
        is_question(&headings[n].text) && !neighbours.into_iter().flatten().any(is_other)
    };
    let reported = empty.iter().filter(|&&(n, _)| !is_lead(&headings[n].text) || is_in_row(n)).map(|&(_, range)| range);
    let reported: Vec<TextRange> = reported.collect();
    let Some((first, others)) = reported.split_first() else { return };
    let message = match others.len() {
        0 => "this section is empty".to_owned(),
        n => format!("this section is empty, and {n} more on the page"),
    };
    let finding = report.found(*first, message).also(others.iter().copied());
    report.push(finding.help("write the section, or remove its heading"));
}

fn has_link(page: &Page, range: TextRange) -> bool {
    let first = page.tokens.partition_point(|token| token.range.start() < range.start());
    let mut inside = page.tokens[first..].iter().take_while(|token| token.range.start() < range.end());
    inside.any(|token| token.as_link().is_some() && range.contains(token.range))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn empty_sections_are_found() {
        case("empty-section").finds("# A\n\n«## B»\n\n## C\ntext\n");
        case("empty-section").finds("# A\n\n«## What if it rings?»\n\n## C\ntext\n");
        let found = case("empty-section").run("# A\n\n## B\n\n## C\ntext\n\n### D\n\n## E\ntext\n\n## F\n");
        assert_eq!((found.len(), found[0].also.len()), (1, 2));
        assert_eq!(found[0].message.to_string(), "this section is empty, and 2 more on the page");
        case("empty-section").finds("«## B»\n\n<!-- later -->\n\n[x]: https://example.org\n\n## C\ntext\n");
    }

    #[test]
    fn headings_as_leads_are_not_reported() {
        for text in [
            "## 1. Unlock it\n\n## 2. Look around\n\ntext\n",
            "## Step 1\n\n## Step 2\n\ntext\n",
            "### Nobody is safe alone.\n\n## Friends\ntext\n",
            "## If you must go:\n\n## Pack\ntext\n",
            "### Who knows?\n\n### Who cares?\n\n## C\ntext\n",
        ] {
            case("empty-section").finds(text);
        }
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
