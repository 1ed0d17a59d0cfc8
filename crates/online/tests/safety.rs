//! No request reaches a private address, in whatever form it is written; a missing name differs from a failed look-up; no
//! name of an onion service reaches a resolver, and no credentials a server.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{ALIVE, Names, PAGE, Reply, Server, port, prober, see, settings};
use firstaid_ledger::Class;
use firstaid_online::{Guard, LookupError};
use tokio::net::TcpListener;

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A server on all addresses of the machine: its port, and the number of connections to it.
async fn trap() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("[::]:0").await.expect("valid");
    let (port, count) = (listener.local_addr().expect("valid").port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, count)
}

#[tokio::test]
async fn no_name_leads_to_a_private_address() {
    let (port, count) = trap().await;
    let ips = [
        "127.0.0.1",
        "0.0.0.0",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.168.0.1",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fd00:ec2::254",
        "fe80::1",
    ];
    let open = Server::start(|_| Reply::html(PAGE)).await;
    for ip in ips {
        let names = Names::default().at("public.test", ip.parse().unwrap());
        let settings = settings(&[&open]);
        let seen = see(&prober(settings, names), &format!("http://public.test:{port}/")).await;
        assert_eq!(seen.subject(), "blocked:private-address", "{ip}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn no_spelling_of_a_private_address_is_requested() {
    let (port, count) = trap().await;
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::7f00:1]",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
        "[fe80::1]",
        "127。0。0。1",
    ] {
        let seen = see(&prober(settings(&[]), Names::default()), &format!("http://{host}:{port}/")).await;
        assert_eq!(seen.subject(), "blocked:private-address", "{host}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn no_redirect_leads_to_a_private_address() {
    let (port, count) = trap().await;
    for target in [
        format!("http://127.0.0.1:{port}/"),
        format!("//0x7f.1:{port}/"),
        format!("http://[::ffff:10.0.0.1]:{port}/"),
        format!("http://inside.test:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        let to = target.clone();
        let server = Server::start(move |request| match request.path.as_str() {
            "/robots.txt" => Reply::status(404),
            _ => Reply::to(302, &to),
        })
        .await;
        let settings = settings(&[&server]);
        let seen = see(&prober(settings, Names::default()), &format!("http://public.test:{}/", server.port())).await;
        assert_eq!(seen.subject(), "blocked:private-address", "{target}");
    }
    // robots.txt may redirect, too.
    let server = Server::start(move |request| match request.path.as_str() {
        "/robots.txt" => Reply::to(302, &format!("http://127.0.0.1:{port}/robots.txt")),
        "/" => Reply::html(PAGE),
        _ => Reply::status(404),
    })
    .await;
    let seen =
        see(&prober(settings(&[&server]), Names::default()), &format!("http://public.test:{}/", server.port())).await;
    assert_eq!(seen.subject(), ALIVE);
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_checked_each_time() {
    let inside = Server::start(|_| Reply::html(PAGE)).await;
    let outside = Server::start(|_| Reply::html(PAGE)).await;
    // In this test, only the address of `outside` on 127.0.0.1 counts as public; `inside` is reached at 127.0.0.2.
    let names = || {
        let private: IpAddr = "127.0.0.2".parse().unwrap();
        Names::default().with("turning.test", vec![Ok(vec![LOOPBACK]), Ok(vec![private]), Ok(vec![private])])
    };
    let mut settings = settings(&[&outside]);
    settings.obey_robots = false;
    settings.guard = Guard::public().except(outside.address);
    let prober = prober(settings, names());
    let url = |server: &Server| format!("http://turning.test:{}/", server.port());
    assert_eq!(see(&prober, &url(&outside)).await.subject(), ALIVE);
    assert_eq!(see(&prober, &url(&inside)).await.subject(), "blocked:private-address");
    assert_eq!(inside.connections.load(Ordering::SeqCst), 0);
    // If a name has a public and a private address, only the public one is used.
    let both = Names::default().with("both.test", vec![Ok(vec!["10.0.0.1".parse().unwrap(), LOOPBACK])]);
    let mut settings = crate::support::settings(&[&outside]);
    settings.obey_robots = false;
    let prober = crate::support::prober(settings, both);
    assert_eq!(see(&prober, &format!("http://both.test:{}/", outside.port())).await.subject(), ALIVE);
}

#[tokio::test]
async fn a_missing_name_differs_from_a_failing_resolver() {
    let names = Names::default()
        .with("none.test", vec![Err(LookupError::NoSuchName)])
        .with("servfail.test", vec![Err(LookupError::Failed)])
        .with("slow.test", vec![Err(LookupError::TimeOut)]);
    let prober = prober(settings(&[]), names);
    assert_eq!(see(&prober, "http://none.test/").await.subject(), "no-such-host");
    assert_eq!(see(&prober, "http://servfail.test/").await.subject(), "unreachable:server-failure");
    assert_eq!(see(&prober, "http://slow.test/").await.subject(), "unreachable:time-out");
}

#[tokio::test]
async fn a_name_and_its_punycode_are_the_same_host() {
    let server = Server::start(|request| {
        assert!(request.head.contains("host: xn--bcher-kva.test:"));
        if request.path == "/" { Reply::html(PAGE) } else { Reply::status(404) }
    })
    .await;
    let names =
        Names::default().with("localhost", vec![Err(LookupError::NoSuchName)]).at("xn--bcher-kva.test", LOOPBACK);
    let prober = prober(settings(&[&server]), names);
    for host in ["bücher.test", "xn--bcher-kva.test", "BÜCHER.test"] {
        assert_eq!(see(&prober, &format!("http://{host}:{}/", server.port())).await.class, Class::Alive, "{host}");
    }
}

#[tokio::test]
async fn onion_addresses_never_reach_the_resolver() {
    let names = Arc::new(Names::default());
    let mut settings = settings(&[]);
    let prober = firstaid_online::Prober::new(settings.clone(), names.clone()).unwrap();
    let onion = "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/";
    assert_eq!(see(&prober, onion).await.subject(), "blocked:needs-proxy");
    // A SOCKS proxy that records the request and refuses it (RFC 1928: 4 is "host unreachable").
    let listener = TcpListener::bind((LOOPBACK, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0; 512];
            let _ = stream.read(&mut bytes).await;
            let _ = stream.write_all(&[5, 0]).await;
            let count = stream.read(&mut bytes).await.unwrap_or(0);
            heard.lock().unwrap().push(String::from_utf8_lossy(&bytes[..count]).into_owned());
            let _ = stream.write_all(&[5, 4, 0, 1, 0, 0, 0, 0, 0, 0]).await;
        }
    });
    settings.proxy = Some(format!("socks5://{address}").parse().unwrap());
    let prober = firstaid_online::Prober::new(settings, names.clone()).unwrap();
    assert!(!see(&prober, onion).await.class.is_ok());
    assert!(
        asked
            .lock()
            .unwrap()
            .iter()
            .all(|it| it.contains("2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"))
    );
    assert!(!asked.lock().unwrap().is_empty());
    assert_eq!(*names.asked.lock().unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn credentials_of_a_link_are_not_sent() {
    let server = Server::start(|request| {
        assert!(!request.head.contains("authorization"), "{}", request.head);
        match request.path.as_str() {
            "/" => Reply::to(302, "http://me:secret@a.test:PORT/x".replace("PORT", port(&request.head)).as_str()),
            "/x" => Reply::html(PAGE),
            _ => Reply::status(404),
        }
    })
    .await;
    let seen =
        see(&prober(settings(&[&server]), Names::default()), &format!("http://u:p@a.test:{}/", server.port())).await;
    assert_eq!(seen.class, Class::Alive);
    assert!(!format!("{seen:?}").contains("secret"));
}
