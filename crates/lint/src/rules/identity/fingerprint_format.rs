use std::sync::LazyLock;

use firstaid_content::{TokenKind, hex_digits};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::fingerprint::{canonical, fault, plain};
use firstaid_text::{Edit, TextRange};
use regex::Regex;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds fingerprints of OpenPGP keys that are not written in capital letters and groups of four.
///
/// ## Why
/// People compare fingerprints by eye, group by group, with what their program shows. Forty digits in one run, or in
/// other groups, are compared badly or not at all.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6ce6221c98ecf399a04c41b8c46bed3332e8a2bc
/// ```
///
/// ## Use instead
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Fix
/// Writes the same digits in capitals and groups of four; safe, because no digit changes.
///
/// ## Not reported
/// The wider gap in the middle that `gpg` prints is fine, and so are non-breaking spaces. In code, where readers copy
/// it into a command, a fingerprint may be in one run. Fingerprints with a wrong number of digits are found by
/// `invalid-fingerprint`.
///
/// ## When not to use it
/// Where fingerprints are meant to be pasted into a command: mark them as code instead, and the rule accepts them.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("fingerprint-format"), severity: Severity::Warning, check: Check::Page(check) };

/// Groups of four with a space of any kind or a line end between them; in the middle there may be two, as `gpg` prints.
static CANONICAL: LazyLock<Regex> = LazyLock::new(|| {
    let gap = r"(?:[ \u{a0}\u{202f}]|&nbsp;|&#160;|[ \t]*\r?\n[ \t>]*)";
    let group = "[0-9A-F]{4}";
    let v4 = format!("{group}(?:{gap}{group}){{4}}{gap}{{1,2}}{group}(?:{gap}{group}){{4}}");
    let v6 = format!("{group}(?:{gap}{group}){{7}}{gap}{{1,2}}{group}(?:{gap}{group}){{7}}");
    Regex::new(&format!("^(?:{v4}|{v6})$")).expect("a valid pattern")
});

/// Only hexadecimal digits, white space and separators.
static ONLY_DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9A-Fa-f]|[ \t\u{a0}\u{2009}\u{202f}:-]|&nbsp;|&#160;|\r?\n[ \t]*)*$").expect("a valid pattern")
});

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Fingerprint && !token.in_code) {
        let typed = cx.text(token.range);
        let shown = plain(typed);
        if fault(&shown).is_some() {
            continue;
        }
        let prefix_len = prefix_len(cx, token.range);
        // A fingerprint with emphasis inside is fine if readers see it in the right format.
        if prefix_len == 0 && (CANONICAL.is_match(typed) || CANONICAL.is_match(&shown)) {
            continue;
        }
        let canonical = canonical(&hex_digits(&shown));
        let message = if canonical.replace(' ', "") == shown.replace([' ', '\u{a0}'], "") {
            "this fingerprint is not in groups of four"
        } else {
            "this fingerprint is not written in capitals and groups of four"
        };
        let range = TextRange::new(token.range.start() - prefix_len, token.range.end());
        let applicability = if ONLY_DIGITS.is_match(typed) { Applicability::Safe } else { Applicability::DisplayOnly };
        let edit = Edit::replace(range, canonical);
        let fix = Fix::new("Write it in groups of four", vec![edit], applicability);
        report.push(report.found(range, message).fix(fix));
    }
}

/// The length in bytes of a `0x` before the digits; 0 if there is none.
fn prefix_len(cx: &PageContext<'_>, range: TextRange) -> u32 {
    let before = &cx.page.text()[..range.start() as usize];
    if before.ends_with("0x") || before.ends_with("0X") { 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::case;

    const V4: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

    #[test]
    fn groups_of_four_are_fine_with_any_kind_of_space() {
        let wide = V4.replace("A04C ", "A04C  ");
        let v6 = format!("{V4} 6CE6 221C 98EC F399 A04C 41B8");
        for fine in [V4, &wide, &v6, &V4.replace(' ', "\u{a0}"), &V4.replace(' ', "&nbsp;"), &format!("**{V4}**")] {
            case("fingerprint-format").finds(&format!("- PGP key fingerprint: {fine}\n- next\n"));
        }
        case("fingerprint-format").finds(&format!("- PGP key fingerprint: {}\n", V4.replace("A04C ", "A04C\n  ")));
    }

    #[test]
    fn every_other_format_is_fixed() {
        let unbroken = V4.replace(' ', "");
        for other in [
            unbroken.clone(),
            unbroken.to_lowercase(),
            V4.to_lowercase(),
            V4.replace(' ', ":"),
            V4.replace(' ', "  "),
            V4.replacen(' ', "  ", 1),
            format!("0x{unbroken}"),
        ] {
            let (before, after) = (format!("PGP: {other} now\n"), format!("PGP: {V4} now\n"));
            case("fingerprint-format").fixes(Safe, &before, &after);
        }
        case("fingerprint-format").finds(&format!("PGP: «0x{unbroken}» now\n"));
    }

    #[test]
    fn code_and_damaged_fingerprints_are_left_alone() {
        let unbroken = V4.replace(' ', "");
        case("fingerprint-format").finds(&format!("`gpg --recv-keys {unbroken}`\n\n    gpg --recv-keys {unbroken}\n"));
        case("fingerprint-format").finds(&format!("PGP: {} and commit {unbroken}\n", &V4[..30]));
    }
}
