use std::collections::HashMap;
use std::sync::Arc;

use crate::{Brand, Claim, GlossaryEntry, Host, Key, LabelPack, Organisation, Status, Tool};

/// Maximum length of a host name, in bytes (RFC 1035). A longer one is not looked up: the look-ups of all its parent
/// domains would cost the square of its length.
const MAX_HOST_BYTES: usize = 253;

/// All entries that are known; a guide's own entries override the embedded ones.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    pub tools: Vec<Tool>,
    pub brands: Vec<Brand>,
    pub organisations: Vec<Organisation>,
    pub hosts: Vec<Host>,
    pub claims: Vec<Claim>,
    pub keys: Vec<Key>,
    /// Words that the guide accepts, by locale; `""` for every locale.
    pub words: HashMap<String, Vec<String>>,
    /// The guide's terms and their translations, in the order of its file.
    pub glossary: Vec<GlossaryEntry>,
    /// What apps show, the embedded packs first.
    pub labels: Vec<Arc<LabelPack>>,
    /// Whether the guide keeps its own registry of organisations. Without one, no identity counts as unregistered.
    pub has_own_organisations: bool,
    hosts_by_name: HashMap<String, Vec<usize>>,
    tools_by_host: HashMap<String, usize>,
    tools_by_package: HashMap<String, usize>,
    tools_by_command: HashMap<String, usize>,
    /// By each host of an organisation, including the hosts of its editions in other languages.
    organisations_by_host: HashMap<String, usize>,
}

impl Registry {
    /// The entry on a host and path: of several, one that is about paths. `www.` is ignored.
    ///
    /// `host` is in lower case; `path` begins with `/` and may have a query.
    pub fn host(&self, host: &str, path: &str) -> Option<&Host> {
        self.index_of_host(host, path).map(|index| &self.hosts[index])
    }

    /// The index of [`Self::host`].
    pub(crate) fn index_of_host(&self, host: &str, path: &str) -> Option<usize> {
        domains(without_www(host)).find_map(|(domain, is_parent)| {
            let matching = self.host_indices(domain, is_parent).filter(|&index| self.hosts[index].covers(path));
            matching.min_by_key(|&index| self.hosts[index].paths.is_empty())
        })
    }

    /// Whether a host is known to support HTTPS.
    pub fn speaks_https(&self, host: &str) -> bool {
        domains(without_www(host))
            .any(|(domain, is_parent)| self.host_indices(domain, is_parent).any(|index| self.hosts[index].https))
    }

    /// The entries on a domain; of a parent domain, those that also hold for its subdomains.
    fn host_indices(&self, domain: &str, is_parent: bool) -> impl Iterator<Item = usize> {
        let indices = self.hosts_by_name.get(domain).into_iter().flatten().copied();
        indices.filter(move |&index| !is_parent || self.hosts[index].subdomains)
    }

    /// The tool whose own site is on a host. `www.` is ignored.
    pub fn tool_by_host(&self, host: &str) -> Option<&Tool> {
        self.tools_by_host.get(without_www(host)).map(|&index| &self.tools[index])
    }

    /// Whether `other` is a site at which the maker of the tool at `host` describes it, by the source of its entry.
    pub fn is_site_of_tool(&self, host: &str, other: &str) -> bool {
        let domain = |host| crate::registrable_domain(without_www(host));
        let Some(tool) = domain(host).and_then(|domain| self.tool_by_host(domain)) else { return false };
        let source = tool.source.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        let is_encyclopedia = source.ends_with("wikipedia.org");
        !is_encyclopedia && domain(source).is_some() && domain(source) == domain(other)
    }

    /// The tool that has a package id in an app store.
    pub fn tool_by_package(&self, package: &str) -> Option<&Tool> {
        self.tools_by_package.get(package).map(|&index| &self.tools[index])
    }

    /// The host of the edition in `language` of the organisation that owns `host`, if that edition has its own domain.
    pub fn locale_host(&self, host: &str, language: &str) -> Option<&str> {
        self.organisation_by_host(host)?.locales.get(language).map(String::as_str)
    }

    /// Whether two hosts are known to belong to the same organisation.
    pub fn is_one_organisation(&self, host: &str, other: &str) -> bool {
        let first = self.organisation_by_host(host);
        first.is_some_and(|first| self.organisation_by_host(other).is_some_and(|other| first.name == other.name))
    }

    /// The index of the tool that a command, or a package of a system, belongs to.
    pub(crate) fn index_by_command(&self, command: &str) -> Option<usize> {
        self.tools_by_command.get(command).copied()
    }

    /// The organisation whose site, in any language, is on a host. `www.` is ignored.
    pub fn organisation_by_host(&self, host: &str) -> Option<&Organisation> {
        self.organisations_by_host.get(without_www(host)).map(|&index| &self.organisations[index])
    }

    /// Whether a text contains the name of a dead or unmaintained tool as a whole word, in the letter case of the
    /// entry.
    pub fn names_gone_tool(&self, text: &str) -> bool {
        let is_boundary = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let is_word_at = |at: usize, name: &str| {
            is_boundary(text[..at].chars().next_back()) && is_boundary(text[at + name.len()..].chars().next())
        };
        let mut gone = self.tools.iter().filter(|tool| matches!(tool.status, Status::Dead | Status::Unmaintained));
        gone.any(|tool| text.match_indices(&*tool.name).any(|(at, name)| is_word_at(at, name)))
    }

    /// Rebuilds the look-up tables; to be called after entries were added.
    pub(crate) fn index(&mut self) {
        self.hosts_by_name.clear();
        for (index, host) in self.hosts.iter().enumerate() {
            self.hosts_by_name.entry(host.host.clone()).or_default().push(index);
        }
        let tools = || self.tools.iter().enumerate();
        let hosts = tools().flat_map(|(index, tool)| tool.hosts.iter().map(move |host| (host.clone(), index)));
        self.tools_by_host = hosts.collect();
        let packages = tools().flat_map(|(index, tool)| tool.packages.iter().map(move |id| (id.clone(), index)));
        self.tools_by_package = packages.collect();
        let commands = tools().flat_map(|(index, tool)| tool.commands.iter().map(move |name| (name.clone(), index)));
        self.tools_by_command = commands.collect();
        let organisations = self.organisations.iter().enumerate();
        let hosts = organisations.flat_map(|(index, organisation)| {
            let hosts = organisation.hosts.iter().chain(organisation.locales.values());
            hosts.map(move |host| (host.clone(), index))
        });
        self.organisations_by_host = hosts.collect();
    }
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// A host, then each of its parent domains with `true`, the longest first. Empty for what is too long to be a host.
fn domains(host: &str) -> impl Iterator<Item = (&str, bool)> {
    let own = (host.len() <= MAX_HOST_BYTES).then_some((host, false));
    std::iter::successors(own, |(domain, _)| Some((domain.split_once('.')?.1, true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_may_have_its_own_host_for_a_language() {
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

    #[test]
    fn systems_that_are_gone_are_known_as_systems() {
        let registry = Registry::built_in();
        let systems: Vec<&str> = registry.tools.iter().filter(|tool| tool.is_system).map(|tool| &*tool.name).collect();
        for name in ["Windows 7", "CopperheadOS", "CyanogenMod", "DivestOS", "Liberté Linux", "Subgraph OS"] {
            assert!(systems.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_package_is_that_of_its_tool() {
        let registry = Registry::built_in();
        let name = |package: &str| registry.tool_by_package(package).map(|tool| &*tool.name);
        assert_eq!(name("org.witness.sscphase1"), Some("ObscuraCam"));
        assert_eq!(name("org.witness.sscphoto"), None);
    }
}
