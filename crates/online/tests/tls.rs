//! Faults of certificates are recognised by their type, on IPv4 and IPv6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::support::certificates::Authority;
use crate::support::{ALIVE, Names, PAGE, Reply, Request, Server, prober, see, settings};
use firstaid_ledger::{Class, Observation};
use firstaid_online::{Settings, Timeouts};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// Settings that trust the authority.
fn trusting(authority: &Authority, server: &Server) -> Settings {
    let mut settings = settings(&[server]);
    settings.extra_roots = vec![authority.root()];
    settings
}

/// The observation of an HTTPS server, with or without trust in its authority.
async fn https(authority: &Authority, acceptor: TlsAcceptor, ip: IpAddr, trusted: bool) -> Observation {
    let server = Server::start_at(ip, Some(acceptor), |request| match request.path.as_str() {
        "/" => Reply::html(PAGE),
        _ => Reply::status(404),
    })
    .await;
    let settings = if trusted { trusting(authority, &server) } else { settings(&[&server]) };
    let prober = prober(settings, Names::default().at("a.test", ip));
    see(&prober, &format!("https://a.test:{}/", server.port())).await
}

#[tokio::test]
async fn faults_of_certificates_are_distinguished() {
    let authority = Authority::new();
    for ip in [V4, V6] {
        let see = async |names: &[&str], from, to, trusted| {
            https(&authority, authority.acceptor(names, from, to, &["http/1.1"]), ip, trusted).await.subject()
        };
        assert_eq!(see(&["a.test"], -1, 90, true).await, ALIVE);
        assert_eq!(see(&["a.test"], -90, -1, true).await, "tls-broken:expired");
        assert_eq!(see(&["a.test"], 1, 90, true).await, "tls-broken:not-yet-valid");
        assert_eq!(see(&["b.test"], -1, 90, true).await, "tls-broken:wrong-host");
        assert_eq!(see(&["a.test"], -1, 90, false).await, "tls-broken:unknown-issuer");
    }
}

/// The observation of a server that forgets its intermediate certificate, and the requests for that. `reply` is the
/// answer at its address, given the certificate; `is_open` whether the guard lets the probe there.
async fn forgetful(
    root: &Authority,
    address: &str,
    is_open: bool,
    reply: impl Fn(&[u8], &Request) -> Reply + Send + Sync + 'static,
) -> (String, usize) {
    let intermediate = Authority::below(root, "Intermediate");
    let certificate = intermediate.root();
    let ca = Server::start(move |request| reply(&certificate, request)).await;
    let address = address.replace("PORT", &ca.port().to_string());
    let server = Server::start_at(V4, Some(intermediate.incomplete(&address)), |request| match request.path.as_str() {
        "/" => Reply::html(PAGE),
        _ => Reply::status(404),
    })
    .await;
    let both = [&server, &ca];
    let mut settings = settings(if is_open { &both } else { &both[..1] });
    settings.extra_roots = vec![root.root()];
    let prober = prober(settings, Names::default());
    let url = format!("https://a.test:{}/", server.port());
    let (first, second) = (see(&prober, &url).await.subject(), see(&prober, &url).await.subject());
    assert_eq!(first, second);
    (first, ca.request_count())
}

#[tokio::test]
async fn a_forgotten_intermediate_certificate_is_fetched_once() {
    let (root, other) = (Authority::new(), Authority::new());
    let bytes = |body: &[u8]| Reply::Http(200, Vec::new(), body.to_vec());
    let at = "http://ca.test:PORT/i.der";
    assert_eq!(forgetful(&root, at, true, move |der, _| bytes(der)).await, (ALIVE.to_owned(), 1));
    let pem = |der: &[u8], _: &Request| Reply::Http(200, Vec::new(), pem_of(der));
    assert_eq!(forgetful(&root, at, true, pem).await, (ALIVE.to_owned(), 1));
    // A certificate of somebody else's does not continue the chain: browsers refuse the server, too.
    let others = other.root();
    let (seen, asked) = forgetful(&root, at, true, move |_, _| bytes(&others)).await;
    assert_eq!((seen.as_str(), asked), ("tls-broken:unknown-issuer", 1));
}

#[tokio::test]
async fn a_forgotten_certificate_that_is_not_to_be_had_is_no_broken_server() {
    const MISSING: &str = "unreachable:missing-intermediate";
    let root = Authority::new();
    let at = "http://ca.test:PORT/i.der";
    let replies: [fn(&[u8], &Request) -> Reply; 6] = [
        |_, _| Reply::status(404),
        |_, _| Reply::html("a wall"),
        |_, _| Reply::Endless(64 << 20),
        |_, _| Reply::Close,
        // Not followed: the address is all that the certificate names.
        |der, request| {
            if request.path == "/x" { Reply::Http(200, Vec::new(), der.to_vec()) } else { Reply::to(302, "/x") }
        },
        |der, _| Reply::Http(200, Vec::new(), der.iter().copied().chain(std::iter::repeat_n(0, 80_000)).collect()),
    ];
    for reply in replies {
        assert_eq!(forgetful(&root, at, true, reply).await, (MISSING.to_owned(), 1));
    }
}

#[tokio::test]
async fn no_private_address_is_asked_for_a_certificate() {
    let root = Authority::new();
    let whole = |der: &[u8], _: &Request| Reply::Http(200, Vec::new(), der.to_vec());
    for at in
        ["http://ca.test:PORT/", "http://127.0.0.1:PORT/", "http://0x7f.1:PORT/", "http://[::ffff:127.0.0.1]:PORT/"]
    {
        assert_eq!(
            forgetful(&root, at, false, whole).await,
            ("unreachable:missing-intermediate".to_owned(), 0),
            "{at}"
        );
    }
    // Other schemes are no address of a certificate, and the server is as browsers have it.
    for at in ["file:///etc/passwd", "ldap://ca.test:PORT/", "https://ca.test:PORT/"] {
        assert_eq!(forgetful(&root, at, true, whole).await, ("tls-broken:unknown-issuer".to_owned(), 0), "{at}");
    }
}

fn pem_of(der: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = b"-----BEGIN CERTIFICATE-----\n".to_vec();
    for group in der.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or(0)));
        let letters = (0..4).map(|at| if at <= group.len() { LETTERS[bits >> (18 - 6 * at) & 63] } else { b'=' });
        text.extend(letters);
    }
    text.extend_from_slice(b"\n-----END CERTIFICATE-----\n");
    text
}

#[tokio::test]
async fn the_expiry_of_a_certificate_is_recorded() {
    let authority = Authority::new();
    let seen = https(&authority, authority.acceptor(&["a.test"], -1, 5, &["http/1.1"]), V4, true).await;
    let today = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let days = today.until(seen.tls_until.expect("a date")).unwrap().get_days();
    assert!(seen.class == Class::Alive && (4..=5).contains(&days), "{days}");
}

#[tokio::test]
async fn an_interrupted_handshake_is_unstable() {
    let listener = TcpListener::bind((V4, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut start = [0; 64];
            let _ = stream.read(&mut start).await;
            // Only the start of a ServerHello.
            let _ = stream.write_all(&[0x16, 3, 3, 0, 0x7a, 2, 0, 0, 0x76]).await;
        }
    });
    let server = Server::start(|_| Reply::Close).await;
    let mut settings = settings(&[&server]);
    settings.guard = settings.guard.except(address);
    let seen = see(&prober(settings, Names::default()), &format!("https://a.test:{}/", address.port())).await;
    assert_eq!(seen.subject(), "unstable:handshake");
    // A server without TLS.
    let plain = Server::start(|_| Reply::html(PAGE)).await;
    let mut settings = crate::support::settings(&[&plain]);
    (settings.timeouts, settings.retries) = (Timeouts::within(1), 0);
    let prober = prober(settings, Names::default());
    let mut seen = see(&prober, &format!("https://a.test:{}/", plain.port())).await;
    assert_eq!(seen.class, Class::Unstable, "{:?}", seen.cause.take());
}

#[tokio::test]
async fn servers_with_http_2_only_are_understood() {
    let authority = Authority::new();
    let acceptor = authority.acceptor(&["a.test"], -1, 90, &["h2"]);
    let listener = TcpListener::bind((V4, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = hyper::service::service_fn(async |request: hyper::Request<_>| {
                    let _: &hyper::body::Incoming = request.body();
                    let found = request.uri().path() == "/";
                    let answer = hyper::Response::builder()
                        .status(if found { 200 } else { 404 })
                        .header("content-type", "text/html")
                        .body(Full::new(Bytes::from(PAGE)));
                    Ok::<_, std::convert::Infallible>(answer.expect("an answer"))
                });
                let http = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    let server = Server::start(|_| Reply::Close).await;
    let mut settings = trusting(&authority, &server);
    settings.guard = settings.guard.except(address);
    assert_eq!(
        see(&prober(settings, Names::default()), &format!("https://a.test:{}/", address.port())).await.subject(),
        ALIVE
    );
}

#[tokio::test]
async fn a_broken_ipv6_address_is_no_fault_if_ipv4_works() {
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Reply::html(PAGE),
        _ => Reply::status(404),
    })
    .await;
    // No server listens on ::1.
    let names = Names::default().with("a.test", vec![Ok(vec![V6, V4])]);
    let mut settings = settings(&[&server]);
    settings.guard = settings.guard.except((V6, server.port()).into());
    let seen = see(&prober(settings, names), &format!("http://a.test:{}/", server.port())).await;
    assert_eq!(seen.subject(), ALIVE);
}
