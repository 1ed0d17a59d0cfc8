//! Who may come in: the person who started the preview, and nobody whom their browser works for besides.
//!
//! A page of another origin can make a browser send requests here. It cannot read the token, which is in every path; and
//! browsers say where a request comes from, in headers that pages cannot set.

use std::net::SocketAddr;

use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Version};
use subtle::ConstantTimeEq;

/// Bytes of randomness in a token.
const TOKEN_BYTES: usize = 32;

/// The address of the server and its secret.
#[derive(Debug)]
pub(super) struct Door {
    host: String,
    token: String,
}

/// Why a request was turned away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// It is for another host: a name that was pointed at this address.
    Host,
    /// It comes from a page of another origin.
    Origin,
    Method,
    /// It has not the token. Nobody learns what there is.
    Token,
    /// A form in another encoding than that of the preview's own.
    Form,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Token => StatusCode::NOT_FOUND,
            Self::Form => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }
}

impl Door {
    /// A door with a new token; `None` if the system has no randomness.
    pub(super) fn new(address: SocketAddr) -> Option<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes).ok()?;
        let digit = |half: u8| char::from_digit(half.into(), 16);
        let token = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(digit).collect();
        Some(Self { host: address.to_string(), token })
    }

    /// The address that lets in whoever has it.
    pub(super) fn url(&self) -> String {
        format!("http://{}/{}/", self.host, self.token)
    }

    /// The path of a request after its token.
    pub(super) fn admit<'r>(&self, request: &'r Parts) -> Result<&'r str, Refusal> {
        let headers = &request.headers;
        let is_here = |value: &HeaderValue| value.as_bytes() == self.host.as_bytes();
        let is_elsewhere = request.uri.authority().is_some_and(|it| it.as_str() != self.host);
        if request.version == Version::HTTP_09 || is_elsewhere || !only(headers, &HOST).is_some_and(is_here) {
            return Err(Refusal::Host);
        }
        let origin = format!("http://{}", self.host);
        let is_own = |value: &HeaderValue| value.as_bytes() == origin.as_bytes();
        // `none`: a person typed or pasted the address.
        let is_from_here = |value: &HeaderValue| matches!(value.as_bytes(), b"same-origin" | b"none");
        let site = HeaderName::from_static("sec-fetch-site");
        if !headers.get_all(ORIGIN).iter().all(is_own) || !headers.get_all(site).iter().all(is_from_here) {
            return Err(Refusal::Origin);
        }
        if !matches!(request.method, Method::GET | Method::HEAD | Method::POST) {
            return Err(Refusal::Method);
        }
        let path = request.uri.path().strip_prefix('/').unwrap_or_default();
        let (token, rest) = path.split_once('/').unwrap_or((path, ""));
        if !bool::from(token.as_bytes().ct_eq(self.token.as_bytes())) {
            return Err(Refusal::Token);
        }
        let is_form = |value: &HeaderValue| value.as_bytes().starts_with(b"application/x-www-form-urlencoded");
        if request.method == Method::POST && !only(headers, &CONTENT_TYPE).is_some_and(is_form) {
            return Err(Refusal::Form);
        }
        Ok(rest)
    }
}

/// The value of a header that stands there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    let mut all = headers.get_all(name).iter();
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    fn door() -> Door {
        Door { host: "127.0.0.1:4321".to_owned(), token: "c0ffee".to_owned() }
    }

    fn admitted(method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<String, Refusal> {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        door().admit(&parts).map(str::to_owned)
    }

    const HERE: (&str, &str) = ("host", "127.0.0.1:4321");

    #[test]
    fn the_path_after_the_token_is_admitted() {
        assert_eq!(admitted("GET", "/c0ffee/page?name=A", &[HERE]), Ok("page".to_owned()));
        assert_eq!(admitted("GET", "/c0ffee/", &[HERE, ("sec-fetch-site", "none")]), Ok(String::new()));
        let form = ("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
        let own = [HERE, form, ("origin", "http://127.0.0.1:4321"), ("sec-fetch-site", "same-origin")];
        assert_eq!(admitted("POST", "/c0ffee/block", &own), Ok("block".to_owned()));
        assert_eq!(admitted("POST", "/c0ffee/block", &[HERE, form]), Ok("block".to_owned()), "of a text browser");
    }

    #[test]
    fn other_hosts_are_refused_whatever_the_token() {
        for host in ["localhost:4321", "attacker.example:4321", "127.0.0.1", "127.0.0.1:43210", "[::1]:4321", ""] {
            assert_eq!(admitted("GET", "/c0ffee/", &[("host", host)]), Err(Refusal::Host), "{host}");
        }
        assert_eq!(admitted("GET", "/c0ffee/", &[]), Err(Refusal::Host));
        assert_eq!(admitted("GET", "/c0ffee/", &[HERE, HERE]), Err(Refusal::Host));
        assert_eq!(admitted("GET", "http://attacker.example/c0ffee/", &[HERE]), Err(Refusal::Host));
    }

    #[test]
    fn pages_of_other_origins_are_refused_whatever_the_token() {
        for origin in ["http://attacker.example", "null", "http://127.0.0.1:80", "https://127.0.0.1:4321"] {
            assert_eq!(admitted("GET", "/c0ffee/", &[HERE, ("origin", origin)]), Err(Refusal::Origin), "{origin}");
        }
        for site in ["cross-site", "same-site", ""] {
            let headers = [HERE, ("sec-fetch-site", site)];
            assert_eq!(admitted("GET", "/c0ffee/", &headers), Err(Refusal::Origin), "{site}");
        }
    }

    #[test]
    fn without_the_token_nothing_is_found() {
        for path in ["/", "/c0ffe/", "/c0ffee0/", "/C0FFEE/", "/style.css", "/page?token=c0ffee", "//c0ffee/"] {
            assert_eq!(admitted("GET", path, &[HERE]), Err(Refusal::Token), "{path}");
        }
    }

    #[test]
    fn only_reading_and_forms_are_served() {
        for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"] {
            let uri = if method == "CONNECT" { "127.0.0.1:4321" } else { "/c0ffee/" };
            assert_eq!(admitted(method, uri, &[HERE]), Err(Refusal::Method), "{method}");
        }
        for form in ["multipart/form-data", "text/plain", "application/json"] {
            let headers = [HERE, ("content-type", form)];
            assert_eq!(admitted("POST", "/c0ffee/block", &headers), Err(Refusal::Form), "{form}");
        }
    }

    #[test]
    fn tokens_are_long_and_new() {
        let address = SocketAddr::from(([127, 0, 0, 1], 4321));
        let (one, two) = (Door::new(address).unwrap(), Door::new(address).unwrap());
        assert!(one.token.len() == 2 * TOKEN_BYTES && one.token != two.token);
        assert_eq!(one.url(), format!("http://127.0.0.1:4321/{}/", one.token));
    }
}
