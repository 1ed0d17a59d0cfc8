//! One defect, one finding: where several rules see the same bytes, the most telling one speaks.
//!
//! This is the linter's business, not a rule's: a rule that is switched off or suppressed leaves the word to the next.

use firstaid_content::Page;
use firstaid_diagnostics::Diagnostic;
use firstaid_text::TextRange;

/// A rule, and those that are silent where it speaks.
///
/// How a name is written does not matter where it has to go. An old name may stay ("X, formerly Twitter"), and then
/// its case matters.
///
/// Of a translated page, what differs from the source says more than what is odd in itself; but what is odd in itself
/// and can be pointed out, or mended, explains why it differs.
const PRECEDENCE: [(&str, &[&str]); 23] = [
    ("stale-tool", &["brand-case", "misspelled-brand", "misspelled-word", "retired-term"]),
    ("renamed-tool", &["misspelled-word", "retired-term"]),
    ("discouraged-tool", &["retired-term"]),
    ("misspelled-brand", &["brand-case", "misspelled-word"]),
    ("brand-case", &["misspelled-word"]),
    ("confused-word", &["misspelled-word"]),
    ("repeated-word", &["misspelled-word"]),
    ("malformed-link", &["bare-url", "unclosed-delimiter", "lost-identity", "lost-link", "added-link"]),
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
    ("typed-bullet", &["structure-mismatch"]),
    ("structure-mismatch", &["heading-increment"]),
    // What was not translated has nothing of a translation.
    ("untranslated-block", &["changed-punctuation", "glossary-term", "locale-typography", "lost-negation"]),
];

/// Takes out the findings that another one on the same bytes makes needless.
pub(crate) fn apply(found: &mut Vec<Diagnostic>) {
    let mut silenced: Vec<&str> = PRECEDENCE.iter().flat_map(|(_, silent)| *silent).copied().collect();
    silenced.sort_unstable();
    silenced.dedup();
    for rule in silenced {
        if !found.iter().any(|finding| finding.rule.0 == rule) {
            continue;
        }
        let speaks = |name: &str| PRECEDENCE.iter().any(|(speaker, silent)| *speaker == name && silent.contains(&rule));
        let taken = union(
            found
                .iter()
                .filter(|finding| speaks(finding.rule.0))
                .flat_map(|finding| std::iter::once(finding.range).chain(finding.also.iter().copied())),
        );
        found.retain(|finding| finding.rule.0 != rule || !touches(&taken, finding.range));
    }
}

/// Notes for each finding the outermost list or else the block that it is in.
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

/// The ranges in order, those that overlap made one.
fn union(ranges: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = ranges.collect();
    ranges.sort_unstable();
    let mut union: Vec<TextRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match union.last_mut() {
            Some(last) if range.start() < last.end() => {
                *last = TextRange::new(last.start(), last.end().max(range.end()));
            }
            _ => union.push(range),
        }
    }
    union
}

/// Whether a range shares a byte with one of a union.
fn touches(union: &[TextRange], range: TextRange) -> bool {
    let before = union.partition_point(|taken| taken.start() < range.end());
    union[..before].last().is_some_and(|taken| range.start() < taken.end())
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn every_rule_of_the_table_exists() {
        for (speaker, silent) in super::PRECEDENCE {
            for name in std::iter::once(&speaker).chain(silent) {
                assert!(crate::entry(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn a_dead_tool_in_an_odd_case_is_a_stale_tool() {
        case("brand-case").also_rule("stale-tool").finds("Call with «csipsimple», not «WORDPRESS».\n");
        case("brand-case").also_rule("renamed-tool").finds("Send with ««Textsecure»».\n");
    }

    #[test]
    fn every_place_of_a_finding_counts() {
        case("brand-case").also_rule("stale-tool").finds("From «gchat» to GCHAT.\n");
    }

    #[test]
    fn the_next_speaks_where_the_first_may_not() {
        case("brand-case").finds("Call with «csipsimple».\n");
        case("brand-case")
            .also_rule("stale-tool")
            .finds("<!-- firstaid: allow stale-tool -- history -->\nCall with «csipsimple».\n");
    }
}
