//! Findings of mistakes that the patterns of a language find.

use std::ops::Range;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_language::confusions::{Advice, Confusion};

use crate::{PageContext, Report};

/// The finding of a mistake; `problem` says what is wrong with the words where only a person can decide.
pub(super) fn finding(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    hit: &Confusion,
    problem: impl Fn(&str) -> String,
) -> Diagnostic {
    let typed = &cx.prose.text()[hit.range.clone()];
    match hit.advice {
        Advice::Change { change, is_safe } => {
            let applicability = if *is_safe { Applicability::Safe } else { Applicability::Unsafe };
            replacement(cx, report, hit.range.clone(), &change.of(typed), applicability)
        }
        Advice::Ask(why) => {
            let range = cx.prose.source_range(hit.range.clone());
            report.found(range, problem(typed)).help(*why)
        }
    }
}

/// A finding that replaces `place` by `right`, in the letter case of the text and with the apostrophe of the page.
pub(super) fn replacement(
    cx: &PageContext<'_>,
    report: &Report<'_>,
    place: Range<usize>,
    right: &str,
    applicability: Applicability,
) -> Diagnostic {
    let typed = &cx.prose.text()[place.clone()];
    let mut right = if cx.has_curly_apostrophes() { right.replace('\'', "’") } else { right.to_owned() };
    if is_all_caps(typed) {
        right = right.to_uppercase();
    } else if typed.starts_with(char::is_uppercase) {
        let mut letters = right.chars();
        right = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    }
    let range = cx.prose.source_range(place);
    let finding = report.found(range, format!("`{typed}` should be `{right}` here"));
    if cx.text(range) == typed {
        return finding.fix(Fix::replace(range, right, applicability));
    }
    finding.help(format!("write `{right}`"))
}

/// Whether a text of several letters has capitals only.
fn is_all_caps(text: &str) -> bool {
    /// Minimum letters: `A` may be the first word of a sentence, `AN` an abbreviation.
    const MIN_LETTERS: usize = 4;
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().count() >= MIN_LETTERS && letters().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use firstaid_language::confusions::Subject;

    use crate::testing::case;

    fn rule(subject: Subject) -> &'static str {
        match subject {
            Subject::Words => "confused-word",
            Subject::Repetition => "repeated-word",
            Subject::Marks => "punctuation",
            Subject::DoubleNegation => "double-negation",
        }
    }

    /// In the data each pattern is followed by at least one example that it finds; `«…»` marks the wrong words.
    #[test]
    fn every_pattern_finds_its_examples_and_nothing_else() {
        for subject in Subject::ALL {
            for (language, text) in subject.texts() {
                check(rule(subject), language, text);
            }
        }
    }

    fn check(rule: &'static str, language: &str, text: &str) {
        let (mut pattern, mut shown, mut examples) = ("", true, Vec::new());
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(example) = line.strip_prefix("  ") {
                shown |= example.contains('«');
                examples.push((pattern, example));
            } else {
                assert!(shown, "{pattern}: no example");
                (shown, pattern) = (false, line);
            }
        }
        assert!(shown, "{pattern}: no example");
        let texts: Vec<String> = examples.iter().map(|(_, example)| example.replace(['«', '»'], "")).collect();
        let found = case(rule).locale(language).all_marked(&texts);
        let wrong: Vec<_> = examples.iter().zip(&found).filter(|((_, example), found)| example != found).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
