//! Damage of a source that its translations do not have: they all agree on another address or key.

use std::collections::BTreeSet;

use firstaid_content::{Locale, Page, PageKey};
use firstaid_text::TextRange;
use firstaid_translate::{IdentityKind, identities};

use crate::World;

/// An identity of a source page that all its translations have otherwise.
pub(crate) struct SourceAlone {
    /// Its bytes in the source page.
    pub(crate) range: TextRange,
    /// What all translations have.
    pub(crate) translated: String,
}

/// Minimum translations that must agree.
const MIN_TRANSLATIONS: usize = 2;

/// Maximum edits between the two, as when letters changed places; another address may be the locale's own.
const MAX_DISTANCE: usize = 2;

type Identities = BTreeSet<(&'static str, String)>;

/// The identities of a source page that no translation has, and that all translations have in the same other form.
pub(crate) fn source_alone(world: &World<'_>, source: &Page) -> Vec<SourceAlone> {
    let of_source = printed(source);
    if of_source.is_empty() {
        return Vec::new();
    }
    let in_locale =
        |locale: &&Locale| world.guide.by_key(&PageKey { locale: (*locale).clone(), name: source.key.name.clone() });
    let translations: Vec<Identities> = world
        .locales
        .keys()
        .filter_map(in_locale)
        .map(|page| printed(page).into_iter().map(|(key, _)| key).collect())
        .collect();
    let Some((first, rest)) = translations.split_first().filter(|_| translations.len() >= MIN_TRANSLATIONS) else {
        return Vec::new();
    };
    let known: Identities = of_source.iter().map(|(key, _)| key.clone()).collect();
    let agreed: Vec<&(&str, String)> =
        first.iter().filter(|key| !known.contains(*key) && rest.iter().all(|other| other.contains(*key))).collect();
    let alone = of_source.iter().filter(|(key, _)| !translations.iter().any(|other| other.contains(key)));
    let damaged = alone.filter_map(|((kind, value), range)| {
        let is_near = |it: &&&(&str, String)| it.0 == *kind && strsim::osa_distance(&it.1, value) <= MAX_DISTANCE;
        let (_, translated) = agreed.iter().find(is_near)?;
        Some(SourceAlone { range: *range, translated: translated.clone() })
    });
    damaged.collect()
}

/// The addresses, phone numbers and keys of a page, with their kinds.
fn printed(page: &Page) -> Vec<((&'static str, String), TextRange)> {
    let whole = TextRange::new(0, page.text().len() as u32);
    let name = |kind| match kind {
        IdentityKind::Email => Some("address"),
        IdentityKind::Phone => Some("phone number"),
        IdentityKind::Fingerprint => Some("fingerprint"),
        IdentityKind::KeyId => Some("key id"),
        IdentityKind::Onion | IdentityKind::Host => None,
    };
    identities(page, whole)
        .into_iter()
        .filter_map(|it| Some(((name(it.kind)?, it.value.to_string()), it.range)))
        .collect()
}
