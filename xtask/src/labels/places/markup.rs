//! Windows in XHTML: an element stands below the nearest one around it that has a string of its own.

use roxmltree::{Document, Node};

use super::Places;
use super::script::names_of_list;

/// Adds what a window says. Nothing of one that is no XML.
pub(super) fn read(text: &str, places: &mut Places) {
    let text = without_entities(text);
    let Ok(document) = Document::parse(&text) else { return };
    let elements = || document.descendants().filter(Node::is_element);
    // Dialogs say nothing: what opens them is not in them.
    let is_main = elements().any(|it| matches!(it.tag_name().name(), "menubar" | "moz-page-nav" | "panelview"));
    if !is_main {
        return;
    }
    for element in elements() {
        let page = element.ancestors().find_map(|it| it.attribute("data-category"));
        if let (Some(group), Some(page)) = (element.attribute("groupid"), page) {
            places.groups_on_pages.push((group.to_owned(), page.to_owned()));
        }
        let Some(id) = string_of(element) else { continue };
        for inner in element.attribute("search-l10n-ids").into_iter().flat_map(names_of_list) {
            places.put(inner, id);
        }
        if let Some(view) = element.attribute("view") {
            places.pages.insert(view.to_owned(), id.to_owned());
        }
        match above(element) {
            Above::String(parent) => places.put(id, parent),
            Above::Page(page) => places.on_pages.push((id.to_owned(), page.to_owned())),
            Above::Nothing if is_root(element) => {}
            Above::Nothing => {
                places.elsewhere.insert(id.to_owned());
            }
        }
    }
}

/// What leads to an element.
enum Above<'a> {
    String(&'a str),
    Page(&'a str),
    Nothing,
}

fn above<'a>(element: Node<'a, 'a>) -> Above<'a> {
    for around in element.ancestors().skip(1).filter(Node::is_element) {
        if let Some(id) = string_of(around).filter(|_| leads(around)) {
            return if is_rooted(around) { Above::String(id) } else { Above::Nothing };
        }
        // A label that is no string of a catalog we read.
        if around.tag_name().name() == "menu" {
            return Above::Nothing;
        }
        if let Some(page) = around.attribute("data-category") {
            return Above::Page(page);
        }
    }
    Above::Nothing
}

/// The name of the string of an element.
fn string_of<'a>(element: Node<'a, 'a>) -> Option<&'a str> {
    element.attribute("data-l10n-id")
}

/// Whether readers come by way of an element to what is in it. A window's title is no step of a path.
fn leads(element: Node<'_, '_>) -> bool {
    !matches!(element.tag_name().name(), "html" | "window" | "body" | "dialog")
}

/// Whether the way to an element is known from its begin: the menu bar, a panel, the list or a page of the settings.
fn is_rooted(element: Node<'_, '_>) -> bool {
    element.ancestors().any(|it| is_root(it) || it.attribute("data-category").is_some())
}

fn is_root(element: Node<'_, '_>) -> bool {
    match element.tag_name().name() {
        "panelview" | "moz-page-nav" => string_of(element).is_some(),
        "menu" => {
            string_of(element).is_some() && element.ancestors().skip(1).find(Node::is_element).is_some_and(is_menu_bar)
        }
        _ => false,
    }
}

fn is_menu_bar(element: Node<'_, '_>) -> bool {
    element.tag_name().name() == "menubar"
}

/// A text without its document type and entities, which stand for strings that we do not read.
fn without_entities(text: &str) -> String {
    let start = text.find("<!DOCTYPE");
    let end = start.and_then(|start| {
        let rest = &text[start..];
        let close = if rest.find('[').is_some_and(|at| at < rest.find('>').unwrap_or(at)) { "]>" } else { ">" };
        Some(start + rest.find(close)? + close.len())
    });
    let body = match (start, end) {
        (Some(start), Some(end)) => [&text[..start], &text[end..]].concat(),
        _ => text.to_owned(),
    };
    let mut parts = body.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"];
        let end = part.find(';').filter(|_| !known.iter().any(|it| part.starts_with(it)));
        match end {
            Some(end) => plain.push_str(&part[end + 1..]),
            None => plain.extend(["&", part]),
        }
    }
    plain
}
