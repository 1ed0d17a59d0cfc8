//! A page of the source locale, and the data that its translations are compared with, computed on first use.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use firstaid_content::{Page, ProseText, Word};
use firstaid_language::negation::{Change, change};
use firstaid_mentions::labels::{StepLabel, step_labels};
use firstaid_mentions::names::Mention;
use firstaid_mentions::stance::{Stance, assign};
use firstaid_registry::EntryRef;
use firstaid_text::SourceFile;
use firstaid_translate::{Landmarks, Segment, segments};

use super::lists;
use super::located_quantity::{LocatedQuantity, quantities};
use super::reference::{Reference, references};
use super::word_places::WordPlaces;
use crate::World;

pub(crate) struct SourcePage<'a> {
    pub(crate) page: &'a Page,
    cache: Arc<Cache>,
}

/// Data of a source page; `mentions`, `names`, `stances` and `step_labels` depend on the registries of a run, the rest
/// only on the text.
#[derive(Default)]
struct Cache {
    segments: OnceLock<Vec<Segment>>,
    landmarks: OnceLock<Landmarks>,
    references: OnceLock<Vec<Reference>>,
    lists: OnceLock<Vec<Option<u32>>>,
    quantities: OnceLock<Vec<LocatedQuantity>>,
    prose: OnceLock<ProseText>,
    mentions: OnceLock<Vec<Mention>>,
    names: OnceLock<HashSet<EntryRef>>,
    step_labels: OnceLock<Vec<StepLabel>>,
    stances: OnceLock<HashMap<EntryRef, Vec<Stance>>>,
    words: OnceLock<WordPlaces>,
    prose_words: OnceLock<WordPlaces>,
    /// `None` in a run that compares each translation once.
    negations: Option<Mutex<Negations>>,
}

/// By sentence of the source and language, its last translation and how that changes the negations. Nothing else
/// decides the result, so that it holds wherever the sentence stands.
type Negations = HashMap<(String, String), (String, Option<Change>)>;

/// The data of the last source page, for repeated requests for one translation of it.
#[derive(Default)]
pub(crate) struct LastSource(Mutex<Option<(Arc<SourceFile>, Arc<Cache>)>>);

impl LastSource {
    /// The page, with its data if it is the last one and unchanged.
    pub(crate) fn page<'a>(&self, page: &'a Page) -> SourcePage<'a> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, cache) = match last.take() {
            Some(last) if Arc::ptr_eq(&last.0, &page.source) => last,
            _ => (Arc::clone(&page.source), Arc::new(Cache { negations: Some(Mutex::default()), ..Cache::default() })),
        };
        *last = Some((Arc::clone(&page.source), Arc::clone(&cache)));
        SourcePage { page, cache }
    }
}

impl<'a> SourcePage<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        Self { page, cache: Arc::default() }
    }

    pub(super) fn segments(&self) -> &[Segment] {
        self.cache.segments.get_or_init(|| segments(self.page))
    }

    pub(super) fn landmarks(&self) -> &Landmarks {
        self.cache.landmarks.get_or_init(|| Landmarks::new(self.page, self.segments()))
    }

    /// The links, addresses and keys, in order.
    pub(super) fn references(&self) -> &[Reference] {
        self.cache.references.get_or_init(|| references(self.page))
    }

    /// The innermost list around a segment, as an index into the page's lists.
    pub(super) fn list(&self, segment: usize) -> Option<u32> {
        self.cache.lists.get_or_init(|| lists::innermost(self.page, self.segments()))[segment]
    }

    /// The numbers, in order.
    pub(super) fn quantities(&self) -> &[LocatedQuantity] {
        self.cache.quantities.get_or_init(|| quantities(self.page, self.prose()))
    }

    /// How a translation into a language changes the negations of a sentence of the page.
    pub(super) fn negation_change(&self, sentence: &str, language: &str, translation: &str) -> Option<Change> {
        let compared = || change(self.page.key.locale.language(), sentence, language, translation);
        let Some(known) = &self.cache.negations else { return compared() };
        let key = (sentence.to_owned(), language.to_owned());
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, result)) = known.get(&key).filter(|(last, _)| last == translation) {
            return *result;
        }
        let result = compared();
        known.insert(key, (translation.to_owned(), result));
        result
    }

    pub(crate) fn prose(&self) -> &ProseText {
        self.cache.prose.get_or_init(|| self.page.prose())
    }

    /// Whether a text stands in the page's Markdown between characters that are neither letters nor digits.
    pub(super) fn has_word(&self, text: &str) -> bool {
        let page = self.page.text();
        self.cache.words.get_or_init(|| WordPlaces::new(page)).find(page, text).next().is_some()
    }

    /// Where a text stands in the page's prose between such characters.
    pub(super) fn places_in_prose<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let prose = self.prose().text();
        self.cache.prose_words.get_or_init(|| WordPlaces::new(prose)).find(prose, text)
    }

    /// The registry entries that the page names anywhere.
    pub(super) fn names(&self, world: &World<'_>) -> &HashSet<EntryRef> {
        let names = || self.mentions(world).iter().map(|mention| mention.entry).collect();
        self.cache.names.get_or_init(names)
    }

    /// The labels of apps in the page's steps, in order.
    pub(crate) fn step_labels(&self, world: &World<'_>) -> &[StepLabel] {
        let labels = || step_labels(self.page, self.prose(), world.registry, || self.mentions(world));
        self.cache.step_labels.get_or_init(labels)
    }

    /// The names that the page mentions, in order; their stances are not assigned.
    pub(super) fn mentions(&self, world: &World<'_>) -> &[Mention] {
        self.cache.mentions.get_or_init(|| {
            let prose = self.prose();
            let words: Vec<Word<'_>> = prose.words().collect();
            world.names.mentions(prose, words.iter(), self.page.key.locale.language(), world.registry)
        })
    }

    /// How the page speaks of each registry entry that it names, in order.
    pub(super) fn stances(&self, world: &World<'_>) -> &HashMap<EntryRef, Vec<Stance>> {
        self.cache.stances.get_or_init(|| {
            let mut mentions = self.mentions(world).to_vec();
            assign(&mut mentions, self.page, self.prose(), world.registry);
            let mut stances: HashMap<EntryRef, Vec<Stance>> = HashMap::new();
            for mention in mentions {
                stances.entry(mention.entry).or_default().push(mention.stance);
            }
            stances
        })
    }
}
