//! Which app's labels a place of a page speaks of: by headings, leads, lists and the sentence itself.
//!
//! Only certain answers count: another app, or another platform, named beside it makes a place uncertain.

use std::borrow::Cow;
use std::ops::Range;

use firstaid_content::{Block, BlockKind, List, Page, ProseText};
use firstaid_language::steps::Steps;
use firstaid_registry::{BrandKind, EntryRef, LabelPack, Registry};
use firstaid_text::TextRange;

use crate::names::Mention;

/// Maximum words of a paragraph that stands for a heading: "On Android:".
const MAX_LEAD_WORDS: usize = 5;

/// What a text says of the app that it is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// Nothing.
    Unsaid,
    /// The app of a pack, by its index in [`Registry::labels`].
    Pack(usize),
    /// Another app or platform, or several.
    Other,
}

impl Scope {
    /// This scope, or where it says nothing, the one around it.
    fn or(self, outer: Self) -> Self {
        if self == Self::Unsaid { outer } else { self }
    }

    pub(super) fn pack(self) -> Option<usize> {
        if let Self::Pack(index) = self { Some(index) } else { None }
    }
}

/// A name in the prose.
struct Named {
    range: Range<usize>,
    /// A pack of the app; `None` for anything else.
    pack: Option<usize>,
}

/// The names of a page, for asking what a stretch of it is about.
pub(super) struct Names<'a> {
    registry: &'a Registry,
    steps: Option<&'static Steps>,
    named: Vec<Named>,
}

impl<'a> Names<'a> {
    pub(super) fn new(registry: &'a Registry, language: &str, prose: &ProseText, mentions: &[Mention]) -> Self {
        let mut named: Vec<Named> = Vec::new();
        for mention in mentions.iter().filter(|mention| is_app_or_platform(registry, mention.entry)) {
            named.push(Named { range: mention.range.clone(), pack: None });
        }
        for (index, pack) in registry.labels.iter().enumerate() {
            for name in names_of(pack) {
                named.extend(places(prose.text(), name).map(|range| Named { range, pack: Some(index) }));
            }
        }
        // The longest of several that begin at one place; of one length, the app of a pack.
        named.sort_by_key(|it| (it.range.start, usize::MAX - it.range.end, it.pack.is_none()));
        let mut end = 0;
        named.retain(|it| {
            let is_apart = it.range.start >= end;
            end = end.max(it.range.end);
            is_apart
        });
        Self { registry, steps: Steps::of(language), named }
    }

    /// What a stretch of the prose is about, by the names outside of the ranges in `labels`.
    pub(super) fn scope(&self, text: &str, range: Range<usize>, labels: &[Range<usize>]) -> Scope {
        let first = self.named.partition_point(|it| it.range.end <= range.start);
        let within = self.named[first..].iter().take_while(|it| it.range.start < range.end);
        let is_outside = |it: &&Named| {
            let label = labels.get(labels.partition_point(|label| label.end < it.range.end));
            label.is_none_or(|label| it.range.start < label.start)
        };
        let mut apps: Vec<Option<usize>> = within.filter(is_outside).map(|it| it.pack).collect();
        apps.sort_unstable();
        apps.dedup_by(|a, b| a == b);
        let is_mobile = self.steps.is_some_and(|steps| steps.name_mobile(&without(text, range, labels)));
        match apps[..] {
            [] if is_mobile => Scope::Other,
            [] => Scope::Unsaid,
            [Some(pack)] => self.edition(pack, is_mobile),
            // A platform beside the app: "Firefox for Android".
            [None, Some(pack)] if is_mobile => self.edition(pack, true),
            _ => Scope::Other,
        }
    }

    /// The pack of an app for telephones or for other devices.
    fn edition(&self, pack: usize, is_mobile: bool) -> Scope {
        let app = &self.registry.labels[pack].app;
        let mut packs = self.registry.labels.iter().enumerate().filter(|(_, it)| it.app == *app);
        let fitting = packs.clone().find(|(_, it)| it.platform.is_mobile() == is_mobile).map(|(index, _)| index);
        let only = || packs.next().filter(|_| !is_mobile).map(|(index, _)| index);
        fitting.or_else(only).map_or(Scope::Other, Scope::Pack)
    }
}

/// A range of the prose without the labels in it.
fn without<'t>(text: &'t str, range: Range<usize>, labels: &[Range<usize>]) -> Cow<'t, str> {
    let first = labels.partition_point(|label| label.end <= range.start);
    let within = labels[first..].iter().take_while(|label| label.start < range.end);
    let (mut rest, mut at) = (String::new(), range.start);
    for label in within {
        rest.push_str(&text[at..label.start.max(at)]);
        at = label.end.clamp(at, range.end);
    }
    if at == range.start { Cow::Borrowed(&text[range]) } else { Cow::Owned(rest + &text[at..range.end]) }
}

/// The names of the app of a pack.
pub(super) fn names_of(pack: &LabelPack) -> impl Iterator<Item = &str> {
    std::iter::once(&pack.app).chain(&pack.names).map(String::as_str)
}

/// Where a name stands in a text as a whole word.
fn places<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    // Japanese writes a particle right behind a name.
    let is_joined = |c: char| c.is_alphanumeric() && c < '\u{250}';
    let is_boundary = move |c: Option<char>| !c.is_some_and(is_joined);
    let found = text.match_indices(name).map(|(at, name)| at..at + name.len());
    found.filter(move |it| {
        is_boundary(text[..it.start].chars().next_back()) && is_boundary(text[it.end..].chars().next())
    })
}

/// Whether a name is one of what has labels of its own, rather than a company, a protocol or an organisation.
fn is_app_or_platform(registry: &Registry, entry: EntryRef) -> bool {
    match entry {
        EntryRef::Tool(_) => true,
        EntryRef::Brand(_) => registry
            .brand(entry)
            .is_some_and(|brand| matches!(brand.kind, BrandKind::Product | BrandKind::System | BrandKind::Hardware)),
        EntryRef::Organisation(_) | EntryRef::Host(_) => false,
    }
}

/// Walks through the blocks of a page in order and keeps what is said above them.
pub(super) struct Walk<'a> {
    page: &'a Page,
    prose: &'a ProseText,
    names: Names<'a>,
    title: Scope,
    /// Levels and scopes of the headings around the current block.
    headings: Vec<(u8, Scope)>,
    /// What a short paragraph since the last heading says.
    lead: Scope,
    /// What the block before said, for a list that it introduces.
    introduction: Scope,
    /// Index of the outermost list around the last item, and what its items have said.
    list: Option<(usize, Scope)>,
    /// Indices of the outermost lists.
    outermost: Vec<usize>,
    next_list: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(page: &'a Page, prose: &'a ProseText, names: Names<'a>) -> Self {
        let title = page.front_matter.as_ref().and_then(|it| it.get("title"));
        let title = title.and_then(|entry| prose.prose_range(entry.value.range));
        let title = title.map_or(Scope::Unsaid, |range| names.scope(prose.text(), range, &[]));
        let lists = page.lists.iter().enumerate().filter(|(_, list)| list.depth == 0);
        let outermost = lists.map(|(index, _)| index).collect();
        Self {
            page,
            prose,
            names,
            title,
            headings: Vec::new(),
            lead: Scope::Unsaid,
            introduction: Scope::Unsaid,
            list: None,
            outermost,
            next_list: 0,
        }
    }

    /// Notes a heading.
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>) {
        let scope = self.names.scope(self.prose.text(), range, &[]);
        self.headings.retain(|&(it, _)| it < level);
        self.headings.push((level, scope));
        (self.lead, self.introduction, self.list) = (Scope::Unsaid, Scope::Unsaid, None);
    }

    /// What each sentence of a block is about. `sentences` are ranges of the prose, `labels` those of marked stretches.
    pub(super) fn block(&mut self, block: &Block, sentences: &[Range<usize>], labels: &[Range<usize>]) -> Vec<Scope> {
        let above = self.headings.iter().rev().fold(Scope::Unsaid, |scope, &(_, it)| scope.or(it)).or(self.title);
        let list = self.list_around(block);
        if list.is_none() || list != self.list.map(|(index, _)| index) {
            self.list = list.map(|index| (index, self.introduction));
        }
        let text = self.prose.text();
        if let (Some(first), Some(last)) = (sentences.first(), sentences.last()) {
            let whole = first.start..last.end;
            let is_lead = block.kind == BlockKind::Paragraph
                && list.is_none()
                && text[whole.clone()].split_whitespace().count() <= MAX_LEAD_WORDS
                && !text[whole.clone()].ends_with(['.', '!', '?', '。', '।', '؟']);
            let said = if is_lead { self.names.scope(text, whole, &[]) } else { Scope::Unsaid };
            self.lead = said.or(self.lead);
        }
        let outer = self.list.map_or(Scope::Unsaid, |(_, scope)| scope).or(self.lead).or(above);
        let mut said = Scope::Unsaid;
        let mut scopes = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            said = self.names.scope(text, sentence.clone(), labels).or(said);
            scopes.push(said.or(outer));
        }
        let introduces = sentences.last().is_some_and(|last| text[last.clone()].ends_with([':', '：']));
        self.introduction = if introduces { said } else { Scope::Unsaid };
        if let Some((_, scope)) = &mut self.list {
            *scope = said.or(*scope);
        }
        scopes
    }

    /// The outermost list around the last block.
    pub(super) fn list_range(&self) -> Option<TextRange> {
        self.list.map(|(index, _)| self.page.lists[index].range)
    }

    /// The index of the outermost list around a block.
    fn list_around(&mut self, block: &Block) -> Option<usize> {
        let list = |index: usize| -> &List { &self.page.lists[index] };
        while self.outermost.get(self.next_list).is_some_and(|&it| list(it).range.end() <= block.range.start()) {
            self.next_list += 1;
        }
        self.outermost.get(self.next_list).copied().filter(|&it| list(it).range.contains(block.range))
    }
}
