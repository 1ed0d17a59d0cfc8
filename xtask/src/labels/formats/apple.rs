//! Apple's `.strings` (text; UTF-8 or UTF-16) and string catalogs, `.xcstrings`.

use serde_json::Value;

use super::super::path;
use super::raw::Raw;

/// The strings of a `.strings` file: `"key" = "text";` each.
pub(crate) fn strings(bytes: &[u8]) -> Vec<Raw> {
    let text = decode(bytes);
    let mut strings = Vec::new();
    let mut rest = &*text;
    while let Some((key, after)) = literal(rest) {
        rest = after;
        let Some(value) = after.trim_start().strip_prefix('=').and_then(literal) else { continue };
        strings.push(Raw::new(key, value.0));
        rest = value.1;
    }
    strings
}

/// The next string in quotes, comments skipped, and the text behind it.
fn literal(mut text: &str) -> Option<(String, &str)> {
    loop {
        text = text.trim_start();
        if let Some(comment) = text.strip_prefix("/*") {
            text = comment.split_once("*/")?.1;
        } else if let Some(comment) = text.strip_prefix("//") {
            text = comment.split_once('\n')?.1;
        } else if text.starts_with('"') {
            break;
        } else {
            let mut chars = text.chars();
            chars.next()?;
            text = chars.as_str();
        }
    }
    let mut value = String::new();
    let mut chars = text[1..].chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some((value, chars.as_str())),
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            _ => value.push(c),
        }
    }
    None
}

fn decode(bytes: &[u8]) -> String {
    let units = |read: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The strings of a catalog, in all its locales. A key without a text in the source language is that text.
pub(crate) fn catalog(text: &str) -> Vec<Raw> {
    let Ok(catalog) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    let source = catalog["sourceLanguage"].as_str().and_then(path::tag).unwrap_or_else(|| "en".to_owned());
    let mut strings = Vec::new();
    for (key, entry) in catalog["strings"].as_object().into_iter().flatten() {
        let localizations = entry["localizations"].as_object();
        if !localizations.is_some_and(|all| all.keys().any(|it| path::tag(it).as_ref() == Some(&source))) {
            strings.push(Raw { locale: Some(source.clone()), ..Raw::new(key, key) });
        }
        for (locale, localization) in localizations.into_iter().flatten() {
            let Some(locale) = path::tag(locale) else { continue };
            let mut values = Vec::new();
            texts(localization, &mut values);
            strings.extend(values.into_iter().map(|text| Raw { locale: Some(locale.clone()), ..Raw::new(key, text) }));
        }
    }
    strings
}

/// The values of string units, in variations too. The parser bounds the depth.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        match inner {
            Value::String(text) if key == "value" => found.push(text),
            _ => texts(inner, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_in_both_encodings() {
        let text = "/* \"no\" = \"x\"; */\n\"lock\" = \"Say \\\"now\\\"\"; // y\n\"open\"=\"Öffnen\";\n";
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.as_bytes(), &utf16] {
            let found: Vec<_> = strings(bytes).into_iter().map(|raw| (raw.key, raw.text)).collect();
            assert_eq!(found, [("lock", "Say \"now\""), ("open", "Öffnen")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        }
    }

    #[test]
    fn a_catalog_has_several_locales() {
        let text = r#"{"sourceLanguage": "en", "strings": {"Lock": {"localizations": {
            "de": {"stringUnit": {"state": "translated", "value": "Sperren"}},
            "fr": {"variations": {"device": {"mac": {"stringUnit": {"value": "Verrouiller"}}}}}}}}}"#;
        let found: Vec<_> = catalog(text).into_iter().map(|raw| (raw.locale.unwrap(), raw.text)).collect();
        let expected = [("en", "Lock"), ("de", "Sperren"), ("fr", "Verrouiller")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
