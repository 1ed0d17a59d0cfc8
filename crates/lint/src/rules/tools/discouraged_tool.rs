use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::stance::Stance;
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
/// Names that may be ordinary words in their sentence, further mentions in the same line, and sentences that warn of
/// the tool themselves, name it as what to leave or as another one's parent, or only name the writer's account there.
/// The rule does not see that other sentences of a page warn of the tool: such a page needs a suppression with a
/// reason.
///
/// ## When not to use it
/// In guides that compare good and bad tools: their text already gives the warning.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("discouraged-tool"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    report_tools(cx, report, &[Status::Discouraged], Stance::is_advice);
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn sentences_that_warn_themselves_are_fine() {
        case("discouraged-tool").finds("LastPass was hacked in 2022. Move your passwords out of LastPass.\n");
        case("discouraged-tool").finds("My profile on Keybase. Keep passwords in «LastPass».\n");
    }

    #[test]
    fn discouraged_tools_are_found_and_others_are_not() {
        case("discouraged-tool").finds("«LastPass» keeps passwords, and so do KeePassXC and Bitwarden.\n");
    }
}
