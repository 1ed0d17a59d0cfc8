//! The addresses and keys that a page gives to its readers, and those that the registry has.

use firstaid_content::{TokenKind, hex_digits};
use firstaid_registry::{Contact, Organisation};
use firstaid_text::TextRange;

use crate::PageContext;
use crate::locked::dotted;
use crate::rules::invalid_fingerprint::{fault, plain};

/// Every whole fingerprint of a page, in upper-case digits. Damaged ones are the business of `invalid-fingerprint`.
pub(crate) fn fingerprints<'a>(cx: &'a PageContext<'_>) -> impl Iterator<Item = (String, TextRange)> + 'a {
    let tokens = cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Fingerprint);
    tokens.filter_map(|token| {
        let typed = plain(cx.text(token.range));
        fault(&typed).is_none().then(|| (hex_digits(&typed).to_ascii_uppercase(), token.range))
    })
}

/// Every e-mail address of a page, in lower case: in its text, and as the target of a link.
pub(crate) fn emails<'a>(cx: &'a PageContext<'_>) -> impl Iterator<Item = (String, TextRange)> + 'a {
    cx.page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Email(email) => Some((email.to_lowercase(), token.range)),
        _ => None,
    })
}

/// Every contact of the registry, with whose it is.
pub(crate) fn contacts<'a>(cx: &PageContext<'a>) -> impl Iterator<Item = (&'a Organisation, &'a Contact)> + use<'a> {
    let organisations = cx.world.registry.organisations.iter();
    organisations.flat_map(|organisation| organisation.contacts.iter().map(move |contact| (organisation, contact)))
}

/// What looks like an address or a host and is no token, in lower case and without `www.`: a registered one with a slip
/// in it may be neither.
pub(crate) fn stray_identities<'a>(cx: &'a PageContext<'_>) -> impl Iterator<Item = (String, TextRange)> + 'a {
    // Without a registry of its own contacts, a guide has nothing to compare with.
    let text = if cx.world.locked.is_empty() { "" } else { cx.prose.text() };
    dotted(text).map(|(at, found)| {
        let lower = found.to_lowercase();
        let bare = lower.strip_prefix("www.").map(str::to_owned).unwrap_or(lower);
        (bare, cx.prose.source_range(at..at + found.len()))
    })
}

/// Whether an address is reserved for examples (RFC 2606, RFC 6761), and so is nobody's.
pub(crate) fn is_example(email: &str) -> bool {
    let domain = email.rsplit('@').next().unwrap_or_default().trim_end_matches('.');
    let below = |parent: &str| domain.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    ["example.org", "example.com", "example.net", "example", "test", "invalid", "localhost"].into_iter().any(below)
}
