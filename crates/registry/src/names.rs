//! The names of all entries, in one list for the matchers.

use crate::{Brand, Confidence, Organisation, Registry, Spelling, Tool};

/// Reference to an entry with a name: the index in its list of [`Registry`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EntryRef {
    Tool(u32),
    Brand(u32),
    Organisation(u32),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormKind {
    /// The canonical name or an alias.
    Right,
    /// Left alone, but no fix writes it.
    Accepted,
    /// A known wrong spelling.
    Wrong,
    /// A former name of an organisation, by its index in `former`.
    Former(u32),
}

/// A spelling of a name, right or wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Form<'a> {
    pub text: &'a str,
    pub entry: EntryRef,
    pub kind: FormKind,
    /// The spelling to write: for a wrong or former one the name of the entry, else the text itself.
    pub canonical: &'a str,
}

/// The spellings of an entry of any kind.
struct Names<'a> {
    entry: EntryRef,
    name: &'a str,
    aliases: &'a [String],
    variants: &'a [String],
    accepted: &'a [String],
}

impl Registry {
    /// All spellings of all names.
    pub fn forms(&self) -> impl Iterator<Item = Form<'_>> {
        let tools = self.tools.iter().enumerate().map(|(n, tool)| Names {
            entry: EntryRef::Tool(n as u32),
            name: &tool.name,
            aliases: &tool.aliases,
            variants: &tool.variants,
            accepted: &tool.accepted,
        });
        let brands = self.brands.iter().enumerate().map(|(n, brand)| Names {
            entry: EntryRef::Brand(n as u32),
            name: &brand.name,
            aliases: &brand.aliases,
            variants: &brand.variants,
            accepted: &brand.accepted,
        });
        let organisations = self.organisations.iter().enumerate().map(|(n, organisation)| Names {
            entry: EntryRef::Organisation(n as u32),
            name: &organisation.name,
            aliases: &organisation.aliases,
            variants: &organisation.variants,
            accepted: &organisation.accepted,
        });
        let named = tools.chain(brands).chain(organisations).flat_map(|names| {
            let Names { entry, name, aliases, variants, accepted } = names;
            std::iter::once(Form { text: name, entry, kind: FormKind::Right, canonical: name })
                .chain(aliases.iter().map(move |text| Form { text, entry, kind: FormKind::Right, canonical: text }))
                .chain(accepted.iter().map(move |text| Form { text, entry, kind: FormKind::Accepted, canonical: text }))
                .chain(variants.iter().map(move |text| Form { text, entry, kind: FormKind::Wrong, canonical: name }))
        });
        let former = self.organisations.iter().enumerate().flat_map(|(n, organisation)| {
            organisation.former.iter().enumerate().map(move |(index, former)| Form {
                text: &former.name,
                entry: EntryRef::Organisation(n as u32),
                kind: FormKind::Former(index as u32),
                canonical: &organisation.name,
            })
        });
        named.chain(former)
    }

    pub fn tool(&self, entry: EntryRef) -> Option<&Tool> {
        match entry {
            EntryRef::Tool(n) => self.tools.get(n as usize),
            _ => None,
        }
    }

    pub fn brand(&self, entry: EntryRef) -> Option<&Brand> {
        match entry {
            EntryRef::Brand(n) => self.brands.get(n as usize),
            _ => None,
        }
    }

    pub fn organisation(&self, entry: EntryRef) -> Option<&Organisation> {
        match entry {
            EntryRef::Organisation(n) => self.organisations.get(n as usize),
            _ => None,
        }
    }

    /// The canonical name of an entry.
    pub fn name(&self, entry: EntryRef) -> &str {
        match entry {
            EntryRef::Tool(n) => &self.tools[n as usize].name,
            EntryRef::Brand(n) => &self.brands[n as usize].name,
            EntryRef::Organisation(n) => &self.organisations[n as usize].name,
        }
    }

    pub fn spelling(&self, entry: EntryRef) -> Spelling {
        match entry {
            EntryRef::Tool(n) => self.tools[n as usize].spelling,
            EntryRef::Brand(n) => self.brands[n as usize].spelling,
            EntryRef::Organisation(n) => self.organisations[n as usize].spelling,
        }
    }

    /// Whether the name is also an ordinary word in a language (primary subtag).
    pub fn is_ordinary(&self, entry: EntryRef, language: &str) -> bool {
        let locales = self.ordinary_in(entry);
        locales.iter().any(|locale| locale == "*" || locale == language)
    }

    /// Whether the name is also an ordinary word in any language.
    pub fn is_ordinary_anywhere(&self, entry: EntryRef) -> bool {
        !self.ordinary_in(entry).is_empty()
    }

    fn ordinary_in(&self, entry: EntryRef) -> &[String] {
        match entry {
            EntryRef::Tool(n) => &self.tools[n as usize].ordinary_in,
            EntryRef::Brand(n) => &self.brands[n as usize].ordinary_in,
            EntryRef::Organisation(n) => &self.organisations[n as usize].ordinary_in,
        }
    }

    pub fn confidence(&self, entry: EntryRef) -> Confidence {
        match entry {
            EntryRef::Tool(n) => self.tools[n as usize].confidence,
            EntryRef::Brand(_) => Confidence::High,
            EntryRef::Organisation(n) => self.organisations[n as usize].confidence,
        }
    }
}
