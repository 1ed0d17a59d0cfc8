//! Intermediate certificates that a server forgets to send. Browsers get them from the address that the certificate
//! before them names (AIA, RFC 5280, section 4.2.2.1), so a server without them is no broken one.
//!
//! Whoever wrote the certificate chose that address. It is requested as any other of a stranger: through the guard, once
//! a run, without redirects, up to a limit of its size. What comes back is trusted only as far as it leads to a root.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use der::asn1::AnyRef;
use der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use tokio::sync::OnceCell;
use url::Url;

/// Maximum size of an intermediate certificate, in bytes. Real ones have one or two thousand.
pub(crate) const MAX_CERTIFICATE_BYTES: usize = 64 << 10;
/// Maximum certificates that are fetched for one server.
pub(crate) const MAX_FETCHED: usize = 3;
/// Maximum certificates of a chain that are looked at.
const MAX_CHAIN: usize = 10;
/// Maximum certificates that are kept.
const MAX_KEPT: usize = 1000;

/// The object identifier of the extension, and of the method "issuer", without tag and length.
const AUTHORITY_INFO_ACCESS: [u8; 8] = [0x2b, 6, 1, 5, 5, 7, 1, 1];
const CA_ISSUERS: [u8; 8] = [0x2b, 6, 1, 5, 5, 7, 0x30, 2];

/// The certificates that were fetched in a run, and the addresses of those that servers did not send.
#[derive(Debug, Default)]
pub(crate) struct Issuers {
    known: Mutex<Vec<CertificateDer<'static>>>,
    /// By the name of the server.
    missing: Mutex<HashMap<String, Url>>,
    fetched: Mutex<HashMap<Url, Arc<OnceCell<bool>>>>,
}

impl Issuers {
    /// The address of the certificate that the last chain of a server lacks.
    pub(crate) fn missing(&self, host: &str) -> Option<Url> {
        lock(&self.missing).get(host.trim_matches(['[', ']'])).cloned()
    }

    /// Whether the certificate at an address was fetched; empty until it is asked for.
    pub(crate) fn fetch(&self, url: &Url) -> Arc<OnceCell<bool>> {
        Arc::clone(lock(&self.fetched).entry(url.clone()).or_default())
    }

    /// Keeps a certificate in DER or PEM. Returns whether it is one.
    pub(crate) fn add(&self, body: &[u8]) -> bool {
        let der = match CertificateDer::from_pem_slice(body) {
            Ok(certificate) => certificate,
            Err(_) => CertificateDer::from(body.to_vec()),
        };
        let mut known = lock(&self.known);
        let is_one = body.len() <= MAX_CERTIFICATE_BYTES && Parts::of(&der).is_some();
        if is_one && known.len() < MAX_KEPT && !known.contains(&der) {
            known.push(der);
        }
        is_one
    }

    /// The fetched certificates that continue a chain, and the address of the next one.
    fn continued(&self, chain: &[&CertificateDer<'_>]) -> (Vec<CertificateDer<'static>>, Option<Url>) {
        let known = lock(&self.known);
        let mut more: Vec<CertificateDer<'static>> = Vec::new();
        let Some(mut last) = chain.first().and_then(|first| Parts::of(first)) else { return (more, None) };
        for _ in 0..MAX_CHAIN {
            if last.issuer == last.subject {
                return (more, None);
            }
            let sent = chain.iter().filter_map(|it| Parts::of(it)).find(|it| it.subject == last.issuer);
            let found =
                known.iter().find_map(|it| Parts::of(it).filter(|of| of.subject == last.issuer).map(|of| (it, of)));
            last = match (sent, found) {
                (Some(sent), _) => sent,
                (None, Some((certificate, of))) => {
                    more.push(certificate.clone());
                    of
                }
                (None, None) => return (more, last.address),
            };
        }
        (more, None)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No code panics while it holds one of these.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The verifier of rustls, which is asked again with the certificates that a server forgot. It accepts nothing that the
/// verifier of rustls does not accept.
#[derive(Debug)]
pub(crate) struct CompletingVerifier {
    pub(crate) inner: Arc<WebPkiServerVerifier>,
    pub(crate) issuers: Arc<Issuers>,
}

impl ServerCertVerifier for CompletingVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verify = |chain: &[CertificateDer<'_>]| {
            self.inner.verify_server_cert(end_entity, chain, server_name, ocsp_response, now)
        };
        let result = verify(intermediates);
        if !matches!(result, Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))) {
            return result;
        }
        let chain: Vec<&CertificateDer<'_>> =
            std::iter::once(end_entity).chain(intermediates).take(MAX_CHAIN).collect();
        let (more, next) = self.issuers.continued(&chain);
        let host = server_name.to_str().into_owned();
        match next {
            Some(url) => drop(lock(&self.issuers.missing).insert(host, url)),
            None => drop(lock(&self.issuers.missing).remove(&host)),
        }
        if more.is_empty() {
            return result;
        }
        let all: Vec<CertificateDer<'_>> = intermediates.iter().take(MAX_CHAIN).cloned().chain(more).collect();
        verify(&all)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// The parts of a certificate that join it to its issuer.
struct Parts<'c> {
    issuer: &'c [u8],
    subject: &'c [u8],
    /// Where its issuer's certificate is.
    address: Option<Url>,
}

impl<'c> Parts<'c> {
    /// `None` for what is no certificate.
    fn of(certificate: &'c CertificateDer<'_>) -> Option<Self> {
        let tbs = items(items(AnyRef::from_der(certificate).ok()?.value()).next()?.value());
        let context = |number: u32| Tag::ContextSpecific { constructed: true, number: TagNumber(number) };
        let tbs: Vec<AnyRef<'c>> = tbs.collect();
        // Version (which may be absent), serial number, algorithm, issuer, validity, subject.
        let at = usize::from(tbs.first()?.tag() == context(0));
        let (issuer, subject) = (tbs.get(at + 2)?.value(), tbs.get(at + 4)?.value());
        let extensions = tbs.iter().find(|it| it.tag() == context(3));
        let extensions = extensions.and_then(|it| items(it.value()).next()).map(|it| items(it.value()));
        let address = extensions.into_iter().flatten().find_map(|it| issuer_address(it.value()));
        Some(Self { issuer, subject, address })
    }
}

/// The address in the extension "authority information access"; `None` for any other extension.
fn issuer_address(extension: &[u8]) -> Option<Url> {
    let mut parts = items(extension);
    let is_wanted = parts.next()?.value() == AUTHORITY_INFO_ACCESS;
    let content = parts.filter(|_| is_wanted).find(|it| it.tag() == Tag::OctetString)?;
    items(items(content.value()).next()?.value()).find_map(|description| {
        let mut parts = items(description.value());
        let is_issuer = parts.next()?.value() == CA_ISSUERS;
        let uri = parts.next().filter(|it| is_issuer && it.tag() == URI)?;
        let url = Url::parse(std::str::from_utf8(uri.value()).ok()?).ok()?;
        // A certificate is signed, so browsers fetch it without TLS, which would need another one first.
        (url.scheme() == "http" && url.has_host()).then_some(url)
    })
}

/// The tag of an address among general names.
const URI: Tag = Tag::ContextSpecific { constructed: false, number: TagNumber(6) };

/// The values of a sequence, up to the first that is malformed.
fn items(bytes: &[u8]) -> impl Iterator<Item = AnyRef<'_>> {
    let mut reader = SliceReader::new(bytes).ok();
    std::iter::from_fn(move || {
        let reader = reader.as_mut().filter(|it| !it.is_finished())?;
        AnyRef::decode(reader).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_not_kept() {
        let issuers = Issuers::default();
        let large = b"0".repeat(100_000);
        for body in [&b""[..], b"<html>", b"\x30\x80", b"\x30\x03\x30\x01\x00", &[0x30; 4000], &large] {
            assert!(!issuers.add(body), "{} bytes", body.len());
        }
        assert!(lock(&issuers.known).is_empty());
    }

    #[test]
    fn malformed_extensions_have_no_address() {
        for extension in [&b""[..], b"\x06\x08\x2b\x06\x01\x05\x05\x07\x01\x01", b"\x06\x01\x2b\x04\x02\x30\x00"] {
            assert_eq!(issuer_address(extension), None);
        }
    }
}
