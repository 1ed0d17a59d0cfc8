use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::fused::unfused;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds a web address and an e-mail address that were joined into one.
///
/// ## Why
/// The link leads nowhere, and the e-mail address can no longer be clicked or copied. Editors that lose line breaks
/// cause it.
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
/// None: only a person knows what stood between the two.
///
/// ## Not reported
/// User names in addresses (`https://mastodon.example/@eff`), addresses with a query, and mailing lists, which have
/// their name in the path.
///
/// ## When not to use it
/// On pages that show addresses of this form on purpose: suppress it there, with the reason.
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
            let message = format!("`{url}` and `{email}` were joined into one address");
            report.push(report.found(range, message).help("write them separately, as in the source"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_web_address_joined_to_an_e_mail_address_is_found() {
        case("fused-identity").finds("EFF: «https://www.eff.org/info@eff.org»\n");
        case("fused-identity").finds("EFF: «eff.org/info@eff.org», [x](«https://eff.org/info@eff.org»)\n");
        case("fused-identity").finds("EFF: «https://www.eff.org/about/info@eff.org» «https://a.org/b@eff.org»\n");
    }

    #[test]
    fn user_names_mailing_lists_and_queries_are_not_reported() {
        case("fused-identity").finds("https://mastodon.example/@eff https://mastodon.example/@eff@b.org a@b.org\n");
        case("fused-identity").finds("<https://keys.openpgp.org/search?q=help@accessnow.org> mailto:a@eff.org\n");
        case("fused-identity").finds("https://lists.eff.org/mailman/listinfo/x@lists.eff.org\n");
        case("fused-identity").finds("https://archive.org/details/b@eff.org https://eff.org/a@b\n");
    }
}
