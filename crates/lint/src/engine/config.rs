//! `firstaid.toml`: the layout of the pages, the levels of rules, the keys of front matter, policies of links.

use std::collections::BTreeMap;

use firstaid_content::ContentConfig;
use firstaid_diagnostics::Severity;
use firstaid_ledger::{DomainPolicy, KeyPolicy, LinkUrl, Policy};
use firstaid_text::glob_matches;
use firstaid_translate::TranslationConfig;
use serde::{Deserialize, Deserializer, de};

#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    pub content: ContentConfig,
    /// A level for each rule or family that differs from its default.
    pub rules: BTreeMap<String, Level>,
    /// Levels in a part of the guide; of several that fit the last decides.
    pub levels: Vec<PathLevels>,
    pub front_matter: FrontMatterConfig,
    pub links: LinksConfig,
    pub keys: KeysConfig,
    pub domains: DomainsConfig,
    pub report: ReportConfig,
    pub translation: TranslationConfig,
}

/// Levels of rules and families in some pages.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathLevels {
    /// Paths from the root; `*` for any run of characters, `/` among them.
    pub paths: Vec<String>,
    pub rules: BTreeMap<String, Level>,
}

/// Options of reports.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReportConfig {
    /// The address of a rule's explanation, with `{rule}`.
    #[serde(deserialize_with = "rule_help")]
    pub rule_help: Option<String>,
}

/// Programs that read reports accept only absolute web addresses.
fn rule_help<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let pattern = String::deserialize(deserializer)?;
    let filled = pattern.replace("{rule}", "stale-tool");
    if filled == pattern || LinkUrl::parse(&filled).is_none() {
        return Err(de::Error::custom(format!("`{pattern}` is no web address with `{{rule}}` in it")));
    }
    Ok(Some(pattern))
}

/// The level of a rule: `off`, `info`, `warning` or `error`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    Off,
    At(Severity),
}

impl Level {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::At(severity) => severity.as_str(),
        }
    }

    /// `None` where the rule does not run.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::At(severity) => Some(severity),
        }
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let level = String::deserialize(deserializer)?;
        match level.as_str() {
            "off" => Ok(Self::Off),
            "info" => Ok(Self::At(Severity::Info)),
            "warning" => Ok(Self::At(Severity::Warning)),
            "error" => Ok(Self::At(Severity::Error)),
            _ => Err(de::Error::custom(format!("`{level}` is not a level; write off, info, warning or error"))),
        }
    }
}

/// The keys of front matter. Without lists, any key is allowed and none is required.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FrontMatterConfig {
    pub required: Vec<String>,
    pub optional: Vec<String>,
    /// The pattern of permalinks, with `{locale}` and `{page}`; an `index` page has the permalink of its folder.
    pub permalink: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinksConfig {
    /// Paths, below the content folder, that exist only on the built site; `*` for any run of characters.
    pub generated: Vec<String>,
    /// Addresses that are never probed; `*` for any run of characters.
    pub exclude: Vec<String>,
    /// The observations that make a link count as dead.
    pub policy: Policy,
    pub probe: ProbeConfig,
    pub archive: ArchiveConfig,
}

impl LinksConfig {
    pub fn is_excluded(&self, address: &LinkUrl) -> bool {
        self.exclude.iter().any(|glob| glob_matches(glob, address.as_str()))
    }
}

/// Where keys are looked up, and when they count as ended.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeysConfig {
    /// Key servers that show an address only if its owner confirmed it (VKS).
    pub vks: Vec<String>,
    /// Key servers that take keys from everybody (HKP).
    pub hkp: Vec<String>,
    pub policy: KeyPolicy,
}

impl Default for KeysConfig {
    fn default() -> Self {
        let server = |host: &str| vec![format!("https://{host}")];
        Self { vks: server("keys.openpgp.org"), hkp: server("keyserver.ubuntu.com"), policy: KeyPolicy::default() }
    }
}

/// Where registrations are looked up, and what of them is reported.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DomainsConfig {
    /// A registry of RDAP servers in IANA's format: a file of the guide, or an address that begins with `https://`.
    pub bootstrap: Option<String>,
    pub policy: DomainPolicy,
}

/// Where `links archive` looks for copies of pages. An empty address asks nobody.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchiveConfig {
    /// Wayback's availability API.
    pub availability: String,
    /// Wayback's CDX API.
    pub cdx: String,
    /// `TimeMaps` of Memento; the address of the page is put behind each.
    pub timemaps: Vec<String>,
    /// Where `--save` asks for a copy.
    pub save: String,
}

impl Default for ArchiveConfig {
    fn default() -> Self {
        Self {
            availability: "https://archive.org/wayback/available".to_owned(),
            cdx: "https://web.archive.org/cdx/search/cdx".to_owned(),
            timemaps: vec!["https://timetravel.mementoweb.org/timemap/link/".to_owned()],
            save: "https://web.archive.org/save".to_owned(),
        }
    }
}

/// Limits of the probe of links.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProbeConfig {
    /// Maximum connections to one host at a time.
    pub per_host: u16,
    /// Minimum milliseconds between two requests to one host.
    pub spacing: u32,
    /// Whether a host's robots.txt is obeyed.
    pub robots: bool,
    /// The contact of the guide for owners of servers; sent with each request.
    pub contact: Option<String>,
}

impl Default for ProbeConfig {
    fn default() -> Self {
        Self { per_host: 1, spacing: 1000, robots: true, contact: None }
    }
}

/// `firstaid.toml` cannot be understood.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct ConfigError {
    pub path: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

impl Config {
    /// Reads a configuration; `path` is for messages.
    pub fn parse(path: &str, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text[..at].matches('\n').count() + 1;
            ConfigError { path: path.to_owned(), line, message: error.message().to_owned() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_or_level_is_named_with_its_line() {
        let error = Config::parse("firstaid.toml", "[rules]\n\nstale-tool = \"fatal\"\n").unwrap_err();
        assert_eq!(error.to_string(), "firstaid.toml:3: `fatal` is not a level; write off, info, warning or error");
        let error = Config::parse("f", "[content]\nsorce = \"en\"\n").unwrap_err();
        assert_eq!(error.line, 2);
    }

    #[test]
    fn rule_help_must_be_a_web_address_with_the_rule() {
        let read = |pattern: &str| Config::parse("f", &format!("[report]\nrule-help = \"{pattern}\"\n"));
        assert!(read("https://example.org/rules/{rule}.md").unwrap().report.rule_help.is_some());
        for pattern in ["docs/{rule}.md", "https://example.org/rules", "javascript:{rule}"] {
            assert_eq!(read(pattern).unwrap_err().line, 2, "{pattern}");
        }
    }

    #[test]
    fn keys_take_either_dash_or_underscore_where_both_are_in_use() {
        let config = Config::parse("f", "[content]\nsource_pages = \"{page}.md\"\n").unwrap();
        assert_eq!(config.content.source_pages, Some("{page}.md".into()));
    }
}
