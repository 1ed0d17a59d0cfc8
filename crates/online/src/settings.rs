//! How to probe.

use std::time::Duration;

use jiff::civil::Date;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::Url;

use crate::error::OnlineError;
use crate::guard::Guard;
use crate::robots::PRODUCT;

/// The settings of a run. Those of [`Settings::new`] are polite.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of all observations.
    pub today: Date,
    pub user_agent: String,
    pub timeouts: Timeouts,
    /// Maximum number of hosts that are visited at the same time.
    pub jobs: usize,
    /// Maximum number of connections to one host.
    pub per_host: usize,
    /// Minimum time between the starts of two requests to one host.
    pub spacing: Duration,
    /// Maximum number of retries of a request.
    pub retries: usize,
    /// Wait before the first retry. It doubles with each further one, with jitter.
    pub backoff: Duration,
    /// A server that asks for a longer wait is not visited again in this run.
    pub longest_wait: Duration,
    /// Maximum number of bytes that are read of a body, after decompression.
    pub max_body: usize,
    pub obey_robots: bool,
    pub guard: Guard,
    /// Used for onion hosts only. The proxy resolves their names.
    pub proxy: Option<Url>,
    /// Certificates in DER to trust besides those of the Mozilla root program.
    pub extra_roots: Vec<Vec<u8>>,
    /// Patterns, with `*`, of URLs that are never requested, not even at the end of a redirect.
    pub exclude: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    pub dns: Duration,
    pub connect: Duration,
    pub first_byte: Duration,
    /// One request, from its start to the last byte that is read.
    pub whole: Duration,
}

impl Timeouts {
    /// A whole request within this time, in seconds; its parts within their usual limits or this one, if less.
    pub fn within(seconds: u64) -> Self {
        let at_most = |part: u64| Duration::from_secs(part.min(seconds));
        Self { dns: at_most(5), connect: at_most(10), first_byte: at_most(20), whole: Duration::from_secs(seconds) }
    }
}

impl Settings {
    pub fn new(today: Date) -> Self {
        Self {
            today,
            user_agent: user_agent(None),
            timeouts: Timeouts::within(30),
            jobs: 64,
            per_host: 1,
            spacing: Duration::from_secs(1),
            retries: 2,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(10),
            max_body: 1 << 20,
            obey_robots: true,
            guard: Guard::public(),
            proxy: None,
            extra_roots: Vec::new(),
            exclude: Vec::new(),
        }
    }
}

/// The `User-Agent` header: the name of the robot, its purpose and a contact.
pub(crate) fn user_agent(contact: Option<&str>) -> String {
    let contact = contact.map(|contact| format!("; +{contact}")).unwrap_or_default();
    format!("{PRODUCT}/{} (checks the links of a guide{contact})", env!("CARGO_PKG_VERSION"))
}

impl Settings {
    /// Also trusts the certificates in a PEM file.
    pub fn trust_pem(mut self, pem: &[u8]) -> Result<Self, OnlineError> {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| OnlineError::Certificate(error.to_string()))?;
            self.extra_roots.push(certificate.to_vec());
        }
        Ok(self)
    }

    /// Adds the maintainers' contact to the `User-Agent` header.
    #[must_use]
    pub fn contact(mut self, contact: &str) -> Self {
        let contact: String = contact.chars().filter(char::is_ascii_graphic).take(200).collect();
        self.user_agent = user_agent(Some(&contact));
        self
    }
}
