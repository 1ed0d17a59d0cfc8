use std::sync::Arc;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::names::MentionKind;
use firstaid_registry::Confidence;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds organisations under a former name.
///
/// ## Why
/// A reader who needs help searches for the name in the guide.
///
/// ## Example
/// ```markdown
/// Ask Virtual Road for help with an attack on your site.
/// ```
///
/// ## Use instead
/// ```markdown
/// Ask Qurium for help with an attack on your site.
/// ```
///
/// ## Fix
/// Writes the current name; unsafe, because what the sentence says may no longer be true.
///
/// ## Not reported
/// A name that is introduced as a former one is left alone. Wrong spellings of a name are found by `misspelled-brand`.
///
/// ## When not to use it
/// In histories and quotations: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("renamed-organisation"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for mention in cx.mentions() {
        let MentionKind::Former(which) = mention.kind else { continue };
        let Some(organisation) = cx.world.registry.organisation(mention.entry) else { continue };
        if mention.stance.is_history() {
            continue;
        }
        let former = &organisation.former[which as usize];
        let range = cx.prose.source_range(mention.range.clone());
        let message = match former.since {
            Some(since) => format!("{} has been called {} since {since}", former.name, organisation.name),
            None => format!("{} is now called {}", former.name, organisation.name),
        };
        let mut finding =
            report.found(range, message).fix(Fix::replace(range, &organisation.name, Applicability::Unsafe));
        if organisation.confidence == Confidence::Low {
            finding = finding.at_most(Severity::Info);
        }
        if let Some(note) = &former.note {
            finding = finding.note(Arc::clone(note));
        }
        report.push(finding.source(Arc::clone(&organisation.source)));
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn former_names_are_found_and_current_ones_are_not() {
        case("renamed-organisation").finds("Ask «Virtual Road» or Qurium, formerly Virtual Road.\n");
    }

    #[test]
    fn the_fix_writes_the_current_name() {
        case("renamed-organisation").fixes(Applicability::Unsafe, "Virtual Road helps.\n", "Qurium helps.\n");
    }
}
