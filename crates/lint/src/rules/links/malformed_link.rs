use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use firstaid_content::{LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_mentions::url_parts::{UrlParts, is_template, looks_like_host};
use firstaid_text::{Edit, TextRange};
use regex::Regex;

use super::broken_brackets::broken_brackets;
use super::covered_ranges::CoveredRanges;
use super::damage::{self, Damage};
use super::malformed::{is_email, is_host_as_path, mistyped_mailto};
use super::unparsed_link::unparsed_links;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds addresses and links with a syntax error: `https//`, `htps://`, a comma instead of a dot, a space inside the
/// target or before it, brackets the other way round or without their partner,
/// a host without a scheme as a target, backslashes from a converter, the address of an app store's page without its
/// app.
///
/// ## Why
/// The reader sees a link that leads nowhere, or no link at all. A browser may search for a broken address, or take it
/// for a file of this site.
///
/// ## Example
/// ```markdown
/// [EFF](https//www.eff.org/) and [CPJ] (https://cpj.org/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [EFF](https://www.eff.org/) and [CPJ](https://cpj.org/)
/// ```
///
/// ## Fix
/// Corrects the scheme and the slashes, and removes backslashes and the space before the target; safe. A fix that
/// changes the host is unsafe, and so is a new `https://` before a host that is not known to support it.
///
/// ## Not reported
/// Unusual but valid addresses are left alone: an empty query, any characters in a fragment, IPv6 and IDN hosts.
/// Template expressions are not checked. Bare addresses that begin with `www.` are found by `bare-url`.
///
/// ## When not to use it
/// On pages that show broken links on purpose: mark them as code, and the rule accepts them.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("malformed-link"), severity: Severity::Error, check: Check::Page(check) };

/// A right or mistyped scheme in prose, followed by a host with a dot.
static HEAD_IN_PROSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b (?: h+t+p+s*|hpt+s?|htpts?|tt+ps?|tthps? ) (?: [:;][/\\]* | [/\\]{2,} | \s*:\s*//\s* )
          [\p{L}\p{N}-]+ (?: \.[\p{L}\p{N}-]+ )+ [^\s<>()\[\]\u{fffc}]*",
    )
    .expect("a valid pattern")
});

/// Letters of which every match of [`HEAD_IN_PROSE`] has some: a fast test that most pages fail.
static HEAD_HINT: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = ["htp", "ttp", "hpt", "thp"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(hints).expect("valid patterns")
});

/// An e-mail address with a comma in place of its last point.
static COMMA_IN_EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<email>[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*,(?:com|org|net|info|edu|gov|eu|io|ngo))(?:[^\w@.-]|[.]?(?:\s|$))")
        .expect("a valid pattern")
});

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut reported: Vec<TextRange> = Vec::new();
    let mut bare_end = 0;
    for (url, range, token) in cx.page.targets() {
        // The parser may take the rest of an address with two schemes for another address.
        let is_bare = matches!(token.kind, TokenKind::Url(_));
        if is_bare && range.start() < bare_end {
            continue;
        }
        let (url, range) = doubled_scheme(cx, token).unwrap_or((url, range));
        if is_bare {
            bare_end = range.end();
        }
        let Some(finding) = check_target(cx, report, url, range, token) else { continue };
        reported.push(token.range.cover(range));
        report.push(finding);
    }
    let reported = CoveredRanges::new(reported);
    // Most pages have neither a scheme nor a bracket in their prose: their patterns are not even compiled.
    let may_have_head = HEAD_HINT.is_match(cx.prose.text());
    for (at, _, block) in cx.prose.blocks() {
        for hit in may_have_head.then(|| HEAD_IN_PROSE.find_iter(block)).into_iter().flatten() {
            let typed = hit.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '»', '”']);
            let range = cx.prose.source_range(at + hit.start()..at + hit.start() + typed.len());
            let Some(damage) = damage::find(typed) else { continue };
            if !reported.covers(range) {
                report.push(damaged(cx, report, damage, typed, range));
            }
        }
        let may_have_email = block.contains('@') && block.contains(',');
        for hit in may_have_email.then(|| COMMA_IN_EMAIL.captures_iter(block)).into_iter().flatten() {
            let Some(whole) = hit.name("email") else { continue };
            let range = cx.prose.source_range(at + whole.start()..at + whole.end());
            let finding = report.found(range, "a comma in an e-mail address, so nobody can write to it");
            report.push(finding.help(format!("write `{}`", whole.as_str().replace(',', "."))));
        }
        for (place, message) in broken_brackets(block) {
            let range = cx.prose.source_range(at + place.start..at + place.end);
            // Escaped brackets are meant.
            if !cx.text(range).contains('\\') && !cx.page.text()[..range.start() as usize].ends_with('\\') {
                report.push(report.found(range, message).help("write `[text](target)`"));
            }
        }
        unparsed_links(cx, report, at, block);
    }
}

/// The whole of `http://http://eff.org` in prose, of which the parser takes only `http://http` for an address.
fn doubled_scheme<'a>(cx: &'a PageContext<'_>, token: &Token) -> Option<(&'a str, TextRange)> {
    let TokenKind::Url(url) = &token.kind else { return None };
    let rest = &cx.page.text()[token.range.end() as usize..];
    if !rest.starts_with(':') || !matches!(UrlParts::new(url).host, "http" | "https") {
        return None;
    }
    let len = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')')).unwrap_or(rest.len());
    let len = rest[..len].trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    let range = TextRange::new(token.range.start(), token.range.end() + len as u32);
    Some((&cx.page.text()[range], range))
}

/// The finding on the target of a link or a bare address, if it is malformed.
fn check_target(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    url: &str,
    range: TextRange,
    token: &Token,
) -> Option<Diagnostic> {
    if is_template(url) {
        return None;
    }
    if let Some(damage) = damage::find(url).filter(|_| !is_bare_scheme(cx, url, range, token)) {
        let finding = damaged(cx, report, damage, url, range);
        return Some(if matches!(token.kind, TokenKind::Url(_)) {
            finding.at_most(Severity::Warning)
        } else {
            finding
        });
    }
    if let Some(finding) = backslashes(cx, report, url, range, token) {
        return Some(finding);
    }
    let link = token.as_link().filter(|link| link.style != LinkStyle::Autolink)?;
    if let Some(scheme) = mistyped_mailto(url) {
        let finding = report.found(range, format!("`{scheme}` is no scheme of addresses: for e-mail it is `mailto:`"));
        let is_verbatim = cx.text(range) == url;
        let place = TextRange::new(range.start(), range.start() + scheme.len() as u32);
        let fix = || Fix::replace(place, "mailto:", Applicability::Safe);
        return Some(if is_verbatim { finding.fix(fix()) } else { finding });
    }
    let parts = UrlParts::new(url);
    if is_email(url) {
        let finding = report.found(range, format!("`{url}` is an e-mail address without `mailto:`"));
        let edits = vec![Edit::insert(range.start(), "mailto:")];
        return Some(finding.fix(Fix::new("Write `mailto:` before it", edits, Applicability::Safe)));
    }
    let host = UrlParts::shown(url).bare_host();
    if !is_host_as_path(cx, url) || link.style == LinkStyle::Image && parts.path.contains('/') {
        return None;
    }
    let speaks_https = cx.world.registry.speaks_https(&host);
    let applicability = if speaks_https { Applicability::Safe } else { Applicability::Unsafe };
    let edits = vec![Edit::insert(range.start(), "https://")];
    let fix = Fix::new("Write `https://` before it", edits, applicability);
    Some(report.found(range, format!("`{url}` has no scheme, so it leads to a file of this site")).fix(fix))
}

/// Whether the text talks about a scheme: "look for https:// in the bar". A host behind a blank belongs to the scheme.
fn is_bare_scheme(cx: &PageContext<'_>, url: &str, range: TextRange, token: &Token) -> bool {
    let scheme = url.trim_end_matches(['"', '”', '»', '’', '\'', '.', ',', ';', ':', ')', '/']);
    let is_scheme = ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) && url.contains("://");
    let next = cx.page.text()[range.end() as usize..].trim_start_matches([' ', '\t']);
    let next = next.split(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | '"' | '”')).next().unwrap_or_default();
    matches!(token.kind, TokenKind::Url(_)) && is_scheme && !looks_like_host(next.trim_end_matches(['.', ':']))
}

/// The finding on an address with a syntax error.
fn damaged(cx: &PageContext<'_>, report: &Report<'_>, damage: Damage, url: &str, range: TextRange) -> Diagnostic {
    let finding = report.found(range, damage.message);
    match damage.fix {
        Some((place, replacement, applicability)) if cx.text(range) == url => {
            let edit = Edit::replace(TextRange::from(place).shift(range.start()), &*replacement);
            let title = if replacement.is_empty() { "Remove it".to_owned() } else { format!("Write `{replacement}`") };
            finding.fix(Fix::new(title, vec![edit], applicability))
        }
        _ => finding.help("copy the address from your browser"),
    }
}

/// The finding on backslashes that a converter wrote before `_` and the like.
fn backslashes(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    url: &str,
    range: TextRange,
    token: &Token,
) -> Option<Diagnostic> {
    let typed = cx.text(range);
    if !typed.contains('\\') || !UrlParts::new(url).is_web() {
        return None;
    }
    let is_bare = matches!(token.kind, TokenKind::Url(_));
    // The backslash before a bracket may be needed in a target, the one before `*` in prose.
    let is_removable = |next: char| matches!(next, '_' | '-' | '.' | '~' | '#' | '+' | '=' | '&' | '!');
    let host_end = typed.find("://").map_or(0, |at| at + 3);
    let host_end = typed[host_end..].find('/').map_or(typed.len(), |at| host_end + at);
    let (mut edits, mut is_safe) = (Vec::new(), true);
    for (at, _) in typed.match_indices('\\') {
        let mut after = typed[at + 1..].chars();
        if !after.next().is_some_and(is_removable) {
            continue;
        }
        // Inside a word an underscore does not start emphasis.
        let inside_word =
            typed[..at].ends_with(char::is_alphanumeric) && after.next().is_some_and(char::is_alphanumeric);
        is_safe &= at > host_end && (!is_bare || inside_word);
        let place = TextRange::from(at..at + 1).shift(range.start());
        edits.push(Edit::delete(place));
    }
    if edits.is_empty() {
        return None;
    }
    let message = if is_bare { "backslashes in a bare URL" } else { "backslashes in a link target" };
    let applicability = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
    let fix = Fix::new("Remove the backslashes", edits, applicability);
    Some(report.found(range, message).at_most(Severity::Warning).fix(fix))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn an_address_of_an_app_store_names_an_app() {
        case("malformed-link").finds(
            "[Get it](«https://play.google.com/store/apps/details?») [a](https://play.google.com/store/apps/details?id=org.a)\n",
        );
        case("malformed-link").finds(
            "[a](https://play.google.com/store/apps/details?hl=en&id=org.a) [b](https://play.google.com/store/apps/)\n",
        );
    }

    #[test]
    fn a_comma_in_an_address_is_found() {
        case("malformed-link").finds("Write to «help@eff,org». Or to help@eff.org, «a.b@eff,org» or a@b, com.\n");
    }

    #[test]
    fn mistyped_schemes_are_found_in_targets_and_in_prose() {
        for wrong in ["https//eff.org/a", "http:/eff.org", "htps://eff.org", "hhttps://eff.org", "https:eff.org/"] {
            case("malformed-link").finds(&format!("[EFF](«{wrong}»)\n"));
            case("malformed-link").finds(&format!("See «{wrong}» and go.\n"));
        }
        case("malformed-link")
            .finds("[a](«https:///») <a href=\"«http:/eff.org»\">x</a>\n\n[b]\n\n[b]: «htp://eff.org»\n");
        case("malformed-link").finds("see «https: //eff.org» and «http://http://eff.org»\n");
    }

    #[test]
    fn the_scheme_is_fixed_safely() {
        case("malformed-link").fixes(Safe, "[a](https//eff.org/b)\n", "[a](https://eff.org/b)\n");
        case("malformed-link").fixes(Safe, "at http:/eff.org, or\n", "at http://eff.org, or\n");
        case("malformed-link").fixes(Safe, "[a](htps://eff.org)\n", "[a](https://eff.org)\n");
        case("malformed-link").fixes(Safe, "[a](http://http://eff.org)\n", "[a](http://http://eff.org)\n");
        case("malformed-link").fixes(Unsafe, "[a](http://http://eff.org)\n", "[a](http://eff.org)\n");
    }

    #[test]
    fn mistyped_hosts_are_found_and_never_fixed_safely() {
        case("malformed-link").finds("[a](«https://www,eff.org/») [b](«https://eff») [c](«https://eff..org»)\n");
        case("malformed-link").fixes(Safe, "[a](https://www,eff.org/)\n", "[a](https://www,eff.org/)\n");
        case("malformed-link").fixes(Unsafe, "[a](https://www,eff.org/)\n", "[a](https://www.eff.org/)\n");
    }

    #[test]
    fn a_host_without_a_scheme_is_found() {
        case("malformed-link")
            .finds("[a](«www.eff.org») [b](«eff.org/x») [c](Trust.md) [d](a.b/c) [e](«help@eff.org»)\n");
        case("malformed-link").fixes(Unsafe, "[a](www.unheard-of.org)\n", "[a](https://www.unheard-of.org)\n");
        case("malformed-link").fixes(Safe, "[e](help@eff.org)\n", "[e](mailto:help@eff.org)\n");
        case("malformed-link").finds("[a](«mail:help@eff.org») [b](«mailto//help@eff.org») [c](mailto:help@eff.org)\n");
        case("malformed-link").finds("[a](MAILTO:help@eff.org) [b](Mailto:help@eff.org) [c](«Maillto:help@eff.org»)\n");
        case("malformed-link").fixes(Safe, "[a](Email:help@eff.org)\n", "[a](mailto:help@eff.org)\n");
        case("malformed-link").file("en/eff.org").finds("[a](eff.org) text www.eff.org <help@eff.org>\n");
    }

    #[test]
    fn spaces_that_break_a_link_are_found() {
        case("malformed-link").finds("[a](«https://eff.org/a b») and «[the EFF] (https://eff.org/)».\n");
        case("malformed-link").fixes(Safe, "See [the EFF] (https://eff.org/).\n", "See [the EFF](https://eff.org/).\n");
        case("malformed-link")
            .finds("[a](https://eff.org \"title\") \\[x y\\] (https://eff.org) [1] (https://eff.org)\n");
    }

    #[test]
    fn swapped_brackets_are_found() {
        case("malformed-link")
            .finds("See «(the EFF)[https://eff.org/]», f(x)[0], (a)[b] and (a) [b](https://eff.org).\n");
        case("malformed-link").fixes(Unsafe, "(EFF)[https://eff.org/a]\n", "[EFF](https://eff.org/a)\n");
    }

    #[test]
    fn backslashes_of_converters_are_removed() {
        case("malformed-link").finds("see «https://securityinabox.org/en/chapter\\_3\\_1»&nbsp;\n");
        let (before, after) = ("at https://a.org/en/chapter\\_3\\_1 now\n", "at https://a.org/en/chapter_3_1 now\n");
        case("malformed-link").fixes(Safe, before, after);
        case("malformed-link").fixes(Safe, "[a](https://a.org/b\\_c)\n", "[a](https://a.org/b_c)\n");
        case("malformed-link").finds("[a](https://en.wikipedia.org/wiki/A_\\(b\\))\n");
    }

    #[test]
    fn unusual_but_valid_addresses_are_left_alone() {
        for url in [
            "https://silentcircle.com/web/faq-zrtp/?#7",
            "https://hackpad.com/x#:h=Trust",
            "mailto:a@b.org?subject=x",
            "tel:+33144836056",
            "signal://signal.group/#x",
            "ftp://ftp.gnu.org/",
            "http://expyuzz4wqqyqhjn.onion/",
            "http://[2001:db8::1]:8080/x",
            "https://bücher.example/ü",
            "https://пример.рф/",
            "data:image/png;base64,iVBORw0KGgo=",
            "http://localhost:4000/",
            "https://eff.org:443/",
            "https://me@eff.org./",
            "https://web.archive.org/web/2015/http://eff.org/",
            "{{site.baseurl}}/x",
            "https://{{host}}/x",
            "//eff.org/x",
            "Trust.md#a",
            "http.md",
        ] {
            case("malformed-link").finds(&format!("[a]({url})\n"));
        }
        case("malformed-link").finds("HTTP/1.1, https: yes, http:, HTTPS://EFF.ORG and `https//eff.org`\n");
    }
}
