//! Random edits of real pages, their translations and their catalogs, by people and by other tools: no text that a
//! translator wrote is lost, no entry loses its fuzzy flag unless somebody answers it, and a second sync changes
//! nothing.
//!
//! The pages are some of this repository. To edit those of other guides (`FIRSTAID_GUIDES`: their folders, separated
//! by `:`):
//!
//! ```text
//! FIRSTAID_GUIDES=/path/to/a:/path/to/b FIRSTAID_PAIRS=20 FIRSTAID_EDITS=200 FIRSTAID_SEED=1 \
//!     cargo test -p firstaid-translate real_pages::no_text
//! ```
//!
//! `FIRSTAID_PAIRS` is the number of translated pages drawn of each locale, `FIRSTAID_EDITS` that of edits of each.

use std::collections::BTreeMap;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::support::World;
use crate::support::pairs::{Pair, pairs};
use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_testing::Random;
use firstaid_text::SourceFile;
use firstaid_translate::po::{self, Catalog, Entry};
use firstaid_translate::{Conflict, Segment, SegmentKind, Site, import, segments};

const EN: &str = "en/A.md";

struct Run {
    world: World,
    random: Random,
    locale: String,
    /// The name of the page.
    name: String,
    /// What translators wrote and nobody took back.
    written: Vec<String>,
    /// What a person put on the page outside of segments: it must stay there.
    own: Vec<String>,
    /// Number of texts written so far; makes each text unique.
    count: usize,
    /// What was done so far, for the message of a failure.
    log: Vec<String>,
}

fn parsed(path: &str, text: &str) -> Page {
    let locale = Locale::new(path.split('/').next().unwrap_or_default()).expect("a locale");
    parse(PageKey { locale, name: "A".into() }, SourceFile::new(path, text), AnchorDialect::GitHub)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the body of a page begins.
fn body(text: &str) -> usize {
    text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map_or(0, |at| at + 9)
}

/// Something that is no segment, with a word that occurs once.
fn gap(kind: usize, word: &str) -> String {
    match kind % 4 {
        0 => format!("```\nrun {word}\n```"),
        1 => format!("<hr class=\"{word}\">"),
        2 => format!("<!-- {word} -->"),
        _ => format!("[{word}]: https://a.example/{word}"),
    }
}

impl Run {
    /// A page that was imported.
    fn new(pair: &Pair, seed: u64) -> Self {
        let translation = format!("{}/A.md", pair.locale);
        let mut world = World::new(&[(EN, &pair.source), (&translation, &pair.translation)]);
        world.config.publish_at = 0;
        world.text_keys.clone_from(&pair.text_keys);
        let mut run = Self {
            world,
            random: Random(seed),
            locale: pair.locale.clone(),
            name: "A".to_owned(),
            written: Vec::new(),
            own: Vec::new(),
            count: 0,
            log: Vec::new(),
        };
        run.import();
        let strings = run.catalog().entries.into_iter().map(|it| it.string().to_owned());
        run.written = strings.filter(|it| !it.is_empty()).collect();
        run.sync();
        assert_eq!(run.world.page(&translation), pair.translation, "a sync after the import leaves the page");
        run
    }

    fn source(&self) -> String {
        format!("en/{}.md", self.name)
    }

    fn page(&self) -> String {
        format!("{}/{}.md", self.locale, self.name)
    }

    fn po(&self) -> String {
        format!("_catalogs/{}/{}.po", self.locale, self.name)
    }

    fn catalog(&self) -> Catalog {
        self.world.read_catalog(&self.locale, &self.name)
    }

    /// Makes a catalog of the page.
    fn import(&mut self) {
        let guide = self.world.guide();
        let locale = Locale::new(&self.locale).expect("a locale");
        let page = |of: &str| guide.pages.iter().find(|page| page.key.locale.as_str() == of).expect("a page");
        let imported = import(page("en"), page(&self.locale), &Site::new(&guide, &locale), None);
        let header = format!("msgid \"\"\nmsgstr \"\"\n\"Language: {locale}\\n\"\n");
        let header = po::parse("x.po", &header).expect("a header");
        let catalog = Catalog { entries: imported.entries, ..header };
        self.world.files.insert(self.po(), catalog.to_string());
    }

    fn new_text(&mut self) -> String {
        self.count += 1;
        let text = format!("Una frase nueva, la {} de su autora.", self.count);
        self.written.push(text.clone());
        text
    }

    fn new_gap(&mut self) -> String {
        self.count += 1;
        gap(self.random.below(4), &format!("w{}", self.count))
    }

    /// Replaces the text of a random paragraph, item or heading without links. `make` makes the new one of the segment
    /// and its bytes.
    fn edit_segment(&mut self, path: &str, make: impl FnOnce(&mut Self, &Segment, &str) -> String) {
        let Some(text) = self.world.files.get(path).cloned() else { return };
        let page = parsed(path, &text);
        let is_text =
            |kind: &SegmentKind| matches!(kind, SegmentKind::Paragraph | SegmentKind::Item | SegmentKind::Heading(_));
        let all: Vec<_> = segments(&page).into_iter().filter(|it| is_text(&it.kind) && it.slots.is_empty()).collect();
        let at = self.random.below(all.len().max(1));
        let Some(segment) = all.get(at) else { return };
        let (start, end) = (segment.range.start() as usize, segment.range.end() as usize);
        let edited = make(self, segment, &text[start..end]);
        self.log.push(format!("    {:?} -> {edited:?}", &text[start..end]));
        self.world.files.insert(path.to_owned(), format!("{}{edited}{}", &text[..start], &text[end..]));
    }

    /// Changes the blocks of the source below its front matter.
    fn edit_blocks(&mut self, change: impl FnOnce(&mut Random, &mut Vec<String>)) {
        let path = self.source();
        let text = self.world.page(&path).to_owned();
        let body = body(&text);
        let mut blocks: Vec<String> = text[body..].trim_end().split("\n\n").map(str::to_owned).collect();
        change(&mut self.random, &mut blocks);
        self.world.files.insert(path, format!("{}{}\n", &text[..body], blocks.join("\n\n")));
    }

    /// Puts something that is no segment between two blocks of the page.
    fn edit_gap_of_page(&mut self) {
        let (path, new) = (self.page(), self.new_gap());
        let Some(text) = self.world.files.get(&path).cloned() else { return };
        let places: Vec<usize> = parsed(&path, &text)
            .blocks
            .iter()
            .map(|it| it.range.start() as usize)
            .filter(|&it| it >= body(&text))
            .collect();
        let at = places.get(self.random.below(places.len().max(1))).copied().unwrap_or(text.len());
        if text[..at].ends_with("\n\n") {
            self.log.push(format!("    {new:?} at byte {at}"));
            self.world.files.insert(path, format!("{}{new}\n\n{}", &text[..at], &text[at..]));
            self.own.push(new);
        }
    }

    fn edit_catalog(&mut self, change: impl FnOnce(&mut Self, &mut Catalog)) {
        let mut catalog = self.catalog();
        change(self, &mut catalog);
        self.world.files.insert(self.po(), catalog.to_string());
    }

    /// Translates a random entry anew; `prefix` and the rest make its text.
    fn translate(&mut self, prefix: &str) {
        self.edit_catalog(|run, catalog| {
            let count = catalog.entries.iter().filter(|entry| !entry.obsolete).count();
            let at = run.random.below(count.max(1));
            let text = format!("{prefix}{}", run.new_text());
            let Some(entry) = catalog.entries.iter_mut().filter(|entry| !entry.obsolete).nth(at) else { return };
            run.log.push(format!("    {:?}: {:?} -> {text:?}", entry.id, entry.string()));
            // The entry may have more than what the list has: "1. " before it.
            run.written.retain(|it| !entry.string().contains(it.as_str()));
            entry.strings = vec![text];
        });
    }

    /// Gives the source page, and nothing else, another name.
    fn rename(&mut self) {
        let old = self.source();
        let catalog = self.catalog();
        let has_own_text = catalog.entries.iter().filter(|it| !it.obsolete && it.is_translated()).count() > 3;
        if has_own_text && self.sync() {
            let name = if self.name == "A" { "B" } else { "A" };
            let text = self.world.files.remove(&old).expect("a source");
            let (page, po) = (self.page(), self.po());
            name.clone_into(&mut self.name);
            self.world.files.insert(self.source(), text);
            self.world.sync(&self.locale);
            // A person deletes the page as told.
            assert!(self.world.files.contains_key(&self.po()), "the catalog follows\n{}", self.log.join("\n"));
            self.world.files.remove(&page);
            self.world.files.remove(&po);
        }
    }

    fn edit(&mut self) {
        let kind = self.random.below(24);
        self.log.push(format!("edit {kind}"));
        let (source, page) = (self.source(), self.page());
        match kind {
            0 => self.edit_segment(&source, |run, _, old| format!("{old} {}", run.random.below(90))),
            1 => self.edit_segment(&source, |_, _, old| old.replacen(" the ", " a ", 1)),
            2 => self.edit_segment(&source, |_, _, old| format!("Never {old}")),
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
            9..=11 => self.edit_segment(&page, |run, segment, _| {
                // The bytes of the page have marks of quotes and indents between the words.
                let old = squeezed(&segment.message);
                run.written.retain(|it| !squeezed(it).contains(&old) && !old.contains(&squeezed(it)));
                run.new_text()
            }),
            12 => self.translate(""),
            13 => self.translate("1. "),
            14 => self.translate("Véase {7}. "),
            15 => self.edit_catalog(|run, catalog| {
                let at = run.random.below(catalog.entries.len().max(1));
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
            18 | 19 => self.edit_gap_of_page(),
            20 => self.edit_segment(&page, |_, _, old| format!("{old}.")),
            21 if self.count.is_multiple_of(5) => self.rename(),
            _ => {}
        }
        self.assert_nothing_is_lost();
    }

    /// Syncs the page. Returns whether all is synced in the end.
    fn sync(&mut self) -> bool {
        self.log.push("sync".to_owned());
        let (po, locale) = (self.po(), self.locale.clone());
        let before = self.world.files.clone();
        let conflicts = self.world.sync(&locale);
        assert_fuzzy_stays(&before[&po], self.world.page(&po));
        if !conflicts.is_empty() {
            assert_eq!(self.world.files, before, "with conflicts no file of the page is touched");
            // A person takes one of the sides, so that the run goes on. What the other side said was shown.
            for conflict in &conflicts {
                self.log.push(format!("    {conflict:?}"));
                if let Conflict::Both { catalog, .. } = conflict {
                    self.written.retain(|it| !catalog.contains(it.as_str()));
                }
            }
            self.world.prefer = Some(firstaid_translate::Side::Page);
            let left = self.world.sync(&locale);
            for conflict in &left {
                self.log.push(format!("    still {conflict:?}"));
            }
            assert_fuzzy_stays(&before[&po], self.world.page(&po));
            self.world.prefer = None;
            self.assert_nothing_is_lost();
            return left.is_empty();
        }
        self.world.assert_synced(&locale);
        true
    }

    fn assert_nothing_is_lost(&self) {
        let catalog = self.catalog();
        let path = self.page();
        let page = self.world.files.get(&path).map_or("", String::as_str);
        let mut shown = squeezed(page);
        for segment in segments(&parsed(&path, page)) {
            shown.push('\n');
            shown.push_str(&squeezed(&segment.message));
        }
        let is_on_page = |text: &str| shown.contains(&squeezed(text));
        let is_kept = |text: &str| catalog.entries.iter().any(|entry| entry.string().contains(text));
        let lost = self.written.iter().find(|text| !is_kept(text) && !is_on_page(text));
        let lost = lost.or_else(|| self.own.iter().find(|text| !page.contains(text.as_str())));
        if let Some(text) = lost {
            panic!("{text:?} is lost:\n{catalog}\n----\n{page}\n----\n{}", self.log.join("\n"));
        }
    }
}

/// An entry whose translation stays as it was is no longer fuzzy only if its source went back to what was translated.
fn assert_fuzzy_stays(before: &str, after: &str) {
    let parse = |text| po::parse("x.po", text).expect("a catalog").entries;
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

fn number(variable: &str, otherwise: usize) -> usize {
    env::var(variable).ok().and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

/// The pages to edit: some of this repository, or of each locale of the guides that are named.
fn drawn_pages(seed: u64) -> Vec<Pair> {
    let Ok(guides) = env::var("FIRSTAID_GUIDES") else {
        let own = pairs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"));
        return own.into_iter().step_by(7).take(6).collect();
    };
    let mut random = Random(seed);
    let mut drawn: Vec<Pair> = Vec::new();
    for guide in guides.split(':') {
        let mut left = pairs(Path::new(guide));
        let mut counts = BTreeMap::new();
        while !left.is_empty() {
            let pair = left.swap_remove(random.below(left.len()));
            let count = counts.entry(pair.locale.clone()).or_insert(0);
            *count += 1;
            drawn.extend((*count <= number("FIRSTAID_PAIRS", usize::MAX)).then_some(pair));
        }
    }
    drawn
}

#[test]
fn no_text_is_lost_on_real_pages() {
    let (edits, seed) = (number("FIRSTAID_EDITS", 20), number("FIRSTAID_SEED", 1) as u64);
    let pages = drawn_pages(seed);
    assert!(!pages.is_empty(), "no pages");
    let mut failed = Vec::new();
    for (n, pair) in pages.iter().enumerate() {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut run = Run::new(pair, seed.wrapping_mul(0x9e37_79b9) + n as u64 * 7919);
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
        failed.extend(result.is_err().then_some(&pair.path));
    }
    assert!(failed.is_empty(), "{} of {} pages: {failed:#?}", failed.len(), pages.len());
}
