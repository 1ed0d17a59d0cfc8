//! The organisations of the report: those that pages link to, or whose contacts they print.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use firstaid_content::TokenKind;
use firstaid_diagnostics::site::{FileHealth, LinkHealth, OrganisationHealth};
use firstaid_ledger::LinkUrl;
use firstaid_registry::{Contact, Organisation, PartialDate, Registry};

use crate::guide::OpenGuide;

#[derive(Default)]
struct Found {
    links: Vec<usize>,
    contacts: BTreeMap<String, Option<String>>,
    files: BTreeSet<usize>,
}

/// The organisations by name; also sets the organisation of each link.
pub(super) fn organisations(
    opened: &OpenGuide,
    links: &mut [LinkHealth],
    files: &[FileHealth<'_>],
) -> Vec<OrganisationHealth> {
    let mut found: BTreeMap<&str, Found> = BTreeMap::new();
    for (at, link) in links.iter_mut().enumerate() {
        let Some(name) = organisation(&opened.registry, link) else { continue };
        let it = found.entry(name).or_default();
        it.links.push(at);
        it.files.extend(link.uses.iter().map(|place| place.file));
        link.organisation = Some(name.to_owned());
    }
    let contacts = contacts(&opened.registry);
    for (at, file) in files.iter().enumerate() {
        let tokens = opened.guide.by_path(file.path).into_iter().flat_map(|page| &page.tokens);
        let printed = tokens.filter_map(|token| match &token.kind {
            TokenKind::Email(email) => Some(email.to_lowercase()),
            TokenKind::Phone(phone) => Some(digits(phone)),
            _ => None,
        });
        for (organisation, contact, shown) in printed.filter_map(|printed| contacts.get(&printed)) {
            let it = found.entry(&organisation.name).or_default();
            it.contacts.insert((*shown).to_owned(), contact.verified.map(PartialDate::when));
            it.files.insert(at);
        }
    }
    let health = |(name, it): (&str, Found)| OrganisationHealth {
        name: name.to_owned(),
        links: it.links,
        contacts: it.contacts.into_iter().collect(),
        files: it.files.into_iter().collect(),
    };
    found.into_iter().map(health).collect()
}

fn organisation<'a>(registry: &'a Registry, link: &LinkHealth) -> Option<&'a str> {
    let (url, _) = LinkUrl::parse(&link.url)?;
    let found = registry.organisation_by_host(url.host()).or_else(|| registry.organisation_by_host(&link.site));
    found.map(|it| &*it.name)
}

/// The contacts of the registry, by address in lower case or by digits of the number.
fn contacts(registry: &Registry) -> HashMap<String, (&Organisation, &Contact, &str)> {
    let all = registry.organisations.iter().flat_map(|it| it.contacts.iter().map(move |contact| (it, contact)));
    all.flat_map(|(organisation, contact)| {
        let email = contact.email.iter().map(|email| (email.to_lowercase(), &**email));
        let phone = contact.phone.iter().map(|phone| (digits(phone), &**phone));
        email.chain(phone).map(move |(key, shown)| (key, (organisation, contact, shown)))
    })
    .collect()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
