use firstaid_content::{Page, Resolved, Target, nearest, paths};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_text::{TextRange, glob_matches};

use super::malformed_link::is_malformed;
use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds links and images inside the guide that lead to no page and no file of it.
///
/// ## Why
/// A reader who is sent to "the next step" must not land on an error page. The usual causes are a renamed page, another
/// letter case, and a translation that lacks the page.
///
/// ## Example
/// ```markdown
/// See [Establishing trust](EstablishTrust.md).
/// ```
///
/// ## Use instead
/// ```markdown
/// See [Establishing trust](EstablishingTrust.md).
/// ```
///
/// ## Fix
/// Shows the page with the nearest name, if one is near; a person must say whether it is meant.
///
/// ## Not reported
/// Addresses with a scheme or a host, template expressions whose value is not known here, and the paths under
/// `links.generated` in `firstaid.toml`
/// are not looked at. A `.html` path leads to the page it is made from. Hosts without a scheme are found by
/// `malformed-link`, and missing headings by `broken-anchor`.
///
/// ## When not to use it
/// On a part of a guide without the rest, where every link out of it is broken; or name what the site generates in
/// `links.generated`.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("broken-path"), family: Family::Links, severity: Severity::Error, check: Check::Page(check) };

/// In a larger guide the nearest name is not looked for: it would cost more than the rest of the run.
const MAX_CANDIDATES: usize = 2000;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for (url, range, token) in cx.page.targets().filter(|(.., token)| token.as_link().is_some()) {
        let Some(target) = Target::new(url).filter(|target| !target.path.is_empty()) else { continue };
        let path = &*target.path;
        if token.as_link().is_some_and(|link| link.style == firstaid_content::LinkStyle::Autolink)
            || is_malformed(cx, url)
        {
            continue;
        }
        let resolved = cx.world.guide.resolve_target(cx.page, &target);
        let below = below_content(cx, path);
        let generated = below.as_deref().is_some_and(|below| {
            cx.world.config.links.generated.iter().any(|it| glob_matches(it.trim_start_matches('/'), below))
        });
        match resolved {
            Resolved::Page(_) | Resolved::File | Resolved::Unknown => {}
            _ if generated => {}
            Resolved::Nothing if below.is_some() => {
                let message = format!("`{path}` leads to no page or file of the guide");
                report.push(with_nearest(cx, report.found(range, message), url, path, range));
            }
            Resolved::Nothing | Resolved::Outside => {
                let finding = report.found(range, format!("`{path}` leads out of the guide's folder"));
                report.push(with_nearest(cx, finding, url, path, range));
            }
        }
    }
}

/// The path below the content folder that a link names; `None` when it climbs out.
fn below_content(cx: &PageContext<'_>, path: &str) -> Option<String> {
    let own = cx.page.source.path();
    let own = own.strip_prefix(&*cx.world.guide.prefix).unwrap_or(own);
    let folder = if path.starts_with('/') { "" } else { paths::folder(own) };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

fn with_nearest(cx: &PageContext<'_>, finding: Diagnostic, url: &str, path: &str, range: TextRange) -> Diagnostic {
    let Some(page) = nearest_page(cx, path) else { return finding };
    let wanted = path_to(cx, page, path.starts_with('/'));
    let finding = finding.help(format!("did you mean `{wanted}`?"));
    if cx.text(range) != url {
        return finding;
    }
    let rest = url.find(['?', '#']).map_or("", |at| &url[at..]);
    finding.fix(Fix::replace(range, wanted.replace(' ', "%20") + rest, Applicability::DisplayOnly))
}

/// The page of this locale whose file name is nearest to the one that a path ends in.
fn nearest_page<'a>(cx: &PageContext<'a>, path: &str) -> Option<&'a Page> {
    let wanted = stem(path);
    let pages = &cx.world.guide.pages;
    if pages.len() > MAX_CANDIDATES || wanted.is_empty() || wanted.len() > 200 {
        return None;
    }
    let locale = |page: &&Page| page.key.locale == cx.page.key.locale;
    let others = || pages.iter().filter(locale).filter(|page| !std::ptr::eq(*page, cx.page));
    let equal = others().find(|page| stem(page.source.path()).to_lowercase() == wanted.to_lowercase());
    equal.or_else(|| {
        let name = nearest(wanted, others().map(|page| stem(page.source.path())))?;
        others().find(|page| stem(page.source.path()) == name)
    })
}

/// The last part of a path, without its extension.
fn stem(path: &str) -> &str {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let page = [".md", ".html", ".htm"].iter().find_map(|extension| name.strip_suffix(extension));
    page.unwrap_or(name)
}

/// How a link on this page names another page.
pub(super) fn path_to(cx: &PageContext<'_>, page: &Page, absolute: bool) -> String {
    let below = |page: &'_ Page| -> String {
        let path = page.source.path();
        path.strip_prefix(&*cx.world.guide.prefix).unwrap_or(path).to_owned()
    };
    let to = below(page);
    if absolute {
        let permalink = page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("permalink"));
        return permalink.map_or_else(|| format!("/{to}"), str::to_owned);
    }
    let from = below(cx.page);
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().min(to.len()) - 1;
    let common = (0..folders).take_while(|&n| from[n] == to[n]).count();
    let up = std::iter::repeat_n("..", from.len() - 1 - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn guide() -> Case {
        let permalink = "---\npermalink: /en/Resources/\n---\n";
        case("broken-path").page("en/Trust.md", "").page("en/Resources.md", permalink).page("de/Trust.md", "")
    }

    #[test]
    fn paths_that_lead_nowhere_are_found() {
        guide().finds("[a](«Trst.md») ![b](«../images/x.png») [c](«/fr/Trust.md») <a href=\"«x/»\">y</a>\n");
        guide().finds("[a][b]\n\n[b]: «Gone.md#top»\n");
    }

    #[test]
    fn pages_files_folders_and_permalinks_are_fine() {
        let guide = guide().file("images/a b.png");
        guide.finds(
            "[a](Trust.md#x) [b](Trust) [c](Trust.html) [d](../de/Trust.md) [e](/en/Resources/) [f](/) [g](.)\n",
        );
        guide.finds("![x](../images/a%20b.png) ![y](<../images/a b.png>) [z](../images/) [q](?a=b) [r](#) [s]()\n");
    }

    #[test]
    fn other_sites_and_templates_are_not_looked_at() {
        guide().finds("[a](https://eff.org/x.md) [b](//eff.org) [c](mailto:a@b.org) [d]({{page.url}}/x) [e](tel:1)\n");
        guide().finds("[a](www.eff.org) [b](eff.org/x) [c](https//eff.org) <help@eff.org>\n");
    }

    #[test]
    fn templates_lead_somewhere_where_that_can_be_told() {
        guide().finds(
            "[a]({{ site.baseurl }}/en/Resources/) [b]({% link en/Trust.md %}#x) [c]({{< ref \"Trust.md\" >}}) [d]({{ \"/en/Resources/\" | relative_url }})\n",
        );
        guide().finds(
            "[a](«{{ site.baseurl }}/en/Gone/») [b](«{% link en/Gone.md %}») [c](«{{< ref \"Gone.md\" >}}») [d]({{ link }})\n",
        );
    }

    #[test]
    fn generated_paths_are_the_configurations_business() {
        let guide = guide().config("[links]\ngenerated = [\"feed.xml\", \"*/print/*.pdf\"]\n");
        guide.finds("[a](/feed.xml) [b](../feed.xml) [c](/en/print/x.pdf) [d](print/y.pdf) [e](«/feed.json»)\n");
    }

    #[test]
    fn the_nearest_page_is_shown() {
        assert!(guide().messages("[a](trust.md)\n")[0].ends_with("did you mean `Trust.md`?"));
        assert!(guide().messages("[a](/en/Resource/)\n")[0].ends_with("did you mean `/en/Resources/`?"));
        assert!(guide().messages("[a](sub/Trust.md)\n")[0].ends_with("did you mean `Trust.md`?"));
        assert_eq!(guide().messages("[a](Glossary.md)\n"), ["`Glossary.md` leads to no page or file of the guide"]);
    }

    #[test]
    fn climbing_out_is_told_as_such() {
        for path in ["../../README", "../../../../etc/passwd", "..%2f..%2f..%2fx"] {
            let messages = guide().messages(&format!("[a]({path})\n"));
            assert!(messages[0].contains("leads out of the guide's folder"), "{messages:?}");
        }
    }
}
