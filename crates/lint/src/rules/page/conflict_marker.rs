use firstaid_content::ProblemKind;
use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds the marks that an unresolved merge leaves in a page, and those that `msgcat` leaves in a catalog.
///
/// ## Why
/// Readers see both texts with the marks between them. Nothing else on such a page is checked, fixed or synced, because
/// nobody knows which of the two texts is meant.
///
/// ## Example
/// ```markdown
/// <<<<<<< HEAD
/// Call the desk now.
/// =======
/// Call the desk later.
/// >>>>>>> topic
/// ```
///
/// ## Use instead
/// ```markdown
/// Call the desk now.
/// ```
///
/// ## Fix
/// None: only a person knows which text is right.
///
/// ## Not reported
/// Marks in code, and lines of `=` below a heading. Marks of git in a catalog make it an `unreadable-catalog`.
///
/// ## When not to use it
/// Keep it on in every guide.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("conflict-marker"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for problem in cx.page.problems.iter().filter(|problem| problem.kind == ProblemKind::MergeConflict) {
        report.push(report.found(problem.range, problem.message.clone()));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    const MERGE: &str = "«<<<<<<< HEAD»\nUse  TAILS.\n=======\nUse Gmal.\n>>>>>>> topic\n";

    #[test]
    fn only_the_marks_of_a_page_are_found() {
        case("conflict-marker").also_rule("brand-case").also_rule("misspelled-brand").finds(MERGE);
    }

    #[test]
    fn a_page_about_merges_is_fine() {
        case("conflict-marker")
            .finds("# Merges\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n```\n\nA\n=======\n");
    }

    #[test]
    fn a_translation_is_not_compared_with_two_texts() {
        let source = "# A\n\n<<<<<<< HEAD\nB\n=======\nC\n>>>>>>> topic\n";
        case("missing-block").locale("es").source(source).finds("# A\n");
    }

    #[test]
    fn joined_translations_in_a_catalog_are_found() {
        let text = "msgid \"A\"\nmsgstr \"\"\n\"#-#-#-#-#  a.po  #-#-#-#-#\\n\"\n\"B\\n\"\n\"#-#-#-#-#  b.po  #-#-#-#-#\\n\"\n\"C\"\n";
        let found = case("conflict-marker").locale("es").source("A\n").catalog(text).in_catalog("B\n");
        let message = "several translations that `msgcat` put together (`#-#-#-#-#`); keep the right one";
        assert_eq!(found, [format!("3: this catalog cannot be read: {message}")]);
    }
}
