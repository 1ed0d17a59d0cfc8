//! Faults of certificates are recognised by their type, on IPv4 and IPv6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::support::certificates::Authority;
use crate::support::{ALIVE, Names, PAGE, Reply, Server, prober, see, settings};
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
