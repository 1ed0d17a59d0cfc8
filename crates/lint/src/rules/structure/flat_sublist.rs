use firstaid_content::{ListItem, Page};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};

use super::nesting::{Flat, before_marker, first_line, flattened, runs};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds list items that are indented more than the first, but not enough to be nested below the item above.
///
/// ## Why
/// Markdown nests an item only if its marker is below the text of the item above. With less indentation, all items are
/// on one level, and readers cannot see which address belongs to which organisation.
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
/// Indents the items, with all of their lines, below the text of the item above. Safe where several items have the same
/// indentation and the list clearly has two levels; unsafe where a single space may be a typo.
///
/// ## Not reported
/// Lists that nest, lists whose items all have the same indentation, numbers that are right-aligned or continue the
/// count, and items that all begin with a label (`*Guide:*`) or a link with blank lines between them, the first perhaps
/// with the other: there a space more or less is no level. One list has one finding, at the first of the items.
///
/// ## When not to use it
/// Where the site's Markdown parser nests at one space; none that follows CommonMark does.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("flat-sublist"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for items in runs(cx.page) {
        let flat = flattened(cx.page, &items);
        let Some(first) = flat.first().filter(|_| !are_siblings(cx.page, &items)) else { continue };
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

/// Whether all items begin with emphasis, or all with a link, with blank lines between them: entries of one list.
fn are_siblings(page: &Page, items: &[&ListItem]) -> bool {
    let mark = |item: &ListItem| {
        let text = page.source.slice(first_line(page, item));
        let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.)".contains(c)).trim_start();
        text.chars().next().filter(|c| matches!(c, '*' | '_' | '['))
    };
    let is_loose = |pair: &[&ListItem]| {
        let between = TextRange::new(pair[0].marker.end(), pair[1].marker.start().max(pair[0].marker.end()));
        // The last line is the indentation of the next marker.
        let lines = page.source.slice(between).rsplit_once('\n').map_or("", |(lines, _)| lines);
        lines.split('\n').skip(1).any(|line| line.trim().is_empty())
    };
    // The first item may be the one that differs.
    let marks: Vec<Option<char>> = items.iter().map(|item| mark(item)).collect();
    let are_alike =
        marks.windows(2).skip(1).all(|pair| pair[0] == pair[1]) && (marks.len() > 3 || marks[0] == marks[1]);
    are_alike && marks.iter().all(Option::is_some) && items.windows(2).all(is_loose)
}

/// Safe only if the two levels are clear: several items of the same indentation, below several others or below one that
/// ends with a colon.
fn applicability(page: &Page, items: &[&ListItem], flat: &[Flat<'_>]) -> Applicability {
    let has_one_indent = flat.iter().all(|it| it.item.indent == flat[0].item.indent);
    let parents = items.len() - flat.len();
    let is_introduced = page.source.slice(first_line(page, items[0])).ends_with([':', '：']);
    if flat.len() > 1 && has_one_indent && (parents > 1 || is_introduced) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    }
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
        // An item that cannot interrupt a paragraph would become part of the text above (CommonMark, "List items").
        let marker = page.source.slice(item.marker);
        let interrupts = matches!(marker, "-" | "*" | "+" | "1." | "1)") && first_line(page, item) != item.marker;
        if *first_child && !interrupts {
            return None;
        }
        let last = item.range.end().saturating_sub(1).max(item.range.start());
        for line in lines.line(item.marker.start())..=lines.line(last) {
            let range = lines.line_range(text, line);
            let typed = &text[range];
            let content = typed.trim_start_matches([' ', '\t']);
            if typed[..typed.len() - content.len()].contains('\t') {
                return None;
            }
            if !content.is_empty() {
                edits.push(Edit::insert(range.start(), " ".repeat(*shift as usize)));
            }
        }
    }
    Some(edits)
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
    fn items_indented_by_one_space_have_one_finding_a_list() {
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
        case("flat-sublist").finds("* [One](a.md)\n\n «* *Book:* Two»\n");
        case("flat-sublist").finds("* [One](a.md)\n «* *Book:* Two»\n * *Film:* Three\n * *Film:* Four\n");
    }

    #[test]
    fn lists_that_nest_or_have_one_indentation_are_not_reported() {
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
            " * *Book:* One\n\n  * *Film:* Two\n\n * *Film:* Three\n",
            "* [One](a.md)\n\n * [Two](b.md)\n",
            "* [One](a.md)\n\n * *Book:* Two\n\n * *Film:* Three\n\n * *Film:* Four\n",
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
    fn the_fix_of_a_possible_typo_is_unsafe() {
        for text in ["* a\n * b\n", "* a\n* b\n * c\n", "* a\n * b\n * c\n", "* a\n * b\n  * c\n* d\n"] {
            case("flat-sublist").fixes(Applicability::Safe, text, text);
        }
        nests(Applicability::Unsafe, "* a\n * b\n  * c\n* d\n", "* a\n  * b\n    * c\n* d\n", &[0, 1, 2, 0]);
    }

    #[test]
    fn there_is_no_fix_where_indentation_does_not_nest() {
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
