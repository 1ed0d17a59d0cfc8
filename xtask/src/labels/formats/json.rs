//! JSON: objects of strings, nested or not; an object with a `message` is a string of an extension of a browser.

use serde_json::Value;

use super::raw::Raw;

pub(crate) fn strings(text: &str) -> Vec<Raw> {
    let mut strings = Vec::new();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        gather("", &value, &mut strings);
    }
    strings
}

/// The parser bounds the depth.
fn gather(key: &str, value: &Value, strings: &mut Vec<Raw>) {
    match value {
        Value::String(text) => strings.push(Raw::new(key, text)),
        Value::Object(inner) => {
            if let Some(Value::String(text)) = inner.get("message") {
                return strings.push(Raw::new(key, text));
            }
            for (name, value) in inner {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                gather(&key, value, strings);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_joined() {
        let text = r#"{"menu": {"lock": "Lock"}, "open": {"message": "Open $x$", "description": "no"}, "n": 3}"#;
        let found: Vec<_> = strings(text).into_iter().map(|raw| (raw.key, raw.text)).collect();
        assert_eq!(found, [("menu.lock", "Lock"), ("open", "Open $x$")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
