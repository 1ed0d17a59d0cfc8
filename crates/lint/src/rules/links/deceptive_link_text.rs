use std::sync::LazyLock;

use firstaid_content::{Link, LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;
use regex::Regex;

use super::damage;
use super::malformed::is_malformed;
use super::redirectors::redirect;
use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::url_parts::{UrlParts, is_template, looks_like_host};

/// ## What it does
/// Finds links whose text shows one address while they lead to another.
///
/// ## Why
/// It is how phishing looks. A reader who learned to check where a link leads cannot trust a guide that does it, and a
/// translator who changed one of the two and forgot the other sends readers to the wrong place.
///
/// ## Example
/// ```markdown
/// [https://www.accessnow.org/](https://acessnow.example/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Access Now](https://www.accessnow.org/)
/// ```
///
/// ## Fix
/// None: somebody must say which of the two is meant.
///
/// ## Not reported
/// Hosts are compared without `www.` and letter case. Two hosts of one site are a warning; another path of the host that
/// is shown is an info. Names of files and products (README.md, ASP.NET) are no hosts. Copies in web archives and
/// what `redirector-link` and `malformed-link` tell are left alone.
///
/// ## When not to use it
/// On pages that show how such links are made: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("deceptive-link-text"), severity: Severity::Error, check: Check::Page(check) };

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)$").expect("a valid pattern"));

/// Longer texts are no addresses.
const MAX_TEXT: usize = 2000;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in &cx.page.tokens {
        let Some(link) = token.as_link() else { continue };
        if matches!(link.style, LinkStyle::Image | LinkStyle::Autolink | LinkStyle::Definition)
            || is_template(&link.url)
        {
            continue;
        }
        let Some(range) = text_range(cx, token, link) else { continue };
        let text = plain(cx.text(range));
        let shown = first_url(cx, range).unwrap_or(&text);
        let finding = match ADDRESS.captures(&text) {
            Some(address) => other_address(report, &address[1], &link.url, range),
            None => other_site(cx, report, shown, &link.url, range)
                .or_else(|| if is_cut(&text) { None } else { other_path(report, shown, &link.url, range) }),
        };
        if let Some(finding) = finding {
            report.push(finding.help("write words as the text, or the address that the link leads to"));
        }
    }
}

/// Where the text of a link stands; of `<a href>` what comes before `</a>`.
fn text_range(cx: &PageContext<'_>, token: &Token, link: &Link) -> Option<TextRange> {
    let range = if link.style == LinkStyle::Html {
        let is_anchor = cx.text(token.range).get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("<a"));
        let rest = &cx.page.text()[token.range.end() as usize..];
        let len = rest.find('<').filter(|_| is_anchor)?;
        TextRange::new(token.range.end(), token.range.end() + len as u32)
    } else {
        link.text
    };
    let typed = cx.text(range);
    let trimmed = typed.trim();
    let start = range.start() + (typed.len() - typed.trim_start().len()) as u32;
    let usable = !trimmed.is_empty() && trimmed.len() <= MAX_TEXT && !trimmed.starts_with("![");
    usable.then(|| TextRange::new(start, start + trimmed.len() as u32))
}

/// The text without emphasis, code marks and escapes.
fn plain(typed: &str) -> String {
    let text = typed.replace("&amp;", "&").replace("&nbsp;", " ").replace('\\', "");
    text.trim().trim_matches(['*', '_', '`', '<', '>', '"', '\'', '“', '”', '«', '»']).trim().to_owned()
}

/// The first address that stands in the text, words around it or not.
fn first_url<'a>(cx: &'a PageContext<'_>, range: TextRange) -> Option<&'a str> {
    let first = cx.page.tokens.partition_point(|token| token.range.start() < range.start());
    let inside = cx.page.tokens[first..].iter().take_while(|token| token.range.start() < range.end());
    inside.into_iter().find_map(|token| match &token.kind {
        TokenKind::Url(url) => Some(&**url),
        _ => None,
    })
}

fn other_address(report: &Report<'_>, shown: &str, url: &str, range: TextRange) -> Option<Diagnostic> {
    let target = url.get(7..).filter(|_| url[..7].eq_ignore_ascii_case("mailto:"))?;
    let target = target.split('?').next().unwrap_or_default();
    let target = percent_decode_str(target).decode_utf8().ok()?;
    let differs = !target.is_empty() && target.to_lowercase() != shown.to_lowercase();
    differs.then(|| report.found(range, format!("the text shows {shown}, but the link leads to {target}")))
}

fn other_site(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    shown: &str,
    url: &str,
    range: TextRange,
) -> Option<Diagnostic> {
    let (text, target) = (UrlParts::shown(shown), UrlParts::new(url));
    let with_scheme = text.is_web() && !text.host.is_empty();
    if !with_scheme && (!looks_like_host(shown) || is_product(&text))
        || is_malformed(cx, url)
        || damage::of(shown).is_some()
    {
        return None;
    }
    let (seen, real) = (text.bare_host().to_lowercase(), target.bare_host().to_lowercase());
    if real.is_empty() {
        let inside = target.scheme.is_empty() && !target.path.is_empty();
        let finding = || report.found(range, format!("the text shows {seen}, but the link leads to `{}`", target.path));
        return inside.then(finding).map(|finding| finding.at_most(Severity::Warning));
    }
    if !target.is_web() && !target.is_scheme("ftp") || is_archived(&seen, &real, url) || redirect(url).is_some() {
        return None;
    }
    // Punycode and the letters that it stands for may be the same name.
    let same_name = !seen.is_ascii() && real.contains("xn--") || !real.is_ascii() && seen.contains("xn--");
    if seen == real || same_name {
        return None;
    }
    let finding = report.found(range, format!("the text shows {seen}, but the link leads to {real}"));
    Some(if is_one_site(&seen, &real) { finding.at_most(Severity::Warning) } else { finding })
}

/// Whether only the host of an address is shown whole.
fn is_cut(text: &str) -> bool {
    text.contains(['…', '*']) || text.ends_with("...")
}

/// Another path of the host that a whole address shows.
fn other_path(report: &Report<'_>, shown: &str, url: &str, range: TextRange) -> Option<Diagnostic> {
    let (text, target) = (UrlParts::new(shown), UrlParts::new(url));
    let one_host = text.is_web() && target.is_web() && text.bare_host() == target.bare_host();
    let decoded = |path: &str| percent_decode_str(path.trim_end_matches('/')).decode_utf8_lossy().into_owned();
    let differs = one_host && text.query.is_empty() && decoded(text.path) != decoded(target.path);
    differs.then(|| {
        let message = format!("the text shows `{}`, but the link leads to `{}`", text.full_path(), target.full_path());
        report.found(range, message).at_most(Severity::Info)
    })
}

/// `ASP.NET`: a name with capitals inside, and nothing that only an address has.
fn is_product(text: &UrlParts<'_>) -> bool {
    let capitals = text.host.chars().skip(1).any(char::is_uppercase);
    capitals && text.path.is_empty() && !text.host.to_ascii_lowercase().starts_with("www.")
}

/// A copy of what the text shows.
fn is_archived(seen: &str, real: &str, url: &str) -> bool {
    const ARCHIVES: [&str; 6] =
        ["archive.org", "web.archive.org", "archive.ph", "archive.today", "archive.is", "perma.cc"];
    ARCHIVES.contains(&real) && (real == "perma.cc" || url.to_lowercase().contains(seen))
}

/// Whether two hosts lie in one domain, as far as that can be seen without a list of all registries.
fn is_one_site(a: &str, b: &str) -> bool {
    let domain = |host: &'_ str| -> String {
        let labels: Vec<&str> = host.rsplit('.').collect();
        // `co.uk` is no site.
        let count = if labels.len() > 2 && labels[0].len() == 2 && labels[1].len() <= 3 { 3 } else { 2 };
        labels[..count.min(labels.len())].join(".")
    };
    domain(a) == domain(b)
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn another_host_than_the_one_shown_is_found() {
        case("deceptive-link-text")
            .finds("[«https://www.eff.org/»](https://evil.example/) [«eff.org»](https://cpj.org)\n");
        case("deceptive-link-text")
            .finds("[«**www.eff.org/x**»](https://cpj.org/) [«see https://eff.org now»](https://cpj.org)\n");
        case("deceptive-link-text").finds("<a href=\"https://evil.example\">«https://eff.org»</a>\n");
        case("deceptive-link-text").finds("[«https://eff.org»][x] [«eff.org»](Trust.md)\n\n[x]: https://cpj.org\n");
        let messages = case("deceptive-link-text").messages("[http://en.rsf.org/](http://es.rsf.org/)\n");
        assert!(messages[0].starts_with("the text shows en.rsf.org, but the link leads to es.rsf.org"), "{messages:?}");
    }

    #[test]
    fn another_mail_address_is_found() {
        case("deceptive-link-text").finds("[«a@eff.org»](mailto:b@eff.org) [a@eff.org](mailto:A@eff.org?subject=x)\n");
        case("deceptive-link-text").finds("[a@eff.org](https://eff.org/contact) <a@eff.org>\n");
    }

    #[test]
    fn another_path_is_only_an_info() {
        let found = case("deceptive-link-text").run("[https://cpj.org/](https://www.cpj.org/es/)\n");
        assert_eq!(found[0].severity, firstaid_diagnostics::Severity::Info);
        case("deceptive-link-text")
            .finds("[cpj.org](https://cpj.org/es/) [http://cpj.org/es](https://www.cpj.org/es/)\n");
        case("deceptive-link-text")
            .finds("[https://cpj.org/…](https://cpj.org/es) [https://cpj.org/](https://cpj.org/?x#y)\n");
    }

    #[test]
    fn files_products_and_words_are_no_hosts() {
        case("deceptive-link-text")
            .finds("[README.md](https://github.com/x) [node.js](https://nodejs.org) [ASP.NET](https://dot.net)\n");
        case("deceptive-link-text")
            .finds("[the EFF](https://eff.org) ![eff.org](https://cpj.org/x.png) [e.g. this](https://eff.org)\n");
    }

    #[test]
    fn archives_redirectors_and_templates_are_left_alone() {
        case("deceptive-link-text").finds("[https://ostel.co](https://web.archive.org/web/2015/https://ostel.co)\n");
        case("deceptive-link-text")
            .finds("[https://eff.org](https://www.google.com/url?q=https://eff.org) [eff.org]({{x}})\n");
        case("deceptive-link-text").finds("[«https://eff.org»](https://evil.example/eff.org)\n");
    }
}
