use serde::Deserialize;

use crate::policy::days;

/// `[keys.policy]` of `firstaid.toml`. All times are in days.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeyPolicy {
    /// How long before its end a key is reported.
    #[serde(deserialize_with = "days")]
    pub expires_within: u32,
    /// How long an attestation overrides what sources say.
    #[serde(deserialize_with = "days")]
    pub attestation: u32,
    /// Time between two look-ups of a key.
    #[serde(deserialize_with = "days")]
    pub probe_every: u32,
    /// How long the entry of a key is kept that no page and no registry names.
    #[serde(deserialize_with = "days")]
    pub keep_unused: u32,
}

impl Default for KeyPolicy {
    fn default() -> Self {
        Self { expires_within: 60, attestation: 180, probe_every: 7, keep_unused: 90 }
    }
}
