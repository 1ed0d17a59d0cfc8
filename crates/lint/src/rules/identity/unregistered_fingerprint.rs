use std::collections::HashSet;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_mentions::fingerprint::canonical;
use firstaid_mentions::identities::fingerprints;
use firstaid_mentions::registered_keys::RegisteredKey;
use firstaid_registry::{BrandKind, Confidence, EntryRef};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds fingerprints of OpenPGP keys that differ from a known key in one or two digits, known keys that the text gives
/// as somebody else's, and fingerprints that are not in the guide's registry of organisations.
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
/// In a guide without its own registry (`organisations.yaml`), a fingerprint that resembles no known key is left alone.
/// Fingerprints that cannot be right are found by `invalid-fingerprint`.
///
/// ## When not to use it
/// On pages that show imitated keys on purpose: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unregistered-fingerprint"), severity: Severity::Error, check: Check::Page(check) };

/// Maximum number of different digits with which two keys are near: a typo, or a key made to look like the other.
const MAX_DIFFERENT_DIGITS: usize = 2;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let found: Vec<_> = fingerprints(cx.page).collect();
    if found.is_empty() {
        return;
    }
    let keys = cx.world.keys();
    for (digits, range) in found {
        if let Some(key) = keys.get(&digits) {
            if let Some(named) = named_instead(cx, range, key) {
                let message = format!("this is the key of {}, not of {named}", key.owner);
                report.push(capped(report.found(range, message), key));
            }
            continue;
        }
        let near = keys.iter().map(|key| (different_digits(&key.digits, &digits), key));
        let near = near.filter(|(different, _)| *different <= MAX_DIFFERENT_DIGITS);
        match near.min_by_key(|(different, key)| (*different, &key.digits)) {
            Some((different, key)) => {
                let count = if different == 1 { "one digit" } else { "two digits" };
                let message = format!("this fingerprint differs from the registered key of {} in {count}", key.owner);
                let shown = canonical(&key.digits);
                let finding = report.found(range, message).help(format!("the registered key is {shown}"));
                report.push(capped(finding.fix(Fix::replace(range, shown, Applicability::DisplayOnly)), key));
            }
            None if cx.world.registry.has_own_organisations => report.push(
                report
                    .found(range, "no organisation in the registry has this key")
                    .help("confirm the key with its owner, then add it to the guide's `organisations.yaml`"),
            ),
            None => {}
        }
    }
}

/// A key that only one place has proves too little for an error.
fn capped(finding: Diagnostic, key: &RegisteredKey) -> Diagnostic {
    if key.confidence == Confidence::Low { finding.at_most(Severity::Warning) } else { finding }
}

/// The name that the block around a fingerprint gives instead of the owner of the key: one whose own key is known,
/// where the owner is not named. Names that share a word with the owner ("Tor Project", "Tor Browser") count as the
/// owner.
fn named_instead(cx: &PageContext<'_>, range: TextRange, key: &RegisteredKey) -> Option<String> {
    let registry = cx.world.registry;
    let named = named_around(cx, range)?;
    let words = |name: &str| name.to_lowercase().split([' ', '-']).map(str::to_owned).collect::<Vec<_>>();
    let own = words(&key.owner);
    let is_own = |entry: &EntryRef| {
        registry.forms_of(*entry).flat_map(|form| words(form.text)).any(|word| word.len() > 2 && own.contains(&word))
    };
    if named.iter().any(is_own) {
        return None;
    }
    // A system is what readers verify on: "on Debian".
    let is_system = |entry: EntryRef| registry.brand(entry).is_some_and(|brand| brand.kind == BrandKind::System);
    let has_key = |entry: &&EntryRef| !is_system(**entry) && cx.world.keys().have_owner(registry.name(**entry));
    named.iter().find(has_key).map(|entry| registry.name(*entry).to_owned())
}

/// Maximum mentions before and behind a fingerprint that are read: a block may have many of both.
const MAX_MENTIONS: usize = 64;

/// The entries that the block around a fingerprint names, each once.
fn named_around(cx: &PageContext<'_>, range: TextRange) -> Option<Vec<EntryRef>> {
    let prose = cx.prose.prose_range(range)?;
    let (at, block) = cx.prose.block_around(prose.start);
    let mentions = cx.mentions();
    let here = mentions.partition_point(|mention| mention.range.start < prose.start);
    let near = &mentions[here.saturating_sub(MAX_MENTIONS)..mentions.len().min(here + MAX_MENTIONS)];
    let in_block = near.iter().filter(|it| at <= it.range.start && it.range.end <= at + block.len());
    let mut seen = HashSet::new();
    let entries = in_block.filter(|mention| !mention.ambiguous).map(|mention| mention.entry);
    Some(entries.filter(|entry| seen.insert(*entry)).collect())
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
    fn without_a_registry_of_the_guide_only_known_keys_are_compared() {
        let case = case("unregistered-fingerprint");
        case.finds("PGP: 0123 89AB 4567 CDEF 3210 BA98 7654 FEDC 1357 9BDF\n");
        case.finds("Tails is signed with «A490 D0F4 D311 A415 3E2B B7CA DBB8 02B2 58AC D84E».\n");
        case.finds("Tails is signed with A490 D0F4 D311 A415 3E2B B7CA DBB8 02B2 58AC D84F.\n");
    }

    #[test]
    fn many_keys_and_names_of_one_block_cost_linear_time() {
        let page = "Qubes OS A490 D0F4 D311 A415 3E2B B7CA DBB8 02B2 58AC D84F, ".repeat(3000);
        assert_eq!(case("unregistered-fingerprint").run(&page).len(), 3000);
    }

    #[test]
    fn a_key_given_as_somebody_elses_is_found() {
        let key = "A490 D0F4 D311 A415 3E2B B7CA DBB8 02B2 58AC D84F";
        let case = case("unregistered-fingerprint");
        let messages = case.messages(&format!("Images of Qubes OS are signed with the key {key}.\n"));
        assert_eq!(messages, ["this is the key of Tails, not of Qubes OS"]);
        case.finds(&format!("Qubes OS and Tails: the key {key} is that of Tails.\n\nVerify with {key} on Debian.\n"));
    }
}
