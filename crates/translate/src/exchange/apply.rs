//! Between catalogs and the files of other tools: what is exported, and how returned translations are applied.

use firstaid_content::Locale;

use super::tmx;
use super::xliff::{self, Translation};
use crate::catalogs::memo::{Memo, State, set_fuzzy};
use crate::catalogs::po::{Catalog, Entry};

/// The XLIFF state of an entry. A draft that no person has approved counts as initial.
pub fn exchange_state(entry: &Entry) -> xliff::State {
    match Memo::of(entry).state {
        State::Reviewed(_) if !entry.is_fuzzy() => xliff::State::Reviewed,
        _ => xliff::State::of(entry),
    }
}

/// Puts returned translations into the catalog of their page. Returns the number of changes.
///
/// A translation that an agency reviewed counts as translated, not as reviewed: nobody of the guide has reviewed it.
pub fn apply_translations(catalog: &mut Catalog, translations: &[Translation]) -> usize {
    let mut changed = 0;
    for translation in translations {
        let is_it =
            |entry: &&mut Entry| !entry.obsolete && entry.id == translation.id && entry.context == translation.context;
        let Some(entry) = catalog.entries.iter_mut().find(is_it) else { continue };
        let is_done = translation.state > xliff::State::Initial;
        let is_same = entry.strings.get(translation.form).is_some_and(|text| *text == translation.text);
        if is_same && (!entry.is_fuzzy() || !is_done) {
            continue;
        }
        changed += 1;
        entry.strings.resize(entry.strings.len().max(translation.form + 1), String::new());
        entry.strings[translation.form].clone_from(&translation.text);
        if is_done {
            let mut memo = Memo::of(entry);
            memo.state = State::Translated;
            memo.change = None;
            entry.previous = None;
            entry.extracted = memo.lines();
        }
        set_fuzzy(entry, !is_done);
    }
    changed
}

/// The translations of a catalog for a translation memory: all that are not fuzzy.
pub fn memory_units(page: &str, locale: &Locale, catalog: &Catalog) -> Vec<tmx::Unit> {
    let is_good = |entry: &&Entry| entry.is_translated() && !entry.is_fuzzy();
    let unit = |entry: &Entry| tmx::Unit {
        source: entry.id.clone(),
        target: entry.string().to_owned(),
        locale: locale.clone(),
        origin: Some(page.to_owned()),
        date: None,
    };
    catalog.entries.iter().filter(is_good).map(unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::parse;

    #[test]
    fn finished_translations_are_current_and_others_fuzzy() {
        let text = "msgid \"a\"\nmsgstr \"\"\n\n#, fuzzy\n#| msgid \"old\"\nmsgid \"b\"\nmsgstr \"x\"\n";
        let mut catalog = parse("x.po", text).unwrap();
        let back = |id: &str, text: &str, state| Translation {
            page: "P".to_owned(),
            context: None,
            id: id.to_owned(),
            form: 0,
            text: text.to_owned(),
            state,
        };
        let all = [
            back("a", "A", xliff::State::Initial),
            back("b", "B", xliff::State::Final),
            back("c", "C", xliff::State::Final),
        ];
        assert_eq!(apply_translations(&mut catalog, &all), 2);
        let shown: Vec<_> =
            catalog.entries.iter().map(|it| (it.string(), it.is_fuzzy(), it.previous.is_some())).collect();
        assert_eq!(shown, [("A", true, false), ("B", false, false)]);
        assert_eq!(apply_translations(&mut catalog, &all), 0);
        let locale = Locale::new("es").unwrap();
        assert_eq!(memory_units("P", &locale, &catalog).len(), 1);
    }
}
