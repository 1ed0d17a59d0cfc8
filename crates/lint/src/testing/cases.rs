//! Cases beside each rule: a page with its findings marked in the text, and the page after its fixes.
//!
//! `«` and `»` enclose each finding; a page without them must have none.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, Page, parse};
use firstaid_diagnostics::{Applicability, Diagnostic, FileDiagnostics};
use firstaid_ledger::Ledger;
use firstaid_registry::Registry;
use firstaid_text::SourceFile;
use firstaid_translate::proofread::Proofreading;

use crate::engine::guard::proved;
use crate::{CatalogFile, Catalogs, Config, Linter, RuleSet};

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::built_in);

/// Path of the catalog of the page under test.
const CATALOG: &str = "content/_catalogs/Page.po";

/// A small guide on which one rule is tested.
pub(crate) struct Case {
    rule: &'static str,
    /// Other rules that run with it.
    also: Vec<&'static str>,
    /// Path of the page under test.
    path: String,
    /// Paths and texts of the other pages.
    others: Vec<(String, String)>,
    /// Paths of files that are no pages.
    files: Vec<String>,
    config: String,
    registry: Option<Registry>,
    ledger: Option<Ledger>,
    new_links: Option<Ledger>,
    catalog: Option<String>,
    proofreading: Option<Proofreading>,
}

/// One page, `content/en/Page.md`, checked by one rule with the built-in registry.
pub(crate) fn case(rule: &'static str) -> Case {
    Case {
        rule,
        also: Vec::new(),
        path: "content/en/Page.md".to_owned(),
        others: Vec::new(),
        files: Vec::new(),
        config: String::new(),
        registry: None,
        ledger: None,
        new_links: None,
        catalog: None,
        proofreading: None,
    }
}

impl Case {
    /// Sets the locale of the page.
    pub(crate) fn locale(mut self, locale: &str) -> Self {
        self.path = format!("content/{locale}/Page.md");
        self
    }

    /// Adds the source of the page, `content/en/Page.md`; call `locale`, too.
    pub(crate) fn source(self, text: &str) -> Self {
        self.page("en/Page.md", text)
    }

    /// Sets the path of the page.
    pub(crate) fn on(mut self, path: &str) -> Self {
        self.path = path.to_owned();
        self
    }

    /// Runs another rule, too; its findings are marked like those of the first.
    pub(crate) fn also_rule(mut self, rule: &'static str) -> Self {
        self.also.push(rule);
        self
    }

    /// Adds a page, by its path below `content/`.
    pub(crate) fn page(mut self, path: &str, text: &str) -> Self {
        self.others.push((format!("content/{path}"), text.to_owned()));
        self
    }

    /// Adds a file that is no page, by its path below `content/`.
    pub(crate) fn file(mut self, path: &str) -> Self {
        self.files.push(format!("content/{path}"));
        self
    }

    /// Sets the text of `firstaid.toml`.
    pub(crate) fn config(mut self, config: &str) -> Self {
        self.config = config.to_owned();
        self
    }

    /// Replaces the built-in registry.
    pub(crate) fn registry(mut self, registry: Registry) -> Self {
        self.registry = Some(registry);
        self
    }

    /// Sets what was just seen of new links, as lines of a ledger.
    pub(crate) fn new_links(mut self, lines: &str) -> Self {
        let (seen, unknown) = Ledger::parse("new", lines).expect("a ledger");
        assert_eq!(unknown, []);
        self.new_links = Some(seen);
        self
    }

    /// Sets the lines of the ledger of links.
    pub(crate) fn ledger(mut self, lines: &str) -> Self {
        let (ledger, unknown) = Ledger::parse("links.jsonl", lines).expect("a ledger");
        assert_eq!(unknown, [], "every line is understood");
        self.ledger = Some(ledger);
        self
    }

    /// Sets what machines suggested for paragraphs.
    pub(crate) fn proofreading(mut self, proofreading: Proofreading) -> Self {
        self.proofreading = Some(proofreading);
        self
    }

    /// Sets the catalog of the page.
    pub(crate) fn catalog(mut self, text: &str) -> Self {
        self.catalog = Some(text.to_owned());
        self
    }

    /// The findings in the catalog of a page with this text, each as `LINE: MESSAGE`.
    pub(crate) fn in_catalog(&self, text: &str) -> Vec<String> {
        let all = self.others.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let found = self.lint(all.chain([(self.path.as_str(), text)]));
        let in_catalog = found.into_iter().filter(|file| file.source.path() == CATALOG);
        let line = |file: &FileDiagnostics, it: &Diagnostic| {
            format!("{}: {}", file.source.line_column(it.range.start()).line, it.message)
        };
        in_catalog.flat_map(|file| file.diagnostics.iter().map(|it| line(&file, it)).collect::<Vec<_>>()).collect()
    }

    /// Asserts that the page has exactly the findings that are marked with `«…»`.
    #[track_caller]
    pub(crate) fn finds(&self, marked: &str) {
        let text = marked.replace(['«', '»'], "");
        assert_eq!(self.marked(&text), marked, "findings of {}: {:#?}", self.rule, self.messages(&text));
    }

    /// The page with `«…»` around its findings.
    pub(crate) fn marked(&self, text: &str) -> String {
        with_marks(text, &self.run(text))
    }

    /// The texts with `«…»` around their findings, each linted as a page of one guide in the locale of the page.
    pub(crate) fn all_marked(&self, texts: &[String]) -> Vec<String> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = |n: usize| format!("{folder}/page-{n:06}.md");
        let pages: Vec<(String, &str)> = texts.iter().enumerate().map(|(n, text)| (path(n), text.as_str())).collect();
        let found = self.lint(pages.iter().map(|(path, text)| (path.as_str(), *text)));
        let of = |path: &str| found.iter().find(|file| file.source.path() == path).map(|file| &file.diagnostics[..]);
        pages.iter().map(|(path, text)| with_marks(text, of(path).unwrap_or_default())).collect()
    }

    /// The messages of the findings, each followed by its notes, indented, one a line.
    pub(crate) fn messages(&self, text: &str) -> Vec<String> {
        messages(&self.run(text))
    }

    /// Asserts that the fixes of at least this applicability turn `before` into `after`, and that applying them again
    /// changes nothing.
    #[track_caller]
    pub(crate) fn fixes(&self, applicability: Applicability, before: &str, after: &str) {
        let fixed = self.fixed(applicability, before);
        assert_eq!(fixed, after);
        let again = self.fixed(applicability, &fixed);
        assert_eq!(again, after, "the fix of {} is not idempotent", self.rule);
    }

    /// The page after one round of fixes of at least this applicability that keep its shape.
    pub(crate) fn fixed(&self, applicability: Applicability, text: &str) -> String {
        let all = self.others.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let (guide, linter) = self.guide(all.chain([(self.path.as_str(), text)]));
        let page = guide.by_path(&self.path).expect("the page of the case");
        let found = linter.lint(&guide, &|| ());
        let found: Vec<&Diagnostic> =
            found.iter().filter(|it| it.source.path() == self.path).flat_map(|it| &it.diagnostics).collect();
        let proved = proved(&guide, page, &found, applicability, &OnceCell::new());
        proved.map_or_else(|| text.to_owned(), |proved| proved.page.text().to_owned())
    }

    pub(crate) fn run(&self, text: &str) -> Vec<Diagnostic> {
        let all = self.others.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let found = self.lint(all.chain([(self.path.as_str(), text)]));
        found.into_iter().filter(|file| file.source.path() == self.path).flat_map(|file| file.diagnostics).collect()
    }

    /// The texts without a finding, each linted as a page of one guide.
    pub(crate) fn clean_among(&self, texts: impl Iterator<Item = String>) -> Vec<String> {
        let pages: Vec<(String, String)> =
            texts.enumerate().map(|(n, text)| (format!("content/en/page-{n:06}.md"), text)).collect();
        let found = self.lint(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let paths: HashSet<&str> = found.iter().map(|file| file.source.path()).collect();
        pages.iter().filter(|(path, _)| !paths.contains(path.as_str())).map(|(_, text)| text.clone()).collect()
    }

    /// The indices of the translations of one source that have no finding, each linted as a page of one guide.
    pub(crate) fn clean_translations(&self, source: &str, locale: &str, texts: &[String]) -> Vec<usize> {
        let path = |locale: &str, n: usize| format!("content/{locale}/page-{n:06}.md");
        let sources = (0..texts.len()).map(|n| (path("en", n), source));
        let translations = texts.iter().enumerate().map(|(n, text)| (path(locale, n), text.as_str()));
        let pages: Vec<(String, &str)> = sources.chain(translations).collect();
        let found = self.lint(pages.iter().map(|(path, text)| (path.as_str(), *text)));
        let paths: HashSet<&str> = found.iter().map(|file| file.source.path()).collect();
        (0..texts.len()).filter(|&n| !paths.contains(path(locale, n).as_str())).collect()
    }

    /// The findings of each translation of one source, each linted as a page of one guide.
    pub(crate) fn found_in(&self, locale: &str, source: &str, texts: &[String]) -> Vec<Vec<Diagnostic>> {
        let name = |locale: &str, n: usize| format!("content/{locale}/page-{n:06}.md");
        let pages: Vec<(String, &str)> = (texts.iter().enumerate())
            .flat_map(|(n, text)| [(name("en", n), source), (name(locale, n), text.as_str())])
            .collect();
        let mut found = self.lint(pages.iter().map(|(path, text)| (path.as_str(), *text)));
        let mut of = |path: String| {
            let file = found.iter_mut().find(|file| file.source.path() == path)?;
            Some(std::mem::take(&mut file.diagnostics))
        };
        (0..texts.len()).map(|n| of(name(locale, n)).unwrap_or_default()).collect()
    }

    /// Asserts that [`Linter::lint_page`] finds the same as [`Linter::lint`] in each of the texts, which the page has
    /// one after another. Returns the messages for the last one.
    #[track_caller]
    pub(crate) fn edited(&self, texts: &[&str]) -> Vec<String> {
        let others = self.others.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let (mut guide, linter) = self.guide(others.chain([(self.path.as_str(), "")]));
        let mut last = Vec::new();
        for text in texts {
            assert!(guide.insert(&self.path, (*text).to_owned()), "a page's path");
            let page = guide.by_path(&self.path).expect("the page");
            let found = linter.lint_page(&guide, page).diagnostics;
            last = messages(&found);
            assert_eq!(last, messages(&self.run(text)), "{} finds something else after an edit: {text}", self.rule);
        }
        last
    }

    fn lint<'t>(&self, pages: impl Iterator<Item = (&'t str, &'t str)>) -> Vec<FileDiagnostics> {
        let (guide, linter) = self.guide(pages);
        linter.lint(&guide, &|| ())
    }

    fn guide<'t>(&self, pages: impl Iterator<Item = (&'t str, &'t str)>) -> (Guide, Linter) {
        let config = Config::parse("firstaid.toml", &self.config).expect("a valid configuration");
        let layout = Layout::new(&ContentConfig::default()).expect("the default layout is valid");
        let mut pages: Vec<_> = pages
            .map(|(path, text)| {
                let key = layout.key(path.trim_start_matches("content/")).expect("a page's path");
                parse(key, SourceFile::new(path, text), AnchorDialect::GitHub)
            })
            .collect();
        pages.sort_by(|a, b| a.source.path().cmp(b.source.path()));
        let key = layout.key(self.path.trim_start_matches("content/")).expect("a page's path");
        let catalogs = self
            .catalog
            .iter()
            .map(|text| (key.clone(), CatalogFile::of_text(SourceFile::new(CATALOG, text.as_str()))));
        let catalogs = Catalogs::new(catalogs.collect());
        let files = self.files.iter().map(|file| file.as_str().into()).collect();
        let guide = Guide::new(pages, files, layout, AnchorDialect::GitHub, "content/".to_owned());
        let names: Vec<String> = self.also.iter().chain([&self.rule]).map(|&rule| rule.to_owned()).collect();
        let rules = RuleSet::new(&config, &names, &[]).expect("the rules exist");
        let registry = self.registry.as_ref().unwrap_or(&REGISTRY).clone();
        let linter = Linter::new(registry, config, rules, jiff::civil::date(2026, 11, 23))
            .with_ledger(self.ledger.clone())
            .with_new_links(self.new_links.clone())
            .with_proofreading(self.proofreading.clone())
            .with_catalogs(catalogs);
        (guide, linter)
    }
}

/// A text with `«…»` around findings.
fn with_marks(text: &str, found: &[Diagnostic]) -> String {
    let mut shown = text.to_owned();
    let mut marks: Vec<(u32, bool)> =
        found.iter().flat_map(|it| [(it.range.start(), false), (it.range.end(), true)]).collect();
    marks.sort_by(|a, b| b.cmp(a));
    for (at, closing) in marks {
        shown.insert(at as usize, if closing { '»' } else { '«' });
    }
    shown
}

/// A page of a locale, parsed as in the cases.
pub(crate) fn page(locale: &str, text: &str) -> Page {
    let layout = Layout::new(&ContentConfig::default()).expect("the default layout is valid");
    let key = layout.key(&format!("{locale}/Page.md")).expect("a page's path");
    parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub)
}

fn messages(found: &[Diagnostic]) -> Vec<String> {
    found
        .iter()
        .map(|it| {
            let notes = it.notes.iter().map(|note| format!("\n  {}", note.text));
            std::iter::once(it.message.to_string()).chain(notes).collect()
        })
        .collect()
}
