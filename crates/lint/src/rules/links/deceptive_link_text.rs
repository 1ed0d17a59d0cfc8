use std::sync::LazyLock;

use firstaid_content::{Link, LinkStyle, Token, TokenKind};
use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_mentions::url_parts::{UrlParts, is_template, looks_like_host};
use firstaid_registry::{Organisation, Status, Tool, registrable_domain};
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;
use regex::Regex;

use super::damage;
use super::malformed::is_malformed;
use super::redirectors::redirect;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links whose text shows one address but which lead to another, and links on the name of one tool or organisation
/// to the home page of another.
///
/// ## Why
/// Phishing works this way. A reader who has learned to check where a link leads cannot trust a guide with such links,
/// and a translator who changes only one of the two addresses sends readers to the wrong place.
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
/// None: a person must decide which of the two is meant.
///
/// ## Not reported
/// Hosts are compared without `www.` and ignoring letter case. A link may lead to a subdomain of the host that is
/// shown, to where the registries know that it moved, and from the name of a service (Addy.io) to the guide's own page
/// on it or to the repository of that name. Two hosts of one site are a warning; a different path on the same host is an
/// info. Names of files and products (README.md, ASP.NET) are not hosts. Copies in web archives are left alone, and so is
/// what `redirector-link` and `malformed-link` report.
///
/// ## When not to use it
/// On pages that show how such links are made: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("deceptive-link-text"), severity: Severity::Error, check: Check::Page(check) };

/// An e-mail address, with or without `mailto:`, and nothing else.
static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)$").expect("a valid pattern"));

/// Hosts of repositories, whose paths begin with the name of a project or of its makers.
const CODE_HOSTS: [&str; 5] = ["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht"];

/// Maximum length of a link text that is checked, in bytes. A longer text is not an address.
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
        let finding = match EMAIL.captures(&text) {
            Some(email) => other_email(report, &email[1], &link.url, range),
            None => other_site(cx, report, shown, &link.url, range)
                .or_else(|| if is_shortened(&text) { None } else { other_path(report, shown, &link.url, range) }),
        };
        if let Some(finding) = named_other(cx, report, &text, &link.url, range) {
            report.push(finding);
        }
        if let Some(finding) = finding {
            report.push(finding.help("use words as the link text, or show the address that the link leads to"));
        }
    }
}

/// The range of the text of a link, without surrounding white space; for `<a href>`, the text up to the next tag.
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
    let is_text = !trimmed.is_empty() && trimmed.len() <= MAX_TEXT && !trimmed.starts_with("![");
    is_text.then(|| TextRange::new(start, start + trimmed.len() as u32))
}

/// A link text without emphasis, backticks, quotation marks and escapes.
fn plain(typed: &str) -> String {
    let text = typed.replace("&amp;", "&").replace("&nbsp;", " ").replace('\\', "");
    text.trim().trim_matches(['*', '_', '`', '<', '>', '"', '\'', '“', '”', '«', '»']).trim().to_owned()
}

/// The first bare URL in a range of the page.
fn first_url<'a>(cx: &'a PageContext<'_>, range: TextRange) -> Option<&'a str> {
    let first = cx.page.tokens.partition_point(|token| token.range.start() < range.start());
    let inside = cx.page.tokens[first..].iter().take_while(|token| token.range.start() < range.end());
    inside.into_iter().find_map(|token| match &token.kind {
        TokenKind::Url(url) => Some(&**url),
        _ => None,
    })
}

/// The finding on a link whose text is the name of one tool or organisation, and which leads to the home page of another.
/// A page of the other may be about the first; its home page is not.
fn named_other(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    text: &str,
    url: &str,
    range: TextRange,
) -> Option<Diagnostic> {
    let parts = UrlParts::new(url);
    if !parts.is_web() || !matches!(parts.full_path(), "" | "/") {
        return None;
    }
    let registry = cx.world.registry;
    let host = parts.bare_host().to_lowercase();
    let owner = EntryOwner::new(registry.organisation_by_host(&host), registry.tool_by_host(&host))?;
    let place = cx.prose.prose_range(range)?;
    let mentions = cx.mentions();
    let mention = &mentions[mentions.binary_search_by_key(&place.start, |mention| mention.range.start).ok()?];
    let tool = registry.tool(mention.entry).filter(|tool| tool.status == Status::Alive);
    let named = EntryOwner::new(registry.organisation(mention.entry), tool)?;
    let is_whole = *cx.prose.text()[place.clone()].trim() == cx.prose.text()[mention.range.clone()];
    let is_one_site = |a: &String| owner.hosts.iter().any(|b| registrable_domain(a) == registrable_domain(b));
    // A tool is linked to the page of its maker, and a maker to that of its tool.
    let may_be_related = named.is_tool != owner.is_tool
        || named.hosts.is_empty()
        || named.hosts.iter().any(is_one_site)
        || named.name.contains(owner.name)
        || owner.name.contains(named.name);
    if !is_whole || may_be_related {
        return None;
    }
    let finding = report.found(range, format!("the text is `{text}`, but the link leads to {}", owner.name));
    Some(finding.at_most(Severity::Warning).help("link to the site that the text names, or name the other"))
}

/// What two entries are compared by.
struct EntryOwner<'r> {
    name: &'r str,
    hosts: &'r [String],
    is_tool: bool,
}

impl<'r> EntryOwner<'r> {
    /// `None` if there is neither entry, or if there are both: then it is not certain which is meant.
    fn new(organisation: Option<&'r Organisation>, tool: Option<&'r Tool>) -> Option<Self> {
        match (organisation, tool) {
            (Some(it), None) => Some(Self { name: &it.name, hosts: &it.hosts, is_tool: false }),
            (None, Some(it)) => Some(Self { name: &it.name, hosts: &it.hosts, is_tool: true }),
            _ => None,
        }
    }
}

/// The finding on a text that shows another e-mail address than that of the link.
fn other_email(report: &Report<'_>, shown: &str, url: &str, range: TextRange) -> Option<Diagnostic> {
    let target = url.get(7..).filter(|_| url[..7].eq_ignore_ascii_case("mailto:"))?;
    let target = target.split('?').next().unwrap_or_default();
    let target = percent_decode_str(target).decode_utf8().ok()?;
    let differs = !target.is_empty() && target.to_lowercase() != shown.to_lowercase();
    differs.then(|| report.found(range, format!("the text shows {shown}, but the link leads to {target}")))
}

/// The finding on a text that shows another host than that of the link.
fn other_site(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    shown: &str,
    url: &str,
    range: TextRange,
) -> Option<Diagnostic> {
    let (text, target) = (UrlParts::shown(shown), UrlParts::new(url));
    let has_scheme = text.is_web() && !text.host.is_empty();
    if !has_scheme && (!looks_like_host(shown) || is_product(&text))
        || is_malformed(cx, url)
        || damage::find(shown).is_some()
    {
        return None;
    }
    let (shown_host, host) = (text.bare_host().to_lowercase(), target.bare_host().to_lowercase());
    if host.is_empty() {
        let is_relative = target.scheme.is_empty() && !target.path.is_empty();
        // A service that is named like a domain, with a link to the guide's own page on it.
        if !has_scheme && is_about(&shown_host, url) {
            return None;
        }
        let finding =
            || report.found(range, format!("the text shows {shown_host}, but the link leads to `{}`", target.path));
        return is_relative.then(finding).map(|finding| finding.at_most(Severity::Warning));
    }
    if !target.is_web() && !target.is_scheme("ftp") || is_archived(&shown_host, &host, url) || redirect(url).is_some() {
        return None;
    }
    // A service that is named like a domain, with a link to the repository of its code.
    if !has_scheme && CODE_HOSTS.contains(&&*host) && is_about(&shown_host, target.path) {
        return None;
    }
    // One may be the Punycode form of the other.
    let may_be_same_idn =
        !shown_host.is_ascii() && host.contains("xn--") || !host.is_ascii() && shown_host.contains("xn--");
    let is_same = shown_host == host
        || is_below(&host, &shown_host)
        || is_known_move(cx, &shown_host, &host)
        || cx.world.registry.is_one_organisation(&shown_host, &host);
    if is_same || may_be_same_idn {
        return None;
    }
    let finding = report.found(range, format!("the text shows {shown_host}, but the link leads to {host}"));
    Some(if is_one_site(&shown_host, &host) { finding.at_most(Severity::Warning) } else { finding })
}

/// Whether a host is one below another, which is not a public suffix such as `github.io`: those below belong to anyone.
fn is_below(host: &str, parent: &str) -> bool {
    host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')) && registrable_domain(parent).is_some()
}

/// Whether a part of the path or the fragment of an address names a host by whole words: `email.md#addyio` and
/// `using-addy-io.md` are about addy.io.
fn is_about(host: &str, url: &str) -> bool {
    /// Minimum letters of the first label of a host that stands for it alone; `t.me` has none.
    const MIN_LABEL: usize = 3;
    let lower = url.to_lowercase();
    let (whole, first) = (host.replace(|c: char| !c.is_alphanumeric(), ""), host.split('.').next().unwrap_or_default());
    let names_host = |words: &[&str]| {
        (0..words.len()).any(|from| {
            let mut rest = &*whole;
            words[from..]
                .iter()
                .map_while(|word| rest.strip_prefix(word).inspect(|left| rest = left))
                .any(str::is_empty)
        })
    };
    lower.split(['/', '#']).any(|part| {
        let name = part.strip_suffix(".md").unwrap_or(part);
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        names_host(&words) || first.len() >= MIN_LABEL && words.concat() == first.replace('-', "")
    })
}

/// Whether the registries know that the shown host moved to the other.
fn is_known_move(cx: &PageContext<'_>, shown: &str, host: &str) -> bool {
    let entry = cx.world.registry.host(shown, "/");
    entry.and_then(|entry| entry.to.as_deref()).is_some_and(|to| UrlParts::new(to).bare_host() == host)
}

/// Whether a text shows a shortened address, so that its path cannot be compared.
fn is_shortened(text: &str) -> bool {
    text.contains(['…', '*']) || text.ends_with("...")
}

/// The finding on a text that shows another path on the same host.
fn other_path(report: &Report<'_>, shown: &str, url: &str, range: TextRange) -> Option<Diagnostic> {
    let (text, target) = (UrlParts::new(shown), UrlParts::new(url));
    let is_same_host = text.is_web() && target.is_web() && text.bare_host() == target.bare_host();
    let decoded = |path: &str| percent_decode_str(path.trim_end_matches('/')).decode_utf8_lossy().into_owned();
    let differs = is_same_host && text.query.is_empty() && decoded(text.path) != decoded(target.path);
    differs.then(|| {
        let message = format!("the text shows `{}`, but the link leads to `{}`", text.full_path(), target.full_path());
        report.found(range, message).at_most(Severity::Info)
    })
}

/// Whether a text is a product name such as `ASP.NET`: capitals inside, no path and no `www.`.
fn is_product(text: &UrlParts<'_>) -> bool {
    let has_inner_capital = text.host.chars().skip(1).any(char::is_uppercase);
    has_inner_capital && text.path.is_empty() && !text.host.to_ascii_lowercase().starts_with("www.")
}

/// Whether the link leads to an archived copy of the address in the text.
fn is_archived(shown_host: &str, host: &str, url: &str) -> bool {
    const ARCHIVES: [&str; 6] =
        ["archive.org", "web.archive.org", "archive.ph", "archive.today", "archive.is", "perma.cc"];
    ARCHIVES.contains(&host) && (host == "perma.cc" || url.to_lowercase().contains(shown_host))
}

/// Whether two hosts have the same registrable domain.
fn is_one_site(a: &str, b: &str) -> bool {
    registrable_domain(a).is_some_and(|domain| registrable_domain(b) == Some(domain))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_name_that_leads_to_the_home_of_another_is_found() {
        let case = case("deceptive-link-text");
        case.finds("[«EFF»](https://www.accessnow.org/), [«Bitwarden»](https://keepassxc.org)\n");
        for fine in [
            "[EFF](https://www.eff.org/), [EFF](https://ssd.eff.org/), [Signal](https://ssd.eff.org/), [EFF](https://signal.org)\n",
            "[Bitwarden](https://keepassxc.org/docs/bitwarden), [KeePassXC's fork](https://bitwarden.com/)\n",
            "[the EFF](https://www.accessnow.org/x), [Amnesty Security Lab](https://www.amnesty.org/)\n",
        ] {
            case.finds(fine);
        }
    }

    #[test]
    fn a_different_host_is_found() {
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
    fn files_are_no_hosts() {
        case("deceptive-link-text").finds("[match.go](https://cpj.org/match.go), [«cpj.ch»](https://eff.org)\n");
    }

    #[test]
    fn names_like_domains_subdomains_and_known_moves_are_fine() {
        case("deceptive-link-text")
            .finds("[Addy.io](mail.md#addyio) [Hide.me](hide-me.md) [eff.org](https://ssd.eff.org/x)\n");
        case("deceptive-link-text").finds("[twofactorauth.org](https://2fa.directory/) [«hide.me»](mail.md)\n");
        case("deceptive-link-text")
            .finds("[«t.me»](acme/me.md) [«t.me»](welcome-to-mentions.md) [t.me](apps.md#tme)\n");
    }

    #[test]
    fn a_service_may_be_linked_to_its_repository() {
        case("deceptive-link-text").finds(
            "[paper.dev](https://github.com/paper-dev/press) [update.paper.dev](https://codeberg.org/x/update.paper.dev) \
             [«paper.dev»](https://github.com/scissors) [«https://paper.dev»](https://github.com/paper-dev) \
             [«paper.dev»](https://scissors.example/paper.dev)\n",
        );
    }

    #[test]
    fn a_subdomain_of_a_public_suffix_belongs_to_anyone() {
        case("deceptive-link-text").finds("[«github.io»](https://evil.github.io/) [«co.uk»](https://evil.co.uk/)\n");
        case("deceptive-link-text")
            .finds("[riseup.net](https://support.riseup.net/) [bbc.co.uk](https://news.bbc.co.uk)\n");
    }

    #[test]
    fn a_different_email_address_is_found() {
        case("deceptive-link-text").finds("[«a@eff.org»](mailto:b@eff.org) [a@eff.org](mailto:A@eff.org?subject=x)\n");
        case("deceptive-link-text").finds("[a@eff.org](https://eff.org/contact) <a@eff.org>\n");
    }

    #[test]
    fn a_different_path_is_only_an_info() {
        let found = case("deceptive-link-text").run("[https://cpj.org/](https://www.cpj.org/es/)\n");
        assert_eq!(found[0].severity, firstaid_diagnostics::Severity::Info);
        case("deceptive-link-text")
            .finds("[cpj.org](https://cpj.org/es/) [http://cpj.org/es](https://www.cpj.org/es/)\n");
        case("deceptive-link-text")
            .finds("[https://cpj.org/…](https://cpj.org/es) [https://cpj.org/](https://cpj.org/?x#y)\n");
    }

    #[test]
    fn files_products_and_words_are_not_hosts() {
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
