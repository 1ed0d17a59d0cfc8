//! What the world knows of tools, brands, organisations and hosts: data in `data/*.yaml`, embedded; loading,
//! validation and look-up.
//!
//! A guide's own `_data/*.yaml` adds entries and overrides those of the same name. This crate says what is known
//! and how sure it is; what to make of it in a page is the rules' business.

mod canonical;
mod check;
mod date;
mod entry;
mod error;
mod glossary;
mod load;
mod names;
mod public_suffix;
mod validate;

use std::collections::HashMap;

pub use canonical::canonical;
pub use check::check;
pub use date::PartialDate;
pub use entry::{
    Brand, BrandKind, Claim, Confidence, Contact, FormerName, Host, HostStatus, Organisation, Spelling, Status, Tool,
};
pub use error::RegistryError;
pub use glossary::{GlossaryEntry, TermTranslation};
pub use names::{EntryRef, Form, FormKind};
pub use public_suffix::{has_listed_suffix, registrable_domain};

/// The most bytes of a host name (RFC 1035). What is longer is none, and looking up each of its parents would cost
/// the square of its length.
const MAX_HOST: usize = 253;

/// Everything that is known, the guide's own word over the world's.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    pub tools: Vec<Tool>,
    pub brands: Vec<Brand>,
    pub organisations: Vec<Organisation>,
    pub hosts: Vec<Host>,
    pub claims: Vec<Claim>,
    /// Words that a guide accepts, by locale; `""` for every locale.
    pub words: HashMap<String, Vec<String>>,
    /// The guide's terms and their translations, as its file has them.
    pub glossary: Vec<GlossaryEntry>,
    /// Whether the guide keeps a registry of organisations; without one nothing can be unregistered.
    pub has_own_organisations: bool,
    by_host: HashMap<String, Vec<usize>>,
    tools_by_host: HashMap<String, usize>,
    tools_by_package: HashMap<String, usize>,
    /// By each host of an organisation, those of its editions too.
    organisations_by_host: HashMap<String, usize>,
}

impl Registry {
    /// The registry that ships inside the binary.
    ///
    /// # Panics
    /// When the embedded data is not valid, which a test makes impossible.
    pub fn built_in() -> Self {
        let mut registry = Self::default();
        for (name, text) in load::BUILT_IN {
            registry.add(name, text).expect("the embedded registries are checked by a test");
        }
        registry.index();
        registry
    }

    /// What is known of a host and path: the most telling entry. `www.` makes no difference.
    ///
    /// `host` is in lower case; `path` begins with `/` and may have a query.
    pub fn host(&self, host: &str, path: &str) -> Option<&Host> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        if host.len() > MAX_HOST {
            return None;
        }
        let mut suffix = host;
        loop {
            let exact = suffix.len() == host.len();
            let entries = self.by_host.get(suffix).into_iter().flatten().map(|&index| &self.hosts[index]);
            let mut matching: Vec<&Host> =
                entries.filter(|entry| (exact || entry.subdomains) && entry.covers(path)).collect();
            matching.sort_by_key(|entry| entry.paths.is_empty());
            if let Some(entry) = matching.first() {
                return Some(entry);
            }
            suffix = suffix.split_once('.')?.1;
        }
    }

    /// The tool whose own site a host is.
    pub fn tool_by_host(&self, host: &str) -> Option<&Tool> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.tools_by_host.get(host).map(|&index| &self.tools[index])
    }

    /// The tool that a store knows under a package id.
    pub fn tool_by_package(&self, package: &str) -> Option<&Tool> {
        self.tools_by_package.get(package).map(|&index| &self.tools[index])
    }

    /// The host on which the organisation of a host has its edition in a language, if that is of another domain.
    pub fn locale_host(&self, host: &str, language: &str) -> Option<&str> {
        self.organisation_by_host(host)?.locales.get(language).map(String::as_str)
    }

    /// Whether two hosts are known to be of one organisation.
    pub fn is_one_organisation(&self, host: &str, other: &str) -> bool {
        let first = self.organisation_by_host(host);
        first.is_some_and(|first| self.organisation_by_host(other).is_some_and(|other| first.name == other.name))
    }

    /// The organisation whose site a host is, in any language.
    pub fn organisation_by_host(&self, host: &str) -> Option<&Organisation> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.organisations_by_host.get(host).map(|&index| &self.organisations[index])
    }

    /// Whether a host is known to speak HTTPS.
    pub fn speaks_https(&self, host: &str) -> bool {
        let bare = host.strip_prefix("www.").unwrap_or(host);
        if bare.len() > MAX_HOST {
            return false;
        }
        let known = |suffix: &str, exact: bool| {
            let entries = self.by_host.get(suffix).into_iter().flatten().map(|&index| &self.hosts[index]);
            entries.into_iter().any(|entry| entry.https && (exact || entry.subdomains))
        };
        let mut suffix = bare;
        loop {
            if known(suffix, suffix.len() == bare.len()) {
                return true;
            }
            let Some((_, rest)) = suffix.split_once('.') else { return false };
            suffix = rest;
        }
    }

    /// Whether a text names a tool that is dead or that nobody maintains, by its name as it is written.
    pub fn names_gone_tool(&self, text: &str) -> bool {
        let is_end = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let is_named = |name: &str| {
            text.match_indices(name)
                .any(|(at, _)| is_end(text[..at].chars().next_back()) && is_end(text[at + name.len()..].chars().next()))
        };
        let gone = self.tools.iter().filter(|tool| matches!(tool.status, Status::Dead | Status::Unmaintained));
        gone.into_iter().any(|tool| is_named(&tool.name))
    }

    pub(crate) fn index(&mut self) {
        self.by_host.clear();
        for (index, host) in self.hosts.iter().enumerate() {
            self.by_host.entry(host.host.clone()).or_default().push(index);
        }
        let tools = || self.tools.iter().enumerate();
        let hosts = tools().flat_map(|(index, tool)| tool.hosts.iter().map(move |host| (host.clone(), index)));
        self.tools_by_host = hosts.collect();
        let packages = tools().flat_map(|(index, tool)| tool.packages.iter().map(move |id| (id.clone(), index)));
        self.tools_by_package = packages.collect();
        let organisations = self.organisations.iter().enumerate();
        let hosts = organisations.flat_map(|(index, organisation)| {
            let hosts = organisation.hosts.iter().chain(organisation.locales.values());
            hosts.map(move |host| (host.clone(), index))
        });
        self.organisations_by_host = hosts.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_may_have_a_host_for_a_language() {
        let mut registry = Registry::built_in();
        let entry = "- name: EFF\n  hosts: [eff.org]\n  locales: {es: eff.example}\n  source: x\n";
        registry.add_guide_file("organisations.yaml", entry).unwrap();
        assert_eq!(registry.locale_host("www.eff.org", "es"), Some("eff.example"));
        assert_eq!(registry.locale_host("eff.org", "fr"), None);
        assert!(registry.is_one_organisation("eff.example", "eff.org"));
        assert!(!registry.is_one_organisation("eff.example", "cpj.org"));
        let wrong = registry.add_guide_file("organisations.yaml", &entry.replace("{es:", "{spanish:")).unwrap_err();
        assert_eq!(wrong.message, "locales: `spanish` is not a language such as `en`");
    }
}
