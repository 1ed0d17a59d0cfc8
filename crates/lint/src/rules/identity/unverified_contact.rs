use std::collections::HashSet;

use firstaid_content::{Page, hex_digits};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::identities::{contacts, emails, fingerprints};
use firstaid_registry::Registry;
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
/// Each page has at most one finding, at its first such contact; the others are listed with it. A translation is
/// reported only for contacts that its source page does not have. Nothing is reported in a guide without its own
/// registry. Contacts that a template prints from the registry are in the text of no page: a note counts them, and
/// `firstaid identities contacts` lists them.
///
/// ## When not to use it
/// In guides that do not confirm contacts themselves.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unverified-contact"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.registry.has_own_organisations {
        return;
    }
    let mut own: Vec<(String, TextRange)> = unverified_on(cx, cx.page).collect();
    if let Some(source) = cx.source_page().filter(|_| !own.is_empty()) {
        let there: HashSet<String> = unverified_on(cx, source).map(|(identity, _)| identity).collect();
        own.retain(|(identity, _)| !there.contains(identity));
    }
    own.sort_unstable_by_key(|(_, range)| *range);
    let Some(((_, first), others)) = own.split_first() else { return };
    let message = match others.len() {
        0 => "nobody has confirmed this contact with its owner".to_owned(),
        n => format!("nobody has confirmed this contact and {n} more on the page with their owners"),
    };
    let finding = report.found(*first, message).also(others.iter().map(|(_, range)| *range));
    report.push(finding.help("ask over a second channel, then write the date as `verified` in `organisations.yaml`"));
}

/// The addresses and keys of the registry that nobody has confirmed.
fn unverified(registry: &Registry) -> HashSet<String> {
    let open = contacts(registry).filter(|(_, contact)| contact.verified.is_none());
    open.flat_map(|(_, contact)| {
        let email = contact.email.as_ref().map(|email| email.to_lowercase());
        let key = contact.key.as_ref().map(|key| hex_digits(key).to_ascii_uppercase());
        email.into_iter().chain(key)
    })
    .collect()
}

/// The unconfirmed contacts on a page, each with its place.
fn unverified_on<'a>(cx: &'a PageContext<'_>, page: &'a Page) -> impl Iterator<Item = (String, TextRange)> + 'a {
    let of_page = emails(page).chain(fingerprints(page));
    of_page.filter(|(identity, _)| {
        let unverified = cx.world.unverified.get_or_init(|| unverified(cx.world.registry));
        unverified.contains(identity)
    })
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::case;

    #[test]
    fn the_first_unverified_contact_of_each_page_is_found() {
        let case = case("unverified-contact").registry(registry());
        case.finds("a@one.org, «b@one.org», c@one.org, d@two.org\n");
        case.page("en/Again.md", "b@one.org\n").finds("«b@one.org»\n");
    }

    #[test]
    fn in_a_translation_only_contacts_of_its_own_are_found() {
        let case = || case("unverified-contact").registry(registry()).locale("de");
        case().source("b@one.org\n").finds("b@one.org\n");
        case().source("b@one.org\n").finds("b@one.org «c@one.org»\n");
        case().finds("«b@one.org»\n");
    }

    /// The guide's own registry, with two contacts that nobody has confirmed.
    fn registry() -> Registry {
        let mut registry = Registry::default();
        let contact = |email: &str, verified: &str| {
            format!("    - email: {email}\n      source: x\n      verified: {verified}\n")
        };
        let contacts = [contact("a@one.org", "2026-10-01"), contact("b@one.org", "null"), contact("c@one.org", "null")];
        let entry = format!("- name: A\n  source: x\n  contacts:\n{}", contacts.concat());
        registry.add_guide_file("organisations.yaml", &entry).unwrap();
        registry
    }

    #[test]
    fn nothing_is_reported_without_a_registry_of_the_guide() {
        case("unverified-contact").finds("help@accessnow.org\n");
    }
}
