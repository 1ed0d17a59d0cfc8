//! A page of a locale beside its source, with all that is known of its blocks.

use std::collections::BTreeMap;

use firstaid_content::{Page, PageKey};
use firstaid_online::preview::{Between, Block, Language, Notice, PageSummary, PageView, Pictures};
use firstaid_translate::{Counts, Memo, Segment, Synced, is_right_to_left, segments};

use super::between::{Half, between};
use super::blocks::{block, has, untracked, with_targets};
use super::conflicts::{self, Sides};
use super::findings::{self, Placed, marks};
use super::hints;
use super::pairs::pairs;
use super::pictures::pictures;
use super::snapshot::{Snapshot, Translations};
use crate::page_title::page_title;
use crate::translate::{ConflictText, conflict_texts};

pub(super) fn language(locale: &firstaid_content::Locale) -> Language {
    Language {
        locale: locale.as_str().to_owned(),
        is_known: locale.is_known(),
        is_right_to_left: is_right_to_left(locale),
    }
}

/// The source of a page; `None` if the guide has none.
pub(super) fn source<'s>(snapshot: &'s Snapshot, name: &str) -> Option<&'s Page> {
    let guide = &snapshot.opened.guide;
    guide.by_key(&PageKey { locale: guide.layout.source().clone(), name: name.into() })
}

fn own<'s>(snapshot: &'s Snapshot, of: &Translations, name: &str) -> Option<&'s Page> {
    snapshot.opened.guide.by_key(&PageKey { locale: of.locale.clone(), name: name.into() })
}

/// The pictures of a page on both sides: files below the root by target.
pub(super) fn picture_files(snapshot: &Snapshot, of: &Translations, name: &str) -> [BTreeMap<String, String>; 2] {
    let on_disk = own(snapshot, of, name);
    let page = of.done.get(name).and_then(|synced| synced.page.as_ref()).or(on_disk);
    [source(snapshot, name), page]
        .map(|page| page.map_or_else(BTreeMap::new, |page| pictures(&snapshot.opened.guide, page)))
}

/// The summary of a page of a locale.
pub(super) fn summary(snapshot: &Snapshot, of: &Translations, name: &str, findings: usize) -> PageSummary {
    let translated = own(snapshot, of, name).and_then(page_title);
    let title = translated.or_else(|| page_title(source(snapshot, name)?)).unwrap_or(name);
    let left = of.left.get(name).map(|left| left.describe(&of.locale));
    let conflicts = of.done.get(name).filter(|synced| !synced.conflicts.is_empty());
    let conflicts = conflicts.map(|synced| format!("conflicts between page and catalog: {}", synced.conflicts.len()));
    let counts = of.done.get(name).map_or_else(Counts::default, |synced| synced.counts);
    PageSummary {
        name: name.to_owned(),
        title: title.to_owned(),
        is_title_translated: translated.is_some(),
        blocks: counts.segments,
        missing: counts.missing,
        stale: counts.stale,
        drafted: counts.drafted,
        reviewed: counts.reviewed,
        findings,
        problem: left.or(conflicts),
    }
}

/// A page of a locale; `None` if the source has no such page.
pub(super) fn page(
    snapshot: &Snapshot,
    of: &Translations,
    guide: &str,
    reviewer: Option<&str>,
    name: &str,
) -> Option<PageView> {
    let source = source(snapshot, name)?;
    let own = own(snapshot, of, name);
    let left = of.left.get(name);
    let synced = of.done.get(name);
    let mut view = PageView {
        guide: guide.to_owned(),
        name: name.to_owned(),
        title: own.and_then(page_title).or_else(|| page_title(source)).unwrap_or(name).to_owned(),
        source: language(&source.key.locale),
        language: language(&of.locale),
        source_path: source.source.path().to_owned(),
        path: own.map(|page| page.source.path().to_owned()),
        blocks: Vec::new(),
        after: Between::default(),
        pictures: Pictures::default(),
        notices: Vec::new(),
        conflicts: Vec::new(),
        conflict_version: synced.map_or_else(String::new, |synced| conflicts::version(&synced.conflicts)),
        findings: Vec::new(),
        is_editable: synced.is_some_and(|synced| synced.conflicts.is_empty()),
        reviewer: reviewer.map(str::to_owned),
    };
    view.notices.extend(left.map(|left| Notice { text: left.describe(&of.locale), texts: Vec::new() }));
    view.notices.extend(synced.into_iter().flat_map(|synced| differences(snapshot, of, name, synced)));
    let parts = Parts { source, of_source: segments(source), own, of_own: own.map(segments).unwrap_or_default() };
    fill_blocks(snapshot, of, synced, &parts, &mut view);
    fill_between(synced, &parts, &mut view);
    if let Some(synced) = synced.filter(|synced| !synced.conflicts.is_empty()) {
        fill_conflicts(snapshot, of, synced, &parts, &mut view);
    }
    Some(view)
}

/// Maximum blocks of a page for which similar texts are searched: a page of a stranger may have very many.
const MAX_MATCHED: usize = 2000;

/// The rule whose finding says what the change of the source is, which is shown by itself.
const SAYS_CHANGE: &str = "stale-translation";

/// The rule whose finding says that page and catalog are to be synced.
const SAYS_UNSYNCED: &str = "unsynced-translation";

/// A source page and its translation, with their segments.
struct Parts<'p> {
    source: &'p Page,
    of_source: Vec<Segment>,
    own: Option<&'p Page>,
    of_own: Vec<Segment>,
}

/// The blocks that only page or source has, as notices.
fn differences(snapshot: &Snapshot, of: &Translations, name: &str, synced: &Synced) -> Vec<Notice> {
    let texts = conflict_texts(&snapshot.opened, &of.places, &of.locale, name, &synced.differences);
    texts.into_iter().map(|ConflictText { line, texts }| Notice { text: line, texts }).collect()
}

/// The conflicts of the page, and at their blocks.
fn fill_conflicts(snapshot: &Snapshot, of: &Translations, synced: &Synced, parts: &Parts<'_>, view: &mut PageView) {
    let Parts { source, of_source, own, of_own } = parts;
    let about = conflicts::segments_of(&synced.conflicts, Sides { source, of_source, page: *own, of_page: of_own });
    let texts = conflict_texts(&snapshot.opened, &of.places, &of.locale, &view.name, &synced.conflicts);
    view.conflicts = conflicts::shown(synced, texts, &about, of_source);
    // What it says to do is what cannot be done.
    view.findings.retain(|finding| finding.rule != SAYS_UNSYNCED);
    for (conflict, n) in view.conflicts.iter().zip(about) {
        if let Some(block) = n.and_then(|n| view.blocks.get_mut(n)) {
            block.conflict = Some(conflict.key.clone());
        }
    }
}

/// What stands between the blocks, on the page as a sync would write it.
fn fill_between(synced: Option<&Synced>, parts: &Parts<'_>, view: &mut PageView) {
    let Parts { source, of_source, own, of_own } = parts;
    let source = Half { page: source, segments: of_source };
    let new = synced.filter(|synced| synced.conflicts.is_empty()).and_then(|it| Some((it, it.page.as_ref()?)));
    let mut all = match (new, own) {
        (Some((synced, page)), _) => {
            let of_page = segments(page);
            let mut pairs = vec![None; of_source.len()];
            for (at, segment) in of_page.iter().enumerate() {
                let n = synced.entry_at.get(&segment.range.start()).copied();
                if let Some(pair) = n.and_then(|n| pairs.get_mut(n)) {
                    *pair = Some(at);
                }
            }
            between(source, Some(Half { page, segments: &of_page }), &pairs)
        }
        (None, Some(own)) => {
            let pairs = pairs(source.page, of_source, own, of_own);
            between(source, Some(Half { page: own, segments: of_own }), &pairs)
        }
        (None, None) => between(source, None, &[]),
    };
    view.after = all.pop().unwrap_or_default();
    for (block, before) in view.blocks.iter_mut().zip(all) {
        block.before = before;
    }
}

fn fill_blocks(
    snapshot: &Snapshot,
    of: &Translations,
    synced: Option<&Synced>,
    parts: &Parts<'_>,
    view: &mut PageView,
) {
    let Parts { source, of_source, own, of_own } = parts;
    let pairs = match own {
        Some(own) => pairs(source, of_source, own, of_own),
        None => vec![None; of_source.len()],
    };
    let entries = synced.map_or(&[][..], |synced| &synced.catalog.entries);
    let found = snapshot.findings(of, &view.name);
    let in_page = found.page.as_ref().map(|file| findings::of_page(file, of_own, &pairs, (source, of_source)));
    let key = PageKey { locale: of.locale.clone(), name: view.name.as_str().into() };
    let on_disk = snapshot.linter.catalogs().get(&key);
    let of_blocks = &entries[..entries.len().min(of_source.len())];
    let in_catalog = found.catalog.as_ref().map(|file| findings::of_catalog(file, on_disk, of_blocks));
    let labels = snapshot.linter.app_labels(&snapshot.opened.guide, &key);
    if of_blocks.len() > MAX_MATCHED {
        let text = format!("similar texts are searched for the first {MAX_MATCHED} blocks only");
        view.notices.push(Notice { text, texts: Vec::new() });
    }
    for (n, segment) in of_source.iter().enumerate() {
        let paired = pairs[n].map(|at| &of_own[at]);
        let mut made = match of_blocks.get(n) {
            Some(entry) => {
                let memo = Memo::of(entry);
                let mut made = block(source, segment, entry, &memo);
                made.change = hints::change(entry, &memo);
                if n < MAX_MATCHED && made.state.needs_work() {
                    made.matches = hints::matches(of.memory(), &view.name, entry);
                }
                made
            }
            None => untracked(source, segment, paired),
        };
        made.terms = hints::terms(&of.glossary, &segment.message);
        made.labels = hints::labels(&labels, segment.range);
        let here = in_page.as_ref().and_then(|placed| placed.of_block.get(n)).map_or(&[][..], Vec::as_slice);
        if let (Some(own), Some(paired)) = (own, paired) {
            show_page_text(&mut made, own, paired, here);
        }
        let files = [(found.page.as_ref(), in_page.as_ref()), (found.catalog.as_ref(), in_catalog.as_ref())];
        for (file, placed) in files.into_iter().filter_map(|(file, placed)| file.zip(placed)) {
            let here = placed.of_block.get(n).into_iter().flatten();
            let here = here.filter(|finding| made.change.is_none() || finding.rule.0 != SAYS_CHANGE);
            let here: Vec<_> = here.map(|finding| findings::shown(finding, &file.source, false)).collect();
            made.findings.extend(here);
        }
        view.blocks.push(made);
    }
    for (file, Placed { elsewhere, .. }) in found.page.iter().zip(&in_page).chain(found.catalog.iter().zip(&in_catalog))
    {
        view.findings.extend(elsewhere.iter().map(|finding| findings::shown(finding, &file.source, true)));
    }
}

/// Shows the text as it is on the page, with its own link targets and marks, if it is that of the block.
fn show_page_text(made: &mut Block, own: &Page, paired: &Segment, findings: &[&firstaid_diagnostics::Diagnostic]) {
    let is_untracked = made.translation.is_empty() && !made.shown.is_empty();
    if !is_untracked && (made.translation.is_empty() || !has(paired, &made.translation)) {
        return;
    }
    made.shown = with_targets(&paired.message, paired);
    // Where lines begin with the marks of a quote or an indent, places in the file are not those in the text.
    if own.source.slice(paired.range) == made.shown {
        made.marks = marks(findings, paired.range);
    }
}
