use firstaid_content::TokenKind;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::Edit;

use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::url_parts::UrlParts;

/// ## What it does
/// Finds web addresses that stand in the text as they are, without a link around them.
///
/// ## Why
/// CommonMark does not make a link of a bare address, so on many sites readers cannot follow it. Where a site does,
/// the reader, or a screen reader, gets an address instead of words that say what is there.
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
/// Puts `<` and `>` around an address that has a scheme, which makes it a link; unsafe, because words would be
/// better. Addresses that begin with `www.` get no fix: somebody must say whether they are `https`.
///
/// ## Not reported
/// Addresses in code, in the text of a link, and in front matter are left alone.
///
/// ## When not to use it
/// Where the site turns bare addresses into links by itself (linkify), and the guide wants them so.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("bare-url"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let body = cx.page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.end());
    for token in cx.page.tokens.iter().filter(|token| !token.in_link && token.range.start() >= body) {
        let TokenKind::Url(url) = &token.kind else { continue };
        let finding = report.found(token.range, "bare web address");
        let finding = finding.help("write a link whose text says what is there: `[text](https://…)`");
        // In `<…>` or `](…)` it was meant to be a link; what keeps it from being one is not mended by more brackets.
        let before = &cx.page.text()[..token.range.start() as usize];
        let meant = before.ends_with(['<', '(']) && !before.ends_with(" (");
        let plain = cx.text(token.range) == &**url && UrlParts::new(url).is_web() && !meant;
        report.push(if plain {
            let (start, end) = (token.range.start(), token.range.end());
            let edits = vec![Edit::insert(start, "<"), Edit::insert(end, ">")];
            finding.fix(Fix::new("Make it a link", edits, Applicability::Unsafe))
        } else {
            finding
        });
    }
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
    fn front_matter_is_fine() {
        case("bare-url").finds("---\nsummary: see https://eff.org\n---\ntext\n");
    }

    #[test]
    fn the_fix_makes_an_autolink() {
        case("bare-url").fixes(Applicability::Unsafe, "See https://eff.org/a.\n", "See <https://eff.org/a>.\n");
    }
}
