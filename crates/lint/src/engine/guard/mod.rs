//! Proof that fixes keep the shape of a page: the page is parsed with them and compared with what it was.
//!
//! Any rule may offer a fix that breaks markup it did not see: a blank before closing emphasis, the text of a link that
//! is also its label, a heading that links lead to. No rule has to know; what fails here is not applied.
//!
//! Both versions are a list of parts in one order. A part without a counterpart is a difference, and the fixes that
//! touch it are at fault, unless their rule is about such parts. The cost is linear in the page and in the fixes.

mod anchors;
mod broken_target;
mod faults;
mod moved;
mod shape;
mod trial;

use std::cell::OnceCell;

use firstaid_content::{Guide, Page};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, fixable};
use firstaid_text::{Edit, apply_edits};

pub(crate) use anchors::Fragments;
use anchors::compare_anchors;
use broken_target::is_in_broken_target;
use faults::Faults;
use moved::Moved;
use shape::compare;
use trial::Trial;

/// Maximum number of times that a page is parsed to find the fixes that keep its shape. Each time all fixes that are
/// found at fault are dropped; a page that still differs gets none.
const MAX_TRIALS: usize = 6;

/// A page with those of its fixes that keep its shape.
pub(crate) struct Proved<'d> {
    pub(crate) page: Page,
    pub(crate) fixes: Vec<&'d Fix>,
}

/// Applies the fixes of a page that have at least this applicability and keep its shape. `None` if none does.
pub(crate) fn proved<'d>(
    guide: &Guide,
    page: &Page,
    found: &[&'d Diagnostic],
    applicability: Applicability,
    fragments: &OnceCell<Fragments>,
) -> Option<Proved<'d>> {
    let mut chosen: Vec<Trial<'d>> = fixable(found, applicability).into_iter().filter_map(Trial::new).collect();
    chosen.retain(|trial| !trial.fix.edits.iter().any(|edit| is_in_broken_target(page.text(), edit)));
    if chosen.is_empty() {
        return None;
    }
    let before = page.shape();
    for _ in 0..MAX_TRIALS {
        let edits: Vec<Edit> = chosen.iter().flat_map(|trial| &trial.fix.edits).cloned().collect();
        let text = apply_edits(page.text(), &edits).ok()?;
        if text == page.text() {
            return None;
        }
        let moved = Moved::new(&chosen);
        let after = guide.parsed(page.source.path(), text)?;
        let mut faults = Faults::new(&chosen, &moved);
        compare(&before, &after.shape(), &mut faults);
        compare_anchors(page, &after, &|| fragments.get_or_init(|| Fragments::of(guide)), &mut faults);
        let at_fault = faults.at_fault;
        if !at_fault.contains(&true) {
            return Some(Proved { page: after, fixes: chosen.into_iter().map(|trial| trial.fix).collect() });
        }
        let mut at_fault = at_fault.into_iter();
        chosen.retain(|_| !at_fault.next().unwrap_or(true));
    }
    None
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn the_text_of_a_link_that_is_its_label_stays() {
        let brand = case("misspelled-brand");
        for page in [
            "[Proton Mail][] and [x][AccessNow]\n\n[proton mail]: /a\n[AccessNow]: /b\n",
            "[AccessNow]\n\n[AccessNow]: /b\n",
        ] {
            brand.fixes(Safe, page, page);
            brand.fixes(Unsafe, page, page);
        }
        let full = "[AccessNow][a]\n\n[a]: /b\n";
        brand.fixes(Safe, full, "[Access Now][a]\n\n[a]: /b\n");
    }

    #[test]
    fn only_the_fix_at_fault_is_dropped() {
        let page = "AccessNow and [AccessNow].\n\nAccessNow.\n\n[AccessNow]: /b\n";
        let after = "Access Now and [AccessNow].\n\nAccess Now.\n\n[AccessNow]: /b\n";
        case("misspelled-brand").fixes(Safe, page, after);
    }

    #[test]
    fn a_heading_that_links_lead_to_keeps_its_id() {
        let brand = case("misspelled-brand");
        brand.fixes(Safe, "## AccessNow\n", "## Access Now\n");
        let linked = "## AccessNow\n\nSee [it](#accessnow).\n";
        brand.fixes(Safe, linked, linked);
        let other = case("misspelled-brand").page("content/en/Other.md", "[a](Page.md#accessnow)\n");
        other.fixes(Safe, "## AccessNow\n", "## AccessNow\n");
        // Its own id does not depend on its text.
        let own = "## AccessNow {#accessnow}\n\nSee [it](#accessnow).\n";
        brand.fixes(Safe, own, "## Access Now {#accessnow}\n\nSee [it](#accessnow).\n");
    }

    #[test]
    fn a_heading_does_not_take_the_id_of_another() {
        let brand = case("misspelled-brand");
        let linked = "## AccessNow\n\nAccessNow.\n\n## Access Now\n\nSee [it](#access-now).\n";
        brand.fixes(Safe, linked, &linked.replace("AccessNow.", "Access Now."));
        let unlinked = "## AccessNow\n\nAccessNow.\n\n## Access Now\n";
        brand.fixes(Safe, unlinked, &unlinked.replace("AccessNow", "Access Now"));
        // The third one is linked, and only the first one changes.
        let numbered = "## AccessNow\n\n## Access Now\n\n## Access Now\n\nSee [it](#access-now-1).\n";
        brand.fixes(Safe, numbered, numbered);
    }

    #[test]
    fn a_heading_does_not_take_the_id_of_another_element() {
        let brand = case("misspelled-brand");
        let linked = "## AccessNow\n\nAccessNow.\n\n<a id=\"access-now\"></a>Below.\n\nSee [it](#access-now).\n";
        brand.fixes(Safe, linked, &linked.replace("AccessNow.", "Access Now."));
        // A browser goes to the first of two elements.
        let above = "<a id=\"access-now\"></a>Above.\n\n## AccessNow\n\nSee [it](#access-now).\n";
        brand.fixes(Safe, above, &above.replace("AccessNow", "Access Now"));
    }

    #[test]
    fn a_link_that_led_nowhere_may_lead_to_a_heading() {
        let dead = "## AccessNow\n\nSee [it](#access-now).\n";
        case("misspelled-brand").fixes(Safe, dead, &dead.replace("AccessNow", "Access Now"));
    }

    #[test]
    fn links_to_headings_may_be_percent_encoded() {
        let linked = "## Über AccessNow\n\nSee [it](#%C3%BCber-accessnow).\n";
        case("misspelled-brand").fixes(Safe, linked, linked);
        let taken = "## Über AccessNow\n\n## Über Access Now\n\nSee [it](#%C3%BCber-access-now).\n";
        case("misspelled-brand").fixes(Safe, taken, taken);
    }

    #[test]
    fn the_targets_of_links_follow_their_definition() {
        let page = "[a][x] and [b][x]\n\n[x]: http://www.eff.org/a\n";
        let after = "[a][x] and [b][x]\n\n[x]: https://www.eff.org/a\n";
        case("insecure-link").fixes(Safe, page, after);
    }

    #[test]
    fn many_fixes_do_not_hide_a_difference() {
        let links = "[a](http://www.eff.org/a)\n\n".repeat(super::faults::MAX_DIFFERENCES + 10);
        let page = format!("{links}[AccessNow] and AccessNow\n\n[AccessNow]: /b\n");
        let after = page.replace("http:", "https:").replace(" and AccessNow", " and Access Now");
        case("misspelled-brand").also_rule("insecure-link").fixes(Safe, &page, &after);
    }

    #[test]
    fn of_too_many_differences_all_fixes_are_at_fault() {
        let all = |end: &str| -> Vec<String> {
            (0..=super::faults::MAX_DIFFERENCES + 10).map(|n| format!("[AccessNow {n}]{end}\n")).collect()
        };
        let page = format!("{}AccessNow\n\n{}", all("\n").concat(), all(": /b").concat());
        case("misspelled-brand").fixes(Safe, &page, &page);
    }
}
