//! `textDocument/completion`: pages and ids in links, registered names and labels of apps in prose.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use firstaid_content::Page;
use firstaid_content::paths::relative;
use firstaid_lint::AppLabel;
use firstaid_registry::{EntryRef, FormKind, Registry, Status};
use firstaid_text::TextRange;
use gen_lsp_types as lsp;
use regex::Regex;

use crate::convert::Positions;
use crate::links::{ids, page_target};
use crate::view::View;

/// An unfinished link target at the end of a line: of an inline link, a link definition or an HTML `href`.
static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\]\(<?|^\s{0,3}\[[^\]]+\]:\s*|\bhref=["'])([^\s<>()"']*)$"#).expect("a valid pattern")
});

/// An unfinished word of at least two letters at the end of a line.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\w'’.-]*\w{2}$").expect("a valid pattern"));

/// Maximum number of proposals in one answer; the editor asks again after the next key.
const MAX_ITEMS: usize = 100;

pub(crate) fn completion(view: &View<'_>, params: &lsp::CompletionParams) -> Option<lsp::CompletionList> {
    let at = &params.text_document_position_params;
    let (_, page) = view.open_page(&at.text_document.uri)?;
    let positions = view.positions(page.text());
    let offset = positions.offset(at.position);
    let line = positions.offset(lsp::Position { line: at.position.line, character: 0 });
    let before = page.source.slice(TextRange::new(line, offset));
    let slot = |typed: &str| Slot { positions: &positions, range: TextRange::new(offset - typed.len() as u32, offset) };
    let items = if let Some(target) = TARGET.captures(before).and_then(|hit| hit.get(1)) {
        match target.as_str().split_once('#') {
            Some((path, id)) => ids_of(view, page, path, &slot(id)),
            None => pages(view, page, &slot(target.as_str())),
        }
    } else {
        let word = WORD.find(before)?.as_str();
        let mut items = labels(view, page, word, &slot(word));
        items.extend(names(view.linter().registry(), word, &slot(word)));
        items.truncate(MAX_ITEMS);
        items
    };
    Some(lsp::CompletionList { is_incomplete: items.len() >= MAX_ITEMS, items, ..lsp::CompletionList::default() })
}

/// The typed text that a proposal replaces.
struct Slot<'p> {
    positions: &'p Positions<'p>,
    range: TextRange,
}

impl Slot<'_> {
    fn item(&self, text: String, kind: lsp::CompletionItemKind, detail: Option<String>) -> lsp::CompletionItem {
        let edit = lsp::TextEdit { range: self.positions.range(self.range), new_text: text.clone() };
        lsp::CompletionItem {
            label: text,
            kind: Some(kind),
            detail,
            text_edit: Some(edit.into()),
            ..lsp::CompletionItem::default()
        }
    }
}

/// The ids of the page that a path leads to.
fn ids_of(view: &View<'_>, page: &Page, path: &str, slot: &Slot<'_>) -> Vec<lsp::CompletionItem> {
    let Some((to, _)) = page_target(view.guide(), page, path) else { return Vec::new() };
    let text = |id: &str| to.headings.iter().find(|it| *it.anchor == *id).map(|it| it.text.to_string());
    let ids = ids(to).map(|(id, _)| id).take(MAX_ITEMS);
    ids.map(|id| slot.item(id.to_owned(), lsp::CompletionItemKind::Reference, text(id))).collect()
}

/// What apps show for the labels in the steps of the page's source: a translator types the begin of either.
fn labels(view: &View<'_>, page: &Page, typed: &str, slot: &Slot<'_>) -> Vec<lsp::CompletionItem> {
    let typed = typed.to_lowercase();
    let begins = |label: &str| label.to_lowercase().starts_with(&typed);
    let labels = view.linter().app_labels(view.guide(), &page.key);
    let mut proposed = BTreeSet::new();
    let mut items = Vec::new();
    for AppLabel { app, source, shown, .. } in &labels {
        for label in shown.iter().filter(|label| !label.contains("{}") && (begins(label) || begins(source))) {
            if proposed.insert(label.as_str()) {
                let detail = format!("{app}: {source}");
                items.push(slot.item(label.clone(), lsp::CompletionItemKind::Text, Some(detail)));
            }
        }
    }
    items
}

/// The other pages of the same locale whose relative path contains the typed text.
fn pages(view: &View<'_>, page: &Page, slot: &Slot<'_>) -> Vec<lsp::CompletionItem> {
    let typed = page.source.slice(slot.range).trim_start_matches("./").to_lowercase();
    let others = view.guide().pages.iter().filter(|it| it.key.locale == page.key.locale && it.key != page.key);
    let items = others.filter_map(|other| {
        let path = relative(page.source.path(), other.source.path());
        let title = other.front_matter.as_ref().and_then(|it| it.get_str("title")).map(str::to_owned);
        let is_match = path.to_lowercase().contains(&typed);
        is_match.then(|| slot.item(path, lsp::CompletionItemKind::File, title))
    });
    items.take(MAX_ITEMS).collect()
}

/// Correct registered names that begin with the typed word; of tools, only those that are maintained.
fn names(registry: &Registry, word: &str, slot: &Slot<'_>) -> Vec<lsp::CompletionItem> {
    let lower = word.to_lowercase();
    let is_match = |name: &str| name.to_lowercase().starts_with(&lower) && name != word;
    let forms = registry.forms().filter(|form| form.kind == FormKind::Right && is_match(form.text));
    let usable = forms.filter(|form| match registry.tool(form.entry) {
        Some(tool) => matches!(tool.status, Status::Alive),
        None => true,
    });
    let found: BTreeSet<(&str, &str)> = usable.map(|form| (form.text, kind(form.entry))).collect();
    let item =
        |(name, kind): (&str, &str)| slot.item(name.to_owned(), lsp::CompletionItemKind::Text, Some(kind.to_owned()));
    found.into_iter().take(MAX_ITEMS).map(item).collect()
}

fn kind(entry: EntryRef) -> &'static str {
    match entry {
        EntryRef::Tool(_) => "tool",
        EntryRef::Brand(_) => "name",
        EntryRef::Organisation(_) => "organisation",
        EntryRef::Host(_) => "host",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_link_targets_are_recognised() {
        let target = |line: &str| TARGET.captures(line).map(|hit| hit[1].to_owned());
        for line in ["see [a](Tr", "[a]: Tr", "<a href=\"Tr", "x ![a](<Tr"] {
            assert_eq!(target(line).as_deref(), Some("Tr"), "{line}");
        }
        assert_eq!(target("[a](Trust.md) and (more"), None);
    }
}
