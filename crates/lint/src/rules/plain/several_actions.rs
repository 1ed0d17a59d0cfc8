use std::ops::Range;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::actions::{Action, actions};

use super::one_finding::one_finding;
use super::step_sentences::step_sentences;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds sentences of numbered steps that ask for several actions: "Delete the app and restart your phone".
///
/// ## Why
/// Readers do the first thing, look up from their screen, and go on with the next step.
///
/// ## Example
/// ```markdown
/// 1. Delete the app and restart your phone.
/// ```
///
/// ## Use instead
/// ```markdown
/// 1. Delete the app.
/// 2. Restart your phone.
/// ```
///
/// ## Fix
/// None: a new step may need words of its own.
///
/// ## Not reported
/// The way to an action: "Open the settings and delete the app" is one action, unless three and more verbs follow each
/// other. What a step asks not to do. Items of lists without numbers. A page has one finding, at its first step; the others are listed with it.
///
/// ## Off by default
/// How much one step asks for is a matter of house style.
///
/// ## When not to use it
/// Where the steps are for readers who know the program.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("several-actions"), severity: Severity::Info, check: Check::Page(check) };

/// Minimum verbs in one sentence that are too many, the way to an action among them.
const MIN_VERBS: usize = 3;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let numbered = step_sentences(cx).into_iter().filter(|sentence| sentence.is_numbered);
    let places = numbered.filter_map(|sentence| {
        let found = actions(cx.language(), &cx.prose.text()[sentence.range.clone()])?;
        let further = further_action(&found)?;
        Some(sentence.range.start + further.start..sentence.range.start + further.end)
    });
    let message = |verb: &str| format!("this step asks for several actions: `{verb}` is a further one");
    report.extend(one_finding(cx, report, places, message).map(|it| it.help("make it a step of its own")));
}

/// The verb of the first action that is too many in one sentence.
fn further_action(found: &[Action]) -> Option<Range<usize>> {
    let mut asked = found.iter().filter(|action| !action.is_denied);
    let second = asked.clone().filter(|action| !action.is_way).nth(1);
    let verb = second.or_else(|| asked.nth(MIN_VERBS - 1))?;
    Some(verb.range.clone())
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_second_action_is_found() {
        case("several-actions").finds("1. Delete the app and «restart» your phone.\n2. Delete the app. Restart it.\n");
        case("several-actions").finds("1. Open the menu, tap the gear, and «choose» the first entry.\n");
    }

    #[test]
    fn the_way_to_an_action_is_part_of_it() {
        case("several-actions")
            .finds("1. Open the menu and tap the gear.\n2. Go to your profile and delete the chat.\n");
    }

    #[test]
    fn other_lists_and_other_clauses_are_left_alone() {
        case("several-actions").finds("- Delete the app and restart your phone.\n");
        case("several-actions").finds("1. Ask a friend to delete the app and restart the phone.\n");
        case("several-actions").finds("1. Check the backup and restart times.\n");
    }

    #[test]
    fn what_a_step_forbids_is_no_action() {
        case("several-actions")
            .finds("1. Tell nobody and restart the phone.\n2. Delete the app and «restart» the phone.\n");
        case("several-actions").locale("de").finds("1. Öffne nichts und schalte das Handy nicht aus.\n");
    }

    #[test]
    fn other_languages_have_their_verbs() {
        for (locale, text) in [
            ("de", "1. Lösche die App und «starte» das Telefon neu.\n"),
            ("es", "1. Borra la aplicación y «reinicia» el teléfono.\n"),
            ("fr", "1. Supprimez l’application, puis «redémarrez» le téléphone.\n"),
            ("ru", "1. Удалите приложение и «перезагрузите» телефон.\n"),
            ("ar", "1. احذف التطبيق «وأعد» تشغيل الهاتف.\n"),
        ] {
            case("several-actions").locale(locale).finds(text);
        }
    }
}
