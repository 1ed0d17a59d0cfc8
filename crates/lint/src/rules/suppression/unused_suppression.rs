use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Rule};

/// ## What it does
/// Finds suppression comments that suppress nothing: the rule reports nothing there, or does not exist.
///
/// ## Why
/// A comment that remains after its finding is gone would hide the next one. A comment with a typo never worked.
///
/// ## Example
/// ```markdown
/// <!-- firstaid: allow stale-tool -- quoted in a history -->
///
/// You can make secure calls with Signal.
/// ```
///
/// ## Use instead
/// ```markdown
/// You can make secure calls with Signal.
/// ```
///
/// ## Fix
/// Removes the comment, or the rule from its list; safe where the blocks around do not change. An unknown name has no
/// fix: it may be a typo.
///
/// ## Not reported
/// Rules that are not part of the run: they might report something.
///
/// ## When not to use it
/// While rules are turned on and off to compare them.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unused-suppression"), severity: Severity::Warning, check: Check::Suppression };

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::{Case, case};

    fn with_tools() -> Case {
        case("unused-suppression").also_rule("stale-tool")
    }

    #[test]
    fn a_comment_covers_the_block_after_it() {
        with_tools().finds("<!-- firstaid: allow stale-tool -- history -->\nOstel is good.\n\n«Ostel» is better.\n");
        with_tools().finds("<!-- firstaid: allow stale-tool -- history -->\n\n# Ostel\n\n«Ostel»\n");
        with_tools().finds(
            "<!-- firstaid: allow stale-tool -- history -->\r\n\r\n- Ostel\r\n- a\r\n\r\n  Ostel\r\n\r\n«Ostel»\r\n",
        );
        with_tools().finds("<!-- firstaid: allow stale-tool -- x -->\n\n| Ostel |\n| --- |\n| Ostel |\n\n> «Ostel»\n");
    }

    #[test]
    fn a_comment_in_a_block_covers_it() {
        with_tools().finds("Ostel is <!-- firstaid: allow stale-tool -- x --> fine,\nOstel.\n\n«Ostel»\n");
        with_tools().finds("- Ostel <!-- firstaid: allow stale-tool -- x -->\n- «Ostel»\n");
        with_tools().finds("| Ostel <!-- firstaid: allow stale-tool -- x --> |\n| --- |\n| «Ostel» |\n");
    }

    #[test]
    fn allow_file_covers_the_page_and_its_front_matter() {
        with_tools().finds("---\ntitle: Ostel\n---\n\nOstel\n\n<!-- firstaid: allow-file stale-tool -- x -->\n");
    }

    #[test]
    fn several_rules_are_checked_separately() {
        let both = with_tools().also_rule("brand-case");
        both.finds("<!-- firstaid: allow stale-tool, brand-case -- x -->\nOstel on Wordpress\n");
        both.finds("<!-- firstaid: allow stale-tool «brand-case» -- x -->\nOstel\n");
        both.finds("<!-- firstaid: allow «stale-tool» «brand-case» -- x -->\ntext\n");
    }

    #[test]
    fn suppressions_of_nothing_are_found() {
        with_tools().finds("<!-- firstaid: allow «stale-tool» -- x -->\n\ntext\n");
        with_tools().finds("<!-- firstaid: allow-file «stale-tool» -- x -->\n\ntext\n");
        with_tools().finds("«Ostel»\n\n<!-- firstaid: allow «stale-tool» -- nothing follows -->\n");
    }

    #[test]
    fn invalid_suppressions_are_found() {
        with_tools().finds("<!-- firstaid: allow «stale-tol» -- x -->\n\n«Ostel»\n");
        with_tools().finds("<!-- firstaid: «alow stale-tool» -- x -->\n\n«Ostel»\n");
        with_tools().finds("«<!-- firstaid: allow -- x -->»\n\n«Ostel»\n");
        let messages = case("unused-suppression").messages("<!-- firstaid: allow stale-tol -- x -->\n\ntext\n");
        assert_eq!(messages, ["there is no rule `stale-tol` to allow\n  did you mean `stale-tool`?"]);
    }

    #[test]
    fn rules_that_do_not_run_are_not_reported() {
        case("unused-suppression").finds("<!-- firstaid: allow stale-tool -- x -->\n\ntext\n");
    }

    #[test]
    fn other_comments_and_code_are_not_reported() {
        with_tools().finds("<!-- allow stale-tool -->\n\n`<!-- firstaid: allow stale-tool -->` «Ostel»\n");
    }

    #[test]
    fn the_fix_removes_the_line() {
        let unused = "a\n\n<!-- firstaid: allow stale-tool -- x -->\ntext\n";
        with_tools().fixes(Applicability::Safe, unused, "a\n\ntext\n");
        let inline =
            "text <!-- firstaid: allow stale-tool -- x --> more  <!-- firstaid: allow stale-tool -- y -->\nend\n";
        with_tools().fixes(Applicability::Safe, inline, "text more\nend\n");
    }

    #[test]
    fn the_fix_removes_a_rule_from_a_list() {
        let both = with_tools().also_rule("brand-case");
        let first = "<!-- firstaid: allow brand-case, stale-tool -- x -->\nOstel\n";
        both.fixes(Applicability::Safe, first, "<!-- firstaid: allow stale-tool -- x -->\nOstel\n");
        let last = "<!-- firstaid: allow stale-tool brand-case -- x -->\nOstel\n";
        both.fixes(Applicability::Safe, last, "<!-- firstaid: allow stale-tool -- x -->\nOstel\n");
        both.fixes(Applicability::Safe, "<!-- firstaid: allow stale-tool, brand-case -- x -->\n\na\n", "\na\n");
    }

    #[test]
    fn the_fix_of_a_comment_that_separates_blocks_is_unsafe() {
        for text in [
            "a\n<!-- firstaid: allow stale-tool -- x -->\nb\n",
            "- a\n\n<!-- firstaid: allow stale-tool -- x -->\n\n- b\n",
        ] {
            with_tools().fixes(Applicability::Safe, text, text);
        }
    }
}
