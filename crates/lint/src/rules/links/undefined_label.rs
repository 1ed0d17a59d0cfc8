use std::cell::LazyCell;
use std::sync::LazyLock;

use firstaid_content::{BlockKind, LinkStyle};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
use regex::Regex;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links and pictures by label (`[text][label]`, `[label][]`) whose label the page does not define, and
/// references to footnotes (`[^1]`) that have no text.
///
/// ## Why
/// The reader sees brackets where a link was meant, and has no way to the page or the source that it names.
///
/// ## Example
/// ```markdown
/// Read the [manual][handbook] first.[^2]
///
/// [^1]: As of 2025.
/// ```
///
/// ## Use instead
/// ```markdown
/// Read the [manual][handbook] first.[^1]
///
/// [handbook]: https://tails.net/doc/
/// [^1]: As of 2025.
/// ```
///
/// ## Fix
/// None: only a person knows the target.
///
/// ## Not reported
/// Words in single brackets (`[optional]`), code, and pages that include other files. Two numbers (`[1][2]`), where no
/// label of the page is a number. Footnotes on a page without any, whose text another file may have.
///
/// ## When not to use it
/// In a guide whose site adds labels to every page.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("undefined-label"), severity: Severity::Warning, check: Check::Page(check) };

/// What Markdown leaves in the text if it finds no definition.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(!?\[([^\[\]\n]{1,200})\])\[([^\[\]\n]{0,100})\]|\[\^([^\[\]\s\u{fffc}]{1,60})\]")
        .expect("a valid pattern")
});

/// A definition of a footnote, at the start of a line.
static FOOTNOTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t>]{0,12}\[\^[^\[\]\n]{1,60}\]:").expect("a valid pattern"));

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if cx.page.includes || !cx.page.is_whole() {
        return;
    }
    let has_footnotes = LazyCell::new(|| FOOTNOTE.is_match(cx.page.text()));
    let has_numbers = LazyCell::new(|| defines_numbers(cx));
    for (at, index, block) in cx.prose.blocks() {
        let kind = cx.page.blocks[index as usize].kind;
        if memchr::memchr(b']', block.as_bytes()).is_none()
            || matches!(kind, BlockKind::FrontMatter | BlockKind::FrontMatterText | BlockKind::Html)
        {
            continue;
        }
        for hit in LABELLED.captures_iter(block) {
            let (Some(whole), footnote) = (hit.get(0), hit.get(4)) else { continue };
            let range = cx.prose.source_range(at + whole.start()..at + whole.end());
            if !is_of_markdown(cx, block, whole.start(), range) {
                continue;
            }
            if footnote.is_some() {
                if *has_footnotes {
                    let finding = report.found(range, "this footnote has no text");
                    report.push(finding.help(format!("write it on a line of its own: `{}: …`", whole.as_str())));
                }
                continue;
            }
            let (text, label) = (&hit[2], hit[3].trim());
            let label = if label.is_empty() { text.trim() } else { label };
            if is_left_alone(text, label, || *has_numbers) {
                continue;
            }
            let finding =
                report.found(range, format!("the page has no link definition `[{label}]`, so this is no link"));
            report.push(finding.help(format!("write the target: `[{label}]: https://…`, or `[{}](…)`", text.trim())));
        }
    }
}

/// Whether a place is text that Markdown would read as a reference: not an index in code, not escaped.
fn is_of_markdown(cx: &PageContext<'_>, block: &str, at: usize, range: TextRange) -> bool {
    let is_index = block[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | '$' | ']' | '['))
        && !block[at..].starts_with("[^")
        && !block[at..].starts_with('!');
    let typed = cx.text(range);
    let is_escaped = cx.page.text()[..range.start() as usize].ends_with('\\');
    !is_index && !is_escaped && typed.starts_with(['[', '!']) && !typed.contains('\\') && !typed.contains("{{")
}

/// Whether brackets are more likely marks than a link: check boxes, numbers of sources.
fn is_left_alone(text: &str, label: &str, has_numbers: impl Fn() -> bool) -> bool {
    let is_mark = |text: &str| text.trim().chars().count() < 2 && !is_number(text.trim());
    let has_word = label.contains(char::is_alphabetic) || text.contains(char::is_alphabetic);
    is_mark(text) && is_mark(label) || !has_word && !has_numbers()
}

/// Whether the page defines a label that is a number.
fn defines_numbers(cx: &PageContext<'_>) -> bool {
    let tokens = cx.page.tokens.iter();
    let definitions = tokens.filter(|token| token.as_link().is_some_and(|link| link.style == LinkStyle::Definition));
    let mut labels =
        definitions.filter_map(|token| cx.text(token.range).trim_start().strip_prefix('[')?.split_once(']'));
    labels.any(|(label, _)| is_number(label))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn labels_without_a_definition_are_found() {
        let rule = case("undefined-label");
        rule.finds("Read «[the rules][r]», «[Handbuch][]» and «![a map][m2]».\n\n[x]: /x\n");
        rule.finds("| a |\n| --- |\n| «[one][two]» |\n\n- «[b c][d]»\n");
        rule.finds("As [a][1] and «[b][2]» say.\n\n[1]: https://eff.org\n");
    }

    #[test]
    fn footnotes_without_a_text_are_found_beside_others() {
        case("undefined-label").finds("One.[^a] Two.«[^b]»\n\n[^a]: Text.\n");
        case("undefined-label").finds("One.[^a] Two.[^b]\n");
    }

    #[test]
    fn many_numbers_and_definitions_cost_linear_time() {
        let page = format!("{}\n\n{}", "[1][2] x ".repeat(5000), "[a]: /b\n".repeat(5000));
        case("undefined-label").finds(&page);
    }

    #[test]
    fn brackets_that_are_no_links_are_fine() {
        for page in [
            "Set [this] and [that] [there], a[i][j], [x][y], f()[a b][c d], see [1][2].\n",
            "`[a b][c d]` \\[a b][c d] [a b]\\[c d] [ ][ ]\n\n    [a b][c d]\n",
            "[a b][C  D] [E f][] [g]\n\n[c d]: /a\n[e f]: /b\n[g]: /c\n",
            "{% include links.md %}\n\n[a b][c d]\n",
            "<p>[a b][c d]</p>\n",
        ] {
            case("undefined-label").finds(page);
        }
    }
}
