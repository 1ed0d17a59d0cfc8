use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::{Cause, Kind};
use firstaid_text::TextRange;

use crate::engine::judged_link::JudgedLink;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links that nobody has verified: those that were never probed, and those whose server keeps robots out, so
/// that only a person can look.
///
/// ## Why
/// What was never looked at may be dead without anybody knowing. It is no defect of the page, so it is only said.
///
/// ## Example
/// ```markdown
/// [A page that was linked yesterday](https://example.org/new)
/// ```
///
/// ## Use instead
/// ```sh
/// firstaid links probe --new
/// firstaid links attest https://example.org/new --note "looks right"
/// ```
///
/// ## Fix
/// None.
///
/// ## Not reported
/// All links of a page of one kind are one finding, at the first of them. A guide without a ledger has no such
/// finding, and onion addresses and those under `links.exclude` in `firstaid.toml` are left alone.
///
/// ## When not to use it
/// In guides that probe only some of their links.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unverified-link"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let wanted = |link: &&JudgedLink<'_>| {
        !link.address.host().ends_with(".onion")
            && !cx.world.config.links.is_excluded(&link.address)
            && link.verdict.evidence.is_none_or(|it| it.cause != Some(Cause::Excluded))
    };
    let places = |kind: Kind| {
        let links = cx.judged_links().iter().filter(wanted);
        let mut places =
            links.filter(|link| link.verdict.kind == kind && (kind == Kind::Unverified || link.verdict.confirmed));
        let first = places.next()?;
        Some((first, places.map(|link| link.range).collect::<Vec<TextRange>>()))
    };
    if let Some((first, more)) = places(Kind::Unverified) {
        let message = match more.len() {
            0 => "this link was never probed".to_owned(),
            more => format!("this link and {more} more of this page were never probed"),
        };
        report.push(report.found(first.range, message).help("run `links probe --new`").also(more));
    }
    if let Some((first, more)) = places(Kind::Blocked) {
        let host = first.address.host();
        let why = first.verdict.evidence.and_then(|it| it.cause).map_or("it keeps robots out", Cause::words);
        let message = match more.len() {
            0 => format!("only a person can look at this page of {host}: {why}"),
            more => format!("only a person can look at this page of {host} and {more} more of the links: {why}"),
        };
        let finding = report.found(first.range, message).also(more);
        report.push(first.with_evidence(finding).help("open it, then say so with `links attest URL --note TEXT`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn links_that_were_never_probed_are_one_finding() {
        let page = "[a](«https://example.net/a») [b](https://example.net/b) [c](x.md) <mailto:a@example.net>\n";
        case("unverified-link").ledger("{\"url\":\"https://example.net/c\"}").finds(page);
        case("unverified-link").finds(&page.replace(['«', '»'], ""));
    }

    #[test]
    fn a_blocked_page_is_a_persons_until_one_has_looked() {
        let line = |more: &str| {
            format!(
                "{{\"url\":\"https://example.net/a\",\"seen\":[{{\"on\":\"2026-11-20\",\"class\":\"blocked\",\
                 \"status\":403}}]{more}}}"
            )
        };
        case("unverified-link").ledger(&line("")).finds("[a](«https://example.net/a»)\n");
        let attested = ",\"attested\":{\"on\":\"2026-11-21\",\"by\":\"Ann\",\"note\":\"fine\"}";
        case("unverified-link").ledger(&line(attested)).finds("[a](https://example.net/a)\n");
        let old = ",\"attested\":{\"on\":\"2026-01-21\",\"by\":\"Ann\",\"note\":\"fine\",\"of\":\"blocked\"}";
        case("unverified-link").ledger(&line(old)).finds("[a](«https://example.net/a»)\n");
    }

    #[test]
    fn what_is_excluded_is_left_alone() {
        case("unverified-link").config("[links]\nexclude = [\"https://example.net/*\"]\n").ledger("").finds(
            "[a](https://example.net/a) <http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/>\n",
        );
    }
}
