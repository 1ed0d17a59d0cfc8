use firstaid_content::{Block, BlockKind};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds headings without a space after the `#`.
///
/// ## Why
/// Markdown shows `#Heading` as text, with the number sign. The section then has no heading: it is missing in the table
/// of contents, links to it lead nowhere, and screen readers skip it.
///
/// ## Example
/// ```markdown
/// ##Secure communication
/// ```
///
/// ## Use instead
/// ```markdown
/// ## Secure communication
/// ```
///
/// ## Fix
/// Adds the space; safe, except for a single word after one `#`.
///
/// ## Not reported
/// Possible hashtags after a single `#`: `#MeToo`, a lower-case word, a number, a sentence. Lines in lists and quotes,
/// and lines that are not the first of their paragraph.
///
/// ## When not to use it
/// While the guide uses an old renderer that reads `#Title` as a heading.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("heading-without-space"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let body = cx
        .page
        .blocks
        .iter()
        .position(|block| !matches!(block.kind, BlockKind::FrontMatter | BlockKind::FrontMatterText));
    for (n, block) in cx.page.blocks.iter().enumerate() {
        let text = cx.text(block.range);
        if block.kind != BlockKind::Paragraph || !text.starts_with('#') || !stands_alone(cx, block) {
            continue;
        }
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let line = line.trim_end();
        let signs = line.bytes().take_while(|&b| b == b'#').count();
        let title = &line[signs..];
        let applicability = match signs {
            1 => after_one_sign(cx, title, rest, body == Some(n)),
            2..=6 if title.starts_with(begins_title) => Some(Applicability::Safe),
            _ => None,
        };
        let Some(applicability) = applicability else { continue };
        let start = block.range.start();
        let range = TextRange::new(start, start + line.len() as u32);
        let space = vec![Edit::insert(start + signs as u32, " ")];
        let finding = report.found(range, "without a space after the `#`, this is not a heading");
        report.push(finding.fix(Fix::new("Add a space", space, applicability)));
    }
}

/// Whether a paragraph begins its line outside of lists, where a `#` could begin a heading of the page.
fn stands_alone(cx: &PageContext<'_>, block: &Block) -> bool {
    let line = cx.page.text()[..block.range.start() as usize].rsplit('\n').next().unwrap_or_default();
    line.trim_start_matches('\u{feff}').trim_start_matches(' ').is_empty()
        && !cx.page.lists.iter().any(|list| list.range.contains(block.range))
}

fn begins_title(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '*' | '_' | '[' | '"' | '“' | '„' | '«' | '¿' | '¡')
}

/// The applicability of the fix of a line with one `#`; `None` if it may be a hashtag.
fn after_one_sign(cx: &PageContext<'_>, title: &str, rest: &str, first: bool) -> Option<Applicability> {
    let mut words = title.split_whitespace();
    let head = words.next()?;
    let emphasised = head.starts_with("**");
    let head = head.trim_start_matches("**");
    let is_upper_case = !title.chars().any(char::is_lowercase);
    let like_hashtag = head.contains(['_', '#'])
        || !head.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        || !is_upper_case && head.chars().skip(1).any(char::is_uppercase);
    let sentence = title.ends_with(['.', ',', ';', '!', '…', '؟', '،'])
        || rest.trim_start().starts_with(|c: char| c.is_lowercase())
        || title.contains(" #");
    if like_hashtag || sentence {
        return None;
    }
    if words.next().is_some() || emphasised {
        return Some(Applicability::Safe);
    }
    // A single word counts only as the title of a page without another one.
    let titled = cx.page.headings.iter().any(|heading| heading.level == 1);
    let alone = rest.is_empty() && !head.contains(|c: char| c.is_ascii_digit());
    (first && alone && !titled && !cx.page.headings.is_empty()).then_some(Applicability::Unsafe)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn headings_without_a_space_are_found() {
        case("heading-without-space").finds("\u{feff}«#Comunicaciones Seguras»\r\n\r\n«##Überschrift»\r\ntext\r\n");
        case("heading-without-space").finds("«###1. First»\n\n«##**Bold**»\n\n«#**Bold**»\n\n«##отпечаток»\n");
        case("heading-without-space").finds("---\ntitle: x\n---\n«#Trust»\n\n## Websites\n");
    }

    #[test]
    fn hashtags_numbers_and_scripts_are_not_reported() {
        for text in [
            "#MeToo changed much\n",
            "#metoo and more\n",
            "#Internet shutdowns are common.\n",
            "#Internet shutdowns are\ncommon in many places.\n",
            "#Free #Them\n",
            "#Freedom\n",
            "#1 rule\n",
            "#!/bin/sh\n",
            "#Free_Them now\n",
            "text\n#Heading here\n",
            "#FFF\n",
            "#######Seven\n",
        ] {
            case("heading-without-space").finds(text);
        }
    }

    #[test]
    fn lists_quotes_code_and_escapes_are_not_reported() {
        case("heading-without-space").finds("- ##a\n\n  ##b\n\n> ##c\n\n    ##d\n\n```\n##e\n```\n\n\\##f\n\n`##g`\n");
    }

    #[test]
    fn the_fix_adds_the_space() {
        case("heading-without-space").fixes(Applicability::Safe, "##Über uns\ntext\n", "## Über uns\ntext\n");
        case("heading-without-space").fixes(Applicability::Safe, "#Trust\n\n## A\n", "#Trust\n\n## A\n");
        case("heading-without-space").fixes(Applicability::Unsafe, "#Trust\n\n## A\n", "# Trust\n\n## A\n");
    }
}
