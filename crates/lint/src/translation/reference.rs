//! References: the links of a page, and the addresses, phone numbers and keys that it shows.

use firstaid_content::{LinkStyle, Page, TokenKind};
use firstaid_mentions::url_parts::{UrlParts, is_template};
use firstaid_text::TextRange;
use firstaid_translate::{IdentityKind, identities};

use super::fused::unfused;

/// A link or an identity, with its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reference {
    pub(crate) kind: ReferenceKind,
    /// The address of a link, or the normal form of an identity.
    pub(crate) value: Box<str>,
    /// The target of a link, or the identity.
    pub(crate) range: TextRange,
    /// The whole link, from the first bracket to the last, or the identity.
    pub(crate) whole: TextRange,
    /// The text of a link; empty if it has none.
    pub(crate) text: TextRange,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ReferenceKind {
    /// To another site.
    Site,
    /// To a place in the guide.
    Inside,
    Image,
    /// A fingerprint, a key id, an address or a phone number; an onion host that is not a link.
    Identity(IdentityKind),
}

impl Reference {
    pub(crate) fn is_link(&self) -> bool {
        !matches!(self.kind, ReferenceKind::Identity(_))
    }

    /// Its kind, for messages.
    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            ReferenceKind::Site | ReferenceKind::Inside => "link",
            ReferenceKind::Image => "image",
            ReferenceKind::Identity(IdentityKind::Email) => "address",
            ReferenceKind::Identity(kind) => kind.name(),
        }
    }
}

/// The references of a page, in page order. The target of a link definition counts where it is used.
pub(crate) fn references(page: &Page) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for token in &page.tokens {
        let (url, range, text) = match &token.kind {
            TokenKind::Link(link) if link.style == LinkStyle::Reference => (&link.url, token.range, link.text),
            TokenKind::Link(link) if link.style != LinkStyle::Definition => (&link.url, link.target, link.text),
            TokenKind::Url(url) if !token.in_link => (url, token.range, TextRange::empty(token.range.end())),
            _ => continue,
        };
        let is_image = token.as_link().is_some_and(|link| link.style == LinkStyle::Image);
        if let Some(kind) = kind_of(url, is_image) {
            let (url, email) = unfused(url).map_or((&**url, None), |(url, email)| (url, Some(email)));
            let link = Reference { kind, value: url.into(), range, whole: token.range, text };
            found.extend(email.map(|email| Reference {
                kind: ReferenceKind::Identity(IdentityKind::Email),
                value: email.to_lowercase().into(),
                ..link.clone()
            }));
            found.push(link);
        }
    }
    let whole = TextRange::new(0, page.text().len() as u32);
    let inside_link = |range: TextRange| {
        let before = found.partition_point(|link| link.whole.start() <= range.start());
        found[..before].last().is_some_and(|link| link.whole.contains(range))
    };
    let printed: Vec<Reference> = identities(page, whole)
        .into_iter()
        .filter(|it| match it.kind {
            IdentityKind::Host => false,
            IdentityKind::Onion => !inside_link(it.range),
            _ => true,
        })
        .map(|it| Reference {
            kind: ReferenceKind::Identity(it.kind),
            value: it.value,
            range: it.range,
            whole: it.range,
            text: TextRange::empty(it.range.end()),
        })
        .collect();
    found.extend(printed);
    found.sort_by_key(|it| (it.whole.start(), it.range.start()));
    found
}

/// The kind of a link; `None` if it is an identity itself, or its target is known only to a template.
fn kind_of(url: &str, is_image: bool) -> Option<ReferenceKind> {
    let parts = UrlParts::shown(url);
    // `<name@example.org>` is an identity; HTML has it as `mailto:`.
    let is_email = url.contains('@') && !url.contains(['/', ':']);
    // A text that speaks of a scheme: "addresses that begin with https://".
    let is_scheme = url.trim_end_matches('/').ends_with(':') && url.ends_with("//");
    if is_template(url)
        || is_email
        || is_scheme
        || parts.is_scheme("mailto")
        || parts.is_scheme("tel")
        || url.trim().is_empty()
    {
        return None;
    }
    let is_site =
        !UrlParts::new(url).host.is_empty() || url.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    Some(match (is_image, is_site) {
        (true, _) => ReferenceKind::Image,
        (false, true) => ReferenceKind::Site,
        (false, false) => ReferenceKind::Inside,
    })
}

/// The references that begin in a range of the page.
pub(crate) fn within(references: &[Reference], range: TextRange) -> &[Reference] {
    let first = references.partition_point(|it| it.whole.start() < range.start());
    let end = references.partition_point(|it| it.whole.start() < range.end());
    &references[first..end.max(first)]
}
