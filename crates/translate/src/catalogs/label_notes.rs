//! What apps show for the labels in a message, noted for its translator.

use std::collections::HashMap;

use super::memo::Memo;
use super::po::Entry;

/// A line for each label of an app in a message, by the message.
pub type LabelNotes = HashMap<String, Vec<String>>;

/// Writes the notes of a catalog that is written anyway: notes alone are no reason to write one.
pub(crate) fn note_labels(entries: &mut [Entry], notes: &LabelNotes) {
    for entry in entries {
        let wanted = notes.get(&entry.id).filter(|_| !entry.obsolete).map_or(&[][..], Vec::as_slice);
        let mut memo = Memo::of(entry);
        if memo.labels != wanted {
            memo.labels = wanted.to_vec();
            memo.record(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::parse;

    #[test]
    fn notes_follow_the_message_and_change_nothing_else() {
        let text = "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n# ask Lou\n# firstaid: machine draft by m\n#, fuzzy\nmsgid \"a\"\n\
                    msgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"\"\n";
        let mut catalog = parse("x.po", text).unwrap();
        let before = catalog.to_string();
        let notes = LabelNotes::from([("a".to_owned(), vec!["A → B (Otter)".to_owned()])]);
        note_labels(&mut catalog.entries, &notes);
        let expected = before.replace("# firstaid: machine", "# firstaid: label: A → B (Otter)\n# firstaid: machine");
        assert_eq!(catalog.to_string(), expected);
        note_labels(&mut catalog.entries, &notes);
        assert_eq!(catalog.to_string(), expected);
        note_labels(&mut catalog.entries, &LabelNotes::new());
        assert_eq!(catalog.to_string(), before);
    }
}
