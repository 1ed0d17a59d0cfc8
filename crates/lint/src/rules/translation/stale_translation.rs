use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
use firstaid_translate::{Grade, Memo, Stale, is_current, merge};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translations of text that has changed in the source.
///
/// ## Why
/// The source stops recommending a tool that was taken over, and the translation still does. Dates of files do not show
/// it: a spelling fix makes a page look up to date.
///
/// ## Example
/// `Wait 3 days` became `Wait 5 days` in the source, and the page still has
/// ```markdown
/// Espera 3 días.
/// ```
///
/// ## Use instead
/// ```markdown
/// Espera 5 días.
/// ```
///
/// ## Fix
/// None: it needs a translator. In the catalog, translate the entry again and remove its `fuzzy` flag, or translate the
/// source text in the page; then run `translate sync`.
///
/// ## Not reported
/// Changes of spaces, line ends and link targets. Pages without a catalog: the text that they were translated from is
/// not known.
///
/// ## When not to use it
/// Where translations may stay behind for long; `[translation]` in `firstaid.toml` sets what readers get meanwhile.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stale-translation"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(catalog) = cx.world.catalogs.get(&cx.page.key) else { return };
    let Some(translation) = cx.translation() else { return };
    if is_current(&catalog.entries, translation.source_segments) {
        return;
    }
    let is_retired = |text: &str| cx.world.registry.names_gone_tool(text);
    let entries = merge(translation.source, translation.source_segments, &catalog.entries, &is_retired);
    let in_step = translation.segments.len() == translation.source_segments.len();
    for (n, (entry, source)) in entries.iter().zip(translation.source_segments).enumerate() {
        let Some((grade, reason)) = Memo::of(entry).change else { continue };
        if grade == Grade::Cosmetic {
            continue;
        }
        let range = match translation.segments.get(n).filter(|_| in_step) {
            Some(segment) => segment.range,
            None => TextRange::empty(cx.page.text().len() as u32),
        };
        // A page that shows the source text instead marks it as another language's.
        let shows_stale = in_step && cx.page.foreign_at(range.start().midpoint(range.end())).is_none();
        let policy = cx.world.config.translation.stale(grade);
        let severity = match (grade, policy) {
            (_, Stale::Fail) => Severity::Error,
            (Grade::Critical, _) if shows_stale => Severity::Error,
            (Grade::Minor, _) => Severity::Info,
            _ => Severity::Warning,
        };
        let message = if shows_stale {
            format!("the source has changed since this was translated: {reason}")
        } else {
            format!("the source has changed since its translation, which this page leaves out: {reason}")
        };
        let finding = report.found(range, message).at_most(severity);
        let finding = match entry.previous.as_ref().filter(|previous| !previous.id.is_empty()) {
            Some(previous) => finding.note(format!("it was translated from: {}", previous.id)),
            None => finding,
        };
        report.push(translation.beside(finding, source.range));
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::{Case, case};

    const SYNCED: &str =
        "msgid \"Wait 3 days.\"\nmsgstr \"Espera 3 días.\"\n\nmsgid \"Use the phone.\"\nmsgstr \"Usa el móvil.\"\n";

    fn page(source: &str) -> Case {
        case("stale-translation").locale("es").source(source).catalog(SYNCED)
    }

    #[test]
    fn a_translation_of_changed_text_is_found() {
        let page = page("Wait 5 days.\n\nUse the phone.\n");
        page.finds("«Espera 3 días.»\n\nUsa el móvil.\n");
        assert_eq!(page.run("Espera 3 días.\n\nUsa el móvil.\n")[0].severity, Severity::Error);
    }

    #[test]
    fn source_text_in_its_place_is_only_a_warning() {
        let page = page("Wait 5 days.\n\nUse the phone.\n");
        let found = page.run("<span lang=\"en\">Wait 5 days.</span>\n\nUsa el móvil.\n");
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn spaces_links_and_other_segments_are_not_reported() {
        page("Wait  3 days.\n\nUse the phone.\n\nNew.\n").finds("Espera 3 días.\n\nUsa el móvil.\n");
    }

    #[test]
    fn a_typo_fixed_in_the_source_is_an_info() {
        let found = page("Wait 3 days.\n\nUse teh phone.\n").run("Espera 3 días.\n\nUsa el móvil.\n");
        assert_eq!(found[0].severity, Severity::Info);
    }
}
