//! Writes a planned page.

use std::borrow::Cow;
use std::collections::HashMap;

use firstaid_content::Page;
use firstaid_text::TextRange;

use super::base::Base;
use super::input::PlanInput;
use super::links::{Definition, definition_in, definition_links, definitions, link_hash, slot_links};
use super::order::messages_of;
use super::placing::own_hash;
use super::plan::{Part, Plan};
use crate::catalogs::memo::Memo;
use crate::config::TranslationConfig;
use crate::hash::hash;
use crate::page::{
    FrontMatterMerge, Recorded, Site, ValueClash, as_on_page, key_hashes, line_end_of, made_front_matter, push_segment,
    shown, shown_text, text_of, unmarked,
};
use crate::segments::{Segment, SegmentKind, with_slots};
use crate::sync::conflict::Conflict;
use crate::sync::page_texts::page_texts;
use crate::sync::side::Side;

/// A page that was written by its plan.
pub(crate) struct Composed {
    pub(crate) text: String,
    /// The segments below the front matter, in page order.
    pub(crate) written: Vec<Written>,
    pub(crate) conflicts: Vec<Conflict>,
    /// What the catalog is to keep of the source.
    pub(crate) base: Base,
}

/// A segment on a page that was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    /// Its index in the source.
    pub(crate) segment: usize,
    /// Offset in the page.
    pub(crate) start: u32,
    /// Whether the bytes are those that the page had.
    pub(crate) is_kept: bool,
    /// The hash of the bytes if they are a text that is not the one of the catalog.
    pub(crate) own: Option<u64>,
}

/// What a page is composed of.
#[derive(Clone, Copy)]
pub(crate) struct Composing<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) input: PlanInput<'a>,
    pub(crate) site: &'a Site<'a>,
    pub(crate) config: &'a TranslationConfig,
}

impl Composing<'_> {
    fn text_of(&self, n: usize) -> String {
        text_of(
            self.input.source,
            &self.input.segments[n],
            &self.input.entries[n],
            self.site,
            shown(&self.input.entries[n], self.config),
        )
    }

    pub(crate) fn compose(&self) -> Composed {
        let mut base = Base {
            gaps: self.plan.gaps.clone(),
            messages: messages_of(&self.input.entries[..self.input.segments.len()]),
            front_matter: Vec::new(),
            links: slot_links(self.input.source, self.input.segments, self.site),
            definitions: definition_links(self.input.source, self.site),
        };
        let mut conflicts = self.plan.conflicts.clone();
        let mut text = self.front_matter(&mut base, &mut conflicts);
        let mut written = Vec::with_capacity(self.input.segments.len());
        let links = Links::new(self);
        let definitions = Definitions {
            own: self.input.page.map(definitions).unwrap_or_default(),
            of_source: definitions(self.input.source),
        };
        let line_end = line_end_of(self.input.page.unwrap_or(self.input.source).text());
        for part in &self.plan.parts {
            match *part {
                Part::Page(range) => self.push_own(&mut text, range, &definitions),
                Part::Source(range) => self.push_of_source(&mut text, range, &definitions, line_end),
                Part::Segment(n) => {
                    let start = text.len() as u32;
                    let kept = self.push_segment(&mut text, n, &links, line_end);
                    let own = (kept == Some(Compared::OtherText)).then(|| self.own_hash(n)).flatten();
                    written.push(Written { segment: n, start, is_kept: kept.is_some(), own });
                }
            }
        }
        Composed { text, written, conflicts, base }
    }

    fn is_segment_key(&self, key: &str) -> bool {
        self.input.segments.iter().any(|it| matches!(&it.kind, SegmentKind::FrontMatter(own) if **own == *key))
    }

    /// The page up to the end of its front matter.
    fn front_matter(&self, base: &mut Base, conflicts: &mut Vec<Conflict>) -> String {
        let text = |n: usize| Some(self.text_of(n));
        let made = made_front_matter(
            self.input.source,
            self.input.segments,
            text,
            &self.input.entries[..self.input.segments.len()],
            self.input.page.is_none(),
            self.site,
            self.config,
        );
        let is_segment = |key: &str| self.is_segment_key(key);
        if let Some((made, new)) = &made {
            base.front_matter = key_hashes(made, new, &is_segment);
        }
        let made_head = || made.as_ref().map_or("", |(made, new)| &made[..new.range.end() as usize]);
        let Some(page) = self.input.page else { return made_head().to_owned() };
        let Some(old) = &page.front_matter else {
            let is_new = self.input.base.is_some_and(|it| it.front_matter.is_empty()) && made.is_some();
            let line_end = line_end_of(page.text());
            return if is_new { format!("{}{line_end}{line_end}", made_head()) } else { String::new() };
        };
        let Some((made, new)) = &made else { return page.text()[..old.range.end() as usize].to_owned() };
        let recorded = |key: &str| match (self.input.base, self.input.is_as_synced) {
            (Some(base), _) => base.value(key).map_or(Recorded::Absent, Recorded::Value),
            (None, true) => Recorded::Written,
            (None, false) => Recorded::Nothing,
        };
        let merge = FrontMatterMerge {
            page,
            old,
            made,
            new,
            recorded: &recorded,
            is_segment: &is_segment,
            is_known: &|text| self.is_known(text),
            own_keys: &self.config.own_keys,
            status_key: self.config.status_key.as_deref(),
            prefers_page: self.input.prefer.map(|side| side == Side::Page),
        };
        let (merged, clashes) = merge.merged();
        let conflict = |it: ValueClash| Conflict::Gap { page_range: it.page_range, page: it.page, source: it.source };
        conflicts.extend(clashes.into_iter().map(conflict));
        format!("{}{merged}", &page.text()[..old.range.start() as usize])
    }

    /// Whether a text of the page is in the catalog, as a message or as a translation, or was what the last sync saw.
    fn is_known(&self, text: &str) -> bool {
        // A catalog may have blanks at the end that the page lacks, or the other way round.
        let trimmed = text.trim_end();
        let hashes = [text, text.trim_end_matches('\n'), trimmed].map(|it| Some(hash(it.as_bytes())));
        self.input.old.iter().any(|entry| {
            let was_seen = || {
                let seen = Memo::of(entry).seen;
                hashes.iter().any(|it| *it == seen.text || *it == seen.shown())
            };
            entry.string().trim_end() == trimmed || entry.id.trim_end() == trimmed || was_seen()
        })
    }

    /// Bytes of the page. The target of a definition follows the pages and headings of the locale.
    fn push_own(&self, out: &mut String, range: TextRange, definitions: &Definitions) {
        let Some(page) = self.input.page else { return };
        let target = definition_in(&definitions.own, range).and_then(|own| {
            let url = &page.text()[own.target];
            let now = definitions.of_source.iter().find(|it| it.label == own.label)?;
            let now = self.site.retarget(self.input.source, &self.input.source.text()[now.target]).url;
            let before = self.input.base?.definitions.iter().find(|(label, _)| *label == own.label)?.1;
            (before == link_hash(url) && before != link_hash(&now)).then_some((own.target, now))
        });
        match target {
            Some((target, url)) => {
                out.push_str(&page.text()[TextRange::new(range.start(), target.start())]);
                out.push_str(&url);
                out.push_str(&page.text()[TextRange::new(target.end(), range.end())]);
            }
            None => out.push_str(&page.text()[range]),
        }
    }

    /// Bytes of the source, with the line ends of the page.
    fn push_of_source(&self, out: &mut String, range: TextRange, definitions: &Definitions, line_end: &str) {
        let source = self.input.source.text();
        let text: Cow<'_, str> = match definition_in(&definitions.of_source, range) {
            Some(it) => {
                let url = self.site.retarget(self.input.source, &source[it.target]).url;
                let before = &source[TextRange::new(range.start(), it.target.start())];
                format!("{before}{url}{}", &source[TextRange::new(it.target.end(), range.end())]).into()
            }
            None => source[range].into(),
        };
        match text.strip_suffix('\n') {
            Some(line) => {
                out.push_str(line.strip_suffix('\r').unwrap_or(line));
                out.push_str(line_end);
            }
            None => out.push_str(&text),
        }
    }

    /// The hash of the text that the page has in the place of a segment.
    fn own_hash(&self, n: usize) -> Option<u64> {
        let (page, place) = self.input.page.zip(self.plan.places[n].as_ref())?;
        let blocks = &self.plan.page_segments[place.blocks.clone()];
        Some(own_hash(&page_texts(page, blocks, self.input.source, self.site)))
    }

    /// Returns how the bytes of the page compare with the catalog, if it is those that were kept.
    fn push_segment(&self, out: &mut String, n: usize, links: &Links<'_>, line_end: &str) -> Option<Compared> {
        let place = self.input.page.zip(self.plan.places[n].as_ref());
        let Some((page, place)) = place else {
            push_segment(out, self.input.source, &self.input.segments[n], &self.text_of(n), line_end);
            return None;
        };
        let blocks = &self.plan.page_segments[place.blocks.clone()];
        let is_own = self.plan.kept.contains(&n);
        let fate = if is_own { Compared::OtherText } else { links.compare(n, page, blocks) };
        // A text that is in no catalog is never replaced, unless the user says so.
        let is_kept = match fate {
            Compared::Equal => true,
            Compared::OtherLinks => false,
            Compared::OtherText => is_own || !place.is_known && self.input.prefer != Some(Side::Catalog),
        };
        if is_kept {
            out.push_str(&page.text()[blocks[0].range.cover(blocks[blocks.len() - 1].range)]);
        } else {
            push_segment(out, page, &blocks[0], &self.text_of(n), line_end);
        }
        is_kept.then_some(fate)
    }
}

/// The link definitions of a page and of its source, each in page order.
struct Definitions {
    own: Vec<Definition>,
    of_source: Vec<Definition>,
}

/// A segment as it is on the page, compared with what the catalog says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Compared {
    Equal,
    /// The same text with links that lead elsewhere now.
    OtherLinks,
    OtherText,
}

/// The link targets of the page and of its source.
struct Links<'a> {
    of: &'a Composing<'a>,
    /// Index in the base's links of the first slot of each old entry; empty if the base does not fit.
    offsets: HashMap<usize, usize>,
}

impl<'a> Links<'a> {
    fn new(of: &'a Composing<'a>) -> Self {
        let mut offsets = HashMap::new();
        let mut next = 0;
        for &n in of.input.row.iter().flatten() {
            offsets.insert(n, next);
            next += Memo::of(&of.input.old[n]).slots.len();
        }
        if of.input.row.contains(&None) || of.input.base.is_none_or(|base| base.links.len() != next) {
            offsets.clear();
        }
        Self { of, offsets }
    }

    /// The base's links from the first slot of the old entry of a segment on.
    fn written(&self, n: usize) -> Option<&[u32]> {
        let offset = *self.offsets.get(&self.of.input.olds[n]?.entry)?;
        self.of.input.base?.links.get(offset..)
    }

    /// The slot of the segment's old entry, of so many slots, for which the last sync wrote this target.
    fn written_slot(&self, n: usize, slots: usize, url: &str) -> Option<usize> {
        let url = link_hash(url);
        self.written(n)?.iter().take(slots).position(|link| *link == url)
    }

    fn compare(&self, n: usize, page: &Page, blocks: &[Segment]) -> Compared {
        let Composing { input: PlanInput { source, segments, entries, old, .. }, site, config, .. } = *self.of;
        let (segment, entry) = (&segments[n], &entries[n]);
        let old_slots = self.of.input.olds[n].map(|taken| Memo::of(&old[taken.entry]).slots);
        let places = |urls: &mut dyn Iterator<Item = &str>| urls.map(|url| site.place(source, url)).collect::<Vec<_>>();
        let now = places(&mut segment.slots.iter().map(|slot| &*slot.url));
        let before = places(&mut old_slots.iter().flatten().map(String::as_str));
        let targets = [now, before];
        // A target that the last sync wrote is that of its slot, even if its page is gone since.
        let page_target = |url: &str| {
            let slot = self.written_slot(n, targets[1].len(), url);
            slot.map_or_else(|| site.place(page, url), |slot| targets[1][slot].clone())
        };
        let text = |block: &Segment| {
            let plain = unmarked(&block.message, &source.key.locale, site.locale);
            with_slots(&plain, block, &targets, &page_target)
        };
        let wanted = shown_text(entry, config);
        let on_page = blocks.iter().map(text).collect::<Vec<_>>().join(" ");
        // In its place on the page a text may need no backslash: a deep "- " inside of an item begins nothing.
        if as_on_page(&segment.kind, &on_page) != as_on_page(&segment.kind, wanted) {
            return Compared::OtherText;
        }
        let is_same_source = old_slots
            .as_ref()
            .is_some_and(|old| old.iter().map(String::as_str).eq(segment.slots.iter().map(|it| &*it.url)));
        let mut is_used = vec![false; segment.slots.len()];
        let urls = blocks.iter().flat_map(|block| &block.slots).map(|slot| &*slot.url);
        let all_stay = urls.into_iter().all(|url| {
            let place = page_target(url);
            let Some(slot) = (0..is_used.len()).find(|&slot| !is_used[slot] && targets[0][slot] == place) else {
                // A link of the translator's own, or one that the source has changed.
                return !targets[1].contains(&place);
            };
            is_used[slot] = true;
            let computed = site.retarget(source, &segment.slots[slot].url).url;
            if *url == computed {
                return true;
            }
            let before = self.written(n).and_then(|links| links.get(slot));
            is_same_source && before.is_none_or(|before| *before == link_hash(&computed))
        });
        if all_stay { Compared::Equal } else { Compared::OtherLinks }
    }
}
