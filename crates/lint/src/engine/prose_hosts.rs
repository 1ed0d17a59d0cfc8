//! Hosts in the prose of a page, without a link, that a registry has as dead, moved or in unknown hands; and how the page
//! speaks of them.

use firstaid_content::{OPAQUE, Page, ProseText};
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_mentions::stance::{Stance, assign};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::{EntryRef, HostStatus, Registry};
use firstaid_text::TextRange;

/// A host in prose whose entry is not live.
pub(crate) struct ProseHost {
    pub(crate) range: TextRange,
    pub(crate) entry: EntryRef,
    pub(crate) stance: Stance,
    /// Whether a mark or the end of the text follows, rather than a word.
    pub(crate) ends_phrase: bool,
}

/// The stale hosts in the prose of a page, in order. `mentions` are the names on the page: a host that is one of them, or
/// that is shown by a link, is left out.
pub(crate) fn prose_hosts(page: &Page, prose: &ProseText, mentions: &[Mention], registry: &Registry) -> Vec<ProseHost> {
    let text = prose.text();
    let mut hosts: Vec<Mention> = Vec::new();
    let mut end = 0;
    for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
        if dot < end {
            continue;
        }
        let start = dot - text[..dot].bytes().rev().take_while(|&byte| is_of_host(byte)).count();
        end = dot + text[dot..].bytes().take_while(|&byte| is_of_host(byte)).count();
        let host = text[start..end].trim_end_matches('.');
        let range = start..start + host.len();
        if !host[dot - start..].starts_with('.') || !stands_alone(text, range.clone()) {
            continue;
        }
        let tail = text[range.end..].split(|c: char| c.is_whitespace() || c == OPAQUE).next().unwrap_or_default();
        let path = if tail.starts_with('/') { tail.trim_end_matches(['.', ',', ';', ')', '!', '?']) } else { "" };
        end = range.end + path.len();
        let parts = UrlParts::shown(&text[start..end]);
        let Some(entry) = registry.host_ref(&parts.bare_host(), parts.full_path()) else { continue };
        let is_stale = registry.host_entry(entry).is_some_and(|host| host.status != HostStatus::Live);
        let is_mention = || mentions.iter().any(|it| it.range.start < range.end && range.start < it.range.end);
        if is_stale && !is_mention() && page.link_around(prose.source_range(range.clone())).is_none() {
            let canonical = host.into();
            let kind = MentionKind::Right;
            hosts.push(Mention { range, entry, kind, canonical, ambiguous: false, stance: Stance::Plain });
        }
    }
    if hosts.is_empty() {
        return Vec::new();
    }
    // The names beside a host are part of what its sentence says.
    hosts.extend(mentions.iter().cloned());
    hosts.sort_by_key(|mention| mention.range.start);
    assign(&mut hosts, page, prose, registry);
    let hosts = hosts.into_iter().filter(|mention| matches!(mention.entry, EntryRef::Host(_)));
    hosts
        .map(|host| ProseHost {
            range: prose.source_range(host.range.clone()),
            entry: host.entry,
            stance: host.stance,
            ends_phrase: !text[host.range.end..].trim_start_matches(' ').starts_with(char::is_alphanumeric),
        })
        .collect()
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')
}

/// Whether a host is no part of an address, a file, a handle or a sentence without its blank (`end.It`).
fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let glues = |c: char| c.is_alphanumeric() || matches!(c, '@' | '_' | '\\' | '#' | OPAQUE);
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let host = &text[range];
    let ending = host.rsplit('.').next().unwrap_or_default();
    !before.is_some_and(|c| glues(c) || matches!(c, '/' | ':' | '*'))
        && !after.is_some_and(glues)
        && !host.starts_with(['.', '-'])
        && !ending.starts_with(|c: char| c.is_uppercase())
}
