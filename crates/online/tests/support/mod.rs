//! HTTP servers on loopback with scripted answers, and a resolver that returns loopback for every name.

pub(crate) mod certificates;
pub(crate) mod name_server;

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use firstaid_ledger::{Class, LinkUrl, Observation};
use firstaid_online::{BoxFuture, Guard, Job, Lookup, LookupError, Outcome, Prober, Settings, Timeouts};
use jiff::civil::{Date, date};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

pub(crate) const TODAY: Date = date(2026, 11, 23);

/// A page with enough words for a signature.
pub(crate) const PAGE: &str = "<!doctype html><title>Safer mail</title><h1 id=\"Top\">Safer mail</h1><p id=\"keys\">Choose a \
    service that encrypts what it stores, and turn on a second factor for every account that you have.";

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Request line and headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Number of earlier requests with this method for this path.
    pub(crate) before: usize,
}

pub(crate) enum Reply {
    /// Status, headers, body.
    Http(u16, Vec<(String, String)>, Vec<u8>),
    /// Sends these bytes, then closes the connection.
    Raw(Vec<u8>),
    /// Sends headers, then one byte of the body every 100 ms, until the client closes the connection.
    Drip,
    /// A body of this many bytes.
    Endless(u64),
    /// Closes the connection without an answer.
    Close,
    /// Keeps the connection open without an answer.
    Never,
}

impl Reply {
    pub(crate) fn html(body: &str) -> Self {
        Self::Http(200, vec![("Content-Type".into(), "text/html; charset=utf-8".into())], body.into())
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::Http(status, Vec::new(), Vec::new())
    }

    /// A redirect.
    pub(crate) fn to(status: u16, location: &str) -> Self {
        Self::status(status).with("Location", location)
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        match self {
            Self::Http(status, mut headers, body) => {
                headers.push((name.into(), value.into()));
                Self::Http(status, headers, body)
            }
            other => other,
        }
    }
}

pub(crate) type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A server, and a record of its requests.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// Number of accepted connections.
    pub(crate) connections: Arc<AtomicUsize>,
    /// Maximum number of connections that were open at the same time.
    pub(crate) max_open: Arc<AtomicUsize>,
    /// Bytes sent of [`Reply::Endless`].
    pub(crate) sent: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at(IpAddr::V4(Ipv4Addr::LOCALHOST), None, handler).await
    }

    /// A server on an address of the machine; with `tls`, it serves HTTPS.
    pub(crate) async fn start_at(
        ip: IpAddr,
        tls: Option<tokio_rustls::TlsAcceptor>,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.expect("a free port");
        let server = Self {
            address: listener.local_addr().expect("an address"),
            connections: Arc::default(),
            max_open: Arc::default(),
            sent: Arc::default(),
            requests: Arc::default(),
        };
        let (handler, record, open): (Arc<Handler>, _, Arc<AtomicUsize>) =
            (Arc::new(handler), server.clone(), Arc::default());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                record.connections.fetch_add(1, Ordering::SeqCst);
                let (handler, record, tls, open) =
                    (Arc::clone(&handler), record.clone(), tls.clone(), Arc::clone(&open));
                tokio::spawn(async move {
                    let now = open.fetch_add(1, Ordering::SeqCst) + 1;
                    record.max_open.fetch_max(now, Ordering::SeqCst);
                    // A client may close the connection at any time.
                    let _ = match tls {
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &handler, &record).await,
                            Err(error) => Err(error),
                        },
                        None => serve(stream, &handler, &record).await,
                    };
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests as `GET /path`, in order, except for robots.txt.
    pub(crate) fn requests(&self) -> Vec<String> {
        let all = self.requests.lock().expect("no panic").clone();
        all.into_iter().filter(|line| !line.ends_with("/robots.txt")).collect()
    }

    /// The number of requests, those for robots.txt included.
    pub(crate) fn request_count(&self) -> usize {
        self.requests.lock().expect("no panic").len()
    }
}

async fn serve<S>(mut stream: S, handler: &Arc<Handler>, server: &Server) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut words = head.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let path = words.next().unwrap_or_default().to_owned();
        let line = format!("{method} {path}");
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await?;
        let before = {
            let mut requests = server.requests.lock().expect("no panic");
            requests.push(line.clone());
            requests.iter().filter(|it| **it == line).count() - 1
        };
        let request = Request { method: method.clone(), path, head: head.to_lowercase(), body, before };
        match handler(&request) {
            Reply::Http(status, headers, body) => {
                let mut text = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
                for (name, value) in headers {
                    text.extend([&*name, ": ", &*value, "\r\n"]);
                }
                let mut bytes = (text + "\r\n").into_bytes();
                if method != "HEAD" {
                    bytes.extend(body);
                }
                stream.write_all(&bytes).await?;
            }
            Reply::Raw(bytes) => {
                stream.write_all(&bytes).await?;
                return stream.shutdown().await;
            }
            Reply::Drip => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n").await?;
                loop {
                    stream.write_all(b"x").await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
            Reply::Endless(bytes) => {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {bytes}\r\n\r\n");
                stream.write_all(head.as_bytes()).await?;
                let block = vec![b'x'; 1 << 16];
                for _ in 0..bytes >> 16 {
                    stream.write_all(&block).await?;
                    server.sent.fetch_add(block.len(), Ordering::SeqCst);
                }
            }
            Reply::Close => return stream.shutdown().await,
            Reply::Never => std::future::pending::<()>().await,
        }
    }
}

type Found = Result<Vec<IpAddr>, LookupError>;

/// A resolver with a list of answers for each name. Each look-up takes the next answer; the last one is repeated.
#[derive(Default)]
pub(crate) struct Names {
    answers: Mutex<HashMap<String, Vec<Found>>>,
    /// The names that were looked up.
    pub(crate) asked: Mutex<Vec<String>>,
    /// Name servers by domain.
    pub(crate) name_servers: HashMap<String, Vec<String>>,
}

impl Names {
    pub(crate) fn with(self, host: &str, answers: Vec<Found>) -> Self {
        self.answers.lock().expect("no panic").insert(host.to_owned(), answers);
        self
    }

    pub(crate) fn at(self, host: &str, ip: IpAddr) -> Self {
        self.with(host, vec![Ok(vec![ip])])
    }
}

impl Lookup for Names {
    fn addresses<'a>(&'a self, host: &'a str, _: u16) -> BoxFuture<'a, Found> {
        self.asked.lock().expect("no panic").push(host.to_owned());
        let mut answers = self.answers.lock().expect("no panic");
        let answer = match answers.get_mut(host) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers[0].clone(),
            // Any other name is on loopback, where the servers of the test are.
            None => Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]),
        };
        Box::pin(async move { answer })
    }

    fn name_servers<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Vec<String>> {
        let found = self.name_servers.get(domain).cloned().unwrap_or_default();
        Box::pin(async move { found })
    }
}

/// Settings without waits between requests, and with access to these servers only.
pub(crate) fn settings(servers: &[&Server]) -> Settings {
    let mut settings = Settings::new(TODAY);
    settings.spacing = Duration::ZERO;
    settings.backoff = Duration::from_millis(1);
    settings.timeouts = Timeouts::within(10);
    settings.guard = servers.iter().fold(Guard::public(), |guard, server| guard.except(server.address));
    settings
}

pub(crate) fn prober(settings: Settings, names: Names) -> Arc<Prober> {
    Arc::new(Prober::new(settings, Arc::new(names)).expect("a client"))
}

pub(crate) fn job(url: &str) -> Job {
    let (url, fragment) = LinkUrl::parse(url).expect("an address");
    Job { url, fragments: fragment.into_iter().collect(), signature: None, print: None, wants_body: true }
}

/// The observation of a visit to a URL.
pub(crate) async fn see(prober: &Prober, url: &str) -> Observation {
    see_job(prober, &job(url)).await
}

pub(crate) async fn see_job(prober: &Prober, job: &Job) -> Observation {
    match prober.probe(job).await {
        Outcome::Seen(seen, _) => *seen,
        Outcome::Deferred => panic!("{} was deferred", job.url),
    }
}

/// The class, cause and mark (`class` or `class:cause:mark`) of a visit to a path of the server, under the name `a.test`.
pub(crate) async fn subject(server: &Server, path: &str) -> String {
    let prober = prober(settings(&[server]), Names::default());
    see(&prober, &format!("http://a.test:{}{path}", server.port())).await.subject()
}

/// The port that a request was sent to.
pub(crate) fn port(head: &str) -> &str {
    let at = head.find("host: ").map_or(0, |at| at + 6);
    head[at..].split_whitespace().next().and_then(|host| host.split_once(':')).map_or("80", |(_, port)| port)
}

pub(crate) const ALIVE: &str = Class::Alive.as_str();
