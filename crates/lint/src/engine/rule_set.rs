use firstaid_diagnostics::Severity;

use crate::{Config, Entry, Level, RULES, Rule, entry};

/// The configuration or the command line names a rule that does not exist.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no rule `{name}`{}", nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    pub name: String,
    pub nearest: Option<&'static str>,
}

/// The rules of a run, by name, each with its severity.
#[derive(Clone)]
pub struct RuleSet {
    rules: Vec<(&'static Entry, Severity)>,
}

impl RuleSet {
    /// All rules at the levels of the configuration, then `select` alone (if any), then without `ignore`.
    pub fn new(config: &Config, select: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        let named = config.rules.keys().chain(select).chain(ignore);
        if let Some(name) = named.into_iter().find(|name| entry(name).is_none()) {
            let nearest = firstaid_content::nearest(name, RULES.iter().map(|entry| entry.rule.name.0));
            return Err(UnknownRule { name: name.clone(), nearest });
        }
        let listed = |list: &[String], rule: &Rule| list.iter().any(|name| name == rule.name.0);
        let rules = RULES.iter().filter_map(|entry| {
            let rule = entry.rule;
            let level = config.rules.get(rule.name.0).copied();
            let severity = match level {
                // Selecting a rule on the command line overrides `off` in the file.
                Some(Level::Off) if !listed(select, rule) => return None,
                Some(Level::At(severity)) => severity,
                _ => rule.severity,
            };
            let wanted = (select.is_empty() || listed(select, rule)) && !listed(ignore, rule);
            wanted.then_some((entry, severity))
        });
        Ok(Self { rules: rules.collect() })
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static Entry, Severity)> + '_ {
        self.rules.iter().copied()
    }

    /// The severity of a rule in this run; `None` when it does not run.
    pub fn severity(&self, name: &str) -> Option<Severity> {
        self.rules.iter().find(|(entry, _)| entry.rule.name.0 == name).map(|&(_, severity)| severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_rule_is_refused_with_a_suggestion() {
        let error = RuleSet::new(&Config::default(), &["stale-tol".into()], &[]).err().unwrap();
        assert_eq!(error.to_string(), "there is no rule `stale-tol`; did you mean `stale-tool`?");
    }
}
