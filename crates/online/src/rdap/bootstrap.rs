//! The servers of top-level domains, in the format of IANA's registry (RFC 9224).

use std::collections::HashMap;

use firstaid_ledger::DomainName;
use serde::Deserialize;
use url::Url;

/// A few entries of IANA's registry. A guide that wants all names a file or an address of the whole.
const EMBEDDED: &str = include_str!("../../data/rdap.json");
/// Maximum size of such a file, in bytes. IANA's has about 60 KiB.
pub(super) const MAX_BYTES: usize = 1 << 20;

/// The RDAP server of each top-level domain.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    servers: HashMap<String, Url>,
}

/// Why a text is no registry of RDAP servers.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    #[error("not in the format of IANA's registry of RDAP servers: {0}")]
    Format(#[from] serde_json::Error),
    #[error("larger than {} KiB", MAX_BYTES >> 10)]
    TooLarge,
    #[error("it has no server")]
    Empty,
}

#[derive(Deserialize)]
struct File {
    services: Vec<(Vec<String>, Vec<String>)>,
}

impl Bootstrap {
    /// The embedded entries.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        Self::parse(EMBEDDED.as_bytes()).expect("the embedded entries are valid")
    }

    /// Reads a registry of servers.
    pub fn parse(bytes: &[u8]) -> Result<Self, BootstrapError> {
        if bytes.len() > MAX_BYTES {
            return Err(BootstrapError::TooLarge);
        }
        let file: File = serde_json::from_slice(bytes)?;
        let mut servers = HashMap::new();
        for (domains, urls) in file.services {
            let urls = urls.iter().filter_map(|url| Url::parse(url).ok());
            // Of several the one with TLS.
            let Some(url) = urls.max_by_key(|url| url.scheme() == "https") else { continue };
            servers.extend(domains.into_iter().map(|domain| (domain.to_ascii_lowercase(), url.clone())));
        }
        if servers.is_empty() { Err(BootstrapError::Empty) } else { Ok(Self { servers }) }
    }

    /// Where the registry of a domain answers for it; `None` if it is not known to have RDAP.
    pub(super) fn url(&self, domain: &DomainName) -> Option<Url> {
        let mut rest = domain.as_str();
        // The longest entry counts.
        let base = loop {
            let (_, parent) = rest.split_once('.')?;
            match self.servers.get(parent) {
                Some(base) => break base,
                None => rest = parent,
            }
        };
        let slash = if base.path().ends_with('/') { "" } else { "/" };
        Url::parse(&format!("{base}{slash}domain/{domain}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_of_the_longest_ending_is_asked() {
        let url = |domain: &str| Bootstrap::embedded().url(&DomainName::parse(domain).unwrap()).map(String::from);
        assert_eq!(url("one.org").unwrap(), "https://rdap.publicinterestregistry.org/rdap/domain/one.org");
        assert_eq!(url("one.co.uk").unwrap(), "https://rdap.nominet.uk/uk/domain/one.co.uk");
        assert_eq!(url("one.example"), None);
        let own =
            r#"{"services": [[["UK"], ["http://a.test/", "https://b.test"]], [["co.uk"], ["https://c.test/x"]]]}"#;
        let own = Bootstrap::parse(own.as_bytes()).unwrap();
        let url = |domain: &str| own.url(&DomainName::parse(domain).unwrap()).map(String::from);
        assert_eq!(url("one.uk").unwrap(), "https://b.test/domain/one.uk");
        assert_eq!(url("one.co.uk").unwrap(), "https://c.test/x/domain/one.co.uk");
    }

    #[test]
    fn other_files_are_refused() {
        for text in ["", "[]", "{\"services\": []}", "{\"services\": [[[\"org\"], [\"no address\"]]]}"] {
            assert!(Bootstrap::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(matches!(Bootstrap::parse(&vec![b' '; MAX_BYTES + 1]), Err(BootstrapError::TooLarge)));
    }
}
