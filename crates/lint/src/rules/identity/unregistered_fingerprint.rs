use std::collections::HashMap;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::fingerprint::canonical;
use firstaid_mentions::identities::fingerprints;

use super::registered_keys::registered_keys;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds fingerprints of OpenPGP keys that are not in the guide's registry of organisations.
///
/// ## Why
/// A stranger's fingerprint looks just like the right one. Only the registry, where each key has a source and a date,
/// distinguishes an update from an attack or a typo.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BD
/// ```
///
/// ## Use instead
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Fix
/// None. If it differs from a registered key in one or two digits, that key is shown for comparison.
///
/// ## Not reported
/// Nothing is reported in a guide without its own registry (`organisations.yaml`). Fingerprints that cannot be right
/// are found by `invalid-fingerprint`.
///
/// ## When not to use it
/// In guides that do not keep their contacts in a registry. Without a registry the rule reports nothing.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unregistered-fingerprint"), severity: Severity::Error, check: Check::Page(check) };

/// Maximum number of different digits with which two keys are near: a typo, or a key made to look like the other.
const MAX_DIFFERENT_DIGITS: usize = 2;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.registry.has_own_organisations {
        return;
    }
    let found: Vec<_> = fingerprints(cx.page).collect();
    if found.is_empty() {
        return;
    }
    let keys: HashMap<String, &str> = registered_keys(cx.world.registry).map(|(name, key)| (key, name)).collect();
    for (digits, range) in found.into_iter().filter(|(digits, _)| !keys.contains_key(digits)) {
        let near = keys.iter().map(|(key, name)| (different_digits(key, &digits), key, name));
        let near = near.filter(|&(different, ..)| different <= MAX_DIFFERENT_DIGITS).min();
        report.push(match near {
            Some((different, key, name)) => {
                let count = if different == 1 { "one digit" } else { "two digits" };
                let message = format!("this fingerprint differs from the registered key of {name} in {count}");
                let key = canonical(key);
                let finding = report.found(range, message).help(format!("the registered key is {key}"));
                finding.fix(Fix::replace(range, key, Applicability::DisplayOnly))
            }
            None => report
                .found(range, "no organisation in the registry has this key")
                .help("confirm the key with its owner, then add it to the guide's `organisations.yaml`"),
        });
    }
}

/// The number of different digits; `usize::MAX` if the lengths differ.
fn different_digits(a: &str, b: &str) -> usize {
    if a.len() == b.len() { a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count() } else { usize::MAX }
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::{Case, case};

    const KEY: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

    fn own() -> Case {
        let mut registry = Registry::default();
        let entry =
            format!("- name: A\n  source: x\n  contacts:\n    - email: a@one.org\n      key: {KEY}\n      source: x\n");
        registry.add_guide_file("organisations.yaml", &entry).unwrap();
        case("unregistered-fingerprint").registry(registry)
    }

    #[test]
    fn unregistered_keys_are_found() {
        own().finds("PGP: «67AC DDCF B909 4685 36DD BC03 F766 3861 965A 90D2»\n");
        let messages = own().messages(&format!("PGP: {}\n", KEY.replace("A2BC", "A2BD")));
        assert!(messages[0].starts_with("this fingerprint differs from the registered key of A in one digit"));
    }

    #[test]
    fn registered_keys_are_fine_in_any_format() {
        for typed in [KEY.to_owned(), KEY.to_lowercase(), KEY.replace(' ', "&nbsp;"), KEY.replace(' ', "")] {
            own().finds(&format!("PGP fingerprint: {typed}\n"));
        }
        own().finds("PGP fingerprint: 6CE6 221C 98EC F399\n");
    }

    #[test]
    fn nothing_is_reported_without_a_registry_of_the_guide() {
        case("unregistered-fingerprint").finds("PGP: 67AC DDCF B909 4685 36DD BC03 F766 3861 965A 90D3\n");
    }
}
