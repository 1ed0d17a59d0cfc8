use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use percent_encoding::percent_decode_str;

use crate::url_parts::UrlParts;
use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds links that go through a redirector or a click tracker instead of to the site itself.
///
/// ## Why
/// Somebody in between learns who follows the link. The reader cannot see where it leads, and the link dies when the
/// redirector does.
///
/// ## Example
/// ```markdown
/// [EFF](https://www.google.com/url?q=https%3A%2F%2Fwww.eff.org%2F&sa=D)
/// ```
///
/// ## Use instead
/// ```markdown
/// [EFF](https://www.eff.org/)
/// ```
///
/// ## Fix
/// Writes the destination that the address carries; unsafe, because it changes the host.
///
/// ## Not reported
/// Archives and translations of pages are no redirectors. Shortened addresses carry no destination and are left alone.
///
/// ## When not to use it
/// Where readers are to see a warning page before they leave the site.
pub(crate) const RULE: Rule = Rule {
    name: RuleName("redirector-link"),
    family: Family::Links,
    severity: Severity::Warning,
    check: Check::Page(check),
};

/// Where a redirector keeps the destination.
#[derive(Clone, Copy)]
enum Place {
    /// In one of these parameters.
    Parameter(&'static [&'static str]),
    /// The whole query.
    Query,
    /// After the path that names the redirector; without a scheme it is `https`.
    Path,
    /// Proofpoint's own codes.
    ProofpointV2,
    ProofpointV3,
    /// Only the redirector knows it.
    Hidden,
}

/// Host (and every host below it), beginning of the path, and the place of the destination. `google.*` is any Google.
const REDIRECTORS: [(&str, &str, Place); 33] = [
    ("google.*", "/url", Place::Parameter(&["q", "url"])),
    ("google.*", "/amp/s/", Place::Path),
    ("l.facebook.com", "/l.php", Place::Parameter(&["u"])),
    ("lm.facebook.com", "/l.php", Place::Parameter(&["u"])),
    ("facebook.com", "/l.php", Place::Parameter(&["u"])),
    ("facebook.com", "/flx/warn/", Place::Parameter(&["u"])),
    ("l.instagram.com", "/", Place::Parameter(&["u"])),
    ("l.messenger.com", "/l.php", Place::Parameter(&["u"])),
    ("l.threads.com", "/", Place::Parameter(&["u"])),
    ("out.reddit.com", "/", Place::Parameter(&["url"])),
    ("youtube.com", "/redirect", Place::Parameter(&["q"])),
    ("linkedin.com", "/redir/", Place::Parameter(&["url"])),
    ("linkedin.com", "/safety/go", Place::Parameter(&["url"])),
    ("safelinks.protection.outlook.com", "/", Place::Parameter(&["url"])),
    ("urldefense.com", "/v2/url", Place::ProofpointV2),
    ("urldefense.proofpoint.com", "/v2/url", Place::ProofpointV2),
    ("urldefense.com", "/v3/__", Place::ProofpointV3),
    ("urldefense.us", "/v3/__", Place::ProofpointV3),
    ("slack-redir.net", "/link", Place::Parameter(&["url"])),
    ("vk.com", "/away.php", Place::Parameter(&["to"])),
    ("vk.ru", "/away.php", Place::Parameter(&["to"])),
    ("duckduckgo.com", "/l/", Place::Parameter(&["uddg"])),
    ("bing.com", "/ck/", Place::Hidden),
    ("steamcommunity.com", "/linkfilter/", Place::Parameter(&["u", "url"])),
    ("t.umblr.com", "/redirect", Place::Parameter(&["z"])),
    ("disq.us", "/url", Place::Parameter(&["url"])),
    ("href.li", "/", Place::Query),
    ("anon.to", "/", Place::Query),
    ("nullrefer.com", "/", Place::Query),
    ("dereferer.me", "/", Place::Query),
    ("awstrack.me", "/L0/", Place::Path),
    ("list-manage.com", "/track/click", Place::Hidden),
    ("mandrillapp.com", "/track/click/", Place::Hidden),
];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for (url, range, _) in cx.page.targets() {
        let Some((host, first)) = redirect(url) else { continue };
        let finding = report.found(range, format!("the link goes through {host}, which sees who follows it"));
        let destination = std::iter::successors(first, |url| redirect(url)?.1).take(5).last();
        report.push(match destination {
            Some(url) => finding.fix(Fix::replace(range, url, Applicability::Unsafe)),
            None => finding.help("follow the link once and write where it ends"),
        });
    }
}

/// The redirector's host, and the destination if the address tells it.
pub(super) fn redirect(url: &str) -> Option<(String, Option<String>)> {
    let parts = UrlParts::new(url);
    if !parts.is_web() {
        return None;
    }
    let host = parts.bare_host();
    let (_, prefix, place) = REDIRECTORS.iter().find(|(name, path, _)| {
        let on_path = parts.full_path().get(..path.len()).is_some_and(|start| start.eq_ignore_ascii_case(path));
        // `/url` is a page, `/urls` another.
        let ends =
            path.ends_with(['/', '_']) || matches!(parts.full_path().as_bytes().get(path.len()), None | Some(b'/'));
        is_host(&host, name) && on_path && ends
    })?;
    let destination = match place {
        Place::Parameter(names) => {
            let found = parts.parameters().find(|(name, value, _)| names.contains(name) && !value.is_empty());
            // A front page, and a search page, lead nowhere else.
            decode(found?.1)
        }
        Place::Query if parts.query.is_empty() => return None,
        Place::Query => decode(&url[url.find('?')? + 1..]),
        Place::Path => {
            let rest = decode(&parts.path[prefix.len()..])?;
            let whole = if rest.contains("://") { rest } else { format!("https://{rest}") };
            Some(if *prefix == "/L0/" { whole.split("/1/").next()?.to_owned() } else { whole })
        }
        Place::ProofpointV2 => {
            let (_, value, _) = parts.parameters().find(|(name, ..)| *name == "u")?;
            decode(&value.replace('-', "%").replace('_', "/"))
        }
        Place::ProofpointV3 => {
            let (inner, _) = url.split_once("/v3/__")?.1.split_once("__;")?;
            // A star stands for a character that is told elsewhere, in a code of its own.
            Some(inner.to_owned()).filter(|inner| !inner.contains('*'))
        }
        Place::Hidden => None,
    };
    Some((host, destination.and_then(|url| as_target(&url))))
}

fn is_host(host: &str, name: &str) -> bool {
    if let Some(name) = name.strip_suffix(".*") {
        let rest = host.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
        return rest.is_some_and(|rest| rest.len() <= 6 && rest.split('.').all(|label| label.len() <= 3));
    }
    host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn decode(value: &str) -> Option<String> {
    Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
}

/// An address as it may stand in a link of any kind; `None` when it is none.
fn as_target(url: &str) -> Option<String> {
    let parts = UrlParts::new(url);
    if !parts.is_web() || !parts.host.contains('.') || url.chars().any(char::is_control) {
        return None;
    }
    let escaped = url.chars().map(|c| match c {
        ' ' => "%20".to_owned(),
        '(' => "%28".to_owned(),
        ')' => "%29".to_owned(),
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        '"' => "%22".to_owned(),
        '\'' => "%27".to_owned(),
        '\\' => "%5C".to_owned(),
        '*' => "%2A".to_owned(),
        c => c.to_string(),
    });
    Some(escaped.collect())
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use super::*;
    use crate::testing::case;

    #[test]
    fn destinations_are_read_from_wherever_they_are_kept() {
        for url in [
            "https://www.google.com/url?sa=t&q=https%3A%2F%2Feff.org%2Fa&usg=x",
            "https://www.google.co.uk/url?q=https://eff.org/a",
            "https://www.google.com/amp/s/eff.org/a",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Feff.org%2Fa&h=AT0",
            "https://out.reddit.com/t3_x?url=https%3A%2F%2Feff.org%2Fa",
            "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Feff.org%2Fa",
            "https://href.li/?https://eff.org/a",
            "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Feff.org%2Fa&data=05",
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__eff.org_a&d=DwM",
            "https://urldefense.com/v3/__https://eff.org/a__;!!x",
            "https://slack-redir.net/link?url=https%3A%2F%2Feff.org%2Fa",
            "https://vk.com/away.php?to=https%3A%2F%2Feff.org%2Fa",
            "https://duckduckgo.com/l/?uddg=https%3A%2F%2Feff.org%2Fa",
            "https://abc.r.us-east-1.awstrack.me/L0/https:%2F%2Feff.org%2Fa/1/0100/x",
        ] {
            assert_eq!(redirect(url).and_then(|(_, url)| url).as_deref(), Some("https://eff.org/a"), "{url}");
        }
    }

    #[test]
    fn redirectors_are_found_and_other_pages_of_their_hosts_are_not() {
        case("redirector-link")
            .finds("[a](«https://www.bing.com/ck/a?u=a1aHR0») at «https://href.li/?https://eff.org»\n");
        case("redirector-link").finds("[a](https://google.com/search?q=x) [b](https://duckduckgo.com/?q=x)\n");
        case("redirector-link").finds("[a](https://web.archive.org/web/2015/https://eff.org) [b](https://anon.to/)\n");
        case("redirector-link").finds("[a](https://translate.google.com/translate?u=https://eff.org)\n");
        case("redirector-link").finds("[a](https://notgoogle.com/url?q=https://eff.org) [b](https://youtube.com/)\n");
    }

    #[test]
    fn the_fix_goes_to_the_end_and_is_never_safe() {
        let before = "[a](https://www.google.com/url?q=https%3A%2F%2Fhref.li%2F%3Fhttps%3A%2F%2Feff.org%2F%28a%29)\n";
        case("redirector-link").fixes(Safe, before, before);
        case("redirector-link").fixes(Unsafe, before, "[a](https://eff.org/%28a%29)\n");
        let script = "[a](https://href.li/?javascript:alert)\n";
        case("redirector-link").fixes(Unsafe, script, script);
    }
}
