//! Connections: one request each, and a bound for everything that a client can hold.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::answer::{Route, changes, plain, render, route};
use super::desk::Desk;
use super::door::{Door, Refusal};

/// Maximum connections at a time; others wait until one ends.
const MAX_CONNECTIONS: usize = 64;
/// Maximum time for the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// Maximum time for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(20);
/// Maximum time of a connection, the wait for changes included.
const CONNECTION_TIME: Duration = Duration::from_secs(90);
/// Maximum bytes of the head of a request.
const MAX_HEAD: usize = 32 << 10;
/// Maximum bytes of a form. A block of a page is much smaller.
const MAX_FORM: usize = 1 << 20;
/// Wait after a connection that could not be accepted: the process has too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// A server that listens on loopback.
pub struct Preview {
    listener: TcpListener,
    door: Door,
}

impl Preview {
    /// Listens on a free port of 127.0.0.1. Must be called within a Tokio runtime.
    pub async fn bind() -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let door = Door::new(listener.local_addr()?).ok_or_else(|| io::Error::other("the system has no randomness"))?;
        Ok(Self { listener, door })
    }

    /// The address for the browser, with the token.
    pub fn url(&self) -> String {
        self.door.url()
    }

    /// Serves until `stop` is done.
    pub async fn serve(self, desk: Arc<dyn Desk>, stop: impl Future<Output = ()>) {
        let Self { listener, door } = self;
        let (door, slots) = (Arc::new(door), Arc::new(Semaphore::new(MAX_CONNECTIONS)));
        let mut stop = std::pin::pin!(stop);
        loop {
            let accept = async {
                // The semaphore is never closed.
                let slot = Arc::clone(&slots).acquire_owned().await.ok();
                (slot, listener.accept().await)
            };
            let (slot, accepted) = tokio::select! {
                () = &mut stop => return,
                accepted = accept => accepted,
            };
            let Ok((stream, _)) = accepted else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (door, desk) = (Arc::clone(&door), Arc::clone(&desk));
            tokio::spawn(async move {
                // A connection that is cut has no one to tell.
                let _ = timeout(CONNECTION_TIME, connection(stream, door, desk)).await;
                drop(slot);
            });
        }
    }
}

async fn connection(stream: TcpStream, door: Arc<Door>, desk: Arc<dyn Desk>) -> hyper::Result<()> {
    let service = service_fn(move |request| {
        let (door, desk) = (Arc::clone(&door), Arc::clone(&desk));
        async move { Ok::<_, Infallible>(answer(request, &door, desk).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(MAX_HEAD).keep_alive(false);
    http.serve_connection(TokioIo::new(stream), service).await
}

async fn answer(request: Request<Incoming>, door: &Door, desk: Arc<dyn Desk>) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let path = match door.admit(&parts) {
        Ok(path) => path,
        Err(refusal) => return refused(refusal),
    };
    let form = if parts.method == Method::POST {
        match read_form(body).await {
            Ok(form) => Some(form),
            Err(status) => return plain(status, "the form is too large or came too slowly"),
        }
    } else {
        None
    };
    match route(path, parts.uri.query().unwrap_or_default(), form.as_deref()) {
        Route::Changes(known) => changes(known, desk.revision()).await,
        route => {
            // Reading a guide takes processor time, which other connections must not wait for.
            let made = tokio::task::spawn_blocking(move || render(route, &*desk)).await;
            made.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "the preview failed"))
        }
    }
}

fn refused(refusal: Refusal) -> Response<Full<Bytes>> {
    let text = match refusal {
        Refusal::Host => "this server has another address",
        Refusal::Origin => "open the address of the preview by yourself: a link on another page does not lead here",
        Refusal::Method => "no such method",
        Refusal::Token => "not found",
        Refusal::Form => "not a form of the preview",
    };
    plain(refusal.status(), text)
}

/// The form in the body of a request, percent-encoded.
async fn read_form(body: Incoming) -> Result<String, StatusCode> {
    if body.size_hint().lower() > MAX_FORM as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let Ok(read) = timeout(BODY_TIME, Limited::new(body, MAX_FORM).collect()).await else {
        return Err(StatusCode::REQUEST_TIMEOUT);
    };
    match read {
        Ok(read) => String::from_utf8(read.to_bytes().into()).map_err(|_| StatusCode::BAD_REQUEST),
        Err(error) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::BAD_REQUEST),
    }
}
