use firstaid_content::{TokenKind, hex_digits};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_language::cues::introduces_example;
use firstaid_mentions::fingerprint::{canonical, fault, plain};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds fingerprints of OpenPGP keys that cannot be right: they have too few or too many digits, or a character that
/// is not a hexadecimal digit.
///
/// ## Why
/// Only the fingerprint distinguishes the key of the organisation from that of a stranger. A reader who compares a
/// damaged one gives up, or learns to ignore differences.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 AO4C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Fix
/// None: ask the organisation itself. A registered key that begins or ends with the same digits is shown for
/// comparison.
///
/// ## Not reported
/// A fingerprint does not show that one of its hexadecimal digits is wrong. Hashes of files and commits are not
/// fingerprints of keys. Digits that show what a fingerprint looks like ("a row of digits such as …") belong to no key.
///
/// ## When not to use it
/// On pages that show a shortened fingerprint on purpose: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("invalid-fingerprint"), severity: Severity::Error, check: Check::Page(check) };

/// Number of equal digits, at the start or at the end, from which two keys are taken for the same one.
const MIN_SHARED_DIGITS: usize = 8;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Fingerprint) {
        let typed = plain(cx.text(token.range));
        let Some(fault) = fault(&typed) else { continue };
        if is_sample(cx, token.range) {
            continue;
        }
        let message = match glued_word(cx, token.range) {
            Some(word) => format!("{fault}, and it runs into the word `{word}`"),
            None => fault,
        };
        report.push(with_registered_key(cx, report.found(token.range, message), &typed, token.range));
    }
}

/// Whether the words before the digits introduce them as an example, and no registered key resembles them.
fn is_sample(cx: &PageContext<'_>, range: TextRange) -> bool {
    let line = cx.end_of_line_before(range.start());
    introduces_example(cx.language(), line) && similar_key(cx, &hex_digits(&plain(cx.text(range)))).is_none()
}

/// The word that follows the digits without a space.
fn glued_word<'a>(cx: &'a PageContext<'_>, range: TextRange) -> Option<&'a str> {
    let rest = &cx.page.text()[range.end() as usize..];
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    (!word.is_empty()).then_some(word)
}

/// The finding with the registered key that begins or ends with the same digits as the damaged one, for comparison.
fn with_registered_key(cx: &PageContext<'_>, finding: Diagnostic, typed: &str, range: TextRange) -> Diagnostic {
    let Some((name, key)) = similar_key(cx, &hex_digits(typed)) else {
        return finding.help("copy the fingerprint again from the organisation itself");
    };
    let key = canonical(&key);
    finding.help(format!("compare with the registered key of {name}: {key}")).fix(Fix::replace(
        range,
        key,
        Applicability::DisplayOnly,
    ))
}

/// The registered key that begins or ends with the same digits, and its owner.
fn similar_key<'a>(cx: &PageContext<'a>, digits: &str) -> Option<(&'a str, String)> {
    let is_similar = |key: &str| {
        let front = key.bytes().zip(digits.bytes()).take_while(|(a, b)| a == b).count();
        let back = key.bytes().rev().zip(digits.bytes().rev()).take_while(|(a, b)| a == b).count();
        front >= MIN_SHARED_DIGITS || back >= MIN_SHARED_DIGITS
    };
    cx.world.keys().iter().find(|key| is_similar(&key.digits)).map(|key| (&*key.owner, key.digits.clone()))
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::case;

    const V4: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

    fn messages(typed: &str) -> Vec<String> {
        let case = case("invalid-fingerprint").registry(Registry::default());
        let all = case.messages(&format!("PGP key fingerprint: {typed}\n"));
        all.into_iter().map(|message| message.lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn complete_fingerprints_are_fine_with_any_spacing() {
        let unbroken = V4.replace(' ', "");
        let v6 = format!("{V4} 6CE6 221C 98EC F399 A04C 41B8");
        for fine in [V4, &unbroken, &v6, &V4.to_lowercase(), &V4.replace(' ', "&nbsp;"), &V4.replace(' ', ":")] {
            assert_eq!(messages(fine), [""; 0], "{fine}");
        }
        case("invalid-fingerprint").finds(&format!("- PGP: {V4}&nbsp;\n- PGP: **{V4}** and `{unbroken}`\n"));
    }

    #[test]
    fn digits_that_are_shown_as_an_example_belong_to_no_key() {
        let case = case("invalid-fingerprint").registry(Registry::default());
        case.finds("A fingerprint is a row of digits, for example \"1f2e 3d4c 5b6a 7988 a7b6 c5d4\".\n");
        case.finds("A fingerprint might be \"1f2e 3d4c 5b6a 7988 a7b6 c5d4\".\n");
        let words = "Schlüssel ".repeat(100);
        case.finds(&format!("{words}is a row of digits, for example \"1f2e 3d4c 5b6a 7988 a7b6 c5d4\".\n"));
        case.finds("Our key has the fingerprint «1f2e 3d4c 5b6a 7988 a7b6 c5d4».\n");
    }

    #[test]
    fn the_message_names_the_fault_and_its_place() {
        for (typed, message) in [
            (
                "6CE6 221C 98EC F399 AO4C 41B8 C46B ED33 32E8 A2BC",
                "this fingerprint is damaged: group 5 `AO4C` contains `O`, which is not a hexadecimal digit (a zero?)",
            ),
            (
                "6CE6 221C 98EC F39 A04C 41B8 C46B ED33 32E8 A2BC",
                "this fingerprint has 39 of 40 digits: group 4 `F39` has 3",
            ),
            (
                "6CE6 221C 98EC F3999 A04C 41B8 C46B ED33 32E8 A2BC",
                "this fingerprint has 41 digits, one too many; an OpenPGP fingerprint has 40 (v4) or 64 (v6): group 4 `F3999` has 5",
            ),
            ("6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8", "this fingerprint has 36 of 40 digits"),
            (
                "6CE6 221C 98EC F399 A04C 41B8 C46B ED33",
                "this fingerprint has 32 of 40 digits: it is cut short, or an MD5 fingerprint of an old v3 key",
            ),
            (
                "67AC DDCF B90kompromittierten Computer",
                "this fingerprint has 11 of 40 digits: group 3 `B90` has 3, and it runs into the word `kompromittierten`",
            ),
        ] {
            assert_eq!(messages(typed), [message]);
        }
    }

    #[test]
    fn the_range_is_that_of_the_digits() {
        case("invalid-fingerprint").finds("PGP-Fingerabdruck: «67AC DDCF B90»kompromittierten Computer\n");
        case("invalid-fingerprint").finds("`gpg --fingerprint «6CE6221C98ECF399A04C41B8C46BED3332E8A2B»`\n");
        case("invalid-fingerprint")
            .finds("commit 6CE6221C98ECF399A04C41B8C46BED3332E8A2B, +33 1 4483 6056, 2014 2015 2016\n");
    }

    #[test]
    fn a_registered_key_is_shown_for_comparison() {
        let mut registry = Registry::default();
        let entry = format!(
            "- name: Helpers\n  source: x\n  contacts:\n    - email: a@b.org\n      key: \"{V4}\"\n      source: x\n"
        );
        registry.add_guide_file("organisations.yaml", &entry).unwrap();
        let case = case("invalid-fingerprint").registry(registry);
        let messages = case.messages("PGP: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2B\n");
        assert!(
            messages[0].contains("compare with the registered key of Helpers") && messages[0].contains(V4),
            "{messages:?}"
        );
    }

    /// `whole` with each digit deleted, doubled, or replaced by each letter that is not a hexadecimal digit.
    fn mutations(whole: &str) -> Vec<String> {
        // The `b` of `&nbsp;` is not a digit.
        let in_entity = |at: usize| whole[..at].ends_with("&n") || whole[..at].ends_with("&ns");
        let digits = whole.char_indices().filter(|(at, c)| c.is_ascii_hexdigit() && !in_entity(*at));
        digits
            .flat_map(|(at, digit)| {
                let (before, after) = (&whole[..at], &whole[at + 1..]);
                let letters = ('G'..='Z').chain('g'..='z').map(String::from);
                let replacements = [String::new(), format!("{digit}{digit}")].into_iter().chain(letters);
                replacements.map(move |replacement| format!("{before}{replacement}{after}"))
            })
            .collect()
    }

    #[test]
    fn every_typo_in_one_character_is_found() {
        let spacings = [V4.to_owned(), V4.replace(' ', ""), V4.replace(' ', "&nbsp;"), V4.replace("A04C ", "A04C  ")];
        let typos: Vec<String> = spacings.iter().flat_map(|whole| mutations(whole)).collect();
        let page: String = typos.iter().flat_map(|typo| ["PGP key fingerprint: ", typo, "\n\n"]).collect();
        let found = case("invalid-fingerprint").registry(Registry::default()).run(&page);
        let lines: Vec<usize> =
            found.iter().map(|finding| page[..finding.range.start() as usize].matches('\n').count() / 2).collect();
        let missed: Vec<&String> =
            typos.iter().enumerate().filter(|(n, _)| !lines.contains(n)).map(|it| it.1).collect();
        assert!(missed.is_empty(), "not found: {missed:#?}");
        assert_eq!(found.len(), typos.len());
    }
}
