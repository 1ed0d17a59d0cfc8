//! What headings say of the sections below them: a section on leaving a tool, or on its end, has to name it.

use std::collections::HashMap;

use firstaid_content::{BlockKind, Page, ProseText};
use firstaid_registry::EntryRef;

use super::Stance;

/// The title of a page is a heading above all others.
const TITLE: u8 = 0;

/// A heading with the stances that hold below it.
struct Section {
    /// Where it begins in the source.
    start: u32,
    level: u8,
    /// Index of the heading above it.
    parent: Option<usize>,
    /// For every name.
    all: Option<Stance>,
    /// For single names.
    of: HashMap<EntryRef, Stance>,
}

/// The sections of a page, in order.
#[derive(Default)]
pub(super) struct Sections(Vec<Section>);

/// What one heading says: of all names, and of its own.
pub(super) struct HeadingStance {
    pub(super) all: Option<Stance>,
    pub(super) of: HashMap<EntryRef, Stance>,
}

impl Sections {
    /// `stance` reads the heading at an offset of the prose, which has this many bytes.
    pub(super) fn new(page: &Page, prose: &ProseText, mut stance: impl FnMut(usize, usize) -> HeadingStance) -> Self {
        let title = page.front_matter.as_ref().and_then(|it| it.get("title")).map(|entry| entry.value.range);
        let mut sections: Vec<Section> = Vec::new();
        for (at, index, text) in prose.blocks() {
            let block = &page.blocks[index as usize];
            let level = match block.kind {
                BlockKind::Heading(level) => level,
                BlockKind::FrontMatter if title.is_some_and(|title| title.overlaps(block.range)) => TITLE,
                _ => continue,
            };
            let HeadingStance { all, of } = stance(at, text.len());
            let mut parent = sections.len().checked_sub(1);
            while let Some(n) = parent.filter(|&n| sections[n].level >= level) {
                parent = sections[n].parent;
            }
            sections.push(Section { start: block.range.start(), level, parent, all, of });
        }
        Self(sections)
    }

    /// What the headings above a place of the source say of a name; the nearest counts.
    pub(super) fn stance(&self, at: u32, entry: EntryRef) -> Option<Stance> {
        let mut next = self.0.partition_point(|section| section.start <= at).checked_sub(1);
        while let Some(section) = next.map(|n| &self.0[n]) {
            if let Some(stance) = section.of.get(&entry).copied().or(section.all) {
                return Some(stance);
            }
            next = section.parent;
        }
        None
    }
}
