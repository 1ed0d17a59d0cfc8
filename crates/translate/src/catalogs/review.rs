//! A person's word that translations are right.

use super::memo::{Memo, State, set_fuzzy};
use super::po::Catalog;

/// Marks what is translated and current as reviewed. Returns how many entries that are, and how many are stale, unsure
/// or missing: those need more than a look, and stay.
pub fn review(catalog: &mut Catalog, by: &str) -> (usize, usize) {
    let (mut reviewed, mut left) = (0, 0);
    for entry in catalog.entries.iter_mut().filter(|entry| !entry.obsolete) {
        let mut memo = Memo::of(entry);
        let is_draft = matches!(memo.state, State::MachineDraft(_));
        if !entry.is_translated() || memo.change.is_some() || entry.is_fuzzy() && !is_draft {
            left += 1;
            continue;
        }
        reviewed += 1;
        memo.state = State::Reviewed(by.to_owned());
        entry.extracted = memo.lines();
        set_fuzzy(entry, false);
    }
    (reviewed, left)
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
