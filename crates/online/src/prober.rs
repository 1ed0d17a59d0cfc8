use std::sync::Arc;

use url::Url;

use crate::client::Clients;
use crate::error::OnlineError;
use crate::fault::Fault;
use crate::host::{Hosts, OriginCache};
use crate::resolver::Lookup;
use crate::settings::Settings;

/// Visits links. What it learns of hosts is shared by all visits of a run.
pub struct Prober {
    pub(crate) settings: Settings,
    pub(crate) lookup: Arc<dyn Lookup>,
    pub(crate) hosts: Hosts,
    pub(crate) clients: Clients,
}

impl Prober {
    /// Must be called within a Tokio runtime.
    pub fn new(settings: Settings, lookup: Arc<dyn Lookup>) -> Result<Self, OnlineError> {
        let clients = Clients::new(&settings, &lookup)?;
        Ok(Self { hosts: Hosts::new(settings.per_host, settings.jobs), settings, lookup, clients })
    }

    pub(crate) fn origin_cache(&self, url: &Url) -> Result<Arc<OriginCache>, Fault> {
        self.hosts.cache(url, || self.clients.client(url))
    }
}
