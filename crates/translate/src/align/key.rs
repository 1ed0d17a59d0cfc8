//! Keys: parts of a segment's text that are likely to survive translation.
//!
//! Keys are hashes, so that comparing two pages copies no text.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// The kind of text that a key is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum KeyKind {
    /// A fingerprint, key id, e-mail address, phone number or onion host.
    Identity,
    /// A link target, the same for all locales of its site.
    Url,
    Host,
    Code,
    Number,
    /// A word with a capital letter.
    Name,
    /// The whole text, which stays the same in an untranslated segment.
    Text,
    /// A word in lower case.
    Word,
    /// The first five letters of a word: "encryption" and "encryptage" share them.
    Stem,
}

impl KeyKind {
    pub(super) const COUNT: usize = 9;
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::Identity,
        Self::Url,
        Self::Host,
        Self::Code,
        Self::Number,
        Self::Name,
        Self::Text,
        Self::Word,
        Self::Stem,
    ];

    /// Usual probability that the translation of a segment has the key, too.
    pub(super) fn usual_rate(self) -> f32 {
        match self {
            Self::Identity => 0.9,
            Self::Url | Self::Host => 0.75,
            Self::Code | Self::Number => 0.7,
            Self::Name => 0.6,
            Self::Text | Self::Word => 0.3,
            Self::Stem => 0.2,
        }
    }

    /// Whether a single such key at another place is evidence that segments moved.
    pub(super) fn is_strong(self) -> bool {
        matches!(self, Self::Identity | Self::Url | Self::Code | Self::Text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Key {
    pub(super) hash: u64,
    pub(super) kind: KeyKind,
}

/// Which words become keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Words {
    /// Names and numbers only: enough to find stretches side by side.
    Names,
    All,
}

/// The key of a text. A name and the same word in lower case have equal hashes.
pub(super) fn hash(kind: KeyKind, text: &str) -> Key {
    let seed = if kind == KeyKind::Name { KeyKind::Word } else { kind } as u64;
    Key { hash: FixedState::with_seed(seed).hash_one(text), kind }
}
