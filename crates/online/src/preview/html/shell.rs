//! What all pages have in common.

use firstaid_diagnostics::visible_on_page;
use maud::{DOCTYPE, Markup, html};

use crate::preview::view::Language;

/// A page: the browser's tab shows the title; `crumbs` lead up, each with its address.
pub(super) struct Shell<'a> {
    pub(super) title: &'a str,
    /// The language of the title; `None` for ours.
    pub(super) language: Option<&'a Language>,
    pub(super) guide: &'a str,
    pub(super) crumbs: &'a [(String, String)],
    /// The address of this page, for those who reload it by hand.
    pub(super) here: Option<&'a str>,
    pub(super) revision: u64,
    /// Whether a form is on the page, whose text a reload would lose.
    pub(super) has_form: bool,
}

impl Shell<'_> {
    pub(super) fn page(&self, content: &Markup) -> String {
        let Self { title, language, guide, crumbs, here, revision, has_form } = *self;
        let markup = html! {
            (DOCTYPE)
            html lang="en" data-revision=(revision) data-form[has_form] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (visible_on_page(title)) @if !guide.is_empty() { " – " (visible_on_page(guide)) } }
                    link rel="icon" type="image/svg+xml" href="icon.svg";
                    link rel="stylesheet" href="style.css";
                    script src="script.js" defer {}
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    header {
                        nav aria-label="Preview" { ul {
                            @for (name, url) in crumbs { li { a href=(url) { bdi { (visible_on_page(name)) } } } }
                            @if let Some(here) = here { li.reload { a href=(here) { "Reload" } } }
                        } }
                        p.status role="status" {}
                    }
                    main id="content" {
                        h1 { (title_in(title, language)) }
                        (content)
                    }
                }
            }
        };
        markup.into_string()
    }
}

/// A title in its language.
fn title_in(title: &str, language: Option<&Language>) -> Markup {
    html! { bdi lang=[language.and_then(lang)] { (visible_on_page(title)) } }
}

/// The `lang` of a language that browsers know.
pub(super) fn lang(language: &Language) -> Option<&str> {
    language.is_known.then_some(&*language.locale)
}

/// The `dir` of a language.
pub(super) fn dir(language: &Language) -> &'static str {
    if language.is_right_to_left { "rtl" } else { "ltr" }
}

/// `1 block`, `2 blocks`.
pub(super) fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
