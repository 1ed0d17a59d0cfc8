//! `cargo xtask new-rule FAMILY NAME`: creates the file of a rule, with everything that a rule has, to be filled in.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::print::eprint;

/// The folder of the rules, with one folder per family.
const RULES: &str = "crates/lint/src/rules";

const MODULE: &str = "pub(crate) mod ";

const TEMPLATE: &str = r#"use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

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
    let [family, name] = args else { bail!("usage: cargo xtask new-rule FAMILY NAME") };
    let family = family.to_str().context("the family is not UTF-8")?;
    let name = name.to_str().context("the name is not UTF-8")?;
    let file = create(&root.join(RULES), family, name)?;
    eprint(&next_steps(&file.strip_prefix(root).unwrap_or(&file).display().to_string(), name));
    Ok(())
}

fn next_steps(file: &str, name: &str) -> String {
    let module = name.replace('-', "_");
    format!(
        "{file}: created, and named in the mod.rs beside it\n\
         Fill in the doc comment, the check and the cases, then:\n  \
         cargo test -p firstaid-lint {module}\n  \
         cargo xtask lint --select {name} --root DIR    for DIR with pages of a real guide\n  \
         cargo xtask docs\n"
    )
}

/// Creates the file of a rule in the folder of its family, and adds it to the modules of the family. Returns its path.
fn create(rules: &Path, family: &str, name: &str) -> Result<PathBuf> {
    if !is_rule_name(name) {
        bail!("`{name}` is not a rule name: write lower-case words with `-` between them, such as `bare-url`");
    }
    let module = name.replace('-', "_");
    let families = families(rules)?;
    // Families are written with `-` or a space elsewhere.
    let folder = rules.join(family.replace(['-', ' '], "_"));
    if !families.contains(&folder) {
        let names: Vec<_> = families.iter().filter_map(|folder| folder.file_name()?.to_str()).collect();
        bail!("`{family}` is not a family of rules; there are {}", names.join(", "));
    }
    let file_name = format!("{module}.rs");
    if let Some(existing) = families.iter().map(|folder| folder.join(&file_name)).find(|file| file.exists()) {
        bail!("{}: this file already exists", existing.display());
    }
    let list = folder.join("mod.rs");
    let text = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let file = folder.join(file_name);
    fs::write(&file, TEMPLATE.replace("NAME", name)).with_context(|| file.display().to_string())?;
    fs::write(&list, with_module(&text, &module)).with_context(|| list.display().to_string())?;
    Ok(file)
}

fn is_rule_name(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.split('-').all(is_word) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// The folders of the families, sorted.
fn families(rules: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(rules).with_context(|| rules.display().to_string())?;
    let paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let mut folders: Vec<PathBuf> = paths.into_iter().filter(|path| path.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

/// The text of a `mod.rs` with one more module, in its place among the sorted ones. Everything else stays.
fn with_module(text: &str, module: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let is_module = |line: &&str| line.starts_with(MODULE) && line.ends_with(';');
    let is_documentation = |line: &&str| line.starts_with("//!");
    let new = format!("{MODULE}{module};");
    if let Some(before) = lines.iter().rposition(|line| is_module(line) && *line < &*new) {
        lines.insert(before + 1, &new);
    } else if let Some(first) = lines.iter().position(is_module) {
        lines.insert(first, &new);
    } else {
        let end = lines.iter().take_while(|line| is_documentation(line)).count();
        let blank = if end == 0 { &[][..] } else { &[""][..] };
        lines.splice(end..end, blank.iter().copied().chain([&*new]));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of rules with two families, one of which has a rule and a shared part.
    fn rules() -> tempfile::TempDir {
        let rules = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = rules.path().join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder is made");
            fs::write(path, text).expect("a file is written");
        };
        write("mod.rs", "pub(crate) mod front_matter;\npub(crate) mod links;\n");
        write("front_matter/mod.rs", "//! Rules on front matter.\n");
        write("links/mod.rs", "//! Rules on links.\n\nmod https;\npub(crate) mod dead_link;\n\nfn shared() {}\n");
        write("links/dead_link.rs", "");
        rules
    }

    fn read(rules: &tempfile::TempDir, path: &str) -> String {
        fs::read_to_string(rules.path().join(path)).expect("the file is there")
    }

    fn error(rules: &tempfile::TempDir, family: &str, name: &str) -> String {
        create(rules.path(), family, name).expect_err("an error").to_string()
    }

    #[test]
    fn a_rule_gets_a_file_and_a_line_in_its_family() {
        let rules = rules();
        let file = create(rules.path(), "links", "bare-url").expect("a new rule");
        assert_eq!(file, rules.path().join("links/bare_url.rs"));
        assert!(read(&rules, "links/bare_url.rs").contains("name: RuleName(\"bare-url\")"));
        let list = "//! Rules on links.\n\nmod https;\npub(crate) mod bare_url;\npub(crate) mod dead_link;\n\nfn shared() {}\n";
        assert_eq!(read(&rules, "links/mod.rs"), list);
    }

    #[test]
    fn what_comes_next_names_the_rule() {
        let steps = next_steps("links/bare_url.rs", "bare-url");
        assert!(steps.contains("firstaid-lint bare_url\n") && steps.contains("--select bare-url --root"), "{steps}");
    }

    #[test]
    fn a_family_may_be_written_as_in_reports() {
        for family in ["front_matter", "front-matter", "front matter"] {
            let rules = rules();
            create(rules.path(), family, "a").expect("a new rule");
            assert_eq!(read(&rules, "front_matter/mod.rs"), "//! Rules on front matter.\n\npub(crate) mod a;\n");
        }
    }

    #[test]
    fn an_unknown_family_is_an_error_that_lists_the_families() {
        let message = error(&rules(), "link", "bare-url");
        assert_eq!(message, "`link` is not a family of rules; there are front_matter, links");
        error(&rules(), "../rules/links", "bare-url");
        error(&rules(), "mod.rs", "bare-url");
    }

    #[test]
    fn a_name_that_another_family_has_is_refused() {
        let rules = rules();
        assert!(error(&rules, "front_matter", "dead-link").ends_with("dead_link.rs: this file already exists"));
        assert!(error(&rules, "links", "mod").ends_with("mod.rs: this file already exists"));
    }

    #[test]
    fn only_lower_case_words_are_names() {
        for name in ["", "Bare-url", "bare_url", "-url", "bare--url", "1url", "bare/url", "été"] {
            assert!(error(&rules(), "links", name).contains("is not a rule name"), "{name}");
        }
    }

    #[test]
    fn modules_stay_sorted() {
        let text = "//! Rules.\n\npub(crate) mod b;\npub(crate) mod d;\n\nuse x;\n";
        let with = |modules: &str| format!("//! Rules.\n\n{modules}\nuse x;\n");
        let line = |module: &str| format!("pub(crate) mod {module};\n");
        assert_eq!(with_module(text, "a"), with(&[line("a"), line("b"), line("d")].concat()));
        assert_eq!(with_module(text, "c"), with(&[line("b"), line("c"), line("d")].concat()));
        assert_eq!(with_module(text, "e"), with(&[line("b"), line("d"), line("e")].concat()));
    }
}
