use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use firstaid_content::{Guide, Page, PageKey, paths};
use firstaid_diagnostics::{Applicability, Diagnostic, FileDiagnostics, Severity};
use firstaid_language::{Dictionaries, Speller, Spelling, negation, opposites};
use firstaid_ledger::Ledger;
use firstaid_mentions::claims::Claims;
use firstaid_mentions::known_hosts::KnownHosts;
use firstaid_mentions::locked::Locked;
use firstaid_mentions::names::Names;
use firstaid_mentions::near_miss::NearMisses;
use firstaid_mentions::word_class::WordClasses;
use firstaid_registry::Registry;
use firstaid_text::SourceFile;
use firstaid_translate::proofread::Proofreading;
use firstaid_translate::{Glossary, Problem};
use jiff::civil::Date;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::engine::catalogs::{CatalogFile, catalog_key};
use crate::engine::data_rules::runs_on_data;
use crate::engine::identifiers::drop_identifiers;
use crate::engine::refused::refused_translations;
use crate::engine::report::keep_left_out;
use crate::engine::{precedence, suppression};
use crate::translation::locales::locales;
use crate::translation::{LastSource, SourcePage};
use crate::{Catalogs, Check, Config, Entry, Family, PageContext, Report, RuleSet, World, entry};

/// Runs rules over guides. Expensive data that does not depend on the guide is computed once.
pub struct Linter {
    registry: Registry,
    config: Config,
    rules: RuleSet,
    today: Date,
    ledger: Option<Ledger>,
    new_links: Option<Ledger>,
    proofreading: Option<Proofreading>,
    catalogs: Catalogs,
    names: Names,
    near_misses: NearMisses,
    dictionaries: Dictionaries,
    known_hosts: KnownHosts,
    locked: Locked,
    claims: Claims,
    spelling: Spelling,
    word_classes: WordClasses,
    glossaries: HashMap<String, Glossary>,
    /// For [`Linter::lint_page`].
    last_source: LastSource,
    background: OnceLock<Option<ThreadPool>>,
}

impl Linter {
    pub fn new(registry: Registry, config: Config, rules: RuleSet, today: Date) -> Self {
        let names = Names::new(&registry);
        let near_misses = NearMisses::new(&registry);
        let dictionaries = Dictionaries::new(&registry.words);
        let known_hosts = KnownHosts::new(&registry);
        let locked = Locked::new(&registry);
        let claims = Claims::new(&registry);
        let locales = registry.glossary.iter().flat_map(|entry| entry.translations.keys());
        let glossaries = locales.map(|locale| (locale.clone(), Glossary::new(&registry.glossary, locale))).collect();
        let (spelling, word_classes) = (Spelling::default(), WordClasses::default());
        Self {
            registry,
            config,
            rules,
            today,
            ledger: None,
            new_links: None,
            proofreading: None,
            catalogs: Catalogs::default(),
            names,
            near_misses,
            dictionaries,
            known_hosts,
            locked,
            claims,
            spelling,
            word_classes,
            glossaries,
            last_source: LastSource::default(),
            background: OnceLock::new(),
        }
    }

    /// Adds the observations of links.
    #[must_use]
    pub fn with_ledger(mut self, ledger: Option<Ledger>) -> Self {
        self.ledger = ledger;
        self
    }

    /// Adds what was just seen of the links that a change adds. Of these, one that was never alive is reported at once.
    #[must_use]
    pub fn with_new_links(mut self, new_links: Option<Ledger>) -> Self {
        self.new_links = new_links;
        self
    }

    /// Adds what machines suggested for paragraphs.
    #[must_use]
    pub fn with_proofreading(mut self, proofreading: Option<Proofreading>) -> Self {
        self.proofreading = proofreading;
        self
    }

    /// Adds the catalogs of the translations.
    #[must_use]
    pub fn with_catalogs(mut self, catalogs: Catalogs) -> Self {
        self.catalogs = catalogs;
        self
    }

    /// The findings of every page and catalog that has any, by path; the same whatever the number of threads.
    pub fn lint(&self, guide: &Guide, progress: &(dyn Fn() + Sync)) -> Vec<FileDiagnostics> {
        let world = self.world(guide);
        let mut files: Vec<FileDiagnostics> = by_name(guide)
            .par_iter()
            .flat_map_iter(|pages| {
                let source = pages.iter().find(|page| page.key.locale == *guide.layout.source());
                let source = source.filter(|page| !page.has_merge_conflict()).map(|page| SourcePage::new(page));
                let lint = |page: &&Page| {
                    let found = self.check(&world, page, source.as_ref());
                    progress();
                    FileDiagnostics::new(Arc::clone(&page.source), found)
                };
                pages.iter().map(lint).collect::<Vec<_>>()
            })
            .collect();
        files.extend(self.lint_catalogs(&world, None));
        files.extend(self.lint_data(&world));
        files.retain(|file| !file.diagnostics.is_empty());
        files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
        files
    }

    /// The findings in the strings of data files. Their fixes are only shown: what stands around a string of YAML or JSON
    /// decides how it is written.
    fn lint_data(&self, world: &World<'_>) -> Vec<FileDiagnostics> {
        let data = &world.guide.data;
        let files: Vec<&[Page]> = data.chunk_by(|a, b| a.source.path() == b.source.path()).collect();
        let lint = |pages: &&[Page]| {
            let mut found: Vec<Diagnostic> = pages.iter().flat_map(|page| self.check(world, page, None)).collect();
            found.sort_by_key(|finding| finding.range);
            for fix in found.iter_mut().filter_map(|finding| finding.fix.as_mut()) {
                fix.applicability = Applicability::DisplayOnly;
            }
            FileDiagnostics::new(Arc::clone(&pages[0].source), found)
        };
        files.par_iter().map(lint).collect()
    }

    /// The findings of one page of the guide, equal to those of [`Linter::lint`]. Repeated calls for one translation
    /// are faster, because the data of its source is kept.
    pub fn lint_page(&self, guide: &Guide, page: &Page) -> FileDiagnostics {
        let key = PageKey { locale: guide.layout.source().clone(), name: page.key.name.clone() };
        // Of two pages with one key the first, as in `lint`.
        let source = guide.pages.iter().find(|page| page.key == key).filter(|page| !page.has_merge_conflict());
        let source = source.map(|page| self.last_source.page(page));
        let world = self.world(guide);
        let context = PageContext::new(&world, page, source.as_ref());
        let run = |is_run: fn(&Entry) -> bool| self.run(&context, is_run);
        let is_compared = source.as_ref().is_some_and(|source| source.page.key != page.key);
        let found = match self.background().filter(|_| is_compared) {
            Some(background) => {
                let (mut found, mut others) = (Vec::new(), Vec::new());
                background.in_place_scope(|scope| {
                    scope.spawn(|_| others = run(|rule| !compares(rule)));
                    found = run(compares);
                });
                found.extend(others);
                found
            }
            None => run(|_| true),
        };
        FileDiagnostics::new(Arc::clone(&page.source), self.finalize(page, found))
    }

    /// A background thread of its own: a caller who waits for one page must not wait for the threads of a whole run.
    fn background(&self) -> Option<&ThreadPool> {
        self.background.get_or_init(|| ThreadPoolBuilder::new().num_threads(1).build().ok()).as_ref()
    }

    /// The findings in the catalog of one page, equal to those of [`Linter::lint`]. `None` if the page has no catalog.
    pub fn lint_catalog(&self, guide: &Guide, key: &PageKey) -> Option<FileDiagnostics> {
        let file = self.catalogs.file(key)?;
        let found = self.lint_catalogs(&self.world(guide), Some(key)).pop();
        Some(found.unwrap_or_else(|| FileDiagnostics::new(Arc::clone(&file.source), Vec::new())))
    }

    pub fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    pub fn catalogs(&self) -> &Catalogs {
        &self.catalogs
    }

    /// The key of the page of the catalog at a path; `None` if a catalog cannot be there.
    pub fn catalog_key(&self, guide: &Guide, path: &str) -> Option<PageKey> {
        let folder = paths::join(&guide.prefix, &self.config.translation.catalogs)?;
        catalog_key(path.strip_prefix(&folder)?.strip_prefix('/')?)
    }

    /// Adds or replaces a catalog. Returns whether a catalog can be at the path.
    pub fn insert_catalog(&mut self, guide: &Guide, path: &str, text: String) -> bool {
        let key = self.catalog_key(guide, path);
        key.map(|key| self.catalogs.insert(key, SourceFile::new(path, text))).is_some()
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The built-in registries with the guide's own on top.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The findings in unreadable catalogs and in changes that were not synced to pages yet; in all catalogs, or only
    /// in that of one page.
    fn lint_catalogs(&self, world: &World<'_>, only: Option<&PageKey>) -> Vec<FileDiagnostics> {
        let mut files = Vec::new();
        for (file, error, range) in self.catalogs.unreadable(only) {
            let is_joined = error.problem == Problem::JoinedTranslations;
            let rule = if is_joined { "conflict-marker" } else { "unreadable-catalog" };
            let severity = self.rules.severity_in(file.source.path(), rule);
            let Some((entry, severity)) = entry(rule).zip(severity) else { continue };
            let mut found = Vec::new();
            let mut report = Report::new(entry.rule.name, severity, &mut found);
            let finding = report.found(range, format!("this catalog cannot be read: {}", error.problem));
            report.push(finding);
            drop(report);
            files.push(FileDiagnostics::new(Arc::clone(&file.source), found));
        }
        files.extend(self.orphan_catalogs(world.guide, only));
        let previews = self.catalogs.previews(world.guide, &self.registry, &self.config.translation, only);
        files.par_extend(previews.par_iter().map(|preview| {
            let key = PageKey { locale: world.guide.layout.source().clone(), name: preview.page.key.name.clone() };
            let source = world.guide.by_key(&key).map(SourcePage::new);
            preview.in_catalog(self.check(world, &preview.page, source.as_ref()))
        }));
        if let Some(entry) = entry("refused-translation") {
            let severity_in = |path: &str| self.rules.severity_in(path, entry.rule.name.0);
            for refused in refused_translations(world, entry.rule, severity_in, only) {
                match files.iter_mut().find(|file| Arc::ptr_eq(&file.source, &refused.source)) {
                    Some(file) => {
                        let found = refused.diagnostics.into_iter().chain(file.diagnostics.drain(..)).collect();
                        *file = FileDiagnostics::new(refused.source, found);
                    }
                    None => files.push(refused),
                }
            }
        }
        files
    }

    /// The findings in catalogs whose page the source does not have.
    fn orphan_catalogs(&self, guide: &Guide, only: Option<&PageKey>) -> Vec<FileDiagnostics> {
        let Some(entry) = entry("orphan-catalog") else { return Vec::new() };
        let of = |key: &PageKey| PageKey { locale: guide.layout.source().clone(), name: key.name.clone() };
        let wanted = self.catalogs.files().filter(|(key, _)| only.is_none_or(|only| only == *key));
        let orphans = wanted.filter(|(key, file)| file.catalog.is_ok() && guide.by_key(&of(key)).is_none());
        let finding = |(key, file): (&PageKey, &CatalogFile)| {
            let severity = self.rules.severity_in(file.source.path(), entry.rule.name.0)?;
            let mut found = Vec::new();
            let mut report = Report::new(entry.rule.name, severity, &mut found);
            let first = file.source.lines().line_range(file.source.text(), 1);
            let message = format!("the source has no page `{}`", key.name);
            let finding = report.found(first, message);
            report.push(finding.help("its translations stay in the memory of `translate draft`; rename or delete it"));
            drop(report);
            Some(FileDiagnostics::new(Arc::clone(&file.source), found))
        };
        orphans.filter_map(finding).collect()
    }

    /// Whether a rule is one of this run's.
    pub fn runs(&self, rule: &str) -> bool {
        self.rules.runs(rule)
    }

    /// The languages without a dictionary of the pages whose path `is_shown` accepts.
    pub fn missing_dictionaries(&self, guide: &Guide, is_shown: &dyn Fn(&str) -> bool) -> Vec<String> {
        let shown = guide.pages.iter().filter(|page| is_shown(page.source.path()));
        let mut languages: Vec<&str> = shown.map(|page| page.key.locale.language()).collect();
        languages.sort_unstable();
        languages.dedup();
        languages.into_iter().filter(|language| !self.dictionaries.has(language)).map(str::to_owned).collect()
    }

    /// The languages of translations whose negations or opposites are not known, so that what they say is compared less.
    pub fn languages_compared_less(&self, guide: &Guide, is_shown: &dyn Fn(&str) -> bool) -> Vec<String> {
        let shown = guide.pages.iter().filter(|page| is_shown(page.source.path()));
        let mut languages: Vec<&str> = shown.map(|page| page.key.locale.language()).collect();
        languages.sort_unstable();
        languages.dedup();
        let source = self.config.content.source.split(['-', '_']).next();
        let is_known = |language: &str| negation::count(language, "").is_some() && opposites::knows(language);
        languages.retain(|language| Some(*language) != source && !is_known(language));
        languages.into_iter().map(str::to_owned).collect()
    }

    pub(super) fn world<'a>(&'a self, guide: &'a Guide) -> World<'a> {
        World {
            guide,
            registry: &self.registry,
            config: &self.config,
            today: self.today,
            ledger: self.ledger.as_ref(),
            new_links: self.new_links.as_ref(),
            proofreading: self.proofreading.as_ref(),
            catalogs: &self.catalogs,
            names: &self.names,
            near_misses: &self.near_misses,
            dictionaries: &self.dictionaries,
            known_hosts: &self.known_hosts,
            locked: &self.locked,
            claims: &self.claims,
            speller: Speller { spelling: &self.spelling, dictionaries: &self.dictionaries, names: &self.names },
            locales: locales(guide, &self.catalogs),
            unverified: OnceLock::new(),
            section_names: OnceLock::new(),
            heading_levels: OnceLock::new(),
            appendices: OnceLock::new(),
            keys: OnceLock::new(),
            key_uses: OnceLock::new(),
            word_classes: &self.word_classes,
            glossaries: &self.glossaries,
        }
    }

    fn check(&self, world: &World<'_>, page: &Page, source: Option<&SourcePage<'_>>) -> Vec<Diagnostic> {
        self.finalize(page, self.run(&PageContext::new(world, page, source), |_| true))
    }

    /// The findings of the selected rules, each with the rule's place among all.
    fn run(&self, context: &PageContext<'_>, is_run: impl Fn(&Entry) -> bool) -> Vec<(usize, Vec<Diagnostic>)> {
        // Between the marks of an unresolved merge are two texts: what other rules say of both is true of neither.
        let is_checked = |entry: &Entry| {
            (!context.page.has_merge_conflict() || entry.family == Family::Page)
                && (!context.page.is_data || runs_on_data(entry))
        };
        let here = self.rules.at(context.page.source.path());
        let rules = here.iter().enumerate().filter(|(_, (entry, _))| is_run(entry) && is_checked(entry));
        let findings = |(place, (entry, severity)): (usize, (&'static Entry, Severity))| {
            let (rule, mut found) = (entry.rule, Vec::new());
            if let Check::Page(check) = &rule.check {
                check(context, &mut Report::new(rule.name, severity, &mut found));
            }
            keep_left_out(&mut found, |found| drop_identifiers(entry, &context.prose, context.language(), found));
            (place, found)
        };
        rules.map(findings).collect()
    }

    /// Orders the findings of all rules, and applies suppression and precedence.
    fn finalize(&self, page: &Page, mut found: Vec<(usize, Vec<Diagnostic>)>) -> Vec<Diagnostic> {
        found.sort_by_key(|(place, _)| *place);
        let mut found: Vec<Diagnostic> = found.into_iter().flat_map(|(_, found)| found).collect();
        keep_left_out(&mut found, |found| {
            suppression::apply(page, &self.rules, found);
            precedence::apply(found);
        });
        precedence::place(page, &mut found);
        found
    }
}

/// Whether a rule compares a page with its source, which requires an alignment of both.
fn compares(entry: &Entry) -> bool {
    entry.family == Family::Translation
}

/// The pages grouped by name, a page with its translations, so that the data of the source is computed once and dropped
/// after them.
fn by_name(guide: &Guide) -> Vec<Vec<&Page>> {
    let mut pages: Vec<&Page> = guide.pages.iter().collect();
    pages.sort_by(|a, b| a.key.name.cmp(&b.key.name));
    pages.chunk_by(|a, b| a.key.name == b.key.name).map(<[&Page]>::to_vec).collect()
}
