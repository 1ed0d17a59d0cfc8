//! The cookies of one chain of redirects: sent back to the hosts that they belong to, dropped at the end of the chain.

use firstaid_registry::registrable_domain;
use url::Url;

/// Maximum number of cookies in a chain.
const MAX_COOKIES: usize = 32;
/// Maximum length of a `Set-Cookie` header, in bytes (RFC 6265, section 6.1).
const MAX_COOKIE_BYTES: usize = 4096;

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cookies(Vec<Cookie>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    /// Whether it is sent to hosts below the domain, too.
    has_subdomains: bool,
    path: String,
    secure: bool,
}

impl Cookie {
    fn is_same(&self, other: &Self) -> bool {
        (&self.name, &self.domain, &self.path) == (&other.name, &other.domain, &other.path)
    }
}

impl Cookies {
    /// Applies a `Set-Cookie` header (RFC 6265, section 5.2). `Expires` is ignored: the chain ends within seconds.
    pub(crate) fn set(&mut self, url: &Url, header: &str) {
        let (Some(host), true) = (url.host_str(), header.len() <= MAX_COOKIE_BYTES) else { return };
        let mut parts = header.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let path = url.path().rsplit_once('/').map_or("/", |(folder, _)| if folder.is_empty() { "/" } else { folder });
        let mut cookie = Cookie {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            domain: host.to_owned(),
            has_subdomains: false,
            path: path.to_owned(),
            secure: false,
        };
        let mut is_removed = false;
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "domain" => {
                    let domain = value.trim_start_matches('.').to_ascii_lowercase();
                    // A host sets no cookie for other sites, nor for all domains below a public suffix such as `org`.
                    let is_public_suffix = registrable_domain(&domain).is_none();
                    if !is_below(host, &domain) || is_public_suffix && domain != host {
                        return;
                    }
                    (cookie.domain, cookie.has_subdomains) = (domain, true);
                }
                "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                "secure" => cookie.secure = true,
                "max-age" => is_removed = value.starts_with('-') || value == "0",
                _ => {}
            }
        }
        if is_removed || cookie.name.is_empty() {
            self.0.retain(|it| !it.is_same(&cookie));
        } else {
            self.put(cookie);
        }
    }

    /// Adds the cookies of another jar.
    pub(crate) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|cookie| self.put(cookie));
    }

    fn put(&mut self, cookie: Cookie) {
        self.0.retain(|it| !it.is_same(&cookie));
        if self.0.len() < MAX_COOKIES {
            self.0.push(cookie);
        }
    }

    /// The `Cookie` header for a request.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let host = url.host_str()?;
        let sent = self.0.iter().filter(|it| {
            let path = url.path();
            let at = it.path.trim_end_matches('/');
            let inside = path.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let to_host = if it.has_subdomains { is_below(host, &it.domain) } else { host == it.domain };
            to_host && inside && (!it.secure || url.scheme() == "https")
        });
        let pairs: Vec<String> = sent.map(|it| format!("{}={}", it.name, it.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

fn is_below(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_sent_to_their_domain_and_path_only() {
        let url = |text: &str| Url::parse(text).unwrap();
        let mut cookies = Cookies::default();
        cookies.set(&url("https://a.example.org/x/y"), "one=1; Path=/; Secure; HttpOnly");
        cookies.set(&url("https://a.example.org/x/y"), "two=2; Domain=.example.org; Path=/");
        cookies.set(&url("https://a.example.org/x/y"), "three=3");
        cookies.set(&url("https://a.example.org/"), "evil=1; Domain=org");
        cookies.set(&url("https://a.example.org/"), "evil=1; Domain=other.org");
        let sent = |text: &str| cookies.header(&url(text));
        assert_eq!(sent("https://a.example.org/").as_deref(), Some("one=1; two=2"));
        assert_eq!(sent("https://a.example.org/x/z").as_deref(), Some("one=1; two=2; three=3"));
        assert_eq!(sent("http://a.example.org/xy").as_deref(), Some("two=2"));
        assert_eq!(sent("https://b.example.org/").as_deref(), Some("two=2"));
        assert_eq!(sent("https://other.org/"), None);
    }

    #[test]
    fn a_cookie_can_be_replaced_and_removed() {
        let url = Url::parse("http://example.org/").unwrap();
        let mut cookies = Cookies::default();
        cookies.set(&url, "a=1");
        cookies.set(&url, "a=2");
        assert_eq!(cookies.header(&url).as_deref(), Some("a=2"));
        cookies.set(&url, "a=; Max-Age=0");
        assert_eq!(cookies.header(&url), None);
    }
}
