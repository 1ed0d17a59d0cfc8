use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::confusions::{Advice, Subject, find};

use super::one_finding::one_finding;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds denials of what is denied already: "not unusual", "do not open a file without a scan", and the like in Spanish,
/// French, German, Russian and Arabic.
///
/// ## Why
/// Readers must turn such a sentence round twice. Under stress, and in a second language, half of them do it once.
///
/// ## Example
/// ```markdown
/// Never open a file without a scan.
/// ```
///
/// ## Use instead
/// ```markdown
/// Scan every file before you open it.
/// ```
///
/// ## Fix
/// None: the sentence has to be built anew.
///
/// ## Not reported
/// Two denials of which each is about something else. A page has one finding, at its first double negation; the others
/// are listed with it.
///
/// ## Off by default
/// The sentences are correct, and some are meant as they are.
///
/// ## When not to use it
/// Where nuances matter more than a quick reading.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("double-negation"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (language, words, text) = (cx.language(), cx.words(), cx.prose.text());
    let found = (0..words.len()).filter_map(|n| find(Subject::DoubleNegation, text, words, n, language));
    let (mut places, mut hint) = (Vec::new(), None);
    for hit in found {
        if let Advice::Ask(text) = hit.advice {
            hint = Some(*text);
        }
        places.push(hit.range);
    }
    places.sort_by_key(|place| place.start);
    places.dedup_by(|next, place| next.start < place.end);
    let finding = one_finding(cx, report, places, |typed| format!("`{typed}` denies twice"));
    report.extend(finding.map(|finding| match hint {
        Some(hint) => finding.help(hint),
        None => finding,
    }));
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_page_has_one_finding() {
        let found = case("double-negation").run("It is not unusual.\n\nNever go without water. It isn't impossible.\n");
        assert_eq!((found.len(), found[0].also.len()), (1, 2));
        case("double-negation").finds("Do «not open a link without» a look at its address.\n");
    }

    #[test]
    fn sentences_that_deny_once_are_left_alone() {
        case("double-negation")
            .finds("It is not usual. Do not open it. Without a scan, wait. Not all unknown callers lie.\n");
    }
}
