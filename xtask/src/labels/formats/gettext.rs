//! GNU gettext: `.po` and `.mo`. The key is the context and the text in the source code, which is English.

use super::raw::Raw;

/// Stands between context and text in `.mo` files.
const CONTEXT_END: char = '\u{4}';

/// The strings of a `.mo` file, of either byte order.
/// See <https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html>.
pub(crate) fn mo(bytes: &[u8]) -> Vec<Raw> {
    let read = |at: usize, is_big: bool| -> Option<usize> {
        let word = *bytes.get(at..)?.first_chunk()?;
        usize::try_from(if is_big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }).ok()
    };
    let is_big = match read(0, false) {
        Some(0x9504_12de) => false,
        Some(0xde12_0495) => true,
        _ => return Vec::new(),
    };
    let (Some(count), Some(originals), Some(translations)) = (read(8, is_big), read(12, is_big), read(16, is_big))
    else {
        return Vec::new();
    };
    let text = |table: usize, n: usize| -> Option<String> {
        let (len, at) = (read(table + 8 * n, is_big)?, read(table + 8 * n + 4, is_big)?);
        Some(String::from_utf8_lossy(bytes.get(at..at.checked_add(len)?)?).into_owned())
    };
    // A count that the file has no room for ends at its first missing entry.
    let entries = (0..count).map_while(|n| Some((text(originals, n)?, text(translations, n)?)));
    entries.flat_map(|(original, translation)| raws(&original, translation.split('\0'))).collect()
}

/// The strings of a `.po` file that are translated and not fuzzy.
pub(crate) fn po(text: &str) -> Vec<Raw> {
    let Ok(catalog) = firstaid_translate::po::parse("strings.po", text) else { return Vec::new() };
    let entries = catalog.entries.into_iter().filter(|entry| !entry.obsolete && !entry.is_fuzzy());
    let of_entry = |entry: firstaid_translate::po::Entry| {
        let context = entry.context.map(|context| format!("{context}{CONTEXT_END}")).unwrap_or_default();
        let plural = entry.plural.map(|plural| format!("\0{plural}")).unwrap_or_default();
        raws(&format!("{context}{}{plural}", entry.id), entry.strings.iter().map(String::as_str))
    };
    entries.flat_map(of_entry).collect()
}

/// A string for each form: the first with the singular's English, the others with the plural's.
fn raws<'a>(original: &str, forms: impl Iterator<Item = &'a str>) -> Vec<Raw> {
    let english = original.rsplit(CONTEXT_END).next().unwrap_or_default();
    let (one, many) = english.split_once('\0').unwrap_or((english, english));
    if one.is_empty() {
        return Vec::new();
    }
    let key = |english: &str| match original.split_once(CONTEXT_END) {
        Some((context, _)) => format!("{context}|{english}"),
        None => english.to_owned(),
    };
    let raw = |(n, form): (usize, &str)| {
        let english = if n == 0 { one } else { many };
        Raw { english: Some(english.to_owned()), ..Raw::new(key(english), form) }
    };
    forms.enumerate().map(raw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_and_texts(raws: Vec<Raw>) -> Vec<(String, Option<String>, String)> {
        raws.into_iter().map(|raw| (raw.key, raw.english, raw.text)).collect()
    }

    #[test]
    fn a_po_file_has_both_languages() {
        let text = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgctxt \"menu\"\nmsgid \"_Lock\"\n\
                    msgstr \"_Sperren\"\n\n#, fuzzy\nmsgid \"Old\"\nmsgstr \"Alt\"\n";
        let expected = [("menu|_Lock".to_owned(), Some("_Lock".to_owned()), "_Sperren".to_owned())];
        assert_eq!(keys_and_texts(po(text)), expected);
    }

    #[test]
    fn a_mo_file_is_read_by_its_tables() {
        let (original, translation) = ("menu\u{4}_Lock", "_Sperren");
        let mut file = Vec::new();
        let words = [0x9504_12de, 0, 1, 28, 36, 0, 0, original.len() as u32, 44, translation.len() as u32, 58];
        file.extend(words.iter().flat_map(|word: &u32| word.to_le_bytes()));
        file.extend(original.as_bytes());
        file.resize(58, 0);
        file.extend(translation.as_bytes());
        let expected = [("menu|_Lock".to_owned(), Some("_Lock".to_owned()), "_Sperren".to_owned())];
        assert_eq!(keys_and_texts(mo(&file)), expected);
        // Cut anywhere, it has what is left.
        (0..file.len()).for_each(|len| assert!(mo(&file[..len]).len() <= 1));
    }
}
