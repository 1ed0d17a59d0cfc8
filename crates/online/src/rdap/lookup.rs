//! Asking the registries.

use std::sync::Arc;

use firstaid_ledger::{DomainEntry, DomainName, DomainSource, Outcome, Registration, Sighting};
use url::Url;

use super::answer::registration;
use super::bootstrap::Bootstrap;
use crate::fetch::fetch;
use crate::prober::Prober;

/// Looks registrations up through a prober, with its guard, its spacing and its limits.
pub struct DomainLookup {
    prober: Arc<Prober>,
    bootstrap: Bootstrap,
}

impl DomainLookup {
    pub fn new(prober: Arc<Prober>, bootstrap: Bootstrap) -> Self {
        Self { prober, bootstrap }
    }

    /// The bytes at an address, such as those of IANA's registry of servers; the reason if there are none.
    pub async fn fetch(prober: &Prober, url: &Url) -> Result<Vec<u8>, String> {
        match fetch(prober, url).await {
            Outcome::Found(body) => Ok(*body),
            Outcome::Absent => Err("status 404".to_owned()),
            Outcome::Failed(why) => Err(why),
        }
    }

    /// What the registry of a domain says of it.
    pub async fn domain(&self, domain: &DomainName) -> DomainEntry {
        let result = self.registration(domain).await;
        let on = self.prober.settings.today;
        DomainEntry::new(domain.clone(), vec![Sighting { on, at: DomainSource::Rdap, result }])
    }

    async fn registration(&self, domain: &DomainName) -> Outcome<Registration> {
        let Some(url) = self.bootstrap.url(domain) else { return Outcome::Failed("no RDAP".to_owned()) };
        match fetch(&self.prober, &url).await {
            Outcome::Found(body) => match registration(&body, domain) {
                Some(found) => Outcome::Found(Box::new(found)),
                None => Outcome::Failed("not an answer on this domain".to_owned()),
            },
            Outcome::Absent => Outcome::Absent,
            Outcome::Failed(why) => Outcome::Failed(why),
        }
    }
}
