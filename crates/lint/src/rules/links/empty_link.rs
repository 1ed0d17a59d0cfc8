use firstaid_content::LinkStyle;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::cues::names_top;

use super::attributes::attributes_behind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links and pictures in Markdown without a target: `[text]()`, and `[text](#)`, which leads to the top of the
/// page.
///
/// ## Why
/// The reader follows the promise of the text and stays where they are. Usually the address was to be filled in later.
///
/// ## Example
/// ```markdown
/// Ask [the helpdesk]() first.
/// ```
///
/// ## Use instead
/// ```markdown
/// Ask [the helpdesk](https://www.accessnow.org/help/) first.
/// ```
///
/// ## Fix
/// None: only a person knows the target.
///
/// ## Not reported
/// Links in HTML, whose target a script may set. `#` behind a sign or words that send the reader to the top ("Back to
/// top"), or with attributes (`{ .md-button }`). Template expressions.
///
/// ## When not to use it
/// While an outline is being written, whose links are still empty.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("empty-link"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in cx.page.tokens.iter().filter(|token| !token.in_code) {
        let Some(link) = token.as_link() else { continue };
        if !matches!(link.style, LinkStyle::Inline | LinkStyle::Image) || !matches!(&*link.url, "" | "#") {
            continue;
        }
        let text = cx.text(link.text);
        let leads_up = &*link.url == "#" && (is_sign(text) || leads_to_top(text));
        let has_attributes = attributes_behind(cx.page.text(), token.range.end()).is_some();
        if has_attributes || leads_up || !cx.text(link.target).trim_matches(['<', '>', '#']).is_empty() {
            continue;
        }
        let finding = match (&link.style, &*link.url) {
            (LinkStyle::Image, _) => report.found(token.range, "this picture has no file"),
            (_, "#") => report.found(token.range, "this link leads to the top of this page"),
            _ => report.found(token.range, "this link has no target"),
        };
        report.push(finding.help("write the target, or remove the brackets"));
    }
}

fn is_sign(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

fn leads_to_top(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| names_top(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn links_without_a_target_are_found() {
        case("empty-link").finds("«[a b]()» «[c](#)» «![d]()» «[e](<>)» «[f]( )»\n");
        case("empty-link").locale("fr").finds("- «[le guide](#)»\n");
    }

    #[test]
    fn links_to_the_top_and_targets_are_fine() {
        case("empty-link").finds("[↑](#) [Back to top](#) [Subir arriba](#) [a](#a) [b](b.md) [c](?d) [e](#top)\n");
        case("empty-link").finds("[a](#){ .md-button } <a href=\"#\">b</a> `[c]()` [d]({{ url }}) [e](\"\")\n");
    }
}
