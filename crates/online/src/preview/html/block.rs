//! A block beside its source, with all that is known of it.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::conflict::sides;
use super::markdown::{self, Side, shelf};
use super::shell::{counted, dir, lang};
use super::urls::{block_url, conflicts_url};
use super::words::words;
use crate::preview::view::{Between, Block, BlockState, Change, Finding, Language, PageView, Part};

/// A block in the list of its page; `n` is its number from 0.
pub(super) fn block(page: &PageView, n: usize, block: &Block) -> Markup {
    let (name, _) = state(&block.state);
    let conflict = page.conflicts.iter().find(|it| block.conflict.as_ref() == Some(&it.key));
    let (name, class) = if conflict.is_some() { ("conflict", "bad") } else { (name, class(&block.state)) };
    html! {
        li id={ "b" (block.key) } class={ "block " (class) } {
            section {
                h2.hidden { "Block " (n + 1) ": " (name) }
                (pair(page, block))
                div.about {
                    p {
                        @if conflict.is_some() { span.mark.bad { "conflict" } } @else { (state_mark(&block.state)) }
                        " · " span.note { bdi { (visible_on_page(&block.place)) } }
                        @if page.is_editable && block.state.is_editable() {
                            " · " a.edit href=(block_url(&page.language.locale, &page.name, &block.key)) {
                                "Edit" span.hidden { " block " (n + 1) }
                            }
                        }
                        @if let Some(conflict) = conflict {
                            " · " a.edit href={ (conflicts_url(&page.language.locale, &page.name)) "#c" (conflict.key) } {
                                "Resolve" span.hidden { " the conflict of block " (n + 1) }
                            }
                        }
                    }
                    @if let Some(conflict) = conflict { (sides(page, conflict)) }
                    @if let Some(it) = &block.change { (change(it, &page.source)) }
                    (findings(&block.findings))
                    (hints(page, block))
                }
            }
        }
    }
}

/// Source and translation side by side.
pub(super) fn pair(page: &PageView, block: &Block) -> Markup {
    let [of_source, of_page] = [Side::Source, Side::Page].map(|side| shelf(&page.pictures, side));
    html! {
        div.pair {
            div.side.source lang=[lang(&page.source)] dir=(dir(&page.source)) {
                p.hidden lang="en" dir="ltr" { "Source:" }
                (markdown::block(block, &block.source, &[], of_source))
            }
            @if block.shown.is_empty() {
                div.side.target { p.empty { "Not translated" } }
            } @else {
                div.side.target lang=[lang(&page.language)] dir=(dir(&page.language)) {
                    p.hidden lang="en" dir="ltr" { "Translation:" }
                    (markdown::block(block, &block.shown, &block.marks, of_page))
                }
            }
        }
    }
}

/// What stands between two blocks, if people see anything of it.
pub(super) fn between(page: &PageView, between: &Between) -> Option<Markup> {
    let side = |parts: &[Part], side| -> Vec<Markup> {
        let shelf = shelf(&page.pictures, side);
        parts.iter().filter_map(|part| markdown::part(part, shelf)).collect()
    };
    let (source, own) = (side(&between.source, Side::Source), side(&between.page, Side::Page));
    let content = |name: &'static str, language: &Language, parts: &[Markup]| {
        html! {
            @if parts.is_empty() { div.side {} } @else {
                div.side lang=[lang(language)] dir=(dir(language)) {
                    p.hidden lang="en" dir="ltr" { (name) }
                    @for part in parts { (part) }
                }
            }
        }
    };
    (!source.is_empty() || !own.is_empty()).then(|| {
        html! {
            li.block.between {
                div.pair {
                    (content("Between the blocks, in the source:", &page.source, &source))
                    (content("Between the blocks, in the translation:", &page.language, &own))
                }
            }
        }
    })
}

/// The name of a state, and what it means.
fn state(state: &BlockState) -> (&'static str, Option<&str>) {
    match state {
        BlockState::Missing => ("missing", None),
        BlockState::Draft(by) => ("machine draft", Some(by)),
        BlockState::Stale => ("source changed", None),
        BlockState::Fuzzy => ("fuzzy", None),
        BlockState::Refused(why) => ("cannot be shown", Some(why)),
        BlockState::Translated => ("translated", None),
        BlockState::Reviewed(by) => ("reviewed", Some(by)),
        BlockState::Untracked => ("not imported", None),
    }
}

fn class(state: &BlockState) -> &'static str {
    match state {
        BlockState::Missing | BlockState::Refused(_) => "bad",
        BlockState::Draft(_) | BlockState::Stale | BlockState::Fuzzy => "doubtful",
        BlockState::Translated | BlockState::Reviewed(_) => "good",
        BlockState::Untracked => "unknown",
    }
}

pub(super) fn state_mark(of: &BlockState) -> Markup {
    let (name, detail) = state(of);
    html! {
        span class={ "mark " (class(of)) } { (name) }
        @if let Some(detail) = detail { ": " bdi { (visible_on_page(detail)) } }
    }
}

/// What changed in the source.
pub(super) fn change(change: &Change, source: &Language) -> Markup {
    html! {
        div.change {
            p {
                "The source changed (" (change.grade)
                @if !change.reason.is_empty() { ": " (visible_on_page(&change.reason)) } "):"
            }
            (words(&change.words, Some(source)))
        }
    }
}

pub(super) fn findings(findings: &[Finding]) -> Markup {
    html! {
        @if !findings.is_empty() { ul.findings { @for finding in findings {
            li {
                span class={ "mark " (finding.severity.as_str()) } { (finding.severity.as_str()) } " "
                code { (finding.rule) } ": " bdi { (visible_on_page(&finding.message)) }
                @if !finding.excerpt.is_empty() {
                    " – " q { bdi dir="auto" { (visible_on_page(&finding.excerpt)) } }
                }
                @for note in &finding.notes { p.note { bdi { (visible_on_page(note)) } } }
            }
        } } }
    }
}

/// Glossary, labels and memory, folded.
fn hints(page: &PageView, block: &Block) -> Markup {
    let counts = [
        (block.terms.len(), "term"),
        (block.labels.len(), "label"),
        (block.matches.len(), "similar text"),
        (block.notes.len(), "note"),
    ];
    let names: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|&(count, name)| counted(count, name)).collect();
    html! {
        @if !names.is_empty() { details {
            summary { (names.join(", ")) }
            (all_hints(page, block))
        } }
    }
}

/// Glossary, labels, memory and notes.
pub(super) fn all_hints(page: &PageView, block: &Block) -> Markup {
    let of_source = |text: &str| html! { bdi lang=[lang(&page.source)] { (visible_on_page(text)) } };
    let of_target =
        |text: &str| html! { bdi lang=[lang(&page.language)] dir=(dir(&page.language)) { (visible_on_page(text)) } };
    html! {
        @if !block.notes.is_empty() { ul.plain {
            @for note in &block.notes { li { "Note: " bdi { (visible_on_page(note)) } } }
        } }
        @if !block.terms.is_empty() { dl.facts {
            @for term in &block.terms {
                dt { "Term " (of_source(&term.source)) }
                dd {
                    (of_target(&term.translation))
                    @if let Some(note) = &term.note { p.note { bdi { (visible_on_page(note)) } } }
                }
            }
        } }
        @if !block.labels.is_empty() { dl.facts {
            @for label in &block.labels {
                dt { bdi { (visible_on_page(&label.app)) } ": " (of_source(&label.source)) }
                dd { @for (n, shown) in label.shown.iter().enumerate() { @if n > 0 { ", " } (of_target(shown)) } }
            }
        } }
        @if !block.matches.is_empty() { dl.facts {
            @for it in &block.matches {
                dt {
                    (it.score) " % " bdi { (visible_on_page(&it.origin)) }
                    @if it.is_conflicting { span.mark.warning { " other numbers, names or denials" } }
                }
                dd { p { (of_source(&it.source)) } p { (of_target(&it.text)) } }
            }
        } }
    }
}
