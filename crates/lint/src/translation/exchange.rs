//! Links and addresses of one block that stand in each other's place: what stands with each tells.
//!
//! Languages put words in another order, so order alone proves nothing: the text of a link, or what is said before an
//! address, must look more like what stands with the other one in the source.

use firstaid_content::Page;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_text::{TextRange, floor_char_boundary};

use super::reference_likeness::{MAX_COMPARED, likeness};
use super::similar::Shape;
use super::{Change, Likeness, Reference, ReferenceKind, Translation};

/// By how much a crossed reading must be the likelier one.
const MARGIN: f32 = 0.4;

/// A straight reading that is so much likelier is right, whatever the order.
const RIGHT: f32 = 0.1;

/// What is said before an address, at most.
const CONTEXT: u32 = 80;

/// A reference that is right somewhere in its block, with what stands with it on either page.
struct Told {
    source: usize,
    target: usize,
    here: Shape,
    /// In the source: what stands with it, and its own words.
    there: [Shape; 2],
}

pub(super) fn exchanged(of: &Translation<'_>, sources: &[usize], targets: &[usize], found: &mut Vec<Change>) {
    if sources.len().min(targets.len()) < 2 || sources.len().max(targets.len()) > MAX_COMPARED {
        return;
    }
    let told: Vec<Told> = sources.iter().filter_map(|&source| told(of, source, sources, targets)).collect();
    let mut is_taken = vec![false; told.len()];
    for n in 0..told.len() {
        for m in n + 1..told.len() {
            let (first, second) = (&told[n], &told[m]);
            if is_taken[n] || is_taken[m] || !are_comparable(of, first, second) {
                continue;
            }
            let straight = first.fits(first) + second.fits(second);
            let crossed = first.fits(second) + second.fits(first);
            let is_certain = crossed > straight + MARGIN;
            let is_inverted = first.target > second.target;
            if is_certain || is_inverted && straight < crossed + RIGHT {
                (is_taken[n], is_taken[m]) = (true, true);
                let (here, other) =
                    if is_inverted { (second.target, first.target) } else { (first.target, second.target) };
                let source = if is_inverted { first.source } else { second.source };
                found.push(Change::Exchanged { source, target: here, other, is_certain });
            }
        }
    }
}

/// Links with links, keys with keys.
fn are_comparable(of: &Translation<'_>, first: &Told, second: &Told) -> bool {
    let (first, second) = (&of.source_references()[first.source], &of.source_references()[second.source]);
    match (first.kind, second.kind) {
        (ReferenceKind::Identity(kind), ReferenceKind::Identity(other)) => kind == other,
        _ => first.is_link() && second.is_link(),
    }
}

/// A reference of the source that the target has once.
fn told(of: &Translation<'_>, source: usize, sources: &[usize], targets: &[usize]) -> Option<Told> {
    let reference = &of.source_references()[source];
    let is_right = |source: usize, target: usize| {
        likeness(of, &of.source_references()[source], &of.references()[target]).is_some_and(Likeness::is_right)
    };
    let mut right = targets.iter().copied().filter(|&target| is_right(source, target));
    let (target, None) = (right.next()?, right.next()) else { return None };
    let is_another = sources.iter().any(|&other| other != source && is_right(other, target));
    if is_another || reference.kind == ReferenceKind::Image {
        return None;
    }
    let with = label(of.source, of.source_references(), source);
    let here = label(of.page, of.references(), target);
    let is_empty = reference.is_link() && (with.trim().is_empty() || here.trim().is_empty());
    let own = words_of(reference);
    (!is_empty).then(|| Told { source, target, here: Shape::new(here), there: [Shape::new(with), Shape::new(&own)] })
}

impl Told {
    /// How well what stands with this one on the page goes with what the source has as the other.
    fn fits(&self, other: &Self) -> f32 {
        other.there.iter().map(|shape| self.here.likeness(shape)).fold(0.0, f32::max)
    }
}

/// The text of a link; of an address or key, what is said right before it.
fn label<'p>(page: &'p Page, references: &[Reference], index: usize) -> &'p str {
    let reference = &references[index];
    if reference.is_link() {
        return &page.text()[reference.text];
    }
    let before = index.checked_sub(1).map_or(0, |n| references[n].whole.end());
    let end = reference.whole.start();
    let start = before.max(end.saturating_sub(CONTEXT)).min(end);
    let start = floor_char_boundary(page.text(), start as usize) as u32;
    let text = &page.text()[TextRange::new(start, end)];
    text.rsplit("\n\n").next().unwrap_or(text)
}

/// The words that an address is made of, without what all have.
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
