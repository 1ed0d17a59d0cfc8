//! What was observed of a key or an address, in one line for people.

use jiff::civil::Date;

use super::entry::{AddressEntry, KeyEntry};
use super::facts::{Encryption, KeyFacts};
use super::kind::KeyKind;
use super::name::KeyName;
use super::source::KeySource;
use super::verdict::KeyVerdict;
use crate::day::shown_day;

/// Maximum sources that a line names.
const MAX_SOURCES: usize = 3;

/// What sources say of a key, by its verdict: "expires on 3 May 2027; ed25519, seen on 20 November 2026 at the key
/// directory of one.org". `None` if no source ever answered for it.
pub fn key_observed(entry: Option<&KeyEntry>, verdict: &KeyVerdict<'_>, today: Date) -> Option<String> {
    let last = entry.and_then(|entry| entry.last(today));
    let state = state(verdict)?;
    let attested = verdict.attested.map(|it| format!("attested by {} on {}: {}", it.by, shown_day(it.on), it.note));
    let algorithm = verdict.facts.map(|facts| format!("{}, ", facts.algorithm));
    let seen = last.map(|last| match places(&verdict.sources) {
        Some(places) => format!("{}seen at {places}, last on {}", algorithm.unwrap_or_default(), shown_day(last)),
        None => format!("last looked for on {}", shown_day(last)),
    });
    Some([Some(state), attested, seen].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn state(verdict: &KeyVerdict<'_>) -> Option<String> {
    let ends = verdict.ends.map(shown_day).unwrap_or_default();
    Some(match verdict.kind {
        KeyKind::Revoked => {
            let revoked = verdict.revoked?;
            let verb = if revoked.by_other { "another key may have revoked it" } else { "revoked" };
            format!("{verb} on {}, {}", shown_day(revoked.on), revoked.reason.words())
        }
        KeyKind::Replaced => {
            let (address, keys) = verdict.instead?;
            format!("replaced: {address} has {} now", names(keys))
        }
        KeyKind::Expired if verdict.is_encryption => format!("nobody can encrypt to it since {ends}"),
        KeyKind::Expired => format!("expired on {ends}"),
        KeyKind::Expiring if verdict.is_encryption => format!("nobody can encrypt to it from {ends} on"),
        KeyKind::Expiring => format!("expires on {ends}"),
        KeyKind::WithoutAddress => format!("has no user id for {}", verdict.missing.as_ref()?),
        KeyKind::Weak => verdict.facts.and_then(KeyFacts::weakness)?,
        KeyKind::Unseen => "no source has it".to_owned(),
        KeyKind::Unprobed => return None,
        KeyKind::Attested => "confirmed by a person".to_owned(),
        KeyKind::Good => valid(verdict.facts?),
    })
}

fn valid(facts: &KeyFacts) -> String {
    let key = facts.expires.map_or("valid without an end".to_owned(), |day| format!("valid until {}", shown_day(day)));
    match facts.encryption {
        Encryption::Until(day) if facts.expires.is_none_or(|expires| day < expires) => {
            format!("{key}, for encryption until {}", shown_day(day))
        }
        Encryption::None => format!("{key}, for signatures only"),
        Encryption::Until(_) | Encryption::Open => key,
    }
}

/// Which keys sources have for an address: "the key directory of one.org has 0123… for it, the key server keys.org
/// has none". `None` if no source ever answered for it.
pub fn address_observed(entry: &AddressEntry, today: Date) -> Option<String> {
    let answers: Vec<(&KeySource, &[KeyName], Date)> = entry.answers(today).collect();
    let last = answers.iter().map(|(.., on)| *on).max()?;
    let shown = answers.iter().take(MAX_SOURCES).map(|(source, keys, _)| {
        let has = if keys.is_empty() { "no key".to_owned() } else { names(keys) };
        format!("{} has {has} for it", source.words())
    });
    let more = answers.len().saturating_sub(MAX_SOURCES);
    let more = (more > 0).then(|| format!("and {more} more"));
    let shown: Vec<String> = shown.chain(more).collect();
    Some(format!("{}; last seen on {}", shown.join(", "), shown_day(last)))
}

fn names(keys: &[KeyName]) -> String {
    let shown: Vec<&str> = keys.iter().take(MAX_SOURCES).map(KeyName::as_str).collect();
    let more = keys.len().saturating_sub(MAX_SOURCES);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(" and ") }
}

fn places(sources: &[&KeySource]) -> Option<String> {
    let words: Vec<String> = sources.iter().take(MAX_SOURCES).map(|it| it.words()).collect();
    let more = sources.len().saturating_sub(MAX_SOURCES);
    let all = if more > 0 { format!("{} and {more} more", words.join(", ")) } else { words.join(" and ") };
    (!words.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::policy::KeyPolicy;
    use super::super::verdict::{KeyUse, key_verdict};
    use super::*;
    use crate::Ledger;

    const TODAY: Date = date(2026, 11, 23);
    const KEY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

    /// The line on [`KEY`] by these sightings.
    fn line(seen: &[(&str, &str)]) -> Option<String> {
        let seen: Vec<String> = seen
            .iter()
            .map(|(at, result)| format!("{{\"on\":\"2026-11-20\",\"at\":\"{at}\",\"result\":{result}}}"))
            .collect();
        let text = format!("{{\"key\":\"{KEY}\",\"seen\":[{}]}}", seen.join(","));
        let (ledger, unknown) = Ledger::parse("l", &text).unwrap();
        assert_eq!(unknown, []);
        let entry = ledger.key(&KeyName::parse(KEY).unwrap());
        let verdict = key_verdict(entry, &[], &KeyUse::default(), &KeyPolicy::default(), TODAY);
        key_observed(entry, &verdict, TODAY)
    }

    fn found(facts: &str) -> String {
        format!(
            "{{\"found\":{{\"signed\":\"2024-01-01\",\"created\":\"2024-01-01\",\"algorithm\":\"rsa4096\"{facts}}}}}"
        )
    }

    #[test]
    fn a_key_is_one_line() {
        for (facts, state) in [
            ("", "valid without an end, for signatures only"),
            (",\"expires\":\"2028-01-01\",\"encryption\":\"open\"", "valid until 1 January 2028"),
            (
                ",\"expires\":\"2028-01-01\",\"encryption\":{\"until\":\"2027-03-01\"}",
                "valid until 1 January 2028, for encryption until 1 March 2027",
            ),
            (",\"expires\":\"2026-12-01\"", "expires on 1 December 2026"),
            (",\"expires\":\"2026-10-01\"", "expired on 1 October 2026"),
            (
                ",\"revoked\":{\"on\":\"2026-05-01\",\"reason\":\"compromised\"}",
                "revoked on 1 May 2026, it was compromised",
            ),
        ] {
            let seen = "rsa4096, seen at the key directory of one.org, last on 20 November 2026";
            assert_eq!(line(&[("wkd:one.org", &found(facts))]), Some(format!("{state}; {seen}")), "{facts}");
        }
        let two = line(&[("wkd:one.org", &found("")), ("hkp:k.org", &found("")), ("vks:k.org", "\"absent\"")]).unwrap();
        assert!(two.contains("seen at the key server k.org and the key directory of one.org, last"), "{two}");
        assert_eq!(
            line(&[("vks:k.org", "\"absent\"")]).as_deref(),
            Some("no source has it; last looked for on 20 November 2026")
        );
        assert_eq!(line(&[("vks:k.org", "{\"failed\":\"time-out\"}")]), None);
    }

    #[test]
    fn an_address_is_one_line_with_a_bounded_number_of_sources() {
        let at = |at: &str, result: &str| format!("{{\"on\":\"2026-11-20\",\"at\":\"{at}\",\"result\":{result}}}");
        let line = |seen: &[String]| {
            let text = format!("{{\"address\":\"a@one.org\",\"seen\":[{}]}}", seen.join(","));
            let ledger = Ledger::parse("l", &text).unwrap().0;
            address_observed(ledger.address(&super::super::name::Address::parse("a@one.org").unwrap())?, TODAY)
        };
        let found = format!("{{\"found\":[\"{KEY}\"]}}");
        assert_eq!(
            line(&[at("wkd:one.org", &found), at("vks:k.org", "\"absent\"")]).unwrap(),
            format!(
                "the key server k.org has no key for it, the key directory of one.org has {KEY} for it; \
                 last seen on 20 November 2026"
            )
        );
        assert_eq!(line(&[at("wkd:one.org", "{\"failed\":\"time-out\"}")]), None);
        let many: Vec<String> = (0..9).map(|n| at(&format!("vks:k{n}.org"), &found)).collect();
        assert!(
            line(&many).unwrap().contains("k2.org has 0123456789ABCDEF0123456789ABCDEF01234567 for it, and 6 more")
        );
    }
}
