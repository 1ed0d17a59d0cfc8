//! What the two sides of a conflict have.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::shell::{counted, dir, lang};
use super::urls::conflicts_url;
use super::words::words;
use crate::preview::view::{Choice, Conflict, Language, PageView};

/// A line on the conflicts of a page that leads to their form.
pub(super) fn told(page: &PageView) -> Markup {
    let count = page.conflicts.len();
    html! {
        @if count > 0 {
            div.notice {
                p {
                    strong { (counted(count, "conflict")) ". " }
                    "The page was changed in one way and its catalog or source in another. Until somebody decides, \
                     neither file is written, and no block of this page can be edited. "
                    a href=(conflicts_url(&page.language.locale, &page.name)) { "Resolve" }
                }
            }
        }
    }
}

/// What the sides have, and how the source changed.
pub(super) fn sides(page: &PageView, conflict: &Conflict) -> Markup {
    html! {
        div.change {
            p { (visible_on_page(&conflict.what)) }
            @if !conflict.change.is_empty() { (words(&conflict.change, Some(&page.source))) }
            dl.facts {
                @for side in &conflict.sides {
                    dt { (name(side.choice)) }
                    dd { (text(page, conflict, side.choice, &side.text)) }
                }
            }
        }
    }
}

pub(super) fn name(choice: Choice) -> &'static str {
    match choice {
        Choice::Page => "On the page",
        Choice::Catalog => "In the catalog",
        Choice::Source => "In the source",
        Choice::Text => "Another text",
    }
}

/// The text of a side, in its language. What stands between the blocks may be in any.
pub(super) fn text(page: &PageView, conflict: &Conflict, choice: Choice, text: &str) -> Markup {
    let language: &Language = if choice == Choice::Source { &page.source } else { &page.language };
    let (lang, dir) = if conflict.takes_text { (lang(language), dir(language)) } else { (None, "auto") };
    html! {
        @if text.trim().is_empty() { p.note { "(nothing)" } } @else {
            div.said lang=[lang] dir=(dir) { (lines(text)) }
        }
    }
}

fn lines(text: &str) -> String {
    text.trim_end().split('\n').map(|line| visible_on_page(line)).collect::<Vec<_>>().join("\n")
}
