use std::ops::Range;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_registry::label_form;
use firstaid_text::TextRange;
use firstaid_translate::Misuse;

use crate::translation::Sides;
use crate::translation::labels::{expected_around, own_label_around};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds terms of the glossary that a page does not translate as the glossary says for its locale: it uses a form that
/// the glossary forbids, or none that the glossary lists.
///
/// ## Why
/// An app has one name for "backup code". A guide that uses three sends its readers to the wrong screen, and a form is
/// forbidden because it has misled somebody.
///
/// ## Example
/// ```markdown
/// Guarda tus códigos de seguridad.
/// ```
/// where the source says "Keep your backup codes", and the glossary lists "código de respaldo" and forbids "código de
/// seguridad"
///
/// ## Use instead
/// ```markdown
/// Guarda tus códigos de respaldo.
/// ```
///
/// ## Fix
/// None: the term must be inflected to fit its sentence.
///
/// ## Not reported
/// Terms without a translation in the page's locale, terms in names that are not translated, terms in labels that the
/// app itself shows (see `unknown-label`), and segments that are not
/// certainly translations of each other. A forbidden form is a warning. A term without any listed form is only an info:
/// the translation may paraphrase it.
///
/// ## When not to use it
/// Where the glossary of a locale is still being written.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("glossary-term"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let Some(glossary) = cx.world.glossary(cx.page.key.locale.as_str()) else { return };
    for sides in translation.sides(&cx.prose) {
        for misuse in glossary.check(sides.source, sides.target) {
            if let Misuse::Missing(_, range) = misuse
                && is_in_kept_name(&sides.source[range], sides.target)
            {
                continue;
            }
            if is_in_own_label(cx, &sides, misuse) {
                continue;
            }
            let finding = match misuse {
                Misuse::Forbidden(term, range) => {
                    let typed = &sides.target[range];
                    let message = format!(
                        "`{typed}` is a forbidden translation of `{}`; write `{}`",
                        term.source, term.translation
                    );
                    report.found(sides.target_range(bytes(range)), message)
                }
                Misuse::Missing(term, range) => {
                    let message = format!("`{}` is not translated as `{}` here", term.source, term.translation);
                    let finding = report.found(sides.target_range(0..sides.target.len()), message);
                    sides.beside(finding, bytes(range)).at_most(Severity::Info)
                }
            };
            let note = match misuse {
                Misuse::Forbidden(term, _) | Misuse::Missing(term, _) => term.note.as_deref(),
            };
            report.push(match note {
                Some(note) => finding.note(note.to_owned()),
                None => finding,
            });
        }
    }
}

/// Whether a capitalised term is part of a name that the translation keeps: "Coalition Against Stalkerware".
fn is_in_kept_name(typed: &str, target: &str) -> bool {
    typed.starts_with(char::is_uppercase) && target.contains(typed)
}

/// Whether a term stands in the label of an app, and the translation has what the app shows: it has names of its own.
fn is_in_own_label(cx: &PageContext<'_>, sides: &Sides<'_>, misuse: Misuse<'_>) -> bool {
    match misuse {
        Misuse::Forbidden(_, range) => own_label_around(cx, sides.target_range(bytes(range))),
        Misuse::Missing(_, range) => {
            let shown = expected_around(cx, sides.source_range(bytes(range)));
            let target = label_form(sides.target);
            shown.iter().any(|label| target.contains(&label_form(label)))
        }
    }
}

fn bytes(range: TextRange) -> Range<usize> {
    range.start() as usize..range.end() as usize
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;
    use firstaid_registry::Registry;

    use crate::testing::{Case, case};

    const GLOSSARY: &str = "- term: Backup code
  definition: x
  translations:
    es: {term: código de respaldo, stems: [códigos de respaldo], forbidden: [códigos de seguridad], note: Como en Google.}
- term: Bridge
  definition: x
  translations:
    es: puente
- term: HTTPS
  definition: x
  do-not-translate: true
";

    fn translated(source: &str) -> Case {
        let mut registry = Registry::built_in();
        registry.add_glossary("glossary.yaml", GLOSSARY).unwrap();
        case("glossary-term").locale("es").registry(registry).source(source)
    }

    #[test]
    fn forbidden_forms_are_found() {
        let source = "Keep your backup codes on paper.\n";
        translated(source).finds("Guarda tus «códigos de seguridad» en papel.\n");
        translated(source).finds("Guarda tus **códigos de respaldo** en papel.\n");
        let messages = translated(source).messages("Guarda tus códigos de seguridad en papel.\n");
        assert_eq!(
            messages,
            ["`códigos de seguridad` is a forbidden translation of `Backup code`; write `código de respaldo`\n  \
              Como en Google."]
        );
    }

    #[test]
    fn a_term_without_a_listed_form_is_an_info() {
        let source = "Ask a helper about bridges.\n\nUse HTTPS.\n";
        let found = translated(source).run("Pregunta por las pasarelas.\n\nUsa HTTPS.\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Info);
        assert!(found[0].related.is_some());
    }

    #[test]
    fn labels_that_the_app_shows_are_its_own() {
        let mut registry = Registry::built_in();
        registry.add_glossary("glossary.yaml", GLOSSARY).unwrap();
        let header = "app: Otterbox\nplatform: desktop\nversion: '3'\nsource: x\nlicence: CC0-1.0\ndate: 2026\n";
        let files = [("en", "Backup codes"), ("es", "Códigos de seguridad")];
        let files = files.map(|(locale, label)| (format!("{locale}.tsv"), format!("codes\t{label}\n").into_bytes()));
        registry.add_label_pack("x/pack.yaml", header, files).unwrap();
        let case = case("glossary-term").locale("es").registry(registry);
        let case = case.source("# Otterbox\n\nTap **Backup codes**.\n\nKeep your backup codes.\n");
        case.finds("# Otterbox\n\nPulsa **Códigos de seguridad**.\n\nGuarda tus «códigos de seguridad».\n");
        case.finds(
            "# Otterbox\n\nPulsa «**Códigos de seguridad**».\n\nGuarda tus códigos de respaldo.\n"
                .replace(['«', '»'], "")
                .as_str(),
        );
    }

    #[test]
    fn locales_that_the_glossary_does_not_translate_into_are_not_checked() {
        case("glossary-term").locale("pt").source("Keep your backup codes.\n").finds("Guarde os códigos.\n");
    }
}
