use std::collections::BTreeMap;

use firstaid_diagnostics::Severity;
use firstaid_text::glob_matches;

use crate::{Config, Entry, Level, RULES, entry};

/// The configuration or the command line names a rule or a family that does not exist.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no rule or family `{name}`{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    pub name: String,
    pub nearest: Option<String>,
}

/// The rules of a run, by name, each with its level.
#[derive(Clone)]
pub struct RuleSet {
    /// Rules that are off are here if they are on in a part of the guide.
    rules: Vec<(&'static Entry, Level)>,
    /// In the order of the configuration: the last that fits decides.
    parts: Vec<Part>,
}

/// Levels of rules and families in some pages.
#[derive(Clone)]
struct Part {
    /// Without `**`, which means the same as `*`.
    globs: Vec<String>,
    rules: BTreeMap<String, Level>,
}

impl RuleSet {
    /// All rules at the levels of the configuration, then `select` alone (if any), then without `ignore`. Each may name
    /// a rule or a family; what names the rule itself decides. A rule that is off by default runs where `select` or a
    /// level names it or its family.
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
        let is_on_in_part = |entry: &Entry| {
            let mut levels = config.levels.iter().filter_map(|levels| level_in(&levels.rules, entry));
            levels.any(|(_, level)| level != Level::Off)
        };
        let rules = RULES.iter().filter_map(|entry| {
            let level = match configured_level(config, entry) {
                // Selecting a rule on the command line overrides `off` in the file.
                Some((_, Level::Off)) if !lists_rule(select, entry) => return None,
                Some((_, Level::At(severity))) => Level::At(severity),
                None if !lists(select, entry) => entry.default_level(),
                _ => Level::At(entry.rule.severity),
            };
            if level == Level::Off && !is_on_in_part(entry) {
                return None;
            }
            // `--select links --ignore broken-path`, and `--select broken-path --ignore links`.
            let is_ignored = lists_rule(ignore, entry) || lists(ignore, entry) && !lists_rule(select, entry);
            let wanted = (select.is_empty() || lists(select, entry)) && !is_ignored;
            wanted.then_some((entry, level))
        });
        let parts = config.levels.iter().map(|levels| Part {
            globs: levels.paths.iter().map(|glob| glob.replace("**", "*")).collect(),
            rules: levels.rules.clone(),
        });
        Ok(Self { rules: rules.collect(), parts: parts.collect() })
    }

    /// The rules that run anywhere, each with its level where no part of the guide sets another.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Entry, Level)> + '_ {
        self.rules.iter().copied()
    }

    /// The rules of the run for one file, with the levels of its part of the guide.
    pub(crate) fn at(&self, path: &str) -> RulesAt<'_> {
        let fitting = self.parts.iter().rev().filter(|part| part.globs.iter().any(|glob| glob_matches(glob, path)));
        RulesAt { set: self, tables: fitting.map(|part| &part.rules).collect() }
    }

    /// The severity of a rule in the file at a path; `None` when it does not run there.
    pub(crate) fn severity_in(&self, path: &str, name: &str) -> Option<Severity> {
        self.at(path).severity(name)
    }

    /// The severity of a rule where no part of the guide sets another; `None` when it does not run there.
    pub fn severity(&self, name: &str) -> Option<Severity> {
        self.level(name)?.severity()
    }

    /// Whether a rule runs anywhere.
    pub(crate) fn runs(&self, name: &str) -> bool {
        self.level(name).is_some()
    }

    fn level(&self, name: &str) -> Option<Level> {
        self.rules.iter().find(|(entry, _)| entry.rule.name.0 == name).map(|&(_, level)| level)
    }
}

/// The rules of a run in one file.
pub(crate) struct RulesAt<'a> {
    set: &'a RuleSet,
    /// The tables of levels that fit the path, the one that decides first.
    tables: Vec<&'a BTreeMap<String, Level>>,
}

impl RulesAt<'_> {
    /// The rules that run, by name, each with its severity.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Entry, Severity)> + '_ {
        self.set.iter().filter_map(|(entry, level)| Some((entry, self.level(entry, level).severity()?)))
    }

    /// The severity of a rule; `None` when it does not run.
    pub(crate) fn severity(&self, name: &str) -> Option<Severity> {
        self.level(entry(name)?, self.set.level(name)?).severity()
    }

    fn level(&self, entry: &Entry, elsewhere: Level) -> Level {
        let here = self.tables.iter().find_map(|rules| level_in(rules, entry));
        here.map_or(elsewhere, |(_, level)| level)
    }
}

/// The level that the configuration gives a rule, with the key that says it: the rule's name or its family's.
pub fn configured_level(config: &Config, entry: &Entry) -> Option<(&'static str, Level)> {
    level_in(&config.rules, entry)
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
    fn a_part_of_the_guide_has_levels_of_its_own_for_every_kind_of_rule() {
        let file = "[[levels]]\npaths = [\"content/**/es/*\"]\n\
            rules = { orphan-catalog = \"info\", unused-suppression = \"off\", front-matter = \"info\" }\n";
        let rules = RuleSet::new(&Config::parse("f", file).unwrap(), &[], &[]).unwrap();
        for (name, severity) in [
            ("orphan-catalog", Some(Severity::Info)),
            ("unused-suppression", None),
            ("missing-field", Some(Severity::Info)),
        ] {
            assert_eq!(rules.severity_in("content/_catalogs/es/Calls.po", name), severity, "{name}");
            assert_eq!(rules.severity_in("content/_catalogs/fr/Calls.po", name), rules.severity(name), "{name}");
        }
    }

    #[test]
    fn a_rule_that_is_off_by_default_runs_where_it_or_its_family_is_named() {
        let set = |file: &str, select: &[&str]| {
            let select: Vec<String> = select.iter().map(|&name| name.to_owned()).collect();
            RuleSet::new(&Config::parse("f", file).unwrap(), &select, &[]).unwrap()
        };
        let on = Some(Severity::Info);
        for (file, select, severity) in [
            ("", &[][..], None),
            ("", &["long-step"], on),
            ("", &["plain"], on),
            ("", &["links"], None),
            ("[rules]\nlong-step = \"warning\"\n", &[], Some(Severity::Warning)),
            ("[rules]\nplain = \"info\"\n", &[], on),
            ("[rules]\nplain = \"info\"\nlong-step = \"off\"\n", &[], None),
            ("[rules]\nlong-step = \"off\"\n", &["plain"], None),
            ("[rules]\nlong-step = \"off\"\n", &["long-step"], on),
        ] {
            assert_eq!(set(file, select).severity("long-step"), severity, "{file}{select:?}");
        }
        let part = "[[levels]]\npaths = [\"content/en/*\"]\nrules = { plain = \"warning\" }\n";
        let rules = set(part, &[]);
        assert!(rules.severity("long-step").is_none() && rules.runs("long-step"));
        assert_eq!(rules.severity_in("content/en/A.md", "long-step"), Some(Severity::Warning));
        assert_eq!(rules.severity_in("content/es/A.md", "long-step"), None);
        let off = set(&format!("[rules]\nplain = \"off\"\n{part}"), &[]);
        assert!(!off.runs("long-step"), "off in [rules] is off everywhere");
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
