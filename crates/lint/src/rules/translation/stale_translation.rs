use std::collections::HashMap;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
use firstaid_translate::po::Entry;
use firstaid_translate::{Grade, Memo, Stale, is_current, merge, squeezed};

use crate::translation::Translation;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translations of text that has changed in the source, or that the source does not have any more.
///
/// ## Why
/// The source stops recommending a tool that was taken over, and the translation still does. Dates of files do not show
/// it: a spelling fix makes a page look up to date.
///
/// ## Example
/// `Wait 3 days` became `Wait 5 days` in the source, and the page still has
/// ```markdown
/// Espera 3 días.
/// ```
///
/// ## Use instead
/// ```markdown
/// Espera 5 días.
/// ```
///
/// ## Fix
/// None: it needs a translator. In the catalog, translate the entry again and remove its `fuzzy` flag, or translate the
/// source text in the page; then run `translate sync`, which also removes what the source has dropped.
///
/// ## Not reported
/// Changes of spaces, line ends and link targets. Pages without a catalog: the text that they were translated from is
/// not known.
///
/// ## When not to use it
/// Where translations may stay behind for long; `[translation]` in `firstaid.toml` sets what readers get meanwhile.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stale-translation"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(catalog) = cx.world.catalogs.get(&cx.page.key) else { return };
    let Some(translation) = cx.translation() else { return };
    if is_current(&catalog.entries, translation.source_segments) {
        return;
    }
    let is_retired = |text: &str| cx.world.registry.names_gone_tool(text);
    let entries = merge(translation.source, translation.source_segments, &catalog.entries, &is_retired);
    let mut places = Places::new(translation);
    let (current, dropped) = entries.split_at(translation.source_segments.len());
    let shown: Vec<Option<TextRange>> = current.iter().map(|entry| places.equal(entry)).collect();
    for (n, (entry, source)) in current.iter().zip(translation.source_segments).enumerate() {
        let Some((grade, reason)) = Memo::of(entry).change else { continue };
        if grade == Grade::Cosmetic {
            continue;
        }
        let place = shown[n].or_else(|| places.beside(n));
        // A page that shows the source text instead marks it as another language's.
        let is_foreign = |range: TextRange| cx.page.foreign_at(range.start().midpoint(range.end())).is_some();
        let shows_stale = place.is_some_and(|range| !is_foreign(range));
        let policy = cx.world.config.translation.stale(grade);
        let severity = match (grade, policy) {
            (_, Stale::Fail) => Severity::Error,
            (Grade::Critical, _) if shows_stale => Severity::Error,
            (Grade::Minor, _) => Severity::Info,
            _ => Severity::Warning,
        };
        let message = if shows_stale {
            format!("the source has changed since this was translated: {reason}")
        } else {
            let text = abridged(&entry.id);
            format!("the source of `{text}` has changed since its translation, which this page leaves out: {reason}")
        };
        let range = place.unwrap_or_else(|| translation.gap_after(translation.pair_of_source(n)));
        let finding = report.found(range, message).at_most(severity);
        let finding = match entry.previous.as_ref().filter(|previous| !previous.id.is_empty()) {
            Some(previous) => finding.note(format!("it was translated from: {}", previous.id)),
            None => finding,
        };
        report.push(translation.beside(finding, source.range));
    }
    for entry in dropped.iter().filter(|entry| was_in_use(entry, &catalog.entries)) {
        let Some(range) = places.equal(entry) else { continue };
        let is_critical = is_retired(&entry.id);
        let policy = cx.world.config.translation.stale(if is_critical { Grade::Critical } else { Grade::Major });
        let severity = if is_critical || policy == Stale::Fail { Severity::Error } else { Severity::Warning };
        let finding = report.found(range, "the source does not have this any more").at_most(severity);
        report.push(finding.note(format!("it was translated from: {}", entry.id)));
    }
}

/// Whether an entry that no segment of the source takes was one of the source at the last sync.
fn was_in_use(entry: &Entry, catalog: &[Entry]) -> bool {
    let is_same = |old: &&Entry| old.id == entry.id && old.strings == entry.strings;
    catalog.iter().filter(is_same).any(|old| !old.obsolete) && !catalog.iter().filter(is_same).any(|old| old.obsolete)
}

/// Maximum length of a text that a message names, in characters.
const MAX_NAMED: usize = 40;

/// The beginning of a text, on one line.
fn abridged(text: &str) -> String {
    let line = squeezed(text);
    match line.char_indices().nth(MAX_NAMED) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Where on the page the translations of entries are. Each block is the place of one entry.
struct Places<'t> {
    translation: &'t Translation<'t>,
    /// The blocks with a text, by index, the first last.
    by_text: HashMap<String, Vec<usize>>,
    is_taken: Vec<bool>,
}

impl<'t> Places<'t> {
    fn new(translation: &'t Translation<'t>) -> Self {
        let mut by_text: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, segment) in translation.segments.iter().enumerate().rev() {
            by_text.entry(squeezed(&segment.message)).or_default().push(n);
        }
        Self { translation, by_text, is_taken: vec![false; translation.segments.len()] }
    }

    /// The block beside a segment of the source whose translation the page does not have: that in the same place, if both
    /// pages have equally many, or its likely translation.
    fn beside(&self, n: usize) -> Option<TextRange> {
        let translation = self.translation;
        let in_step = translation.segments.len() == translation.source_segments.len();
        let block = if in_step { Some(n) } else { translation.likely_block_of(n) };
        Some(translation.segments[block.filter(|&block| !self.is_taken[block])?].range)
    }

    /// The first block with the translation of an entry that is not the place of another one.
    fn equal(&mut self, entry: &Entry) -> Option<TextRange> {
        let is_taken = &self.is_taken;
        let blocks = self.by_text.get_mut(&squeezed(entry.string()))?;
        blocks.retain(|&block| !is_taken[block]);
        let block = blocks.pop()?;
        self.is_taken[block] = true;
        Some(self.translation.segments[block].range)
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::{Case, case};

    const SYNCED: &str =
        "msgid \"Wait 3 days.\"\nmsgstr \"Espera 3 días.\"\n\nmsgid \"Use the phone.\"\nmsgstr \"Usa el móvil.\"\n";

    fn page(source: &str) -> Case {
        case("stale-translation").locale("es").source(source).catalog(SYNCED)
    }

    #[test]
    fn a_translation_of_changed_text_is_found() {
        let page = page("Wait 5 days.\n\nUse the phone.\n");
        page.finds("«Espera 3 días.»\n\nUsa el móvil.\n");
        assert_eq!(page.run("Espera 3 días.\n\nUsa el móvil.\n")[0].severity, Severity::Error);
    }

    #[test]
    fn source_text_in_its_place_is_only_a_warning() {
        let page = page("Wait 5 days.\n\nUse the phone.\n");
        let found = page.run("<span lang=\"en\">Wait 5 days.</span>\n\nUsa el móvil.\n");
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn spaces_links_and_other_segments_are_not_reported() {
        page("Wait  3 days.\n\nUse the phone.\n\nNew.\n").finds("Espera 3 días.\n\nUsa el móvil.\n");
    }

    #[test]
    fn a_typo_fixed_in_the_source_is_an_info() {
        let found = page("Wait 3 days.\n\nUse teh phone.\n").run("Espera 3 días.\n\nUsa el móvil.\n");
        assert_eq!(found[0].severity, Severity::Info);
    }

    #[test]
    fn a_block_that_the_source_has_dropped_is_found_until_it_is_gone() {
        let page = page("Use the phone.\n");
        page.finds("«Espera 3 días.»\n\nUsa el móvil.\n");
        page.finds("Usa el móvil.\n");
        // A text of the page's own is none of the source's.
        page.finds("Espera.\n\nUsa el móvil.\n");
        assert_eq!(page.run("Espera 3 días.\n\nUsa el móvil.\n")[0].message, "the source does not have this any more");
        let former = format!("{SYNCED}\n#~ msgid \"Old.\"\n#~ msgstr \"Viejo.\"\n");
        case("stale-translation")
            .locale("es")
            .source("Wait 3 days.\n\nUse the phone.\n\nNew.\n")
            .catalog(&former)
            .finds("Espera 3 días.\n\nUsa el móvil.\n\nViejo.\n");
    }

    #[test]
    fn a_stale_block_is_found_where_it_is_although_others_are_missing() {
        page("Use the phone.\n\nWait 5 days.\n\nNew.\n").finds("«Espera 3 días.»\n");
        let found = page("Wait 5 days.\n\nUse the phone.\n\nNew one.\n").run("Usa el móvil.\n");
        assert_eq!(found.len(), 1);
        assert!(
            found[0]
                .message
                .starts_with("the source of `Wait 5 days.` has changed since its translation, which this page")
        );
    }
}
