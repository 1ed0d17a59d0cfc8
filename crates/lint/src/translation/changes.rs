//! The differences between a translated page and its source in links, addresses, phone numbers and keys.
//!
//! In each pair of segments, references that are equal or right for the page's language are removed first, then those
//! that moved to a block nearby. References that remain on both sides were altered. In uncertain pairs, only references
//! that are nowhere on the other page count.

use std::collections::HashSet;

use firstaid_content::Page;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_text::TextRange;
use firstaid_translate::{IdentityKind, Pair, Segment};

use super::reference_likeness::{MAX_COMPARED, likeness};
use super::{Change, LIKELY, Likeness, Reference, ReferenceKind, Translation, exchange, within};

/// Maximum distance, in pairs, of a block to which a reference may have moved.
const MAX_MOVE: usize = 2;

/// References of a pair without an equal or right counterpart; indices into the references of the two pages.
struct Unmatched {
    sources: Vec<usize>,
    targets: Vec<usize>,
}

pub(super) fn changes(of: &Translation<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let mut left: Vec<Unmatched> = Vec::with_capacity(of.pairs.len());
    for (n, pair) in of.pairs.iter().enumerate() {
        let (sources, targets) = (sources_of(of, pair), targets_of(of, pair));
        if of.unit(n).is_some() && pair.confidence >= LIKELY {
            exchange::exchanged(of, &sources, &targets, &mut found);
        }
        left.push(unmatched(of, sources, targets));
    }
    remove_moved(of, &mut left);
    let (known_sources, known_targets) = (keys(of.source_references()), keys(of.references()));
    for (n, (left, pair)) in left.into_iter().zip(&of.pairs).enumerate() {
        // The references of a missing block are not reported one by one.
        if pair.target.is_empty() {
            continue;
        }
        let mut left = left;
        if pair.confidence < LIKELY || pair.source.is_empty() {
            left.sources
                .retain(|&it| key(&of.source_references()[it]).is_some_and(|key| !known_targets.contains(&key)));
            left.targets.retain(|&it| key(&of.references()[it]).is_some_and(|key| !known_sources.contains(&key)));
        }
        remove_printed(of, pair, &mut left);
        push_changes(of, n, left, &mut found);
    }
    found
}

/// Removes keys and addresses that the paired text has, too, where it is not recognised as such: a key id without a
/// word about keys before it.
fn remove_printed(of: &Translation<'_>, pair: &Pair, left: &mut Unmatched) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let text = |page: &Page, segments: &[Segment]| -> String {
        segments.iter().map(|segment| digits(page.source.slice(segment.range))).collect()
    };
    let is_key =
        |it: &Reference| matches!(it.kind, ReferenceKind::Identity(IdentityKind::KeyId | IdentityKind::Fingerprint));
    if left.targets.iter().any(|&it| is_key(&of.references()[it])) {
        let there = text(of.source, &of.source_segments[pair.source.clone()]);
        left.targets
            .retain(|&it| !is_key(&of.references()[it]) || !there.contains(&digits(&of.references()[it].value)));
    }
    if left.sources.iter().any(|&it| is_key(&of.source_references()[it])) {
        let here = text(of.page, &of.segments[pair.target.clone()]);
        let value = |it: usize| digits(&of.source_references()[it].value);
        left.sources.retain(|&it| !is_key(&of.source_references()[it]) || !here.contains(&value(it)));
    }
}

/// The references of the source side of a pair, each once.
fn sources_of(of: &Translation<'_>, pair: &Pair) -> Vec<usize> {
    let segments = of.source_segments[pair.source.clone()].iter().map(|segment| segment.range);
    distinct(of.source_references(), segments)
}

fn targets_of(of: &Translation<'_>, pair: &Pair) -> Vec<usize> {
    distinct(of.references(), of.segments[pair.target.clone()].iter().map(|segment| segment.range))
}

fn distinct(all: &[Reference], ranges: impl Iterator<Item = TextRange>) -> Vec<usize> {
    let mut seen: HashSet<(bool, &str)> = HashSet::new();
    let mut found = Vec::new();
    for range in ranges {
        let inside = within(all, range);
        let first = all.partition_point(|it| it.whole.start() < range.start());
        found.extend((first..).zip(inside).filter(|(_, it)| seen.insert((it.is_link(), &it.value))).map(|(n, _)| n));
    }
    found
}

fn unmatched(of: &Translation<'_>, mut sources: Vec<usize>, mut targets: Vec<usize>) -> Unmatched {
    let value = |all: &[Reference], n: usize| (all[n].is_link(), all[n].value.clone());
    let here: HashSet<_> = targets.iter().map(|&n| value(of.references(), n)).collect();
    let there: HashSet<_> = sources.iter().map(|&n| value(of.source_references(), n)).collect();
    let (all_sources, all_targets) = (sources.clone(), targets.clone());
    sources.retain(|&n| !here.contains(&value(of.source_references(), n)));
    targets.retain(|&n| !there.contains(&value(of.references(), n)));
    if sources.len().max(targets.len()) > MAX_COMPARED || all_sources.len().max(all_targets.len()) > MAX_COMPARED {
        return Unmatched { sources: Vec::new(), targets: Vec::new() };
    }
    let right = |s: usize, t: usize| is_right(of, s, t);
    let kept = targets.iter().copied().filter(|&t| !all_sources.iter().any(|&s| right(s, t))).collect();
    sources.retain(|&s| !all_targets.iter().any(|&t| right(s, t)));
    Unmatched { sources, targets: kept }
}

fn is_right(of: &Translation<'_>, source: usize, target: usize) -> bool {
    likeness(of, &of.source_references()[source], &of.references()[target]).is_some_and(Likeness::is_right)
}

/// Removes references that moved to a block nearby: translators split and join sentences. A block that has another
/// reference in their place, or a block nearby that lost one, does not count: those were swapped.
fn remove_moved(of: &Translation<'_>, left: &mut [Unmatched]) {
    for n in 0..left.len() {
        if left[n].sources.is_empty() || !left[n].targets.is_empty() {
            continue;
        }
        for m in n.saturating_sub(MAX_MOVE)..(n + MAX_MOVE + 1).min(left.len()) {
            if m == n || !left[m].sources.is_empty() {
                continue;
            }
            let (sources, targets) = (left[n].sources.clone(), left[m].targets.clone());
            left[n].sources.retain(|&s| !targets.iter().any(|&t| is_right(of, s, t)));
            left[m].targets.retain(|&t| !sources.iter().any(|&s| is_right(of, s, t)));
        }
    }
}

/// The identity or site of a reference; `None` for links inside the guide and images.
fn key(of: &Reference) -> Option<String> {
    match of.kind {
        ReferenceKind::Identity(_) => Some(of.value.to_string()),
        ReferenceKind::Site => Some(UrlParts::shown(&of.value).bare_host()),
        ReferenceKind::Inside | ReferenceKind::Image => None,
    }
}

fn keys(all: &[Reference]) -> HashSet<String> {
    all.iter().filter_map(key).collect()
}

/// Pairs the unmatched references, the most alike first, as altered; the rest is lost or added.
fn push_changes(of: &Translation<'_>, pair: usize, mut left: Unmatched, found: &mut Vec<Change>) {
    let mut candidates: Vec<(Likeness, usize, usize)> = Vec::new();
    for (n, &s) in left.sources.iter().enumerate() {
        for (m, &t) in left.targets.iter().enumerate() {
            let likeness = likeness(of, &of.source_references()[s], &of.references()[t]);
            candidates.extend(likeness.map(|likeness| (likeness, n, m)));
        }
    }
    // The most alike first, then those with the closest places.
    candidates.sort_by_key(|&(likeness, n, m)| (likeness, n.abs_diff(m), n));
    let (mut sources, mut targets) = (vec![false; left.sources.len()], vec![false; left.targets.len()]);
    for (likeness, n, m) in candidates {
        if !sources[n] && !targets[m] {
            (sources[n], targets[m]) = (true, true);
            found.push(Change::Altered { source: left.sources[n], target: left.targets[m], likeness });
        }
    }
    let mut taken = sources.into_iter();
    left.sources.retain(|_| !taken.next().unwrap_or(false));
    let mut taken = targets.into_iter();
    left.targets.retain(|_| !taken.next().unwrap_or(false));
    found.extend(left.sources.into_iter().map(|source| Change::Lost { source, pair }));
    found.extend(left.targets.into_iter().map(|target| Change::Added { target, pair }));
}
