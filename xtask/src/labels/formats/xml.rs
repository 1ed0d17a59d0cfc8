//! What both XML formats need.

use roxmltree::{Document, Node, ParsingOptions};

/// Calls a function with the tree of a text; does nothing with what is no XML. Document types are accepted (Qt's files
/// have one); entities that multiply are refused by the parser.
pub(super) fn with_document<T: Default>(text: &str, read: impl FnOnce(&Document<'_>) -> T) -> T {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map(|document| read(&document)).unwrap_or_default()
}

/// The text of a node and of what is in it.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

/// The text of the child of a name.
pub(super) fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.children().find(|child| child.has_tag_name(name)).map(text_of)
}
