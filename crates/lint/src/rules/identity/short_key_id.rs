use firstaid_content::{TokenKind, hex_digits};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::fingerprint::canonical;

use super::registered_keys::registered_keys;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds ids of OpenPGP keys, of 8 or 16 digits, instead of fingerprints.
///
/// ## Why
/// Anyone can make a key with a given id of 8 digits in seconds, and key servers have such copies of well-known keys. A
/// reader who fetches a key by its id may get the key of an attacker.
///
/// ## Example
/// ```markdown
/// gpg --recv-keys 0x32E8A2BC
/// ```
///
/// ## Use instead
/// ```markdown
/// gpg --recv-keys 6CE6221C98ECF399A04C41B8C46BED3332E8A2BC
/// ```
///
/// ## Fix
/// None. If a registered key has the id, its fingerprint is shown; a person must confirm it.
///
/// ## Not reported
/// An id of 16 digits is only a warning. If the page also has the full fingerprint, the severity is one step lower.
///
/// ## When not to use it
/// On pages that explain key ids: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("short-key-id"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in cx.page.tokens.iter().filter(|token| token.kind == TokenKind::KeyId) {
        let typed = cx.text(token.range);
        let digits = hex_digits(typed);
        let is_short = digits.len() <= 8;
        let has_fingerprint = || {
            let mut fingerprints = cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Fingerprint);
            fingerprints.any(|token| hex_digits(cx.text(token.range)).ends_with(&digits))
        };
        let severity = match (is_short, has_fingerprint()) {
            (true, false) => Severity::Error,
            (true, true) | (false, false) => Severity::Warning,
            (false, true) => Severity::Info,
        };
        let message = if is_short {
            format!("anyone can make another key with the id `{typed}`")
        } else {
            format!("the key id `{typed}` does not identify a key reliably")
        };
        let finding = report.found(token.range, message).at_most(severity);
        report.push(match registered_keys(cx.world.registry).find(|(_, key)| key.ends_with(&digits)) {
            Some((name, key)) => {
                let shown = canonical(&key);
                let replacement = if token.in_code { key } else { shown.clone() };
                finding
                    .help(format!("write the full fingerprint; the registered key of {name} is {shown}"))
                    .fix(Fix::replace(token.range, replacement, Applicability::DisplayOnly))
            }
            None => finding.help("write the full fingerprint (40 or 64 digits)"),
        });
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::case;

    #[test]
    fn short_ids_are_found_in_text_and_in_code() {
        case("short-key-id")
            .finds("PGP key «0x32E8A2BC» or `gpg --recv-keys «0x32E8A2BC»`, key ID «C46BED3332E8A2BC»\n");
        case("short-key-id").finds("    gpg --recv-keys «32E8A2BC»\n");
    }

    #[test]
    fn longer_ids_and_ids_next_to_their_fingerprint_are_less_severe() {
        let severity = |text: &str| case("short-key-id").run(text)[0].severity;
        assert_eq!(severity("PGP key 0x32E8A2BC\n"), Severity::Error);
        assert_eq!(severity("PGP key 0xC46BED3332E8A2BC\n"), Severity::Warning);
        let whole = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";
        assert_eq!(severity(&format!("PGP key 0x32E8A2BC: {whole}\n")), Severity::Warning);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        case("short-key-id").finds("on 20140501 at 0x1234ABCD, commit deadbeef, +33 1 4483 6056\n");
        case("short-key-id").finds("PGP: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC\n");
    }
}
