use firstaid_text::TextRange;

/// Something in a page that is more than words. Located once, when the page is parsed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    pub kind: TokenKind,
    /// The whole token: a link with its brackets, a fingerprint from the first digit to the last.
    pub range: TextRange,
    /// Whether it stands in the text of a link.
    pub in_link: bool,
    /// Whether it stands in a code span or block.
    pub in_code: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// A link, an image, or a definition that reference links share.
    Link(Link),
    /// A URL typed as text, with a scheme or `www.`; the value has entities and backslashes resolved.
    Url(Box<str>),
    Email(Box<str>),
    /// A phone number: `+` and digits, or digits alone in a `tel:` link without country code.
    Phone(Box<str>),
    /// A run that is meant to be an OpenPGP fingerprint, whole or damaged: by its shape, or by the words before it.
    Fingerprint,
    /// An OpenPGP key id: 8 or 16 hexadecimal digits after words about keys.
    KeyId,
    /// A host name under `.onion`, in text or in a link target.
    Onion(Box<str>),
    /// An id that links can lead to, from raw HTML or an attribute list.
    Anchor(Box<str>),
    /// A code span or block.
    Code,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkStyle {
    /// `[text](target)`
    Inline,
    /// `[text][label]`: the target is that of a definition, which has its own token.
    Reference,
    /// `[label]: target`
    Definition,
    /// `<https://example.org>`
    Autolink,
    /// `![alt](target)`
    Image,
    /// `<a href="target">`, `<img src="target">`
    Html,
    /// ikiwiki's `[[text|target]]` and `[[!img target]]`; the URL of a page of the wiki keeps its brackets.
    Wiki,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub style: LinkStyle,
    /// Between the brackets; empty where the style has no text of its own.
    pub text: TextRange,
    /// The target as typed, without `<>` and title.
    pub target: TextRange,
    /// The target with entities and backslashes resolved.
    pub url: Box<str>,
}

impl Token {
    pub(crate) fn new(kind: TokenKind, range: TextRange) -> Self {
        Self { kind, range, in_link: false, in_code: false }
    }

    pub fn as_link(&self) -> Option<&Link> {
        match &self.kind {
            TokenKind::Link(link) => Some(link),
            _ => None,
        }
    }
}
