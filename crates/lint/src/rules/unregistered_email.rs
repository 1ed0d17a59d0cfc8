use std::collections::HashMap;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use crate::identities::{contacts, emails, is_example, stray_identities};
use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds e-mail addresses that the guide's registry of organisations does not have.
///
/// ## Why
/// Readers send their worst secrets to the addresses in the guide. One wrong letter, or one changed on purpose, sends
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
/// None. An address that differs from a registered one in one or two letters, or in `.org`, is an error and shows that one;
/// any other is a warning.
///
/// ## Not reported
/// Without a registry of the guide's own (`organisations.yaml`) nothing is unregistered. Addresses for examples
/// (`you@example.org`) are left alone.
///
/// ## When not to use it
/// In guides whose contacts are not kept in a registry: it is silent without one.
pub(crate) const RULE: Rule = Rule {
    name: RuleName("unregistered-email"),
    family: Family::Identity,
    severity: Severity::Error,
    check: Check::Page(check),
};

/// So few other letters are a slip, or made to look alike.
const ALIKE: usize = 2;
/// Two shorter names differ in few letters by accident: `info@` and `iso@`.
const TELLING: usize = 5;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.world.registry.has_own_organisations {
        return;
    }
    for (typed, range) in stray_identities(cx) {
        let Some(known) = cx.world.locked.near(&typed).filter(|known| known.contains('@')) else { continue };
        let finding = report.found(range, format!("this is one letter away from {known}, a registered address"));
        report.push(finding.fix(Fix::replace(range, known, Applicability::DisplayOnly)));
    }
    let found: Vec<_> = emails(cx).filter(|(email, _)| !is_example(email)).collect();
    if found.is_empty() {
        return;
    }
    let registered: HashMap<String, &str> = contacts(cx)
        .filter_map(|(organisation, contact)| Some((contact.email.as_ref()?.to_lowercase(), &*organisation.name)))
        .collect();
    for (email, range) in found.into_iter().filter(|(email, _)| !registered.contains_key(email)) {
        let near = registered.iter().filter_map(|(known, name)| Some((distance(known, &email)?, known, name))).min();
        report.push(match near {
            Some((_, known, name)) => report
                .found(range, format!("this address looks like {known}, the registered one of {name}, and is not"))
                .fix(Fix::replace(range, known, Applicability::DisplayOnly)),
            None => report
                .found(range, "no organisation in the registry has this address")
                .help("confirm the address with its owner, then add it to the guide's `organisations.yaml`")
                .at_most(Severity::Warning),
        });
    }
}

/// How far two addresses are apart, if by few letters or the last part of the domain, on one side of the `@` alone.
pub(crate) fn distance(a: &str, b: &str) -> Option<usize> {
    let ((a_name, a_domain), (b_name, b_domain)) = (a.rsplit_once('@')?, b.rsplit_once('@')?);
    let (a, b) = match (a_name == b_name, a_domain == b_domain) {
        (true, false) => (a_domain, b_domain),
        (false, true) => (a_name, b_name),
        _ => return None,
    };
    let ending = |text: &str| text.rfind('.').unwrap_or(0);
    if a.contains('.') && a[..ending(a)] == b[..ending(b)] {
        return Some(1);
    }
    let whole = |text: &str| text.split('.').map(str::len).max().unwrap_or_default();
    let limit = if whole(a).min(whole(b)) >= TELLING { ALIKE } else { 1 };
    Some(strsim::osa_distance(a, b)).filter(|&distance| distance <= limit)
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
    fn addresses_of_nobody_are_found() {
        own().finds(
            "Write to «info@cpj.org», [us](mailto:«x@y.org»?subject=a), help@accessnow.org, Help@AccessNow.org\n",
        );
        assert_eq!(own().run("info@cpj.org\n")[0].severity, Severity::Warning);
    }

    #[test]
    fn an_address_that_looks_registered_is_an_error() {
        for alike in ["help@accesnow.org", "help@acessnow.org", "hepl@accessnow.org", "help@accessnow.com"] {
            let found = own().run(&format!("Write to {alike}\n"));
            assert_eq!(found[0].severity, Severity::Error, "{alike}");
        }
    }

    #[test]
    fn what_a_slip_left_of_an_address_is_found() {
        own().finds("Write to «helpaccessnow.org» or «help@accessnoworg».\n");
    }

    #[test]
    fn examples_and_guides_without_a_registry_are_fine() {
        own().finds("you@example.org, you@mail.example.com, me@host.test\n");
        case("unregistered-email").finds("info@cpj.org\n");
    }
}
