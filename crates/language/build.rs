//! Lists the folders of `data/`, one a language, and embeds their files: adding a language is adding a folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=data");
    let data = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("data");
    let mut table =
        String::from("/// Every folder of `data/`, in order of its name.\nstatic FOLDERS: &[Folder] = &[\n");
    for language in sorted_names(&data) {
        let folder = data.join(&language);
        if !folder.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", folder.display());
        let files = sorted_names(&folder);
        let entries = |extension: &str, include: &str| {
            let embedded = files.iter().filter(|file| file.ends_with(extension) && is_data(file));
            embedded.fold(String::new(), |entries, file| {
                let path = format!("/data/{language}/{file}");
                entries + &format!("({file:?}, {include}!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))), ")
            })
        };
        let (texts, packed) = (entries(".txt", "include_str"), entries(".gz", "include_bytes"));
        writeln!(table, "    Folder {{ language: {language:?}, texts: &[{texts}], packed: &[{packed}] }},")
            .expect("a string grows");
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("folders.rs"), table).expect("the build folder is writable");
}

/// Licences, whose names begin with a capital, and cases for the tests stand beside the data and are not embedded.
fn is_data(file: &str) -> bool {
    !file.starts_with(char::is_uppercase) && file != "cases.txt"
}

fn sorted_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}
