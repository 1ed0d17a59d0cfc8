use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::Change;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds two links of a block that lead to each other's places.
///
/// ## Why
/// Every address is right, so nothing looks broken: but who wants the one organisation gets the other. It happens where
/// a sentence is put into another order, and where placeholders are mixed up.
///
/// ## Example
/// ```markdown
/// [Deflect](https://www.qurium.org/) y [Qurium](https://deflect.ca/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Deflect](https://deflect.ca/) y [Qurium](https://www.qurium.org/)
/// ```
///
/// ## Fix
/// None: no fix touches an identity.
///
/// ## Not reported
/// Another order alone is no fault where the texts of the links, or names in the addresses, show that each is right.
/// Where nothing shows whether it is, another order than the source's is an info.
///
/// ## When not to use it
/// Names that two languages spell alike tell a swap from another order: for languages that share no letters with the
/// source, much of this is only an info.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("swapped-link"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    for change in translation.changes() {
        let Change::Exchanged { source, target, other, is_certain } = *change else { continue };
        let source = &translation.source_references()[source];
        let (target, other) = (&translation.references()[target], &translation.references()[other]);
        if !source.is_link() {
            continue;
        }
        let finding = if is_certain {
            let message = format!("this link and the one to {} have changed places", other.value);
            report.found(target.whole, message).also([other.whole])
        } else {
            let message = "these links have another order than in the source; check that each leads to the right place";
            report.found(target.whole, message).at_most(Severity::Info).also([other.whole])
        };
        report.push(translation.beside(finding, source.whole));
    }
}
