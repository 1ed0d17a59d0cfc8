//! Lists the rules of `src/rules/<family>/`, one file each, with the family that the folder names and the doc comment
//! of each file's `RULE`: what `explain` and the rule reference show is what the file says.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=src/rules");
    println!("cargo::rerun-if-changed={LANGUAGES}");
    let mut rules: Vec<(String, String, String)> = Vec::new();
    for family in names_in("src/rules") {
        println!("cargo::rerun-if-changed=src/rules/{family}");
        for file in names_in(&format!("src/rules/{family}")) {
            let path = format!("src/rules/{family}/{file}");
            println!("cargo::rerun-if-changed={path}");
            let text = fs::read_to_string(&path).expect("a rule file is readable");
            // Other files hold what several rules share.
            if !text.contains(DECLARATION) {
                continue;
            }
            let doc = doc_comment(&text).unwrap_or_else(|| panic!("{path}: no doc comment on `RULE`"));
            let doc = with_languages(&doc);
            let name = file.strip_suffix(".rs").expect("a rule is a Rust file").to_owned();
            rules.push((name, family.clone(), doc));
        }
    }
    rules.sort();

    let mut table = String::from("/// Every rule, by name.\npub static RULES: &[Entry] = &[\n");
    for (name, family, doc) in &rules {
        let variant = camel_case(family);
        let rule = format!("&crate::rules::{family}::{name}::RULE");
        let off = reason_to_be_off(doc);
        writeln!(table, "    Entry {{ rule: {rule}, family: Family::{variant}, off: {off:?}, doc: {doc:?} }},")
            .expect("a string grows");
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("rules.rs"), table).expect("the build folder is writable");
}

const DECLARATION: &str = "pub(crate) const RULE: Rule";

/// The data of languages.
const LANGUAGES: &str = "../language/data";

/// Replaces `{languages of FILE}` and `{languages of FILE with LINE}` in a doc comment by the names of the languages whose
/// data has that file, or that line in it: a new language is named without a change of the rule.
fn with_languages(doc: &str) -> String {
    let (mut text, mut rest) = (String::new(), doc);
    while let Some((before, placeholder)) = rest.split_once("{languages of ") {
        let (what, after) = placeholder.split_once('}').expect("a placeholder is closed");
        let (file, line) = what.split_once(" with ").unwrap_or((what, ""));
        text += before;
        text += &languages_with(file, line.trim_matches('`'));
        rest = after;
    }
    text + rest
}

/// Names of the languages that have a file with a line, or with any if `line` is empty: "Arabic, Catalan and Czech".
fn languages_with(file: &str, line: &str) -> String {
    let mut names = Vec::new();
    for language in names_in(LANGUAGES) {
        let path = format!("{LANGUAGES}/{language}/{file}");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        println!("cargo::rerun-if-changed={path}");
        if line.is_empty() || text.lines().any(|it| it == line) {
            names.push(language_name(&text).unwrap_or_else(|| panic!("{path}: line 1 is not `# … in LANGUAGE; …`")));
        }
    }
    names.sort();
    let last = names.pop().unwrap_or_else(|| panic!("no language has {file}"));
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

/// The name of a language in the first line of a file of its data: `# Negation in Catalan; …`.
fn language_name(text: &str) -> Option<String> {
    let (head, _) = text.lines().next()?.strip_prefix("# ")?.split_once([',', ';'])?;
    let name = head.rsplit(' ').next().filter(|name| name.starts_with(char::is_uppercase))?;
    (head.contains(" in ") || head.contains(" of ")).then(|| name.to_owned())
}

/// Why a rule is off by default, the first paragraph of the section that says so; `None` for a rule that is on.
fn reason_to_be_off(doc: &str) -> Option<String> {
    let (_, section) = doc.split_once("## Off by default\n")?;
    let lines = section.lines().take_while(|line| !line.is_empty());
    Some(lines.collect::<Vec<_>>().join(" "))
}

/// The files and folders in a folder, save `mod.rs`.
fn names_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name != "mod.rs").collect()
}

/// `front_matter` is the variant `FrontMatter`.
fn camel_case(folder: &str) -> String {
    let capitalized = |word: &str| word[..1].to_uppercase() + &word[1..];
    folder.split('_').map(capitalized).collect()
}

/// The `///` lines right above the declaration of the rule.
fn doc_comment(text: &str) -> Option<String> {
    let before = &text[..text.find(DECLARATION)?];
    let mut lines: Vec<&str> = before.lines().rev().take_while(|line| line.starts_with("///")).collect();
    lines.reverse();
    let doc: Vec<&str> = lines.iter().map(|line| line[3..].strip_prefix(' ').unwrap_or(&line[3..])).collect();
    (!doc.is_empty()).then(|| doc.join("\n"))
}
