//! String catalogs of apps: one file a format, each a function from bytes to keys and texts.

mod android;
mod apple;
mod fluent;
mod gettext;
mod json;
mod properties;
mod qt_binary;
mod qt_source;
mod raw;
mod xml;

use super::clean::{Mnemonic, shown};
use super::path;
use super::string::{AppString, StringFile};
use raw::Raw;

/// Whether a file may be one of strings, by its name.
pub(crate) fn is_string_file(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("ftl" | "properties" | "po" | "mo" | "qm" | "ts" | "strings" | "xcstrings") => true,
        Some("xml") => file == "strings.xml",
        Some("json") => path::locale(path).is_some() || file == "messages.json",
        _ => false,
    }
}

/// The strings of files, as readers see them.
pub(crate) fn strings(files: &[StringFile]) -> Vec<AppString> {
    let terms = fluent::Terms::of(files);
    files.iter().flat_map(|file| of_file(file, &terms)).collect()
}

fn of_file(file: &StringFile, terms: &fluent::Terms) -> Vec<AppString> {
    let (locale, name) = (path::locale(&file.path), path::name(&file.path));
    let ending = file.path.rsplit('.').next().unwrap_or_default();
    let text = || String::from_utf8_lossy(&file.bytes);
    let (mnemonic, raw) = match ending {
        "ftl" => (Mnemonic::None, fluent::strings(&text(), locale.as_deref().unwrap_or_default(), terms)),
        "properties" => (Mnemonic::None, properties::strings(&text())),
        "po" => (Mnemonic::LowLine, gettext::po(&text())),
        "mo" => (Mnemonic::LowLine, gettext::mo(&file.bytes)),
        "ts" => (Mnemonic::Ampersand, qt_source::strings(&text())),
        "qm" => (Mnemonic::Ampersand, qt_binary::strings(&file.bytes)),
        "xml" => (Mnemonic::None, android::strings(&text())),
        "strings" => (Mnemonic::None, apple::strings(&file.bytes)),
        "xcstrings" => (Mnemonic::None, apple::catalog(&text())),
        "json" => (Mnemonic::None, json::strings(&text())),
        _ => return Vec::new(),
    };
    let string = |locale: &str, key: &str, text: &str| AppString {
        locale: locale.to_owned(),
        file: name.clone(),
        key: key.to_owned(),
        text: shown(text, mnemonic),
    };
    let mut strings = Vec::new();
    for Raw { key, text, english, locale: own } in raw {
        let key = key.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(english) = english {
            strings.push(string("en", &key, &english));
        }
        if let Some(locale) = own.as_deref().or(locale.as_deref()).filter(|_| !text.is_empty()) {
            strings.push(string(locale, &key, &text));
        }
    }
    strings
}
