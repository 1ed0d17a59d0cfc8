use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Rule};

/// ## What it does
/// Finds translations in catalogs that their page cannot show: a placeholder is missing, doubled or unknown, or the
/// text would not be one block in its place.
///
/// ## Why
/// A placeholder stands for a link target. Without it readers lose the link; with another number they follow a wrong
/// one. A text that begins like a list or has an empty line breaks the blocks around it. `translate sync` shows readers
/// the source text in its place until the entry is corrected; the translation stays in the catalog.
///
/// ## Example
/// ```po
/// msgid "Read [the form]({1}) first."
/// msgstr "Lee primero [el formulario]({2})."
/// ```
///
/// ## Use instead
/// ```po
/// msgid "Read [the form]({1}) first."
/// msgstr "Lee primero [el formulario]({1})."
/// ```
///
/// ## Fix
/// None: only a translator knows where the link belongs.
///
/// ## Not reported
/// Translations that a page already shows. A mark that Markdown lets us escape is only an info: `1. Mai ist frei.` is
/// written as `1\. Mai ist frei.`
///
/// ## When not to use it
/// Keep it on in every guide with catalogs.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("refused-translation"), severity: Severity::Error, check: Check::Catalog };

#[cfg(test)]
mod tests {
    use crate::testing::case;

    fn found(source: &str, translation: &str) -> Vec<String> {
        found_in(source, translation, "")
    }

    fn found_in(source: &str, translation: &str, comment: &str) -> Vec<String> {
        let (id, text) = (source.replace('\n', "\\n"), translation.replace('\n', "\\n"));
        let id = id.replace("(https://ssd.eff.org/)", "({1})");
        let catalog = format!("{comment}msgid \"{id}\"\nmsgstr \"{text}\"\n");
        let case = case("refused-translation").locale("es").source(&format!("{source}\n")).catalog(&catalog);
        case.in_catalog("Un texto.\n")
    }

    #[test]
    fn placeholders_that_differ_from_the_source_are_found() {
        let source = "Ask [us](https://ssd.eff.org/) now.";
        for (translation, problem) in [
            ("Pregunta ahora.", "the placeholder {1} of the source is missing"),
            ("Pregunta [aquí]({3}).", "the source has no placeholder {3}"),
            ("Pregunta [aquí]({1}) o [allí]({1}).", "the placeholder {1} is there more than once"),
        ] {
            let expected = format!("2: readers get the source text: {problem}");
            assert_eq!(found(source, translation), [expected], "{translation}");
        }
        assert!(found(source, "Pregunta [aquí]({1}).").is_empty());
    }

    #[test]
    fn a_text_that_is_not_one_block_is_found() {
        assert_eq!(found("Ask us.", "Uno.\n\nDos.").len(), 1);
        let escaped = ["3: this text begins like another block; the page has it with a backslash"];
        assert_eq!(found_in("Ask us.", "1. mayo", "#. in: paragraph\n"), escaped);
        assert!(found_in("Ask us.", "1. mayo", "#. in: heading\n").is_empty());
    }
}
