//! Where a change renamed the heading that a link leads to: what the heading is called now.

use std::borrow::Cow;
use std::collections::HashMap;

use firstaid_content::{Guide, Heading, Page, Resolved, Target, Token};
use firstaid_diagnostics::{Applicability, Diagnostic, FileDiagnostics, Fix};
use percent_encoding::percent_decode_str;

/// Adds to findings of `broken-anchor` the anchor that the heading of the link has `after` a change, where it had
/// another one `before`.
pub fn name_renamed_headings(before: &Guide, after: &Guide, files: &mut [FileDiagnostics]) {
    let mut renames: HashMap<&str, Option<Renames<'_>>> = HashMap::new();
    for file in files {
        let Some(page) = after.by_path(file.source.path()) else { continue };
        for finding in file.diagnostics.iter_mut().filter(|finding| finding.rule.0 == "broken-anchor") {
            let Some((there, anchor)) = target_of(after, page, finding) else { continue };
            let of_page = renames.entry(there.source.path()).or_insert_with(|| Renames::new(before, there));
            if let Some(heading) = of_page.as_ref().and_then(|renames| renames.successor(&anchor)) {
                name(finding, page, heading);
            }
        }
    }
}

fn name(finding: &mut Diagnostic, page: &Page, heading: &Heading) {
    let anchor = &heading.anchor;
    let help = format!("the change renamed the heading to `{}`: its anchor is `#{anchor}`", heading.text);
    let mut named = finding.clone().help(help);
    if page.text()[finding.range].starts_with('#') {
        named = named.fix(Fix::replace(finding.range, format!("#{anchor}"), Applicability::Unsafe));
    }
    *finding = named;
}

/// The page that the link of a finding leads to, and the anchor on it.
fn target_of<'a>(guide: &'a Guide, page: &'a Page, finding: &Diagnostic) -> Option<(&'a Page, Cow<'a, str>)> {
    let mut links = page.tokens_at(finding.range).filter_map(Token::as_link);
    let link = links.find(|link| link.target.contains(finding.range))?;
    let target = Target::new(&link.url)?;
    let fragment = target.fragment?;
    let decoded = percent_decode_str(fragment).decode_utf8().unwrap_or(Cow::Borrowed(fragment));
    let there = match (target.path.is_empty(), guide.resolve_target(page, &target)) {
        (true, _) => page,
        (false, Resolved::Page(index)) => &guide.pages[index],
        _ => return None,
    };
    Some((there, decoded))
}

/// The headings of a page before and after a change, each with an index of their anchors.
struct Renames<'a> {
    old: (&'a [Heading], HashMap<&'a str, usize>),
    new: (&'a [Heading], HashMap<&'a str, usize>),
}

impl<'a> Renames<'a> {
    /// `None` for a page that is new.
    fn new(before: &'a Guide, page: &'a Page) -> Option<Self> {
        Some(Self::of(&before.by_path(page.source.path())?.headings, &page.headings))
    }

    fn of(old: &'a [Heading], new: &'a [Heading]) -> Self {
        let index = |headings: &'a [Heading]| headings.iter().enumerate().map(|(n, it)| (&*it.anchor, n)).collect();
        Self { old: (old, index(old)), new: (new, index(new)) }
    }

    /// The heading that stands for the one that had an anchor: new, of its level, behind the heading that was before it
    /// or before the one that was behind it. `None` if there are two.
    fn successor(&self, anchor: &str) -> Option<&'a Heading> {
        let ((old, old_at), (new, new_at)) = (&self.old, &self.new);
        let at = *old_at.get(anchor)?;
        let behind = match at.checked_sub(1) {
            Some(above) => new_at.get(&*old[above].anchor).map(|above| above + 1),
            None => Some(0),
        };
        let before = match old.get(at + 1) {
            Some(below) => new_at.get(&*below.anchor).and_then(|below| below.checked_sub(1)),
            None => new.len().checked_sub(1),
        };
        let is_new = |heading: &&Heading| heading.level == old[at].level && !old_at.contains_key(&*heading.anchor);
        let heading = |n: Option<usize>| n.and_then(|n| new.get(n)).filter(is_new);
        match (heading(behind), heading(before)) {
            (Some(one), Some(other)) => (one.anchor == other.anchor).then_some(one),
            (one, other) => one.or(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::page;

    fn now(before: &str, anchor: &str, after: &str) -> Option<String> {
        let (old, new) = (page("en", before), page("en", after));
        Renames::of(&old.headings, &new.headings).successor(anchor).map(|heading| heading.anchor.to_string())
    }

    #[test]
    fn a_renamed_heading_is_found_between_its_neighbours() {
        let before = "# A\n\n## Phones\n\n## Tablets\n";
        assert_eq!(now(before, "phones", "# A\n\n## Mobiles\n\n## Tablets\n").as_deref(), Some("mobiles"));
        assert_eq!(now(before, "phones", "# A\n\n## Mobiles\n\n## Slates\n").as_deref(), Some("mobiles"));
        assert_eq!(now(before, "tablets", "# B\n\n## Phones\n\n## Slates\n").as_deref(), Some("slates"));
        assert_eq!(now("# A\n", "a", "# B\n").as_deref(), Some("b"));
    }

    #[test]
    fn a_heading_that_is_gone_or_may_be_one_of_two_has_no_successor() {
        let before = "# A\n\n## Phones\n\n## Tablets\n";
        for gone in [
            "# A\n\n## Tablets\n",
            "# A\n\n### Mobiles\n\n## Tablets\n",
            "# B\n\n## C\n\n## D\n\n## E\n",
            "# A\n\n## Mobiles\n\n## Slates\n\n## Tablets\n",
            "",
        ] {
            assert_eq!(now(before, "phones", gone), None, "{gone}");
        }
        assert_eq!(now(before, "unknown", "# A\n"), None);
    }
}
