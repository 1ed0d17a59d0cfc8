//! The names of all entries, in one list for the matchers.

use crate::{Brand, Confidence, Host, Organisation, Registry, Spelling, Tool};

/// Reference to an entry with a name: the index in its list of [`Registry`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EntryRef {
    Tool(u32),
    Brand(u32),
    Organisation(u32),
    /// A host, by which the text names what is there.
    Host(u32),
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
    name: &'a str,
    aliases: &'a [String],
    variants: &'a [String],
    accepted: &'a [String],
}

impl Registry {
    /// All spellings of all names.
    pub fn forms(&self) -> impl Iterator<Item = Form<'_>> {
        let tools = (0..self.tools.len()).map(|n| EntryRef::Tool(n as u32));
        let brands = (0..self.brands.len()).map(|n| EntryRef::Brand(n as u32));
        let organisations = || (0..self.organisations.len()).map(|n| EntryRef::Organisation(n as u32));
        let named = tools.chain(brands).chain(organisations()).flat_map(|entry| self.present_forms(entry));
        named.chain(organisations().flat_map(|entry| self.former_forms(entry)))
    }

    /// All spellings of one entry.
    pub fn forms_of(&self, entry: EntryRef) -> impl Iterator<Item = Form<'_>> {
        self.present_forms(entry).chain(self.former_forms(entry))
    }

    fn present_forms(&self, entry: EntryRef) -> impl Iterator<Item = Form<'_>> {
        let Names { name, aliases, variants, accepted } = self.names(entry);
        let right = move |text| Form { text, entry, kind: FormKind::Right, canonical: text };
        std::iter::once(right(name))
            .chain(aliases.iter().map(move |text| right(text)))
            .chain(accepted.iter().map(move |text| Form { text, entry, kind: FormKind::Accepted, canonical: text }))
            .chain(variants.iter().map(move |text| Form { text, entry, kind: FormKind::Wrong, canonical: name }))
    }

    fn former_forms(&self, entry: EntryRef) -> impl Iterator<Item = Form<'_>> {
        self.organisation(entry).into_iter().flat_map(move |organisation| {
            organisation.former.iter().enumerate().map(move |(index, former)| Form {
                text: &former.name,
                entry,
                kind: FormKind::Former(index as u32),
                canonical: &organisation.name,
            })
        })
    }

    fn names(&self, entry: EntryRef) -> Names<'_> {
        match entry {
            EntryRef::Tool(n) => {
                let Tool { name, aliases, variants, accepted, .. } = &self.tools[n as usize];
                Names { name, aliases, variants, accepted }
            }
            EntryRef::Brand(n) => {
                let Brand { name, aliases, variants, accepted, .. } = &self.brands[n as usize];
                Names { name, aliases, variants, accepted }
            }
            EntryRef::Organisation(n) => {
                let Organisation { name, aliases, variants, accepted, .. } = &self.organisations[n as usize];
                Names { name, aliases, variants, accepted }
            }
            EntryRef::Host(n) => {
                Names { name: &self.hosts[n as usize].host, aliases: &[], variants: &[], accepted: &[] }
            }
        }
    }

    /// The entry on a host and path; see [`Self::host`].
    pub fn host_ref(&self, host: &str, path: &str) -> Option<EntryRef> {
        self.index_of_host(host, path).map(|index| EntryRef::Host(index as u32))
    }

    pub fn host_entry(&self, entry: EntryRef) -> Option<&Host> {
        match entry {
            EntryRef::Host(n) => self.hosts.get(n as usize),
            _ => None,
        }
    }

    /// The tool that a command, or a package of a system, belongs to.
    pub fn tool_by_command(&self, command: &str) -> Option<EntryRef> {
        self.index_by_command(command).map(|index| EntryRef::Tool(index as u32))
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
            EntryRef::Host(n) => &self.hosts[n as usize].host,
        }
    }

    pub fn spelling(&self, entry: EntryRef) -> Spelling {
        match entry {
            EntryRef::Tool(n) => self.tools[n as usize].spelling,
            EntryRef::Brand(n) => self.brands[n as usize].spelling,
            EntryRef::Organisation(n) => self.organisations[n as usize].spelling,
            EntryRef::Host(_) => Spelling::Exact,
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
            EntryRef::Host(_) => &[],
        }
    }

    pub fn confidence(&self, entry: EntryRef) -> Confidence {
        match entry {
            EntryRef::Tool(n) => self.tools[n as usize].confidence,
            EntryRef::Brand(_) => Confidence::High,
            EntryRef::Organisation(n) => self.organisations[n as usize].confidence,
            EntryRef::Host(n) => self.hosts[n as usize].confidence,
        }
    }
}
