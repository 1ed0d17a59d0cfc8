use serde::Deserialize;

use crate::policy::days;

/// `[domains.policy]` of `firstaid.toml`. All times are in days.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DomainPolicy {
    /// How long before its end a registration is reported.
    #[serde(deserialize_with = "days")]
    pub expires_within: u32,
    /// How long a change of registrar or name servers is reported.
    #[serde(deserialize_with = "days")]
    pub changed_within: u32,
    /// How long an attestation overrides what its registry says.
    #[serde(deserialize_with = "days")]
    pub attestation: u32,
    /// Time between two look-ups of a domain.
    #[serde(deserialize_with = "days")]
    pub probe_every: u32,
    /// How long the entry of a domain is kept that no page names.
    #[serde(deserialize_with = "days")]
    pub keep_unused: u32,
}

impl Default for DomainPolicy {
    fn default() -> Self {
        Self { expires_within: 30, changed_within: 60, attestation: 180, probe_every: 7, keep_unused: 90 }
    }
}
