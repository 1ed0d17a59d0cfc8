use firstaid_content::{Locale, PageKey};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds permalinks that do not fit their page: another name or language than the file has, or a permalink that two
/// pages have.
///
/// ## Why
/// A translation often begins as a copy of the source. If its permalink stays the same, the site writes both pages to
/// one file, and readers of one language get the other, or nothing.
///
/// ## Example
/// ```markdown
/// ---
/// permalink: /en/Passwords/
/// ---
/// ```
/// in `content/es/Passwords.md`
///
/// ## Use instead
/// ```markdown
/// ---
/// permalink: /es/Passwords/
/// ---
/// ```
///
/// ## Fix
/// Writes the permalink of the pattern in the configuration (`front-matter.permalink`), or replaces the locale by that
/// of the page; unsafe, because existing links to the page may break.
///
/// ## Not reported
/// Pages without a permalink. Without a pattern in the configuration, only languages and duplicate permalinks are
/// checked.
///
/// ## When not to use it
/// Where each permalink is chosen or translated: leave the pattern out, and only conflicts are found.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("permalink-mismatch"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let entry = cx.page.front_matter.as_ref().and_then(|front_matter| front_matter.get("permalink"));
    let Some(entry) = entry.filter(|entry| !entry.value.is_null()) else { return };
    let Some(permalink) = entry.value.as_str() else { return };
    let range = entry.value.range;
    let others = cx.world.guide.pages_at(permalink).map(|page| page.source.path());
    let others: Vec<&str> = others.filter(|&path| path != cx.page.source.path()).take(3).collect();

    if let Some(expected) = expected(cx, permalink) {
        let finding = report.found(range, format!("the permalink of this page is `{expected}`"));
        let finding = finding.fix(Fix::replace(range, expected, Applicability::Unsafe));
        report.push(match others.as_slice() {
            [] => finding,
            others => finding.note(format!("{} has the permalink that is written here", others.join(", "))),
        });
    } else if !others.is_empty() {
        let finding = report.found(range, format!("{} has the same permalink", others.join(", ")));
        report.push(finding.help("give each page a permalink of its own"));
    }
}

/// The right permalink, if the page has another one.
fn expected(cx: &PageContext<'_>, permalink: &str) -> Option<String> {
    let key = &cx.page.key;
    if let Some(pattern) = &cx.world.config.front_matter.permalink {
        return Some(fill(pattern, key)).filter(|expected| expected != permalink);
    }
    let path = permalink.strip_prefix('/')?;
    let first = path.split('/').next().unwrap_or(path);
    let locale = Locale::new(first).filter(|locale| *locale != key.locale)?;
    let of_the_guide = cx.world.guide.pages.iter().any(|page| page.key.locale == locale);
    of_the_guide.then(|| format!("/{}{}", key.locale, &path[first.len()..]))
}

fn fill(pattern: &str, key: &PageKey) -> String {
    let locale = key.locale.as_str();
    let folder = if &*key.name == "index" { Some("") } else { key.name.strip_suffix("index") };
    let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    match (folder, pattern.split_once("{page}")) {
        (Some(folder), Some((before, _))) => format!("{}{folder}", before.replace("{locale}", locale)),
        _ => pattern.replace("{locale}", locale).replace("{page}", &key.name),
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::{Case, case};

    fn with_pattern() -> Case {
        case("permalink-mismatch").config("[front-matter]\npermalink = \"/{locale}/{page}/\"\n")
    }

    #[test]
    fn a_permalink_that_does_not_match_the_pattern_is_found() {
        with_pattern().finds("---\npermalink: «/en/Other/»\n---\n");
        with_pattern().finds("---\npermalink: «/en/Page»\n---\n");
        with_pattern().finds("---\npermalink: \"/en/Page/\"\n---\n");
        with_pattern().locale("pt-BR").fixes(
            Applicability::Unsafe,
            "---\npermalink: /en/Page/\n---\n",
            "---\npermalink: /pt-BR/Page/\n---\n",
        );
    }

    #[test]
    fn an_index_has_the_permalink_of_its_folder() {
        let key = |name: &str| firstaid_content::PageKey {
            locale: firstaid_content::Locale::new("en").unwrap(),
            name: name.into(),
        };
        assert_eq!(super::fill("/{locale}/{page}/", &key("index")), "/en/");
        assert_eq!(super::fill("/{locale}/{page}/", &key("a/index")), "/en/a/");
        assert_eq!(super::fill("/{locale}/{page}.html", &key("my-index")), "/en/my-index.html");
    }

    #[test]
    fn another_locale_of_the_guide_is_found_without_a_pattern() {
        let spanish = case("permalink-mismatch").locale("es").page("en/Page.md", "text\n");
        spanish.finds("---\npermalink: «/en/Page/»\n---\n");
        spanish.finds("---\npermalink: /es/Otra/\n---\n");
        spanish.finds("---\npermalink: /fr/Page/\n---\n");
        spanish.finds("---\ntitle: x\npermalink:\n---\n");
        spanish.fixes(Applicability::Unsafe, "---\npermalink: /en/Page/\n---\n", "---\npermalink: /es/Page/\n---\n");
    }

    #[test]
    fn two_pages_with_one_permalink_are_found() {
        let two = case("permalink-mismatch").page("en/Other.md", "---\npermalink: /en/x\n---\n");
        two.finds("---\npermalink: «/en/x/»\n---\n");
        let message = two.messages("---\npermalink: /en/x/\n---\n").remove(0);
        assert!(message.starts_with("content/en/Other.md has the same permalink"), "{message}");
        two.finds("---\npermalink: /en/y/\n---\n");
    }

    #[test]
    fn one_defect_is_one_finding() {
        let copied = case("permalink-mismatch").locale("es").page("en/Page.md", "---\npermalink: /en/Page/\n---\n");
        let messages = copied.messages("---\npermalink: /en/Page/\n---\n");
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains("content/en/Page.md has the permalink that is written here"), "{messages:?}");
    }
}
