use std::fmt;

use firstaid_diagnostics::{RuleInfo, RuleName, Severity};

use crate::{Level, PageContext, RULES, Report};

/// The subject of a rule; the folder of its file names it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Family {
    Page,
    FrontMatter,
    Spelling,
    Tools,
    Links,
    Identity,
    Structure,
    Unicode,
    Labels,
    Translation,
    Plain,
    Suppression,
}

impl Family {
    /// The name for readers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::FrontMatter => "front matter",
            Self::Spelling => "spelling",
            Self::Tools => "tools",
            Self::Links => "links",
            Self::Identity => "identity",
            Self::Structure => "structure",
            Self::Unicode => "unicode",
            Self::Labels => "labels",
            Self::Translation => "translation",
            Self::Plain => "plain",
            Self::Suppression => "suppression",
        }
    }

    /// The names by which a configuration or a command line calls it: with a hyphen in place of a space, too.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let hyphenated = (self == Self::FrontMatter).then_some("front-matter");
        std::iter::once(self.as_str()).chain(hyphenated)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a rule is run.
#[derive(Clone, Copy)]
pub enum Check {
    /// Once for each page, on any thread; other pages are seen through the guide's index.
    Page(fn(&PageContext<'_>, &mut Report<'_>)),
    /// By the linter itself, on catalogs, which are not pages.
    Catalog,
    /// By the linter itself, after all others, because it needs their findings.
    Suppression,
}

/// A rule; its file exports it as `RULE`.
pub struct Rule {
    pub name: RuleName,
    /// The default where the rule is on. The configuration may set another, and a rule may lower that of a single finding.
    pub severity: Severity,
    pub check: Check,
}

/// A rule, the family that its folder names, and the doc comment of its file.
pub struct Entry {
    pub rule: &'static Rule,
    pub family: Family,
    /// Why it is off unless a configuration or a command line names it: the section *Off by default* of its documentation.
    pub off: Option<&'static str>,
    pub doc: &'static str,
}

impl Entry {
    pub fn default_level(&self) -> Level {
        if self.off.is_some() { Level::Off } else { Level::At(self.rule.severity) }
    }

    /// The first sentence of *What it does*.
    pub fn summary(&self) -> String {
        let words = self.doc.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
        let paragraph = words.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        paragraph.split_once(". ").map_or(&*paragraph, |(sentence, _)| sentence).trim_end_matches('.').to_owned()
    }
}

/// The metadata of all rules for reports, by name.
pub fn rule_infos() -> Vec<RuleInfo> {
    let info = |entry: &Entry| RuleInfo {
        name: entry.rule.name,
        severity: entry.rule.severity,
        is_off_by_default: entry.off.is_some(),
        family: entry.family.to_string(),
        summary: entry.summary(),
        doc: entry.doc.to_owned(),
    };
    RULES.iter().map(info).collect()
}

/// The rule of a name.
pub fn entry(name: &str) -> Option<&'static Entry> {
    RULES.binary_search_by(|entry| entry.rule.name.0.cmp(name)).ok().map(|index| &RULES[index])
}

/// The output of `explain`: name, family, default severity, and the rule's doc comment.
pub fn explain(entry: &Entry) -> String {
    let (Rule { name, severity, .. }, family) = (entry.rule, entry.family);
    let level = match entry.off {
        None => format!("Default severity: {severity}."),
        Some(_) => format!("Off by default; severity where it is on: {severity}."),
    };
    format!("# {name}\n\nFamily: {family}. {level}\n\n{}\n", entry.doc.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFF: &str = "## Off by default";

    const HEADINGS: [&str; 7] = [
        "## What it does",
        "## Why",
        "## Example",
        "## Use instead",
        "## Fix",
        "## Not reported",
        "## When not to use it",
    ];

    #[test]
    fn rules_are_named_after_their_files_and_documented_alike() {
        for entry in RULES {
            let name = entry.rule.name;
            let headings: Vec<&str> = entry.doc.lines().filter(|line| HEADINGS.contains(line)).collect();
            assert_eq!(headings, HEADINGS, "{name}: a heading is missing, or out of order");
            let sections = entry.doc.lines().filter(|line| line.starts_with("## ")).collect::<Vec<_>>();
            let off = sections.iter().position(|line| *line == OFF);
            assert!(off.is_none_or(|n| sections[n - 1] == "## Not reported"), "{name}: `{OFF}` is out of order");
            assert_eq!(
                entry.off.is_some_and(|reason| !reason.is_empty()),
                off.is_some(),
                "{name}: no reason to be off"
            );
            let family = entry.family.to_string().replace(' ', "_");
            let file = format!("src/rules/{family}/{}.rs", name.0.replace('-', "_"));
            assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists(), "{name} is not in {file}");
        }
    }
}
