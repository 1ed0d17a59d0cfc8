use std::time::Duration;

use jiff::civil::Date;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::Url;

use crate::{Guard, OnlineError, PRODUCT};

/// How to probe. The default is polite.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day that observations bear.
    pub today: Date,
    pub user_agent: String,
    pub timeouts: Timeouts,
    /// Hosts at a time.
    pub jobs: usize,
    /// Connections to one host at a time.
    pub per_host: usize,
    /// Between the beginnings of two requests to one host.
    pub spacing: Duration,
    /// How often a request is tried again.
    pub retries: usize,
    /// Before the first of those; it doubles, with jitter.
    pub backoff: Duration,
    /// A server that asks for a longer wait is left for another day.
    pub longest_wait: Duration,
    /// What is read of a body, after decompression.
    pub max_body: usize,
    pub obey_robots: bool,
    pub guard: Guard,
    /// For onion addresses; names are resolved behind it.
    pub proxy: Option<Url>,
    /// Certificates in DER to trust besides those of the Mozilla root program.
    pub extra_roots: Vec<Vec<u8>>,
    /// Patterns of addresses that are never asked, not even at the end of a redirect.
    pub exclude: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    pub dns: Duration,
    pub connect: Duration,
    pub first_byte: Duration,
    /// One request, from its beginning to the last byte that is wanted.
    pub whole: Duration,
}

impl Timeouts {
    /// A whole request in so many seconds, its parts in no more.
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

/// Who we are, what we do, and where to complain.
pub(crate) fn user_agent(contact: Option<&str>) -> String {
    let contact = contact.map(|contact| format!("; +{contact}")).unwrap_or_default();
    format!("{PRODUCT}/{} (checks the links of a guide{contact})", env!("CARGO_PKG_VERSION"))
}

impl Settings {
    /// Trusting the certificates in a PEM file, too.
    pub fn trust_pem(mut self, pem: &[u8]) -> Result<Self, OnlineError> {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| OnlineError::Certificate(error.to_string()))?;
            self.extra_roots.push(certificate.to_vec());
        }
        Ok(self)
    }

    /// With an address of the guide's people in the `User-Agent` header.
    #[must_use]
    pub fn contact(mut self, contact: &str) -> Self {
        let contact: String = contact.chars().filter(char::is_ascii_graphic).take(200).collect();
        self.user_agent = user_agent(Some(&contact));
        self
    }
}
