//! A certificate authority of the test.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate"))
    }

    /// An authority whose certificate another one signed.
    pub(crate) fn below(above: &Self, name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::signed_by(params, key, &above.0).expect("a certificate"))
    }

    /// A TLS acceptor for `a.test` that sends only its own certificate, which names the place of its issuer's.
    pub(crate) fn incomplete(&self, issuer_at: &str) -> TlsAcceptor {
        let mut params = CertificateParams::new(vec!["a.test".to_owned()]).expect("parameters");
        params.custom_extensions.push(issuer_address(issuer_at));
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        acceptor(certificate.der().to_vec(), &key, &["http/1.1"])
    }

    /// The certificate of the authority, in DER.
    pub(crate) fn root(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A TLS acceptor with a certificate for these names. It is valid from `from` to `to`, in days from now; `protocols` are
    /// offered by ALPN.
    pub(crate) fn acceptor(&self, names: &[&str], from: i64, to: i64, protocols: &[&str]) -> TlsAcceptor {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).expect("parameters");
        let day = |days: i64| {
            std::time::SystemTime::now() + std::time::Duration::from_secs(86400 * 400)
                - std::time::Duration::from_secs((86400 * (400 - days)).unsigned_abs())
        };
        (params.not_before, params.not_after) = (day(from).into(), day(to).into());
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        acceptor(certificate.der().to_vec(), &key, protocols)
    }
}

fn acceptor(certificate: Vec<u8>, key: &KeyPair, protocols: &[&str]) -> TlsAcceptor {
    let chain = vec![CertificateDer::from(certificate)];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a server");
    config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// The extension "authority information access" with one address of an issuer.
fn issuer_address(address: &str) -> CustomExtension {
    let sized = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).expect("short")], content].concat();
    let method = sized(6, &[0x2b, 6, 1, 5, 5, 7, 0x30, 2]);
    let description = sized(0x30, &[method, sized(0x86, address.as_bytes())].concat());
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], sized(0x30, &description))
}
