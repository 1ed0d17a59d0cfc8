//! A person's statement on a link, a key or a domain.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::policy::days_between;

/// A person's statement that the page, the key or the domain is the right one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    pub on: Date,
    pub by: String,
    pub note: String,
    /// What the statement is on: the subject of the probe's last failure, or of the verdict, before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

impl Attestation {
    /// Whether the statement counts on a day, for so many days after it was made.
    pub(crate) fn is_valid(&self, days: u32, today: Date) -> bool {
        self.on <= today && days_between(self.on, today) <= i64::from(days)
    }
}
