//! `cargo xtask new-rule NAME`: a rule's file with everything that a rule has, to be filled in.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

const TEMPLATE: &str = r#"use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds
///
/// ## Why
///
/// ## Example
/// ```markdown
/// ```
///
/// ## Use instead
/// ```markdown
/// ```
///
/// ## Fix
/// None.
///
/// ## Not reported
///
/// ## When not to use it
pub(crate) const RULE: Rule = Rule {
    name: RuleName("NAME"),
    family: Family::Structure,
    severity: Severity::Warning,
    check: Check::Page(check),
};

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for heading in cx.page.headings.iter().filter(|heading| heading.text.is_empty()) {
        report.push(report.found(heading.range, "say what is wrong"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn what_it_finds_and_what_it_leaves_alone() {
        case("NAME").finds("text\n\n«#»\n");
    }
}
"#;

pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<()> {
    let [name] = args else { bail!("usage: cargo xtask new-rule NAME") };
    let name = name.to_str().context("the name is not UTF-8")?;
    let words = || name.split('-');
    let is_kebab = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !words().all(is_kebab) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        bail!("`{name}` is no rule name; write words in small letters with `-` between, such as `bare-url`");
    }
    let module = name.replace('-', "_");
    let rules = root.join("crates/lint/src/rules");
    let file = rules.join(format!("{module}.rs"));
    if file.exists() {
        bail!("{}: there is such a rule", file.display());
    }
    let list = rules.join("mod.rs");
    let text = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    fs::write(&file, TEMPLATE.replace("NAME", name)).with_context(|| file.display().to_string())?;
    fs::write(&list, with_module(&text, &module)).with_context(|| list.display().to_string())
}

/// The list of modules with one more, in order.
fn with_module(text: &str, module: &str) -> String {
    let (mut modules, head): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with("pub(crate) mod "));
    let line = format!("pub(crate) mod {module};");
    modules.push(&line);
    modules.sort_unstable();
    format!("{}\n{}\n", head.join("\n"), modules.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stay_in_order() {
        let text = "//! Rules.\n\npub(crate) mod a;\npub(crate) mod c;\n";
        assert_eq!(with_module(text, "b"), "//! Rules.\n\npub(crate) mod a;\npub(crate) mod b;\npub(crate) mod c;\n");
    }
}
