//! How a reference of a translated page relates to one of its source.

use firstaid_mentions::identities::contacts;
use firstaid_registry::Registry;

use super::{Likeness, Reference, ReferenceKind, Translation, address, inside};

/// Maximum references of a pair on either side; pairs with more are not compared, as the comparison is quadratic.
pub(super) const MAX_COMPARED: usize = 64;

/// Compares a reference of the page with one of the source; `None` if they are of different kinds.
pub(super) fn likeness(of: &Translation<'_>, source: &Reference, target: &Reference) -> Option<Likeness> {
    use ReferenceKind::{Identity, Image, Inside, Site};
    match (source.kind, target.kind) {
        (Identity(kind), Identity(other)) if kind == other => {
            let is_right = source.value == target.value || are_samples(of.world.registry, &source.value, &target.value);
            Some(if is_right { Likeness::Same } else { Likeness::OtherSite })
        }
        // Screenshots are taken again in other languages.
        (Image, Image) => Some(if source.value == target.value { Likeness::Same } else { Likeness::Edition }),
        (Site, Site) => Some(address::likeness(of.world.registry, of.languages(), &source.value, &target.value)),
        (Inside, Inside) => {
            Some(inside::likeness(of.world.guide, (of.source, &source.value), (of.page, &target.value)))
        }
        (Site, Inside) | (Inside, Site) => Some(Likeness::OtherSite),
        _ => None,
    }
}

/// Whether a reference that the source lacks beside it needs no counterpart: a sample that the source has elsewhere in its
/// own language, or an article of Wikipedia in the language of the page, which explains a term.
pub(super) fn explains_added(of: &Translation<'_>, target: &Reference) -> bool {
    match target.kind {
        ReferenceKind::Identity(_) => of
            .source_references()
            .iter()
            .any(|source| source.kind == target.kind && are_samples(of.world.registry, &source.value, &target.value)),
        ReferenceKind::Site => address::is_own_encyclopedia(&target.value, of.languages().target),
        _ => false,
    }
}

/// Whether an address is a sample, and the other one the same in another language: `username@gmail.com`,
/// `me@example.com` and `yo@ejemplo.com`. A contact that the registry knows is none.
fn are_samples(registry: &Registry, source: &str, target: &str) -> bool {
    const NAMES: [&str; 10] =
        ["username", "user", "yourname", "your.name", "your_name", "youremail", "you", "name", "someone", "example"];
    let (Some((name, host)), Some((_, other))) = (source.split_once('@'), target.split_once('@')) else { return false };
    let is_sample = NAMES.contains(&name) && host == other || address::are_sample_hosts(host, other);
    let is = |contact: &str, email: &str| contact.eq_ignore_ascii_case(email);
    is_sample
        && !contacts(registry)
            .any(|(_, contact)| contact.email.as_deref().is_some_and(|it| is(it, source) || is(it, target)))
}
