//! The addresses and hosts that a guide has registered as its own contacts, and texts that are one edit from them.
//!
//! Readers send their secrets to these few identities, so short and common ones are compared, too, unlike in
//! `known_hosts.rs`.

use std::collections::HashMap;

use firstaid_language::deletions;
use firstaid_registry::Registry;
use firstaid_text::floor_char_boundary;

use crate::url_parts::UrlParts;

/// Maximum bytes of an address (RFC 5321, section 4.5.3.1.3).
const MAX_IDENTITY: usize = 254;

/// Registered e-mail addresses and hosts, indexed by themselves and each of their one-character deletions.
pub struct Locked {
    identities: Vec<Box<str>>,
    by_deletion: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
}

impl Locked {
    pub fn new(registry: &Registry) -> Self {
        let own = registry.organisations.iter().filter(|it| it.site.is_some() || !it.contacts.is_empty());
        let mut identities: Vec<Box<str>> = Vec::new();
        for organisation in own.filter(|_| registry.has_own_organisations) {
            let emails = || organisation.contacts.iter().filter_map(|contact| contact.email.as_deref());
            let domains = emails().filter_map(|email| Some(email.rsplit_once('@')?.1));
            let hosts = organisation.hosts.iter().map(String::as_str);
            identities.extend(emails().chain(domains).chain(hosts).map(|it| it.to_lowercase().into()));
            identities.extend(organisation.site.as_deref().map(|site| UrlParts::new(site).bare_host().into()));
        }
        identities.retain(|identity| !identity.is_empty());
        identities.sort_unstable();
        identities.dedup();
        let mut by_deletion: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState> = HashMap::default();
        for (n, identity) in identities.iter().enumerate() {
            for key in std::iter::once(identity.to_string()).chain(deletions(identity)) {
                by_deletion.entry(key.into()).or_default().push(n as u32);
            }
        }
        Self { identities, by_deletion }
    }

    pub fn is_empty(&self) -> bool {
        self.identities.is_empty()
    }

    /// The identity that is one edit (an inserted, deleted or replaced character, or two swapped) from a text in lower
    /// case; `None` for a registered one.
    pub fn near(&self, text: &str) -> Option<&str> {
        let registered = || self.identities.binary_search_by(|identity| (**identity).cmp(text)).is_ok();
        if self.is_empty() || text.len() > MAX_IDENTITY || registered() {
            return None;
        }
        let keys = std::iter::once(text.to_owned()).chain(deletions(text));
        let candidates = keys.filter_map(|key| self.by_deletion.get(&*key)).flatten();
        let mut near: Vec<&str> = candidates.map(|&n| &*self.identities[n as usize]).collect();
        near.sort_unstable();
        near.into_iter().find(|identity| strsim::osa_distance(identity, text) == 1)
    }
}

/// The parts of a text, between spaces and brackets, with a dot or an at sign inside, and their offsets: they may be
/// addresses or hosts that the parser did not recognise.
pub fn dotted(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut done = 0;
    memchr::memchr2_iter(b'.', b'@', text.as_bytes()).filter_map(move |at| {
        if at < done || !text[at + 1..].starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '@' | '-' | '_' | '+' | '%');
        // A text without spaces may be as long as the page; the limit keeps the search linear.
        let head = &text[done.max(floor_char_boundary(text, at.saturating_sub(MAX_IDENTITY)))..at];
        let start = at - head.chars().rev().take_while(|&c| is_inside(c)).map(char::len_utf8).sum::<usize>();
        let end =
            at + text[at..].chars().take(MAX_IDENTITY).take_while(|&c| is_inside(c)).map(char::len_utf8).sum::<usize>();
        done = end;
        let found = text[start..end].trim_end_matches(['.', '-']);
        Some((start, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_with_a_dot_inside_are_found_without_final_punctuation() {
        let found: Vec<(usize, &str)> = dotted("Go (to) eff.org. Or a@b.c, not. i.e. “x.y”é.\n").collect();
        assert_eq!(found, [(8, "eff.org"), (20, "a@b.c"), (32, "i.e"), (40, "x.y")]);
    }

    #[test]
    fn texts_one_edit_from_an_identity_are_near() {
        let mut registry = Registry::default();
        let entry = "- name: EFF\n  site: https://www.eff.org/\n  source: x\n  contacts:\n    - email: info@eff.org\n      source: x\n";
        registry.add_guide_file("organisations.yaml", entry).unwrap();
        let locked = Locked::new(&registry);
        for (text, near) in [
            ("ef.org", Some("eff.org")),
            ("efforg", Some("eff.org")),
            ("eff.rog", Some("eff.org")),
            ("infoeff.org", Some("info@eff.org")),
            ("eff.org", None),
            ("info@eff.org", None),
            ("if.org", None),
        ] {
            assert_eq!(locked.near(text), near, "{text}");
        }
    }
}
