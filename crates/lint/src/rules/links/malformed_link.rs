use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use firstaid_content::{LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};
use regex::Regex;

use super::damage::{self, Damage};
use super::malformed::{ADDRESS, leads_to_host_as_file};
use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::url_parts::{UrlParts, is_template};

/// ## What it does
/// Finds addresses and links that are written wrong: `https//`, `htps://`, a comma for a dot, a blank inside the
/// target or before it, a host without its scheme as a target, backslashes from a converter.
///
/// ## Why
/// The reader sees a link that leads nowhere, or no link at all. A browser may take the rest of a broken address for a
/// word to search for, or for a file of this site.
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
/// Mends the scheme, the slashes, the backslashes and the blank before the target; safe. What touches the host is
/// unsafe, and so is a new `https://` before a host that is not known to speak it.
///
/// ## Not reported
/// Odd but valid addresses are left alone: an empty query, any characters in a fragment, IPv6 and IDN hosts. Template
/// expressions are not looked at. Bare addresses that begin with `www.` are found by `bare-url`.
///
/// ## When not to use it
/// On pages that show broken links on purpose: put them into code, and it is silent.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("malformed-link"), severity: Severity::Error, check: Check::Page(check) };

/// The same in running text, where a host with a dot must follow.
static HEAD_IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b (?: h+t+p+s*|hpt+s?|htpts?|tt+ps?|tthps? ) (?: [:;][/\\]* | [/\\]{2,} | \s*:\s*//\s* )
          [\p{L}\p{N}-]+ (?: \.[\p{L}\p{N}-]+ )+ [^\s<>()\[\]\u{fffc}]*",
    )
    .expect("a valid pattern")
});

/// What every damaged head has in it, to pass over the rest of the text fast.
static HEAD_HINT: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = ["htp", "ttp", "hpt", "thp"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(hints).expect("valid patterns")
});

/// What was meant as a link and is none: brackets that are left in the prose.
static LEFT_OVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[([^\[\]\n]{1,300})\](\s{0,3})\(\s*((?:\u{fffc}|(?i:https?:|mailto:))[^()\n]{0,1000})\)")
        .expect("a valid pattern")
});

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut broken: Vec<TextRange> = Vec::new();
    let mut seen = 0;
    for (url, range, token) in cx.page.targets() {
        // What the parser takes for one more address may be the rest of a doubled one.
        let is_alone = matches!(token.kind, TokenKind::Url(_));
        if is_alone && range.start() < seen {
            continue;
        }
        let (url, range) = doubled(cx, token).unwrap_or((url, range));
        if is_alone {
            seen = range.end();
        }
        let Some(finding) = target(cx, report, url, range, token) else { continue };
        broken.push(token.range.cover(range));
        report.push(finding);
    }
    let broken = Covered::new(broken);
    // Most pages have neither a scheme nor a bracket left in their prose.
    let may_have_head = HEAD_HINT.is_match(cx.prose.text());
    for (at, _, block) in cx.prose.blocks().filter(|(.., block)| may_have_head || block.contains(']')) {
        for hit in HEAD_IN_TEXT.find_iter(block) {
            let typed = hit.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '»', '”']);
            let range = cx.prose.source_range(at + hit.start()..at + hit.start() + typed.len());
            let Some(defect) = damage::of(typed) else { continue };
            if !broken.contains(range) {
                report.push(told(cx, report, defect, typed, range));
            }
        }
        for hit in LEFT_OVER.captures_iter(block) {
            let place = |n: usize| {
                let part = hit.get(n).map(|part| part.range()).unwrap_or_default();
                cx.prose.source_range(at + part.start..at + part.end)
            };
            if let Some(finding) = left_over(cx, report, place(0), place(2), place(3), &hit[1]) {
                report.push(finding);
            }
        }
    }
}

/// Ranges that are asked often whether one of them covers another: a page may have a hundred thousand.
struct Covered {
    /// By start, each with the furthest end so far.
    ends: Vec<(u32, u32)>,
}

impl Covered {
    fn new(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable();
        let furthest = ranges.into_iter().scan(0, |end: &mut u32, range| {
            *end = range.end().max(*end);
            Some((range.start(), *end))
        });
        Self { ends: furthest.collect() }
    }

    fn contains(&self, range: TextRange) -> bool {
        let before = self.ends.partition_point(|&(start, _)| start <= range.start());
        before.checked_sub(1).is_some_and(|last| self.ends[last].1 >= range.end())
    }
}

/// All of `http://http://eff.org` in running text, of which the parser takes `http://http` for an address.
fn doubled<'a>(cx: &'a PageContext<'_>, token: &Token) -> Option<(&'a str, TextRange)> {
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

fn target(cx: &PageContext<'_>, report: &Report<'_>, url: &str, range: TextRange, token: &Token) -> Option<Diagnostic> {
    if is_template(url) {
        return None;
    }
    if let Some(defect) = damage::of(url) {
        let finding = told(cx, report, defect, url, range);
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
    let parts = UrlParts::new(url);
    if ADDRESS.is_match(url) {
        let finding = report.found(range, format!("`{url}` is an e-mail address without `mailto:`"));
        let edits = vec![Edit::insert(range.start(), "mailto:")];
        return Some(finding.fix(Fix::new("Write `mailto:` before it", edits, Applicability::Safe)));
    }
    let host = UrlParts::shown(url).bare_host();
    if !leads_to_host_as_file(cx, url) || link.style == LinkStyle::Image && parts.path.contains('/') {
        return None;
    }
    let sure = cx.world.registry.speaks_https(&host);
    let edits = vec![Edit::insert(range.start(), "https://")];
    let fix =
        Fix::new("Write `https://` before it", edits, if sure { Applicability::Safe } else { Applicability::Unsafe });
    Some(report.found(range, format!("`{url}` has no scheme, so it leads to a file of this site")).fix(fix))
}

fn told(cx: &PageContext<'_>, report: &Report<'_>, defect: Damage, url: &str, range: TextRange) -> Diagnostic {
    let finding = report.found(range, defect.message);
    match defect.mend {
        Some((place, with, applicability)) if cx.text(range) == url => {
            let edit = Edit::replace(TextRange::from(place).shift(range.start()), &*with);
            let title = if with.is_empty() { "Remove it".to_owned() } else { format!("Write `{with}`") };
            finding.fix(Fix::new(title, vec![edit], applicability))
        }
        _ => finding.help("write the address as your browser shows it"),
    }
}

/// Backslashes that a converter put before `_` and the like.
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
    let bare = matches!(token.kind, TokenKind::Url(_));
    // A target needs the backslash before a bracket; running text may need the one before a star.
    let removable = |next: char| matches!(next, '_' | '-' | '.' | '~' | '#' | '+' | '=' | '&' | '!');
    let host_end = typed.find("://").map_or(0, |at| at + 3);
    let host_end = typed[host_end..].find('/').map_or(typed.len(), |at| host_end + at);
    let (mut edits, mut safe) = (Vec::new(), true);
    for (at, _) in typed.match_indices('\\') {
        let mut after = typed[at + 1..].chars();
        if !after.next().is_some_and(removable) {
            continue;
        }
        // Between letters an underscore never begins emphasis.
        let inside_word =
            typed[..at].ends_with(char::is_alphanumeric) && after.next().is_some_and(char::is_alphanumeric);
        safe &= at > host_end && (!bare || inside_word);
        let place = TextRange::from(at..at + 1).shift(range.start());
        edits.push(Edit::delete(place));
    }
    if edits.is_empty() {
        return None;
    }
    let message = if bare { "backslashes in a bare address" } else { "backslashes in the target of a link" };
    let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
    let fix = Fix::new("Take the backslashes out", edits, applicability);
    Some(report.found(range, message).at_most(Severity::Warning).fix(fix))
}

/// `[text] (target)` and `[text](two words)`, neither of which is a link.
fn left_over(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    whole: TextRange,
    gap: TextRange,
    target: TextRange,
    text: &str,
) -> Option<Diagnostic> {
    let typed = cx.text(target).trim_end();
    let is_address = damage::has_scheme(typed) || typed.starts_with("www.") || typed.starts_with("mailto:");
    // Escaped brackets are meant to be seen; `[1]` is a note.
    let note = text.trim().len() < 2 || text.trim().bytes().all(|b| b.is_ascii_digit());
    let escaped = cx.text(whole).contains("\\[") || cx.text(whole).contains("\\]");
    if !is_address || escaped || note && !gap.is_empty() {
        return None;
    }
    let blank = typed.find(char::is_whitespace);
    if !gap.is_empty() && blank.is_none() {
        let fix = Fix::new("Remove the blank", vec![Edit::delete(gap)], Applicability::Safe);
        let finding = report.found(whole, "a blank between the text of a link and its target");
        return Some(finding.help("write `[text](target)` without a blank, else it is no link").fix(fix));
    }
    let blank = blank?;
    if !gap.is_empty() || typed[blank..].trim_start().starts_with(['"', '\'']) {
        return None;
    }
    let range = TextRange::new(target.start(), target.start() + typed.len() as u32);
    let finding = report.found(range, "a blank inside the target, so this is no link");
    let fix = Fix::replace(range, typed.replace(' ', "%20"), Applicability::DisplayOnly);
    Some(finding.help("take the blank out, or write it as `%20`; a title stands in quotation marks").fix(fix))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn damaged_schemes_are_found_in_targets_and_in_text() {
        for wrong in ["https//eff.org/a", "http:/eff.org", "htps://eff.org", "hhttps://eff.org", "https:eff.org/"] {
            case("malformed-link").finds(&format!("[EFF](«{wrong}»)\n"));
            case("malformed-link").finds(&format!("See «{wrong}» and go.\n"));
        }
        case("malformed-link")
            .finds("[a](«https:///») <a href=\"«http:/eff.org»\">x</a>\n\n[b]\n\n[b]: «htp://eff.org»\n");
        case("malformed-link").finds("see «https: //eff.org» and «http://http://eff.org»\n");
    }

    #[test]
    fn the_scheme_is_mended_safely() {
        case("malformed-link").fixes(Safe, "[a](https//eff.org/b)\n", "[a](https://eff.org/b)\n");
        case("malformed-link").fixes(Safe, "at http:/eff.org, or\n", "at http://eff.org, or\n");
        case("malformed-link").fixes(Safe, "[a](htps://eff.org)\n", "[a](https://eff.org)\n");
        case("malformed-link").fixes(Safe, "[a](http://http://eff.org)\n", "[a](http://http://eff.org)\n");
        case("malformed-link").fixes(Unsafe, "[a](http://http://eff.org)\n", "[a](http://eff.org)\n");
    }

    #[test]
    fn damaged_hosts_are_found_and_never_mended_safely() {
        case("malformed-link").finds("[a](«https://www,eff.org/») [b](«https://eff») [c](«https://eff..org»)\n");
        case("malformed-link").fixes(Safe, "[a](https://www,eff.org/)\n", "[a](https://www,eff.org/)\n");
        case("malformed-link").fixes(Unsafe, "[a](https://www,eff.org/)\n", "[a](https://www.eff.org/)\n");
    }

    #[test]
    fn a_host_without_scheme_is_no_target() {
        case("malformed-link")
            .finds("[a](«www.eff.org») [b](«eff.org/x») [c](Trust.md) [d](a.b/c) [e](«help@eff.org»)\n");
        case("malformed-link").fixes(Unsafe, "[a](www.unheard-of.org)\n", "[a](https://www.unheard-of.org)\n");
        case("malformed-link").fixes(Safe, "[e](help@eff.org)\n", "[e](mailto:help@eff.org)\n");
        case("malformed-link").file("en/eff.org").finds("[a](eff.org) text www.eff.org <help@eff.org>\n");
    }

    #[test]
    fn blanks_make_text_of_a_link() {
        case("malformed-link").finds("[a](«https://eff.org/a b») and «[the EFF] (https://eff.org/)».\n");
        case("malformed-link").fixes(Safe, "See [the EFF] (https://eff.org/).\n", "See [the EFF](https://eff.org/).\n");
        case("malformed-link")
            .finds("[a](https://eff.org \"title\") \\[x y\\] (https://eff.org) [1] (https://eff.org)\n");
    }

    #[test]
    fn backslashes_of_converters_are_taken_out() {
        case("malformed-link").finds("see «https://securityinabox.org/en/chapter\\_3\\_1»&nbsp;\n");
        let (before, after) = ("at https://a.org/en/chapter\\_3\\_1 now\n", "at https://a.org/en/chapter_3_1 now\n");
        case("malformed-link").fixes(Safe, before, after);
        case("malformed-link").fixes(Safe, "[a](https://a.org/b\\_c)\n", "[a](https://a.org/b_c)\n");
        case("malformed-link").finds("[a](https://en.wikipedia.org/wiki/A_\\(b\\))\n");
    }

    #[test]
    fn odd_but_valid_addresses_are_left_alone() {
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
