use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::KeyKind;

use crate::engine::judged_key::of_kind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds OpenPGP keys whose user ids do not have the address for which the guide gives them, by what `keys probe` saw.
///
/// ## Why
/// Mail programs choose the key by the address, and do not offer this one. It may also be the key of somebody else.
///
/// ## Example
/// ```markdown
/// help@example.org, PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// The key of the address, or the address of the key.
///
/// ## Fix
/// None: only the owner knows which of both is right.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `keys probe` writes; it uses no network. Servers that leave
/// out addresses which nobody confirmed, such as keys.openpgp.org, prove nothing here, nor do keys without any address.
///
/// ## When not to use it
/// In guides that give one key for many addresses.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("key-without-address"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum addresses of the key that are listed.
const MAX_SHOWN: usize = 3;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for key in of_kind(cx.judged_keys(), &[KeyKind::WithoutAddress]) {
        let (Some(missing), Some(facts)) = (&key.verdict.missing, key.verdict.facts) else { continue };
        let finding = report.found(key.range, format!("this key is not for {missing}"));
        let shown: Vec<&str> = facts.addresses.iter().map(String::as_str).take(MAX_SHOWN).collect();
        let finding = if shown.is_empty() { finding } else { finding.note(format!("it is for {}", shown.join(", "))) };
        report.push(key.with_evidence(finding).help("ask the owner of the address for its key"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;
    use crate::testing::keys::{KEY, copy, seen};

    #[test]
    fn an_address_that_no_user_id_has_is_found() {
        let other = "\"addresses\":[\"old@one.org\"]";
        let rule = |at: &str, facts: &str| case("key-without-address").ledger(&seen(&[copy(at, facts)]));
        let page = format!("Write to help@one.org, PGP fingerprint «{KEY}».\n");
        let plain = page.replace(['«', '»'], "");
        rule("hkp:k.org", other).finds(&page);
        rule("vks:k.org", other).finds(&plain);
        rule("hkp:k.org", "").finds(&plain);
        rule("hkp:k.org", "\"addresses\":[\"help@one.org\",\"old@one.org\"]").finds(&plain);
        rule("hkp:k.org", other).finds(&format!("Write to help@one.org or b@one.org, PGP fingerprint {KEY}.\n"));
    }
}
