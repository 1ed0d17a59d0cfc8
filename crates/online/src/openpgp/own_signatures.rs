//! The signatures of a key on itself, verified one by one. `verify_bindings` of rPGP does not look at revocations and
//! ends, and refuses a key for one bad signature.

use pgp::composed::{SignedPublicKey, SignedPublicSubKey};
use pgp::packet::{Signature, SignatureType};
use pgp::types::{KeyDetails, SignedUser, Tag};

/// Maximum signatures of one key that are verified, each of which may cost a millisecond. Those that name another key
/// as their issuer are not verified at all.
const MAX_VERIFIED: usize = 500;

/// Verifies signatures of a key, up to a number.
pub(super) struct OwnSignatures<'k> {
    key: &'k SignedPublicKey,
    /// Signatures of a later second do not count.
    now: i64,
    left: usize,
}

/// Seconds since 1970.
pub(super) fn seconds(signature: &Signature) -> Option<i64> {
    signature.created().map(|time| i64::from(time.as_secs()))
}

impl<'k> OwnSignatures<'k> {
    pub(super) fn new(key: &'k SignedPublicKey, now: i64) -> Self {
        Self { key, now, left: MAX_VERIFIED }
    }

    /// The newest valid signature; of two of one second a revocation.
    fn newest<'s>(
        &mut self,
        signatures: &'s [Signature],
        is_valid: impl Fn(&Signature) -> bool,
    ) -> Option<&'s Signature> {
        let own = |it: &&Signature| self.is_own(it) && seconds(it).is_some_and(|made| made <= self.now);
        let mut candidates: Vec<&Signature> = signatures.iter().filter(own).collect();
        candidates.sort_by_key(|it| std::cmp::Reverse((seconds(it), is_revocation(it))));
        candidates.into_iter().take(self.left).find(|it| {
            self.left -= 1;
            is_valid(it)
        })
    }

    /// Whether a signature may be by the key: it says so, or does not say by which.
    fn is_own(&self, signature: &Signature) -> bool {
        let (ids, fingerprints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
        let (id, fingerprint) = (self.key.primary_key.legacy_key_id(), self.key.primary_key.fingerprint());
        ids.is_empty() && fingerprints.is_empty() || ids.contains(&&id) || fingerprints.contains(&&fingerprint)
    }

    /// The newest direct signature.
    pub(super) fn direct(&mut self) -> Option<&'k Signature> {
        let key = self.key;
        self.newest(&key.details.direct_signatures, |it| {
            it.typ() == Some(SignatureType::Key) && it.verify_key(&key.primary_key).is_ok()
        })
    }

    /// The newest revocation of the key by itself.
    pub(super) fn revocation(&mut self) -> Option<&'k Signature> {
        let key = self.key;
        self.newest(&key.details.revocation_signatures, |it| it.verify_key(&key.primary_key).is_ok())
    }

    /// A revocation by another key that the owner named for this. It is not verified.
    pub(super) fn revocation_by_other(&self, direct: Option<&Signature>) -> Option<&'k Signature> {
        let named = direct?.revocation_key()?;
        let is_by_named = |it: &&Signature| {
            let fingerprints = it.issuer_fingerprint();
            let ids = it.issuer_key_id();
            fingerprints.iter().any(|issuer| issuer.as_bytes() == &named.fingerprint[..])
                || ids.iter().any(|id| named.fingerprint.ends_with(id.as_ref()))
        };
        self.key.details.revocation_signatures.iter().find(is_by_named)
    }

    /// The newest signature on a user id, unless it is a revocation.
    pub(super) fn user(&mut self, user: &'k SignedUser) -> Option<&'k Signature> {
        let key = &self.key.primary_key;
        let newest = self.newest(&user.signatures, |it| it.verify_certification(key, Tag::UserId, &user.id).is_ok())?;
        (!is_revocation(newest) && self.lasts(newest)).then_some(newest)
    }

    /// The newest signature that binds a subkey, and the newest that revokes it.
    pub(super) fn subkey(&mut self, subkey: &'k SignedPublicSubKey) -> (Option<&'k Signature>, Option<&'k Signature>) {
        let key = &self.key.primary_key;
        let of = |typ: SignatureType| {
            move |it: &Signature| it.typ() == Some(typ) && it.verify_subkey_binding(key, &subkey.key).is_ok()
        };
        let bound = self.newest(&subkey.signatures, of(SignatureType::SubkeyBinding));
        (bound, self.newest(&subkey.signatures, of(SignatureType::SubkeyRevocation)))
    }

    /// Whether the signature itself has not ended.
    fn lasts(&self, signature: &Signature) -> bool {
        let lasts = signature.signature_expiration_time().map_or(0, |it| i64::from(it.as_secs()));
        lasts == 0 || seconds(signature).is_some_and(|made| made + lasts > self.now)
    }
}

fn is_revocation(signature: &Signature) -> bool {
    use SignatureType::{CertRevocation, KeyRevocation, SubkeyRevocation};
    matches!(signature.typ(), Some(CertRevocation | KeyRevocation | SubkeyRevocation))
}
