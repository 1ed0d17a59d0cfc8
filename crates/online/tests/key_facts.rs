//! What we read of keys is what gpg says of them; keys that are damaged or hostile are refused.

use firstaid_ledger::{Encryption, KeyFacts, KeyName, RevocationReason};
use firstaid_online::openpgp::{Unreadable, facts, read_certificates};
use firstaid_testing::{Gpg, Random, Reason, cases};
use jiff::civil::{Date, date};

use crate::support::TODAY;

fn name(fingerprint: &str) -> KeyName {
    KeyName::parse(fingerprint).expect("a fingerprint")
}

fn facts_of(bytes: &[u8], fingerprint: &str) -> KeyFacts {
    let keys = read_certificates(bytes).expect("a key");
    keys.iter().find_map(|key| facts(key, &name(fingerprint), TODAY)).expect("valid signatures")
}

/// What gpg says of a key: whether it is revoked, when it expires, whether it can encrypt now.
fn by_gpg(gpg: &Gpg, fingerprint: &str) -> (bool, Option<Date>, bool) {
    let listed = gpg.colons(fingerprint);
    let fields: Vec<&str> = listed.lines().find(|line| line.starts_with("pub:")).expect("a key").split(':').collect();
    let expires = fields[6].parse().ok().map(|second| {
        let time = jiff::Timestamp::from_second(second).expect("a time");
        time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
    });
    (fields[1] == "r", expires, fields[11].contains('E') && fields[1] != "e")
}

const ALGORITHMS: [(&str, &str); 6] = [
    ("ed25519", "cv25519"),
    ("rsa2048", "rsa2048"),
    ("rsa1024", "rsa1024"),
    ("nistp256", "nistp256"),
    ("dsa1024", "elg1024"),
    ("ed25519", "rsa2048"),
];
const ENDS: [&str; 5] = ["never", "1y", "4y", "20261123T180000", "never"];
const REASONS: [Reason; 4] = [Reason::None, Reason::Compromised, Reason::Superseded, Reason::Retired];

#[test]
fn facts_of_keys_are_those_of_gpg() {
    let Some(gpg) = Gpg::new() else { return };
    let mut random = Random(18);
    let mut pick = move |limit: usize| random.below(limit);
    for n in 0..cases(36) as usize {
        let (algorithm, encryption) = ALGORITHMS[n % ALGORITHMS.len()];
        let (day, ends, sub_ends) =
            (["20140301", "20240301", "20251201"][pick(3)], ENDS[pick(ENDS.len())], ENDS[pick(ENDS.len())]);
        let encrypts = (pick(4) > 0).then_some((encryption, sub_ends));
        let key = gpg.key(&format!("Test {n} <t{n}@one.org>"), day, algorithm, ends, encrypts);
        let what = format!("{algorithm} of {day} until {ends}, encryption {encrypts:?}");
        if pick(3) == 0 {
            // As gpg does it, with a new signature on each user id.
            gpg.run(&["--quick-set-expire", &key, ["0", "30d"][pick(2)]]);
        }
        if pick(3) == 0 {
            gpg.revoke(&key, REASONS[pick(4)], "20261001");
        }
        let found = facts_of(&gpg.export(&key), &key);
        let (revoked, expires, can_encrypt) = by_gpg(&gpg, &key);
        assert_eq!((found.revoked.is_some(), found.expires), (revoked, expires), "{what}: {found:?}");
        let is_expired = expires.is_some_and(|day| day < TODAY);
        if !revoked && !is_expired && found.encryption != Encryption::Until(TODAY) {
            let ours = match found.encryption {
                Encryption::None => false,
                Encryption::Until(day) => day > TODAY,
                Encryption::Open => true,
            };
            assert_eq!(ours, can_encrypt, "{what}: {found:?}");
        }
        assert_eq!(found.addresses, [format!("t{n}@one.org")], "{what}");
        let weak = algorithm == "rsa1024" || algorithm == "dsa1024";
        assert_eq!(found.weakness().is_some(), weak, "{what}: {found:?}");
        assert_eq!(facts_of(&gpg.export_binary(&key), &key), found, "{what}");
    }
}

#[test]
fn each_reason_of_a_revocation_is_read() {
    let Some(gpg) = Gpg::new() else { return };
    let rows = REASONS.into_iter().zip([
        RevocationReason::None,
        RevocationReason::Compromised,
        RevocationReason::Superseded,
        RevocationReason::Retired,
    ]);
    for (reason, read) in rows {
        let key = gpg.key(&format!("{reason:?} <a@one.org>"), "20240101", "ed25519", "never", None);
        gpg.revoke(&key, reason, "20260401");
        let revoked = facts_of(&gpg.export(&key), &key).revoked.expect("revoked");
        assert_eq!((revoked.on, revoked.reason, revoked.by_other), (date(2026, 4, 1), read, false));
    }
}

#[test]
fn subkeys_ids_and_user_ids_are_told_apart() {
    let Some(gpg) = Gpg::new() else { return };
    let key = gpg.key("Old <old@one.org>", "20240101", "ed25519", "never", Some(("cv25519", "1y")));
    gpg.run(&["--quick-add-uid", &key, "New <New@One.org>"]);
    let bytes = gpg.export(&key);
    let whole = facts_of(&bytes, &key);
    assert_eq!(whole.addresses, ["new@one.org", "old@one.org"]);
    assert_eq!((whole.expires, whole.encryption), (None, Encryption::Until(date(2024, 12, 31))));
    assert_eq!(facts_of(&bytes, &key[24..]).of, Some(name(&key)));
    let listed = gpg.colons(&key);
    let subkey = listed.lines().filter(|line| line.starts_with("fpr:")).nth(1).expect("a subkey");
    let of_subkey = facts_of(&bytes, subkey.split(':').nth(9).expect("a fingerprint"));
    assert_eq!((of_subkey.of, of_subkey.expires), (Some(name(&key)), Some(date(2024, 12, 31))));
    gpg.run(&["--faked-system-time", "20261120T120000", "--quick-revoke-uid", &key, "Old <old@one.org>"]);
    assert_eq!(facts_of(&gpg.export(&key), &key).addresses, ["new@one.org"]);
    assert_eq!(facts(&read_certificates(&bytes).unwrap()[0], &name(&"0".repeat(40)), TODAY), None);
}

#[test]
fn signatures_of_others_prove_nothing_and_sha1_is_weak() {
    let Some(gpg) = Gpg::new() else { return };
    let key = gpg.key("A <a@one.org>", "20240101", "ed25519", "1y", None);
    let other = gpg.key("B <b@one.org>", "20240101", "ed25519", "never", None);
    gpg.run(&["--faked-system-time", "20240601T120000", "--default-key", &other, "--quick-sign-key", &key]);
    assert_eq!(facts_of(&gpg.export(&key), &key).expires, Some(date(2024, 12, 31)));
    let sha1 = ["--cert-digest-algo", "SHA1"];
    let old = gpg.key_with(&sha1, "C <c@one.org>", "20140101", "rsa2048", "never", None);
    let found = facts_of(&gpg.export(&old), &old);
    assert!(found.sha1 && found.weakness().is_some());
    // The user id of another key, with its signature, put behind this key.
    let mut forged = gpg.export_binary(&key);
    let stolen = gpg.export_binary(&other);
    forged.extend(&stolen[stolen.iter().position(|&byte| byte == 0xb4).expect("a user id")..]);
    assert_eq!(facts_of(&forged, &key).addresses, ["a@one.org"]);
}

#[test]
fn damaged_and_hostile_keys_are_refused_without_a_panic() {
    assert_eq!(read_certificates(b"").unwrap_err(), Unreadable::NoKey);
    assert_eq!(read_certificates(&vec![0xff; 2 << 20]).unwrap_err(), Unreadable::TooLarge);
    // 5,000 empty user ids.
    assert_eq!(read_certificates(&[0xb4, 0].repeat(5000)).unwrap_err(), Unreadable::TooManyPackets);
    let Some(gpg) = Gpg::new() else { return };
    let mut random = Random(5);
    for (n, algorithm) in ["ed25519", "rsa2048", "nistp256"].into_iter().enumerate() {
        let key = gpg.key(&format!("T{n} <t@one.org>"), "20240101", algorithm, "1y", Some(("cv25519", "1y")));
        for whole in [gpg.export_binary(&key), gpg.export(&key)] {
            for _ in 0..cases(100) {
                let mut bytes = whole.clone();
                for _ in 0..=random.below(4) {
                    let at = random.below(bytes.len());
                    match random.below(4) {
                        0 => bytes.truncate(at.max(1)),
                        1 => bytes.splice(at..at, [random.below(256) as u8; 9]).for_each(drop),
                        _ => bytes[at] = random.below(256) as u8,
                    }
                }
                for read in read_certificates(&bytes).into_iter().flatten() {
                    let _ = facts(&read, &name(&key), TODAY);
                }
            }
        }
    }
}
