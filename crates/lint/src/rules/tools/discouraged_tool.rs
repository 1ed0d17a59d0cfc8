use firstaid_diagnostics::{RuleName, Severity};
use firstaid_registry::Status;

use super::status::report_tools;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds tools that work but should not be recommended to people at risk.
///
/// ## Why
/// A tool can work and still have broken its users' trust: stolen vaults, mail handed over, weak cryptography.
///
/// ## Example
/// ```markdown
/// Keep your passwords in LastPass.
/// ```
///
/// ## Use instead
/// ```markdown
/// Keep your passwords in KeePassXC.
/// ```
///
/// ## Fix
/// None: the writer has to decide whether and how to name the tool.
///
/// ## Not reported
/// Names that may be ordinary words in their sentence, and further mentions in the same line. The rule does not see
/// that a page warns of the tool: such a page needs a suppression with a reason.
///
/// ## When not to use it
/// In guides that compare good and bad tools: their text already gives the warning.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("discouraged-tool"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    report_tools(cx, report, &[Status::Discouraged]);
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn discouraged_tools_are_found_and_others_are_not() {
        case("discouraged-tool").finds("«LastPass» keeps passwords, and so do KeePassXC and Bitwarden.\n");
    }
}
