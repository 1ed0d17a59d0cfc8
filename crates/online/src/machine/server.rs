//! A server that the user named: requests with a key, in bounded time and number, and answers in JSON.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use firstaid_translate::machine::MachineError;
use reqwest::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use tokio::runtime::Runtime;
use url::{Host, Url};

use super::Key;
use crate::client::tls;
use crate::visit::wait_of;
use crate::{OnlineError, PRODUCT};

/// An answer to some kilobytes of text is not larger.
const MAX_ANSWER: usize = 8 << 20;
/// What is shown of a server's own words.
const MAX_MESSAGE: usize = 200;
const CONNECT: Duration = Duration::from_secs(10);

/// Where a machine is asked, and how patiently.
#[derive(Debug)]
pub struct Server {
    base: Url,
    pub(super) key: Option<Key>,
    client: Client,
    runtime: Runtime,
    timeout: Duration,
    /// How often a request is tried again.
    pub retries: usize,
    /// Before the first of those; it doubles, with jitter.
    pub backoff: Duration,
    /// A server that asks for a longer wait is not waited for.
    pub longest_wait: Duration,
}

impl Server {
    /// `timeout` is for one request. A server on another computer needs `allows_remote`: its owner reads the text.
    pub fn new(base: &str, key: Option<Key>, allows_remote: bool, timeout: Duration) -> Result<Self, OnlineError> {
        let refused = |why: &str| OnlineError::Server { url: base.to_owned(), why: why.to_owned() };
        let url = Url::parse(base).map_err(|error| refused(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(refused("not an address of a web server"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("a key is not part of the address"));
        }
        let is_here = is_loopback(&url);
        if !is_here && !allows_remote {
            return Err(refused("not on this computer, and no other was allowed"));
        }
        if !is_here && url.scheme() == "http" && key.is_some() {
            return Err(refused("the key would be sent in the clear; use https"));
        }
        let failed = |error: String| OnlineError::Client(error);
        let mut client = Client::builder()
            .tls_backend_preconfigured(tls(&[])?)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT.min(timeout));
        if is_here {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| failed(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            base: url,
            key,
            client,
            runtime,
            timeout,
            retries: 3,
            backoff: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
        })
    }

    /// The address of a path below that of the server.
    pub(super) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        let base = url.path().trim_end_matches('/').to_owned();
        // Some write the version into the address of the server, some do not.
        let path = path.strip_prefix("/v1").filter(|_| base.ends_with("/v1")).unwrap_or(path);
        url.set_path(&format!("{base}{path}"));
        url
    }

    /// One request, tried again while that may help: after a time-out, a broken connection, 429 and 5xx. Must not be
    /// called within a Tokio runtime.
    pub(super) fn ask(
        &self,
        method: &Method,
        path: &str,
        authorization: Option<&HeaderValue>,
        body: Option<&Value>,
    ) -> Result<Value, MachineError> {
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(self.backoff)
            .with_factor(2.0)
            .with_max_times(self.retries)
            .with_jitter()
            .build();
        self.runtime.block_on(async {
            loop {
                let (error, wait) = match self.send(method, path, authorization, body).await {
                    Ok(value) => return Ok(value),
                    Err((error, wait)) => (error, wait),
                };
                let is_worth_it = match &error {
                    MachineError::TooManyRequests(wait) => *wait <= self.longest_wait,
                    MachineError::TimeOut(_) | MachineError::Unreachable(_) => true,
                    MachineError::Status { status, .. } => *status >= 500 && wait <= self.longest_wait,
                    _ => false,
                };
                let Some(delay) = delays.next().filter(|_| is_worth_it) else { return Err(error) };
                tokio::time::sleep(delay.max(wait)).await;
            }
        })
    }

    /// One request; with an error, the wait that the server asks for.
    async fn send(
        &self,
        method: &Method,
        path: &str,
        authorization: Option<&HeaderValue>,
        body: Option<&Value>,
    ) -> Result<Value, (MachineError, Duration)> {
        let none = |error| (error, Duration::ZERO);
        let mut request = self.client.request(method.clone(), self.url(path)).timeout(self.timeout);
        request = request.header(USER_AGENT, format!("{PRODUCT}/{}", env!("CARGO_PKG_VERSION")));
        if let Some(value) = authorization {
            request = request.header(AUTHORIZATION, value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let begun = Instant::now();
        let response = request.send().await.map_err(|error| none(self.transport(&error, begun)))?;
        let (status, wait) = (response.status().as_u16(), wait(&response));
        let bytes = read(response)
            .await
            .map_err(|error| none(error.map_or_else(too_large, |it| self.transport(&it, begun))))?;
        if !(200..300).contains(&status) {
            return Err((self.refused(status, &bytes, wait), wait));
        }
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes)
            .map_err(|error| none(MachineError::Unreadable(format!("{error} of {} bytes", bytes.len()))))
    }

    fn transport(&self, error: &reqwest::Error, begun: Instant) -> MachineError {
        if error.is_timeout() && begun.elapsed() >= self.timeout {
            return MachineError::TimeOut(self.timeout);
        }
        let mut cause: &dyn std::error::Error = error;
        while let Some(source) = cause.source() {
            cause = source;
        }
        MachineError::Unreachable(self.shown(&cause.to_string()))
    }

    fn refused(&self, status: u16, body: &[u8], wait: Duration) -> MachineError {
        match status {
            401 | 403 => MachineError::Denied(status),
            429 => MachineError::TooManyRequests(wait),
            // DeepL's own
            456 => MachineError::Quota,
            _ => MachineError::Status { status, message: self.shown(&words(body)) },
        }
    }

    /// A server's words, fit to be shown: on one line, short, without controls and without the key.
    fn shown(&self, text: &str) -> String {
        let text = self.key.as_ref().map_or_else(|| text.to_owned(), |key| key.hidden_in(text));
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        one_line.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE).collect()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn too_large() -> MachineError {
    MachineError::Unreadable(format!("larger than {} MiB", MAX_ANSWER >> 20))
}

/// The body; `Err(None)` if it is too large.
async fn read(mut response: Response) -> Result<Vec<u8>, Option<reqwest::Error>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Some)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn wait(response: &Response) -> Duration {
    let header = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    header.and_then(wait_of).unwrap_or_default()
}

/// What an error's body says: `{"message": …}`, `{"error": …}` or `{"error": {"message": …}}`.
fn words(body: &[u8]) -> String {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let said = [&value["message"], &value["error"]["message"], &value["error"], &value["detail"]];
    said.iter().find_map(|it| it.as_str()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str, key: Option<Key>, allows_remote: bool) -> Result<Server, String> {
        Server::new(url, key, allows_remote, Duration::from_secs(1)).map_err(|error| error.to_string())
    }

    fn key() -> Option<Key> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "s3cret").unwrap();
        Key::from_file(file.path()).ok()
    }

    #[test]
    fn this_computer_is_allowed_and_another_must_be() {
        for here in ["http://127.0.0.1:5000", "http://localhost:11434/v1", "http://[::1]/", "http://127.9.9.9"] {
            assert!(server(here, key(), false).is_ok(), "{here}");
        }
        for there in ["https://api.deepl.com", "http://10.0.0.1", "http://localhost.example.org", "http://0.0.0.0"] {
            let error = server(there, None, false).unwrap_err();
            assert!(error.contains("not on this computer"), "{error}");
            assert!(server(there, None, true).is_ok(), "{there}");
        }
    }

    #[test]
    fn a_key_goes_to_another_computer_by_https_only() {
        assert!(server("http://192.168.1.2:5000", key(), true).unwrap_err().contains("in the clear"));
        assert!(server("https://192.168.1.2:5000", key(), true).is_ok());
        assert!(server("https://me:pass@example.org", None, true).unwrap_err().contains("not part of the address"));
        assert!(server("file:///etc/passwd", None, true).is_err() && server("5000", None, true).is_err());
    }

    #[test]
    fn a_version_in_the_address_is_not_doubled() {
        let url = |base: &str| server(base, None, false).unwrap().url("/v1/chat/completions").to_string();
        assert_eq!(url("http://localhost:1/v1/"), "http://localhost:1/v1/chat/completions");
        assert_eq!(url("http://localhost:1/llm"), "http://localhost:1/llm/v1/chat/completions");
    }

    #[test]
    fn a_server_s_words_are_shown_short_and_without_the_key() {
        let server = server("http://localhost:1", key(), false).unwrap();
        let body = br#"{"error": {"message": "no \u001b[31m s3cret\n here"}}"#;
        assert_eq!(server.shown(&words(body)), "no [31m … here");
        assert_eq!(server.shown(&"x".repeat(999)).len(), MAX_MESSAGE);
    }
}
