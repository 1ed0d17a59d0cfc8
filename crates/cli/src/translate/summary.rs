//! The last lines of a sync: what happens to readers, and what is left to people.

use firstaid_content::Locale;
use firstaid_translate::Conflict;

use super::synced_page::SyncedPage;
use super::translations::Left;
use crate::outcome::Outcome;

/// Counts over all pages of a sync.
pub(super) struct Summary {
    source: Locale,
    dry_run: bool,
    pages: usize,
    catalogs: usize,
    /// Blocks of written pages that readers get in the language of the source.
    fallbacks: usize,
    /// Pages with at least one of these blocks.
    with_fallbacks: usize,
    edited_twice: usize,
    /// Blocks that were edited in the page and whose source changed in a way that can harm readers.
    unanswered: usize,
    /// Text between blocks that page and source changed differently.
    changed_twice: usize,
    not_one_block: usize,
    /// Translations that their page cannot show.
    refused: usize,
    missing: usize,
    extra: usize,
    not_imported: usize,
    /// Pages that could not be read or written.
    failed: usize,
}

impl Summary {
    pub(super) fn new(source: Locale, dry_run: bool) -> Self {
        Self {
            source,
            dry_run,
            pages: 0,
            catalogs: 0,
            fallbacks: 0,
            with_fallbacks: 0,
            edited_twice: 0,
            unanswered: 0,
            changed_twice: 0,
            not_one_block: 0,
            refused: 0,
            missing: 0,
            extra: 0,
            not_imported: 0,
            failed: 0,
        }
    }

    pub(super) fn add(&mut self, page: &SyncedPage) {
        self.catalogs += usize::from(page.catalog.is_some());
        if page.page.is_some() {
            self.pages += 1;
            self.fallbacks += page.fallbacks;
            self.with_fallbacks += usize::from(page.fallbacks > 0);
        }
        self.refused += page.refused.len();
        self.failed += usize::from(page.foreign.is_some());
        for conflict in page.conflicts.iter().chain(&page.differences) {
            *match conflict {
                Conflict::Both { .. } => &mut self.edited_twice,
                Conflict::Unanswered { .. } => &mut self.unanswered,
                Conflict::Gap { .. } => &mut self.changed_twice,
                Conflict::Structure { .. } => &mut self.not_one_block,
                Conflict::Removed { .. } => &mut self.missing,
                Conflict::Added { .. } => &mut self.extra,
            } += 1;
        }
    }

    pub(super) fn leave(&mut self, left: &Left) {
        if left.is_not_imported() {
            self.not_imported += 1;
        } else {
            self.failed += 1;
        }
    }

    fn conflicts(&self) -> usize {
        self.edited_twice + self.unanswered + self.changed_twice + self.not_one_block
    }

    /// What was written, what readers get, and what is left to do; the totals come last.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut tell = |count: usize, one: &str, many: &str, what: &str| {
            if count > 0 {
                lines.push(format!("{}: {what}", counted(count, one, many)));
            }
        };
        tell(
            self.edited_twice,
            "conflict",
            "conflicts",
            "edited in the page and differently in the catalog; make both the same, or choose a side with --prefer",
        );
        tell(
            self.unanswered,
            "conflict",
            "conflicts",
            "edited in the page while the source changed what it says; if the page says the same, choose --prefer page",
        );
        tell(
            self.changed_twice,
            "conflict",
            "conflicts",
            "edited in the page and differently in the source; bring the page up to date, or choose a side with --prefer",
        );
        tell(
            self.not_one_block,
            "translation is not one block",
            "translations are not one block",
            "write each as one block in the catalog",
        );
        tell(
            self.refused,
            "translation is refused",
            "translations are refused",
            "readers get the source text; correct each in its catalog and sync again",
        );
        tell(self.missing, "block is missing", "blocks are missing", "on pages that differ from their source");
        tell(self.extra, "block more", "blocks more", "on pages that differ from their source");
        tell(
            self.not_imported,
            "page is not imported",
            "pages are not imported",
            "left as they are until `translate import LOCALE`",
        );
        tell(self.failed, "page was left", "pages were left", "as they are, for the reasons above");
        let source = &self.source;
        let readers = match (self.with_fallbacks, self.dry_run) {
            (0, _) => String::new(),
            (pages, dry_run) => format!(
                "; {} on {} {} shown in `{source}`",
                counted(self.fallbacks, "block", "blocks"),
                counted(pages, "page", "pages"),
                if dry_run { "would be" } else { "are" }
            ),
        };
        lines.push(format!(
            "{} {} ({}, {}){readers}; {}",
            counted(self.pages + self.catalogs, "file", "files"),
            if self.dry_run { "would be written" } else { "written" },
            counted(self.pages, "page", "pages"),
            counted(self.catalogs, "catalog", "catalogs"),
            counted(self.conflicts(), "conflict", "conflicts"),
        ));
        lines
    }

    pub(super) fn outcome(&self) -> Outcome {
        let is_left = self.conflicts() + self.refused + self.not_imported + self.failed > 0;
        let would_write = self.dry_run && self.pages + self.catalogs > 0;
        if is_left || would_write { Outcome::Findings } else { Outcome::Clean }
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
