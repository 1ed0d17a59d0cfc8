use firstaid_content::{List, Token, TokenKind, hex_digits};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::fingerprint::canonical;
use firstaid_mentions::identities::contacts;
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds entries of a contact list that have an e-mail address but no key, where other entries of the list have an
/// address and the fingerprint of an OpenPGP key.
///
/// ## Why
/// Without a key, readers write to the contact unencrypted, or find a key that a stranger made for the address.
///
/// ## Example
/// ```markdown
/// * CPJ
///   * email: info@cpj.org
/// * Access Now
///   * email: help@accessnow.org
///   * PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// ```markdown
/// * CPJ: contact by its [form](https://cpj.org/about/contact/)
/// * Access Now
///   * email: help@accessnow.org
///   * PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Fix
/// None: ask the organisation for the fingerprint of its key, over a second channel.
///
/// ## Not reported
/// Entries without an address, entries with a link to a key, and lists in which no entry has a key are left alone. So
/// is an address that the guide's registry lists without a key but with a note.
///
/// ## When not to use it
/// In guides that send readers to forms or messengers and give keys only occasionally.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("contact-without-key"), severity: Severity::Warning, check: Check::Page(check) };

/// One contact of a list.
struct Entry<'a> {
    email: Option<(&'a str, TextRange)>,
    has_key: bool,
}

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let tokens = &cx.page.tokens;
    if !tokens.iter().any(is_key) {
        return;
    }
    for list in cx.page.lists.iter().filter(|list| list.depth == 0) {
        let entries: Vec<Entry<'_>> = entries(list).map(|range| entry(tokens, range)).collect();
        if !entries.iter().any(|entry| entry.email.is_some() && entry.has_key) {
            continue;
        }
        for (email, range) in entries.iter().filter(|entry| !entry.has_key).filter_map(|entry| entry.email) {
            let finding = report.found(range, "no key is given for this address, unlike for others in the list");
            report.push(match registered_key(cx, email) {
                RegisteredKey::None => continue,
                RegisteredKey::Known(key) => finding.help(format!("the registry has its key: {key}")),
                RegisteredKey::Unknown => finding.help("ask the organisation for the fingerprint of its key"),
            });
        }
    }
}

/// The entries of a list. Items that are indented deeper than the first one but render at the same level belong to the
/// entry before them.
fn entries(list: &List) -> impl Iterator<Item = TextRange> + '_ {
    let indent = list.items.first().map_or(0, |item| item.indent);
    list.items.chunk_by(move |_, next| next.indent > indent).filter_map(|items| {
        let range = items.first()?.range;
        Some(items.iter().fold(range, |all, item| all.cover(item.range)))
    })
}

fn entry(tokens: &[Token], range: TextRange) -> Entry<'_> {
    let from = tokens.partition_point(|token| token.range.start() < range.start());
    let inside = tokens[from..].iter().take_while(|token| token.range.start() < range.end());
    let mut entry = Entry { email: None, has_key: false };
    for token in inside {
        if let TokenKind::Email(email) = &token.kind {
            entry.email.get_or_insert((email, token.range));
        }
        entry.has_key |= is_key(token) || links_to_key(token);
    }
    entry
}

fn is_key(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Fingerprint | TokenKind::KeyId)
}

fn links_to_key(token: &Token) -> bool {
    let url = match &token.kind {
        TokenKind::Link(link) => &link.url,
        TokenKind::Url(url) => url,
        _ => return false,
    };
    let url = url.to_ascii_lowercase();
    ["pgp", "gpg", ".asc", "pubkey", "public-key", "publickey", "/pks/"].iter().any(|part| url.contains(part))
}

/// What the registry knows about the key of an address.
enum RegisteredKey {
    /// The fingerprint, in groups of four.
    Known(String),
    /// The guide's registry has the address without a key, and a note.
    None,
    Unknown,
}

fn registered_key(cx: &PageContext<'_>, email: &str) -> RegisteredKey {
    let mut contacts = contacts(cx.world.registry).map(|(_, contact)| contact);
    let contact = contacts.find(|it| it.email.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(email)));
    match contact.map(|contact| (&contact.key, &contact.note)) {
        Some((Some(key), _)) => RegisteredKey::Known(canonical(&hex_digits(key))),
        Some((None, Some(_))) if cx.world.registry.has_own_organisations => RegisteredKey::None,
        _ => RegisteredKey::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::case;

    const KEY: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

    #[test]
    fn entries_without_a_key_among_entries_with_one_are_found() {
        for indent in [" ", "  ", "    "] {
            case("contact-without-key").finds(&format!(
                "* A\n{indent}* email: «a@one.org»\n* B\n{indent}* URL: <https://b.org>\n* C\n{indent}* email: c@three.org\n{indent}* PGP: {KEY}\n"
            ));
        }
        case("contact-without-key").finds(&format!("- A: «a@one.org»\n- C: c@three.org, PGP {KEY}\n"));
    }

    #[test]
    fn lists_without_keys_and_lists_where_each_entry_has_one_are_fine() {
        for text in [
            "* A: a@one.org\n* B: b@two.org\n".to_owned(),
            format!("* email: a@one.org\n* other: b@one.org\n* PGP: {KEY}\n"),
            format!("* A: a@one.org, [PGP](https://one.org/key.asc)\n* C: c@three.org, PGP {KEY}\n"),
            format!("* A: a@one.org\n\ntext\n\n* C: c@three.org, PGP {KEY}\n"),
        ] {
            case("contact-without-key").finds(&text);
        }
    }

    #[test]
    fn an_address_that_is_registered_without_a_key_is_fine() {
        let mut registry = Registry::default();
        let entry =
            "- name: A\n  source: x\n  contacts:\n    - email: a@one.org\n      note: No key.\n      source: x\n";
        registry.add_guide_file("organisations.yaml", entry).unwrap();
        let text = format!("- A: a@one.org\n- B: «b@two.org»\n- C: c@three.org, PGP {KEY}\n");
        case("contact-without-key").registry(registry).finds(&text);
    }
}
