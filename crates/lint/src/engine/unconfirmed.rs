//! Contacts of a guide's own registry that nobody has confirmed, with their places in its file.

use firstaid_content::{Node, Value, parse_yaml};
use firstaid_text::TextRange;

/// A contact without a date in `verified`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnconfirmedContact {
    /// The name of its organisation.
    pub owner: Box<str>,
    /// The e-mail address or phone number, or the key where neither is there.
    pub contact: Box<str>,
    /// The value in the file.
    pub range: TextRange,
}

/// The unconfirmed contacts of an `organisations.yaml`, in the order of the file; none if it is not valid YAML.
pub fn unconfirmed_contacts(text: &str) -> Vec<UnconfirmedContact> {
    let root = parse_yaml(text);
    let organisations = root.iter().flat_map(items);
    let of_organisation = organisations.flat_map(|organisation| {
        let owner = value(organisation, "name").and_then(Node::as_str).unwrap_or_default();
        let contacts = value(organisation, "contacts").into_iter().flat_map(items);
        contacts.filter_map(move |contact| unconfirmed(owner, contact))
    });
    of_organisation.collect()
}

fn unconfirmed(owner: &str, contact: &Node) -> Option<UnconfirmedContact> {
    let is_set = |node: &&Node| !node.is_null();
    if value(contact, "verified").as_ref().is_some_and(is_set) {
        return None;
    }
    let shown = ["email", "phone", "key"].iter().find_map(|key| value(contact, key).filter(is_set))?;
    Some(UnconfirmedContact { owner: owner.into(), contact: shown.as_str()?.into(), range: shown.range })
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::Sequence(items) => items,
        _ => &[],
    }
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_without_a_date_are_found_where_they_stand() {
        let text = "- name: One\n  contacts:\n    - email: \"a@one.org\"\n      verified: null\n    - phone: +1 2\n\
                    - name: Two\n  contacts:\n    - email: b@two.org\n      verified: 2026-01-02\n    - note: none\n\
                    - name: Three\n  contacts: []\n";
        let found = unconfirmed_contacts(text);
        let shown: Vec<_> = found.iter().map(|it| (&*it.owner, &*it.contact, &text[it.range])).collect();
        assert_eq!(shown, [("One", "a@one.org", "\"a@one.org\""), ("One", "+1 2", "+1 2")]);
        assert_eq!(unconfirmed_contacts("a: [b\n"), []);
    }
}
