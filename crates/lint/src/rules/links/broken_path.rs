use firstaid_content::{Generator, Page, Resolved, Target, Unpublished, nearest, paths};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_text::{TextRange, glob_matches};

use super::malformed::is_malformed;
use super::page_path::path_to;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links and images inside the guide whose target is not a page or a file of it, or of which the site has no page:
/// a draft, a file whose name begins with `_` in Docusaurus, a page that `SUMMARY.md` of mdBook does not list.
///
/// ## Why
/// A reader who follows a link to "the next step" must not land on an error page. The usual causes are a renamed page,
/// different letter case, and a page that is missing in a translation.
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
/// Shows the page with the most similar name, if there is one; a person must decide whether it is meant.
///
/// ## Not reported
/// Addresses with a scheme or a host, template expressions whose value is unknown, and the paths in `links.generated`
/// of `firstaid.toml` are not checked. A `.html` path leads to the page that it is generated from. Hosts without a
/// scheme are found by `malformed-link`, and missing headings by `broken-anchor`.
///
/// ## When not to use it
/// On a part of a guide without the rest, where every link to the rest is broken. For paths that the site generates,
/// set `links.generated` instead.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("broken-path"), severity: Severity::Error, check: Check::Page(check) };

/// Maximum number of pages of a guide whose names are compared with that of a wrong path. In a larger guide this would
/// cost more than the rest of the run.
const MAX_CANDIDATES: usize = 2000;

/// Maximum length, in bytes, of a wrong name that is compared with others.
const MAX_NAME: usize = 200;

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
        let content_path = content_path(cx, path);
        let is_generated = content_path.as_deref().is_some_and(|path| {
            cx.world.config.links.generated.iter().any(|it| glob_matches(it.trim_start_matches('/'), path))
        });
        match resolved {
            _ if is_generated => {}
            Resolved::Page(_) | Resolved::File | Resolved::Unknown => {
                if let Some(why) = cx.world.guide.unpublished(cx.page, &target) {
                    let finding = report.found(range, format!("the site has no page at `{path}`"));
                    report.push(finding.note(reason(why, cx.world.guide.generator())));
                }
            }
            Resolved::Nothing if content_path.is_some() => {
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

/// Why the site has nothing at a path, although the guide has the file.
fn reason(why: Unpublished, generator: Option<Generator>) -> &'static str {
    match (why, generator) {
        (Unpublished::Draft, _) => "the page is a draft, which the site leaves out",
        (Unpublished::NoPage, _) => "the site makes no page of this file",
        (Unpublished::NotAChapter, _) => "`SUMMARY.md` does not list the page, so mdBook leaves it out",
        (Unpublished::Renamed, Some(Generator::MdBook)) => {
            "mdBook makes `index.html` of `README.md`, and does not change links to it: write `index.md`"
        }
        (Unpublished::FileName, Some(Generator::Docusaurus)) => {
            "Docusaurus finds files in the same part of the site only: write the address of the page"
        }
        (Unpublished::FileName, _) => "Starlight does not change links to files: write the address of the page",
        (Unpublished::Renamed, _) => "the page's own `slug` replaces the address that its file would have",
    }
}

/// The target of a link as a path relative to the content folder; `None` if it is outside of that folder.
fn content_path(cx: &PageContext<'_>, path: &str) -> Option<String> {
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

/// The finding with the path of the page that has the most similar name, if there is one.
fn with_nearest(cx: &PageContext<'_>, finding: Diagnostic, url: &str, path: &str, range: TextRange) -> Diagnostic {
    let Some(page) = nearest_page(cx, path) else { return finding };
    let is_of_wiki = url.starts_with("[[");
    let suggestion = if is_of_wiki { wiki_name(cx, page) } else { path_to(cx, page, path.starts_with('/')) };
    let finding = finding.help(format!("did you mean `{suggestion}`?"));
    if cx.text(range) != url {
        return finding;
    }
    let suffix = url.find(['?', '#']).map_or("", |at| &url[at..]);
    finding.fix(Fix::replace(range, suggestion.replace(' ', "%20") + suffix, Applicability::DisplayOnly))
}

/// The name of a page from the root of its wiki.
fn wiki_name(cx: &PageContext<'_>, page: &Page) -> String {
    let path = page.source.path();
    let below = path.strip_prefix(&*cx.world.guide.prefix).unwrap_or(path);
    below.strip_suffix(".mdwn").unwrap_or(below).to_owned()
}

/// The page of the same locale whose file name is most similar to the last part of a path.
fn nearest_page<'a>(cx: &PageContext<'a>, path: &str) -> Option<&'a Page> {
    let wanted = stem(path);
    let pages = &cx.world.guide.pages;
    if pages.len() > MAX_CANDIDATES || wanted.is_empty() || wanted.len() > MAX_NAME {
        return None;
    }
    let has_same_locale = |page: &&Page| page.key.locale == cx.page.key.locale;
    let others = || pages.iter().filter(has_same_locale).filter(|page| !std::ptr::eq(*page, cx.page));
    let lower = wanted.to_lowercase();
    let is_wanted = |name: &str| {
        name.eq_ignore_ascii_case(wanted) || !(name.is_ascii() && wanted.is_ascii()) && name.to_lowercase() == lower
    };
    let equal = others().find(|page| is_wanted(stem(page.source.path())));
    equal.or_else(|| {
        let name = nearest(wanted, others().map(|page| stem(page.source.path())))?;
        others().find(|page| stem(page.source.path()) == name)
    })
}

/// The last part of a path, without its extension.
fn stem(path: &str) -> &str {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = [".md", ".mdwn", ".html", ".htm"].iter().find_map(|extension| name.strip_suffix(extension));
    stem.unwrap_or(name)
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
    fn other_sites_and_unknown_templates_are_not_checked() {
        guide().finds("[a](mailto//x@eff.org) [b](maillto//x@eff.org)\n");
        guide().finds("[a](https://eff.org/x.md) [b](//eff.org) [c](mailto:a@b.org) [d]({{page.url}}/x) [e](tel:1)\n");
        guide().finds("[a](www.eff.org) [b](eff.org/x) [c](https//eff.org) <help@eff.org>\n");
    }

    #[test]
    fn templates_with_a_known_value_are_resolved() {
        guide().finds(
            "[a]({{ site.baseurl }}/en/Resources/) [b]({% link en/Trust.md %}#x) [c]({{< ref \"Trust.md\" >}}) [d]({{ \"/en/Resources/\" | relative_url }})\n",
        );
        guide().finds(
            "[a](«{{ site.baseurl }}/en/Gone/») [b](«{% link en/Gone.md %}») [c](«{{< ref \"Gone.md\" >}}») [d]({{ link }})\n",
        );
    }

    #[test]
    fn generated_paths_of_the_configuration_are_fine() {
        let guide = guide().config("[links]\ngenerated = [\"feed.xml\", \"*/print/*.pdf\"]\n");
        guide.finds("[a](/feed.xml) [b](../feed.xml) [c](/en/print/x.pdf) [d](print/y.pdf) [e](«/feed.json»)\n");
    }

    #[test]
    fn the_most_similar_page_is_suggested() {
        assert!(guide().messages("[a](trust.md)\n")[0].ends_with("did you mean `Trust.md`?"));
        assert!(guide().messages("[a](/en/Resource/)\n")[0].ends_with("did you mean `/en/Resources/`?"));
        assert!(guide().messages("[a](sub/Trust.md)\n")[0].ends_with("did you mean `Trust.md`?"));
        assert_eq!(guide().messages("[a](Glossary.md)\n"), ["`Glossary.md` leads to no page or file of the guide"]);
    }

    #[test]
    fn a_path_out_of_the_guide_has_its_own_message() {
        for path in ["../../README", "../../../../etc/passwd", "..%2f..%2f..%2fx"] {
            let messages = guide().messages(&format!("[a]({path})\n"));
            assert!(messages[0].contains("leads out of the guide's folder"), "{messages:?}");
        }
    }
}
