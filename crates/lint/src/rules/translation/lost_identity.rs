use std::cell::OnceCell;

use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_translate::IdentityKind;

use super::bare_host::altered_hosts;
use crate::translation::{Change, Likeness, Reference, ReferenceKind, Translation, source_alone};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds fingerprints, key ids, e-mail addresses, phone numbers and hosts of links that are missing in a translation or
/// differ from its source, and hosts in prose that differ. Where all translations agree on another one, the finding is
/// in the source alone.
///
/// ## Why
/// A reader who asks for help writes to the address on the page, and trusts the key below it. With one digit missing,
/// or with another host, the message reaches nobody or the wrong people. A translation has no reason to change them.
///
/// ## Example
/// ```markdown
/// Escribe a hepl@accessnow.org
/// ```
///
/// ## Use instead
/// ```markdown
/// Escribe a help@accessnow.org
/// ```
///
/// ## Fix
/// None: no fix touches an identity.
///
/// ## Not reported
/// Editions of the same site in the language of the page: `/es/` added to the path or in the place of `/en/`, a
/// subdomain such as `es.`, a parameter such as `hl=es`, Wikipedia's articles, and hosts that organisations of the
/// registry have under `locales`. The new address of a host that moved according to the registry. A missing block is
/// one finding of `missing-block` or `lost-step`; a missing link is one of `lost-link`.
///
/// ## When not to use it
/// In a guide whose locales have their own contacts: suppress it at each, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lost-identity"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if cx.page.key.locale == *cx.world.guide.layout.source() {
        for alone in source_alone(cx.world, cx.page) {
            let message = format!("all translations of this page have {} here", alone.translated);
            report.push(report.found(alone.range, message));
        }
    }
    let Some(translation) = cx.translation() else { return };
    let alone = OnceCell::new();
    let is_alone = |source: &Reference| {
        let alone = || alone.get_or_init(|| source_alone(cx.world, translation.source));
        !source.is_link() && alone().iter().any(|it| it.range == source.range)
    };
    let (sources, targets) = (translation.source_references(), translation.references());
    for change in translation.changes() {
        let finding = match *change {
            Change::Lost { source, pair } if !sources[source].is_link() => {
                lost(report, translation, &sources[source], pair)
            }
            Change::Altered { source, .. } if is_alone(&sources[source]) => continue,
            Change::Altered { source, target, likeness } => {
                altered(report, translation, (&sources[source], &targets[target]), likeness)
            }
            Change::Exchanged { source, target, other, is_certain } if !sources[source].is_link() => {
                Some(exchanged(report, translation, &sources[source], [&targets[target], &targets[other]], is_certain))
            }
            _ => continue,
        };
        report.extend(finding);
    }
    report.extend(altered_hosts(cx, report, translation));
}

fn lost(report: &Report<'_>, of: &Translation<'_>, source: &Reference, pair: usize) -> Option<Diagnostic> {
    let unit = of.unit(pair)?;
    let message = format!("the {} {} is missing", source.name(), of.source.source.slice(source.range));
    Some(of.beside(report.found(unit.target_range(), message), source.range))
}

fn altered(
    report: &Report<'_>,
    of: &Translation<'_>,
    (source, target): (&Reference, &Reference),
    likeness: Likeness,
) -> Option<Diagnostic> {
    let typed = of.source.source.slice(source.range);
    let finding = |message: String| of.beside(report.found(target.range, message), source.range);
    if !source.is_link() {
        return Some(finding(format!("this {} differs from the source, which has {typed}", source.name())));
    }
    if source.kind == ReferenceKind::Inside && target.kind == ReferenceKind::Inside {
        return None;
    }
    Some(match likeness {
        Likeness::Marked => {
            finding(format!("this address has parameters that are not in the source, which has {typed}"))
        }
        Likeness::Cut => {
            finding(format!("this leads to the front page; the source leads to {typed}")).at_most(Severity::Warning)
        }
        Likeness::OtherPage => finding(format!("this leads to another page of the site; the source leads to {typed}"))
            .at_most(Severity::Warning),
        _ => finding(format!("this leads to another site; the source leads to {typed}"))
            .help("if it is the site's edition in this language, add it under `locales` in `_data/organisations.yaml`"),
    })
}

fn exchanged(
    report: &Report<'_>,
    of: &Translation<'_>,
    source: &Reference,
    [target, other]: [&Reference; 2],
    is_certain: bool,
) -> Diagnostic {
    let message = format!("this {} and another one in this block are swapped", source.name());
    let finding = of.beside(report.found(target.range, message).also([other.range]), source.range);
    if is_certain || matches!(source.kind, ReferenceKind::Identity(IdentityKind::Fingerprint)) {
        finding
    } else {
        finding.at_most(Severity::Warning)
    }
}
