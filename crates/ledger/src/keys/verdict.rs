//! The verdict on a key: what its copies and its addresses, the policy and the day amount to.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::entry::{AddressEntry, KeyEntry};
use super::facts::{Encryption, KeyFacts, Revoked};
use super::kind::KeyKind;
use super::name::{Address, KeyName};
use super::policy::KeyPolicy;
use super::source::KeySource;
use crate::attestation::Attestation;
use crate::policy::days_later;

/// How a guide uses a key.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct KeyUse {
    /// The addresses that the guide gives it for, sorted.
    pub addresses: BTreeSet<Address>,
    /// It verifies old releases: it may expire.
    pub is_for_old_releases: bool,
}

/// The verdict on a key on a day, with its evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyVerdict<'a> {
    pub kind: KeyKind,
    /// Whether it rests on what the owner signed or publishes, or on two sources. A verdict that is not confirmed never
    /// fails a gate.
    pub confirmed: bool,
    /// The sources that decide, sorted.
    pub sources: Vec<&'a KeySource>,
    /// The newest copy.
    pub facts: Option<&'a KeyFacts>,
    /// When it expires, or when encryption to it ends.
    pub ends: Option<Date>,
    /// Whether only its subkeys for encryption end.
    pub is_encryption: bool,
    pub revoked: Option<&'a Revoked>,
    /// The keys that its owner publishes instead, and the address.
    pub instead: Option<(&'a Address, &'a [KeyName])>,
    /// The address that it does not have.
    pub missing: Option<Address>,
    /// The statement of a person that counts on this day.
    pub attested: Option<&'a Attestation>,
}

impl<'a> KeyVerdict<'a> {
    fn new(kind: KeyKind, sources: Vec<&'a KeySource>, facts: Option<&'a KeyFacts>) -> Self {
        Self {
            kind,
            confirmed: is_confirmed(&sources),
            sources,
            facts,
            ends: None,
            is_encryption: false,
            revoked: None,
            instead: None,
            missing: None,
            attested: None,
        }
    }

    /// What an attestation is on: the kind, and what the sources have instead or lack.
    pub fn subject(&self) -> String {
        let of = match (self.instead, &self.missing) {
            (Some((address, keys)), _) => {
                let keys: Vec<&str> = keys.iter().map(KeyName::as_str).collect();
                format!(":{address}:{}", keys.join(","))
            }
            (None, Some(address)) => format!(":{address}"),
            (None, None) => String::new(),
        };
        format!("{}{of}", self.kind.as_str())
    }

    /// The verdict with what a person said: it counts against what sources have or lack, never against what the key
    /// itself says, such as its end or its revocation.
    fn with_attestation(self, attested: Option<&'a Attestation>, policy: &KeyPolicy, today: Date) -> Self {
        let Some(attested) = attested.filter(|it| it.is_valid(policy.attestation, today)) else { return self };
        let is_overruled = match self.kind {
            KeyKind::Unseen | KeyKind::Unprobed => true,
            KeyKind::Replaced | KeyKind::WithoutAddress => attested.of.as_ref() == Some(&self.subject()),
            KeyKind::Revoked => {
                let by_other = self.revoked.is_some_and(|it| it.by_other);
                by_other && attested.of.as_ref() == Some(&self.subject())
            }
            _ => false,
        };
        let attested = Some(attested);
        if is_overruled {
            Self { kind: KeyKind::Attested, confirmed: true, attested, ..self }
        } else {
            Self { attested, ..self }
        }
    }
}

/// The sources needed for an error, unless one is the owner's.
const MIN_SOURCES: usize = 2;

fn is_confirmed(sources: &[&KeySource]) -> bool {
    let outside: BTreeSet<&KeySource> = sources.iter().copied().filter(|it| it.is_outside()).collect();
    outside.iter().any(|it| it.is_owners()) || outside.len() >= MIN_SOURCES
}

/// The verdict on a key on a day. Later sightings do not count. `addresses` are the entries of the addresses in `used`.
pub fn key_verdict<'a>(
    entry: Option<&'a KeyEntry>,
    addresses: &[&'a AddressEntry],
    used: &KeyUse,
    policy: &KeyPolicy,
    today: Date,
) -> KeyVerdict<'a> {
    let attested = entry.and_then(KeyEntry::attested);
    observed_verdict(entry, addresses, used, policy, today).with_attestation(attested, policy, today)
}

/// The verdict by what the sources say.
fn observed_verdict<'a>(
    entry: Option<&'a KeyEntry>,
    addresses: &[&'a AddressEntry],
    used: &KeyUse,
    policy: &KeyPolicy,
    today: Date,
) -> KeyVerdict<'a> {
    let copies: Vec<(&KeySource, &KeyFacts)> = entry.into_iter().flat_map(|entry| entry.copies(today)).collect();
    // Signed by the key itself: whoever has a later signature has the later word of the owner.
    let newest = copies.iter().map(|(_, facts)| *facts).max_by_key(|facts| (facts.signed, *facts));
    let found = revoked(&copies)
        .or_else(|| replaced(entry?, newest, addresses, today))
        .or_else(|| ended(&copies, newest?, used, policy, today))
        .or_else(|| without_address(&copies, newest?, used))
        .or_else(|| {
            newest?.weakness()?;
            Some(KeyVerdict::new(KeyKind::Weak, copies.iter().map(|(source, _)| *source).collect(), newest))
        });
    if let Some(found) = found {
        return found;
    }
    let sources = copies.iter().map(|(source, _)| *source).collect();
    let kind = match (newest, entry.and_then(|entry| entry.last(today))) {
        (Some(_), _) => KeyKind::Good,
        (None, Some(_)) => KeyKind::Unseen,
        (None, None) => KeyKind::Unprobed,
    };
    KeyVerdict::new(kind, sources, newest)
}

/// A revocation is signed by the key, so one copy proves it, wherever it is.
fn revoked<'a>(copies: &[(&'a KeySource, &'a KeyFacts)]) -> Option<KeyVerdict<'a>> {
    let revoked = || copies.iter().filter_map(|(source, facts)| Some((*source, *facts, facts.revoked.as_ref()?)));
    // The owner's own revocation before one by somebody else, the gravest reason first.
    let (_, facts, worst) = revoked().max_by_key(|(.., it)| (!it.by_other, it.reason, it.on))?;
    let sources = revoked().filter(|(.., it)| it.by_other == worst.by_other).map(|(source, ..)| source).collect();
    let confirmed = !worst.by_other;
    Some(KeyVerdict { confirmed, revoked: Some(worst), ..KeyVerdict::new(KeyKind::Revoked, sources, Some(facts)) })
}

/// Whether sources that check addresses have other keys for an address, and not this one. A server that takes keys from
/// everybody proves nothing: a stranger can put a key for any address there.
fn replaced<'a>(
    entry: &KeyEntry,
    newest: Option<&'a KeyFacts>,
    addresses: &[&'a AddressEntry],
    today: Date,
) -> Option<KeyVerdict<'a>> {
    let is_this = |key: &KeyName| {
        let of = newest.and_then(|facts| facts.of.as_ref());
        entry.key.names(key.as_str()) || of.is_some_and(|of| of == key)
    };
    let found = addresses.iter().filter_map(|address| {
        let published: Vec<(&KeySource, &[KeyName])> =
            address.published(today).filter(|(source, keys)| source.checks_addresses() && !keys.is_empty()).collect();
        // What the owner publishes decides; key servers may keep an old key beside it.
        let owners = published.iter().any(|(source, _)| source.is_owners());
        let deciding = || published.iter().filter(|(source, _)| !owners || source.is_owners());
        if deciding().any(|(_, keys)| keys.iter().any(is_this)) {
            return None;
        }
        let (_, instead) = deciding().next()?;
        let sources = published.iter().filter(|(_, keys)| keys == instead).map(|(source, _)| *source).collect();
        let instead = Some((&address.address, *instead));
        Some(KeyVerdict { instead, ..KeyVerdict::new(KeyKind::Replaced, sources, newest) })
    });
    found.max_by_key(|verdict| verdict.confirmed)
}

/// Whether the key, or for a key with an address encryption to it, ends within the time of the policy.
fn ended<'a>(
    copies: &[(&'a KeySource, &'a KeyFacts)],
    newest: &'a KeyFacts,
    used: &KeyUse,
    policy: &KeyPolicy,
    today: Date,
) -> Option<KeyVerdict<'a>> {
    if used.is_for_old_releases {
        return None;
    }
    let encryption = match newest.encryption {
        Encryption::Until(day) if !used.addresses.is_empty() => Some(day),
        _ => None,
    };
    let (ends, is_encryption) = match (newest.expires, encryption) {
        (Some(expires), Some(encryption)) if encryption < expires => (encryption, true),
        (Some(expires), _) => (expires, false),
        (None, Some(encryption)) => (encryption, true),
        (None, None) => return None,
    };
    if ends > days_later(today, policy.expires_within) {
        return None;
    }
    let kind = if ends < today { KeyKind::Expired } else { KeyKind::Expiring };
    let agrees = |facts: &KeyFacts| {
        let end = match facts.encryption {
            Encryption::Until(day) if is_encryption => Some(day),
            _ => facts.expires,
        };
        end.is_some_and(|end| end <= ends.max(today))
    };
    let sources = copies.iter().filter(|(_, facts)| agrees(facts)).map(|(source, _)| *source).collect();
    Some(KeyVerdict { ends: Some(ends), is_encryption, ..KeyVerdict::new(kind, sources, Some(newest)) })
}

/// The first address of the guide that no copy has, where a source shows all addresses of the key.
fn without_address<'a>(
    copies: &[(&'a KeySource, &'a KeyFacts)],
    newest: &'a KeyFacts,
    used: &KeyUse,
) -> Option<KeyVerdict<'a>> {
    let whole = || copies.iter().filter(|(source, facts)| source.shows_all_addresses() && !facts.addresses.is_empty());
    whole().next()?;
    let has =
        |address: &Address| copies.iter().any(|(_, facts)| facts.addresses.iter().any(|it| it == address.as_str()));
    let missing = used.addresses.iter().find(|address| !has(address))?;
    let sources = whole().map(|(source, _)| *source).collect();
    Some(KeyVerdict {
        missing: Some(missing.clone()),
        ..KeyVerdict::new(KeyKind::WithoutAddress, sources, Some(newest))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::facts::RevocationReason;
    use super::*;
    use crate::sighting::{Outcome, Sighting};

    const TODAY: Date = date(2026, 11, 23);
    const KEY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";
    const OTHER: &str = "76543210FEDCBA9876543210FEDCBA9876543210";

    fn source(text: &str) -> KeySource {
        serde_json::from_value(text.into()).unwrap()
    }

    fn facts() -> KeyFacts {
        KeyFacts {
            signed: date(2026, 1, 1),
            of: None,
            created: date(2020, 1, 1),
            expires: None,
            revoked: None,
            algorithm: "ed25519".to_owned(),
            sha1: false,
            encryption: Encryption::Open,
            addresses: vec!["help@one.org".to_owned()],
        }
    }

    fn entry(copies: &[(&str, KeyFacts)]) -> KeyEntry {
        let seen = copies.iter().map(|(at, facts)| Sighting {
            on: date(2026, 11, 20),
            at: source(at),
            result: Outcome::Found(Box::new(facts.clone())),
        });
        KeyEntry::new(KeyName::parse(KEY).unwrap(), seen.collect())
    }

    fn address(published: &[(&str, &[&str])]) -> AddressEntry {
        let seen = published.iter().map(|(at, keys)| Sighting {
            on: date(2026, 11, 20),
            at: source(at),
            result: Outcome::Found(Box::new(keys.iter().map(|key| KeyName::parse(key).unwrap()).collect())),
        });
        AddressEntry::new(Address::parse("help@one.org").unwrap(), seen.collect())
    }

    fn used() -> KeyUse {
        KeyUse { addresses: [Address::parse("help@one.org").unwrap()].into(), is_for_old_releases: false }
    }

    fn judge(entry: &KeyEntry, addresses: &[&AddressEntry], used: &KeyUse) -> (KeyKind, bool) {
        let verdict = key_verdict(Some(entry), addresses, used, &KeyPolicy::default(), TODAY);
        (verdict.kind, verdict.confirmed)
    }

    fn expiring(on: Date) -> KeyFacts {
        KeyFacts { expires: Some(on), ..facts() }
    }

    /// What sources say, the verdict, and whether it is confirmed.
    type Row<'a, T> = (&'a [(&'a str, T)], KeyKind, bool);

    const VKS: &str = "vks:keys.one";
    const HKP: &str = "hkp:keys.two";
    const WKD: &str = "wkd:one.org";

    #[test]
    fn expiry_is_an_error_by_two_sources_or_the_owner() {
        let gone = expiring(date(2026, 11, 1));
        let rows: &[Row<'_, KeyFacts>] = &[
            (&[(VKS, gone.clone())], KeyKind::Expired, false),
            (&[(VKS, gone.clone()), (HKP, gone.clone())], KeyKind::Expired, true),
            (&[(WKD, gone.clone())], KeyKind::Expired, true),
            (&[("site:https://one.org/k", gone.clone())], KeyKind::Expired, true),
            (&[("file:k.asc", gone.clone()), (VKS, gone.clone())], KeyKind::Expired, false),
            (&[(VKS, expiring(date(2026, 11, 23)))], KeyKind::Expiring, false),
            (&[(VKS, expiring(date(2027, 1, 22)))], KeyKind::Expiring, false),
            (&[(VKS, expiring(date(2027, 1, 23)))], KeyKind::Good, false),
            (&[], KeyKind::Unprobed, false),
        ];
        for (copies, kind, confirmed) in rows {
            let (found, sure) = judge(&entry(copies), &[], &used());
            assert_eq!((found, sure && *confirmed), (*kind, *confirmed), "{copies:?}");
            assert!(*kind != KeyKind::Expired || sure == *confirmed, "{copies:?}");
        }
        let old = KeyUse { is_for_old_releases: true, ..used() };
        assert_eq!(judge(&entry(&[(WKD, gone)]), &[], &old).0, KeyKind::Good);
    }

    #[test]
    fn the_copy_with_the_newest_signature_says_when_a_key_expires() {
        let stale = expiring(date(2026, 1, 1));
        let fresh = KeyFacts { signed: date(2026, 6, 1), ..expiring(date(2028, 1, 1)) };
        assert_eq!(judge(&entry(&[(WKD, stale.clone()), (HKP, stale), (VKS, fresh)]), &[], &used()).0, KeyKind::Good);
    }

    #[test]
    fn encryption_that_ends_counts_for_keys_with_an_address() {
        let ends = KeyFacts { encryption: Encryption::Until(date(2026, 10, 1)), ..facts() };
        let entry = entry(&[(WKD, ends)]);
        let used = used();
        let verdict = key_verdict(Some(&entry), &[], &used, &KeyPolicy::default(), TODAY);
        assert_eq!((verdict.kind, verdict.is_encryption), (KeyKind::Expired, true));
        assert_eq!(judge(&entry, &[], &KeyUse::default()).0, KeyKind::Good);
    }

    #[test]
    fn one_copy_proves_a_revocation_by_the_key_itself() {
        let revoked = |by_other| KeyFacts {
            revoked: Some(Revoked { on: date(2026, 5, 1), reason: RevocationReason::Compromised, by_other }),
            ..facts()
        };
        assert_eq!(judge(&entry(&[(HKP, revoked(false)), (WKD, facts())]), &[], &used()), (KeyKind::Revoked, true));
        assert_eq!(judge(&entry(&[(HKP, revoked(true))]), &[], &used()), (KeyKind::Revoked, false));
    }

    #[test]
    fn a_person_answers_for_what_sources_have_and_never_for_what_the_key_says() {
        let attested = |entry: KeyEntry, of: &str| {
            let (by, note) = ("Ann".to_owned(), "asked".to_owned());
            entry.with_attestation(Attestation { on: date(2026, 11, 22), by, note, of: Some(of.to_owned()) })
        };
        let kind = |entry: &KeyEntry, addresses: &[&AddressEntry], today: Date| {
            key_verdict(Some(entry), addresses, &used(), &KeyPolicy::default(), today).kind
        };
        let instead = address(&[(WKD, &[OTHER])]);
        let plain = entry(&[(HKP, facts())]);
        let verdict = key_verdict(Some(&plain), &[&instead], &used(), &KeyPolicy::default(), TODAY);
        let subject = verdict.subject();
        assert_eq!(subject, format!("replaced:help@one.org:{OTHER}"));
        let known = attested(plain.clone(), &subject);
        assert_eq!(kind(&known, &[&instead], TODAY), KeyKind::Attested);
        assert_eq!(kind(&known, &[&instead], date(2026, 11, 21)), KeyKind::Replaced);
        assert_eq!(kind(&known, &[&instead], date(2027, 5, 22)), KeyKind::Replaced);
        let third = address(&[(WKD, &["1111111111111111111111111111111111111111"])]);
        assert_eq!(kind(&known, &[&third], TODAY), KeyKind::Replaced);
        let absent = Sighting { on: date(2026, 11, 20), at: source(VKS), result: Outcome::Absent };
        let absent = KeyEntry::new(plain.key.clone(), vec![absent]);
        assert_eq!(kind(&attested(absent, "unprobed"), &[], TODAY), KeyKind::Attested);
        let expired = entry(&[(WKD, expiring(date(2026, 11, 1)))]);
        assert_eq!(kind(&attested(expired, "expired"), &[], TODAY), KeyKind::Expired);
        let reason = RevocationReason::Superseded;
        let by = |by_other| Some(Revoked { on: date(2026, 5, 1), reason, by_other });
        let revoked = |by_other| entry(&[(WKD, KeyFacts { revoked: by(by_other), ..facts() })]);
        assert_eq!(kind(&attested(revoked(false), "revoked"), &[], TODAY), KeyKind::Revoked);
        assert_eq!(kind(&attested(revoked(true), "revoked"), &[], TODAY), KeyKind::Attested);
    }

    #[test]
    fn a_key_is_replaced_by_what_its_owner_publishes() {
        let entry = entry(&[(HKP, facts())]);
        let rows: &[Row<'_, &[&str]>] = &[
            (&[(WKD, &[OTHER])], KeyKind::Replaced, true),
            (&[(VKS, &[OTHER])], KeyKind::Replaced, false),
            (&[(VKS, &[OTHER]), ("vks:keys.three", &[OTHER])], KeyKind::Replaced, true),
            (&[(HKP, &[OTHER])], KeyKind::Good, false),
            (&[(WKD, &[KEY, OTHER])], KeyKind::Good, false),
            (&[(WKD, &[KEY]), (VKS, &[OTHER])], KeyKind::Good, false),
            (&[(WKD, &[OTHER]), (VKS, &[KEY])], KeyKind::Replaced, true),
        ];
        for (published, kind, confirmed) in rows {
            let address = address(published);
            let used = used();
            let verdict = key_verdict(Some(&entry), &[&address], &used, &KeyPolicy::default(), TODAY);
            assert_eq!((verdict.kind, verdict.confirmed && *confirmed), (*kind, *confirmed), "{published:?}");
            assert!(*kind != KeyKind::Replaced || verdict.confirmed == *confirmed, "{published:?}");
        }
    }

    #[test]
    fn an_address_is_missing_only_where_a_source_shows_all() {
        let other = KeyFacts { addresses: vec!["old@one.org".to_owned()], ..facts() };
        let none = KeyFacts { addresses: Vec::new(), ..facts() };
        let kind = |copies: &[(&str, KeyFacts)]| judge(&entry(copies), &[], &used()).0;
        assert_eq!(kind(&[(HKP, other.clone())]), KeyKind::WithoutAddress);
        assert_eq!(kind(&[(VKS, other.clone())]), KeyKind::Good);
        assert_eq!(kind(&[(HKP, other.clone()), (VKS, facts())]), KeyKind::Good);
        assert_eq!(kind(&[(HKP, none)]), KeyKind::Good);
    }

    #[test]
    fn weak_keys_are_known_by_algorithm_and_size() {
        let weak = |algorithm: &str, sha1| {
            let facts = KeyFacts { algorithm: algorithm.to_owned(), sha1, ..facts() };
            judge(&entry(&[(HKP, facts)]), &[], &used()).0 == KeyKind::Weak
        };
        assert!(weak("rsa1024", false) && weak("dsa2048", false) && weak("ed25519", true));
        assert!(!weak("rsa2048", false) && !weak("ed25519", false) && !weak("ecdsa-p256", false));
    }

    #[test]
    fn sightings_after_the_day_do_not_count() {
        let entry = entry(&[(WKD, expiring(date(2020, 1, 1)))]);
        let kind = |today| key_verdict(Some(&entry), &[], &used(), &KeyPolicy::default(), today).kind;
        assert_eq!((kind(date(2026, 11, 19)), kind(date(2026, 11, 20))), (KeyKind::Unprobed, KeyKind::Expired));
        let absent = Sighting { on: date(2026, 11, 22), at: source(WKD), result: Outcome::Absent };
        let gone = entry.clone().merge(KeyEntry::new(entry.key.clone(), vec![absent]));
        assert_eq!(judge(&gone, &[], &used()).0, KeyKind::Unseen);
    }
}
