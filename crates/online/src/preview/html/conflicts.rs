//! The form in which the conflicts of a page are resolved.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::conflict::{name, text};
use super::page::crumbs;
use super::shell::{Shell, dir, lang};
use super::urls::{Which, conflicts_url, page_url};
use super::words::words;
use crate::preview::desk::{Decision, Resolution};
use crate::preview::view::{Choice, Conflict, PageView};

const MIN_ROWS: usize = 3;
const MAX_ROWS: usize = 16;
/// Characters in a row of a field.
const ROW: usize = 60;

/// Decisions that could not be saved, and why.
pub(in crate::preview) struct Unresolved<'r> {
    pub(in crate::preview) resolution: &'r Resolution,
    pub(in crate::preview) why: String,
}

/// The form that resolves all conflicts of a page at once.
pub(in crate::preview) fn conflicts(page: &PageView, unresolved: Option<&Unresolved<'_>>, revision: u64) -> String {
    let locale = &*page.language.locale;
    let count = page.conflicts.len();
    let decision = |key: &str| {
        let decisions = unresolved.map_or(&[][..], |it| &it.resolution.decisions);
        decisions.iter().find(|decision| decision.key == key)
    };
    let content = html! {
        @if let Some(Unresolved { why, .. }) = unresolved {
            div.notice role="alert" id="why" { p { strong { "Not saved: " } (visible_on_page(why)) } }
        }
        @if count == 0 {
            p { "This page has no conflicts. " a href=(page_url(locale, &page.name, Which::All)) { "Back to the page" } }
        } @else {
            p {
                "Choose a text for each. All are saved together, to page and catalog; a text of the catalog that is \
                 not chosen stays there as an obsolete entry."
            }
            form method="post" action="conflicts" accept-charset="utf-8" {
                @for (name, value) in [("locale", locale), ("name", &page.name), ("version", &page.conflict_version)] {
                    input type="hidden" name=(name) value=(value);
                }
                @for (n, conflict) in page.conflicts.iter().enumerate() {
                    (fieldset(page, conflict, (n + 1, count), decision(&conflict.key)))
                }
                p.buttons {
                    button type="submit" name="then" value="next" { "Save" }
                    a href=(page_url(locale, &page.name, Which::All)) { "Back to the page" }
                }
            }
        }
        (kept(page, unresolved))
    };
    let [home, pages] = crumbs(page);
    let here = conflicts_url(locale, &page.name);
    let shell = Shell {
        title: "Conflicts",
        language: None,
        guide: &page.title,
        crumbs: &[home, pages, (page.title.clone(), page_url(locale, &page.name, Which::All))],
        here: Some(&here),
        revision,
        has_form: true,
    };
    shell.page(&content)
}

/// A conflict with the choices for it.
fn fieldset(page: &PageView, conflict: &Conflict, (n, of): (usize, usize), decision: Option<&Decision>) -> Markup {
    let Conflict { key, .. } = conflict;
    let chosen = decision.and_then(|it| it.choice);
    let first = conflict.sides.first().map_or("", |side| &side.text);
    let typed = decision.map_or(first, |it| &it.text);
    let rows = typed.lines().map(|line| line.chars().count() / ROW + 1).sum::<usize>().clamp(MIN_ROWS, MAX_ROWS);
    let radio = |choice: Choice| {
        html! {
            input type="radio" id={ (choice.as_str()) "-" (key) } name={ "choice-" (key) } value=(choice.as_str()) required
                checked[chosen == Some(choice)];
            " " label for={ (choice.as_str()) "-" (key) } { (name(choice)) }
        }
    };
    html! {
        fieldset id={ "c" (key) } aria-describedby={ "w" (key) } {
            legend { "Conflict " (n) " of " (of) }
            p id={ "w" (key) } { (visible_on_page(&conflict.what)) }
            @if !conflict.place.is_empty() { p.note { bdi { (visible_on_page(&conflict.place)) } } }
            @if !conflict.change.is_empty() {
                p { "The source changed:" }
                (words(&conflict.change, Some(&page.source)))
            } @else if !conflict.source.is_empty() {
                p { "Text of the source" }
                (text(page, conflict, Choice::Source, &conflict.source))
            }
            @for side in &conflict.sides {
                div.choice { p { (radio(side.choice)) } (text(page, conflict, side.choice, &side.text)) }
            }
            @if conflict.takes_text {
                div.choice {
                    p { (radio(Choice::Text)) }
                    textarea name={ "text-" (key) } aria-label="Another text" rows=(rows) spellcheck="true"
                        lang=[lang(&page.language)] dir=(dir(&page.language)) { "\n" (typed) }
                }
            }
        }
    }
}

/// What was typed for conflicts that the page has no longer, for its author to copy.
fn kept(page: &PageView, unresolved: Option<&Unresolved<'_>>) -> Markup {
    let decisions = unresolved.map_or(&[][..], |it| &it.resolution.decisions);
    let is_gone = |it: &&Decision| page.conflicts.iter().all(|conflict| conflict.key != it.key);
    let gone: Vec<&Decision> = decisions.iter().filter(|it| !it.text.trim().is_empty()).filter(is_gone).collect();
    html! {
        @if !gone.is_empty() {
            h2 { "Your texts for conflicts that are no longer there" }
            @for decision in gone {
                textarea aria-label="Your text" rows=(MIN_ROWS) readonly lang=[lang(&page.language)]
                    dir=(dir(&page.language)) { "\n" (decision.text) }
            }
        }
    }
}
