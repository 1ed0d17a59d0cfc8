//! Between catalogs and the files of other tools: what is exported, and how returned translations are applied.

use std::collections::HashMap;

use firstaid_content::Locale;

use super::language::is_same_language;
use super::placeholder::placeholders;
use super::tmx;
use super::xliff::{self, Translation};
use crate::catalogs::memo::{Memo, State, set_fuzzy};
use crate::catalogs::po::{Catalog, Entry};
use crate::hash::hash;

/// The XLIFF state of an entry. A draft that no person has approved counts as initial.
pub fn exchange_state(entry: &Entry) -> xliff::State {
    match Memo::of(entry).state {
        State::Reviewed(_) if !entry.is_fuzzy() => xliff::State::Reviewed,
        _ => xliff::State::of(entry),
    }
}

/// What became of returned translations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Applied {
    pub changed: usize,
    /// The translations that are in the catalog already, or that nobody touched since the export.
    pub same: usize,
    /// The translations that are not taken, because the catalog has newer or better work.
    pub clashes: Vec<Clash>,
}

/// A returned translation that is not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    pub returned: Translation,
    /// The translation in the catalog.
    pub current: String,
    pub reason: ClashReason,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClashReason {
    #[error("the catalog's translation changed since the export")]
    Newer,
    #[error("the file does not say which translation was exported, and the catalog has one")]
    UnknownBase,
    #[error("the returned translation is not finished (`initial`), that of the catalog is")]
    Unfinished,
}

/// Puts returned translations into the catalog of their page. `replaces` also replaces what changed since the export,
/// but never by a text that nobody touched.
///
/// A translation that an agency reviewed counts as translated, not as reviewed: nobody of the guide has reviewed it.
pub fn apply_translations(catalog: &mut Catalog, translations: &[Translation], replaces: bool) -> Applied {
    let mut applied = Applied::default();
    for translation in translations {
        let is_it =
            |entry: &&mut Entry| !entry.obsolete && entry.id == translation.id && entry.context == translation.context;
        let Some(entry) = catalog.entries.iter_mut().find(is_it) else { continue };
        let is_done = translation.state > xliff::State::Initial;
        let current = entry.strings.get(translation.form).map_or("", String::as_str);
        let is_same = if current == translation.text {
            !entry.is_fuzzy() || !is_done
        } else {
            // The catalog's text is newer work, and nobody worked on what was returned.
            !current.is_empty() && translation.exported == Some(hash(translation.text.as_bytes()))
        };
        if is_same {
            applied.same += 1;
            continue;
        }
        if let Some(reason) = clash(entry, current, translation).filter(|_| !replaces) {
            let (returned, current) = (translation.clone(), current.to_owned());
            applied.clashes.push(Clash { returned, current, reason });
            continue;
        }
        applied.changed += 1;
        put(entry, translation, is_done);
    }
    applied
}

/// Why a returned translation must not replace the current one. Drafts that no person approved may be replaced.
fn clash(entry: &Entry, current: &str, returned: &Translation) -> Option<ClashReason> {
    let is_draft = entry.is_fuzzy() && matches!(Memo::of(entry).state, State::MachineDraft(_));
    if current.is_empty() || current == returned.text || is_draft {
        return None;
    }
    match returned.exported {
        Some(exported) if exported != hash(current.as_bytes()) => Some(ClashReason::Newer),
        None if !entry.is_fuzzy() => Some(ClashReason::UnknownBase),
        _ if returned.state == xliff::State::Initial && !entry.is_fuzzy() => Some(ClashReason::Unfinished),
        _ => None,
    }
}

fn put(entry: &mut Entry, translation: &Translation, is_done: bool) {
    entry.strings.resize(entry.strings.len().max(translation.form + 1), String::new());
    entry.strings[translation.form].clone_from(&translation.text);
    if is_done {
        let mut memo = Memo::of(entry);
        memo.state = State::Translated;
        memo.change = None;
        entry.previous = None;
        memo.record(entry);
    }
    set_fuzzy(entry, !is_done);
}

/// Fills untranslated entries with the pairs of a memory whose source is their message. Each becomes fuzzy and names
/// the file: the pair may come from another place. Returns the number of entries.
pub fn apply_memory(catalog: &mut Catalog, locale: &Locale, file: &str, units: &[tmx::Unit]) -> usize {
    let mut by_source: HashMap<&str, &tmx::Unit> = HashMap::new();
    for unit in units.iter().filter(|unit| is_same_language(&unit.locale, locale)) {
        let best = by_source.entry(&unit.source).or_insert(unit);
        // Of several translations, the one of this region, then the newest.
        if (unit.locale == *locale, unit.date) > (best.locale == *locale, best.date) {
            *best = unit;
        }
    }
    let mut filled = 0;
    for entry in catalog.entries.iter_mut().filter(|entry| !entry.obsolete && !entry.is_translated()) {
        let Some(unit) = by_source.get(entry.id.as_str()) else { continue };
        if unit.target.is_empty() || placeholders(&unit.source) != placeholders(&unit.target) || entry.plural.is_some()
        {
            continue;
        }
        filled += 1;
        entry.strings = vec![unit.target.clone()];
        let mut memo = Memo::of(entry);
        memo.state = State::MachineDraft(format!("memory, 100 %, {file}"));
        memo.record(entry);
        set_fuzzy(entry, true);
    }
    filled
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
    use xliff::State::{Initial, Translated};

    fn back(id: &str, text: &str, state: xliff::State, exported: Option<&str>) -> Translation {
        Translation {
            page: "P".to_owned(),
            context: None,
            id: id.to_owned(),
            form: 0,
            text: text.to_owned(),
            state,
            exported: exported.map(|text| hash(text.as_bytes())),
            line: 1,
        }
    }

    #[test]
    fn finished_translations_are_current_and_others_fuzzy() {
        let text = "msgid \"a\"\nmsgstr \"\"\n\n#, fuzzy\n#| msgid \"old\"\nmsgid \"b\"\nmsgstr \"x\"\n";
        let mut catalog = parse("x.po", text).unwrap();
        let all = [
            back("a", "A", xliff::State::Initial, Some("")),
            back("b", "B", xliff::State::Final, Some("x")),
            back("c", "C", xliff::State::Final, None),
        ];
        let applied = apply_translations(&mut catalog, &all, false);
        assert_eq!((applied.changed, applied.same, applied.clashes), (2, 0, Vec::new()));
        let shown: Vec<_> =
            catalog.entries.iter().map(|it| (it.string(), it.is_fuzzy(), it.previous.is_some())).collect();
        assert_eq!(shown, [("A", true, false), ("B", false, false)]);
        assert_eq!(apply_translations(&mut catalog, &all, false).same, 2);
        let locale = Locale::new("es").unwrap();
        assert_eq!(memory_units("P", &locale, &catalog).len(), 1);
    }

    #[test]
    fn newer_work_in_the_catalog_stays() {
        let text =
            "msgid \"a\"\nmsgstr \"newer\"\n\n#. state: machine draft by m\n#, fuzzy\nmsgid \"b\"\nmsgstr \"draft\"\n";
        let reasons = |returned: Translation| {
            let mut catalog = parse("x.po", text).unwrap();
            let applied = apply_translations(&mut catalog, std::slice::from_ref(&returned), false);
            assert_eq!(applied.changed + applied.clashes.len(), 1);
            applied.clashes.first().map(|clash| clash.reason)
        };
        assert_eq!(reasons(back("a", "late", Translated, Some("older"))), Some(ClashReason::Newer));
        assert_eq!(reasons(back("a", "late", Translated, None)), Some(ClashReason::UnknownBase));
        assert_eq!(reasons(back("a", "half", Initial, Some("newer"))), Some(ClashReason::Unfinished));
        assert_eq!(reasons(back("a", "revised", Translated, Some("newer"))), None);
        assert_eq!(reasons(back("b", "by a person", Translated, Some("older"))), None);
        let mut catalog = parse("x.po", text).unwrap();
        assert_eq!(apply_translations(&mut catalog, &[back("a", "late", Translated, None)], true).changed, 1);
    }

    #[test]
    fn what_nobody_touched_since_the_export_changes_nothing() {
        let text = "msgid \"a\"\nmsgstr \"newer\"\n\n#, fuzzy\nmsgid \"b\"\nmsgstr \"x\"\n";
        let mut catalog = parse("x.po", text).unwrap();
        let all = [back("a", "older", Translated, Some("older")), back("b", "x", Translated, Some("x"))];
        for replaces in [false, true] {
            let applied = apply_translations(&mut catalog, &all, replaces);
            assert_eq!((applied.clashes, catalog.entries[0].string()), (Vec::new(), "newer"));
        }
        assert!(!catalog.entries[1].is_fuzzy(), "a draft that was approved as it is");
    }

    #[test]
    fn a_memory_fills_what_has_no_translation() {
        let unit = |source: &str, target: &str, tag: &str| tmx::Unit {
            source: source.to_owned(),
            target: target.to_owned(),
            locale: Locale::new(tag).unwrap(),
            origin: None,
            date: None,
        };
        let units = [
            unit("Feed the cat.", "Alimente o gato.", "pt-PT"),
            unit("Feed the cat.", "Dê comida ao gato.", "pt-BR"),
            unit("Feed the cat.", "Gib der Katze Futter.", "de"),
            unit("See [it]({1}).", "Veja isto.", "pt-BR"),
            unit("Done.", "Feito.", "pt-BR"),
        ];
        let text = "msgid \"Feed the cat.\"\nmsgstr \"\"\n\nmsgid \"See [it]({1}).\"\nmsgstr \"\"\n\nmsgid \"Done.\"\nmsgstr \"Pronto.\"\n";
        let mut catalog = parse("x.po", text).unwrap();
        assert_eq!(apply_memory(&mut catalog, &Locale::new("pt-BR").unwrap(), "m.tmx", &units), 1);
        let strings: Vec<_> = catalog.entries.iter().map(|entry| (entry.string(), entry.is_fuzzy())).collect();
        assert_eq!(strings, [("Dê comida ao gato.", true), ("", false), ("Pronto.", false)]);
    }
}
