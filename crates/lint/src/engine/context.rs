use std::sync::OnceLock;

use firstaid_content::{Page, ProseText, Word};
use firstaid_mentions::labels::{StepLabel, step_labels};
use firstaid_mentions::names::Mention;
use firstaid_mentions::stance::assign;
use firstaid_mentions::word_class::ClassedWord;
use firstaid_text::{TextRange, floor_char_boundary};

use crate::World;
use crate::engine::commands::{ToolCommand, tool_commands};
use crate::engine::judged_key::{JudgedKey, judged_keys};
use crate::engine::judged_link::{JudgedLink, judged_links};
use crate::engine::unseen::{Unseen, unseen};
use crate::translation::{SourcePage, Translation};

/// The data that rules read about one page. Made once for each page; data that several rules need is computed once.
pub struct PageContext<'a> {
    pub world: &'a World<'a>,
    pub page: &'a Page,
    pub prose: ProseText,
    words: OnceLock<Vec<ClassedWord>>,
    mentions: OnceLock<Vec<Mention>>,
    step_labels: OnceLock<Vec<StepLabel>>,
    tool_commands: OnceLock<Vec<ToolCommand>>,
    has_curly_apostrophes: OnceLock<bool>,
    unseen: OnceLock<Vec<Unseen>>,
    judged_links: OnceLock<Vec<JudgedLink<'a>>>,
    judged_keys: OnceLock<Vec<JudgedKey<'a>>>,
    source: Option<&'a SourcePage<'a>>,
    translation: OnceLock<Translation<'a>>,
}

impl<'a> PageContext<'a> {
    /// `source` is the page of the same name in the source locale; it may be the page itself.
    pub(crate) fn new(world: &'a World<'a>, page: &'a Page, source: Option<&'a SourcePage<'a>>) -> Self {
        Self {
            world,
            page,
            prose: page.prose(),
            words: OnceLock::new(),
            mentions: OnceLock::new(),
            step_labels: OnceLock::new(),
            tool_commands: OnceLock::new(),
            has_curly_apostrophes: OnceLock::new(),
            unseen: OnceLock::new(),
            judged_links: OnceLock::new(),
            judged_keys: OnceLock::new(),
            source,
            translation: OnceLock::new(),
        }
    }

    /// The end of what stands before a place on its line. Bounded: a line without end must not cost the square of its
    /// length.
    pub(crate) fn end_of_line_before(&self, place: u32) -> &str {
        /// Maximum bytes; the cues of an example are shorter.
        const MAX_BYTES: usize = 200;
        let (text, end) = (self.page.text(), place as usize);
        let start = floor_char_boundary(text, end.saturating_sub(MAX_BYTES));
        text[start..end].rsplit('\n').next().unwrap_or_default()
    }

    /// The names of the registries that the prose mentions, in order, each with the stance of the text.
    pub(crate) fn mentions(&self) -> &[Mention] {
        self.mentions.get_or_init(|| {
            let text = self.prose.text();
            let words: Vec<Word<'_>> = self
                .words()
                .iter()
                .filter(|word| word.class.begins_form)
                .map(|word| Word { text: &text[word.range()], at: word.range().start })
                .collect();
            let mut mentions =
                self.world.names.mentions(&self.prose, words.iter(), self.language(), self.world.registry);
            assign(&mut mentions, self.page, &self.prose, self.world.registry);
            mentions
        })
    }

    /// The labels of apps in the page's steps, in order; see [`step_labels`].
    pub(crate) fn step_labels(&self) -> &[StepLabel] {
        self.step_labels.get_or_init(|| step_labels(self.page, &self.prose, self.world.registry, || self.mentions()))
    }

    /// The labels of apps in the steps of [`Self::source_page`]; computed once for all translations.
    pub(crate) fn source_step_labels(&self) -> &'a [StepLabel] {
        let source = self.source.filter(|source| source.page.key != self.page.key);
        source.map_or(&[], |source| source.step_labels(self.world))
    }

    /// The commands and packages of the registry's tools in code, in order, each with the stance of the text.
    pub(crate) fn tool_commands(&self) -> &[ToolCommand] {
        self.tool_commands.get_or_init(|| tool_commands(self.page, &self.prose, self.world.registry))
    }

    /// Every word of the prose, in order, but the last one of a file that was not read to its end: that may be cut.
    pub(crate) fn words(&self) -> &[ClassedWord] {
        self.words.get_or_init(|| {
            let mut words = self.world.classify(self.language(), self.prose.words());
            let end = self.page.text().len() as u32;
            let is_cut = |word: &ClassedWord| self.prose.source_range(word.range()).end() == end;
            if !self.page.is_whole() && words.last().is_some_and(is_cut) {
                words.pop();
            }
            words
        })
    }

    /// Every invisible character of the source, in order.
    pub(crate) fn unseen(&self) -> &[Unseen] {
        self.unseen.get_or_init(|| unseen(self.page.text()))
    }

    /// The links to the web with their verdicts by the ledger, in order; none without a ledger.
    pub(crate) fn judged_links(&self) -> &[JudgedLink<'a>] {
        self.judged_links.get_or_init(|| judged_links(self.world, self.page))
    }

    /// The keys of the page with their verdicts by the ledger, in order, each once; none without a ledger of keys.
    pub(crate) fn judged_keys(&self) -> &[JudgedKey<'a>] {
        self.judged_keys.get_or_init(|| judged_keys(self.world, self.page))
    }

    /// The page of the source that this one translates; `None` for a page of the source locale.
    pub(crate) fn source_page(&self) -> Option<&'a Page> {
        self.source.map(|source| source.page).filter(|source| source.key != self.page.key)
    }

    /// The prose of [`Self::source_page`], assembled once for all translations.
    pub(crate) fn source_prose(&self) -> Option<&'a ProseText> {
        self.source.filter(|source| source.page.key != self.page.key).map(SourcePage::prose)
    }

    /// The page beside its source; `None` for a page of the source locale, and for a page without a source.
    pub(crate) fn translation(&self) -> Option<&Translation<'a>> {
        let source = self.source.filter(|source| source.page.key != self.page.key)?;
        Some(self.translation.get_or_init(|| Translation::new(self.world, source, self.page)))
    }

    /// The primary language of the page.
    pub fn language(&self) -> &str {
        self.page.key.locale.language()
    }

    pub fn text(&self, range: TextRange) -> &str {
        self.page.source.slice(range)
    }

    /// The line end of the page, by its first line.
    pub(crate) fn line_end(&self) -> &'static str {
        let first = self.page.source.lines().line_range(self.page.text(), 1);
        if self.page.text()[first.end() as usize..].starts_with('\r') { "\r\n" } else { "\n" }
    }

    /// Whether the page writes typographic apostrophes.
    pub(crate) fn has_curly_apostrophes(&self) -> bool {
        *self.has_curly_apostrophes.get_or_init(|| self.page.text().contains('’'))
    }

    /// The 1-based line of an offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.page.source.lines().line(offset)
    }
}
