use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::{KeyKind, shown_day};

use crate::engine::judged_key::of_kind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds OpenPGP keys that were revoked, by what `keys probe` saw.
///
/// ## Why
/// A key is revoked because it was stolen, lost or replaced. Who encrypts to it writes to nobody, or to the thief.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// The fingerprint of the key that its owner has now.
///
/// ## Fix
/// None: ask the owner for the new key, over a second channel.
///
/// ## Not reported
/// The rule reads the ledger, `_data/links.jsonl`, which `keys probe` writes; it uses no network. A revocation is signed
/// by the key itself, so that one copy of it anywhere proves it. One by another key, which the owner once named for
/// this, is only a warning, as is the end of a key for old releases (`old-releases` in the registry) that was retired or
/// superseded: what it signed before stays good.
///
/// ## When not to use it
/// On pages that show a revoked key on purpose: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("revoked-key"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for key in of_kind(cx.judged_keys(), &[KeyKind::Revoked]) {
        let Some(revoked) = key.verdict.revoked else { continue };
        let (day, why) = (shown_day(revoked.on), revoked.reason.words());
        let message = if revoked.by_other {
            format!("another key may have revoked this key on {day}: {why}")
        } else {
            format!("this key was revoked on {day}: {why}")
        };
        let finding = key.with_evidence(report.found(key.range, message));
        let is_soft = key.used.is_for_old_releases && revoked.reason.is_soft();
        let finding = if is_soft { finding.at_most(Severity::Warning) } else { finding };
        report.push(finding.help("ask its owner for the new key, over a second channel"));
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::case;
    use crate::testing::keys::{KEY, PAGE, copy, seen};

    #[test]
    fn one_copy_of_a_revocation_is_enough() {
        let revoked = |more: &str| {
            let revoked = format!("\"revoked\":{{\"on\":\"2026-05-01\",\"reason\":\"compromised\"{more}}}");
            case("revoked-key").ledger(&seen(&[copy("hkp:k.org", &revoked), copy("wkd:one.org", "")]))
        };
        revoked("").finds(PAGE);
        let found = revoked("").run(&PAGE.replace(['«', '»'], ""));
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(found[0].message.to_string(), "this key was revoked on 1 May 2026: it was compromised");
        let other = revoked(",\"by_other\":true").run(&PAGE.replace(['«', '»'], ""));
        assert_eq!(other[0].severity, Severity::Warning);
        case("revoked-key").ledger(&seen(&[copy("wkd:one.org", "")])).finds(&PAGE.replace(['«', '»'], ""));
    }

    #[test]
    fn a_key_is_one_finding_a_page_and_an_id_counts_as_the_key() {
        let revoked = copy("hkp:k.org", "\"revoked\":{\"on\":\"2026-05-01\",\"reason\":\"retired\"}");
        let page = format!("Fingerprint «{KEY}», again {KEY}, `gpg --recv-keys {}`\n", KEY.replace(' ', ""));
        let case = case("revoked-key").ledger(&seen(&[revoked]));
        case.finds(&page);
        assert_eq!(case.run(&page.replace(['«', '»'], ""))[0].also.len(), 2);
        case.edited(&["", &page.replace(['«', '»'], ""), "PGP\n"]);
    }
}
