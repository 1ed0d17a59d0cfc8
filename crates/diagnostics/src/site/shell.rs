//! What all pages of the site have in common: head, navigation, footer.

use maud::{DOCTYPE, Markup, html};

use super::health::Health;
use super::names;
use super::text::text;

/// Scripts, frames, forms and anything from another place are forbidden, should a defect of the templates let one in.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// A page of the site. `path` is its file; `title` is its heading, of which the browser's tab shows the start.
pub(super) fn page(health: &Health<'_>, path: &str, title: &str, content: &Markup) -> String {
    let up = if path.contains('/') { "../" } else { "" };
    let guide = text(&health.title);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (text(title)) " – " (guide) }
                link rel="icon" type="image/svg+xml" href={ (up) (names::ICON) };
                link rel="stylesheet" href={ (up) (names::STYLE) };
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header {
                    p.guide { bdi { (guide) } }
                    (navigation(health, path, up))
                }
                main id="content" {
                    h1 { bdi { (text(title)) } }
                    (content)
                }
                footer { p {
                    "State of " time datetime=(health.today) { (health.today) } ", found by firstaid " (health.version)
                    @if let Some(locale) = health.only { ", pages in " bdi { (text(locale)) } " only" }
                    "."
                } }
            }
        }
    };
    markup.into_string()
}

fn navigation(health: &Health<'_>, path: &str, up: &str) -> Markup {
    let changes = health.changes.as_ref().map(|_| (names::CHANGES, "Changes", ""));
    let entries = [
        (names::INDEX, "Overview", ""),
        (names::FINDINGS, "Findings", ""),
        (names::PAGES, "Pages", "page/"),
        (names::LANGUAGES, "Languages", "language/"),
        (names::LINKS, "Links", "site/"),
        (names::KEYS, "Keys and domains", ""),
        (names::ORGANISATIONS, "Organisations", ""),
        (names::DUE, "Due", ""),
    ];
    html! {
        nav aria-label="Report" { ul {
            @for (file, name, folder) in entries.into_iter().chain(changes) {
                @let inside = !folder.is_empty() && path.starts_with(folder);
                @let current = if path == file { Some("page") } else if inside { Some("true") } else { None };
                li { a href={ (up) (file) } aria-current=[current] { (name) } }
            }
        } }
    }
}
