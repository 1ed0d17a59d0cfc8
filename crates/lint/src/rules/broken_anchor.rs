use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use firstaid_content::{Page, Resolved, Target, TokenKind, nearest};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;

use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds links to a heading or an id that the page they lead to does not have.
///
/// ## Why
/// The link opens the page at its top, and the reader has to find the place alone. It mostly happens when a heading is
/// reworded or translated.
///
/// ## Example
/// ```markdown
/// See [safer computing](#safer-computin).
///
/// ## Safer computing
/// ```
///
/// ## Use instead
/// ```markdown
/// See [safer computing](#safer-computing).
///
/// ## Safer computing
/// ```
///
/// ## Fix
/// Writes the nearest id that the page has, if one is near; unsafe, because another place may be meant.
///
/// ## Not reported
/// `#`, `#top`, text fragments (`#:~:text=`), footnotes, template expressions, and pages that include other files are
/// left alone. Letter case counts,
/// as it does in a browser. A path that leads to no page is found by `broken-path`.
///
/// ## When not to use it
/// For ids that a script or a plug-in of the site makes: the page's source does not have them.
pub(crate) const RULE: Rule = Rule {
    name: RuleName("broken-anchor"),
    family: Family::Links,
    severity: Severity::Error,
    check: Check::Page(check),
};

/// More ids than this are not searched for the nearest: a stranger's page must not cost seconds.
const MAX_CANDIDATES: usize = 500;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut known: HashMap<*const Page, HashSet<&str>> = HashMap::new();
    for (url, range, _) in cx.page.targets().filter(|(.., token)| token.as_link().is_some()) {
        let Some(target) = Target::new(url) else { continue };
        let Some(fragment) = target.fragment.filter(|fragment| !is_always_there(fragment)) else { continue };
        let Some(page) = page_of(cx, &target).filter(|page| page.is_whole() && !page.includes) else { continue };
        let ids = known.entry(std::ptr::from_ref(page)).or_insert_with(|| ids(page));
        let decoded = percent_decode_str(fragment).decode_utf8().unwrap_or(Cow::Borrowed(fragment));
        if ids.contains(fragment) || ids.contains(&*decoded) {
            continue;
        }
        let whose = if std::ptr::eq(page, cx.page) { "this page".to_owned() } else { page.source.path().to_owned() };
        // With entities in the way the target as a whole stands for its fragment.
        let plain = cx.text(range) == url && url.ends_with(fragment);
        let start = range.end() - fragment.len() as u32;
        let place = if plain { TextRange::new(start - 1, range.end()) } else { range };
        let finding = report.found(place, format!("no heading or id `#{decoded}` on {whose}"));
        report.push(match near(&decoded, ids) {
            Some(id) => {
                let finding = finding.help(format!("did you mean `#{id}`?"));
                let fix = Fix::replace(place, format!("#{id}"), Applicability::Unsafe);
                if plain { finding.fix(fix) } else { finding }
            }
            None => finding,
        });
    }
}

/// What every page has, and what only the browser or the renderer knows.
fn is_always_there(fragment: &str) -> bool {
    fragment.is_empty()
        || fragment.eq_ignore_ascii_case("top")
        || fragment.contains(":~:")
        || is_footnote(fragment.trim_start_matches('_'))
}

/// `fn:1`, `fnref-1`, `_fn_1`: each renderer joins them in its own way.
fn is_footnote(fragment: &str) -> bool {
    let rest = fragment.strip_prefix("user-content-").unwrap_or(fragment);
    let rest = rest.strip_prefix("fnref").or_else(|| rest.strip_prefix("fn"));
    rest.is_some_and(|rest| rest.starts_with([':', '-', '_']))
}

/// The page of the guide that a target leads to.
fn page_of<'a>(cx: &PageContext<'a>, target: &Target<'_>) -> Option<&'a Page> {
    if target.path.is_empty() {
        return Some(cx.page);
    }
    match cx.world.guide.resolve_target(cx.page, target) {
        Resolved::Page(index) => Some(&cx.world.guide.pages[index]),
        _ => None,
    }
}

fn ids(page: &Page) -> HashSet<&str> {
    let headings = page.headings.iter().map(|heading| &*heading.anchor);
    let anchors = page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Anchor(id) => Some(&**id),
        _ => None,
    });
    headings.chain(anchors).collect()
}

fn near<'a>(wanted: &str, ids: &HashSet<&'a str>) -> Option<&'a str> {
    if ids.len() > MAX_CANDIDATES || wanted.len() > 200 {
        return None;
    }
    let lower = wanted.to_lowercase();
    let mut same: Vec<&str> = ids.iter().copied().filter(|id| id.to_lowercase() == lower).collect();
    same.sort_unstable();
    same.first().copied().or_else(|| nearest(&lower, ids.iter().copied()))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn missing_ids_are_found_here_and_on_other_pages() {
        let case = case("broken-anchor").page("en/Trust.md", "# Keys\n\n<a id=\"old\"></a>\n");
        case.finds("# Start\n\n[a](«#strat») [b](#start) [c](Trust.md«#locks») [d](Trust.md#keys) [e](Trust#old)\n");
        case.finds("[a](Trust.html«#nope») <a href=\"«#gone»\">x</a>\n\n[z]: Trust.md«#lost»\n");
    }

    #[test]
    fn letter_case_counts_and_escapes_are_undone() {
        case("broken-anchor").finds("# Über uns\n\n[a](#über-uns) [b](#%C3%BCber-uns) [c](«#Über-uns»)\n");
        let messages = case("broken-anchor").messages("# Trust\n\n[a](#Trust)\n");
        assert_eq!(messages, ["no heading or id `#Trust` on this page\n  did you mean `#trust`?"]);
    }

    #[test]
    fn what_browsers_and_renderers_know_is_fine() {
        case("broken-anchor")
            .finds("[a](#) [b](#top) [c](#:~:text=x) [d](#fn:1) [e](#{{x}}) [f](https://eff.org/#x)\n");
        case("broken-anchor").finds("## One {#uno}\n\n## Two\n{: #dos .x}\n\n[a](#uno) [b](#dos) [c](«#eins»)\n");
    }

    #[test]
    fn a_missing_page_is_not_our_business() {
        case("broken-anchor").file("images/x.svg").finds("[a](Gone.md#x) [b](../images/x.svg#layer)\n");
    }

    #[test]
    fn the_fix_writes_the_nearest_id() {
        case("broken-anchor").fixes(
            Applicability::Unsafe,
            "# Safer computing\n\n[a](#safer-computin)\n",
            "# Safer computing\n\n[a](#safer-computing)\n",
        );
    }
}
