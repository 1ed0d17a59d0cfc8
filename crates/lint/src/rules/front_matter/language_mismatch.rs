use firstaid_content::{Locale, ScalarStyle, Value};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds pages whose front matter names another language than their folder.
///
/// ## Why
/// Browsers, screen readers and search engines use the language of the front matter: Arabic marked as English is set
/// from left to right and read out wrongly. Usually the value was copied with the source page.
///
/// ## Example
/// ```markdown
/// ---
/// language: en
/// ---
/// ```
/// in `content/es/Passwords.md`
///
/// ## Use instead
/// ```markdown
/// ---
/// language: es
/// ---
/// ```
///
/// ## Fix
/// Writes the locale of the folder; unsafe, because the file may be in the wrong folder instead.
///
/// ## Not reported
/// Another region of the same language, such as `pt` on a page of `pt-BR`. `invalid-field` reports values that are not
/// language tags.
///
/// ## When not to use it
/// Where a folder keeps pages of several languages on purpose; give them to their locales in `firstaid.toml` instead.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("language-mismatch"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(front_matter) = &cx.page.front_matter else { return };
    let locale = cx.page.key.locale.as_str();
    for entry in ["language", "lang"].into_iter().filter_map(|key| front_matter.get(key)) {
        let Value::Scalar { text, style } = &entry.value.value else { continue };
        let Some(named) = Locale::new(text.trim()).filter(|named| named.language() != cx.language()) else { continue };
        let range = entry.value.range;
        let message = format!("`{}` says {named}, but this is a page of {locale}", entry.key);
        // Many YAML parsers read an unquoted `no` as a boolean.
        let quoted = *style == ScalarStyle::DoubleQuoted || locale == "no";
        let value = if quoted { format!("\"{locale}\"") } else { locale.to_owned() };
        report.push(report.found(range, message).fix(Fix::replace(range, value, Applicability::Unsafe)));
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn another_language_is_found() {
        case("language-mismatch").locale("es").finds("---\nlanguage: «en»\nlang: «\"pt-BR\"»\n---\n");
        let messages = case("language-mismatch").locale("es").messages("---\nlanguage: EN\n---\n");
        assert_eq!(messages, ["`language` says en, but this is a page of es"]);
    }

    #[test]
    fn regions_and_case_are_fine() {
        case("language-mismatch").locale("pt-BR").finds("---\nlanguage: pt\n---\n");
        case("language-mismatch").locale("pt-BR").finds("---\nlanguage: PT_pt\n---\n");
        case("language-mismatch").finds("---\nlanguage: english\n---\n");
        case("language-mismatch").finds("---\nlanguage:\n---\n");
    }

    #[test]
    fn the_fix_writes_the_locale_of_the_folder() {
        let before = "---\nlanguage: \"en\"\n---\n";
        case("language-mismatch").locale("ar").fixes(Applicability::Unsafe, before, "---\nlanguage: \"ar\"\n---\n");
        let before = "---\nlanguage: en\n---\n";
        case("language-mismatch").locale("no").fixes(Applicability::Unsafe, before, "---\nlanguage: \"no\"\n---\n");
    }
}
