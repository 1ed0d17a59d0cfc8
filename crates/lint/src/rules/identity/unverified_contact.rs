use std::collections::HashSet;

use firstaid_content::hex_digits;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::identities::{contacts, emails, fingerprints};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds addresses and keys whose entry in the guide's registry nobody has confirmed with the owner yet.
///
/// ## Why
/// A registered contact is only as reliable as its source, and most sources are old pages. The date `verified` in the
/// registry is the day on which a person asked the organisation itself.
///
/// ## Example
/// ```yaml
/// - email: help@accessnow.org
///   verified: null
/// ```
///
/// ## Use instead
/// ```yaml
/// - email: help@accessnow.org
///   verified: 2026-11-01
/// ```
///
/// ## Fix
/// None: ask the organisation over a second channel, then write the date into the guide's `organisations.yaml`.
///
/// ## Not reported
/// Each page has at most one finding, at the first contact; the others are listed with it. Nothing is reported in a
/// guide without its own registry.
///
/// ## When not to use it
/// In guides that do not confirm contacts themselves.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unverified-contact"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.registry.has_own_organisations {
        return;
    }
    let mut identities: Vec<(String, TextRange)> = emails(cx.page).chain(fingerprints(cx.page)).collect();
    if identities.is_empty() {
        return;
    }
    let unverified: HashSet<String> = contacts(cx.world.registry)
        .filter(|(_, contact)| contact.verified.is_none())
        .flat_map(|(_, contact)| {
            let email = contact.email.as_ref().map(|email| email.to_lowercase());
            let key = contact.key.as_ref().map(|key| hex_digits(key).to_ascii_uppercase());
            email.into_iter().chain(key)
        })
        .collect();
    identities.retain(|(identity, _)| unverified.contains(identity));
    identities.sort_by_key(|(_, range)| *range);
    let Some(((_, first), others)) = identities.split_first() else { return };
    let message = match others.len() {
        0 => "nobody has confirmed this contact with its owner".to_owned(),
        n => format!("nobody has confirmed this contact and {n} more on the page with their owners"),
    };
    let finding = report.found(*first, message).also(others.iter().map(|(_, range)| *range));
    report.push(finding.help("ask over a second channel, then write the date as `verified` in `organisations.yaml`"));
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::case;

    #[test]
    fn the_first_unverified_contact_of_a_page_is_found() {
        let mut registry = Registry::default();
        let contact = |email: &str, verified: &str| {
            format!("    - email: {email}\n      source: x\n      verified: {verified}\n")
        };
        let contacts = [contact("a@one.org", "2026-10-01"), contact("b@one.org", "null"), contact("c@one.org", "null")];
        let entry = format!("- name: A\n  source: x\n  contacts:\n{}", contacts.concat());
        registry.add_guide_file("organisations.yaml", &entry).unwrap();
        let case = case("unverified-contact").registry(registry);
        case.finds("a@one.org, «b@one.org», c@one.org, d@two.org\n");
    }

    #[test]
    fn nothing_is_reported_without_a_registry_of_the_guide() {
        case("unverified-contact").finds("help@accessnow.org\n");
    }
}
