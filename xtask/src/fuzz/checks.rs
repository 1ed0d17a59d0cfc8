//! What must hold for any file, whatever is in it.

use std::collections::HashMap;

use firstaid_content::{Guide, Layout, Page};
use firstaid_diagnostics::{
    Applicability, Baseline, FileDiagnostics, Format as Report, Run, Severity, ShownPaths, Style,
};
use firstaid_ledger::{Ledger, Policy, next_due, verdict};
use firstaid_lint::{Config, Linter, RuleSet, fix_page, rule_infos};
use firstaid_registry::Registry;
use firstaid_text::{TextRange, apply_edits};
use firstaid_translate::po::{self, Catalog, Entry};
use firstaid_translate::{apply_memory, apply_translations, fill, render, segments, tbx, tmx, xliff};

use super::format::Format;
use super::world::{CATALOG_PATH, NAME, PAGE, PAGE_PATH, SOURCE, SOURCE_PATH, TODAY, World};

/// Reads a file as the commands do. The error says what does not hold.
pub(super) fn check(world: &mut World, format: Format, bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    match format {
        Format::Source => check_guide(world, &text, PAGE, &world.catalog.to_string(), Some(SOURCE_PATH)),
        Format::Page => check_guide(world, SOURCE, &text, &world.catalog.to_string(), Some(PAGE_PATH)),
        Format::Catalog => check_catalog(world, bytes),
        Format::Configuration => check_configuration(world, &text),
        Format::Registry => {
            check_registry(&text);
            Ok(())
        }
        Format::Ledger => check_ledger(&text),
        Format::Baseline => check_baseline(&text),
        Format::Xliff => check_xliff(world, &text),
        Format::Tmx => check_tmx(world, &text),
        Format::Tbx => {
            let _ = tbx::import("a.tbx", &text, &world.source, &world.target);
            Ok(())
        }
    }
}

/// Lints, fixes and syncs the guide. `changed` is the page of the case, if it is one.
fn check_guide(
    world: &mut World,
    source: &str,
    page: &str,
    catalog: &str,
    changed: Option<&str>,
) -> Result<(), String> {
    let mut guide = world.guide(source, page);
    guide.pages.iter().try_for_each(check_page)?;
    world.set_catalog(&guide, catalog);
    let files = world.linter.lint(&guide, &|| ());
    files.iter().try_for_each(check_findings)?;
    render_all(&files);
    if let Some(path) = changed {
        check_fixes(&world.linter, &mut guide, path)?;
    }
    let Ok(catalog) = po::parse(CATALOG_PATH, catalog) else { return Ok(()) };
    check_sync(world, source, page, &catalog, changed != Some(PAGE_PATH))
}

/// Every range is one of the text, and the segments are the page.
fn check_page(page: &Page) -> Result<(), String> {
    let is_inside = |what: &str, range: TextRange| is_range(page.text(), what, range);
    page.tokens.iter().try_for_each(|it| is_inside("token", it.range))?;
    page.blocks.iter().try_for_each(|it| is_inside("block", it.range))?;
    page.headings.iter().try_for_each(|it| is_inside("heading", it.range))?;
    page.comments.iter().try_for_each(|it| is_inside("comment", it.range))?;
    page.problems.iter().try_for_each(|it| is_inside("problem", it.range))?;
    let segments = segments(page);
    let mut end = 0;
    for segment in &segments {
        is_inside("segment", segment.range)?;
        ensure(segment.range.start() >= end, || format!("segments overlap at {end}"))?;
        end = segment.range.end();
        segment.slots.iter().try_for_each(|slot| is_inside("slot", slot.range))?;
    }
    let own = |n: usize| {
        let slots = &segments[n].slots;
        Some(fill(&segments[n].message, |n| Some(slots.get(n.checked_sub(1)?)?.url.as_ref().into())))
    };
    ensure(render(page, &segments, own) == page.text(), || "its segments do not give the page".to_owned())
}

/// Every range of a finding is one of its file, and its fix can be applied.
fn check_findings(file: &FileDiagnostics) -> Result<(), String> {
    let text = file.source.text();
    for finding in &file.diagnostics {
        let rule = finding.rule.0;
        is_range(text, rule, finding.range)?;
        finding.also.iter().try_for_each(|range| is_range(text, rule, *range))?;
        if let Some(fix) = &finding.fix {
            fix.edits.iter().try_for_each(|edit| is_range(text, rule, edit.range))?;
            apply_edits(text, &fix.edits).map_err(|error| format!("{rule}: {error}"))?;
        }
    }
    Ok(())
}

fn render_all(files: &[FileDiagnostics]) {
    let (locales, rules) = (HashMap::new(), rule_infos());
    let run = Run {
        files,
        pages: 2,
        locales: &locales,
        rules: &rules,
        version: "0",
        fail_on: Severity::Error,
        prefix: "",
        shown_paths: &ShownPaths::FromRoot,
        rule_help: None,
    };
    for format in Report::ALL {
        format.render(&run, Style { color: true, width: 100 }, &mut Vec::new()).expect("memory can be written");
    }
}

/// Safe fixes, applied twice, are the same as once.
fn check_fixes(linter: &Linter, guide: &mut Guide, path: &str) -> Result<(), String> {
    let edits = fix_page(linter, guide, path, Applicability::Safe);
    let text = guide.by_path(path).map(|page| page.text().to_owned()).unwrap_or_default();
    let fixed = apply_edits(&text, &edits).map_err(|error| format!("fixes: {error}"))?;
    guide.set_text(path, fixed);
    let again = fix_page(linter, guide, path, Applicability::Safe);
    ensure(edits.is_empty() || again.is_empty(), || format!("fixed again: {again:?}"))
}

/// A sync writes nothing where it has conflicts; else a second one changes nothing. `keeps_texts` says that the page is as
/// the catalog has it: then every text of the catalog is still in the catalog or on the page.
fn check_sync(world: &World, source: &str, page: &str, catalog: &Catalog, keeps_texts: bool) -> Result<(), String> {
    let Some(first) = world.synced(&world.guide(source, page), catalog) else { return Ok(()) };
    if !first.conflicts.is_empty() {
        return Ok(());
    }
    let page = first.page.as_ref().map_or(page, Page::text);
    check_written(&first.catalog)?;
    let texts = catalog.entries.iter().flat_map(|entry| &entry.strings).filter(|text| !text.trim().is_empty());
    let kept = first.catalog.entries.iter().flat_map(|entry| &entry.strings);
    let lost = texts.clone().find(|text| !kept.clone().any(|it| it == *text) && !page.contains(text.as_str()));
    if let Some(lost) = lost.filter(|_| keeps_texts) {
        return Err(format!("lost by a sync: {lost:?}"));
    }
    let Some(second) = world.synced(&world.guide(source, page), &first.catalog) else {
        return Err("not synced a second time".to_owned());
    };
    ensure(second.conflicts.is_empty(), || format!("a second sync has conflicts: {:?}", second.conflicts))?;
    ensure(second.page.is_none(), || "a second sync changes the page".to_owned())?;
    ensure(!second.is_catalog_new, || "a second sync changes the catalog".to_owned())
}

fn check_catalog(world: &mut World, bytes: &[u8]) -> Result<(), String> {
    let (text, catalog) = po::read(CATALOG_PATH, bytes.to_vec());
    if let Ok(catalog) = &catalog {
        check_written(catalog)?;
    }
    check_guide(world, SOURCE, PAGE, &text, None)
}

/// A catalog is read as it was written.
fn check_written(catalog: &Catalog) -> Result<(), String> {
    let text = catalog.to_string();
    let read = po::parse(CATALOG_PATH, &text).map_err(|error| format!("a written catalog is not read: {error}"))?;
    let plain = |entry: &Entry| {
        // Only a translation is fuzzy, and once.
        let flags = if entry.is_fuzzy() && entry.is_translated() { vec!["fuzzy".to_owned()] } else { Vec::new() };
        Entry { flags, place: po::Place::default(), refusal: po::Refusal::default(), ..entry.clone() }
    };
    let plain = |catalog: &Catalog| catalog.entries.iter().map(plain).collect::<Vec<_>>();
    let (before, after) = (plain(catalog), plain(&read));
    let differing = before.iter().zip(&after).find(|(before, after)| before != after);
    ensure(differing.is_none() && before.len() == after.len(), || {
        format!("a catalog is read otherwise: {differing:?}")
    })?;
    ensure(read.to_string() == text, || "written otherwise a second time".to_owned())
}

fn check_configuration(world: &World, text: &str) -> Result<(), String> {
    let Ok(config) = Config::parse("firstaid.toml", text) else { return Ok(()) };
    let (Ok(layout), Ok(rules)) = (Layout::new(&config.content), RuleSet::new(&config, &[], &[])) else {
        return Ok(());
    };
    for path in ["en/Page.md", "Page.md", "ru/a/b_RU.md", "é/..", "", "/"] {
        drop(layout.key(path).and_then(|key| layout.path(&key)));
    }
    let guide = world.guide(SOURCE, PAGE).with_config(&config.content);
    let linter = Linter::new(Registry::default(), config, rules, TODAY);
    linter.lint(&guide, &|| ()).iter().try_for_each(check_findings)
}

fn check_registry(text: &str) {
    for name in Registry::GUIDE_FILES {
        let _ = Registry::default().add_guide_file(name, text);
    }
    let mut registry = Registry::default();
    let _ = registry.add_glossary("glossary.yaml", text);
    registry.add_words("en", text);
}

/// A ledger is read as it was written, and united with itself it is the same.
fn check_ledger(text: &str) -> Result<(), String> {
    let Ok((ledger, _)) = Ledger::parse("links.jsonl", text) else { return Ok(()) };
    let policy = Policy::default();
    for entry in ledger.entries() {
        let _ = verdict(Some(entry), &policy, TODAY);
        let _ = next_due(entry, &policy, TODAY);
    }
    let written = ledger.to_text();
    let read = |text: &str| Ledger::parse("links.jsonl", text).map(|it| it.0).map_err(|error| error.to_string());
    let again = read(&written)?;
    ensure(again.to_text() == written, || "written otherwise a second time".to_owned())?;
    ensure(read(&written)?.merge(again).to_text() == written, || "united with itself it is another".to_owned())
}

fn check_baseline(text: &str) -> Result<(), String> {
    let Ok(baseline) = Baseline::parse("baseline.jsonl", text) else { return Ok(()) };
    let again = Baseline::parse("baseline.jsonl", &baseline.to_text()).map_err(|error| error.to_string())?;
    ensure(again == baseline, || "read otherwise".to_owned())
}

/// What a file brings into a catalog is written so that it is read again.
fn check_xliff(world: &World, text: &str) -> Result<(), String> {
    let pages = [(NAME, &world.catalog)];
    let Ok(delivery) = xliff::import("a.xlf", text, &world.target, &pages) else { return Ok(()) };
    for replaces in [false, true] {
        let mut catalog = world.catalog.clone();
        let of_page: Vec<_> = delivery.translations.iter().filter(|it| it.page == NAME).cloned().collect();
        apply_translations(&mut catalog, &of_page, replaces);
        check_written(&catalog)?;
        check_sync(world, SOURCE, PAGE, &catalog, true)?;
    }
    Ok(())
}

fn check_tmx(world: &World, text: &str) -> Result<(), String> {
    let Ok(memory) = tmx::import("a.tmx", text, &world.source) else { return Ok(()) };
    let mut catalog = world.catalog.clone();
    catalog.entries.iter_mut().step_by(2).for_each(|entry| entry.strings.iter_mut().for_each(String::clear));
    apply_memory(&mut catalog, &world.target, "a.tmx", &memory.units);
    check_written(&catalog)
}

fn is_range(text: &str, what: &str, range: TextRange) -> Result<(), String> {
    ensure(text.get(range.as_usize()).is_some(), || format!("{what}: {range:?} is no range of the text"))
}

fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}
