use firstaid_content::{Page, PageKey, Resolved, Target, Token};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::cues::says_english;
use firstaid_text::TextRange;

use super::foreign_edition::report_foreign_editions;
use crate::rules::links::page_path::path_to;
use crate::translation::edition;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links of a translated page to a page in the source language that the guide also has in the page's language.
/// Also finds links to other sites in English, if other links of the page carry a remark that they are in English, and
/// links of a source page to the edition of a site for another language or country (`/pl-pl/` on an English page).
///
/// ## Why
/// A reader under stress lands on a page that they may not be able to read, and does not know that a translation
/// exists. Such links are often older than the translation.
///
/// ## Example
/// ```markdown
/// Mira [Contraseñas](../en/Passwords.md).
/// ```
///
/// ## Use instead
/// ```markdown
/// Mira [Contraseñas](Passwords.md).
/// ```
///
/// ## Fix
/// Links to the page of this locale. Unsafe where the link has an anchor, because its counterpart is found by the order
/// of headings alone, and display-only where the two pages have different numbers of headings; otherwise safe.
///
/// ## Not reported
/// Links to this page in another language, which let readers change the language. Links with a remark such as "(en
/// inglés)", and links to a page that is missing in the locale. The language of other sites is read only from their
/// addresses (`/en/`, `en.`), and all such links of a page are one info. That a site has an edition in the page's
/// language says nothing about the page that is linked.
///
/// ## When not to use it
/// On pages that list the languages of the guide: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("wrong-locale-link"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (guide, locale) = (cx.world.guide, &cx.page.key.locale);
    if locale == guide.layout.source() {
        report_foreign_editions(cx, report);
        return;
    }
    other_sites(cx, report);
    for (url, range, token) in cx.page.targets().filter(|(.., token)| token.as_link().is_some()) {
        let Some(target) = Target::new(url).filter(|target| !target.path.is_empty()) else { continue };
        let Resolved::Page(index) = guide.resolve_target(cx.page, &target) else { continue };
        let other = &guide.pages[index];
        let names_place = target.fragment.is_some_and(|fragment| !fragment.is_empty());
        let changes_language = other.key.name == cx.page.key.name && !names_place;
        if other.key.locale == *locale || changes_language {
            continue;
        }
        let own = PageKey { locale: locale.clone(), name: other.key.name.clone() };
        let Some(own) = guide.by_key(&own) else { continue };
        if says_english(&cx.page.text()[token.range.end() as usize..]) {
            continue;
        }
        let message = format!("this leads to the page in `{}`; the guide has it in `{locale}`", other.key.locale);
        let path = path_to(cx, own, target.path.starts_with('/'));
        let (anchor, applicability) = match target.fragment.filter(|_| names_place) {
            None => (String::new(), Applicability::Safe),
            Some(id) => match counterpart(other, own, id) {
                Some(id) => (format!("#{id}"), Applicability::Unsafe),
                None => (String::new(), Applicability::DisplayOnly),
            },
        };
        let finding = report.found(range, message);
        report.push(if cx.text(range) == url {
            finding.fix(Fix::replace(range, path.replace(' ', "%20") + &anchor, applicability))
        } else {
            finding.help(format!("write `{path}{anchor}`"))
        });
    }
}

/// Minimum links with a remark that they are in English on a page that is expected to remark on all.
const MIN_REMARKS: usize = 3;

/// Reports links to pages in the source's language that do not say so, on a page where other links do; once.
fn other_sites(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (from, to) = (cx.world.guide.layout.source().language(), cx.language());
    if from != "en" || from == to {
        return;
    }
    let ends_of = |token: &Token| (token.range.start() as usize, token.range.end() as usize);
    let places: Vec<(usize, usize)> = cx.page.targets().map(|(.., token)| ends_of(token)).collect();
    let text = cx.page.text();
    let is_remarked = |n: usize| {
        let end = places.get(n + 1).map_or(text.len(), |next| next.0.max(places[n].1));
        let behind = text[places[n].1..end].lines().next().unwrap_or_default();
        behind.match_indices(['(', '[']).any(|(at, _)| says_english(&behind[at..]))
    };
    let remarks = (0..places.len()).filter(|&n| is_remarked(n)).count();
    if remarks < MIN_REMARKS {
        return;
    }
    let is_silent = |(n, (url, _, token)): &(usize, (&str, TextRange, &Token))| {
        let is_in_source = edition(url, from).is_some() && edition(url, to).is_none();
        is_in_source && !is_remarked(*n) && cx.page.foreign_at(token.range.start()).is_none()
    };
    let silent: Vec<TextRange> =
        cx.page.targets().enumerate().filter(is_silent).map(|(_, (_, range, _))| range).collect();
    // Where most have none, a remark is no custom of the page.
    let Some(&first) = silent.first().filter(|_| silent.len() <= remarks) else { return };
    let message = "this leads to a page in English and does not say so, as other links of this page do";
    let help = format!("link to the page in `{to}`, or say that this page is in another language");
    report.push(report.found(first, message).help(help).at_most(Severity::Info).also(silent.into_iter().skip(1)));
}

/// The id of the same or the corresponding heading of `own`, by its place among the headings of `page`.
fn counterpart<'p>(page: &Page, own: &'p Page, id: &str) -> Option<&'p str> {
    if own.headings.iter().any(|heading| *heading.anchor == *id) {
        return own.headings.iter().find(|heading| *heading.anchor == *id).map(|heading| &*heading.anchor);
    }
    let index = page.headings.iter().position(|heading| *heading.anchor == *id)?;
    (page.headings.len() == own.headings.len()).then(|| &*own.headings[index].anchor)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::{Case, case};

    fn wrong_locale_link() -> Case {
        let source = "---\npermalink: /en/A/\n---\n# A\n\n## Keys\n";
        let own = "---\npermalink: /es/A/\n---\n# A\n\n## Llaves\n";
        case("wrong-locale-link").locale("es").source("# Page\n").page("en/A.md", source).page("es/A.md", own)
    }

    #[test]
    fn links_of_a_source_page_to_a_foreign_edition_are_found() {
        let found = |text: &str| case("wrong-locale-link").messages(text).len();
        assert_eq!(found("[a](https://help.example.net/pl-pl/a), [b](https://help.example.net/pl-pl/b)\n"), 1);
        assert_eq!(found("[a](https://help.example.net/en-VN/a)\n"), 1);
        assert_eq!(found("[a](https://help.example.net/en-us/a), [b](https://help.example.net/en_gb/b)\n"), 0);
        assert_eq!(found("[a](https://help.example.net/a/pl-pl), [b](https://help.example.net/to-do)\n"), 0);
        assert_eq!(found("[a](https://code.example.net/zh-lx)\n"), 0);
        let list = "[a](https://a.net/pl-pl) [b](https://a.net/de-de) [c](https://a.net/fr-fr)\n";
        assert_eq!(found(list), 0);
    }

    #[test]
    fn links_to_the_source_are_fixed_to_the_page_of_the_locale() {
        wrong_locale_link().fixes(Safe, "[a](../en/A.md) [b](/en/A/)\n", "[a](A.md) [b](/es/A/)\n");
        wrong_locale_link().fixes(Unsafe, "[a](../en/A.md#keys)\n", "[a](A.md#llaves)\n");
        wrong_locale_link().finds("[a](«../en/A.md») [b](«/en/A/») [c](A.md) <https://x.example/en/A/>\n");
    }

    #[test]
    fn that_a_site_has_another_edition_is_no_finding() {
        let other = "# A\n\n[a](https://help.example.org/es/security) [b](https://es.news.example/)\n";
        wrong_locale_link()
            .page("es/B.md", other)
            .finds("[x](https://help.example.org/en/security) [y](http://en.news.example/)\n");
        wrong_locale_link().page("es/B.md", other).finds(
            "[x](https://help.example.org/en/a) (en inglés), [y](https://help.example.org/es/), <https://example.org/en>\n",
        );
        wrong_locale_link().page("fr/B.md", "[a](https://a.example/fr/)\n").finds("[z](https://a.example/en/)\n");
    }

    #[test]
    fn a_link_without_the_usual_remark_is_found() {
        let told = "- <https://a.example/> (en inglés)\n- <https://b.example/> (En inglés)\n\
            - [c](https://c.example/en/): texto [EN]\n";
        wrong_locale_link().finds(&format!("{told}- [d](«https://d.example/en/x»)\n- <https://e.example/>\n"));
    }

    #[test]
    fn a_remark_that_most_links_lack_is_no_custom() {
        let told = "- <https://a.example/> (en inglés)\n- <https://b.example/> (En inglés)\n\
            - [c](https://c.example/en/): texto [EN]\n";
        let silent = [0, 1, 2, 3].map(|n| format!("- [d](https://d.example/en/{n})\n")).concat();
        wrong_locale_link().finds(&format!("{told}{silent}"));
    }

    #[test]
    fn links_to_missing_pages_and_to_this_page_in_another_language_are_not_reported() {
        wrong_locale_link().page("en/B.md", "# B\n").finds("[b](../en/B.md) [English](../en/Page.md)\n");
        wrong_locale_link().finds("[a](../en/A.md) (en inglés), [c](«../en/Page.md#page»)\n");
        wrong_locale_link().on("content/en/Other.md").finds("[a](../es/A.md)\n");
    }
}
