//! Finds links and addresses of one block that are swapped, by their labels.
//!
//! Languages differ in word order, so order alone proves nothing: the text of a link, or the words before an address,
//! must be more like the label of the other one in the source.

use firstaid_content::Page;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_text::{TextRange, floor_char_boundary};

use super::reference_likeness::{MAX_COMPARED, likeness};
use super::similar::Shape;
use super::{Change, Likeness, Reference, ReferenceKind, Translation};

/// Minimum by which the likeness of the swapped reading exceeds the straight one for a certain swap; sums of two
/// likenesses from 0 to 1.
const CERTAIN_MARGIN: f32 = 0.4;

/// Minimum by which the likeness of the straight reading exceeds the swapped one where the order differs, to be right.
const RIGHT_MARGIN: f32 = 0.1;

/// Maximum bytes of the label before an address.
const MAX_LABEL: u32 = 80;

/// A reference of the source with its single counterpart in the block, and the labels of both.
struct Labelled {
    source: usize,
    target: usize,
    /// The label on the page.
    label: Shape,
    /// The label in the source, and the words of the address itself.
    source_labels: [Shape; 2],
}

pub(super) fn exchanged(of: &Translation<'_>, sources: &[usize], targets: &[usize], found: &mut Vec<Change>) {
    if sources.len().min(targets.len()) < 2 || sources.len().max(targets.len()) > MAX_COMPARED {
        return;
    }
    let all: Vec<Labelled> = sources.iter().filter_map(|&source| labelled(of, source, sources, targets)).collect();
    let mut is_taken = vec![false; all.len()];
    for n in 0..all.len() {
        for m in n + 1..all.len() {
            let (first, second) = (&all[n], &all[m]);
            if is_taken[n] || is_taken[m] || !are_comparable(of, first, second) {
                continue;
            }
            let straight = first.fits(first) + second.fits(second);
            let crossed = first.fits(second) + second.fits(first);
            let is_certain = crossed > straight + CERTAIN_MARGIN;
            let is_inverted = first.target > second.target;
            if is_certain || is_inverted && straight < crossed + RIGHT_MARGIN {
                (is_taken[n], is_taken[m]) = (true, true);
                let (here, other) =
                    if is_inverted { (second.target, first.target) } else { (first.target, second.target) };
                let source = if is_inverted { first.source } else { second.source };
                found.push(Change::Exchanged { source, target: here, other, is_certain });
            }
        }
    }
}

/// Whether both are links, or identities of the same kind.
fn are_comparable(of: &Translation<'_>, first: &Labelled, second: &Labelled) -> bool {
    let (first, second) = (&of.source_references()[first.source], &of.source_references()[second.source]);
    match (first.kind, second.kind) {
        (ReferenceKind::Identity(kind), ReferenceKind::Identity(other)) => kind == other,
        _ => first.is_link() && second.is_link(),
    }
}

/// A reference of the source with its counterpart; `None` unless the target has exactly one.
fn labelled(of: &Translation<'_>, source: usize, sources: &[usize], targets: &[usize]) -> Option<Labelled> {
    let reference = &of.source_references()[source];
    // An equal address is the counterpart, whatever else may count as right because its page or heading is unknown.
    let is_equal = |source: usize, target: usize| of.source_references()[source].value == of.references()[target].value;
    let has_equal = |source: usize, all: &[usize]| all.iter().any(|&target| is_equal(source, target));
    let of_equal = |target: usize| sources.iter().any(|&source| is_equal(source, target));
    let is_right = |source: usize, target: usize| {
        if has_equal(source, targets) || of_equal(target) {
            return is_equal(source, target);
        }
        likeness(of, &of.source_references()[source], &of.references()[target]).is_some_and(Likeness::is_right)
    };
    let mut right = targets.iter().copied().filter(|&target| is_right(source, target));
    let (target, None) = (right.next()?, right.next()) else { return None };
    let is_another = sources.iter().any(|&other| other != source && is_right(other, target));
    if is_another || reference.kind == ReferenceKind::Image {
        return None;
    }
    let there = label(of.source, of.source_references(), source);
    let here = label(of.page, of.references(), target);
    let is_empty = reference.is_link() && (there.trim().is_empty() || here.trim().is_empty());
    let own = words_of(reference);
    let source_labels = || [Shape::new(there), Shape::new(&own)];
    (!is_empty).then(|| Labelled { source, target, label: Shape::new(here), source_labels: source_labels() })
}

impl Labelled {
    /// How alike the label of this one on the page and that of the other in the source are, from 0 to 1.
    fn fits(&self, other: &Self) -> f32 {
        other.source_labels.iter().map(|shape| self.label.likeness(shape)).fold(0.0, f32::max)
    }
}

/// The text of a link; for an address or key, the text directly before it.
fn label<'p>(page: &'p Page, references: &[Reference], index: usize) -> &'p str {
    let reference = &references[index];
    if reference.is_link() {
        return &page.text()[reference.text];
    }
    let before = index.checked_sub(1).map_or(0, |n| references[n].whole.end());
    let end = reference.whole.start();
    let start = before.max(end.saturating_sub(MAX_LABEL)).min(end);
    let start = floor_char_boundary(page.text(), start as usize) as u32;
    let text = &page.text()[TextRange::new(start, end)];
    text.rsplit("\n\n").next().unwrap_or(text)
}

/// The characteristic words of an address: the name of the site and the last part of the path.
fn words_of(reference: &Reference) -> String {
    match reference.kind {
        ReferenceKind::Site => {
            let parts = UrlParts::shown(&reference.value);
            let host = parts.bare_host();
            let domain = firstaid_registry::registrable_domain(&host).unwrap_or(&host);
            let name = domain.split('.').next().unwrap_or_default();
            let last = parts.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            format!("{name} {last}")
        }
        ReferenceKind::Inside => reference.value.replace(".md", " "),
        ReferenceKind::Image | ReferenceKind::Identity(_) => reference.value.replace(['@', '.'], " "),
    }
}
