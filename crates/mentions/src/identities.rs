//! The addresses and keys of a page and of the registry, and the distance of two addresses.

use firstaid_content::{Page, ProseText, TokenKind, hex_digits};
use firstaid_registry::{Contact, Organisation, Registry};
use firstaid_text::TextRange;

use crate::fingerprint::{fault, plain};
use crate::locked::{Locked, dotted};

/// Every valid fingerprint of a page, in upper-case digits; `invalid-fingerprint` reports the others.
pub fn fingerprints(page: &Page) -> impl Iterator<Item = (String, TextRange)> + '_ {
    let tokens = page.tokens.iter().filter(|token| token.kind == TokenKind::Fingerprint);
    tokens.filter_map(|token| {
        let typed = plain(page.source.slice(token.range));
        fault(&typed).is_none().then(|| (hex_digits(&typed).to_ascii_uppercase(), token.range))
    })
}

/// Every e-mail address of a page, in lower case: in its text, and as the target of a link.
pub fn emails(page: &Page) -> impl Iterator<Item = (String, TextRange)> + '_ {
    page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Email(email) => Some((email.to_lowercase(), token.range)),
        _ => None,
    })
}

/// Every contact of the registry, with its organisation.
pub fn contacts(registry: &Registry) -> impl Iterator<Item = (&Organisation, &Contact)> {
    let organisations = registry.organisations.iter();
    organisations.flat_map(|organisation| organisation.contacts.iter().map(move |contact| (organisation, contact)))
}

/// Texts that look like an address or a host and may not be tokens, in lower case and without `www.`: a misspelled
/// registered one may not parse as either.
pub fn stray_identities<'a>(
    prose: &'a ProseText,
    locked: &Locked,
) -> impl Iterator<Item = (String, TextRange)> + use<'a> {
    // Without a registry of its own contacts, a guide has nothing to compare with.
    let text = if locked.is_empty() { "" } else { prose.text() };
    dotted(text).map(|(at, found)| {
        let lower = found.to_lowercase();
        let bare = lower.strip_prefix("www.").map(str::to_owned).unwrap_or(lower);
        (bare, prose.source_range(at..at + found.len()))
    })
}

/// Whether an address is reserved for examples (RFC 2606, RFC 6761).
pub fn is_example(email: &str) -> bool {
    let domain = email.rsplit('@').next().unwrap_or_default().trim_end_matches('.');
    let below = |parent: &str| domain.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    ["example.org", "example.com", "example.net", "example", "test", "invalid", "localhost"].into_iter().any(below)
}

/// Minimum bytes of the longest part of either name for a distance over 1; shorter names are alike by chance: `info@`
/// and `iso@`.
const MIN_LONG_PART: usize = 5;

/// Maximum edit distance of a misspelled or imitated name.
const MAX_DISTANCE: usize = 2;

/// The edit distance of two addresses that differ on only one side of the `@`; 1 if only the last part of the domain
/// differs. `None` if it is too large.
pub fn distance(a: &str, b: &str) -> Option<usize> {
    let ((a_name, a_domain), (b_name, b_domain)) = (a.rsplit_once('@')?, b.rsplit_once('@')?);
    let (a, b) = match (a_name == b_name, a_domain == b_domain) {
        (true, false) => (a_domain, b_domain),
        (false, true) => (a_name, b_name),
        _ => return None,
    };
    let ending = |text: &str| text.rfind('.').unwrap_or(0);
    if a.contains('.') && a[..ending(a)] == b[..ending(b)] {
        return Some(1);
    }
    let whole = |text: &str| text.split('.').map(str::len).max().unwrap_or_default();
    let limit = if whole(a).min(whole(b)) >= MIN_LONG_PART { MAX_DISTANCE } else { 1 };
    Some(strsim::osa_distance(a, b)).filter(|&distance| distance <= limit)
}
