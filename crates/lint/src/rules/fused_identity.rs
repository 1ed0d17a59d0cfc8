use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};

use crate::url_parts::{UrlParts, looks_like_host};
use crate::{Check, Family, PageContext, Report, Rule};

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
pub(crate) const RULE: Rule = Rule {
    name: RuleName("fused-identity"),
    family: Family::Translation,
    severity: Severity::Error,
    check: Check::Page(check),
};

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

/// The web address and the e-mail address that a text is made of.
pub(crate) fn unfused(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind('@')?;
    let start = text[..at].rfind('/')? + 1;
    let (url, email) = text.split_at(start);
    let parts = UrlParts::shown(url);
    let domain = &email[at + 1 - start..];
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_email = at > start
        && text[start..at].chars().all(is_local)
        && looks_like_host(domain)
        && !domain.contains(['/', '?', '#']);
    let is_site = looks_like_host(parts.host) && (parts.is_web() || parts.scheme.is_empty()) && parts.query.is_empty();
    let is_front = parts.path.trim_matches('/').is_empty();
    let registrable = |host: &str| firstaid_registry::registrable_domain(host).map(str::to_ascii_lowercase);
    let is_list = parts.path.split('/').any(|part| part.contains("list"));
    let is_own = registrable(&parts.bare_host()).is_some_and(|own| Some(own) == registrable(&domain.to_lowercase()));
    (is_email && is_site && (is_front || is_own && !is_list)).then_some((url, email))
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
