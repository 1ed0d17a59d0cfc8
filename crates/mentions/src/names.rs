//! Finds names of the registries in prose; once for a page, for all rules on names.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use firstaid_content::{OPAQUE, ProseText, Word};
use firstaid_language::NameWords;
use firstaid_language::cues::begins_sentence;
use firstaid_language::words::parts;
use firstaid_registry::{EntryRef, FormKind, Registry, Status};
use firstaid_text::is_east_asian;

use crate::senses::{Company, is_bound};
use crate::stance::Stance;

/// A name found in the prose of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Its byte range in the prose.
    pub range: Range<usize>,
    pub entry: EntryRef,
    pub kind: MentionKind,
    /// The spelling to write.
    pub canonical: Box<str>,
    /// Whether it may be an ordinary word here.
    pub ambiguous: bool,
    /// How the page speaks of it.
    pub stance: Stance,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MentionKind {
    /// Spelled correctly.
    Right,
    /// Another letter case than any known form.
    WrongCase,
    /// A wrong spelling that the registry lists.
    Wrong,
    /// A former name of an organisation, by its index.
    Former(u32),
}

/// All spellings of all names.
pub struct Names {
    /// Spellings by their leading letters and digits, in lower case; the longest first.
    by_first_word: HashMap<Box<str>, Vec<Group>, foldhash::fast::FixedState>,
    /// Every word of every right or accepted spelling, in lower case.
    words: HashSet<String>,
    /// Right names of one word that are no ordinary English words, in lower case.
    single: HashSet<String>,
}

/// Spellings that are equal but for case.
struct Group {
    lower: Box<str>,
    /// Those that need company are the last.
    spellings: Vec<Spelling>,
}

struct Spelling {
    text: Box<str>,
    canonical: Box<str>,
    entry: EntryRef,
    kind: FormKind,
    /// Whether only this letter case counts.
    exact: bool,
    /// Whether it means the entry only in the company of other words; see [`firstaid_registry::Sense`].
    bound: bool,
}

impl Names {
    pub fn new(registry: &Registry) -> Self {
        let mut groups: HashMap<String, Vec<Spelling>> = HashMap::new();
        let (mut words, mut single) = (HashSet::new(), HashSet::new());
        for form in registry.forms() {
            if matches!(form.kind, FormKind::Right | FormKind::Accepted) {
                words.extend(form.text.split([' ', '-', '.']).map(str::to_lowercase));
                words.insert(form.text.to_lowercase());
            }
            let bound = is_bound(registry, form.entry, form.text);
            if form.kind == FormKind::Right
                && !bound
                && !form.text.contains(' ')
                && !registry.is_ordinary(form.entry, "en")
            {
                single.insert(form.text.to_lowercase());
            }
            let exact = match form.kind {
                FormKind::Former(which) => {
                    registry.organisation(form.entry).is_some_and(|it| it.former[which as usize].exact)
                }
                // A short name in another letter case is another word: aim, tor.
                _ => form.text.chars().filter(|c| c.is_alphanumeric()).count() <= 3,
            };
            groups.entry(form.text.to_ascii_lowercase()).or_default().push(Spelling {
                text: form.text.into(),
                canonical: form.canonical.into(),
                entry: form.entry,
                kind: form.kind,
                exact,
                bound,
            });
        }
        for (name, spelling) in names_of_senses(registry) {
            groups.entry(name).or_default().push(spelling);
        }
        for (host, spelling) in hosts_of_dead_tools(registry) {
            let group = groups.entry(host).or_default();
            if group.is_empty() {
                group.push(spelling);
            }
        }
        let mut by_first_word: HashMap<Box<str>, Vec<Group>, foldhash::fast::FixedState> = HashMap::default();
        for (lower, spellings) in groups {
            let mut group = Group { lower: lower.as_str().into(), spellings };
            group.spellings.sort_by_key(|spelling| spelling.bound);
            by_first_word.entry(first_word(&lower).into()).or_default().push(group);
        }
        for groups in by_first_word.values_mut() {
            groups.sort_by(|a, b| (b.lower.len(), &a.lower).cmp(&(a.lower.len(), &b.lower)));
        }
        Self { by_first_word, words, single }
    }

    /// Whether a word (in lower case) is a name by itself, and no ordinary English word.
    pub fn is_name(&self, lower: &str) -> bool {
        self.single.contains(lower)
    }

    /// Whether a spelling begins with a word or a part of it (in lower case).
    pub fn begin_in(&self, lower: &str) -> bool {
        parts(lower).any(|part| self.by_first_word.contains_key(part))
    }

    /// The names in a page's prose, in order, without overlaps; where several begin, the longest.
    pub fn mentions<'w>(
        &self,
        prose: &ProseText,
        candidates: impl Iterator<Item = &'w Word<'w>>,
        language: &str,
        registry: &Registry,
    ) -> Vec<Mention> {
        let text = prose.text();
        let mut end = 0;
        let mut mentions = Vec::new();
        let mut lower = String::new();
        for word in candidates {
            for part in parts(word.text) {
                let at = word.at + (part.as_ptr() as usize - word.text.as_ptr() as usize);
                if at < end {
                    continue;
                }
                lower.clear();
                lower.extend(part.chars().flat_map(char::to_lowercase));
                let Some(groups) = self.by_first_word.get(lower.as_str()) else { continue };
                let found = groups.iter().find_map(|group| {
                    let range = at..at + group.lower.len();
                    let typed = text.get(range.clone())?;
                    if !typed.eq_ignore_ascii_case(&group.lower) || !is_word(text, range.clone()) {
                        return None;
                    }
                    let spellings = group.meant(prose, &range, registry);
                    (!spellings.is_empty()).then_some((range, spellings))
                });
                let Some((range, spellings)) = found else { continue };
                end = range.end;
                mentions.extend(mention(text, range, spellings, language, registry));
            }
        }
        mentions
    }
}

impl Group {
    /// The spellings that can be meant at a place: one whose company stands around it, or else those that need none.
    fn meant(&self, prose: &ProseText, range: &Range<usize>, registry: &Registry) -> &[Spelling] {
        let free = self.spellings.partition_point(|spelling| !spelling.bound);
        let (free, bound) = self.spellings.split_at(free);
        let typed = &prose.text()[range.clone()];
        let mut bound = bound.chunks(1).filter(|it| &*it[0].text == typed).peekable();
        if bound.peek().is_none() {
            return free;
        }
        let company = Company::around(prose, range);
        bound.find(|it| company.shows(registry, it[0].entry)).unwrap_or(free)
    }
}

impl NameWords for Names {
    fn has_word(&self, lower: &str) -> bool {
        self.words.contains(lower)
    }
}

/// The hosts of tools that are dead, in lower case: a sentence that sends readers to `crypto.cat` names the tool.
fn hosts_of_dead_tools(registry: &Registry) -> impl Iterator<Item = (String, Spelling)> {
    let dead = registry.tools.iter().enumerate().filter(|(_, tool)| tool.status == Status::Dead);
    dead.flat_map(|(n, tool)| {
        tool.hosts.iter().map(move |host| (host.to_ascii_lowercase(), accepted(host, EntryRef::Tool(n as u32), false)))
    })
}

/// Names that mean a tool in certain company and are none of it otherwise.
fn names_of_senses(registry: &Registry) -> impl Iterator<Item = (String, Spelling)> {
    registry.tools.iter().enumerate().flat_map(|(n, tool)| {
        let names = tool.sense.iter().flat_map(|sense| &sense.names);
        let is_other = |name: &&String| tool.name != **name && !tool.aliases.contains(name);
        names
            .filter(is_other)
            .map(move |name| (name.to_ascii_lowercase(), accepted(name, EntryRef::Tool(n as u32), true)))
    })
}

fn accepted(text: &str, entry: EntryRef, bound: bool) -> Spelling {
    Spelling { text: text.into(), canonical: text.into(), entry, kind: FormKind::Accepted, exact: bound, bound }
}

/// The mention at a range that equals some spellings except for letter case; `None` if it is an ordinary word.
fn mention(
    text: &str,
    range: Range<usize>,
    group: &[Spelling],
    language: &str,
    registry: &Registry,
) -> Option<Mention> {
    let typed = &text[range.clone()];
    let same = group.iter().find(|spelling| &*spelling.text == typed);
    let ordinary = |spelling: &Spelling| {
        registry.is_ordinary(spelling.entry, language) || registry.is_ordinary(spelling.entry, "en")
    };
    if let Some(spelling) = same {
        let kind = match spelling.kind {
            FormKind::Right | FormKind::Accepted => MentionKind::Right,
            FormKind::Wrong => MentionKind::Wrong,
            FormKind::Former(which) => MentionKind::Former(which),
        };
        let ambiguous = matches!(spelling.kind, FormKind::Right | FormKind::Accepted)
            && ordinary(spelling)
            && (begins_sentence(&text[..range.start]) || typed.chars().all(char::is_lowercase));
        let canonical = spelling.canonical.clone();
        return Some(Mention { range, entry: spelling.entry, kind, canonical, ambiguous, stance: Stance::Plain });
    }
    let other_case = |spelling: &&Spelling| !spelling.exact && !ordinary(spelling);
    let spelling = spellings_but_accepted(group).find(other_case).or_else(|| group.iter().find(other_case))?;
    let kind = match spelling.kind {
        FormKind::Former(which) => MentionKind::Former(which),
        FormKind::Wrong => MentionKind::Wrong,
        FormKind::Right => MentionKind::WrongCase,
        // An accepted form is accepted in any letter case: `googles`, `Googles`.
        FormKind::Accepted => MentionKind::Right,
    };
    let canonical = spelling.canonical.clone();
    Some(Mention { range, entry: spelling.entry, kind, canonical, ambiguous: false, stance: Stance::Plain })
}

/// The spellings that a correction could write.
fn spellings_but_accepted(group: &[Spelling]) -> impl Iterator<Item = &Spelling> {
    group.iter().filter(|spelling| spelling.kind != FormKind::Accepted)
}

/// The letters and digits that a name begins with.
fn first_word(name: &str) -> &str {
    let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
    &name[..end]
}

/// Whether a match is a whole word: no letter or digit touches it, nor a dot, slash or at sign that would make it part
/// of a file, host or handle, nor the `://` behind a scheme, nor in lower case a hyphen that joins it to an identifier
/// (`sys-whonix`).
fn is_word(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let (next, second) = (after.next(), after.next());
    // Chinese and Japanese have no blanks around names, and Korean has its particles right behind them.
    let is_joined =
        |c: char, edge: Option<char>| c.is_alphanumeric() && is_east_asian(c) == edge.is_some_and(is_east_asian);
    let (first, last) = (text[range.start..].chars().next(), text[..range.end].chars().next_back());
    let glued_before =
        before.is_some_and(|c| is_joined(c, first) || matches!(c, '@' | '_' | '/' | '\\' | OPAQUE | '#'));
    let is_lower = text[range.clone()].chars().all(|c| !c.is_uppercase());
    let joins = |mark: char| before == Some(mark) && text[..range.start - 1].ends_with(|c: char| c.is_alphanumeric());
    // ` .pdf` is an ending of files.
    let dotted_before = joins('.') || before == Some('.') && is_lower;
    let hyphen_before = is_lower && joins('-');
    let glued_after = next.is_some_and(|c| is_joined(c, last) || matches!(c, '_' | '@' | OPAQUE))
        || text[range.end..].starts_with("://")
        || matches!(next, Some('.' | '/' | '\\')) && second.is_some_and(|c| c.is_alphanumeric() && !c.is_uppercase());
    let hyphen_after = is_lower && next == Some('-') && second.is_some_and(char::is_lowercase);
    !glued_before && !dotted_before && !glued_after && !hyphen_before && !hyphen_after
}
