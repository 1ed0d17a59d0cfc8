use std::collections::HashMap;

use firstaid_content::Heading;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use super::sections::nothing_between;
use crate::engine::headings::words_of;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds a heading that occurs twice below the same heading, or that only repeats the heading above it.
///
/// ## Why
/// Readers cannot tell the two sections apart in a table of contents, and links to the second lead to the first.
/// Usually two drafts were merged.
///
/// ## Example
/// ```markdown
/// ## Trust in Encrypted Voice: ZRTP
///
/// ### Encrypted Voice: ZRTP
/// ```
///
/// ## Use instead
/// ```markdown
/// ## Trust in Encrypted Voice: ZRTP
/// ```
///
/// ## Fix
/// None: only a person can choose which heading to delete or to rename.
///
/// ## Not reported
/// The same heading below two different ones ("Android" below "Chat" and below "Calls"), and a part of the heading
/// above that has siblings ("Chat and calls" with "Chat" and "Calls").
///
/// ## When not to use it
/// In logs and question lists whose headings repeat by design.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("duplicate-heading"), severity: Severity::Warning, check: Check::Page(check) };

/// Minimum words of a heading that repeats the end of the one above; a single word may name its only part.
const MIN_REPEATED_WORDS: usize = 2;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let headings = &cx.page.headings;
    let words: Vec<Vec<String>> = headings.iter().map(|heading| words_of(&heading.text)).collect();
    let parents = parents(headings);
    let mut children: HashMap<Option<usize>, u32> = HashMap::new();
    for parent in &parents {
        *children.entry(*parent).or_default() += 1;
    }
    let mut seen: HashMap<(Option<usize>, u8, &[String]), usize> = HashMap::new();
    for (n, heading) in headings.iter().enumerate().filter(|(n, _)| !words[*n].is_empty()) {
        let first = *seen.entry((parents[n], heading.level, &words[n])).or_insert(n);
        let range = trimmed(cx, heading);
        if first != n {
            let line = cx.line(headings[first].range.start());
            let finding = report.found(range, format!("this heading repeats the one on line {line}"));
            report.push(finding.help("join the two sections, or rename one of them"));
            continue;
        }
        let Some(parent) = parents[n].filter(|&parent| parent + 1 == n) else { continue };
        let part =
            words[n].len() >= MIN_REPEATED_WORDS && children[&Some(parent)] == 1 && words[parent].ends_with(&words[n]);
        let repeats = words[parent] == words[n] || part;
        if repeats && nothing_between(cx.page, headings[parent].range.end(), heading.range.start()) {
            let finding = report.found(range, "this heading repeats the one above it, which has no text of its own");
            report.push(finding.help("delete one of the two headings"));
        }
    }
}

/// For each heading, the index of the closest one above of a higher level.
fn parents(headings: &[Heading]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let parent = |(n, heading): (usize, &Heading)| {
        while open.pop_if(|above| headings[*above].level >= heading.level).is_some() {}
        let parent = open.last().copied();
        open.push(n);
        parent
    };
    headings.iter().enumerate().map(parent).collect()
}

/// A heading without the spaces and line ends after it.
fn trimmed(cx: &PageContext<'_>, heading: &Heading) -> TextRange {
    let start = heading.range.start();
    TextRange::new(start, start + cx.text(heading.range).trim_end().len() as u32)
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn the_same_heading_twice_is_found() {
        case("duplicate-heading").finds("# T\n\n## Chat\na\n\n### iOS\na\n\n«## Chat:»\nb\n\n## Calls\n\n### iOS\na\n");
    }

    #[test]
    fn a_heading_that_repeats_the_one_above_is_found() {
        case("duplicate-heading").finds("# T\n\n## Trust in Voice: ZRTP\n\n«### Voice: ZRTP»\ntext\n");
        case("duplicate-heading").finds("# Chat\n\n«## Chat»\ntext\n\n## Calls\n");
    }

    #[test]
    fn parts_and_headings_with_text_between_are_not_reported() {
        case("duplicate-heading").finds("## Chat and voice calls\n\n### Chat\na\n\n### Voice calls\nb\n");
        case("duplicate-heading").finds("## Trust in Voice: ZRTP\ntext\n\n### Voice: ZRTP\ntext\n");
        case("duplicate-heading").finds("## Chat: OTR\n\n### OTR\ntext\n\n##\n\n##\n");
    }
}
