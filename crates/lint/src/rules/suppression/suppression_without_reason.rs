use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Rule};

/// ## What it does
/// Finds suppression comments without a reason.
///
/// ## Why
/// The next maintainer must be able to distinguish a wrong finding from one that somebody had no time for.
///
/// ## Example
/// ```markdown
/// <!-- firstaid: allow stale-tool -->
///
/// In 2013, Ostel was what most guides named.
/// ```
///
/// ## Use instead
/// ```markdown
/// <!-- firstaid: allow stale-tool -- quoted in a history -->
///
/// In 2013, Ostel was what most guides named.
/// ```
///
/// ## Fix
/// None: only a person knows the reason.
///
/// ## Not reported
/// Comments that are not suppressions. The suppression works without a reason, too.
///
/// ## When not to use it
/// While a guide is being adopted and many findings are suppressed at once.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("suppression-without-reason"), severity: Severity::Warning, check: Check::Suppression };

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn with_tools() -> Case {
        case("suppression-without-reason").also_rule("stale-tool")
    }

    #[test]
    fn a_missing_reason_is_found_and_the_suppression_works() {
        with_tools().finds("«<!-- firstaid: allow stale-tool -->»\nOstel\n");
        with_tools().finds("«<!-- firstaid: allow-file stale-tool -- -->»\n\nOstel\n");
        with_tools().finds("Ostel «<!--firstaid: allow stale-tool-->»\n");
    }

    #[test]
    fn a_reason_is_enough() {
        with_tools().finds("<!-- firstaid: allow stale-tool -- it is a history -->\nOstel\n");
        with_tools().finds("<!-- firstaid: allow stale-tool --history-->\nOstel\n");
        with_tools().finds("<!-- firstaid: allow stale-tool — история -->\nOstel\n");
        with_tools().finds("<!-- firstaid:\n  allow stale-tool\n  -- over lines\n-->\nOstel\n");
    }

    #[test]
    fn other_comments_are_fine() {
        with_tools().finds("<!-- about stale-tool -->\ntext\n");
    }
}
