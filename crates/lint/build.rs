//! Lists the rules of `src/rules/`, one file each, with the doc comment of each file's `RULE`: what `explain` and
//! the rule reference show is what the file says.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=src/rules");
    let mut names: Vec<String> = fs::read_dir("src/rules")
        .expect("the rules are there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| name != "mod")
        .collect();
    names.sort();

    let mut table = String::from("/// Every rule, by name.\npub static RULES: &[Entry] = &[\n");
    for name in &names {
        let path = format!("src/rules/{name}.rs");
        let text = fs::read_to_string(&path).expect("a rule file is readable");
        let doc = doc_comment(&text).unwrap_or_else(|| panic!("{path}: no doc comment on `RULE`"));
        writeln!(table, "    Entry {{ rule: &crate::rules::{name}::RULE, doc: {doc:?} }},").expect("a string grows");
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("rules.rs"), table).expect("the build folder is writable");
}

/// The `///` lines right above `pub(crate) const RULE`.
fn doc_comment(text: &str) -> Option<String> {
    let before = &text[..text.find("pub(crate) const RULE")?];
    let mut lines: Vec<&str> = before.lines().rev().take_while(|line| line.starts_with("///")).collect();
    lines.reverse();
    let doc: Vec<&str> = lines.iter().map(|line| line[3..].strip_prefix(' ').unwrap_or(&line[3..])).collect();
    (!doc.is_empty()).then(|| doc.join("\n"))
}
