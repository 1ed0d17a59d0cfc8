//! Limits on the time and bytes that a server can cost. A test of one limit sets all others to a day: if the limit fails,
//! the test does not end.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::support::{ALIVE, Names, PAGE, Reply, Server, job, prober, see, settings};
use firstaid_ledger::{FragmentState, Ledger, LinkUrl, Policy};
use firstaid_online::{BoxFuture, Lookup, LookupError, Outcome, Prober, Settings, Timeouts, Which, plan, run};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

const NEVER: Duration = Duration::from_secs(86400);
const SOON: Duration = Duration::from_millis(200);

/// Settings whose timeouts are all a day.
fn patient(servers: &[&Server]) -> Settings {
    let mut settings = settings(servers);
    settings.timeouts = Timeouts { dns: NEVER, connect: NEVER, first_byte: NEVER, whole: NEVER };
    (settings.retries, settings.obey_robots) = (0, false);
    settings
}

/// A resolver that never answers.
struct Silent;

impl Lookup for Silent {
    fn addresses<'a>(&'a self, _: &'a str, _: u16) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_silent_name_server_times_out() {
    let mut settings = patient(&[]);
    settings.timeouts.dns = SOON;
    let prober = Prober::new(settings, std::sync::Arc::new(Silent)).unwrap();
    assert_eq!(see(&prober, "http://a.test/").await.subject(), "unreachable:time-out");
}

/// A listener whose queue is full: it accepts no connection, and further ones get no answer.
async fn deaf(address: SocketAddr) -> (TcpListener, Vec<TcpStream>) {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.expect("a socket");
    socket.bind(address).expect("a free port");
    let listener = socket.listen(1).expect("a listener");
    let (address, mut queue) = (listener.local_addr().expect("an address"), Vec::new());
    // Once the queue is full, the system ignores further connections.
    while let Ok(stream) = timeout(SOON, TcpStream::connect(address)).await {
        queue.push(stream.expect("a connection"));
        assert!(queue.len() < 100, "the queue is never full");
    }
    (listener, queue)
}

#[tokio::test]
async fn a_host_that_accepts_no_connection_times_out() {
    let (listener, _queue) = deaf("127.0.0.1:0".parse().unwrap()).await;
    let address = listener.local_addr().unwrap();
    let mut settings = patient(&[]);
    settings.guard = settings.guard.except(address);
    settings.timeouts.connect = SOON;
    let prober = prober(settings, Names::default());
    assert_eq!(see(&prober, &format!("http://a.test:{}/", address.port())).await.subject(), "unstable:time-out");
}

#[tokio::test]
async fn an_unreachable_ipv6_address_is_no_fault_if_ipv4_works() {
    let server = Server::start(|_| Reply::html("ok")).await;
    let (v6, v4) = (IpAddr::V6(Ipv6Addr::LOCALHOST), server.address.ip());
    let deaf_address = SocketAddr::new(v6, server.port());
    let (_listener, _queue) = deaf(deaf_address).await;
    let mut settings = patient(&[&server]);
    settings.guard = settings.guard.except(deaf_address);
    let prober = prober(settings, Names::default().with("a.test", vec![Ok(vec![v6, v4])]));
    assert_eq!(see(&prober, &format!("http://a.test:{}/", server.port())).await.subject(), ALIVE);
}

#[tokio::test]
async fn a_missing_answer_times_out() {
    let server = Server::start(|_| Reply::Never).await;
    let mut settings = patient(&[&server]);
    settings.timeouts.first_byte = SOON;
    let prober = prober(settings, Names::default());
    assert_eq!(see(&prober, &format!("http://a.test:{}/", server.port())).await.subject(), "unstable:time-out");
}

#[tokio::test]
async fn an_endless_answer_times_out() {
    let server = Server::start(|_| Reply::Drip).await;
    let mut settings = patient(&[&server]);
    settings.timeouts.whole = Duration::from_secs(1);
    let prober = prober(settings, Names::default());
    assert_eq!(see(&prober, &format!("http://a.test:{}/", server.port())).await.subject(), "unstable:time-out");
}

#[tokio::test]
async fn only_the_start_of_a_huge_body_is_read() {
    let server = Server::start(|request| match request.path.as_str() {
        "/huge" => Reply::Endless(5 << 30),
        _ => Reply::status(404),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    assert_eq!(see(&prober, &format!("http://a.test:{}/huge", server.port())).await.subject(), ALIVE);
    // The bytes that the probe reads, and those in the buffers of the system.
    let sent = server.sent.load(Ordering::SeqCst);
    assert!(sent < 64 << 20, "{sent} bytes were sent");
}

#[tokio::test]
async fn a_gzip_bomb_is_unpacked_up_to_the_maximum_size_of_a_page() {
    // Less than 75 KiB for 8 MiB of zeros.
    let page = [b"<p id=first>x</p>".to_vec(), vec![0; 8 << 20], b"<p id=last>x</p>".to_vec()].concat();
    let bomb = gzip_of(&page);
    assert!(bomb.len() < 75 << 10, "{}", bomb.len());
    let server = Server::start(move |_| {
        let headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")];
        Reply::Http(200, headers.map(|(name, value)| (name.into(), value.into())).into(), bomb.clone())
    })
    .await;
    let mut settings = settings(&[&server]);
    settings.obey_robots = false;
    let prober = prober(settings, Names::default());
    let state = async |fragment: &str| match prober
        .probe(&job(&format!("http://a.test:{}/#{fragment}", server.port())))
        .await
    {
        Outcome::Seen(_, mut found) => found.remove(0).1.state,
        Outcome::Deferred => panic!("deferred"),
    };
    assert_eq!(state("first").await, FragmentState::Present);
    assert_eq!(state("last").await, FragmentState::Scripted, "the end of the page was not read");
}

/// The maximum number of connections of a server that were open at the same time during a run over links.
async fn max_open(server: &Server, hosts_at_a_time: usize, urls: impl Iterator<Item = String>) -> usize {
    let mut settings = settings(&[server]);
    settings.jobs = hosts_at_a_time;
    let uses: Vec<_> = urls.map(|url| LinkUrl::parse(&url).expect("an address")).collect();
    let jobs = plan(uses.iter().cloned(), &Ledger::default(), Which::All, &Policy::default(), crate::support::TODAY);
    let (sender, mut done) = mpsc::channel(64);
    let (_stop, stopped) = watch::channel(false);
    let work = tokio::spawn(run(prober(settings, Names::default()), jobs, sender, stopped));
    let mut count = 0;
    while done.recv().await.is_some() {
        count += 1;
    }
    work.await.expect("no panic");
    assert_eq!(count, uses.len());
    server.max_open.load(Ordering::SeqCst)
}

#[tokio::test]
async fn connections_are_closed_after_the_last_link_of_a_host() {
    let server = Server::start(|_| Reply::html(PAGE)).await;
    let urls = (0..400).map(|n| format!("http://h{n}.test:{}/", server.port()));
    // 64 in use, and some that the client has closed and the server not yet.
    let max_open = max_open(&server, 64, urls).await;
    assert!(max_open < 200, "{max_open} at the same time");
}

#[tokio::test]
async fn connections_to_targets_of_redirects_are_closed() {
    let server = Server::start(|request| match request.path.strip_prefix("/to-") {
        Some(n) => Reply::to(302, &format!("http://h{n}.test:{}/", crate::support::port(&request.head))),
        None if request.path == "/" => Reply::html(PAGE),
        None => Reply::status(404),
    })
    .await;
    let urls = (0..400).map(|n| format!("http://a.test:{}/to-{n}", server.port()));
    let max_open = max_open(&server, 4, urls).await;
    assert!(max_open < 100, "{max_open} at the same time");
}

/// A gzip member (RFC 1952) with the bytes in one block of fixed codes (RFC 1951, section 3.2.6); runs of one byte are
/// written as matches of 258 at distance 1, which is what makes a bomb.
fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    struct Bits(Vec<u8>, u32);
    impl Bits {
        fn push(&mut self, value: u32, count: u32) {
            for n in 0..count {
                if self.1 == 0 {
                    self.0.push(0);
                }
                let last = self.0.last_mut().expect("a byte");
                *last |= (((value >> n) & 1) as u8) << self.1;
                self.1 = (self.1 + 1) % 8;
            }
        }

        /// A Huffman code is packed starting with its most significant bit.
        fn code(&mut self, code: u32, count: u32) {
            self.push(code.reverse_bits() >> (32 - count), count);
        }

        fn literal(&mut self, byte: u8) {
            match byte {
                ..144 => self.code(0x30 + u32::from(byte), 8),
                _ => self.code(0x190 + u32::from(byte) - 144, 9),
            }
        }
    }
    let mut bits = Bits(vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], 0);
    bits.push(1, 1);
    bits.push(1, 2);
    let mut at = 0;
    while at < bytes.len() {
        let is_run = at > 0 && bytes[at - 1..].iter().take(259).filter(|byte| **byte == bytes[at - 1]).count() == 259;
        if is_run {
            bits.code(0b1100_0101, 8);
            bits.code(0, 5);
            at += 258;
        } else {
            bits.literal(bytes[at]);
            at += 1;
        }
    }
    bits.code(0, 7);
    let mut member = bits.0;
    let crc = bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    });
    member.extend((!crc).to_le_bytes());
    member.extend((bytes.len() as u32).to_le_bytes());
    member
}
