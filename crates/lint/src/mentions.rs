//! Names of the registries in prose: one pass of one automaton over a page, shared by every rule about names.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use firstaid_content::{OPAQUE, ProseText};
use firstaid_registry::{EntryRef, FormKind, Registry};

use crate::language::begins_sentence;

/// A name found in the prose of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mention {
    /// Its bytes in the prose.
    pub(crate) range: Range<usize>,
    pub(crate) entry: EntryRef,
    pub(crate) kind: MentionKind,
    /// The spelling to write.
    pub(crate) canonical: Box<str>,
    /// Whether, as it stands, it may well be an ordinary word.
    pub(crate) ambiguous: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MentionKind {
    /// Spelt as it should be.
    Right,
    /// Other letter case than any form we know.
    WrongCase,
    /// A wrong spelling that the registry lists.
    Wrong,
    /// A former name of an organisation, by its index.
    Former(u32),
}

/// All spellings, compiled.
pub(crate) struct Names {
    automaton: AhoCorasick,
    /// For each pattern, every spelling that equals it but for case.
    groups: Vec<Vec<Spelling>>,
    /// Every word of every right or accepted spelling, in lower case.
    words: HashSet<String>,
}

struct Spelling {
    text: Box<str>,
    canonical: Box<str>,
    entry: EntryRef,
    kind: FormKind,
    /// Only this very case counts.
    exact: bool,
}

impl Names {
    pub(crate) fn new(registry: &Registry) -> Self {
        let mut by_lower: HashMap<String, usize> = HashMap::new();
        let mut patterns: Vec<String> = Vec::new();
        let mut groups: Vec<Vec<Spelling>> = Vec::new();
        let mut words = HashSet::new();
        for form in registry.forms() {
            if matches!(form.kind, FormKind::Right | FormKind::Accepted) {
                words.extend(form.text.split([' ', '-', '.']).map(str::to_lowercase));
                words.insert(form.text.to_lowercase());
            }
            let exact = match form.kind {
                FormKind::Former(which) => {
                    registry.organisation(form.entry).is_some_and(|it| it.former[which as usize].exact)
                }
                // A short name in another case is another word: aim, tor, wire.
                _ => form.text.chars().filter(|c| c.is_alphanumeric()).count() <= 3,
            };
            let lower = form.text.to_ascii_lowercase();
            let group = *by_lower.entry(lower.clone()).or_insert_with(|| {
                patterns.push(lower);
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(Spelling {
                text: form.text.into(),
                canonical: form.canonical.into(),
                entry: form.entry,
                kind: form.kind,
                exact,
            });
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .expect("the names of a registry make an automaton");
        Self { automaton, groups, words }
    }

    /// Whether a word (in lower case) is part of a known name.
    pub(crate) fn has_word(&self, lower: &str) -> bool {
        self.words.contains(lower)
    }

    /// The names in a page's prose, in order, apart from each other.
    pub(crate) fn mentions(&self, prose: &ProseText, language: &str, registry: &Registry) -> Vec<Mention> {
        let text = prose.text();
        let hits = self.automaton.find_iter(text).filter(|hit| is_word(text, hit.range()));
        hits.filter_map(|hit| {
            self.mention(text, hit.range(), &self.groups[hit.pattern().as_usize()], language, registry)
        })
        .collect()
    }

    fn mention(
        &self,
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
            return Some(Mention { range, entry: spelling.entry, kind, canonical, ambiguous });
        }
        let spelling = group.iter().find(|spelling| !spelling.exact && !ordinary(spelling))?;
        let kind = match spelling.kind {
            FormKind::Former(which) => MentionKind::Former(which),
            FormKind::Wrong => MentionKind::Wrong,
            FormKind::Right | FormKind::Accepted => MentionKind::WrongCase,
        };
        let canonical = spelling.canonical.clone();
        Some(Mention { range, entry: spelling.entry, kind, canonical, ambiguous: false })
    }
}

/// Whether a hit stands for itself: no letter or digit touches it, nor a dot, slash or at sign that would make it
/// part of a file, host or handle.
fn is_word(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let (next, second) = (after.next(), after.next());
    let glued_before =
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '_' | '/' | '\\' | OPAQUE | '#'));
    let dotted_before = before == Some('.') && text[..range.start - 1].ends_with(|c: char| c.is_alphanumeric());
    let glued_after = next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | OPAQUE))
        || matches!(next, Some('.' | '/' | '\\')) && second.is_some_and(|c| c.is_alphanumeric() && !c.is_uppercase());
    let inner_hyphen = next == Some('-')
        && second.is_some_and(char::is_lowercase)
        && text[range.clone()].chars().all(|c| !c.is_uppercase());
    !glued_before && !dotted_before && !glued_after && !inner_hyphen
}
