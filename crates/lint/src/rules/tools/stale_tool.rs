use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::stance::Stance;
use firstaid_registry::Status;

use super::status::{report_commands, report_tools};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds tools and services that are dead or no longer maintained, by their names in the text, and by their commands in
/// code.
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
/// Several mentions of a tool in one line are one finding. A name is left alone where the text itself says enough of
/// it: that it is gone or of the past ("no longer maintained", "until 2014"), that it is another one's parent ("a fork
/// of"), what to leave ("import from", a section on moving away), what not to use, a system as a lower limit ("Windows
/// 7 or later"), or a former name. So is a name on a page that is dated before the tool's end or lists changes
/// (`CHANGELOG.md`, `release-notes.md`), and one that may be an ordinary word in its sentence. In a language whose
/// sentences are not understood, the source's sentences on the name decide, and on an operating system in any language.
/// The same holds for commands, and for those that remove a package. A registry entry of low confidence gives a warning
/// at most. Links to such tools are found by
/// `stale-host`.
///
/// ## When not to use it
/// In histories and quotations: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stale-tool"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let is_reported = |stance: Stance| stance.is_advice() || stance == Stance::Own;
    report_tools(cx, report, &[Status::Dead, Status::Unmaintained], is_reported);
    report_commands(cx, report, &[Status::Dead, Status::Unmaintained], is_reported);
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
    fn a_scheme_and_a_later_version_are_no_dead_tools() {
        let rule = case("stale-tool");
        rule.finds("Set `a` to ostel://name. Call «Ostel»: it rings.\n");
        rule.finds("The Metadata Anonymisation Toolkit 2 has a list. The «Metadata Anonymisation Toolkit» has one.\n");
    }

    #[test]
    fn a_language_that_is_not_understood_speaks_as_its_source() {
        let cleared = "Ostel is no longer available.\n";
        case("stale-tool").locale("it").source(cleared).finds("Il servizio Ostel ha chiuso i battenti.\n");
        let advised = "Call with Signal.\n";
        case("stale-tool").locale("it").source(advised).finds("Chiama con «Ostel».\n");
        // A system is named as in the source in any language.
        let required = "You need Windows 7 or later.\n";
        case("stale-tool")
            .locale("de")
            .source(required)
            .finds("Nötig ist ein Rechner mit Windows 7 (oder neuer ist gut).\n");
        let used = "Start Windows 7.\n";
        case("stale-tool").locale("de").source(used).finds("Starten Sie «Windows 7».\n");
    }

    #[test]
    fn commands_of_dead_tools_are_found_in_code() {
        case("stale-tool").finds("Type `sudo apt install «enigmail»` and `«truecrypt» -c`, not `veracrypt`.\n");
    }

    #[test]
    fn the_text_is_heard_on_commands_too() {
        let rule = case("stale-tool");
        rule.finds(
            "Never type `truecrypt -c`. Type `«truecrypt» -c`.\n\n## Moving from TrueCrypt\n\nRun `truecrypt`.\n",
        );
        rule.finds("```\nsudo apt purge -y enigmail\nsudo pacman -Rs icedove; sudo pacman -S «keepassx»\n```\n");
        rule.finds("```\napt remove x && apt install «enigmail»\n```\n\n`enigmail` is no longer maintained.\n");
        rule.finds("---\ndate: 2012-05-01\n---\n\n```\ntruecrypt -c\n```\n");
        rule.finds("`«enigmail»`\n\n- `x`, `«enigmail» enigmail`\n");
    }

    #[test]
    fn a_host_of_a_dead_tool_names_the_tool() {
        case("stale-tool").finds("Chat over «Crypto.cat». Do not open crypto.cat/x, and see crypto.catalog.\n");
        case("stale-tool").finds("Open [x](https://crypto.cat/) and mail a@crypto.cat.\n");
        case("stale-tool").finds("The domain crypto.cat has another owner. If a link begins with goo.gl, expand it.\n");
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
        case("stale-tool")
            .finds("Jitsi Meet, Jitsi, Google Chat, Skype for Business, a hostel, [x](https://ostel.co/)\n");
        case("stale-tool").finds("«Jitsi Desktop» and «Gchat» are not.\n");
    }

    #[test]
    fn a_name_means_what_stands_beside_it() {
        case("stale-tool").finds("Clients for OTR, such as «Adium» and «Jitsi».\n\n«Jitsi» can call over ZRTP.\n");
        case("stale-tool").finds("Jitsi, Signal and Wire for calls. Jitsi Meet encrypts with SRTP, not ZRTP.\n");
        case("stale-tool").finds("Run Jitsi in a browser, not Pidgin. Open a room in Jitsi.\n");
        case("stale-tool").finds("Chat by «Hangouts» or Viber, and meet for hangouts. The Ring Video Doorbell.\n");
        let message = case("stale-tool").messages("Call over ZRTP with Jitsi.\n").remove(0);
        assert!(message.starts_with("Jitsi, here Jitsi Desktop, has not been maintained since 2017"), "{message}");
    }

    #[test]
    fn introduced_former_names_are_left_alone() {
        case("stale-tool").finds("Google Chat (formerly Google Hangouts) is not encrypted.\n");
    }

    #[test]
    fn what_the_text_itself_says_of_a_name_is_heard() {
        case("stale-tool").finds("TrueCrypt is no longer maintained. VeraCrypt is a fork of TrueCrypt.\n");
        case("stale-tool")
            .finds("Do not use TrueCrypt. It runs on Windows 7 or later.\n\nUse «TrueCrypt» with care.\n");
        case("stale-tool").finds("## Moving from Skype\n\nOpen Skype once more.\n\n## Calls\n\nOpen «Skype».\n");
        case("stale-tool").finds("Never use any of these:\n\n- TrueCrypt\n\nUse any of these:\n\n- «TrueCrypt»\n");
        case("stale-tool").finds("| Systems |\n| --- |\n| Windows 7, Windows 8.1 |\n\nBuy «Windows 7».\n");
        case("stale-tool").locale("de").finds("TrueCrypt wird nicht mehr gepflegt. Nutzen Sie «TrueCrypt».\n");
        case("stale-tool").locale("ru").finds("Не используйте TrueCrypt.\n\nИспользуйте «TrueCrypt».\n");
    }

    #[test]
    fn tables_speak_of_the_names_in_their_cells() {
        case("stale-tool").finds("| Then | Now |\n| --- | --- |\n| Ostel | Signal |\n| Signal | «Ostel» |\n");
        case("stale-tool").finds("| Tool | Use it for |\n| --- | --- |\n| «Ostel» | calls |\n");
        case("stale-tool")
            .finds("| Tool | State |\n| --- | --- |\n| Adium | last release in 2013 |\n| Ostel | gone |\n");
        case("stale-tool").finds("| System | Last update |\n|---|---|\n| Windows 7 SP1 | 2020 |\n\nBuy «Windows 7».\n");
        case("stale-tool").finds("Tool | Licence | Replaced\n--- | --- | ---\nSignal | | Ostel\n«Ostel» | GPL | pen\n");
    }

    #[test]
    fn what_is_crossed_out_is_no_advice() {
        case("stale-tool").finds("- ~~Ostel~~ (closed)\n- ~~Call~~ with «Ostel»\n- ~~Call with Ostel~~ use Signal\n");
    }

    #[test]
    fn a_question_with_a_no_behind_it_is_no_advice() {
        case("stale-tool").finds("### They say I need Ostel. Do I?\n\nNo.\n\n### How do I get «Ostel»?\n\nHere.\n");
        case("stale-tool").finds("**Do I need Ostel?** Not any more.\n\n**Where do I get «Ostel»?** Here.\n");
    }

    #[test]
    fn a_mark_in_a_name_ends_no_sentence() {
        case("stale-tool").finds("At the time, Yahoo! Messenger kept all chats.\n\nWrite on «Yahoo! Messenger».\n");
    }

    #[test]
    fn a_page_from_before_the_end_could_not_know() {
        case("stale-tool").finds("---\ndate: 2016-05-01\n---\nCall over Ostel and «TrueCrypt».\n");
        case("stale-tool").finds("---\ndate: 2016-05\n---\nCall over «Ostel».\n");
    }

    #[test]
    fn front_matter_that_readers_see_is_checked() {
        case("stale-tool").finds("---\ntitle: \"Using «Ostel»\"\nauthor: Ostel\n---\ntext\n");
    }
}
