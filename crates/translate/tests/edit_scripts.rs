//! Random edits of source, catalog and page in any order, of segments and of what stands between them: nothing that a
//! translator wrote is lost, a second sync changes nothing, and what is changed on both sides is shown.

use std::collections::BTreeMap;

use crate::support::{World, changes};
use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_testing::cases;
use firstaid_text::SourceFile;
use firstaid_translate::{is_as_synced, po};
use proptest::prelude::*;

/// One change; numbers choose the block or entry.
#[derive(Clone, Debug)]
enum Edit {
    /// Adds a number to a block of the source.
    Reword(usize, u32),
    /// Inserts a block into the source.
    Insert(usize, u32),
    /// Removes a block of the source.
    Remove(usize),
    /// Moves a block of the source to the end.
    Move(usize),
    /// Replaces the text of a block of the translated page.
    OnPage(usize),
    /// Replaces the translation of an entry of the catalog.
    InCatalog(usize),
    /// Removes the fuzzy flag of an entry.
    Confirm(usize),
    /// Outside of segments: HTML, a comment, code or a definition put in, or a key of the front matter changed.
    GapInSource(usize, usize),
    GapOnPage(usize, usize),
    KeyInSource(usize),
    KeyOnPage(usize),
    Sync,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = 0..12_usize;
    let edit = prop_oneof![
        (at.clone(), 0..1000_u32).prop_map(|(at, n)| Edit::Reword(at, n)),
        (at.clone(), 0..1000_u32).prop_map(|(at, n)| Edit::Insert(at, n)),
        at.clone().prop_map(Edit::Remove),
        at.clone().prop_map(Edit::Move),
        at.clone().prop_map(Edit::OnPage),
        at.clone().prop_map(Edit::InCatalog),
        at.clone().prop_map(Edit::Confirm),
        (at.clone(), 0..5_usize).prop_map(|(at, kind)| Edit::GapInSource(at, kind)),
        (at.clone(), 0..5_usize).prop_map(|(at, kind)| Edit::GapOnPage(at, kind)),
        at.clone().prop_map(Edit::KeyInSource),
        at.prop_map(Edit::KeyOnPage),
        Just(Edit::Sync),
        Just(Edit::Sync),
    ];
    prop::collection::vec(edit, 1..24)
}

const EN: &str = "en/A.md";
const ES: &str = "es/A.md";
const PO: &str = "_catalogs/es/A.po";

fn parsed(path: &str, text: &str) -> Page {
    let key = PageKey { locale: Locale::new("es").expect("a locale"), name: "A".into() };
    parse(key, SourceFile::new(path, text), AnchorDialect::GitHub)
}

fn blocks(text: &str) -> Vec<String> {
    text.trim_end().split("\n\n").map(str::to_owned).collect()
}

/// Something that is no segment, with a text that occurs once.
fn gap(kind: usize, text: &str) -> String {
    match kind {
        0 => format!("<!-- note {text} -->"),
        1 => format!("```\nrun {text}\n```"),
        2 => format!("<hr class=\"{text}\">"),
        3 => format!("[{text}]: https://a.example/{text}"),
        _ => format!("{{% include {text}.html %}}"),
    }
}

/// Indices of the blocks that are segments.
fn sentences(blocks: &[String]) -> Vec<usize> {
    let is_gap = |text: &str| ["<!--", "```", "<hr", "[", "---", "{%"].iter().any(|mark| text.starts_with(mark));
    (0..blocks.len()).filter(|&n| !is_gap(&blocks[n])).collect()
}

const KEYS: [&str; 3] = ["slug", "weight", "layout"];

/// Sets a key of the front matter, which is the first block.
fn set_key(blocks: &mut [String], key: &str, value: &str) {
    let lines = blocks[0].lines().map(|line| match line.split_once(": ") {
        Some((own, _)) if own == key => format!("{key}: {value}"),
        _ => line.to_owned(),
    });
    blocks[0] = lines.collect::<Vec<_>>().join("\n");
}

fn join(blocks: &[String]) -> String {
    format!("{}\n", blocks.join("\n\n"))
}

struct Run {
    world: World,
    /// Texts that translators wrote and did not replace: each must be in the catalog or on the page.
    written: Vec<String>,
    /// What a person changed on the page outside of segments: it must stay there.
    own: Vec<String>,
    /// The keys of the front matter that the page has changed, with their values.
    own_keys: Vec<(&'static str, String)>,
    /// What was put into the source outside of segments: it must reach the page.
    of_source: Vec<String>,
    /// Number of texts written so far; makes each text unique.
    count: u32,
}

impl Run {
    fn new() -> Self {
        let mut source = vec!["---\nslug: a\nweight: 1\nlayout: b\n---".to_owned()];
        let sentence = |n| format!("{}Sentence number {n} of this page.", if n % 3 == 0 { "## " } else { "" });
        source.extend((0..6).map(sentence));
        let mut world = World::new(&[(EN, &join(&source))]);
        world.config.publish_at = 0;
        let mut run =
            Self { world, written: Vec::new(), own: Vec::new(), own_keys: Vec::new(), of_source: Vec::new(), count: 0 };
        run.world.sync("es");
        for n in 0..6 {
            run.in_catalog(n);
        }
        run.world.sync("es");
        run
    }

    fn source(&mut self, change: impl FnOnce(&mut Vec<String>)) {
        let mut all = blocks(self.world.page(EN));
        change(&mut all);
        self.world.files.insert(EN.to_owned(), join(&all));
    }

    /// Changes the page, if there is one.
    fn page(&mut self, change: impl FnOnce(&mut Vec<String>)) -> bool {
        let Some(page) = self.world.files.get(ES) else { return false };
        let mut all = blocks(page);
        change(&mut all);
        self.world.files.insert(ES.to_owned(), join(&all));
        true
    }

    fn in_catalog(&mut self, at: usize) {
        let mut catalog = self.world.read_catalog("es", "A");
        let mut in_use: Vec<_> = catalog.entries.iter_mut().filter(|entry| !entry.obsolete).collect();
        let count = in_use.len();
        if count == 0 {
            return;
        }
        let entry = &mut *in_use[at % count];
        self.count += 1;
        let text = format!("Frase {} del catálogo.", self.count);
        self.written.retain(|it| it != entry.string());
        entry.strings = vec![text.clone()];
        self.written.push(text);
        self.world.files.insert(PO.to_owned(), catalog.to_string());
    }

    fn confirm(&mut self, at: usize) {
        let mut catalog = self.world.read_catalog("es", "A");
        let count = catalog.entries.iter().filter(|entry| !entry.obsolete).count();
        if let Some(entry) = catalog.entries.iter_mut().filter(|entry| !entry.obsolete).nth(at % count.max(1)) {
            entry.flags.retain(|flag| flag != "fuzzy");
        }
        self.world.files.insert(PO.to_owned(), catalog.to_string());
    }

    fn on_page(&mut self, at: usize) {
        let Some(page) = self.world.files.get(ES) else { return };
        let mut all = blocks(page);
        let those = sentences(&all);
        if those.is_empty() {
            return;
        }
        let at = those[at % those.len()];
        let mark = if all[at].starts_with("## ") { "## " } else { "" };
        let old = all[at].trim_start_matches("## ").to_owned();
        self.count += 1;
        let text = format!("Frase {} de la página.", self.count);
        all[at] = format!("{mark}{text}");
        self.written.retain(|it| *it != old);
        self.written.push(text);
        self.world.files.insert(ES.to_owned(), join(&all));
    }

    fn apply(&mut self, edit: &Edit) {
        match *edit {
            Edit::Reword(at, n) => self.source(|all| {
                let those = sentences(all);
                let at = those[at % those.len()];
                all[at] = format!("{} {n}", all[at]);
            }),
            Edit::Insert(at, n) => self.source(|all| {
                let at = 1 + at % all.len();
                all.insert(at, format!("Another sentence, {n}, that is new."));
            }),
            Edit::Remove(at) => self.source(|all| {
                let those = sentences(all);
                if those.len() > 1 {
                    all.remove(those[at % those.len()]);
                }
            }),
            Edit::Move(at) => self.source(|all| {
                let those = sentences(all);
                let block = all.remove(those[at % those.len()]);
                all.push(block);
            }),
            Edit::GapInSource(at, kind) => {
                self.count += 1;
                let text = format!("s{}", self.count);
                self.source(|all| all.insert(1 + at % all.len(), gap(kind, &text)));
                self.of_source.push(gap(kind, &text));
            }
            Edit::GapOnPage(at, kind) => {
                self.count += 1;
                let text = gap(kind, &format!("p{}", self.count));
                if self.page(|all| all.insert(1 + at % all.len(), text.clone())) {
                    self.own.push(text);
                }
            }
            Edit::KeyInSource(at) => {
                self.count += 1;
                let value = self.count.to_string();
                self.source(|all| set_key(all, KEYS[at % KEYS.len()], &value));
            }
            Edit::KeyOnPage(at) => {
                self.count += 1;
                let (key, value) = (KEYS[at % KEYS.len()], format!("p{}", self.count));
                if self.page(|all| set_key(all, key, &value)) {
                    self.own_keys.retain(|(own, _)| *own != key);
                    self.own_keys.push((key, value));
                }
            }
            Edit::OnPage(at) => self.on_page(at),
            Edit::InCatalog(at) => self.in_catalog(at),
            Edit::Confirm(at) => self.confirm(at),
            Edit::Sync => self.sync(),
        }
    }

    fn sync(&mut self) {
        let before = self.world.files.clone();
        let conflicts = self.world.sync("es");
        if !conflicts.is_empty() {
            assert_eq!(self.world.files, before, "a sync with conflicts writes no file of the page");
            return;
        }
        self.world.assert_synced("es");
        self.assert_next_sync_completes_it(&before);
        for text in &self.of_source {
            assert!(self.world.page(ES).contains(&**text), "{text} is not on the page:\n{}", self.world.page(ES));
        }
    }

    /// With the page of a sync and the catalog from before it, the next sync ends as that one did. Only where a person
    /// had edited the page, it knows too little: an edit of a block that the source has dropped is in neither file.
    fn assert_next_sync_completes_it(&mut self, before: &BTreeMap<String, String>) {
        let after = self.world.files.clone();
        let (Some(old), Some(new)) = (before.get(ES), after.get(ES)) else { return };
        let catalog = po::parse(PO, &before[PO]).expect("a catalog");
        if old != new && is_as_synced(&catalog, &parsed(ES, old)) {
            self.world.files.insert(PO.to_owned(), before[PO].clone());
            // Of blocks that were moved among comments of the page's own, nobody can tell what moved.
            let is_asked = !self.world.sync("es").is_empty();
            self.world.files = if is_asked { after.clone() } else { self.world.files.clone() };
            let changes = changes(&after, &self.world.files);
            assert!(changes.is_empty(), "{changes}\n---- before\n{old}\n---- catalog\n{}", before[PO]);
        }
    }

    fn assert_nothing_is_lost(&self) {
        let catalog = self.world.read_catalog("es", "A");
        let page = self.world.files.get(ES).map_or("", String::as_str);
        for text in &self.written {
            let is_kept = catalog.entries.iter().any(|entry| entry.string() == text) || page.contains(&**text);
            assert!(is_kept, "{text:?} is lost:\n{catalog}\n----\n{page}");
        }
        let keys = self.own_keys.iter().map(|(key, value)| format!("{key}: {value}\n"));
        for text in self.own.iter().cloned().chain(keys) {
            assert!(page.contains(&*text), "{text:?} is no longer on the page:\n{page}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(300)))]

    #[test]
    fn no_text_of_a_translator_is_lost(edits in edits()) {
        let mut run = Run::new();
        for edit in &edits {
            run.apply(edit);
            run.assert_nothing_is_lost();
        }
        run.sync();
        run.assert_nothing_is_lost();
    }
}
