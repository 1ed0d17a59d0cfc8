//! Keys: what of a segment's text survives translation.
//!
//! Keys are hashes, so that finding those that two pages share costs no copies of their text.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// What a key is made of; it says how surely a translation keeps it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum KeyKind {
    /// A fingerprint, key id, e-mail address, phone number or onion host.
    Identity,
    /// A link target, in whatever locale of its site.
    Url,
    Host,
    Code,
    Number,
    /// A word with a capital letter in it.
    Name,
    /// All of the text: a segment left untranslated.
    Text,
    /// A word that stays the same.
    Word,
    /// How a long word begins: "encryption" and "encryptage" share it.
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

    /// How often the translation of a segment has the key, too.
    pub(super) fn kept(self) -> f32 {
        match self {
            Self::Identity => 0.9,
            Self::Url | Self::Host => 0.75,
            Self::Code | Self::Number => 0.7,
            Self::Name => 0.6,
            Self::Text | Self::Word => 0.3,
            Self::Stem => 0.2,
        }
    }

    /// Whether one such key at another place says that segments moved.
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
    /// Names and numbers: enough to see whether two pages go side by side.
    Names,
    All,
}

/// A name is the same key as the word without its capitals.
pub(super) fn hash(kind: KeyKind, text: &str) -> Key {
    let seed = if kind == KeyKind::Name { KeyKind::Word } else { kind } as u64;
    Key { hash: FixedState::with_seed(seed).hash_one(text), kind }
}
