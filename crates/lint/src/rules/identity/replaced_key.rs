use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_ledger::{KeyKind, KeyName};
use firstaid_mentions::fingerprint::canonical;

use crate::engine::judged_key::of_kind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds OpenPGP keys of an address for which its owner publishes another key now, by what `keys probe` saw.
///
/// ## Why
/// The owner may no longer have the old key, and then cannot read what readers send.
///
/// ## Example
/// ```markdown
/// help@example.org, PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// The fingerprint that the owner publishes, once confirmed over a second channel.
///
/// ## Fix
/// Only shown, never applied: a person must confirm the new key.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `keys probe` writes; it uses no network. The key belongs to an
/// address by the registry, or because both stand alone in one entry of a list or one paragraph. Only sources that
/// check addresses count: the key directory of the address's domain, the owner's site, servers such as keys.openpgp.org.
/// One such server alone is a warning; the owner's own directory or site, or two servers, make an error. If the owner
/// still has this key, record that with `keys attest`.
///
/// ## When not to use it
/// In guides that keep keys of the past on purpose: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("replaced-key"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for key in of_kind(cx.judged_keys(), &[KeyKind::Replaced]) {
        let Some((address, keys)) = key.verdict.instead else { continue };
        let shown: Vec<String> = keys.iter().map(|key| canonical(key.as_str())).collect();
        let message = format!("{address} has another key now: {}", shown.join(" or "));
        let finding = key.with_evidence(report.found(key.range, message));
        let finding = finding.help("confirm it with its owner over a second channel, then replace this one");
        report.push(match keys {
            [new] => {
                finding.fix(Fix::replace(key.range, as_typed(cx.text(key.range), new), Applicability::DisplayOnly))
            }
            _ => finding,
        });
    }
}

/// The new key with spaces where the old one has them.
fn as_typed(typed: &str, new: &KeyName) -> String {
    if typed.contains(char::is_whitespace) { canonical(new.as_str()) } else { new.to_string() }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::case;
    use crate::testing::keys::{KEY, OTHER, copy, published, seen};

    fn page(mark: bool) -> String {
        let key = if mark { format!("«{KEY}»") } else { KEY.to_owned() };
        format!("- mail: help@one.org\n  - PGP fingerprint: {key}\n- else: x@two.org\n")
    }

    #[test]
    fn what_the_owner_publishes_decides() {
        let known = seen(&[copy("hkp:k.org", "")]);
        let rule =
            |at: &[(&str, &[&str])]| case("replaced-key").ledger(&(known.clone() + &published("help@one.org", at)));
        rule(&[("wkd:one.org", &[OTHER])]).finds(&page(true));
        let severity = |at: &[(&str, &[&str])]| rule(at).run(&page(false))[0].severity;
        assert_eq!(severity(&[("wkd:one.org", &[OTHER])]), Severity::Error);
        assert_eq!(severity(&[("vks:k.org", &[OTHER])]), Severity::Warning);
        assert_eq!(severity(&[("vks:k.org", &[OTHER]), ("vks:l.org", &[OTHER])]), Severity::Error);
        let message = rule(&[("vks:k.org", &[OTHER])]).messages(&page(false)).remove(0);
        assert!(message.starts_with("help@one.org has another key now: 7654 3210 "), "{message}");
        assert!(message.contains("seen at the key server k.org"), "{message}");
        for at in [("hkp:k.org", &[OTHER][..]), ("wkd:one.org", &[KEY, OTHER])] {
            rule(&[at]).finds(&page(false));
        }
        // Without the address beside it, the key may be another of its owner's.
        rule(&[("wkd:one.org", &[OTHER])]).finds(&format!("mail help@one.org\n\nPGP fingerprint {KEY}\n"));
    }
}
