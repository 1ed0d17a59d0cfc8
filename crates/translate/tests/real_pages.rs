//! Random edits of real pages, their translations and their catalogs, by people and by other tools: no text that a
//! translator wrote is lost, no entry loses its fuzzy flag unless somebody answers it, and a second sync changes
//! nothing.
//!
//! The pages are those of this repository. `FIRSTAID_PAGES` names other ones: pairs of files `SOURCE=TRANSLATION`,
//! separated by `:`; `FIRSTAID_EDITS` is the number of edits for each pair.

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::support::World;
use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_text::SourceFile;
use firstaid_translate::po::{self, Catalog, Entry};
use firstaid_translate::{Conflict, Segment, SegmentKind, Site, import, segments};

const EN: &str = "en/A.md";
const ES: &str = "es/A.md";
const PO: &str = "_catalogs/es/A.po";

/// A small generator of numbers (xorshift): the same edits in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

struct Run {
    world: World,
    random: Random,
    /// What translators wrote and nobody took back.
    written: Vec<String>,
    count: usize,
}

fn parsed(path: &str, text: &str) -> Page {
    let locale = Locale::new(path.split('/').next().unwrap_or_default()).expect("a locale");
    parse(PageKey { locale, name: "A".into() }, SourceFile::new(path, text), AnchorDialect::GitHub)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Run {
    /// A page that was imported.
    fn new(source: &str, translation: &str, seed: u64) -> Self {
        let mut world = World::new(&[(EN, source), (ES, translation)]);
        world.config.publish_at = 0;
        let guide = world.guide();
        let locale = Locale::new("es").expect("a locale");
        let page = |of: &str| guide.pages.iter().find(|page| page.key.locale.as_str() == of).expect("a page");
        let imported = import(page("en"), page("es"), &Site::new(&guide, &locale), None);
        let header = po::parse(PO, "msgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n").expect("a header");
        let catalog = Catalog { entries: imported.entries, ..header };
        world.files.insert(PO.to_owned(), catalog.to_string());
        let written = catalog.entries.iter().map(|it| it.string().to_owned()).filter(|it| !it.is_empty()).collect();
        let mut run = Self { world, random: Random(seed | 1), written, count: 0 };
        run.sync();
        run
    }

    fn new_text(&mut self) -> String {
        self.count += 1;
        let text = format!("Una frase nueva, la {} de su autora.", self.count);
        self.written.push(text.clone());
        text
    }

    /// Replaces the text of a random paragraph, item or heading without links. `make` makes the new one of the segment
    /// and its bytes.
    fn edit_segment(&mut self, path: &str, make: impl FnOnce(&mut Self, &Segment, &str) -> String) {
        let Some(text) = self.world.files.get(path).cloned() else { return };
        let page = parsed(path, &text);
        let is_text =
            |kind: &SegmentKind| matches!(kind, SegmentKind::Paragraph | SegmentKind::Item | SegmentKind::Heading(_));
        let all: Vec<_> = segments(&page).into_iter().filter(|it| is_text(&it.kind) && it.slots.is_empty()).collect();
        let at = self.random.below(all.len());
        let Some(segment) = all.get(at) else { return };
        let (start, end) = (segment.range.start() as usize, segment.range.end() as usize);
        let edited = make(self, segment, &text[start..end]);
        self.world.files.insert(path.to_owned(), format!("{}{edited}{}", &text[..start], &text[end..]));
    }

    /// Changes the blocks of the source below its front matter.
    fn edit_blocks(&mut self, change: impl FnOnce(&mut Random, &mut Vec<String>)) {
        let text = self.world.page(EN).to_owned();
        let body = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map_or(0, |at| at + 9);
        let mut blocks: Vec<String> = text[body..].trim_end().split("\n\n").map(str::to_owned).collect();
        change(&mut self.random, &mut blocks);
        self.world.files.insert(EN.to_owned(), format!("{}{}\n", &text[..body], blocks.join("\n\n")));
    }

    fn edit_catalog(&mut self, change: impl FnOnce(&mut Self, &mut Catalog)) {
        let mut catalog = self.world.read_catalog("es", "A");
        change(self, &mut catalog);
        self.world.files.insert(PO.to_owned(), catalog.to_string());
    }

    /// Translates a random entry anew; `prefix` and the rest make its text.
    fn translate(&mut self, prefix: &str) {
        self.edit_catalog(|run, catalog| {
            let count = catalog.entries.iter().filter(|entry| !entry.obsolete).count();
            let at = run.random.below(count);
            let text = format!("{prefix}{}", run.new_text());
            let Some(entry) = catalog.entries.iter_mut().filter(|entry| !entry.obsolete).nth(at) else { return };
            // The entry may have more than what the list has: "1. " before it.
            run.written.retain(|it| !entry.string().contains(it.as_str()));
            entry.strings = vec![text];
        });
    }

    fn edit(&mut self) {
        match self.random.below(19) {
            0 => self.edit_segment(EN, |run, _, old| format!("{old} {}", run.random.below(90))),
            1 => self.edit_segment(EN, |_, _, old| old.replacen(" the ", " a ", 1)),
            2 => self.edit_segment(EN, |_, _, old| format!("Never {old}")),
            3 => self.edit_blocks(|random, blocks| {
                let (from, to) = (random.below(blocks.len()), random.below(blocks.len() + 1));
                blocks.insert(to, blocks[from].clone());
            }),
            4 => self.edit_blocks(|random, blocks| {
                let at = random.below(blocks.len());
                let block = blocks.remove(at);
                let to = random.below(blocks.len() + 1);
                blocks.insert(to, block);
            }),
            5 | 6 => self.edit_blocks(|random, blocks| {
                if blocks.len() > 1 {
                    blocks.remove(random.below(blocks.len()));
                }
            }),
            7 => self.edit_blocks(|random, blocks| {
                let extra = [
                    "```\nrun it\n```",
                    "<div>\n<p>Raw</p>\n</div>",
                    "<!-- a comment -->",
                    "[label]: https://a.example/",
                ];
                let at = random.below(blocks.len() + 1);
                blocks.insert(at, extra[random.below(extra.len())].to_owned());
            }),
            8 => self.edit_blocks(|random, blocks| {
                let at = random.below(blocks.len() + 1);
                blocks.insert(at, format!("A block that is new, number {}.", random.below(50)));
            }),
            9..=11 => self.edit_segment(ES, |run, segment, _| {
                // The bytes of the page have marks of quotes and indents between the words.
                let old = squeezed(&segment.message);
                run.written.retain(|it| !squeezed(it).contains(&old) && !old.contains(&squeezed(it)));
                run.new_text()
            }),
            12 => self.translate(""),
            13 => self.translate("1. "),
            14 => self.translate("Véase {7}. "),
            15 => self.edit_catalog(|run, catalog| {
                let at = run.random.below(catalog.entries.len());
                if let Some(entry) = catalog.entries.get_mut(at) {
                    entry.flags.retain(|flag| flag != "fuzzy");
                }
            }),
            16 => self.edit_catalog(|_, catalog| {
                let obsolete = catalog.entries.iter().position(|entry| entry.obsolete).unwrap_or(catalog.entries.len());
                catalog.entries[..obsolete].sort_by(|a, b| a.id.cmp(&b.id));
            }),
            17 => self.edit_catalog(|_, catalog| {
                catalog.entries.iter_mut().for_each(|entry| entry.extracted.clear());
            }),
            _ => {}
        }
        self.assert_nothing_is_lost();
    }

    fn sync(&mut self) {
        let before = self.world.files.clone();
        let conflicts = self.world.sync("es");
        assert_fuzzy_stays(&before[PO], self.world.page(PO));
        if !conflicts.is_empty() {
            assert_eq!(self.world.files, before, "with conflicts no file of the page is touched");
            // A person takes one of the sides, so that the run goes on. What the other side said was shown.
            for conflict in &conflicts {
                if let Conflict::Both { catalog, .. } = conflict {
                    self.written.retain(|it| !catalog.contains(it.as_str()));
                }
            }
            self.world.prefer = Some(firstaid_translate::Side::Page);
            self.world.sync("es");
            assert_fuzzy_stays(&before[PO], self.world.page(PO));
            self.world.prefer = None;
            return;
        }
        self.world.assert_synced("es");
    }

    fn assert_nothing_is_lost(&self) {
        let catalog = self.world.read_catalog("es", "A");
        let page = self.world.files.get(ES).map_or("", String::as_str);
        let mut shown = squeezed(page);
        for segment in segments(&parsed(ES, page)) {
            shown.push('\n');
            shown.push_str(&squeezed(&segment.message));
        }
        for text in &self.written {
            let is_kept = catalog.entries.iter().any(|entry| entry.string().contains(text.as_str()));
            assert!(is_kept || shown.contains(&squeezed(text)), "{text:?} is lost:\n{catalog}\n----\n{page}");
        }
    }
}

/// An entry whose translation stays as it was is no longer fuzzy only if its source went back to what was translated.
fn assert_fuzzy_stays(before: &str, after: &str) {
    let parse = |text| po::parse(PO, text).expect("a catalog").entries;
    let (before, after) = (parse(before), parse(after));
    let of_text = |entries: &[Entry], text: &str| -> Vec<Entry> {
        entries.iter().filter(|it| !it.obsolete && it.string() == text).cloned().collect()
    };
    for old in before.iter().filter(|it| !it.obsolete && it.is_fuzzy() && it.is_translated()) {
        // Of several with one translation nobody can tell which is which.
        let ([_], [new]) = (&*of_text(&before, old.string()), &*of_text(&after, old.string())) else { continue };
        let went_back = old.previous.as_ref().is_some_and(|it| squeezed(&it.id) == squeezed(&new.id));
        assert!(new.is_fuzzy() || went_back, "{old:?} is no longer fuzzy: {new:?}");
    }
}

/// The pages of this repository with their translations.
fn own_pages() -> Vec<(PathBuf, PathBuf)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let mut found = Vec::new();
    let locales = fs::read_dir(&content).expect("the content folder").filter_map(Result::ok);
    for locale in locales.map(|it| it.path()).filter(|it| it.is_dir() && !it.ends_with("en")) {
        for page in fs::read_dir(&locale).into_iter().flatten().filter_map(Result::ok) {
            let source = content.join("en").join(page.file_name());
            let is_page = page.path().extension().is_some_and(|it| it == "md") && source.is_file();
            found.extend(is_page.then(|| (source, page.path())));
        }
    }
    found.sort();
    found
}

#[test]
fn no_text_is_lost_on_real_pages() {
    let named = env::var("FIRSTAID_PAGES").ok();
    let pages: Vec<(PathBuf, PathBuf)> = match &named {
        Some(named) => {
            named.split(':').filter_map(|it| it.split_once('=')).map(|(a, b)| (a.into(), b.into())).collect()
        }
        None => own_pages().into_iter().step_by(7).take(6).collect(),
    };
    let edits = env::var("FIRSTAID_EDITS").ok().and_then(|it| it.parse().ok()).unwrap_or(20);
    assert!(!pages.is_empty(), "no pages");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut failed = Vec::new();
    for (n, (source, translation)) in pages.iter().enumerate() {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut run = Run::new(&read(source), &read(translation), 0x9e37_79b9 + n as u64 * 7919);
            for edit in 0..edits {
                run.edit();
                if edit % 3 == 0 {
                    run.sync();
                    run.assert_nothing_is_lost();
                }
            }
            run.sync();
            run.assert_nothing_is_lost();
        }));
        failed.extend(result.is_err().then(|| translation.display().to_string()));
    }
    assert!(failed.is_empty(), "{} of {} pages: {failed:#?}", failed.len(), pages.len());
}
