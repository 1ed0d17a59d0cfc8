//! The states of a link.

use std::fmt;

/// The state of a link as far as it is known, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Hijacked,
    Gone,
    NoSuchHost,
    TlsBroken,
    SoftNotFound,
    Unstable,
    Moved,
    /// Another page stands there than before; a person has to look at it.
    AnotherPage,
    Blocked,
    Unverified,
    /// Attested by a person, whatever the probe saw.
    Attested,
    Alive,
}

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::Hijacked,
        Self::Gone,
        Self::NoSuchHost,
        Self::TlsBroken,
        Self::SoftNotFound,
        Self::Unstable,
        Self::Moved,
        Self::AnotherPage,
        Self::Blocked,
        Self::Unverified,
        Self::Attested,
        Self::Alive,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hijacked => "hijacked",
            Self::Gone => "gone",
            Self::NoSuchHost => "no-such-host",
            Self::TlsBroken => "tls-broken",
            Self::SoftNotFound => "soft-404",
            Self::Unstable => "unstable",
            Self::Moved => "moved",
            Self::AnotherPage => "another-page",
            Self::Blocked => "blocked",
            Self::Unverified => "unverified",
            Self::Attested => "attested",
            Self::Alive => "alive",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
