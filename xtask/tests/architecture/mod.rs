//! No two files of a crate import each other, directly or through a longer circle.
//!
//! What the file of a module (`lib.rs`, `x/mod.rs`, `x.rs` beside `x/`) declares, re-exports or uses of the module's
//! own parts is no import: parts may share what that file defines. An import of a re-exported name is one of the file
//! that defines the name. Code for tests does not count.

mod circles;
mod imports;
mod source;
mod tokens;

use std::path::{Path, PathBuf};

use imports::{Crate, Import};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in the repository")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// The folders of all crates of this repository.
fn crates() -> Vec<PathBuf> {
    let mut folders = entries(&repository().join("crates"));
    folders.push(repository().join("xtask"));
    folders.retain(|folder| folder.join("src").is_dir());
    folders.sort();
    folders
}

fn shown(krate: &Crate, import: &Import) -> String {
    let [from, to] = [import.from, import.to].map(|file| krate.files[file].path.display());
    format!("  {from}:{} imports {} of {to}\n", import.line, import.name)
}

#[test]
fn no_files_import_each_other() {
    let mut found = String::new();
    for folder in crates() {
        let krate = Crate::read(&folder);
        let imports = krate.imports();
        for circle in circles::of(krate.files.len(), &imports) {
            found.extend(["a circle in ", &folder.display().to_string(), ":\n"]);
            let inside = imports.iter().filter(|it| circle.contains(&it.from) && circle.contains(&it.to));
            found.extend(inside.map(|import| shown(&krate, import)));
        }
    }
    assert!(found.is_empty(), "files that import each other:\n{found}");
}

#[test]
fn no_rule_imports_another_rule() {
    let lint = crates().into_iter().find(|folder| folder.ends_with("lint")).expect("the crate of the rules");
    let krate = Crate::read(&lint);
    let is_rule = |file: usize| krate.files[file].path.starts_with("rules") && krate.files[file].defines("RULE");
    assert!((0..krate.files.len()).filter(|&file| is_rule(file)).count() > 50, "the rules were not found");
    let between_rules = krate.imports().into_iter().filter(|it| is_rule(it.from) && is_rule(it.to));
    let found: String = between_rules.map(|import| shown(&krate, &import)).collect();
    assert!(found.is_empty(), "rules that import a rule; what they share belongs into a file of its own:\n{found}");
}

/// Cargo is told not to look for test programs itself, so a file that `main.rs` does not declare would never run.
#[test]
fn every_test_file_is_a_module_of_its_program() {
    let mut folders: Vec<PathBuf> = crates().iter().map(|folder| folder.join("tests")).collect();
    folders.push(repository().join("tests"));
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let main = std::fs::read_to_string(folder.join("main.rs")).expect("a test program");
        for path in entries(folder).iter().filter(|path| path.extension().is_some_and(|it| it == "rs")) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            assert!(name == "main" || main.contains(&format!("mod {name};")), "{} is not compiled", path.display());
        }
    }
}

/// The imports between made-up files, as `from to`.
fn imports_of(files: &[(&str, &str)]) -> Vec<String> {
    let krate = Crate::of(files.iter().map(|&(path, text)| source::File::parse(Path::new(path), text)).collect());
    let name = |file: usize| krate.files[file].path.display().to_string();
    krate.imports().iter().map(|it| format!("{} {}", name(it.from), name(it.to))).collect()
}

#[test]
fn imports_are_found_in_every_form() {
    for text in [
        "use crate::b::B;",
        "use crate::{b::{self, B}, c::C};",
        "use super::b::B as X;",
        "use crate::*; use crate::b::B;",
        "fn a() { crate::b::b(); }",
        "use crate::b; fn a(x: b::B) {}",
        "use crate::B;",
        "use super::*; fn a() -> B { B }",
        "mod inner { fn a() { super::super::b::b() } }",
    ] {
        let lib = "mod a; mod b; mod c; pub use b::B;";
        let text = &format!("struct A; {text}");
        let files = [("lib.rs", lib), ("a.rs", text), ("b.rs", "pub struct B; pub fn b() {}"), ("c.rs", "struct C;")];
        let found = imports_of(&files);
        assert!(found.contains(&"a.rs b.rs".to_owned()), "{text}: {found:?}");
        assert!(found.iter().all(|it| it == "a.rs b.rs" || it == "a.rs c.rs"), "{text}: {found:?}");
    }
}

#[test]
fn comments_texts_tests_and_other_crates_are_no_imports() {
    for text in [
        "// use crate::b::B;",
        "/* use crate::b::B; /* */ use crate::b::B; */",
        "const A: &str = \"use crate::b::B; \\\" crate::b::b()\";",
        "const A: &str = r#\"\" crate::b::b()\"#;",
        "const A: [char; 2] = ['\"', '\\'']; // crate::b::b()",
        "#[cfg(test)] mod tests { use crate::b::B; }",
        "#[cfg(test)] use crate::b::B;",
        "use other::b::B; fn a(x: std::b::B) {}",
        "fn a<'a>(x: &'a str) -> &'a str { x }",
    ] {
        let lib = "mod a; mod b; pub use b::B;";
        let text = &format!("struct A; {text}");
        let found = imports_of(&[("lib.rs", lib), ("a.rs", text), ("b.rs", "pub struct B; pub fn b() {}")]);
        assert_eq!(found, [""; 0], "{text}");
    }
}

#[test]
fn parts_import_what_the_file_of_their_module_defines_and_it_may_use_them() {
    let parent = "mod part; pub use part::Part; pub fn shared() -> Part { part::new() }";
    let part = "use super::shared; pub struct Part; pub fn new() -> Part { Part }";
    let files = [("lib.rs", "mod a;"), ("a/mod.rs", parent), ("a/part.rs", part)];
    assert_eq!(imports_of(&files), ["a/part.rs a/mod.rs"]);
}

#[test]
fn circles_of_any_length_are_found_once() {
    let lib = ("lib.rs", "mod a; mod b; mod c; mod d;");
    let files = [
        lib,
        ("a.rs", "use crate::b::B; struct A;"),
        ("b.rs", "use crate::c::C; struct B;"),
        ("c.rs", "use crate::a::A; struct C;"),
        ("d.rs", "use crate::a::A;"),
    ];
    let krate = Crate::of(files.iter().map(|&(path, text)| source::File::parse(Path::new(path), text)).collect());
    let circles = circles::of(krate.files.len(), &krate.imports());
    assert_eq!(circles.len(), 1);
    assert_eq!(circles[0].len(), 3, "all but lib.rs and d.rs");
}
