use std::collections::HashMap;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::identities::{contacts, distance, emails, is_example, stray_identities};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds e-mail addresses that are not in the guide's registry of organisations.
///
/// ## Why
/// Readers send confidential messages to the addresses in the guide. One letter, mistyped or changed on purpose, sends
/// them to a stranger.
///
/// ## Example
/// ```markdown
/// email: help@accesnow.org
/// ```
///
/// ## Use instead
/// ```markdown
/// email: help@accessnow.org
/// ```
///
/// ## Fix
/// None. An address that differs from a registered one in one or two letters, or in the top-level domain, is an error,
/// and the registered one is shown. Any other address is a warning.
///
/// ## Not reported
/// Nothing is reported in a guide without its own registry (`organisations.yaml`). Example addresses
/// (`you@example.org`) are left alone.
///
/// ## When not to use it
/// In guides that do not keep their contacts in a registry. Without a registry the rule reports nothing.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unregistered-email"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.registry.has_own_organisations {
        return;
    }
    for (typed, range) in stray_identities(&cx.prose, cx.world.locked) {
        let Some(known) = cx.world.locked.near(&typed).filter(|known| known.contains('@')) else { continue };
        let finding = report.found(range, format!("this is one letter away from {known}, a registered address"));
        report.push(finding.fix(Fix::replace(range, known, Applicability::DisplayOnly)));
    }
    let found: Vec<_> = emails(cx.page).filter(|(email, _)| !is_example(email)).collect();
    if found.is_empty() {
        return;
    }
    let registered: HashMap<String, &str> = contacts(cx.world.registry)
        .filter_map(|(organisation, contact)| Some((contact.email.as_ref()?.to_lowercase(), &*organisation.name)))
        .collect();
    for (email, range) in found.into_iter().filter(|(email, _)| !registered.contains_key(email)) {
        let near = registered.iter().filter_map(|(known, name)| Some((distance(known, &email)?, known, name))).min();
        report.push(match near {
            Some((_, known, name)) => report
                .found(
                    range,
                    format!("this address is close to {known}, the registered address of {name}, but differs"),
                )
                .fix(Fix::replace(range, known, Applicability::DisplayOnly)),
            None => report
                .found(range, "no organisation in the registry has this address")
                .help("confirm the address with its owner, then add it to the guide's `organisations.yaml`")
                .at_most(Severity::Warning),
        });
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;
    use firstaid_registry::Registry;

    use crate::testing::{Case, case};

    fn own() -> Case {
        let mut registry = Registry::default();
        let entry = "- name: Access Now\n  source: x\n  contacts:\n    - email: help@accessnow.org\n      source: x\n";
        registry.add_guide_file("organisations.yaml", entry).unwrap();
        case("unregistered-email").registry(registry)
    }

    #[test]
    fn unregistered_addresses_are_found() {
        own().finds(
            "Write to «info@cpj.org», [us](mailto:«x@y.org»?subject=a), help@accessnow.org, Help@AccessNow.org\n",
        );
        assert_eq!(own().run("info@cpj.org\n")[0].severity, Severity::Warning);
    }

    #[test]
    fn an_address_that_looks_registered_is_an_error() {
        for similar in ["help@accesnow.org", "help@acessnow.org", "hepl@accessnow.org", "help@accessnow.com"] {
            let found = own().run(&format!("Write to {similar}\n"));
            assert_eq!(found[0].severity, Severity::Error, "{similar}");
        }
    }

    #[test]
    fn an_address_that_lost_its_at_sign_or_dot_is_found() {
        own().finds("Write to «helpaccessnow.org» or «help@accessnoworg».\n");
    }

    #[test]
    fn examples_and_guides_without_a_registry_are_fine() {
        own().finds("you@example.org, you@mail.example.com, me@host.test\n");
        case("unregistered-email").finds("info@cpj.org\n");
    }
}
