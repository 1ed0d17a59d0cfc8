//! What a copy of a key says of itself, signed by the key.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::name::KeyName;

/// The facts of one copy of a key. Only what a valid signature of the key confirms; days are in UTC.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFacts {
    /// The day of the newest signature of the key on itself. Of two copies, the one with the later day is right on when
    /// the key expires.
    pub signed: Date,
    /// The whole fingerprint of the key, if the name in the ledger is only its id, or that of a subkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<KeyName>,
    pub created: Date,
    /// The first day on which it is not valid for the whole day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revoked>,
    /// Algorithm and size: `rsa4096`, `dsa1024`, `ed25519`.
    pub algorithm: String,
    /// Every signature of the key on itself uses SHA-1.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sha1: bool,
    #[serde(default, skip_serializing_if = "Encryption::is_none")]
    pub encryption: Encryption,
    /// The addresses of its user ids that are neither revoked nor expired, in lower case, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Until when messages can be encrypted to a key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// It is for signing only.
    #[default]
    None,
    /// Its last subkey for encryption is valid until this day.
    Until(Date),
    Open,
}

impl Encryption {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// That a key was revoked, and why.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    pub on: Date,
    pub reason: RevocationReason,
    /// Signed by another key, which the owner named for this; nobody checked that signature.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_other: bool,
}

/// The reason of a revocation (RFC 9580, section 5.2.3.31).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevocationReason {
    Superseded,
    Retired,
    None,
    Compromised,
}

impl RevocationReason {
    /// A clause for messages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Superseded => "another key replaces it",
            Self::Retired => "it is no longer used",
            Self::None => "no reason is given",
            Self::Compromised => "it was compromised",
        }
    }

    /// Whether what the key signed before stays good.
    pub const fn is_soft(self) -> bool {
        matches!(self, Self::Superseded | Self::Retired)
    }
}

/// Minimum size of a key of RSA, in bits. NIST SP 800-131A disallows smaller ones since 2014.
const MIN_RSA_BITS: u32 = 2048;

impl KeyFacts {
    /// Why the key is too weak, as a clause; `None` if it is not.
    pub fn weakness(&self) -> Option<String> {
        let bits = |prefix: &str| self.algorithm.strip_prefix(prefix)?.parse::<u32>().ok();
        if let Some(bits) = bits("rsa").filter(|&bits| bits < MIN_RSA_BITS) {
            return Some(format!("it is an RSA key of {bits} bits, where {MIN_RSA_BITS} are the minimum"));
        }
        if let Some(bits) = bits("dsa") {
            return Some(format!("it is a DSA key of {bits} bits, an algorithm that is no longer in use"));
        }
        self.sha1.then(|| "its signatures on itself use SHA-1, which can be forged".to_owned())
    }
}
