//! The facts of the registries in the words of a hover.

use std::fmt::Write as _;

use firstaid_content::{Page, TokenKind, hex_digits};
use firstaid_registry::{Contact, EntryRef, HostStatus, Organisation, Registry, Status, Tool};
use firstaid_text::TextRange;
use url::Url;

use crate::hover::escaped;
use crate::thing::link_at;
use crate::view::View;

/// What the registries know of a name, a host, an address or a key at an offset.
pub(crate) fn facts_at(view: &View<'_>, page: &Page, offset: u32) -> Option<(String, TextRange)> {
    let registry = view.linter().registry();
    if let Some((text, range)) = of_identity(registry, page, offset) {
        return Some((text, range));
    }
    let names = view.linter().names_on(view.guide(), page);
    if let Some(&(range, entry)) = names.iter().find(|(range, _)| range.contains(TextRange::empty(offset))) {
        return Some((of_entry(registry, entry)?, range));
    }
    let (url, range) = link_at(page, offset)?;
    Some((of_address(registry, &Url::parse(url).ok()?)?, range))
}

fn of_entry(registry: &Registry, entry: EntryRef) -> Option<String> {
    if let Some(tool) = registry.tool(entry) {
        return Some(of_tool(tool));
    }
    if let Some(organisation) = registry.organisation(entry) {
        return Some(of_organisation(organisation));
    }
    let brand = registry.brand(entry)?;
    Some(format!("**{}**: a name with this spelling\n\n*source*: {}", escaped(&brand.name), escaped(&brand.source)))
}

fn of_tool(tool: &Tool) -> String {
    let status = match tool.status {
        Status::Alive => "is maintained",
        Status::Discouraged => "should not be recommended",
        Status::Renamed => "has another name now",
        Status::Unmaintained => "is no longer maintained",
        Status::Dead => "is gone",
    };
    let mut text = format!("**{}** {status}", escaped(&tool.name));
    if let Some(since) = &tool.since {
        let _ = write!(text, ", since {since}");
    }
    if !tool.replacement.is_empty() {
        let _ = write!(text, "\n\n*instead*: {}", escaped(&tool.replacement.join(", ")));
    }
    noted(&mut text, tool.note.as_deref(), &tool.source);
    text
}

fn of_organisation(organisation: &Organisation) -> String {
    let mut text = format!("**{}** is a registered organisation", escaped(&organisation.name));
    if let Some(site) = &organisation.site {
        let _ = write!(text, "\n\n*site*: {}", escaped(site));
    }
    for contact in &organisation.contacts {
        let _ = write!(text, "\n\n{}", of_contact(contact));
    }
    noted(&mut text, organisation.note.as_deref(), &organisation.source);
    text
}

fn of_contact(contact: &Contact) -> String {
    let mut parts: Vec<String> = contact.email.iter().chain(&contact.phone).map(|it| format!("`{it}`")).collect();
    parts.extend(contact.key.as_ref().map(|key| format!("key `{key}`")));
    parts.push(match &contact.verified {
        Some(day) => format!("verified {day}"),
        None => "not verified by a person".to_owned(),
    });
    format!("*contact*: {}", parts.join(", "))
}

fn noted(text: &mut String, note: Option<&str>, source: &str) {
    if let Some(note) = note {
        let _ = write!(text, "\n\n{}", escaped(note));
    }
    let _ = write!(text, "\n\n*source*: {}", escaped(source));
}

/// Whose an e-mail address, a phone number or a key is.
fn of_identity(registry: &Registry, page: &Page, offset: u32) -> Option<(String, TextRange)> {
    let token = page.tokens.iter().find(|token| {
        let is_identity = matches!(token.kind, TokenKind::Email(_) | TokenKind::Phone(_) | TokenKind::Fingerprint);
        is_identity && token.range.contains(TextRange::empty(offset))
    })?;
    let typed = page.source.slice(token.range);
    let is_it = |contact: &Contact| match &token.kind {
        TokenKind::Email(email) => contact.email.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(email)),
        TokenKind::Phone(phone) => contact.phone.as_deref() == Some(&**phone),
        _ => contact.key.as_ref().is_some_and(|key| hex_digits(key) == hex_digits(typed)),
    };
    let owner = registry.organisations.iter().find(|organisation| organisation.contacts.iter().any(is_it))?;
    let contact = owner.contacts.iter().find(|contact| is_it(contact))?;
    Some((format!("{}\n\n{}", of_organisation(owner), of_contact(contact)), token.range))
}

/// Whose site an address is on, and what became of the host.
fn of_address(registry: &Registry, url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let mut parts = Vec::new();
    if let Some(known) = registry.host(host, url.path()) {
        let status = match known.status {
            HostStatus::Live => "is live",
            HostStatus::Moved => "has moved",
            HostStatus::Dead => "is gone",
            HostStatus::Parked => "is in unknown hands: never link to it",
        };
        let mut text = format!("**{}** {status}", escaped(&known.host));
        if let Some(to) = &known.to {
            let _ = write!(text, ", to {}", escaped(to));
        }
        noted(&mut text, known.note.as_deref(), &known.source);
        parts.push(text);
    }
    parts.extend(registry.tool_by_host(host).map(of_tool));
    parts.extend(registry.organisation_by_host(host).map(of_organisation));
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}
