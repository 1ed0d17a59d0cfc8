//! What a copy of a key says of itself: only what a signature of the key confirms.

use std::collections::BTreeSet;

use firstaid_ledger::{Address, Encryption, KeyFacts, KeyName, RevocationReason, Revoked};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pgp::composed::SignedPublicSubKey;
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::packet::{RevocationCode, Signature, SignatureConfig, SubpacketData};
use pgp::ser::Serialize;
use pgp::types::{KeyDetails, PublicParams};

use super::certificate::Certificate;
use super::own_signatures::{OwnSignatures, seconds};

/// Maximum addresses of a key that are kept.
const MAX_ADDRESSES: usize = 32;

/// The facts of the key that a name stands for: the primary key, or a subkey. `None` if it is another key, or if no
/// signature of the key on itself is valid.
pub fn facts(certificate: &Certificate, name: &KeyName, today: Date) -> Option<KeyFacts> {
    let key = &certificate.0;
    let whole = certificate.fingerprint()?;
    let named = |it: &&SignedPublicSubKey| name.names(&format!("{:X}", it.key.fingerprint()));
    let subkey = if name.names(whole.as_str()) { None } else { Some(key.public_subkeys.iter().find(named)?) };
    let mut own = OwnSignatures::new(key, end_of(today)?);
    let users: Vec<_> = key.details.users.iter().filter_map(|user| Some((user, own.user(user)?))).collect();
    let direct = own.direct();
    let certifications = || users.iter().map(|(_, signature)| *signature);
    let seals: Vec<&Signature> = direct.into_iter().chain(certifications()).collect();
    let signed = seals.iter().filter_map(|it| seconds(it)).max()?;
    let created = i64::from(key.primary_key.created_at().as_secs());
    let ends = end_of_primary(direct, certifications(), created);
    let by_other = own.revocation_by_other(direct).map(|it| revoked(it, true));
    let revoked_by_key = own.revocation().map(|it| revoked(it, false)).or(by_other).flatten();
    let subkeys: Vec<Subkey<'_>> = key.public_subkeys.iter().filter_map(|it| Subkey::new(it, &mut own)).collect();
    let this = match subkey {
        Some(wanted) => Some(subkeys.iter().find(|it| std::ptr::eq(it.key, wanted))?),
        None => None,
    };
    let addresses: BTreeSet<String> =
        users.iter().filter_map(|(user, _)| address(user.id.as_str()?)).map(|it| it.as_str().to_owned()).collect();
    let primary = certifications().max_by_key(|it| (it.is_primary(), seconds(it))).or(direct);
    let can_encrypt = primary.is_some_and(|it| encrypts(it, key.primary_key.algorithm()));
    let own_encryption = can_encrypt.then_some(None).into_iter();
    let of_subkeys = subkeys.iter().filter(|it| it.can_encrypt).map(Subkey::last_second);
    Some(KeyFacts {
        signed: day(signed)?,
        of: (whole != *name).then_some(whole),
        created: day(this.map_or(created, |this| this.created))?,
        expires: [ends, this.and_then(|this| this.ends)].into_iter().flatten().min().and_then(day),
        revoked: revoked_by_key.or_else(|| this?.revoked.and_then(|it| revoked(it, false))),
        algorithm: match this {
            Some(this) => algorithm(this.key.key.public_params()),
            None => algorithm(key.primary_key.public_params()),
        },
        sha1: seals.iter().all(|it| it.hash_alg() == Some(HashAlgorithm::Sha1)),
        encryption: encryption(own_encryption.chain(of_subkeys), ends),
        addresses: addresses.into_iter().take(MAX_ADDRESSES).collect(),
    })
}

/// When the primary key ends, as gpg has it: by its direct signature, or by the newest on a user id that names an end.
fn end_of_primary<'s>(
    direct: Option<&Signature>,
    certifications: impl Iterator<Item = &'s Signature>,
    created: i64,
) -> Option<i64> {
    direct
        .and_then(|it| end(it, created))
        .or_else(|| certifications.filter_map(|it| Some((seconds(it)?, end(it, created)?))).max().map(|(_, end)| end))
}

/// A subkey that the key has signed.
struct Subkey<'k> {
    key: &'k SignedPublicSubKey,
    /// Seconds since 1970, as all times here.
    created: i64,
    ends: Option<i64>,
    revoked: Option<&'k Signature>,
    can_encrypt: bool,
}

impl<'k> Subkey<'k> {
    fn new(key: &'k SignedPublicSubKey, own: &mut OwnSignatures<'k>) -> Option<Self> {
        let (bound, revoked) = own.subkey(key);
        let (bound, created) = (bound?, i64::from(key.key.created_at().as_secs()));
        let can_encrypt = encrypts(bound, key.key.algorithm());
        Some(Self { key, created, ends: end(bound, created), revoked, can_encrypt })
    }

    /// When it ends or was revoked; `None` if neither.
    fn last_second(&self) -> Option<i64> {
        [self.ends, self.revoked.and_then(seconds)].into_iter().flatten().min()
    }
}

/// Until when messages can be encrypted, from the ends of the keys that can do so and that of the primary key.
fn encryption(keys: impl Iterator<Item = Option<i64>>, ends: Option<i64>) -> Encryption {
    let forever = i64::MAX;
    match keys.map(|end| end.unwrap_or(forever)).max().map(|last| last.min(ends.unwrap_or(forever))) {
        None => Encryption::None,
        Some(last) => day(last).filter(|_| last < forever).map_or(Encryption::Open, Encryption::Until),
    }
}

/// Whether a key may encrypt: by its flags, or where there are none by its algorithm.
fn encrypts(signature: &Signature, algorithm: PublicKeyAlgorithm) -> bool {
    use PublicKeyAlgorithm::{ECDH, Elgamal, ElgamalEncrypt, RSA, RSAEncrypt, X448, X25519};
    let mut subpackets = signature.config().into_iter().flat_map(SignatureConfig::hashed_subpackets);
    let has_flags = subpackets.any(|it| matches!(it.data, SubpacketData::KeyFlags(_)));
    let flags = signature.key_flags();
    match algorithm {
        RSA | RSAEncrypt | ECDH | Elgamal | ElgamalEncrypt | X25519 | X448 if !has_flags => true,
        _ => flags.encrypt_comms() || flags.encrypt_storage(),
    }
}

/// The second at which a key of this age ends by a signature.
fn end(signature: &Signature, created: i64) -> Option<i64> {
    let lasts = i64::from(signature.key_expiration_time()?.as_secs());
    (lasts > 0).then_some(created + lasts)
}

fn revoked(signature: &Signature, by_other: bool) -> Option<Revoked> {
    let reason = match signature.revocation_reason_code() {
        Some(RevocationCode::KeySuperseded) => RevocationReason::Superseded,
        Some(RevocationCode::KeyRetired) => RevocationReason::Retired,
        Some(RevocationCode::KeyCompromised) => RevocationReason::Compromised,
        _ => RevocationReason::None,
    };
    Some(Revoked { on: day(seconds(signature)?)?, reason, by_other })
}

/// The address of a user id: in angle brackets, or all of it.
fn address(id: &str) -> Option<Address> {
    let inside = id.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
    Address::parse(inside.unwrap_or(id))
}

/// `rsa4096`, `dsa1024`, `ed25519`, `ecdsa-nistp256`.
fn algorithm(params: &PublicParams) -> String {
    // The first number of the parameters is the modulus, and begins with its length in bits.
    let bits = || match params.to_bytes().ok().as_deref() {
        Some([high, low, ..]) => u16::from_be_bytes([*high, *low]),
        _ => 0,
    };
    match params {
        PublicParams::RSA(_) => format!("rsa{}", bits()),
        PublicParams::DSA(_) => format!("dsa{}", bits()),
        PublicParams::Elgamal(_) => format!("elgamal{}", bits()),
        PublicParams::ECDSA(params) => format!("ecdsa-{}", params.curve().name().to_ascii_lowercase()),
        PublicParams::ECDH(_) => "ecdh".to_owned(),
        PublicParams::EdDSALegacy(_) | PublicParams::Ed25519(_) => "ed25519".to_owned(),
        PublicParams::X25519(_) => "x25519".to_owned(),
        PublicParams::X448(_) => "x448".to_owned(),
        PublicParams::Ed448(_) => "ed448".to_owned(),
        PublicParams::Unknown { .. } => "unknown".to_owned(),
    }
}

fn end_of(today: Date) -> Option<i64> {
    let tomorrow = today.tomorrow().unwrap_or(today).to_zoned_datetime(TimeZone::UTC).ok()?;
    Some(tomorrow.timestamp().as_second() - 1)
}

/// The day of a second since 1970.
fn day(second: i64) -> Option<Date> {
    Some(Timestamp::from_second(second).ok()?.to_zoned_datetime(TimeZone::UTC).date())
}
