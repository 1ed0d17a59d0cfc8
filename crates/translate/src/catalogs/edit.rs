//! A translation that a person types for an entry.

use super::memo::{Memo, State, set_fuzzy};
use super::po::Entry;

/// Puts a person's translation of the present message into an entry. Unless the person is not sure, it is current; who
/// reviewed the former text has not reviewed this one.
pub fn edit(entry: &mut Entry, text: String, is_unsure: bool) {
    let mut memo = Memo::of(entry);
    let is_same = entry.string() == text;
    if !(is_same && matches!(memo.state, State::Reviewed(_)) && memo.change.is_none()) {
        memo.state = State::Translated;
    }
    (memo.change, memo.is_unsure) = (None, is_unsure);
    entry.previous = None;
    entry.strings = vec![text];
    set_fuzzy(entry, is_unsure);
    memo.record(entry);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::parse;

    fn edited(entry: &str, text: &str, is_unsure: bool) -> Entry {
        let text_of_file = format!("msgid \"\"\nmsgstr \"Language: es\\n\"\n\n{entry}");
        let mut entry = parse("x.po", &text_of_file).unwrap().entries.remove(0);
        edit(&mut entry, text.to_owned(), is_unsure);
        entry
    }

    #[test]
    fn an_edit_answers_a_changed_source_and_approves_a_draft() {
        let stale = "# firstaid: source changed: major, the wording changed\n#, fuzzy\n#| msgid \"old\"\nmsgid \"a\"\nmsgstr \"b\"\n";
        let entry = edited(stale, "c", false);
        let memo = Memo::of(&entry);
        assert_eq!((entry.string(), entry.is_fuzzy(), &entry.previous, memo.change), ("c", false, &None, None));
        let draft = "# firstaid: machine draft by m\n#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n";
        let entry = edited(draft, "b", false);
        assert_eq!((entry.is_fuzzy(), Memo::of(&entry).state), (false, State::Translated));
        let entry = edited(draft, "c", true);
        let memo = Memo::of(&entry);
        assert_eq!((entry.is_fuzzy(), memo.state, memo.is_unsure), (true, State::Translated, true));
    }

    #[test]
    fn a_review_is_of_one_text() {
        let reviewed = "# firstaid: reviewed by Ana\nmsgid \"a\"\nmsgstr \"b\"\n";
        assert_eq!(Memo::of(&edited(reviewed, "b", false)).state, State::Reviewed("Ana".to_owned()));
        assert_eq!(Memo::of(&edited(reviewed, "c", false)).state, State::Translated);
    }
}
