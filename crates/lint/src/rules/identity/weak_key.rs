use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::{KeyFacts, KeyKind};

use crate::engine::judged_key::of_kind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds OpenPGP keys that are too weak, by what `keys probe` saw: RSA with less than 2048 bits, DSA, and keys that are
/// signed with SHA-1 only.
///
/// ## Why
/// Short keys can be broken, and current programs refuse signatures with SHA-1 and keys of DSA, or will soon.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// The current key of the same owner.
///
/// ## Fix
/// None: ask the owner for a current key, or to sign the key anew with SHA-256.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `keys probe` writes; it uses no network. A key that has expired
/// or was revoked or replaced is found by the rules on that.
///
/// ## When not to use it
/// In guides that list old keys to verify old releases.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("weak-key"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for key in of_kind(cx.judged_keys(), &[KeyKind::Weak]) {
        let Some(why) = key.verdict.facts.and_then(KeyFacts::weakness) else { continue };
        let finding = report.found(key.range, format!("this key is weak: {why}"));
        report.push(key.with_evidence(finding).help("ask its owner for a current key"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;
    use crate::testing::keys::{PAGE, copy, seen};

    #[test]
    fn weak_keys_are_found() {
        let plain = PAGE.replace(['«', '»'], "");
        let rule = |copy: String| case("weak-key").ledger(&seen(&[copy]));
        rule(copy("hkp:k.org", "\"sha1\":true")).finds(PAGE);
        rule(copy("hkp:k.org", "").replace("ed25519", "dsa1024")).finds(PAGE);
        rule(copy("hkp:k.org", "").replace("ed25519", "rsa1024")).finds(PAGE);
        rule(copy("hkp:k.org", "").replace("ed25519", "rsa4096")).finds(&plain);
        rule(copy("hkp:k.org", "\"sha1\":true,\"expires\":\"2020-01-01\"")).finds(&plain);
    }
}
