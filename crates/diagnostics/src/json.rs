//! JSON that is safe to print.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use crate::commands::triggers;
use crate::visible::{is_harmless, picture};

/// A value as one line of JSON that can neither control a terminal nor command a CI runner.
///
/// JSON leaves C1 and bidirectional controls as they are. They can only be in strings, where a `\u` escape means the
/// same.
pub fn json_line(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value)?;
    Ok(match escaped(&json) {
        Cow::Borrowed(_) => json,
        Cow::Owned(escaped) => escaped,
    })
}

/// Appends to `out` what [`json_line`] returns.
pub(crate) fn append_json(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, value)?;
    let json = str::from_utf8(&out[start..]).map_err(io::Error::other)?;
    if let Cow::Owned(escaped) = escaped(json) {
        out.truncate(start);
        out.extend_from_slice(escaped.as_bytes());
    }
    Ok(())
}

fn escaped(json: &str) -> Cow<'_, str> {
    if is_harmless(json) {
        return Cow::Borrowed(json);
    }
    let triggers = triggers(json);
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
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_reads_back_from_harmless_json(text in any::<String>()) {
            let text = format!("{text}##[error]\u{202e}::error::\u{9b}");
            let json = json_line(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            prop_assert!(json.chars().all(|c| picture(c).is_none()) && triggers(&json).is_empty());
        }
    }
}
