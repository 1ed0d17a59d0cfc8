//! One defect, one finding: where several rules report the same bytes, only the most specific finding stays.
//!
//! The linter decides this, not the rules: where a rule is off or suppressed, the finding of the next one stays.

use std::collections::HashSet;

use firstaid_content::Page;
use firstaid_diagnostics::Diagnostic;
use firstaid_text::{RangeSet, TextRange};

/// Each rule with the rules whose findings it replaces on the same bytes.
///
/// The spelling of a name does not matter if the name must be removed or replaced. Where an old name may stay ("X,
/// formerly Twitter"), `renamed-tool` is silent and its case matters.
///
/// On a translated page, a difference from the source is more specific than a defect that the page has by itself,
/// except for defects that explain the difference, such as an invisible character.
const PRECEDENCE: [(&str, &[&str]); 27] = [
    ("stale-tool", &["brand-case", "misspelled-brand", "misspelled-word", "retired-term"]),
    ("renamed-tool", &["brand-case", "misspelled-brand", "misspelled-word", "retired-term"]),
    ("renamed-organisation", &["brand-case", "misspelled-brand", "misspelled-word"]),
    ("discouraged-tool", &["retired-term"]),
    ("misspelled-brand", &["brand-case", "misspelled-word"]),
    ("brand-case", &["misspelled-word"]),
    ("confused-word", &["misspelled-word"]),
    ("repeated-word", &["misspelled-word"]),
    ("malformed-link", &["bare-url", "unclosed-delimiter", "lost-identity", "lost-link", "added-link"]),
    // The address that a site has today is written once, and a domain changes hands once.
    ("stale-host", &["bare-url", "insecure-link", "lapsing-domain"]),
    ("shortened-link", &["insecure-link"]),
    ("lookalike-host", &["mixed-script"]),
    ("fused-identity", &["bare-url", "unregistered-email", "lost-identity", "added-link"]),
    ("lost-identity", &["invalid-fingerprint", "lookalike-host", "unregistered-email", "unregistered-fingerprint"]),
    ("added-link", &["unregistered-email", "unregistered-fingerprint"]),
    ("mixed-script", &["lost-identity", "added-link"]),
    ("bidi-control", &["lost-identity", "added-link"]),
    ("invisible-character", &["lost-identity", "added-link"]),
    ("tracking-parameter", &["lost-identity"]),
    ("swapped-link", &["deceptive-link-text"]),
    ("missing-block", &["empty-section"]),
    ("lost-step", &["empty-section"]),
    ("heading-without-space", &["structure-mismatch"]),
    ("typed-bullet", &["joined-paragraph", "structure-mismatch"]),
    ("structure-mismatch", &["heading-increment"]),
    ("odd-heading-level", &["heading-increment"]),
    // Untranslated text has none of the defects of translations.
    (
        "untranslated-block",
        &["changed-punctuation", "glossary-term", "locale-typography", "lost-negation", "misspelled-word"],
    ),
];

/// Removes the findings that another finding on the same bytes replaces.
pub(crate) fn apply(found: &mut Vec<Diagnostic>) {
    let mut replaceable: Vec<&str> = PRECEDENCE.iter().flat_map(|(_, replaced)| *replaced).copied().collect();
    replaceable.sort_unstable();
    replaceable.dedup();
    for rule in replaceable {
        if !found.iter().any(|finding| finding.rule.0 == rule) {
            continue;
        }
        let replaces =
            |name: &str| PRECEDENCE.iter().any(|(winner, replaced)| *winner == name && replaced.contains(&rule));
        let taken = RangeSet::new(
            found
                .iter()
                .filter(|finding| replaces(finding.rule.0))
                .flat_map(|finding| std::iter::once(finding.range).chain(finding.also.iter().copied())),
        );
        found.retain(|finding| finding.rule.0 != rule || !taken.overlaps(finding.range));
    }
    keep_longer_names(found);
}

/// Of two misspelled names in one place, keeps the longer one: `Kasperky Lab` and not `Kasperky`.
fn keep_longer_names(found: &mut Vec<Diagnostic>) {
    let is_name = |finding: &Diagnostic| finding.rule.0 == "misspelled-brand";
    let mut names: Vec<TextRange> =
        found.iter().filter(|finding| is_name(finding)).map(|finding| finding.range).collect();
    // Of names that begin in one place, the longest comes first.
    names.sort_unstable_by_key(|name| (name.start(), std::cmp::Reverse(name.end())));
    names.dedup();
    let mut reach = 0;
    let mut is_part = |name: &TextRange| {
        let before = reach;
        reach = reach.max(name.end());
        name.end() <= before
    };
    let parts: HashSet<TextRange> = names.into_iter().filter(|name| is_part(name)).collect();
    found.retain(|finding| !is_name(finding) || !parts.contains(&finding.range));
}

/// Sets the block of each finding: the start of the outermost list or else the block around it.
pub(crate) fn place(page: &Page, found: &mut [Diagnostic]) {
    let lists: Vec<TextRange> = page.lists.iter().filter(|list| list.depth == 0).map(|list| list.range).collect();
    let blocks: Vec<TextRange> = page.blocks.iter().map(|block| block.range).collect();
    let around = |ranges: &[TextRange], at: u32| {
        let before = ranges.partition_point(|range| range.start() <= at);
        ranges[..before].last().filter(|range| at < range.end()).map(|range| range.start())
    };
    for finding in found {
        let at = finding.range.start();
        finding.block = around(&lists, at).or_else(|| around(&blocks, at));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn every_rule_of_the_table_exists() {
        for (winner, replaced) in super::PRECEDENCE {
            for name in std::iter::once(&winner).chain(replaced) {
                assert!(crate::entry(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn a_dead_tool_in_the_wrong_case_is_only_a_stale_tool() {
        case("brand-case").also_rule("stale-tool").finds("Call with «csipsimple», not «WORDPRESS».\n");
        case("brand-case").also_rule("renamed-tool").finds("Send with «Textsecure».\n");
        case("brand-case").also_rule("renamed-tool").finds("Send with Signal (formerly «Textsecure»).\n");
    }

    #[test]
    fn of_two_misspelled_names_in_one_place_the_longer_one_stays() {
        case("misspelled-brand").finds("The «Kasperky Lab» and «Kasperky».\n");
    }

    #[test]
    fn the_other_places_of_a_finding_count_too() {
        case("brand-case").also_rule("stale-tool").finds("From «gchat» to GCHAT.\n");
    }

    #[test]
    fn the_next_rule_reports_where_the_first_is_off_or_suppressed() {
        case("brand-case").finds("Call with «csipsimple».\n");
        case("brand-case")
            .also_rule("stale-tool")
            .finds("<!-- firstaid: allow stale-tool -- history -->\nCall with «csipsimple».\n");
    }
}
