//! Observations: the result of one visit to a link.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::drift::PagePrint;

/// Maximum number of observations of a class that count towards a threshold.
pub(crate) const MAX_COUNTED: u32 = 16;

/// The result of one visit to a link. Sorted by day, then class, as in the ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Observation {
    /// The day of the visit, in UTC.
    pub on: Date,
    pub class: Class,
    /// The status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The statuses of the redirects, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<u16>,
    /// The URL at the end of the redirects, if it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// The new address of a moved page: the target of the permanent redirects before the first temporary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why a person has to decide whether the new address is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<Caution>,
    /// The signature of a parked domain or of a challenge that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The last day of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_until: Option<Date>,
    /// A similarity hash of the page's words, in 16 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The fingerprint of the page, if it has enough text; of an earlier day if only its headers were read since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Box<PagePrint>>,
    /// The server asked not to be visited before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Date>,
}

impl Observation {
    pub fn new(on: Date, class: Class) -> Self {
        Self {
            on,
            class,
            status: None,
            cause: None,
            hops: Vec::new(),
            end: None,
            to: None,
            caution: None,
            mark: None,
            tls_until: None,
            signature: None,
            page: None,
            not_before: None,
        }
    }

    /// The subject of an attestation: class, cause and mark, joined by `:`.
    pub fn subject(&self) -> String {
        let cause = self.cause.map(|cause| format!(":{}", cause.as_str())).unwrap_or_default();
        let mark = self.mark.as_ref().map(|mark| format!(":{mark}")).unwrap_or_default();
        format!("{}{cause}{mark}", self.class.as_str())
    }
}

/// The class of an observation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Status 2xx, and not a soft 404.
    Alive,
    /// Alive at the end of a permanent redirect.
    Moved,
    /// Status 404 or 410, confirmed by GET.
    Gone,
    /// The DNS says that the host does not exist.
    NoSuchHost,
    /// The certificate is invalid.
    TlsBroken,
    /// A time-out, a reset connection, a status of 5xx, endless redirects.
    Unstable,
    /// A soft 404: status 2xx with the page that the site shows for any URL.
    SoftNotFound,
    /// The server does not show the page to robots.
    Blocked,
    /// The fault may be on the side of the probe: no answer from the resolver, no route to the network.
    Unreachable,
    /// The domain is parked, or shows unrelated content.
    Hijacked,
}

impl Class {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::NoSuchHost => "no-such-host",
            Self::TlsBroken => "tls-broken",
            Self::Unstable => "unstable",
            Self::SoftNotFound => "soft-not-found",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
            Self::Hijacked => "hijacked",
        }
    }

    /// Whether a reader would have found the page.
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Alive | Self::Moved)
    }

    /// The number of latest observations that an entry keeps: enough for every threshold that a policy may set, and few
    /// enough for a readable line.
    pub(crate) const fn max_kept(self) -> usize {
        match self {
            Self::Alive | Self::Blocked | Self::Unreachable | Self::Hijacked => 1,
            Self::Moved | Self::Gone | Self::NoSuchHost | Self::TlsBroken | Self::Unstable | Self::SoftNotFound => {
                MAX_COUNTED as usize
            }
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a visit failed, in more detail than the class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    // The certificate
    Expired,
    NotYetValid,
    WrongHost,
    UnknownIssuer,
    Revoked,
    BadCertificate,
    MissingIntermediate,
    // The connection
    TimeOut,
    Refused,
    Reset,
    Handshake,
    BadAnswer,
    RedirectLoop,
    TooManyRedirects,
    BadRedirect,
    // Name resolution and network
    ServerFailure,
    NoNetwork,
    // The server keeps robots out
    Robots,
    Challenge,
    RateLimit,
    Login,
    Consent,
    // The probe's own rules
    PrivateAddress,
    Excluded,
    NeedsProxy,
    // A hijacked page
    Parked,
    Unrelated,
    // A soft 404
    LikeSibling,
    LikeHome,
}

impl Cause {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongHost => "wrong-host",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Revoked => "revoked",
            Self::BadCertificate => "bad-certificate",
            Self::MissingIntermediate => "missing-intermediate",
            Self::TimeOut => "time-out",
            Self::Refused => "refused",
            Self::Reset => "reset",
            Self::Handshake => "handshake",
            Self::BadAnswer => "bad-answer",
            Self::RedirectLoop => "redirect-loop",
            Self::TooManyRedirects => "too-many-redirects",
            Self::BadRedirect => "bad-redirect",
            Self::ServerFailure => "server-failure",
            Self::NoNetwork => "no-network",
            Self::Robots => "robots",
            Self::Challenge => "challenge",
            Self::RateLimit => "rate-limit",
            Self::Login => "login",
            Self::Consent => "consent",
            Self::PrivateAddress => "private-address",
            Self::Excluded => "excluded",
            Self::NeedsProxy => "needs-proxy",
            Self::Parked => "parked",
            Self::Unrelated => "unrelated",
            Self::LikeSibling => "like-sibling",
            Self::LikeHome => "like-home",
        }
    }

    /// A clause for messages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Expired => "its certificate has expired",
            Self::NotYetValid => "its certificate is not valid yet",
            Self::WrongHost => "its certificate is for another host",
            Self::UnknownIssuer => "browsers do not trust the issuer of its certificate",
            Self::Revoked => "its certificate was revoked",
            Self::BadCertificate => "its certificate is invalid",
            Self::MissingIntermediate => "it does not send an intermediate certificate, which some browsers fetch",
            Self::TimeOut => "it does not answer in time",
            Self::Refused => "it refuses the connection",
            Self::Reset => "it resets the connection",
            Self::Handshake => "the TLS handshake fails",
            Self::BadAnswer => "its answer is not HTTP",
            Self::RedirectLoop => "its redirects form a loop",
            Self::TooManyRedirects => "it redirects too many times",
            Self::BadRedirect => "its redirect is invalid",
            Self::ServerFailure => "the resolver cannot resolve its name",
            Self::NoNetwork => "there was no route to its network",
            Self::Robots => "its robots.txt keeps robots out",
            Self::Challenge => "it lets only people pass, not robots",
            Self::RateLimit => "it asks for fewer visits",
            Self::Login => "it requires a login",
            Self::Consent => "it requires consent first",
            Self::PrivateAddress => "it leads to a private address, which is never probed",
            Self::Excluded => "the configuration excludes it",
            Self::NeedsProxy => "onion hosts are probed only with --proxy",
            Self::Parked => "the domain is parked",
            Self::Unrelated => "it shows an unrelated page on another domain",
            Self::LikeSibling => "it looks like the site's answer to an address that does not exist",
            Self::LikeHome => "it looks like the site's start page",
        }
    }
}

/// Why a person has to confirm a new address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Caution {
    /// The new domain may have another owner.
    OtherDomain,
    /// The new address is a start page.
    Home,
    Login,
    Consent,
}

impl Caution {
    /// A clause for messages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OtherDomain => "it is on another domain",
            Self::Home => "it is a start page",
            Self::Login => "it is a login page",
            Self::Consent => "it is a consent page",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_messages_and_in_the_file() {
        for class in [Class::Alive, Class::NoSuchHost, Class::SoftNotFound, Class::Hijacked] {
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{class}\""));
        }
        for cause in [Cause::TimeOut, Cause::LikeHome, Cause::NotYetValid, Cause::Robots, Cause::PrivateAddress] {
            assert_eq!(serde_json::to_string(&cause).unwrap(), format!("\"{}\"", cause.as_str()));
        }
    }
}
