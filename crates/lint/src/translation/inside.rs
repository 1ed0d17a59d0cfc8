//! Compares a link inside the guide on a source page with one on its translation, by their targets.

use firstaid_content::{Guide, Locale, Page, Resolved, Target};

use super::Likeness;

/// The target of a link inside the guide.
enum Place<'g> {
    Page {
        name: &'g str,
        anchor: Anchor,
    },
    /// Something other than a page, or nothing: the name of its file.
    Path(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Anchor {
    None,
    /// The index of a heading, and the number of headings of its page.
    Heading(usize, usize),
    /// An id that is not of a heading, or does not exist.
    Other,
}

/// Maximum headings of a page that are searched for an anchor.
const MAX_HEADINGS: usize = 1000;

/// Compares two links: pages by their name in any locale, anchors by the index of the heading.
///
/// A broken link has its own rules and counts as the same.
pub(super) fn likeness(guide: &Guide, source: (&Page, &str), target: (&Page, &str)) -> Likeness {
    if source.1 == target.1 {
        return Likeness::Same;
    }
    let (Some(from), Some(to)) = (place(guide, source), place(guide, target)) else { return Likeness::OtherPage };
    match (from, to) {
        (Place::Page { name, anchor }, Place::Page { name: other, anchor: its }) => {
            let same_place = match (anchor, its) {
                (Anchor::Heading(n, of), Anchor::Heading(m, out_of)) => of != out_of || n == m,
                (Anchor::Other, Anchor::Other) => fragment(source.1) == fragment(target.1),
                _ => true,
            };
            if name == other && same_place { Likeness::Same } else { Likeness::OtherPage }
        }
        (Place::Path(from), Place::Path(to)) if !is_one_name(&from, &to) => Likeness::OtherPage,
        _ => Likeness::Same,
    }
}

/// Whether two names are the same or differ only in a mark for a language: `Malware` and `Malware_RU`.
fn is_one_name(from: &str, to: &str) -> bool {
    let stem = |name: &'_ str| -> String {
        let (stem, mark) = name.rsplit_once(['_', '-', '.']).unwrap_or((name, ""));
        if Locale::new(mark).is_some_and(|locale| locale.is_known()) { stem } else { name }.to_lowercase()
    };
    stem(from) == stem(to)
}

fn fragment(url: &str) -> Option<&str> {
    url.split_once('#').map(|(_, fragment)| fragment)
}

fn place<'g>(guide: &'g Guide, (from, url): (&'g Page, &str)) -> Option<Place<'g>> {
    let target = Target::new(url)?;
    let page = if target.path.is_empty() {
        Some(from)
    } else {
        match guide.resolve_target(from, &target) {
            Resolved::Page(index) => Some(&guide.pages[index]),
            _ => None,
        }
    };
    let Some(page) = page else { return Some(Place::Path(last_part(&target.path).to_owned())) };
    let anchor = match target.fragment.filter(|fragment| !fragment.is_empty()) {
        None => Anchor::None,
        Some(id) => match page.headings.iter().take(MAX_HEADINGS).position(|heading| *heading.anchor == *id) {
            Some(n) => Anchor::Heading(n, page.headings.len()),
            None => Anchor::Other,
        },
    };
    Some(Place::Page { name: &page.key.name, anchor })
}

/// The last part of a path, without its extension.
fn last_part(path: &str) -> &str {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    name.split_once('.').map_or(name, |(stem, _)| stem)
}
