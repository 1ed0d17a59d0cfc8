use firstaid_content::{List, Token, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::fingerprint::canonical;

/// ## What it does
/// Finds entries of a list of contacts that give an e-mail address and no key, where other entries of the same list
/// give the fingerprint of an OpenPGP key with theirs.
///
/// ## Why
/// The reader sees that some contacts can be written to in private, and writes to the others in the open, or finds a
/// key that a stranger made for the address.
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
/// Entries without an address, entries with a link to a key, and lists in which no entry has a key are left alone, and
/// so is an address that the guide's registry knows to have no key and says so in its note.
///
/// ## When not to use it
/// Where the guide sends readers to forms or messengers and gives keys only now and then.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("contact-without-key"), severity: Severity::Warning, check: Check::Page(check) };

/// What a list says of one organisation.
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
            report.push(match known(cx, email) {
                Known::WithoutKey => continue,
                Known::Key(key) => finding.help(format!("the registry has its key: {key}")),
                Known::Nothing => finding.help("ask the organisation for the fingerprint of its key"),
            });
        }
    }
}

/// The entries of a list: its items, each with those after it that are indented deeper but render flat.
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
        entry.has_key |= is_key(token) || leads_to_key(token);
    }
    entry
}

fn is_key(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Fingerprint | TokenKind::KeyId)
}

fn leads_to_key(token: &Token) -> bool {
    let url = match &token.kind {
        TokenKind::Link(link) => &link.url,
        TokenKind::Url(url) => url,
        _ => return false,
    };
    let url = url.to_ascii_lowercase();
    ["pgp", "gpg", ".asc", "pubkey", "public-key", "publickey", "/pks/"].iter().any(|part| url.contains(part))
}

/// What the guide's registry says of the key of an address.
enum Known {
    Key(String),
    /// There is none, and a note says why.
    WithoutKey,
    Nothing,
}

fn known(cx: &PageContext<'_>, email: &str) -> Known {
    let contacts = cx.world.registry.organisations.iter().flat_map(|organisation| &organisation.contacts);
    let of_email = |known: &Option<String>| known.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(email));
    let mut contacts = contacts.filter(|contact| of_email(&contact.email));
    match contacts.next().map(|contact| (&contact.key, &contact.note)) {
        Some((Some(key), _)) => Known::Key(canonical(&firstaid_content::hex_digits(key))),
        Some((None, Some(_))) if cx.world.registry.has_own_organisations => Known::WithoutKey,
        _ => Known::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::case;

    const KEY: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

    #[test]
    fn entries_without_a_key_among_others_are_found() {
        for indent in [" ", "  ", "    "] {
            case("contact-without-key").finds(&format!(
                "* A\n{indent}* email: «a@one.org»\n* B\n{indent}* URL: <https://b.org>\n* C\n{indent}* email: c@three.org\n{indent}* PGP: {KEY}\n"
            ));
        }
        case("contact-without-key").finds(&format!("- A: «a@one.org»\n- C: c@three.org, PGP {KEY}\n"));
    }

    #[test]
    fn lists_that_tell_no_keys_apart_are_fine() {
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
    fn the_registry_may_know_that_there_is_no_key() {
        let mut registry = Registry::default();
        let entry =
            "- name: A\n  source: x\n  contacts:\n    - email: a@one.org\n      note: No key.\n      source: x\n";
        registry.add_guide_file("organisations.yaml", entry).unwrap();
        let text = format!("- A: a@one.org\n- B: «b@two.org»\n- C: c@three.org, PGP {KEY}\n");
        case("contact-without-key").registry(registry).finds(&text);
    }
}
