//! Texts with their changes, word by word.

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, html};

use super::shell::{dir, lang};
use crate::preview::view::{Language, Word};

/// A text with its changes.
pub(super) fn words(words: &[Word], language: Option<&Language>) -> Markup {
    html! {
        p.words lang=[language.and_then(lang)] dir=(language.map_or("auto", dir)) {
            @for (n, word) in words.iter().enumerate() {
                @if n > 0 { " " }
                @match word {
                    Word::Same(text) => (visible_on_page(text)),
                    Word::Gone(text) => del { span.hidden { "[removed: " } (visible_on_page(text)) span.hidden { "]" } },
                    Word::New(text) => ins { span.hidden { "[added: " } (visible_on_page(text)) span.hidden { "]" } },
                }
            }
        }
    }
}
