//! The form in which a block is edited.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::block::{all_hints, change, findings, pair, state_mark};
use super::conflict::told;
use super::page::{crumbs, notices};
use super::shell::{Shell, dir, lang};
use super::urls::{Which, block_url, page_url, place_url};
use crate::preview::desk::Edit;
use crate::preview::view::{Block, BlockState, PageView};

/// Characters in a row of the field, and rows that it has at least and at most.
const ROW: usize = 60;
const MIN_ROWS: usize = 3;
const MAX_ROWS: usize = 24;

/// What was typed and could not be saved.
pub(in crate::preview) enum Typed<'e> {
    Nothing,
    Refused {
        edit: &'e Edit,
        why: String,
    },
    /// The translation changed on disk.
    Conflict {
        edit: &'e Edit,
    },
    /// The source has no such block any more.
    Gone {
        edit: &'e Edit,
    },
}

impl<'e> Typed<'e> {
    fn edit(&self) -> Option<&'e Edit> {
        match self {
            Self::Nothing => None,
            Self::Refused { edit, .. } | Self::Conflict { edit } | Self::Gone { edit } => Some(edit),
        }
    }
}

/// The form of a block of a page; without the block, what was typed for it.
pub(in crate::preview) fn edit(page: &PageView, block: Option<usize>, typed: &Typed<'_>, revision: u64) -> String {
    let locale = &*page.language.locale;
    let found = block.and_then(|n| Some((n, page.blocks.get(n)?)));
    let has_field = found.is_some_and(|(_, block)| page.is_editable && block.state.is_editable());
    let content = html! {
        (alert(page, found.map(|(_, block)| block), typed))
        @if let Some((_, block)) = found { (form(page, block, typed)) }
        @if let Some(edit) = typed.edit().filter(|_| !has_field) { (kept(page, edit)) }
    };
    let title = found.map_or("Edit a block".to_owned(), |(n, _)| format!("Edit block {}", n + 1));
    let [home, pages] = crumbs(page);
    let up = found.map_or_else(
        || page_url(locale, &page.name, Which::All),
        |(_, block)| place_url(locale, &page.name, Which::All, &block.key),
    );
    let here = found.map(|(_, block)| block_url(locale, &page.name, &block.key));
    let shell = Shell {
        title: &title,
        language: None,
        guide: &page.title,
        crumbs: &[home, pages, (page.title.clone(), up)],
        here: here.as_deref(),
        revision,
        has_form: true,
    };
    shell.page(&content)
}

/// Why the text was not saved.
fn alert(page: &PageView, block: Option<&Block>, typed: &Typed<'_>) -> Markup {
    let other = |text: &str| {
        html! { dl.facts {
            dt { "On disk now" }
            dd { bdi lang=[lang(&page.language)] dir=(dir(&page.language)) {
                @if text.is_empty() { "(no translation)" } @else { (visible_on_page(text)) }
            } }
        } }
    };
    html! {
        @match typed {
            Typed::Nothing => {}
            Typed::Refused { why, .. } => div.notice role="alert" id="why" {
                p { strong { "Not saved: " } (visible_on_page(why)) }
            },
            Typed::Conflict { edit } => div.notice role="alert" id="why" {
                p {
                    strong { "Not saved: " }
                    "this translation was changed on disk after the form was opened. Your text is in the field below; \
                     saving it again replaces the text on disk."
                }
                (other(block.map_or("", |block| &block.translation)))
                dl.facts { dt { "Your text" } dd { bdi dir="auto" { (visible_on_page(&edit.text)) } } }
            },
            Typed::Gone { .. } => div.notice role="alert" id="why" {
                p { strong { "Not saved: " } "the source has changed, and has no such block any more." }
            },
        }
        (told(page))
        (notices(&page.notices))
    }
}

fn form(page: &PageView, block: &Block, typed: &Typed<'_>) -> Markup {
    let locale = &*page.language.locale;
    let text = typed.edit().map_or(&*block.translation, |edit| &edit.text);
    let is_unsure = typed.edit().map_or(block.state == BlockState::Fuzzy, |edit| edit.is_unsure);
    let is_wrong = typed.edit().is_some();
    let rows = text.lines().map(|line| line.chars().count() / ROW + 1).sum::<usize>().clamp(MIN_ROWS, MAX_ROWS);
    html! {
        p { (state_mark(&block.state)) " · " span.note { bdi { (visible_on_page(&block.place)) } } }
        (pair(page, block))
        @if let Some(it) = &block.change { (change(it, &page.source)) }
        (findings(&block.findings))
        h2 { "Text of the source" }
        pre.message tabindex="0" lang=[lang(&page.source)] dir=(dir(&page.source)) { (lines(&block.message)) }
        @if !block.targets.is_empty() { dl.facts {
            @for (n, target) in block.targets.iter().enumerate() {
                dt { code { "{" (n + 1) "}" } } dd { code { bdi { (visible_on_page(target)) } } }
            }
        } }
        @if page.is_editable && block.state.is_editable() {
            form method="post" action="block" accept-charset="utf-8" {
                @for (name, value) in
                    [("locale", locale), ("name", &page.name), ("block", &block.key), ("version", &block.version)]
                { input type="hidden" name=(name) value=(value); }
                h2 { label for="text" { "Translation" } }
                // A line feed that begins a field is no part of its text.
                textarea id="text" name="text" rows=(rows) spellcheck="true" required autofocus[!is_wrong]
                    lang=[lang(&page.language)] dir=(dir(&page.language))
                    aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("why")]
                    { "\n" (text) }
                p { label {
                    input type="checkbox" name="unsure" value="yes" checked[is_unsure];
                    " Not sure: keep it fuzzy for somebody else to check"
                } }
                p.buttons {
                    button type="submit" name="then" value="stay" { "Save" }
                    button type="submit" name="then" value="next" { "Save and go to the next that needs work" }
                    @if let Some(by) = &page.reviewer {
                        button type="submit" name="then" value="reviewed" {
                            "Save as reviewed by " bdi { (visible_on_page(by)) }
                        }
                    }
                    a href=(place_url(locale, &page.name, Which::All, &block.key)) { "Back to the page" }
                }
            }
        }
        (all_hints(page, block))
    }
}

/// What was typed for a block that is gone, for its author to copy.
fn kept(page: &PageView, edit: &Edit) -> Markup {
    html! {
        h2 { label for="text" { "Your text" } }
        textarea id="text" rows=(MIN_ROWS) readonly lang=[lang(&page.language)] dir=(dir(&page.language)) {
            "\n" (edit.text)
        }
    }
}

/// A text whose lines stay.
fn lines(text: &str) -> String {
    text.split('\n').map(|line| visible_on_page(line)).collect::<Vec<_>>().join("\n")
}
