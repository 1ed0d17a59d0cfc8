//! The states of a key that a verdict tells apart.

use std::fmt;

/// The state of a key as far as it is known, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum KeyKind {
    Revoked,
    Replaced,
    Expired,
    Expiring,
    WithoutAddress,
    Weak,
    /// No source has it.
    Unseen,
    /// It was never looked for, or no source answered.
    Unprobed,
    /// A person confirmed it with its owner, whatever sources have.
    Attested,
    Good,
}

impl KeyKind {
    pub const ALL: [Self; 10] = [
        Self::Revoked,
        Self::Replaced,
        Self::Expired,
        Self::Expiring,
        Self::WithoutAddress,
        Self::Weak,
        Self::Unseen,
        Self::Unprobed,
        Self::Attested,
        Self::Good,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::Expired => "expired",
            Self::Expiring => "expiring",
            Self::WithoutAddress => "without-address",
            Self::Weak => "weak",
            Self::Unseen => "unseen",
            Self::Unprobed => "unprobed",
            Self::Attested => "attested",
            Self::Good => "good",
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
