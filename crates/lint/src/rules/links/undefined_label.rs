use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::{BlockKind, LinkStyle, OPAQUE};
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

/// What Markdown leaves in the text if it finds no definition. How long it may be is checked on the match: a counted
/// repetition compiles to one copy of its class for each character.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(!?\[([^\[\]\n]+)\])\[([^\[\]\n]*)\]|\[\^([^\[\]\s\u{fffc}]+)\]").expect("a valid pattern")
});

/// A definition of a footnote, at the start of a line.
static FOOTNOTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t>]{0,12}\[\^[^\[\]\n]{1,60}\]:").expect("a valid pattern"));

/// Maximum characters of the text of a link, of a label, and of the name of a footnote.
const MAX_TEXT: usize = 200;
const MAX_LABEL: usize = 100;
const MAX_FOOTNOTE: usize = 60;

/// A reference in a block of prose.
struct Reference<'t> {
    range: Range<usize>,
    kind: ReferenceKind<'t>,
}

enum ReferenceKind<'t> {
    Link { text: &'t str, label: &'t str },
    Footnote(&'t str),
}

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
        for Reference { range: place, kind } in references(block) {
            let range = cx.prose.source_range(at + place.start..at + place.end);
            if !is_of_markdown(cx, block, place.start, range) {
                continue;
            }
            let (text, label) = match kind {
                ReferenceKind::Link { text, label } => (text, label.trim()),
                ReferenceKind::Footnote(name) => {
                    // A program that knew no label wrote this one.
                    if name == "undefined" || *has_footnotes {
                        let finding = report.found(range, "this footnote has no text");
                        report.push(finding.help(format!("write it on a line of its own: `{}: …`", &block[place])));
                    }
                    continue;
                }
            };
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

/// The references in a block of prose.
fn references(block: &str) -> Vec<Reference<'_>> {
    let is_short = |text: &str, max: usize| text.chars().nth(max).is_none();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(hit) = LABELLED.captures_at(block, at) {
        let part = |n: usize| hit.get(n);
        let Some(whole) = part(0) else { break };
        at = whole.end();
        if let (Some(first), Some(text), Some(label)) = (part(1), part(2), part(3)) {
            let (text, label) = (text.as_str(), label.as_str());
            if is_short(text, MAX_TEXT) && is_short(label, MAX_LABEL) {
                found.push(Reference { range: whole.range(), kind: ReferenceKind::Link { text, label } });
                continue;
            }
            // The second brackets may be the first of another reference, and those before them a footnote.
            at = first.end();
            let is_name = |name: &&str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == OPAQUE);
            if let Some(name) = text.strip_prefix('^').filter(is_name).filter(|name| is_short(name, MAX_FOOTNOTE)) {
                let start = first.end() - text.len() - 2;
                found.push(Reference { range: start..first.end(), kind: ReferenceKind::Footnote(name) });
            }
        } else if let Some(name) = part(4).filter(|name| is_short(name.as_str(), MAX_FOOTNOTE)) {
            found.push(Reference { range: whole.range(), kind: ReferenceKind::Footnote(name.as_str()) });
        }
    }
    found
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
        case("undefined-label").finds("One.[^a] Two.«[^undefined]»\n");
    }

    #[test]
    fn long_brackets_hide_no_reference_beside_them() {
        let long = "word ".repeat(41);
        case("undefined-label")
            .finds(&format!("[{long}][{long}] «[a b][c d]», x.«[^1]»[{long}] y.[{long}]\n\n[^2]: Text.\n"));
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
