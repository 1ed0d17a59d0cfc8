//! What the registries know of the name, host, address or key at a position, and the ledger of the last two, in
//! Markdown.

use std::fmt::Write as _;

use firstaid_content::{Page, TokenKind, hex_digits};
use firstaid_registry::{Contact, EntryRef, HostStatus, Organisation, Registry, Status, Tool};
use firstaid_text::TextRange;
use url::Url;

use crate::links::link_at;
use crate::markdown::literal;
use crate::view::View;

/// The facts on the identity, the name or the linked host at an offset, in this order, and their range.
pub(crate) fn facts_at(view: &View<'_>, page: &Page, offset: u32) -> Option<(String, TextRange)> {
    let registry = view.linter().registry();
    let observed = view.linter().observed_at(view.guide(), page, offset);
    let observed = observed.map(|(line, range)| (format!("*observed*: {}", literal(&line)), range));
    match (identity_facts(registry, page, offset), observed) {
        (Some((facts, range)), Some((line, _))) => return Some((format!("{facts}\n\n{line}"), range)),
        (Some(facts), None) | (None, Some(facts)) => return Some(facts),
        (None, None) => {}
    }
    let names = view.linter().names_on(view.guide(), page);
    if let Some(&(range, entry)) = names.iter().find(|(range, _)| range.contains(TextRange::empty(offset))) {
        return Some((entry_facts(registry, entry)?, range));
    }
    let (url, range) = link_at(page, offset)?;
    Some((host_facts(registry, &Url::parse(url).ok()?)?, range))
}

fn entry_facts(registry: &Registry, entry: EntryRef) -> Option<String> {
    if let Some(tool) = registry.tool(entry) {
        return Some(tool_facts(tool));
    }
    if let Some(organisation) = registry.organisation(entry) {
        return Some(organisation_facts(organisation));
    }
    let brand = registry.brand(entry)?;
    Some(format!("**{}**: a name with this spelling\n\n*source*: {}", literal(&brand.name), literal(&brand.source)))
}

fn tool_facts(tool: &Tool) -> String {
    let status = match tool.status {
        Status::Alive => "is maintained",
        Status::Discouraged => "should not be recommended",
        Status::Renamed => "has another name now",
        Status::Unmaintained => "is no longer maintained",
        Status::Dead => "is gone",
    };
    let mut text = format!("**{}** {status}", literal(&tool.name));
    if let Some(since) = &tool.since {
        let _ = write!(text, ", since {since}");
    }
    if !tool.replacement.is_empty() {
        let _ = write!(text, "\n\n*instead*: {}", literal(&tool.replacement.join(", ")));
    }
    push_note_and_source(&mut text, tool.note.as_deref(), &tool.source);
    text
}

fn organisation_facts(organisation: &Organisation) -> String {
    let mut text = format!("**{}** is a registered organisation", literal(&organisation.name));
    if let Some(site) = &organisation.site {
        let _ = write!(text, "\n\n*site*: {}", literal(site));
    }
    for contact in &organisation.contacts {
        let _ = write!(text, "\n\n{}", contact_facts(contact));
    }
    push_note_and_source(&mut text, organisation.note.as_deref(), &organisation.source);
    text
}

fn contact_facts(contact: &Contact) -> String {
    let mut parts: Vec<String> = contact.email.iter().chain(&contact.phone).map(|it| format!("`{it}`")).collect();
    parts.extend(contact.key.as_ref().map(|key| format!("key `{key}`")));
    parts.push(match &contact.verified {
        Some(day) => format!("verified {day}"),
        None => "not verified by a person".to_owned(),
    });
    format!("*contact*: {}", parts.join(", "))
}

fn push_note_and_source(text: &mut String, note: Option<&str>, source: &str) {
    if let Some(note) = note {
        let _ = write!(text, "\n\n{}", literal(note));
    }
    let _ = write!(text, "\n\n*source*: {}", literal(source));
}

/// The organisation and the contact that the e-mail address, phone number or key at an offset is registered for.
fn identity_facts(registry: &Registry, page: &Page, offset: u32) -> Option<(String, TextRange)> {
    let token = page.tokens.iter().find(|token| {
        let is_identity = matches!(token.kind, TokenKind::Email(_) | TokenKind::Phone(_) | TokenKind::Fingerprint);
        is_identity && token.range.contains(TextRange::empty(offset))
    })?;
    let typed = page.source.slice(token.range);
    let is_match = |contact: &Contact| match &token.kind {
        TokenKind::Email(email) => contact.email.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(email)),
        TokenKind::Phone(phone) => contact.phone.as_deref() == Some(&**phone),
        _ => contact.key.as_ref().is_some_and(|key| hex_digits(key) == hex_digits(typed)),
    };
    let owner = registry.organisations.iter().find(|organisation| organisation.contacts.iter().any(is_match))?;
    let contact = owner.contacts.iter().find(|contact| is_match(contact))?;
    Some((format!("{}\n\n{}", organisation_facts(owner), contact_facts(contact)), token.range))
}

/// The status of a URL's host, and the tools and organisations whose site it is.
fn host_facts(registry: &Registry, url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let mut parts = Vec::new();
    if let Some(known) = registry.host(host, url.path()) {
        let status = match known.status {
            HostStatus::Live => "is live",
            HostStatus::Moved => "has moved",
            HostStatus::Dead => "is gone",
            HostStatus::Parked => "is in the wrong hands: never link to it",
        };
        let mut text = format!("**{}** {status}", literal(&known.host));
        if let Some(to) = &known.to {
            let _ = write!(text, ", to {}", literal(to));
        }
        push_note_and_source(&mut text, known.note.as_deref(), &known.source);
        parts.push(text);
    }
    parts.extend(registry.tool_by_host(host).map(tool_facts));
    parts.extend(registry.organisation_by_host(host).map(organisation_facts));
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}
