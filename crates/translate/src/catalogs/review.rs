//! Records that a person has reviewed translations.

use super::memo::{Memo, State, set_fuzzy};
use super::po::{Catalog, Entry};

/// Marks all current translations, drafts included, as reviewed by `by`. Entries that are stale, fuzzy or untranslated
/// need work first and stay as they are. Returns the number of reviewed entries and of those that stay.
pub fn review(catalog: &mut Catalog, by: &str) -> (usize, usize) {
    let (mut reviewed, mut skipped) = (0, 0);
    for entry in catalog.entries.iter_mut().filter(|entry| !entry.obsolete) {
        if review_entry(entry, by) {
            reviewed += 1;
        } else {
            skipped += 1;
        }
    }
    (reviewed, skipped)
}

/// Marks a current translation or a draft as reviewed; whether it is one.
pub fn review_entry(entry: &mut Entry, by: &str) -> bool {
    let mut memo = Memo::of(entry);
    let is_draft = matches!(memo.state, State::MachineDraft(_));
    if !entry.is_translated() || memo.change.is_some() || entry.is_fuzzy() && !is_draft {
        return false;
    }
    memo.state = State::Reviewed(by.to_owned());
    memo.record(entry);
    set_fuzzy(entry, false);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::parse;

    #[test]
    fn drafts_become_reviewed_and_stale_ones_stay() {
        let text = "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n\
            #. in: x\n#. state: machine draft by m\n#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\n\
            #. in: x\n#. source changed: major, the wording changed\n#, fuzzy\n#| msgid \"old\"\nmsgid \"c\"\nmsgstr \"d\"\n\n\
            msgid \"e\"\nmsgstr \"\"\n";
        let mut catalog = parse("x.po", text).unwrap();
        assert_eq!(review(&mut catalog, "Ana"), (1, 2));
        assert_eq!(Memo::of(&catalog.entries[0]).state, State::Reviewed("Ana".to_owned()));
        assert!(!catalog.entries[0].is_fuzzy() && catalog.entries[1].is_fuzzy());
    }
}
