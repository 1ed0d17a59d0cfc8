use std::borrow::Cow;
use std::ops::Range;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};
use firstaid_translate::proofread::{Record, State, check_edit, word_changes};
use firstaid_translate::{Segment, fill, segments};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Shows the edits that a language model suggested when `firstaid proofread` asked it.
///
/// ## Why
/// A model sees mistakes of grammar that no rule knows. It is also wrong at times, so a person decides on each edit.
///
/// ## Example
/// ```markdown
/// The helpdesk answer within a day.
/// ```
///
/// ## Use instead
/// ```markdown
/// The helpdesk answers within a day.
/// ```
///
/// ## Fix
/// Unsafe: the words that the model suggests. `firstaid proofread --decline ID` removes the suggestion for good.
///
/// ## Not reported
/// Nothing without `proofread.jsonl` in the guide's data folder, which only `firstaid proofread` writes. Edits that
/// change a link, an address, a number, a name, a denial or markup, or that rewrite the paragraph, are never shown,
/// whoever wrote them into that file. A paragraph that has changed since is not one that the model saw.
///
/// ## When not to use it
/// In a gate: what a model suggests is no reason to stop a change.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("suggested-edit"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(proofreading) = cx.world.proofreading.filter(|it| !it.is_empty()) else { return };
    for segment in segments(cx.page) {
        let Some(record) = proofreading.of(&segment.message).filter(|it| it.state == State::Suggested) else {
            continue;
        };
        if check_edit(&segment.message, &record.after, &cx.page.key.locale).is_err() {
            continue;
        }
        let edits = edits(cx, &segment, record);
        let Some(first) = edits.first() else { continue };
        let (old, new) = (cx.text(first.range), &first.replacement);
        let more = match edits.len() - 1 {
            0 => String::new(),
            1 => " and 1 more change".to_owned(),
            n => format!(" and {n} more changes"),
        };
        let message = format!("a model suggests `{new}` for `{old}`{more}");
        let others: Vec<TextRange> = edits[1..].iter().map(|edit| edit.range).collect();
        let finding = report.found(first.range, message).also(others);
        let finding = finding.note(format!("the model is {}", record.machine));
        let finding = finding.note(format!("`firstaid proofread --decline {}` removes it for good", record.paragraph));
        report.push(finding.fix(Fix::new("take the edit", edits, Applicability::Unsafe)));
    }
}

/// The edits of a page that make the text of a segment the suggested one, word by word; none if its lines have marks of
/// a quote between words that change.
fn edits(cx: &PageContext<'_>, segment: &Segment, record: &Record) -> Vec<Edit> {
    let slot = |number: usize| number.checked_sub(1).and_then(|n| segment.slots.get(n)).map(|it| Cow::from(&*it.url));
    let after = fill(&record.after, slot);
    let typed = cx.text(segment.range);
    let is_word = |range: &Range<usize>| segment.quotes == 0 || typed[range.clone()] != *">";
    let places: Vec<Range<usize>> = words(typed).filter(is_word).collect();
    let old: Vec<&str> = places.iter().map(|range| &typed[range.clone()]).collect();
    let new: Vec<&str> = after.split_whitespace().collect();
    let Some(changes) = word_changes(&old, &new) else { return Vec::new() };
    let mut edits = Vec::with_capacity(changes.len());
    for change in changes {
        // Words that are only added stand behind the word before them, or before the one behind.
        let (before, after) = match (change.before.is_empty(), change.before.start) {
            (false, _) => (change.before, change.after),
            (true, 0) if !places.is_empty() => (0..1, change.after.start..change.after.end + 1),
            (true, at) if at > 0 => (at - 1..at, change.after.start - 1..change.after.end),
            _ => return Vec::new(),
        };
        // Words that are only taken out take the word before them along, so that no blank is left.
        let (before, after) = match (after.is_empty(), before.start) {
            (true, at) if at > 0 => (at - 1..before.end, after.start - 1..after.end),
            _ => (before, after),
        };
        let range = places[before.start].start..places[before.end - 1].end;
        if segment.quotes > 0 && typed[range.clone()].contains('\n') {
            return Vec::new();
        }
        let range = TextRange::from(range).shift(segment.range.start());
        edits.push(Edit::replace(range, new[after].join(" ")));
    }
    edits
}

/// The places of words between white space.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| {
        let at = word.as_ptr() as usize - start;
        at..at + word.len()
    })
}

#[cfg(test)]
mod tests {
    use firstaid_translate::proofread::{Proofreading, Record, State, paragraph_id};

    use crate::testing::{Case, case};

    /// A guide for whose paragraphs these edits are suggested.
    fn suggesting(all: &[(&str, &str)]) -> Case {
        let mut proofreading = Proofreading::default();
        for (before, after) in all {
            proofreading.insert(Record {
                paragraph: paragraph_id(before),
                state: State::Suggested,
                machine: "tiny".to_owned(),
                before: (*before).to_owned(),
                after: (*after).to_owned(),
            });
        }
        case("suggested-edit").proofreading(proofreading)
    }

    #[test]
    fn edits_stand_where_their_words_are_and_are_applied() {
        let case = suggesting(&[
            ("He use [it]({1}) at home and and on the way.", "He uses [it]({1}) at home and on the way."),
            ("Two phone are lost.", "Two phones are lost."),
            ("A text without end", "A text without an end."),
        ]);
        let page = "# Head\n\nHe use [it](https://a.org)\nat home and and on the way.\n\n- Two phone are lost.\n\n> A text\n> without end\n";
        let found = case.messages(page);
        assert!(found[0].starts_with("a model suggests `uses` for `use` and 1 more change"), "{found:?}");
        let fixed = case.fixed(firstaid_diagnostics::Applicability::Unsafe, page);
        assert_eq!(
            fixed,
            "# Head\n\nHe uses [it](https://a.org)\nat home and on the way.\n\n- Two phones are lost.\n\n> A text\n> without an end.\n"
        );
        assert_eq!(case.fixed(firstaid_diagnostics::Applicability::Safe, page), page);
    }

    #[test]
    fn a_paragraph_that_changed_since_has_no_finding() {
        suggesting(&[("He use it.", "He uses it.")]).finds("He use it now.\n");
    }

    #[test]
    fn an_edit_that_the_file_smuggles_in_is_not_shown() {
        for after in
            ["Write to a@evil.org today.", "Do not write to a@eff.org today.", "Write to <b>a@eff.org</b> today."]
        {
            suggesting(&[("Write to a@eff.org today.", after)]).finds("Write to a@eff.org today.\n");
        }
    }
}
