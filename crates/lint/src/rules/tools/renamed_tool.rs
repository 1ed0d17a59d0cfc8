use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::stance::Stance;
use firstaid_registry::Status;

use super::status::{report_commands, report_tools};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds tools and services under a name that they no longer have.
///
/// ## Why
/// A reader who looks for `TextSecure` in a store finds nothing, or an imitation.
///
/// ## Example
/// ```markdown
/// Install TextSecure.
/// ```
///
/// ## Use instead
/// ```markdown
/// Install Signal.
/// ```
///
/// ## Fix
/// Writes the new name; unsafe, because what the sentence says about the tool may no longer be true.
///
/// ## Not reported
/// Several mentions in one line are one finding. A name is left alone where the sentence gives the present name, too
/// ("X (Twitter)"), introduces it as a former one, or speaks of the past, and on a page that is dated before the
/// change; and commands that remove a package. A registry entry of low confidence gives a warning at most.
///
/// ## When not to use it
/// Where readers know a tool only by its old name: write both ("X, formerly Twitter"), and the rule accepts it.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("renamed-tool"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let is_reported = |stance: Stance| !stance.is_history();
    report_tools(cx, report, &[Status::Renamed], is_reported);
    report_commands(cx, report, &[Status::Renamed], is_reported);
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn old_names_are_found_and_can_be_replaced() {
        case("renamed-tool").finds("Use «TextSecure» by «WhisperSystems».\n");
        case("renamed-tool").fixes(Applicability::Unsafe, "The Tor Browser Bundle\n", "The Tor Browser\n");
    }

    #[test]
    fn both_names_and_the_past_are_fine() {
        case("renamed-tool").finds("On X (Twitter), on Twitter (X), on Twitter, now X.\n\nWrite on «Twitter».\n");
        case("renamed-tool").finds("---\ndate: 2023-05-01\n---\nFollow us on Twitter.\n");
    }

    #[test]
    fn a_new_name_with_an_ending_is_the_present_name() {
        case("renamed-tool").finds("Hotmail is now Outlook.com. Hotmail (now Outlook.com) is old.\n\nUse «Hotmail».\n");
    }

    #[test]
    fn introduced_former_names_are_fine() {
        case("renamed-tool").finds("X (formerly Twitter), Tuta, früher Tutanota\n");
    }
}
