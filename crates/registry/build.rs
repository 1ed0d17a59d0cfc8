//! Writes the registries as JSON, which is read twenty times as fast as YAML: every run of the program reads them first.
//!
//! Whether the data is valid is for the tests to say; here it only has to be YAML.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use granit_parser::{Event, Parser, ScalarStyle};

const FILES: [&str; 6] = ["tools", "brands", "organisations", "hosts", "claims", "keys"];

fn main() {
    let data = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("data");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for name in FILES {
        let path = data.join(name).with_extension("yaml");
        println!("cargo::rerun-if-changed={}", path.display());
        let json = json(&path, &fs::read_to_string(&path).expect("the registry is there"));
        fs::write(out.join(name).with_extension("json"), json).expect("the build folder is writable");
    }
    fs::write(out.join("labels.rs"), labels(&data.join("labels"))).expect("the build folder is writable");
}

/// A table of the label packs: folder, header as JSON, and the locale files, embedded as they are.
fn labels(folder: &Path) -> String {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("static BUILT_IN: &[BuiltIn] = &[\n");
    for pack in sorted_names(folder) {
        let path = folder.join(&pack);
        let header = path.join("pack.yaml");
        let Ok(yaml) = fs::read_to_string(&header) else { continue };
        println!("cargo::rerun-if-changed={}", path.display());
        let header = json(&header, &yaml);
        let files = sorted_names(&path).into_iter().filter(|name| name.ends_with(".txt.gz") || name.ends_with(".tsv"));
        let files = files.fold(String::new(), |files, name| {
            let path = path.join(&name).display().to_string();
            files + &format!("({name:?}, include_bytes!({path:?})), ")
        });
        writeln!(table, "    ({pack:?}, {header:?}, &[{files}]),").expect("a string grows");
    }
    table + "];\n"
}

fn sorted_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// A collection that is open.
enum Open {
    Sequence,
    /// Whether the next node is a key.
    Mapping {
        at_key: bool,
    },
}

/// A YAML file as JSON. Scalars are strings, save a plain `true` or `false`.
fn json(path: &Path, yaml: &str) -> String {
    let (mut json, mut open) = (String::with_capacity(yaml.len()), Vec::new());
    for event in Parser::new_from_str(yaml) {
        let (event, _) = event.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) if matches!(&*text, "true" | "false") => {
                begin(&mut json, &mut open);
                json.push_str(&text);
            }
            Event::Scalar(text, ..) => {
                begin(&mut json, &mut open);
                write!(json, "{}", serde_json::Value::from(&*text)).expect("a string grows");
            }
            Event::SequenceStart(..) => {
                begin(&mut json, &mut open);
                json.push('[');
                open.push(Open::Sequence);
            }
            Event::MappingStart(..) => {
                begin(&mut json, &mut open);
                json.push('{');
                open.push(Open::Mapping { at_key: true });
            }
            Event::SequenceEnd => {
                open.pop();
                json.push(']');
            }
            Event::MappingEnd => {
                open.pop();
                json.push('}');
            }
            Event::Alias(..) => panic!("{}: the registries have no aliases", path.display()),
            _ => {}
        }
    }
    json
}

/// Writes what stands before the next node.
fn begin(json: &mut String, open: &mut [Open]) {
    match open.last_mut() {
        Some(Open::Mapping { at_key: at_key @ false }) => {
            json.push(':');
            *at_key = true;
        }
        innermost => {
            if !json.ends_with(['[', '{']) && !json.is_empty() {
                json.push(',');
            }
            if let Some(Open::Mapping { at_key }) = innermost {
                *at_key = false;
            }
        }
    }
}
