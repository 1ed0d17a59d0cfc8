use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What one visit to a link showed. The order is that of the ledger: by day, then class.
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
    /// The statuses of the redirects on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<u16>,
    /// Where the visit ended, if elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// Of a moved page: the address that the permanent redirects lead to, before the first temporary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why only a person can say whether the new address is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<Caution>,
    /// Which fingerprint of a parked domain, or which challenge, was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The last day of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_until: Option<Date>,
    /// A similarity hash of the page's words, 16 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
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
            not_before: None,
        }
    }

    /// What an attestation is about: the class, and what narrows it down.
    pub fn subject(&self) -> String {
        let cause = self.cause.map(|cause| format!(":{}", cause.as_str())).unwrap_or_default();
        let mark = self.mark.as_ref().map(|mark| format!(":{mark}")).unwrap_or_default();
        format!("{}{cause}{mark}", self.class.as_str())
    }
}

/// What a visit says of a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 2xx, and not a soft 404.
    Alive,
    /// The page is there, at the end of a permanent redirect.
    Moved,
    /// 404 or 410, confirmed by GET.
    Gone,
    /// The name system says that there is no such name.
    NoSuchHost,
    /// The certificate does not hold.
    TlsBroken,
    /// Time-out, reset, 5xx, a redirect that never ends.
    Unstable,
    /// 200 with what the site says of any address.
    SoftNotFound,
    /// The server does not let a robot see the page.
    Blocked,
    /// The fault may be on our side: the resolver gave no answer, or there is no way to the network.
    Unreachable,
    /// A parked domain, or a stranger's.
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

    /// How many observations of it are kept, the latest: enough for every threshold a policy may set, few enough for
    /// a line that people read.
    pub(crate) const fn kept(self) -> usize {
        match self {
            Self::Alive | Self::Blocked | Self::Unreachable | Self::Hijacked => 1,
            Self::Moved | Self::Gone | Self::NoSuchHost | Self::TlsBroken | Self::Unstable | Self::SoftNotFound => 16,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a visit failed, where the class alone does not say it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    // A certificate
    Expired,
    NotYetValid,
    WrongHost,
    UnknownIssuer,
    Revoked,
    BadCertificate,
    // A connection
    TimeOut,
    Refused,
    Reset,
    Handshake,
    BadAnswer,
    RedirectLoop,
    TooManyRedirects,
    BadRedirect,
    // A resolver
    ServerFailure,
    NoNetwork,
    // A server that keeps robots out
    Robots,
    Challenge,
    RateLimit,
    Login,
    Consent,
    // Our own rules
    PrivateAddress,
    Excluded,
    NeedsProxy,
    // A stranger's page
    Parked,
    Unrelated,
    // What a missing page looks like
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

    /// In a sentence: "it fails with …", "because of …".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Expired => "its certificate has expired",
            Self::NotYetValid => "its certificate is not valid yet",
            Self::WrongHost => "its certificate is for another host",
            Self::UnknownIssuer => "nobody that browsers trust issued its certificate",
            Self::Revoked => "its certificate was revoked",
            Self::BadCertificate => "its certificate does not hold",
            Self::TimeOut => "it does not answer in time",
            Self::Refused => "it refuses the connection",
            Self::Reset => "it breaks off the connection",
            Self::Handshake => "no encrypted connection comes about",
            Self::BadAnswer => "its answer is not HTTP",
            Self::RedirectLoop => "its redirects lead in a circle",
            Self::TooManyRedirects => "its redirects do not end",
            Self::BadRedirect => "its redirect leads nowhere",
            Self::ServerFailure => "the resolver got no answer for its name",
            Self::NoNetwork => "there was no way to its network",
            Self::Robots => "its robots.txt keeps robots out",
            Self::Challenge => "it wants to see a person",
            Self::RateLimit => "it asks for fewer visits",
            Self::Login => "it wants a login",
            Self::Consent => "it wants consent first",
            Self::PrivateAddress => "it leads to a private address, which is never asked",
            Self::Excluded => "the configuration excludes it",
            Self::NeedsProxy => "onion addresses are asked through --proxy only",
            Self::Parked => "the domain is parked",
            Self::Unrelated => "it shows an unrelated page on another domain",
            Self::LikeSibling => "it looks like the answer to an address that cannot exist",
            Self::LikeHome => "it is the start page again",
        }
    }
}

/// Why a new address is not simply taken over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Caution {
    /// Somebody else may own the new domain.
    OtherDomain,
    /// The start page in place of a page.
    Home,
    Login,
    Consent,
}

impl Caution {
    pub const fn words(self) -> &'static str {
        match self {
            Self::OtherDomain => "the domain is another one",
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
    fn names_are_those_of_the_file() {
        for class in [Class::Alive, Class::NoSuchHost, Class::SoftNotFound, Class::Hijacked] {
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{class}\""));
        }
        for cause in [Cause::TimeOut, Cause::LikeHome, Cause::NotYetValid, Cause::Robots, Cause::PrivateAddress] {
            assert_eq!(serde_json::to_string(&cause).unwrap(), format!("\"{}\"", cause.as_str()));
        }
    }
}
