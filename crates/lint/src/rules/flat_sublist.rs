use firstaid_content::{List, ListItem, Page};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};

use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds list items that are indented deeper than the first, but not deep enough to stand below the item above.
///
/// ## Why
/// Markdown nests an item only when its marker is below the text of the item above. With less, all items are on one
/// level, and readers cannot tell which address belongs to which organisation.
///
/// ## Example
/// ```markdown
/// * EFF
///  * URL: <https://www.eff.org/>
/// * CPJ
///  * URL: <https://cpj.org/>
/// ```
///
/// ## Use instead
/// ```markdown
/// * EFF
///   * URL: <https://www.eff.org/>
/// * CPJ
///   * URL: <https://cpj.org/>
/// ```
///
/// ## Fix
/// Indents the items, with all of their lines, below the text of the item above. Safe where several items are indented
/// alike and the list is clear about its two levels; unsafe where a lone space may be a slip.
///
/// ## Not reported
/// Lists that nest, lists whose items are all indented alike, and numbers that are aligned to the right or go on
/// counting are left alone. One list is one finding, at the first of the items.
///
/// ## When not to use it
/// Where the site is rendered by a parser that nests at one space; none that follows CommonMark does.
pub(crate) const RULE: Rule = Rule {
    name: RuleName("flat-sublist"),
    family: Family::Structure,
    severity: Severity::Warning,
    check: Check::Page(check),
};

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for items in runs(cx.page) {
        let flat = flattened(cx.page, &items);
        let Some(first) = flat.first() else { continue };
        let message = match flat.len() {
            1 => "this item is not indented enough to nest: it renders flat".to_owned(),
            n => format!("{n} items are not indented enough to nest: they render flat"),
        };
        let finding = report.found(first_line(cx.page, first.item), message);
        let column = first.item.indent + first.shift;
        let finding = finding
            .help(format!("indent by {column} spaces, so that each item begins below the text of the item above"))
            .also(flat[1..].iter().map(|flat| first_line(cx.page, flat.item)));
        report.push(match edits(cx.page, &flat) {
            Some(edits) => finding.fix(Fix::new("Indent the items", edits, applicability(cx.page, &items, &flat))),
            None => finding,
        });
    }
}

/// Every item of the page that renders flat.
pub(crate) fn flat_items(page: &Page) -> Vec<TextRange> {
    runs(page).iter().flat_map(|items| flattened(page, items)).map(|flat| flat.item.range).collect()
}

/// An item that renders flat.
struct Flat<'a> {
    item: &'a ListItem,
    /// How many columns it lacks.
    shift: u32,
    /// Whether the item right before is the one it should stand below.
    first_child: bool,
}

/// Items that stand on one level, list by list. A list that begins on the line after another one on its level, where
/// only the markers differ, is the same run.
fn runs(page: &Page) -> Vec<Vec<&ListItem>> {
    let mut runs: Vec<Vec<&ListItem>> = Vec::new();
    // The run of the last list on each level.
    let mut last: Vec<Option<usize>> = Vec::new();
    for List { depth, items, .. } in &page.lists {
        let depth = *depth as usize;
        last.resize(last.len().max(depth + 1), None);
        let before = last[depth].filter(|&run| adjacent(page, &runs[run], items));
        let run = before.unwrap_or_else(|| {
            runs.push(Vec::new());
            runs.len() - 1
        });
        runs[run].extend(items);
        last[depth] = Some(run);
    }
    runs
}

fn adjacent(page: &Page, above: &[&ListItem], below: &[ListItem]) -> bool {
    let (Some(above), Some(below)) = (above.last(), below.first()) else { return false };
    let start = below.marker.start();
    let between = TextRange::new(above.range.end().min(start), start);
    page.source.slice(between).trim_matches([' ', '\t', '\r']) == "\n" && before_marker(page, above).trim().is_empty()
}

/// Reads the indents as their author meant them: each item belongs below the last one that is indented less.
fn flattened<'a>(page: &Page, items: &[&'a ListItem]) -> Vec<Flat<'a>> {
    struct Open {
        indent: u32,
        number: Option<u64>,
        shift: u32,
        /// Where its text begins, once it is indented as it should be.
        content: u32,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut flat = Vec::new();
    for item in items {
        let number = page.source.slice(item.marker).trim_end_matches(['.', ')']).parse().ok();
        let mut indent = item.indent;
        let (mut has_sibling, mut popped) = (false, false);
        while let Some(above) = open.pop_if(|above| above.indent >= indent) {
            has_sibling |= above.indent == indent;
            popped = true;
        }
        let goes_on = |above: &Open| above.number.is_some_and(|above| number == above.checked_add(1));
        let shift = match open.last() {
            // `1.` and then `2.` one space further in: a slip, and no list of its own.
            Some(above) if !has_sibling && goes_on(above) => {
                indent = above.indent;
                let shift = above.shift;
                open.pop();
                shift
            }
            Some(above) if items[0].indent < indent => above.content.saturating_sub(indent),
            _ => 0,
        };
        if shift > 0 {
            flat.push(Flat { item, shift, first_child: !popped });
        }
        open.push(Open { indent, number, shift, content: item.content + shift });
    }
    flat
}

/// Safe only where the list is clear: several items, indented alike, below several others or below one that
/// announces them.
fn applicability(page: &Page, items: &[&ListItem], flat: &[Flat<'_>]) -> Applicability {
    let alike = flat.iter().all(|it| it.item.indent == flat[0].item.indent);
    let parents = items.len() - flat.len();
    let announced = page.source.slice(first_line(page, items[0])).ends_with([':', '：']);
    if flat.len() > 1 && alike && (parents > 1 || announced) { Applicability::Safe } else { Applicability::Unsafe }
}

/// The spaces to insert; `None` where spaces alone do not nest the items.
fn edits(page: &Page, flat: &[Flat<'_>]) -> Option<Vec<Edit>> {
    let (text, lines) = (page.text(), page.source.lines());
    let mut edits = Vec::new();
    for Flat { item, shift, first_child } in flat {
        // In a quote, or after the marker of another list on the same line.
        if !before_marker(page, item).bytes().all(|b| b == b' ') {
            return None;
        }
        // What cannot interrupt a paragraph would become part of the text above (CommonMark, "List items").
        let marker = page.source.slice(item.marker);
        let interrupts = matches!(marker, "-" | "*" | "+" | "1." | "1)") && first_line(page, item) != item.marker;
        if *first_child && !interrupts {
            return None;
        }
        let last = item.range.end().saturating_sub(1).max(item.range.start());
        for line in lines.line(item.marker.start())..=lines.line(last) {
            let range = lines.line_range(text, line);
            let typed = &text[range];
            let blanks = typed.trim_start_matches([' ', '\t']);
            if typed[..typed.len() - blanks.len()].contains('\t') {
                return None;
            }
            if !blanks.is_empty() {
                edits.push(Edit::insert(range.start(), " ".repeat(*shift as usize)));
            }
        }
    }
    Some(edits)
}

/// From the marker to the end of its line.
fn first_line(page: &Page, item: &ListItem) -> TextRange {
    let line = page.source.slice(item.range).lines().next().unwrap_or_default().trim_end();
    TextRange::new(item.range.start(), item.range.start() + line.len() as u32)
}

/// What stands on the line before the marker.
fn before_marker<'a>(page: &'a Page, item: &ListItem) -> &'a str {
    let before = &page.text()[..item.marker.start() as usize];
    before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}')
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
    use firstaid_diagnostics::Applicability;
    use firstaid_text::SourceFile;

    use crate::testing::case;

    /// The depth of each item in page order.
    fn depths(text: &str) -> Vec<u32> {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "Page".into() };
        let page = parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub);
        let mut items: Vec<_> =
            page.lists.iter().flat_map(|list| list.items.iter().map(|item| (item.range.start(), list.depth))).collect();
        items.sort_unstable();
        items.into_iter().map(|(_, depth)| depth).collect()
    }

    #[track_caller]
    fn nests(applicability: Applicability, before: &str, after: &str, expected: &[u32]) {
        case("flat-sublist").fixes(applicability, before, after);
        assert_eq!(depths(after), expected, "{after}");
    }

    #[test]
    fn items_one_space_in_are_found_once_a_list() {
        case("flat-sublist").finds("* EFF\n «* URL: x»\n * email: y\n* CPJ\n * URL: z\n");
        case("flat-sublist").finds("- EFF\r\n\r\n «- URL: x»\r\n\r\ntext\r\n\r\n1. a\r\n  «1. b»\r\n  2. c\r\n");
        let found = case("flat-sublist").run("* a\n * b\n * c\n");
        assert_eq!(found[0].also.len(), 1);
        let message = case("flat-sublist").messages("* a\n * b\n * c\n").remove(0);
        assert!(message.starts_with("2 items are not indented enough to nest: they render flat\n  indent by 2 spaces"));
    }

    #[test]
    fn a_list_with_other_markers_right_below_is_found() {
        case("flat-sublist").finds("* EFF\n «- URL»\n - email\n* CPJ\n - URL\n");
        case("flat-sublist").finds("1. a\n  «- b»\n2. c\n  - d\n");
        case("flat-sublist").finds("* EFF\n\n - URL\n");
    }

    #[test]
    fn lists_that_nest_or_are_indented_alike_are_fine() {
        for text in [
            "* a\n  * b\n    * c\n* d\n",
            " * a\n * b\n",
            "   - a\n   - b\n",
            " 8. a\n 9. b\n10. c\n",
            "9. a\n10. b\n",
            "1. a\n 2. b\n  3. c\n",
            "*\ta\n\t* b\n    * c\n",
            " * a\n* b\n * c\n",
            "\u{feff}* a\n* b\n",
            "> * a\n> * b\n",
            "* b\n> * a\n",
        ] {
            case("flat-sublist").finds(text);
        }
    }

    #[test]
    fn the_fix_nests_the_items_with_all_their_lines() {
        nests(
            Applicability::Safe,
            "* a\n * b\n   more\nlazy\n\n   para\n * c\n* d\n * e\n",
            "* a\n  * b\n    more\n lazy\n\n    para\n  * c\n* d\n  * e\n",
            &[0, 1, 1, 0, 1],
        );
        nests(Applicability::Safe, "* a:\r\n * b\r\n * c\r\n", "* a:\r\n  * b\r\n  * c\r\n", &[0, 1, 1]);
        nests(Applicability::Safe, "1. a\n - b\n2. c\n - d\n", "1. a\n   - b\n2. c\n   - d\n", &[0, 1, 0, 1]);
    }

    #[test]
    fn what_may_be_a_slip_needs_to_be_asked_for() {
        for text in ["* a\n * b\n", "* a\n* b\n * c\n", "* a\n * b\n * c\n", "* a\n * b\n  * c\n* d\n"] {
            case("flat-sublist").fixes(Applicability::Safe, text, text);
        }
        nests(Applicability::Unsafe, "* a\n * b\n  * c\n* d\n", "* a\n  * b\n    * c\n* d\n", &[0, 1, 2, 0]);
    }

    #[test]
    fn there_is_no_fix_where_spaces_do_not_help() {
        for text in [
            "> * a\n>  * b\n>  * c\n> * d\n",
            "1. a\n  5. b\n  6. c\n2. d\n",
            "* a\n *\n * c\n* d\n",
            "* a\n * b\n\n \tc\n",
        ] {
            assert!(case("flat-sublist").run(text).iter().all(|found| found.fix.is_none()), "{text}");
            assert_eq!(case("flat-sublist").run(text).len(), 1, "{text}");
        }
    }
}
