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
/// A run has at most one finding, at the first contact of the first page that has any, pages of the source before
/// translations: the facts are those of one registry. Nothing is reported in a guide without its own registry.
///
/// ## When not to use it
/// In guides that do not confirm contacts themselves.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unverified-contact"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.registry.has_own_organisations {
        return;
    }
    if identities_of(cx.page).next().is_none() {
        return;
    }
    let unverified = unverified(cx.world.registry);
    let mut own: Vec<TextRange> = unverified_on(cx.page, &unverified).collect();
    own.sort_unstable();
    let Some((first, others)) = own.split_first() else { return };
    if !is_first(cx, &unverified) {
        return;
    }
    let others_on_page = match others.len() {
        0 => "nobody has confirmed this contact with its owner".to_owned(),
        n => format!("nobody has confirmed this contact and {n} more on the page with their owners"),
    };
    let has_any = |page: &&Page| unverified_on(page, &unverified).next().is_some();
    let further = cx.world.guide.pages.iter().filter(has_any).count() - 1;
    let finding = report.found(*first, others_on_page).also(others.iter().copied());
    let finding = finding.help("ask over a second channel, then write the date as `verified` in `organisations.yaml`");
    report.push(match further {
        0 => finding,
        1 => finding.note("one more page has contacts that nobody has confirmed"),
        n => finding.note(format!("{n} more pages have contacts that nobody has confirmed")),
    });
}

/// Whether no page before this one, those of the source first, has a contact that nobody has confirmed.
fn is_first(cx: &PageContext<'_>, unverified: &HashSet<String>) -> bool {
    let guide = cx.world.guide;
    let (of_source, translated): (Vec<&Page>, Vec<&Page>) =
        guide.pages.iter().partition(|page| page.key.locale == *guide.layout.source());
    let mut pages = of_source.into_iter().chain(translated);
    let first = pages.find(|page| unverified_on(page, unverified).next().is_some());
    first.is_some_and(|page| page.source.path() == cx.page.source.path())
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

fn identities_of(page: &Page) -> impl Iterator<Item = (String, TextRange)> + '_ {
    emails(page).chain(fingerprints(page))
}

/// The places of unconfirmed contacts on a page.
fn unverified_on<'a>(page: &'a Page, unverified: &'a HashSet<String>) -> impl Iterator<Item = TextRange> + 'a {
    identities_of(page).filter(|(identity, _)| unverified.contains(identity)).map(|(_, range)| range)
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
        // The page of the case is en/Page.md.
        case.page("en/Again.md", "c@one.org\n").finds("b@one.org\n");
    }

    #[test]
    fn nothing_is_reported_without_a_registry_of_the_guide() {
        case("unverified-contact").finds("help@accessnow.org\n");
    }
}
