//! Fills untranslated entries: from a translation memory, a machine, or a pseudo-language.

use super::pseudo::{Pseudo, pseudo};
use crate::catalogs::memo::{Memo, State, set_fuzzy};
use crate::catalogs::po::{Catalog, Entry};
use crate::glossary::Glossary;
use crate::machine::{Drafted, Machine, Plan, Unfilled, Wanted, plan};
use crate::memory::{Context, Memory, Trust, Unit};

/// A memory of all translations in the catalogs of a locale; each catalog comes with the name of its page.
pub fn memory_of<'c>(catalogs: impl IntoIterator<Item = (&'c str, &'c Catalog)>) -> Memory {
    let mut memory = Memory::default();
    for (page, catalog) in catalogs {
        let contexts = contexts(&catalog.entries);
        for (entry, context) in catalog.entries.iter().zip(contexts) {
            if !entry.is_translated() {
                continue;
            }
            // A stale translation translates the previous message.
            let source = entry.previous.as_ref().filter(|_| entry.is_fuzzy()).map_or(&entry.id, |it| &it.id);
            memory.add(Unit {
                source: source.clone(),
                translation: entry.string().to_owned(),
                origin: page.into(),
                context,
                trust: trust(entry),
            });
        }
    }
    memory
}

fn trust(entry: &Entry) -> Trust {
    match Memo::of(entry).state {
        _ if entry.obsolete => Trust::Obsolete,
        State::Reviewed(_) if !entry.is_fuzzy() => Trust::Reviewed,
        State::Translated if !entry.is_fuzzy() => Trust::Translated,
        _ => Trust::Unsure,
    }
}

/// The context of each entry: its heading and its neighbours.
fn contexts(entries: &[Entry]) -> Vec<Context> {
    let id = |n: Option<usize>| n.and_then(|n| entries.get(n)).map_or("", |entry| &*entry.id);
    let context = |n: usize| Context::new(&Memo::of(&entries[n]).place, id(n.checked_sub(1)), id(Some(n + 1)));
    (0..entries.len()).map(context).collect()
}

/// Plans drafts for the untranslated entries of catalogs that are merged with their sources. Memory matches need a
/// score of at least `min_score` percent.
pub fn plan_drafts<'a>(
    catalogs: impl IntoIterator<Item = &'a Catalog>,
    memory: &Memory,
    min_score: u8,
    machine: Option<&'a dyn Machine>,
    glossary: &'a Glossary,
) -> Plan<'a> {
    let mut wanted = Vec::new();
    for catalog in catalogs {
        let contexts = contexts(&catalog.entries);
        let with_context = catalog.entries.iter().zip(contexts).filter(|(entry, _)| is_wanted(entry));
        wanted.extend(with_context.map(|(entry, context)| Wanted { message: &entry.id, context }));
    }
    plan(&wanted, memory, min_score, machine, glossary)
}

fn is_wanted(entry: &Entry) -> bool {
    !entry.obsolete && !entry.is_translated()
}

/// Numbers of the drafts that were filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    pub from_memory: usize,
    pub by_machine: usize,
    /// Messages without text to translate.
    pub copied: usize,
    /// The messages without a draft, each with the reason.
    pub empty: Vec<(String, Unfilled)>,
}

/// Puts drafts into the untranslated entries, in the order in which they were planned. Each becomes fuzzy and records
/// the origin of its draft.
pub fn fill_in<'a>(catalogs: impl IntoIterator<Item = &'a mut Catalog>, drafts: Vec<Drafted>) -> Filled {
    let mut filled = Filled::default();
    let entries = catalogs.into_iter().flat_map(|catalog| &mut catalog.entries).filter(|entry| is_wanted(entry));
    for (entry, drafted) in entries.zip(drafts) {
        match drafted {
            Drafted::Memory { text, origin, score, .. } => {
                filled.from_memory += 1;
                put(entry, text, format!("memory, {score} %, {origin}"));
            }
            Drafted::Machine { text, machine } => {
                filled.by_machine += 1;
                put(entry, text, machine.into());
            }
            Drafted::Copied { text } => {
                filled.copied += 1;
                put(entry, text, "copy of the source".to_owned());
            }
            Drafted::Empty(reason) => filled.empty.push((entry.id.clone(), reason)),
        }
    }
    filled
}

/// Fills every entry in use with a pseudo-language. Returns their number.
pub fn fill_pseudo(catalog: &mut Catalog, kind: Pseudo) -> usize {
    let in_use = catalog.entries.iter_mut().filter(|entry| !entry.obsolete);
    in_use.map(|entry| put(entry, pseudo(&entry.id, kind), "pseudo-locale".to_owned())).count()
}

fn put(entry: &mut Entry, text: String, machine: String) {
    let mut memo = Memo::of(entry);
    memo.state = State::MachineDraft(machine);
    memo.change = None;
    entry.previous = None;
    entry.strings = vec![text];
    memo.record(entry);
    set_fuzzy(entry, true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::parse;

    #[test]
    fn a_draft_from_another_page_names_its_origin() {
        let known = parse("a.po", "msgid \"Open the door\"\nmsgstr \"Abre la puerta\"\n").unwrap();
        let text = "msgid \"Open the door\"\nmsgstr \"\"\n\nmsgid \"Quite another text\"\nmsgstr \"\"\n\nmsgid \"c\"\nmsgstr \"d\"\n";
        let mut catalog = parse("b.po", text).unwrap();
        let memory = memory_of([("A", &known)]);
        let glossary = Glossary::new(&[], "es");
        let drafts = plan_drafts([&catalog.clone()], &memory, 75, None, &glossary).complete("en");
        let filled = fill_in([&mut catalog], drafts);
        assert_eq!((filled.from_memory, filled.empty.len()), (1, 1));
        let first = &catalog.entries[0];
        assert_eq!((first.string(), first.is_fuzzy()), ("Abre la puerta", true));
        assert_eq!(Memo::of(first).state, State::MachineDraft("memory, 100 %, A".to_owned()));
        assert_eq!(catalog.entries[2].string(), "d");
    }
}
