use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::fused::unfused;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds a web address and an e-mail address that have grown into one.
///
/// ## Why
/// The link leads nowhere, and the e-mail address can no longer be clicked or copied. It happens when a page is
/// translated in an editor that loses line ends.
///
/// ## Example
/// ```markdown
/// EFF: https://www.eff.org/info@eff.org
/// ```
///
/// ## Use instead
/// ```markdown
/// EFF: https://www.eff.org/, info@eff.org
/// ```
///
/// ## Fix
/// None: what stood between the two is for somebody to say.
///
/// ## Not reported
/// Names of users in addresses (`https://mastodon.example/@eff`), addresses with a query, and mailing lists, which have
/// their name in the path, are left alone.
///
/// ## When not to use it
/// On pages that show addresses of such a form on purpose: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("fused-identity"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let targets = cx.page.targets().map(|(url, range, _)| (url, range));
    let emails = cx.page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Email(email) => Some((&**email, token.range)),
        _ => None,
    });
    for (text, range) in targets.chain(emails).filter(|(text, _)| text.contains('@')) {
        if let Some((url, email)) = unfused(text) {
            let message = format!("`{url}` and `{email}` have grown into one");
            report.push(report.found(range, message).help("write them apart, as the source does"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_web_and_a_mail_address_in_one_are_found() {
        case("fused-identity").finds("EFF: «https://www.eff.org/info@eff.org»\n");
        case("fused-identity").finds("EFF: «eff.org/info@eff.org», [x](«https://eff.org/info@eff.org»)\n");
        case("fused-identity").finds("EFF: «https://www.eff.org/about/info@eff.org» «https://a.org/b@eff.org»\n");
    }

    #[test]
    fn users_lists_and_queries_are_left_alone() {
        case("fused-identity").finds("https://mastodon.example/@eff https://mastodon.example/@eff@b.org a@b.org\n");
        case("fused-identity").finds("<https://keys.openpgp.org/search?q=help@accessnow.org> mailto:a@eff.org\n");
        case("fused-identity").finds("https://lists.eff.org/mailman/listinfo/x@lists.eff.org\n");
        case("fused-identity").finds("https://archive.org/details/b@eff.org https://eff.org/a@b\n");
    }
}
