use std::io;

use serde::Serialize;

use crate::commands::triggers;
use crate::visible::picture;

/// A value as one line of JSON that steers no terminal and commands no CI runner.
///
/// JSON leaves C1 and bidirectional controls as they are. Inside strings, the only place where they can stand, `\u`
/// escapes mean the same.
pub fn line(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value)?;
    let triggers = triggers(&json);
    if triggers.is_empty() && json.chars().all(|c| picture(c).is_none()) {
        return Ok(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for (at, c) in json.char_indices() {
        if picture(c).is_none() && triggers.binary_search(&at).is_err() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.extend([format!("\\u{unit:04x}")]);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_a_page_has_reads_back_from_harmless_json(text in any::<String>()) {
            let text = format!("{text}##[error]\u{202e}::error::\u{9b}");
            let json = line(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            prop_assert!(json.chars().all(|c| picture(c).is_none()) && triggers(&json).is_empty());
        }
    }
}
