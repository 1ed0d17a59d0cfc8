use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::stance::Stance;
use firstaid_registry::Status;

use super::status::report_tools;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds tools and services that are dead or no longer maintained, by their names in the text.
///
/// ## Why
/// A reader under attack who looks for a dead tool loses time at best. At worst the name or the address now belongs to
/// somebody else, or the program has security holes that nobody fixes.
///
/// ## Example
/// ```markdown
/// You can make secure calls with Ostel.
/// ```
///
/// ## Use instead
/// ```markdown
/// You can make secure calls with Signal.
/// ```
///
/// ## Fix
/// None: the sentence around the name was written for the old tool. The finding says what to recommend instead.
///
/// ## Not reported
/// Several mentions of a tool in one line are one finding. A name that is introduced as a former one ("formerly
/// Hangouts") is left alone, and so is a name that may be an ordinary word in its sentence. A registry entry of low
/// confidence gives a warning at most. Links to such tools are found by `stale-host`.
///
/// ## When not to use it
/// In histories and quotations: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stale-tool"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    report_tools(cx, report, &[Status::Dead, Status::Unmaintained], |stance| {
        stance.is_advice() || stance == Stance::Own
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn dead_tools_are_found_in_any_letter_case_with_reasons() {
        case("stale-tool").finds("Call with «csipsimple» or «Ostel».\n");
        let message = case("stale-tool").messages("Call with Ostel.\n").remove(0);
        assert!(message.contains("Ostel has been gone since August 2017"), "{message}");
        assert!(message.contains("Signal") && message.contains("https://"), "{message}");
    }

    #[test]
    fn a_name_split_by_markup_is_found() {
        case("stale-tool").finds("Use «True**Crypt»** now.\n");
    }

    #[test]
    fn mentions_of_a_tool_in_one_line_are_one_finding() {
        case("stale-tool").finds("From «Gchat» to Gchat.\nAnd «Gchat» again.\n");
    }

    #[test]
    fn other_tools_and_words_with_similar_names_are_left_alone() {
        case("stale-tool").finds("Jitsi Meet, Google Chat, Skype for Business, a hostel, [x](https://ostel.co/)\n");
        case("stale-tool").finds("«Jitsi» and «Gchat» are not.\n");
    }

    #[test]
    fn introduced_former_names_are_left_alone() {
        case("stale-tool").finds("Google Chat (formerly Google Hangouts) is not encrypted.\n");
    }

    #[test]
    fn front_matter_that_readers_see_is_checked() {
        case("stale-tool").finds("---\ntitle: \"Using «Ostel»\"\nauthor: Ostel\n---\ntext\n");
    }
}
