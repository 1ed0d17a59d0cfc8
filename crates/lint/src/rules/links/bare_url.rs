use firstaid_content::{Token, TokenKind};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_text::Edit;

use super::private_host::is_private;
use super::shown_example::is_shown_example;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds web addresses in the text that are not links.
///
/// ## Why
/// CommonMark does not turn a bare address into a link, so on many sites readers cannot follow it. On sites that do, a
/// person or a screen reader reads an address instead of words that describe its target.
///
/// ## Example
/// ```markdown
/// Surveillance Self-Defense https://ssd.eff.org/
/// ```
///
/// ## Use instead
/// ```markdown
/// [Surveillance Self-Defense](https://ssd.eff.org/)
/// ```
///
/// ## Fix
/// Writes `<` and `>` around an address with a scheme, which makes it a link; unsafe, because a link with text would be
/// better. Addresses that begin with `www.` have no fix: a person must decide whether the scheme is `https`. Nor has an
/// address behind `<` or `(`, for which another fault keeps it from being a link.
///
/// ## Not reported
/// Addresses in code, in the text of a link, and in front matter are left alone. So are addresses that the text only
/// talks about: those reserved for examples or private networks (`www.example.com`, `http://localhost/`), pages of the
/// browser itself (`chrome://settings`), and examples in parentheses (`like http://is.gd`).
///
/// ## When not to use it
/// On sites that turn bare addresses into links (linkify), if the guide prefers that.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("bare-url"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let body_start = cx.page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.end());
    for token in cx.page.tokens.iter().filter(|token| !token.in_link && token.range.start() >= body_start) {
        let TokenKind::Url(url) = &token.kind else { continue };
        if is_example(cx, token, url) {
            continue;
        }
        let finding = report.found(token.range, "bare URL");
        let advice = "write a link with descriptive text: `[text](https://…)`";
        // An address in `<…>` or `](…)` was meant to be a link. More brackets do not fix the fault that keeps it from
        // being one.
        let before = &cx.page.text()[..token.range.start() as usize];
        let is_failed_link = before.ends_with(['<', '(']) && !before.ends_with(" (");
        let is_fixable = cx.text(token.range) == &**url && UrlParts::new(url).is_web() && !is_failed_link;
        report.push(if is_fixable {
            let (start, end) = (token.range.start(), token.range.end());
            let edits = vec![Edit::insert(start, "<"), Edit::insert(end, ">")];
            let title = format!("Make it a link; better, {advice}");
            finding.fix(Fix::new(title, edits, Applicability::Unsafe))
        } else {
            finding.help(advice)
        });
    }
}

/// Whether the text only talks about an address: it is reserved for examples, leads to a page of the browser itself
/// (`about:config`), or stands in parentheses as an example of its kind.
fn is_example(cx: &PageContext<'_>, token: &Token, url: &str) -> bool {
    let parts = UrlParts::shown(url);
    let host = parts.bare_host();
    let is_internal = url.split_once("://").is_some_and(|(scheme, _)| is_of_browser(scheme));
    let has_name = host == "localhost" || host.contains('.') && !host.ends_with(".onion") && !host.ends_with(".i2p");
    let is_reserved = has_name && is_private(&host);
    // "https://" alone.
    let is_scheme = !host.contains(char::is_alphanumeric);
    is_internal || is_scheme || is_reserved || is_shown_example(cx, token.range)
}

/// Whether a scheme opens pages of a browser itself.
fn is_of_browser(scheme: &str) -> bool {
    const SCHEMES: [&str; 9] =
        ["about", "brave", "chrome", "chrome-extension", "edge", "moz-extension", "opera", "resource", "vivaldi"];
    SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn addresses_in_running_text_are_found() {
        case("bare-url").finds("- EFF «https://www.eff.org/»\n- DDP «www.digitaldefenders.org», and more\n");
    }

    #[test]
    fn links_autolinks_and_code_are_fine() {
        case("bare-url").finds("[https://eff.org](https://eff.org) <https://eff.org> `https://eff.org` info@eff.org\n");
    }

    #[test]
    fn addresses_as_examples_are_fine() {
        case("bare-url")
            .finds("Type www.example.org or chrome://flags. A short one (such as https://t.co) hides it.\n");
        case("bare-url").finds("It begins with “https://” or \"http://\", never with ftp://\n");
        case("bare-url").finds("Sites like «https://eff.org» help (see «https://eff.org/about»).\n");
    }

    #[test]
    fn front_matter_is_fine() {
        case("bare-url").finds("---\nsummary: see https://eff.org\n---\ntext\n");
    }

    #[test]
    fn the_fix_makes_an_autolink() {
        case("bare-url").fixes(Applicability::Unsafe, "See https://eff.org/a.\n", "See <https://eff.org/a>.\n");
    }
}
