use std::fmt;

use firstaid_content::hex_digits;
use firstaid_mentions::fingerprint::canonical;
use firstaid_mentions::identities::{contacts, distance, is_example};
use firstaid_mentions::idn::letters;
use firstaid_mentions::known_hosts::KnownHosts;
use firstaid_mentions::locked::Locked;
use firstaid_mentions::registered_keys::RegisteredKeys;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::{Contact, HostStatus, Organisation, Registry};
use firstaid_translate::IdentityKind;
use unicode_security::skeleton;

use super::placed_identity::PlacedIdentity;

/// What the registries say of an identity, the most suspicious first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Resembles a known one, and differs from it.
    LooksLike {
        known: String,
        of: String,
    },
    /// A host that must not be linked any more.
    Stale(&'static str),
    /// In no registry. `host_of` is the owner of the host of an e-mail address.
    New {
        host_of: Option<String>,
    },
    /// In no registry before the change, which adds it.
    Registered {
        of: String,
    },
    Known {
        of: String,
        confirmed: bool,
    },
    /// Reserved for examples.
    Example,
}

impl Standing {
    /// One word for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::LooksLike { .. } => "looks-like",
            Self::Stale(_) => "stale",
            Self::New { .. } => "new",
            Self::Registered { .. } => "registered",
            Self::Known { .. } => "known",
            Self::Example => "example",
        }
    }
}

/// For reviewers, in a few words.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LooksLike { known, of } => write!(f, "looks like {known} of {of}, and is not"),
            Self::Stale(why) => f.write_str(why),
            Self::New { host_of: None } => f.write_str("in no registry"),
            Self::New { host_of: Some(of) } => write!(f, "in no registry; the host is that of {of}"),
            Self::Registered { of } => write!(f, "this change registers it as {of}'s"),
            Self::Known { of, confirmed: true } => write!(f, "known, of {of}"),
            Self::Known { of, confirmed: false } => write!(f, "known, of {of}; confirmed by nobody"),
            Self::Example => f.write_str("reserved for examples"),
        }
    }
}

/// The registries before and after a change.
pub(super) struct Judge<'a> {
    before: &'a Registry,
    after: &'a Registry,
    hosts: KnownHosts,
    keys: RegisteredKeys,
    locked: Locked,
}

/// Maximum edit distance of a misspelled or imitated identity.
const MAX_DISTANCE: usize = 2;
/// Number of characters that people compare at an end of a fingerprint or onion address.
const COMPARED: usize = 8;

impl<'a> Judge<'a> {
    pub(super) fn new(before: &'a Registry, after: &'a Registry) -> Self {
        let (hosts, keys) = (KnownHosts::new(before), RegisteredKeys::new(before));
        Self { before, after, hosts, keys, locked: Locked::new(before) }
    }

    /// The standing of an identity after the change, or before it if the change removes it.
    pub(super) fn standing(&self, before: Option<&PlacedIdentity>, after: Option<&PlacedIdentity>) -> Standing {
        let Some(held) = after.or(before) else { return Standing::New { host_of: None } };
        if let Some(known) = known(self.before, held) {
            return known;
        }
        if after.is_some() {
            if let Some((known, of)) = self.alike(held) {
                return Standing::LooksLike { known, of };
            }
            match known(self.after, held) {
                Some(Standing::Known { of, .. }) => return Standing::Registered { of },
                Some(other) => return other,
                None => {}
            }
        }
        let domain = held.value.rsplit_once('@').filter(|_| held.kind == IdentityKind::Email).map(|it| it.1);
        let is_named = matches!(held.kind, IdentityKind::Email | IdentityKind::Host);
        if is_named && is_example(&held.value) {
            return Standing::Example;
        }
        Standing::New { host_of: domain.and_then(|domain| owner(self.before, domain)) }
    }

    /// A known identity that this one resembles, and its owner.
    fn alike(&self, held: &PlacedIdentity) -> Option<(String, String)> {
        let value = &*held.value;
        let of_contacts = |of: fn(&Contact) -> Option<String>, near: fn(&str, &str) -> bool| {
            let mut found = contacts(self.before).filter_map(|(owner, contact)| Some((of(contact)?, owner)));
            found.find(|(known, _)| near(known, value)).map(|(known, owner)| (known, owner.name.clone()))
        };
        match held.kind {
            IdentityKind::Fingerprint => self.key_alike(|known| is_key_alike(known, value)),
            IdentityKind::KeyId => self.key_alike(|known| is_key_id_alike(known, value)),
            IdentityKind::Phone => of_contacts(phone, is_phone_alike),
            IdentityKind::Email => of_contacts(email, is_email_alike)
                .or_else(|| self.locked.near(value).map(|near| (near.to_owned(), self.whose(near))))
                .or_else(|| self.host_alike(value.rsplit_once('@')?.1)),
            IdentityKind::Host => self.host_alike(value),
            IdentityKind::Onion => {
                let mut onions = onions(self.before);
                let found = onions.find(|(known, _)| is_onion_alike(known, value));
                found.map(|(known, of)| (known.to_owned(), of.to_owned()))
            }
        }
    }

    fn key_alike(&self, near: impl Fn(&str) -> bool) -> Option<(String, String)> {
        let found = self.keys.iter().find(|key| near(&key.digits))?;
        Some((canonical(&found.digits), found.owner.to_string()))
    }

    fn host_alike(&self, host: &str) -> Option<(String, String)> {
        let shown = letters(host);
        let near = self.locked.near(host).filter(|near| !near.contains('@'));
        let near = near.or_else(|| self.hosts.resembles(&shown).map(|(_, known)| known))?;
        Some((near.to_owned(), self.whose(near)))
    }

    fn whose(&self, identity: &str) -> String {
        let host = identity.rsplit('@').next().unwrap_or(identity);
        owner(self.before, host).unwrap_or_else(|| "the registry of hosts".to_owned())
    }
}

/// The standing of an identity by one registry; `None` if it is not there.
fn known(registry: &Registry, held: &PlacedIdentity) -> Option<Standing> {
    let value = &*held.value;
    let of_contact = |of: fn(&Contact) -> Option<String>, is_it: fn(&str, &str) -> bool| {
        let mut found = contacts(registry).filter(|(_, contact)| of(contact).is_some_and(|known| is_it(&known, value)));
        let of = |(owner, contact): (&Organisation, &Contact)| Standing::Known {
            of: owner.name.clone(),
            confirmed: contact.verified.is_some(),
        };
        found.next().map(of)
    };
    // Keys that guides print to verify downloads have been confirmed by nobody.
    let shipped = |is_it: fn(&str, &str) -> bool| {
        let owned = registry.keys.iter().find(|key| is_it(&hex_digits(&key.key), value))?;
        Some(Standing::Known { of: owned.owner.clone(), confirmed: false })
    };
    match held.kind {
        IdentityKind::Fingerprint => {
            let is_it = |known: &str, value: &str| known == value;
            of_contact(key, is_it).or_else(|| shipped(is_it))
        }
        IdentityKind::KeyId => {
            let is_it = |known: &str, value: &str| known.ends_with(value);
            of_contact(key, is_it).or_else(|| shipped(is_it))
        }
        IdentityKind::Email => of_contact(email, |known, value| known == value),
        IdentityKind::Phone => of_contact(phone, |known, value| known == value),
        IdentityKind::Host | IdentityKind::Onion => known_host(registry, value),
    }
}

fn known_host(registry: &Registry, host: &str) -> Option<Standing> {
    let stale = registry.host(host, "/").filter(|it| it.paths.is_empty()).and_then(|it| match it.status {
        HostStatus::Live => None,
        HostStatus::Moved => Some("known: moved to another host"),
        HostStatus::Dead => Some("known: dead"),
        HostStatus::Parked => Some("known: in other hands, never to be linked"),
    });
    if let Some(why) = stale {
        return Some(Standing::Stale(why));
    }
    let of = owner(registry, host).or_else(|| Some(registry.host(host, "/")?.host.clone()));
    // Hosts are reviewed when they are registered, so they count as confirmed.
    of.map(|of| Standing::Known { of, confirmed: true })
}

/// The organisation or tool of a host, or of a host above it.
fn owner(registry: &Registry, host: &str) -> Option<String> {
    let below = |parent: &str| {
        let parent = parent.strip_prefix("www.").unwrap_or(parent);
        host.strip_suffix(parent).is_some_and(|rest| !parent.is_empty() && (rest.is_empty() || rest.ends_with('.')))
    };
    let is_of = |it: &&firstaid_registry::Organisation| {
        let site = it.site.as_deref().map(|site| UrlParts::new(site).bare_host().to_lowercase());
        it.hosts.iter().any(|host| below(host)) || site.is_some_and(|site| below(&site))
    };
    let organisation = registry.organisations.iter().find(is_of).map(|it| it.name.clone());
    organisation
        .or_else(|| registry.tools.iter().find(|it| it.hosts.iter().any(|host| below(host))).map(|it| it.name.clone()))
}

/// Every onion host of the registries, with its owner.
fn onions(registry: &Registry) -> impl Iterator<Item = (&str, &str)> {
    let organisations = registry.organisations.iter().flat_map(|it| it.hosts.iter().map(|host| (&**host, &*it.name)));
    let tools = registry.tools.iter().flat_map(|it| it.hosts.iter().map(|host| (&**host, &*it.name)));
    organisations.chain(tools).filter(|(host, _)| host.ends_with(".onion"))
}

fn key(contact: &Contact) -> Option<String> {
    contact.key.as_deref().map(hex_digits)
}

fn email(contact: &Contact) -> Option<String> {
    contact.email.as_deref().map(str::to_lowercase)
}

fn phone(contact: &Contact) -> Option<String> {
    let typed = contact.phone.as_deref()?;
    let digits: String = typed.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    Some(if typed.trim_start().starts_with('+') { format!("+{digits}") } else { digits })
}

/// Whether few digits differ, or the digits at an end that people compare are the same.
fn is_key_alike(known: &str, value: &str) -> bool {
    let same_end = known.len() >= COMPARED && value.ends_with(&known[known.len() - COMPARED..]);
    let same_start = known.len() >= COMPARED && value.starts_with(&known[..COMPARED]);
    same_end || same_start || strsim::osa_distance(known, value) <= MAX_DISTANCE
}

fn is_key_id_alike(known: &str, value: &str) -> bool {
    let end = known.get(known.len().saturating_sub(value.len())..).unwrap_or(known);
    strsim::osa_distance(end, value) <= MAX_DISTANCE
}

fn is_phone_alike(known: &str, value: &str) -> bool {
    strsim::osa_distance(known, value) <= MAX_DISTANCE
}

fn is_email_alike(known: &str, value: &str) -> bool {
    let looks = |text: &str| skeleton(text).collect::<String>().to_lowercase();
    distance(known, value).is_some() || looks(known) == looks(value)
}

fn is_onion_alike(known: &str, value: &str) -> bool {
    let is_long = known.len() > 30 && value.len() > 30;
    is_long && known.as_bytes()[..COMPARED] == value.as_bytes()[..COMPARED]
        || strsim::osa_distance(known, value) <= MAX_DISTANCE
}
