//! Proof that fixes keep the shape of a page: the page is parsed with them and compared with what it was.
//!
//! Any rule may offer a fix that breaks markup it did not see: a blank before closing emphasis, the text of a link that
//! is also its label, a heading that links lead to. No rule has to know; what fails here is not applied.
//!
//! Both versions are a list of parts in one order. A part without a counterpart is a difference, and the fixes that
//! touch it are at fault, unless their rule is about such parts. The cost is linear in the page and in the fixes.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use firstaid_content::{Guide, LinkStyle, Markup, Page, Part, Target, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, fixable};
use firstaid_text::{Edit, TextRange, apply_edits};
use percent_encoding::percent_decode_str;

use crate::{Family, entry};

/// Maximum number of times that a page is parsed to find the fixes that keep its shape. Each time all fixes that are
/// found at fault are dropped; a page that still differs gets none.
const MAX_TRIALS: usize = 6;

/// Maximum number of differences that no rule of a fix is about; with more, all fixes are at fault.
const MAX_DIFFERENCES: usize = 500;

/// A page with those of its fixes that keep its shape.
pub(crate) struct Proved<'d> {
    pub(crate) page: Page,
    pub(crate) fixes: Vec<&'d Fix>,
}

/// The fragments that links anywhere in a guide lead to, as typed and percent-decoded.
pub(crate) struct Fragments(HashSet<String>);

impl Fragments {
    pub(crate) fn of(guide: &Guide) -> Self {
        let urls = guide.pages.iter().flat_map(Page::targets).map(|(url, ..)| url);
        let typed = urls.filter_map(|url| Target::new(url)?.fragment);
        let decoded = |fragment| percent_decode_str(fragment).decode_utf8().ok().map(Cow::into_owned);
        Self(typed.flat_map(|fragment| std::iter::once(fragment.to_owned()).chain(decoded(fragment))).collect())
    }
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

/// A fix that is tried.
struct Trial<'d> {
    fix: &'d Fix,
    family: Family,
}

impl<'d> Trial<'d> {
    fn new(diagnostic: &'d Diagnostic) -> Option<Self> {
        let family = entry(diagnostic.rule.0)?.family;
        Some(Self { fix: diagnostic.fix.as_deref()?, family })
    }

    /// Whether an edit shares a byte with a range or stands at an end of it.
    fn touches(&self, range: TextRange) -> bool {
        self.fix.edits.iter().any(|edit| edit.range.start() <= range.end() && range.start() <= edit.range.end())
    }

    /// Whether the rule of the fix is about what differs.
    fn may(&self, difference: &Difference<'_>) -> bool {
        let is_unsafe = self.fix.applicability < Applicability::Safe;
        match difference {
            Difference::Missing(part) | Difference::Extra(part, _) => match part.markup {
                Markup::Block(_) => self.family == Family::Structure,
                Markup::Link(_) => self.family == Family::Links && matches!(difference, Difference::Extra(..)),
                Markup::Url(_) | Markup::Identity(_) => self.family == Family::Links || is_unsafe,
                Markup::Html(_) | Markup::Code(_) | Markup::Inline(_) => is_unsafe && self.family != Family::Spelling,
                Markup::Field(_) => self.family == Family::FrontMatter,
                Markup::Footnote(_) | Markup::Template(_) => false,
            },
            Difference::Changed(old, new) => match (&old.markup, &new.markup) {
                (Markup::Link(link), Markup::Link(_)) => {
                    self.family == Family::Links || is_unsafe || self.touches(link.target)
                }
                (Markup::Url(_), _) => self.family == Family::Links || is_unsafe,
                (Markup::Html(old), Markup::Html(new)) => is_unsafe || skeleton(old).eq(skeleton(new)),
                (Markup::Block(_), _) => self.family == Family::Structure,
                (Markup::Field(_), _) => self.family == Family::FrontMatter,
                (Markup::Identity(_) | Markup::Code(_) | Markup::Inline(_), _) => is_unsafe,
                _ => false,
            },
        }
    }
}

/// What makes tags and markup of raw HTML, without names, values and text.
fn skeleton(html: &str) -> impl Iterator<Item = char> {
    let mut in_tag = false;
    html.chars().filter(move |c| {
        in_tag = *c == '<' || in_tag && *c != '>';
        matches!(c, '<' | '>' | '*' | '_' | '[' | ']' | '`') || in_tag && matches!(c, '/' | '=' | '"' | '\'')
    })
}

/// A part that is not the same before and after the fixes.
enum Difference<'p> {
    /// Only before.
    Missing(&'p Part),
    /// Only after, with the range before the fixes that it stands for.
    Extra(&'p Part, TextRange),
    /// In one place and of one kind, but not the same.
    Changed(&'p Part, &'p Part),
}

impl Difference<'_> {
    /// The range in the page before the fixes.
    fn range(&self) -> TextRange {
        match self {
            Self::Missing(part) | Self::Changed(part, _) => part.range,
            Self::Extra(_, range) => *range,
        }
    }
}

/// Where bytes of a page are after its fixes.
struct Moved {
    /// In order, before and after: the edits of a page share no byte.
    edits: Vec<MovedEdit>,
}

struct MovedEdit {
    before: TextRange,
    after: TextRange,
    /// Index of its fix among those that are tried.
    fix: usize,
}

impl Moved {
    /// Of fixes that do not conflict.
    fn new(chosen: &[Trial<'_>]) -> Self {
        let edits = chosen.iter().enumerate().flat_map(|(n, trial)| trial.fix.edits.iter().map(move |edit| (n, edit)));
        let mut sorted: Vec<(usize, &Edit)> = edits.collect();
        sorted.sort_by_key(|(_, edit)| edit.range);
        // Up to where the text before is done, and where that is after.
        let (mut done, mut at) = (0, 0);
        let place = |(fix, edit): (usize, &Edit)| {
            let start = at + (edit.range.start() - done);
            let after = TextRange::new(start, start + edit.replacement.len() as u32);
            (done, at) = (edit.range.end(), after.end());
            MovedEdit { before: edit.range, after, fix }
        };
        Self { edits: sorted.into_iter().map(place).collect() }
    }

    /// The fixes with an edit that shares a byte with a range or stands at an end of it.
    fn touching(&self, range: TextRange) -> impl Iterator<Item = usize> + '_ {
        let first = self.edits.partition_point(|edit| edit.before.end() < range.start());
        self.edits[first..].iter().take_while(move |edit| edit.before.start() <= range.end()).map(|edit| edit.fix)
    }

    /// Where an offset may be: one place, or any in the replacements of the edits that touch it.
    fn of(&self, offset: u32) -> RangeInclusive<u32> {
        let first = self.edits.partition_point(|edit| edit.before.end() < offset);
        let touching = self.edits[first..].iter().take_while(|edit| edit.before.start() <= offset);
        let touching = touching.map(|edit| edit.after).reduce(TextRange::cover);
        if let Some(after) = touching {
            return after.start()..=after.end();
        }
        let place = match first.checked_sub(1).map(|last| &self.edits[last]) {
            Some(last) => last.after.end() + (offset - last.before.end()),
            None => offset,
        };
        place..=place
    }

    /// The range before that a range after stands for, edits that it touches included.
    fn back(&self, range: TextRange) -> TextRange {
        let of = |offset: u32, is_end: bool| {
            let first = self.edits.partition_point(|edit| edit.after.end() < offset);
            let touching = self.edits[first..].iter().take_while(|edit| edit.after.start() <= offset);
            let touching = touching.map(|edit| edit.before).reduce(TextRange::cover);
            match (touching, first.checked_sub(1).map(|last| &self.edits[last])) {
                (Some(before), _) => {
                    if is_end {
                        before.end()
                    } else {
                        before.start()
                    }
                }
                (None, Some(last)) => last.before.end() + (offset - last.after.end()),
                (None, None) => offset,
            }
        };
        let start = of(range.start(), false);
        TextRange::new(start, of(range.end(), true).max(start))
    }
}

/// Which of the fixes are at fault.
struct Faults<'t, 'd> {
    chosen: &'t [Trial<'d>],
    moved: &'t Moved,
    at_fault: Vec<bool>,
    /// Number of differences that no rule of a fix is about.
    differences: usize,
}

impl<'t, 'd> Faults<'t, 'd> {
    fn new(chosen: &'t [Trial<'d>], moved: &'t Moved) -> Self {
        Self { chosen, moved, at_fault: vec![false; chosen.len()], differences: 0 }
    }

    /// Blames the fixes that touch a difference, or those that touch the zone around it, or else all.
    fn add(&mut self, difference: &Difference<'_>, zone: TextRange) {
        let (chosen, moved) = (self.chosen, self.moved);
        let range = [difference.range(), zone].into_iter().find(|range| moved.touching(*range).next().is_some());
        let is_excused = match range {
            Some(range) => moved.touching(range).any(|n| chosen[n].may(difference)),
            None => chosen.iter().any(|trial| trial.may(difference)),
        };
        if is_excused {
            return;
        }
        self.differences += 1;
        match range.filter(|_| !self.is_full()) {
            Some(range) => moved.touching(range).for_each(|n| self.at_fault[n] = true),
            None => self.at_fault.fill(true),
        }
    }

    /// Whether there are too many differences to look for more: all fixes are at fault.
    fn is_full(&self) -> bool {
        self.differences > MAX_DIFFERENCES
    }
}

/// Finds the differences of two shapes in one walk over both.
fn compare(before: &[Part], after: &[Part], faults: &mut Faults<'_, '_>) {
    let moved = faults.moved;
    let fits = |a: &Part, b: &Part| {
        moved.of(a.range.start()).contains(&b.range.start()) && moved.of(a.range.end()).contains(&b.range.end())
    };
    let is_match = |a: &Part, b: &Part| a.markup.is_same(&b.markup) && fits(a, b);
    let retargeted = retargeted(before, after);
    let (mut i, mut j) = (0, 0);
    // The outermost block around the current part: where a fix may be whose effect shows further on.
    let mut zone = TextRange::empty(0);
    while (i < before.len() || j < after.len()) && !faults.is_full() {
        if let Some(part) = before.get(i)
            && matches!(part.markup, Markup::Block(_))
            && part.range.start() >= zone.end()
        {
            zone = part.range;
        }
        match (before.get(i), after.get(j)) {
            (Some(a), Some(b)) if is_match(a, b) => (i, j) = (i + 1, j + 1),
            (Some(a), Some(b)) if a.markup.is_like(&b.markup) && fits(a, b) => {
                if !is_retargeted(&a.markup, &b.markup, &retargeted) {
                    faults.add(&Difference::Changed(a, b), zone);
                }
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), Some(b)) => {
                let is_extra = before.get(i).zip(after.get(j + 1)).is_some_and(|(a, b)| is_match(a, b))
                    || order(&b.markup) < order(&a.markup)
                    || order(&b.markup) == order(&a.markup) && b.range.start() < *moved.of(a.range.start()).start();
                if is_extra {
                    faults.add(&Difference::Extra(b, moved.back(b.range)), zone);
                    j += 1;
                } else {
                    faults.add(&Difference::Missing(a), zone);
                    i += 1;
                }
            }
            (Some(a), None) => {
                faults.add(&Difference::Missing(a), zone);
                i += 1;
            }
            (None, Some(b)) => {
                faults.add(&Difference::Extra(b, moved.back(b.range)), zone);
                j += 1;
            }
            (None, None) => break,
        }
    }
}

/// The place of a part among the lists that make a shape.
fn order(markup: &Markup) -> u8 {
    match markup {
        Markup::Field(_) => 0,
        Markup::Block(_) | Markup::Inline(_) | Markup::Footnote(_) | Markup::Html(_) => 1,
        Markup::Template(_) => 2,
        Markup::Link(_) | Markup::Code(_) | Markup::Url(_) | Markup::Identity(_) => 3,
    }
}

/// The targets of definitions before and after; the links through them follow.
fn retargeted(before: &[Part], after: &[Part]) -> HashSet<(Box<str>, Box<str>)> {
    let definitions = |parts: &[Part]| -> Vec<Box<str>> {
        let links = parts.iter().filter_map(|part| match &part.markup {
            Markup::Link(link) if link.style == LinkStyle::Definition => Some(link.url.clone()),
            _ => None,
        });
        links.collect()
    };
    let (before, after) = (definitions(before), definitions(after));
    let is_same_number = before.len() == after.len();
    before.into_iter().zip(after).filter(|(a, b)| is_same_number && a != b).collect()
}

fn is_retargeted(old: &Markup, new: &Markup, retargeted: &HashSet<(Box<str>, Box<str>)>) -> bool {
    match (old, new) {
        (Markup::Link(a), Markup::Link(b)) => {
            old.is_reference() && retargeted.contains(&(a.url.clone(), b.url.clone()))
        }
        _ => false,
    }
}

/// Finds ids that links lead to and that are elsewhere after the fixes, or nowhere: a heading has another id, takes
/// that of another, or renumbers those below it. Where no fix touches the heading or the one that has its id now, those
/// that touch any heading are at fault.
fn compare_anchors<'f>(
    before: &Page,
    after: &Page,
    fragments: &dyn Fn() -> &'f Fragments,
    faults: &mut Faults<'_, '_>,
) {
    if anchors(before).map(|(id, _)| id).eq(anchors(after).map(|(id, _)| id)) {
        return;
    }
    let moved = faults.moved;
    let (old, new) = (places(before), places(after));
    let is_kept =
        |id: &str, place: TextRange| new.get(id).is_some_and(|now| moved.of(place.start()).contains(&now.start()));
    let lost = old.iter().filter(|(id, place)| !is_kept(id, **place) && fragments().0.contains(**id));
    let mut is_any_untouched = false;
    for (id, place) in lost {
        let now = new.get(id).map(|now| moved.back(*now));
        let touching = std::iter::once(*place).chain(now).flat_map(|range| moved.touching(range));
        is_any_untouched |= touching.map(|n| faults.at_fault[n] = true).count() == 0;
    }
    if is_any_untouched {
        let now = new.values().map(|now| moved.back(*now));
        let touching: Vec<usize> = old.values().copied().chain(now).flat_map(|range| moved.touching(range)).collect();
        if touching.is_empty() {
            faults.at_fault.fill(true);
        }
        for n in touching {
            faults.at_fault[n] = true;
        }
    }
}

/// The ids of a page with their elements: those of headings, then those of other anchors.
fn anchors(page: &Page) -> impl Iterator<Item = (&str, TextRange)> {
    let headings = page.headings.iter().map(|heading| (&*heading.anchor, heading.range));
    headings.chain(page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Anchor(id) => Some((&**id, token.range)),
        _ => None,
    }))
}

/// Where a browser goes for each id of a page: to the first element that has it.
fn places(page: &Page) -> HashMap<&str, TextRange> {
    let mut places: HashMap<&str, TextRange> = HashMap::new();
    for (id, range) in anchors(page) {
        places.entry(id).and_modify(|first| *first = (*first).min(range)).or_insert(range);
    }
    places
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
        let links = "[a](http://www.eff.org/a)\n\n".repeat(super::MAX_DIFFERENCES + 10);
        let page = format!("{links}[AccessNow] and AccessNow\n\n[AccessNow]: /b\n");
        let after = page.replace("http:", "https:").replace(" and AccessNow", " and Access Now");
        case("misspelled-brand").also_rule("insecure-link").fixes(Safe, &page, &after);
    }

    #[test]
    fn of_too_many_differences_all_fixes_are_at_fault() {
        let all = |end: &str| -> Vec<String> {
            (0..=super::MAX_DIFFERENCES + 10).map(|n| format!("[AccessNow {n}]{end}\n")).collect()
        };
        let page = format!("{}AccessNow\n\n{}", all("\n").concat(), all(": /b").concat());
        case("misspelled-brand").fixes(Safe, &page, &page);
    }
}
