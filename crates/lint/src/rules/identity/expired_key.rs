use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::{KeyKind, shown_day};

use crate::engine::judged_key::of_kind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds OpenPGP keys that have expired, or will within 60 days, by what `keys probe` saw.
///
/// ## Why
/// Programs refuse to encrypt to an expired key. A reader in need then sends nothing, or sends it in the clear.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// The same key, once its owner has published it with a later end, or the key that the owner has now.
///
/// ## Fix
/// None: tell the owner, and ask for the key that is valid.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `keys probe` writes; it uses no network. Of several copies, the
/// one with the newest signature says when the key ends. Before that day it is a warning, after it an error if the
/// owner's directory or site, or two sources, say so. For a key with an address, the end of its last subkey for
/// encryption counts too. A key that the registry has for old releases (`old-releases`) may expire.
///
/// `keys.policy` in `firstaid.toml` sets the days of warning.
///
/// ## When not to use it
/// On pages that show an old key on purpose: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("expired-key"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for key in of_kind(cx.judged_keys(), &[KeyKind::Expired, KeyKind::Expiring]) {
        let Some(ends) = key.verdict.ends else { continue };
        let day = shown_day(ends);
        let is_over = key.verdict.kind == KeyKind::Expired;
        let message = match (is_over, key.verdict.is_encryption) {
            (true, false) => format!("this key expired on {day}"),
            (true, true) => format!("nobody can encrypt to this key any more: its subkey expired on {day}"),
            (false, false) => format!("this key expires on {day}"),
            (false, true) => format!("nobody can encrypt to this key from {day} on: its subkey expires"),
        };
        let finding = key.with_evidence(report.found(key.range, message));
        report.push(if is_over {
            finding.help("ask its owner for the key that is valid, then run `keys probe`")
        } else {
            finding
                .at_most(Severity::Warning)
                .help("ask its owner to extend it or for the next one, then run `keys probe`")
        });
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;
    use firstaid_registry::Registry;

    use crate::testing::keys::{KEY, PAGE, copy, seen};
    use crate::testing::{Case, case};

    fn plain() -> String {
        PAGE.replace(['«', '»'], "")
    }

    fn expires(on: &str, sources: &[&str]) -> Case {
        let copies: Vec<String> = sources.iter().map(|at| copy(at, &format!("\"expires\":\"{on}\""))).collect();
        case("expired-key").ledger(&seen(&copies))
    }

    #[test]
    fn an_end_is_a_warning_before_and_an_error_after() {
        let severity = |on: &str, sources: &[&str]| expires(on, sources).run(&plain())[0].severity;
        expires("2026-11-01", &["wkd:one.org"]).finds(PAGE);
        assert_eq!(severity("2026-11-01", &["wkd:one.org"]), Severity::Error);
        assert_eq!(severity("2026-11-01", &["vks:k.org", "hkp:l.org"]), Severity::Error);
        assert_eq!(severity("2026-11-01", &["vks:k.org"]), Severity::Warning);
        assert_eq!(severity("2026-11-01", &["vks:k.org", "file:a.asc"]), Severity::Warning);
        assert_eq!(severity("2027-01-01", &["wkd:one.org"]), Severity::Warning);
        expires("2027-03-01", &["wkd:one.org"]).finds(&plain());
        expires("2027-03-01", &["wkd:one.org"]).config("[keys.policy]\nexpires-within = 200\n").finds(PAGE);
        let message = expires("2027-01-01", &["wkd:one.org"]).messages(&plain()).remove(0);
        assert!(message.starts_with("this key expires on 1 January 2027\n  seen at the key directory of one.org"));
    }

    #[test]
    fn a_key_for_old_releases_may_expire() {
        let mut registry = Registry::default();
        let entry = format!(
            "- key: {KEY}\n  owner: A\n  for: old images\n  old-releases: true\n  source: x\n  confidence: low\n"
        );
        registry.add_guide_file("keys.yaml", &entry).unwrap();
        expires("2020-11-01", &["wkd:one.org"]).registry(registry).finds(&plain());
    }

    #[test]
    fn the_end_of_encryption_counts_where_the_key_has_an_address() {
        let ends = copy("wkd:one.org", "\"encryption\":{\"until\":\"2026-10-01\"}");
        let rule = case("expired-key").ledger(&seen(&[ends]));
        rule.finds(&format!("Write to help@one.org, PGP fingerprint «{KEY}».\n"));
        rule.finds(&plain());
    }

    #[test]
    fn many_keys_cost_linear_time() {
        let page = format!("PGP fingerprint {KEY}, PGP key 0xC46BED3332E8A2BC, help@one.org\n\n").repeat(3000);
        assert_eq!(expires("2026-11-01", &["wkd:one.org"]).run(&page).len(), 1);
    }
}
