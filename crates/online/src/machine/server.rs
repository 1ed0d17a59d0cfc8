//! A server that the user named: requests with a key, within limits of time and number, and answers in JSON.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use firstaid_translate::machine::MachineError;
use reqwest::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use tokio::runtime::Runtime;
use url::{Host, Url};

use super::Key;
use crate::error::OnlineError;
use crate::retry_after::parse_retry_after;
use crate::robots::PRODUCT;
use crate::tls::tls_config;

/// Maximum size of an answer, in bytes.
const MAX_ANSWER_BYTES: usize = 8 << 20;
/// Maximum length of a server's error message that is shown, in characters.
const MAX_MESSAGE_CHARS: usize = 200;
/// Maximum time to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The address of a server, and how requests to it are retried.
#[derive(Debug)]
pub struct Server {
    base: Url,
    pub(super) key: Option<Key>,
    client: Client,
    runtime: Runtime,
    timeout: Duration,
    /// Maximum number of retries of a request.
    pub retries: usize,
    /// Wait before the first retry. It doubles with each further one, with jitter.
    pub backoff: Duration,
    /// Without a retry, if the server asks for a longer wait.
    pub longest_wait: Duration,
}

impl Server {
    /// `timeout` is for one request. A server on another computer needs `allows_remote`, because its owner sees the
    /// text.
    pub fn new(base: &str, key: Option<Key>, allows_remote: bool, timeout: Duration) -> Result<Self, OnlineError> {
        let refused = |why: &str| OnlineError::Server { url: base.to_owned(), why: why.to_owned() };
        let url = Url::parse(base).map_err(|error| refused(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(refused("not an address of a web server"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("a key is not part of the address"));
        }
        let is_local = is_loopback(&url);
        if !is_local && !allows_remote {
            return Err(refused("not on this computer, and no other was allowed"));
        }
        if !is_local && url.scheme() == "http" && key.is_some() {
            return Err(refused("the key would be sent in the clear; use https"));
        }
        let failed = |error: String| OnlineError::Client(error);
        let mut client = Client::builder()
            .tls_backend_preconfigured(tls_config(&[], &std::sync::Arc::default())?)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT.min(timeout));
        if is_local {
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

    /// The URL of a path below the server's address.
    pub(super) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        let base = url.path().trim_end_matches('/').to_owned();
        // Users write the address with or without the version.
        let path = path.strip_prefix("/v1").filter(|_| base.ends_with("/v1")).unwrap_or(path);
        url.set_path(&format!("{base}{path}"));
        url
    }

    /// Sends a request, with retries after a time-out, a broken connection, 429 and 5xx. Must not be called within a
    /// Tokio runtime.
    pub(super) fn request(
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
                let is_retryable = match &error {
                    MachineError::TooManyRequests(wait) => *wait <= self.longest_wait,
                    MachineError::TimeOut(_) | MachineError::Unreachable(_) => true,
                    MachineError::Status { status, .. } => *status >= 500 && wait <= self.longest_wait,
                    _ => false,
                };
                let Some(delay) = delays.next().filter(|_| is_retryable) else { return Err(error) };
                tokio::time::sleep(delay.max(wait)).await;
            }
        })
    }

    /// Sends one request. An error comes with the wait that the server asks for.
    async fn send(
        &self,
        method: &Method,
        path: &str,
        authorization: Option<&HeaderValue>,
        body: Option<&Value>,
    ) -> Result<Value, (MachineError, Duration)> {
        let without_wait = |error| (error, Duration::ZERO);
        let mut request = self.client.request(method.clone(), self.url(path)).timeout(self.timeout);
        request = request.header(USER_AGENT, format!("{PRODUCT}/{}", env!("CARGO_PKG_VERSION")));
        if let Some(value) = authorization {
            request = request.header(AUTHORIZATION, value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let start = Instant::now();
        let response = request.send().await.map_err(|error| without_wait(self.transport_error(&error, start)))?;
        let (status, wait) = (response.status().as_u16(), wait(&response));
        let bytes = read_body(response)
            .await
            .map_err(|error| without_wait(error.map_or_else(too_large, |it| self.transport_error(&it, start))))?;
        if !(200..300).contains(&status) {
            return Err((self.status_error(status, &bytes, wait), wait));
        }
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes)
            .map_err(|error| without_wait(MachineError::Unreadable(format!("{error} of {} bytes", bytes.len()))))
    }

    fn transport_error(&self, error: &reqwest::Error, start: Instant) -> MachineError {
        if error.is_timeout() && start.elapsed() >= self.timeout {
            return MachineError::TimeOut(self.timeout);
        }
        let mut cause: &dyn std::error::Error = error;
        while let Some(source) = cause.source() {
            cause = source;
        }
        MachineError::Unreachable(self.displayable(&cause.to_string()))
    }

    fn status_error(&self, status: u16, body: &[u8], wait: Duration) -> MachineError {
        match status {
            401 | 403 => MachineError::Denied(status),
            429 => MachineError::TooManyRequests(wait),
            // DeepL's own status
            456 => MachineError::Quota,
            _ => MachineError::Status { status, message: self.displayable(&error_message(body)) },
        }
    }

    /// A server's text fit for display: on one line, short, without control characters and without the key.
    fn displayable(&self, text: &str) -> String {
        let text = self.key.as_ref().map_or_else(|| text.to_owned(), |key| key.redact(text));
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        one_line.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE_CHARS).collect()
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
    MachineError::Unreadable(format!("larger than {} MiB", MAX_ANSWER_BYTES >> 20))
}

/// The body; `Err(None)` if it is too large.
async fn read_body(mut response: Response) -> Result<Vec<u8>, Option<reqwest::Error>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Some)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn wait(response: &Response) -> Duration {
    let header = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    header.and_then(parse_retry_after).unwrap_or_default()
}

/// The message in the body of an error: `{"message": …}`, `{"error": …}` or `{"error": {"message": …}}`.
fn error_message(body: &[u8]) -> String {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let messages = [&value["message"], &value["error"]["message"], &value["error"], &value["detail"]];
    messages.iter().find_map(|it| it.as_str()).unwrap_or_default().to_owned()
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
    fn a_remote_server_must_be_allowed() {
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
    fn a_key_is_sent_to_a_remote_server_by_https_only() {
        assert!(server("http://192.168.1.2:5000", key(), true).unwrap_err().contains("in the clear"));
        assert!(server("https://192.168.1.2:5000", key(), true).is_ok());
        assert!(server("https://me:pass@example.org", None, true).unwrap_err().contains("not part of the address"));
        assert!(server("file:///etc/passwd", None, true).is_err() && server("5000", None, true).is_err());
    }

    #[test]
    fn a_version_in_the_address_is_not_repeated() {
        let url = |base: &str| server(base, None, false).unwrap().url("/v1/chat/completions").to_string();
        assert_eq!(url("http://localhost:1/v1/"), "http://localhost:1/v1/chat/completions");
        assert_eq!(url("http://localhost:1/llm"), "http://localhost:1/llm/v1/chat/completions");
    }

    #[test]
    fn a_server_s_message_is_shown_short_and_without_the_key() {
        let server = server("http://localhost:1", key(), false).unwrap();
        let body = br#"{"error": {"message": "no \u001b[31m s3cret\n here"}}"#;
        assert_eq!(server.displayable(&error_message(body)), "no [31m … here");
        assert_eq!(server.displayable(&"x".repeat(999)).len(), MAX_MESSAGE_CHARS);
    }
}
