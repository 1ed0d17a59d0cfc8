//! TLS: the roots that are trusted, and the last day of a server's certificate.

use std::sync::Arc;

use der::asn1::{AnyRef, GeneralizedTime, UtcTime};
use der::{Decode, SliceReader, Tag, TagNumber, Tagged};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use crate::error::OnlineError;
use crate::issuers::{CompletingVerifier, Issuers};

/// A configuration that trusts the Mozilla roots and some more certificates, in DER. `issuers` complete the chains of
/// servers.
pub(crate) fn tls_config(extra_roots: &[Vec<u8>], issuers: &Arc<Issuers>) -> Result<ClientConfig, OnlineError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for root in extra_roots {
        let added = roots.add(CertificateDer::from(root.clone()));
        added.map_err(|error| OnlineError::Client(format!("cannot trust a certificate: {error}")))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build();
    let inner = verifier.map_err(|error| OnlineError::Client(error.to_string()))?;
    let verifier = Arc::new(CompletingVerifier { inner, issuers: Arc::clone(issuers) });
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let versions = versions.map_err(|error| OnlineError::Client(error.to_string()))?;
    let mut config = versions.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The last day of a certificate in DER (RFC 5280, section 4.1). Its fields are version, serial number, algorithm,
/// issuer and validity; the version may be absent.
pub(crate) fn not_after(certificate: &[u8]) -> Option<Date> {
    let version = Tag::ContextSpecific { constructed: true, number: TagNumber(0) };
    let certificate = AnyRef::from_der(certificate).ok()?;
    let tbs = AnyRef::decode(&mut SliceReader::new(certificate.value()).ok()?).ok()?;
    let mut tbs = SliceReader::new(tbs.value()).ok()?;
    let before_validity = if Tag::peek(&tbs).ok()? == version { 4 } else { 3 };
    for _ in 0..before_validity {
        AnyRef::decode(&mut tbs).ok()?;
    }
    let validity = AnyRef::decode(&mut tbs).ok()?;
    let mut validity = SliceReader::new(validity.value()).ok()?;
    AnyRef::decode(&mut validity).ok()?;
    let end = AnyRef::decode(&mut validity).ok()?;
    let seconds = match end.tag() {
        Tag::UtcTime => end.decode_as::<UtcTime>().ok()?.to_unix_duration().as_secs(),
        _ => end.decode_as::<GeneralizedTime>().ok()?.to_unix_duration().as_secs(),
    };
    let time = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(time.to_zoned_datetime(TimeZone::UTC).date())
}
