use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use firstaid_content::{Generator, Page, Resolved, Target, TokenKind, nearest};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;

use crate::rules::links::scripted_place::is_made_by_script;
use crate::translation::locales::source_of;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links to a heading or an id that the target page does not have.
///
/// ## Why
/// The link opens the page at its top, and the reader has to search for the section. Most such links break when a
/// heading is reworded or translated.
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
/// Writes the id of the translated heading, if the source has a heading with this id and both pages have the same levels
/// of headings; else the most similar id of the page, if there is one. Unsafe, because another section may be meant.
///
/// ## Not reported
/// `#`, `#top`, text fragments (`#:~:text=`), footnotes, template expressions, and pages that include other files are
/// left alone. So are places that scripts make: routes (`#/portal`, `#!login`), tags (`#tag:word`), lines and comments
/// on GitHub (`#L10-L20`). Ids are case-sensitive, as in a browser. A path that leads to no page is found by
/// `broken-path`.
///
/// ## When not to use it
/// For ids that a script or a plug-in of the site generates: the page's source does not have them.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("broken-anchor"), severity: Severity::Error, check: Check::Page(check) };

/// Maximum number of ids of a page that are compared with a wrong one; bounds the time that an untrusted page costs.
const MAX_CANDIDATES: usize = 500;

/// Maximum length, in bytes, of a wrong id that is compared with others.
const MAX_ID: usize = 200;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut ids_by_page: HashMap<*const Page, Ids<'_>> = HashMap::new();
    for (url, range, _) in cx.page.targets().filter(|(.., token)| token.as_link().is_some()) {
        let Some(target) = Target::new(url) else { continue };
        let Some(fragment) = target.fragment.filter(|fragment| !is_implicit(fragment, cx.world.guide.generator()))
        else {
            continue;
        };
        let Some(page) = target_page(cx, &target).filter(|page| page.is_whole() && !page.includes) else { continue };
        let ids = ids_by_page.entry(std::ptr::from_ref(page)).or_insert_with(|| Ids::of(page));
        let decoded = percent_decode_str(fragment).decode_utf8().unwrap_or(Cow::Borrowed(fragment));
        if ids.all.contains(fragment) || ids.all.contains(&*decoded) || is_of_script(&decoded, ids) {
            continue;
        }
        let page_name =
            if std::ptr::eq(page, cx.page) { "this page".to_owned() } else { page.source.path().to_owned() };
        // The fragment cannot be located in a target with entities or escapes, so the whole target is reported.
        let is_verbatim = cx.text(range) == url && url.ends_with(fragment);
        let start = range.end() - fragment.len() as u32;
        let place = if is_verbatim { TextRange::new(start - 1, range.end()) } else { range };
        let finding = report.found(place, format!("no heading or id `#{decoded}` on {page_name}"));
        let translated = translated_id(cx, page, &decoded);
        let finding = match translated {
            Some(_) => finding.note("the translated heading has another id than that of the source"),
            None => finding,
        };
        report.push(match translated.or_else(|| most_similar(&decoded, &ids.all)) {
            Some(id) => {
                let fix = || Fix::replace(place, format!("#{id}"), Applicability::Unsafe);
                if is_verbatim { finding.fix(fix()) } else { finding.help(format!("did you mean `#{id}`?")) }
            }
            None => finding,
        });
    }
}

/// Whether a fragment works on every page, or only the browser or the renderer can resolve it.
fn is_implicit(fragment: &str, generator: Option<Generator>) -> bool {
    let of_theme = match generator {
        Some(Generator::Astro) => "_top",
        Some(Generator::Docusaurus) => "__docusaurus_skipToContent_fallback",
        _ => "",
    };
    fragment == of_theme
        || fragment.is_empty()
        || fragment.eq_ignore_ascii_case("top")
        || fragment.contains(":~:")
        || is_footnote(fragment.trim_start_matches('_'))
}

/// Whether a script or a plug-in of the site makes the place: a route (`#/portal`, `#!login`), a list by tag
/// (`#tag:privacy`), lines of a file or a comment on GitHub. No heading has such an id, save where an id of the page is
/// written in the same way.
fn is_of_script(fragment: &str, ids: &Ids<'_>) -> bool {
    let is_tagged = fragment.split_once(':').is_some_and(|(prefix, rest)| {
        let is_word = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        is_word && !rest.is_empty() && !ids.prefixes.contains(prefix)
    });
    is_tagged || is_made_by_script(fragment)
}

/// `fn:1`, `fnref-1`, `_fn_1`: renderers differ in the separator.
fn is_footnote(fragment: &str) -> bool {
    let rest = fragment.strip_prefix("user-content-").unwrap_or(fragment);
    let rest = rest.strip_prefix("fnref").or_else(|| rest.strip_prefix("fn"));
    rest.is_some_and(|rest| rest.starts_with([':', '-', '_']))
}

/// The page of the guide that a target leads to.
fn target_page<'a>(cx: &PageContext<'a>, target: &Target<'_>) -> Option<&'a Page> {
    if target.path.is_empty() {
        return Some(cx.page);
    }
    match cx.world.guide.resolve_target(cx.page, target) {
        Resolved::Page(index) => {
            let is_published = cx.world.guide.unpublished(cx.page, target).is_none();
            is_published.then(|| &cx.world.guide.pages[index])
        }
        _ => None,
    }
}

/// The ids of the headings and other anchors of a page.
struct Ids<'a> {
    all: HashSet<&'a str>,
    /// Their beginnings before a colon.
    prefixes: HashSet<&'a str>,
}

impl<'a> Ids<'a> {
    fn of(page: &'a Page) -> Self {
        let headings = page.headings.iter().map(|heading| &*heading.anchor);
        let anchors = page.tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Anchor(id) => Some(&**id),
            _ => None,
        });
        let all: HashSet<&str> = headings.chain(anchors).collect();
        let prefixes = all.iter().filter_map(|id| Some(id.split_once(':')?.0)).collect();
        Self { all, prefixes }
    }
}

/// The id on a translated page of the heading that has this id in the source. Only pages with the same levels of
/// headings, one after the other, are compared.
fn translated_id<'a>(cx: &PageContext<'a>, page: &'a Page, id: &str) -> Option<&'a str> {
    let source = source_of(cx.world.guide, page)?;
    let n = source.headings.iter().position(|heading| &*heading.anchor == id)?;
    let levels = |page: &'a Page| page.headings.iter().map(|heading| heading.level);
    levels(source).eq(levels(page)).then(|| &*page.headings[n].anchor)
}

/// The id that differs only in letter case, or else the nearest one.
fn most_similar<'a>(wanted: &str, ids: &HashSet<&'a str>) -> Option<&'a str> {
    if ids.len() > MAX_CANDIDATES || wanted.len() > MAX_ID {
        return None;
    }
    let lower = wanted.to_lowercase();
    let mut same_letters: Vec<&str> = ids.iter().copied().filter(|id| id.to_lowercase() == lower).collect();
    same_letters.sort_unstable();
    same_letters.first().copied().or_else(|| nearest(&lower, ids.iter().copied()))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn missing_ids_are_found_on_the_page_and_on_other_pages() {
        let case = case("broken-anchor").page("en/Trust.md", "# Keys\n\n<a id=\"old\"></a>\n");
        case.finds("# Start\n\n[a](«#strat») [b](#start) [c](Trust.md«#locks») [d](Trust.md#keys) [e](Trust#old)\n");
        case.finds("[a](Trust.html«#nope») <a href=\"«#gone»\">x</a>\n\n[z]: Trust.md«#lost»\n");
    }

    #[test]
    fn ids_are_case_sensitive_and_percent_decoded() {
        case("broken-anchor").finds("# Über uns\n\n[a](#über-uns) [b](#%C3%BCber-uns) [c](«#Über-uns»)\n");
        let messages = case("broken-anchor").messages("# Trust\n\n[a](#Trust)\n");
        assert_eq!(messages, ["no heading or id `#Trust` on this page"]);
        let messages = case("broken-anchor").messages("# Trust\n\n[a](#&#84;rust)\n");
        assert_eq!(messages, ["no heading or id `#Trust` on this page\n  did you mean `#trust`?"]);
    }

    #[test]
    fn implicit_and_explicit_ids_are_fine() {
        case("broken-anchor")
            .finds("[a](#) [b](#top) [c](#:~:text=x) [d](#fn:1) [e](#{{x}}) [f](https://eff.org/#x)\n");
        case("broken-anchor").finds("## One {#uno}\n\n## Two\n{: #dos .x}\n\n[a](#uno) [b](#dos) [c](«#eins»)\n");
    }

    #[test]
    fn places_that_scripts_make_are_fine() {
        case("broken-anchor").finds("[a](#/shop/cart) [b](#!login) [c](#tag:keys) [d](#L4-L9) [e](#issuecomment-12)\n");
        case("broken-anchor").finds("[a](«#shop») [b](«#tagged») [c](«#Lock»)\n");
        case("broken-anchor").finds("## One {#sec:one}\n\n[a](#sec:one) [b](«#sec:oen»)\n");
    }

    #[test]
    fn a_missing_page_is_left_to_broken_path() {
        case("broken-anchor").file("images/x.svg").finds("[a](Gone.md#x) [b](../images/x.svg#layer)\n");
    }

    #[test]
    fn the_fix_writes_the_most_similar_id() {
        case("broken-anchor").fixes(
            Applicability::Unsafe,
            "# Safer computing\n\n[a](#safer-computin)\n",
            "# Safer computing\n\n[a](#safer-computing)\n",
        );
    }
    #[test]
    fn the_fix_writes_the_id_of_the_translated_heading() {
        let source = "# Keys\n\n## Lost keys\n\n[a](#lost-keys)\n\n## More\n";
        let page = |link: &str| format!("# Claves\n\n## Claves perdidas\n\n[a]({link})\n\n## Más\n");
        case("broken-anchor").locale("es").source(source).fixes(
            Applicability::Unsafe,
            &page("#lost-keys"),
            &page("#claves-perdidas"),
        );
    }

    #[test]
    fn headings_of_other_levels_are_not_paired() {
        let source = "# Keys\n\n## Lost keys\n\n[a](#lost-keys)\n\n## More\n";
        let text = "# Claves\n\n### Aviso\n\n## Claves perdidas\n\n[a](#lost-keys)\n\n## Más\n";
        let messages = case("broken-anchor").locale("es").source(source).messages(text);
        assert_eq!(messages, ["no heading or id `#lost-keys` on this page"]);
    }
}
