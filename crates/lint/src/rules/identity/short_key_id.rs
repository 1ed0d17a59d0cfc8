use std::cell::LazyCell;
use std::collections::HashSet;

use firstaid_content::{Token, TokenKind, hex_digits};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::cues::speaks_of_subkey;
use firstaid_mentions::fingerprint::{canonical, fault, plain};
use firstaid_mentions::registered_keys::RegisteredKey;
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds ids of OpenPGP keys, of 8 or 16 digits, instead of fingerprints, and ids that are not those of the fingerprint
/// beside them.
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
    let ids = LazyCell::new(|| ids_of_fingerprints(cx));
    for token in cx.page.tokens.iter().filter(|token| token.kind == TokenKind::KeyId) {
        let typed = cx.text(token.range);
        let digits = hex_digits(typed);
        let is_short = digits.len() <= 8;
        if let Some(other) = fingerprint_beside(cx, token, &digits) {
            let message = format!("`{typed}` is not the id of the fingerprint beside it");
            let shown = canonical(&hex_digits(cx.text(other)));
            report.push(
                report.found(token.range, message).help(format!("the fingerprint is {shown}; one of both is wrong")),
            );
            continue;
        }
        let severity = match (is_short, ids.contains(&digits)) {
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
        report.push(match cx.world.keys().get(&digits) {
            Some(RegisteredKey { owner, digits, .. }) => {
                let shown = canonical(digits);
                let replacement = if token.in_code { digits.clone() } else { shown.clone() };
                finding
                    .help(format!("write the full fingerprint; the registered key of {owner} is {shown}"))
                    .fix(Fix::replace(token.range, replacement, Applicability::DisplayOnly))
            }
            None => finding.help("write the full fingerprint (40 or 64 digits)"),
        });
    }
}

/// The ids, of 8 and of 16 digits, of the fingerprints of a page.
fn ids_of_fingerprints(cx: &PageContext<'_>) -> HashSet<String> {
    let tokens = cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Fingerprint);
    let digits = tokens.map(|token| hex_digits(cx.text(token.range)));
    let id = |digits: &str, len: usize| Some(digits.get(digits.len().checked_sub(len)?..)?.to_owned());
    digits.flat_map(|digits| [id(&digits, 8), id(&digits, 16)]).flatten().collect()
}

/// Maximum bytes between a key id and the fingerprint that it should be the id of.
const MAX_BETWEEN: u32 = 48;

/// The fingerprint close to a key id in the same line, if it is that of another key.
fn fingerprint_beside(cx: &PageContext<'_>, id: &Token, digits: &str) -> Option<TextRange> {
    let near = TextRange::new(id.range.start().saturating_sub(MAX_BETWEEN + 1), id.range.end() + MAX_BETWEEN + 1);
    let beside = cx.page.tokens_at(near).filter(|token| token.kind == TokenKind::Fingerprint).filter(|token| {
        let (first, second) = if token.range < id.range { (token.range, id.range) } else { (id.range, token.range) };
        if second.start() < first.end() || second.start() - first.end() > MAX_BETWEEN {
            return false;
        }
        let between = cx.text(TextRange::new(first.end(), second.start()));
        // The id of a subkey is not the end of the fingerprint of its key.
        !between.contains('\n') && !speaks_of_subkey(between)
    });
    let beside: Vec<TextRange> = beside.map(|token| token.range).collect();
    let is_of = |range: &TextRange| {
        let whole = hex_digits(cx.text(*range));
        // A key of version 6 has the first digits of its fingerprint as its id (RFC 9580).
        fault(&plain(cx.text(*range))).is_some()
            || whole.ends_with(digits)
            || whole.len() == 64 && whole.starts_with(digits)
    };
    (!beside.iter().any(is_of)).then(|| beside.first().copied()).flatten()
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
    fn an_id_of_another_key_than_that_beside_it_is_an_error() {
        let whole = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";
        let found = |text: String| case("short-key-id").run(&text).pop().unwrap();
        let other = found(format!("OpenPGP: {whole} (key ID 0xED3332E8A2BCC46B)\n"));
        assert!(other.severity == Severity::Error && other.message.contains("not the id of the fingerprint"));
        assert!(found(format!("PGP: {whole}, subject PGP key 0x8457F6238453F85F\n")).message.contains("beside it"));
        assert_eq!(
            found(format!("PGP: {whole}, Unterschlüssel PGP key 0x8457F6238453F85F\n")).severity,
            Severity::Warning
        );
        assert_eq!(found(format!("PGP key 0xC46BED3332E8A2BC: {whole}\n")).severity, Severity::Info);
        for beside in [format!("It is {whole} (0x32E8A2BD).\n"), format!("0x32E8A2BD is short for {whole}.\n")] {
            assert_eq!(found(beside.clone()).severity, Severity::Error, "{beside}");
        }
        case("short-key-id").finds(&format!("It is {whole}; the picture has the colour of the sky, 0xA2B3C4D5.\n"));
        assert_eq!(found(format!("PGP: {whole}, subkey PGP key 0x8457F6238453F85F\n")).severity, Severity::Warning);
    }

    #[test]
    fn many_ids_and_fingerprints_cost_linear_time() {
        let key = "PGP key 0x32E8A2BC, fingerprint 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC, ";
        assert_eq!(case("short-key-id").run(&key.repeat(3000)).len(), 3000);
    }

    #[test]
    fn ids_in_code_are_announced_by_the_words_around_it() {
        case("short-key-id").finds("Our OpenPGP key is `«0x32E8A2BC»`. The signing key «0x8457F623» is there.\n");
        case("short-key-id").finds("The byte `0x32E8A2BC` in memory, commit `8457f623`.\n");
    }

    #[test]
    fn other_numbers_are_left_alone() {
        case("short-key-id").finds("on 20140501 at 0x1234ABCD, commit deadbeef, +33 1 4483 6056\n");
        case("short-key-id").finds("PGP: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC\n");
    }
}
