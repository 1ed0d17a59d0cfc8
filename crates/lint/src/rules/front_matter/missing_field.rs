use firstaid_content::{FrontMatter, ProblemKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds pages without a front matter key that `front-matter.required` lists in `firstaid.toml`.
///
/// ## Why
/// The site builds menus, titles and notices from these keys. Without them, readers do not find the page, or do not see
/// its language and its last review.
///
/// ## Example
/// ```markdown
/// ---
/// title: Passwords
/// language:
/// ---
/// ```
///
/// ## Use instead
/// ```markdown
/// ---
/// title: Passwords
/// language: en
/// ---
/// ```
///
/// ## Fix
/// None: only the author knows the values.
///
/// ## Not reported
/// A key whose value is invalid YAML, which `invalid-field` reports, and a `null` for `reviewed`: not reviewed yet. All
/// missing keys of a page are one finding. Without a list in the configuration, no key is required.
///
/// ## When not to use it
/// Where no field is required: without a list, the rule reports nothing.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("missing-field"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.page.is_whole() {
        return;
    }
    let front_matter = cx.page.front_matter.as_ref();
    let required = cx.world.config.front_matter.required.iter();
    let missing: Vec<String> = required
        .filter(|key| front_matter.is_none_or(|front_matter| !has(cx, front_matter, key)))
        .map(|key| format!("`{key}`"))
        .collect();
    if missing.is_empty() {
        return;
    }
    let (range, message) = match front_matter {
        Some(front_matter) => {
            let start = front_matter.range.start();
            (TextRange::new(start, start + 3), format!("the front matter lacks {}", missing.join(", ")))
        }
        None => (first_line(cx.page.text()), format!("the page has no front matter; it needs {}", missing.join(", "))),
    };
    report.push(report.found(range, message).help("add `key: value` lines between the two lines of `---`"));
}

fn has(cx: &PageContext<'_>, front_matter: &FrontMatter, key: &str) -> bool {
    if let Some(entry) = front_matter.get(key) {
        let empty = entry.value.as_str().is_some_and(|text| text.trim().is_empty());
        return key == "reviewed" && entry.value.is_null() || !empty && !entry.value.is_null();
    }
    // The parser drops the key of an invalid value.
    let broken = cx.page.problems.iter().any(|problem| problem.kind == ProblemKind::FrontMatter);
    let begins = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
    broken && cx.text(front_matter.range).lines().any(begins)
}

/// The first line that is not empty, without the white space around it.
fn first_line(text: &str) -> TextRange {
    let body = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - body.len();
    let line = body.lines().next().unwrap_or_default().trim_end();
    if line.is_empty() { TextRange::empty(0) } else { TextRange::from(start..start + line.len()) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn with_list() -> Case {
        case("missing-field").config("[front-matter]\nrequired = [\"title\", \"language\", \"reviewed\"]\n")
    }

    #[test]
    fn all_missing_keys_are_one_finding() {
        with_list().finds("\u{feff}«---»\r\nlanguage:\r\n---\r\ntext\r\n");
        let messages = with_list().messages("---\nlanguage: \"\"\nreviewed: null\n---\ntext\n");
        assert!(messages[0].starts_with("the front matter lacks `title`, `language`\n"), "{messages:?}");
    }

    #[test]
    fn a_page_without_front_matter_is_found_at_its_first_line() {
        with_list().finds("\n«# Heading»\n\ntext\n");
        with_list().finds("«»");
        let messages = with_list().messages("# Heading\n");
        assert!(messages[0].starts_with("the page has no front matter; it needs `title`, "), "{messages:?}");
    }

    #[test]
    fn complete_pages_are_fine() {
        with_list().finds("---\ntitle: x\nlanguage: en\nreviewed:\n---\ntext\n");
    }

    #[test]
    fn a_broken_value_is_not_a_missing_key() {
        with_list().finds("---\ntitle: \"x\nlanguage: en\nreviewed: null\n---\ntext\n");
    }

    #[test]
    fn nothing_is_required_without_a_list() {
        case("missing-field").finds("text\n");
    }
}
