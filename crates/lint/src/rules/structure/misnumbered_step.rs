use std::collections::{BTreeMap, HashMap, HashSet};

use firstaid_content::{Page, ProseText};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds typed numbers of steps and sections that occur twice or leave one out: "Step 3" after "Step 3", "2.1" twice
/// below one heading.
///
/// ## Why
/// A reader who follows steps under stress believes that one is missing, or does not know which of two "Step 3" another
/// page means.
///
/// ## Example
/// ```markdown
/// **Step 2:** Turn it off.
///
/// **Step 3:** Take the card out.
///
/// **Step 3:** Lock it away.
/// ```
///
/// ## Use instead
/// ```markdown
/// **Step 4:** Lock it away.
/// ```
///
/// ## Fix
/// None: other places may name the step by its number.
///
/// ## Not reported
/// Items of lists, which Markdown numbers itself. Numbers that begin again at 1, rows of fewer than three steps, rows
/// with more than one fault, which count something else, sections below one that is reported, and translations whose
/// source has the same number there.
///
/// ## When not to use it
/// On pages that quote parts of a numbered text.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("misnumbered-step"), severity: Severity::Warning, check: Check::Page(check) };

/// Minimum steps in a row whose numbers are compared.
const MIN_STEPS: usize = 3;

/// Maximum length, in bytes, of the word before a number.
const MAX_WORD: usize = 24;

/// Maximum length, in bytes, of the number of a section.
const MAX_NUMBER: usize = 12;

/// A number that does not follow the one before it.
struct Fault {
    range: TextRange,
    number: Box<str>,
    message: String,
    help: String,
}

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut faults = in_sections(cx.page);
    faults.extend(in_steps(&cx.prose));
    // A translation takes the numbers of its source.
    if let Some(source) = cx.source_page().filter(|_| !faults.is_empty()) {
        let in_steps = cx.source_prose().map(in_steps).unwrap_or_default();
        let there: HashSet<Box<str>> = in_sections(source).into_iter().chain(in_steps).map(|it| it.number).collect();
        faults.retain(|fault| !there.contains(&fault.number));
    }
    for fault in faults {
        report.push(report.found(fault.range, fault.message).help(fault.help));
    }
}

/// The faults in rows of steps, each with a word of its own.
fn in_steps(prose: &ProseText) -> Vec<Fault> {
    let mut rows: BTreeMap<String, Vec<(u32, TextRange)>> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, _, block) in prose.blocks() {
        let Some((word, number, len)) = step(block) else { continue };
        let row = rows.entry(word).or_default();
        if number == 1 {
            faults.extend(in_row(row));
            row.clear();
        }
        row.push((number, prose.source_range(at..at + len)));
    }
    faults.extend(rows.values().filter_map(|row| in_row(row)));
    faults
}

/// The one number of a row that does not follow the one before.
fn in_row(row: &[(u32, TextRange)]) -> Option<Fault> {
    let mut wrong = row.windows(2).filter(|pair| pair[1].0 != pair[0].0 + 1);
    let (pair, None, true) = (wrong.next()?, wrong.next(), row.len() >= MIN_STEPS) else { return None };
    let ((before, _), (number, range)) = (pair[0], pair[1]);
    let message = match number {
        n if n == before => format!("{n} is the number of the step before, too"),
        n if n == before + 2 => format!("{n} follows {before}: a step is missing, or the number is wrong"),
        _ => return None,
    };
    Some(Fault {
        range,
        number: number.to_string().into(),
        message,
        help: format!("the next number is {}", before + 1),
    })
}

/// The word and number that a block begins with, and the length of both: `Step 3:`, `Schritt 3.`, `Étape 3 —`.
fn step(block: &str) -> Option<(String, u32, usize)> {
    let (word, rest) = block.split_once([' ', '\u{a0}']).filter(|(word, _)| word.len() <= MAX_WORD)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[..digits].parse().ok().filter(|_| digits <= 2)?;
    let after = rest[digits..].trim_start();
    let ends = after.is_empty() || after.starts_with([':', '.', ')', '-', '–', '—', '：']);
    let is_decimal = rest[digits..].strip_prefix('.').is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    let is_word = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    let len = block.len() - rest.len() + digits;
    (is_word && ends && !is_decimal && word.chars().count() > 2).then(|| (word.to_lowercase(), number, len))
}

/// Headings whose number, of two parts or more, another heading of their level in the same chapter has.
fn in_sections(page: &Page) -> Vec<Fault> {
    let mut seen: HashMap<(&str, u8), u32> = HashMap::new();
    let mut faults: Vec<Fault> = Vec::new();
    for heading in &page.headings {
        let number = heading.text.trim_start_matches(['*', '_']).split([' ', '\u{a0}']).next().unwrap_or_default();
        let number = number.trim_end_matches(['.', ')', ':']);
        if !is_number_of_section(number) {
            if heading.level == 1 {
                seen.clear();
            }
            continue;
        }
        // Sections below a faulty one follow it.
        let is_below = faults
            .last()
            .is_some_and(|above| number.strip_prefix(&*above.number).is_some_and(|rest| rest.starts_with('.')));
        if let Some(first) = seen.get(&(number, heading.level)).filter(|_| !is_below) {
            let typed = page.text()[heading.range].trim_end();
            faults.push(Fault {
                range: TextRange::new(heading.range.start(), heading.range.start() + typed.len() as u32),
                number: number.into(),
                message: format!("the heading on line {first} has the number {number}, too"),
                help: "number the sections anew".to_owned(),
            });
        }
        let line = page.source.lines().line(heading.range.start());
        seen.entry((number, heading.level)).or_insert(line);
    }
    faults
}

fn is_number_of_section(number: &str) -> bool {
    number.contains('.')
        && number.len() <= MAX_NUMBER
        && number.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_number_that_repeats_or_leaves_one_out_is_found() {
        let rule = case("misnumbered-step");
        rule.finds("**Step 1:** a\n\n**Step 2:** b\n\n**«Step 2»:** c\n\n**Step 3:** d\n");
        rule.finds("## Schritt 1\na\n\n## Schritt 2\nb\n\n## «Schritt 4»\nc\n");
        rule.finds("Step 1. a\n\nStep 2. b\n\nStep 3. c\n\n# B\n\nStep 1. a\n\nStep 2. b\n\n«Step 4». d\n");
    }

    #[test]
    fn a_number_of_two_sections_is_found() {
        let rule = case("misnumbered-step");
        rule.finds("## 2 A\n\n### 2.1 B\n\n«### 2.1 C»\n\n### 2.3 D\n\n«### 2.3 E»\n\n#### 2.3.1 F\n\n#### 2.3.1 G\n");
    }

    #[test]
    fn translations_are_reported_for_numbers_of_their_own() {
        let case = || case("misnumbered-step").locale("es").source("Step 1: a\n\nStep 2: b\n\nStep 2: c\n");
        case().finds("Paso 1: a\n\nPaso 2: b\n\nPaso 2: c\n");
        case().finds("Paso 1: a\n\nPaso 2: b\n\n«Paso 4»: c\n");
    }

    #[test]
    fn other_numbers_are_fine() {
        for page in [
            "Step 1: a\n\nStep 2: b\n\nStep 1: c\n\nStep 2: d\n\nStep 3: e\n",
            "Step 3: a\n\nStep 4: b\n\nStep 5: c\n\nSee Step 2.\n\nChapter 4 is long.\n\nChapter 4 is good.\n",
            "Windows 7: a\n\nWindows 10: b\n\nWindows 11: c\n\nPage 2: a\n\nPage 2: b\n",
            "1. a\n1. b\n3. c\n\nTip 1: a\n\nTip 1: b\n",
            "# 1.0 A\n\n## 1.1 B\n\n# Other\n\n## 1.1 C\n\n## 2024.1 x\n",
        ] {
            case("misnumbered-step").finds(page);
        }
    }
}
