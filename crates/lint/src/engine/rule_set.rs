use std::collections::BTreeMap;

use firstaid_diagnostics::Severity;
use firstaid_text::glob_matches;

use crate::{Config, Entry, Level, PathLevels, RULES, entry};

/// The configuration or the command line names a rule or a family that does not exist.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no rule or family `{name}`{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    pub name: String,
    pub nearest: Option<String>,
}

/// The rules of a run, by name, each with its severity.
#[derive(Clone)]
pub struct RuleSet {
    rules: Vec<(&'static Entry, Severity)>,
    levels: Vec<PathLevels>,
}

impl RuleSet {
    /// All rules at the levels of the configuration, then `select` alone (if any), then without `ignore`. Each may name
    /// a rule or a family; what names the rule itself decides.
    pub fn new(config: &Config, select: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        let in_parts = config.levels.iter().flat_map(|levels| levels.rules.keys());
        let named = config.rules.keys().chain(in_parts).chain(select).chain(ignore);
        if let Some(name) = named.into_iter().find(|name| !is_known(name)) {
            let known = RULES.iter().flat_map(|entry| std::iter::once(entry.rule.name.0).chain(entry.family.names()));
            let nearest = firstaid_content::nearest(name, known).map(str::to_owned);
            return Err(UnknownRule { name: name.clone(), nearest });
        }
        let lists_rule = |list: &[String], entry: &Entry| list.iter().any(|name| name == entry.rule.name.0);
        let lists = |list: &[String], entry: &Entry| {
            lists_rule(list, entry) || list.iter().any(|name| entry.family.names().any(|known| known == name))
        };
        let rules = RULES.iter().filter_map(|entry| {
            let severity = match configured_level(config, entry) {
                // Selecting a rule on the command line overrides `off` in the file.
                Some((_, Level::Off)) if !lists_rule(select, entry) => return None,
                Some((_, Level::At(severity))) => severity,
                _ => entry.rule.severity,
            };
            // `--select links --ignore broken-path`, and `--select broken-path --ignore links`.
            let is_ignored = lists_rule(ignore, entry) || lists(ignore, entry) && !lists_rule(select, entry);
            let wanted = (select.is_empty() || lists(select, entry)) && !is_ignored;
            wanted.then_some((entry, severity))
        });
        Ok(Self { rules: rules.collect(), levels: config.levels.clone() })
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static Entry, Severity)> + '_ {
        self.rules.iter().copied()
    }

    /// The severity of a rule of this run in the page at a path; `None` if it is off there.
    pub(crate) fn severity_at(&self, path: &str, entry: &Entry, severity: Severity) -> Option<Severity> {
        match self.levels.iter().rev().find_map(|levels| level_at(levels, path, entry)) {
            Some(Level::Off) => None,
            Some(Level::At(severity)) => Some(severity),
            None => Some(severity),
        }
    }

    /// Whether a rule runs on the page at a path.
    pub(crate) fn runs_at(&self, path: &str, entry: &Entry) -> bool {
        self.severity(entry.rule.name.0).is_some_and(|severity| self.severity_at(path, entry, severity).is_some())
    }

    /// The severity of a rule in this run; `None` when it does not run.
    pub fn severity(&self, name: &str) -> Option<Severity> {
        self.rules.iter().find(|(entry, _)| entry.rule.name.0 == name).map(|&(_, severity)| severity)
    }
}

/// The level that the configuration gives a rule, with the key that says it: the rule's name or its family's.
pub fn configured_level(config: &Config, entry: &Entry) -> Option<(&'static str, Level)> {
    level_in(&config.rules, entry)
}

/// The level of a rule in the page at a path, if a table for a part of the guide says anything of it.
fn level_at(levels: &PathLevels, path: &str, entry: &Entry) -> Option<Level> {
    let fits = |glob: &String| glob_matches(&glob.replace("**", "*"), path);
    levels.paths.iter().any(fits).then(|| level_in(&levels.rules, entry)).flatten().map(|(_, level)| level)
}

/// The level that a table gives a rule, with the key that says it: the rule's name or else its family's.
fn level_in(rules: &BTreeMap<String, Level>, entry: &Entry) -> Option<(&'static str, Level)> {
    let mut names = std::iter::once(entry.rule.name.0).chain(entry.family.names());
    names.find_map(|name| rules.get(name).map(|&level| (name, level)))
}

fn is_known(name: &str) -> bool {
    entry(name).is_some() || RULES.iter().any(|entry| entry.family.names().any(|known| known == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_rule_is_refused_with_a_suggestion() {
        let error = RuleSet::new(&Config::default(), &["stale-tol".into()], &[]).err().unwrap();
        assert_eq!(error.to_string(), "there is no rule or family `stale-tol`; did you mean `stale-tool`?");
    }

    #[test]
    fn a_family_stands_for_its_rules_and_the_name_of_a_rule_decides() {
        let names = |file: &str, select: &[&str], ignore: &[&str]| {
            let owned = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
            let config = Config::parse("f", file).unwrap();
            RuleSet::new(&config, &owned(select), &owned(ignore)).unwrap()
        };
        let all = names("", &[], &[]);
        let links = names("", &["links"], &["broken-path"]);
        assert!(links.severity("broken-anchor").is_some());
        assert!(links.severity("broken-path").is_none() && links.severity("stale-tool").is_none());
        let one = names("", &["broken-path"], &["links"]);
        assert_eq!(one.iter().count(), 1);
        let set = names("[rules]\nlinks = \"off\"\nbroken-path = \"info\"\n", &[], &[]);
        assert_eq!(set.severity("broken-path"), Some(Severity::Info));
        assert!(set.severity("broken-anchor").is_none() && set.severity("stale-tool") == all.severity("stale-tool"));
    }

    #[test]
    fn the_family_of_front_matter_has_a_name_without_a_space() {
        for key in ["front-matter", "\"front matter\""] {
            let config = Config::parse("f", &format!("[rules]\n{key} = \"off\"\n")).unwrap();
            assert!(RuleSet::new(&config, &[], &[]).unwrap().severity("missing-field").is_none(), "{key}");
        }
        let selected = RuleSet::new(&Config::default(), &["front-matter".into()], &[]).unwrap();
        assert!(selected.severity("missing-field").is_some() && selected.severity("stale-tool").is_none());
    }
}
