//! The normalised URL that identifies a link in the ledger.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};
use url::Url;

/// Maximum length of a URL, in bytes. Common servers accept no longer ones, and the ledger stays readable.
const MAX_URL_BYTES: usize = 4096;

/// The URL of a page: `http` or `https`, normalised by the URL standard (lower-case host in its ASCII form, no default
/// port, no dot segments), without credentials and without a fragment. Clones share the text, because a URL stands in
/// the guide, in the plan and in the ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct LinkUrl(Arc<str>);

impl LinkUrl {
    /// The URL of a link target, and its fragment with percent escapes as typed. `None` for targets that are not on the
    /// web, such as `mailto:` or a path.
    ///
    /// `www.example.org` is read as `http://www.example.org`, as in GFM; `//example.org` as `https://example.org`.
    pub fn parse(target: &str) -> Option<(Self, Option<String>)> {
        let target = target.trim();
        if target.len() > MAX_URL_BYTES {
            return None;
        }
        let parsed = if target.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
            Url::parse(&format!("http://{target}"))
        } else if target.starts_with("//") {
            Url::parse(&format!("https:{target}"))
        } else {
            Url::parse(target)
        };
        let mut url = parsed.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
        let fragment = url.fragment().filter(|fragment| !fragment.is_empty()).map(str::to_owned);
        url.set_fragment(None);
        // Neither can fail for a URL with a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let dotless = url.host_str().and_then(|host| host.strip_suffix('.')).map(str::to_owned);
        if let Some(host) = dotless.filter(|host| !host.is_empty()) {
            url.set_host(Some(&host)).ok()?;
        }
        (url.as_str().len() <= MAX_URL_BYTES).then(|| (Self(url.as_str().into()), fragment))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, without a port.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let port = authority.rfind(':').filter(|&at| !authority[at..].contains(']'));
        port.map_or(authority, |at| &authority[..at])
    }

    /// The path and the query: all from the first `/` after the host.
    pub fn path(&self) -> &str {
        let start = self.0.find("://").map_or(0, |at| at + 3);
        self.0[start..].find('/').map_or("/", |at| &self.0[start + at..])
    }

    /// The page of which this is an archived copy, if the URL of the copy contains its URL.
    pub fn original(&self) -> Option<Self> {
        let rest = match self.host() {
            "web.archive.org" => self.path().strip_prefix("/web/")?,
            "archive.fo" | "archive.is" | "archive.li" | "archive.md" | "archive.ph" | "archive.today"
            | "archive.vn" => self.path().strip_prefix('/')?,
            _ => return None,
        };
        let (time, page) = rest.split_once('/')?;
        if !time.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let scheme = match page.split('/').next()? {
            "http:" | "https:" => "",
            host if host.contains([':', '@']) => return None,
            _ => "http://",
        };
        Self::parse(&format!("{scheme}{page}")).map(|(url, _)| url)
    }
}

impl fmt::Display for LinkUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for LinkUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::parse(&text) {
            Some((url, None)) => Ok(url),
            _ => Err(de::Error::custom("not the address of a page")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(target: &str) -> Option<String> {
        LinkUrl::parse(target).map(|(url, _)| url.as_str().to_owned())
    }

    #[test]
    fn spellings_of_one_url_are_equal() {
        for target in [
            "https://bücher.example/a",
            "HTTPS://XN--BCHER-KVA.example:443/b/../a#top",
            "https://me:secret@bücher.example./a",
        ] {
            assert_eq!(url(target).as_deref(), Some("https://xn--bcher-kva.example/a"), "{target}");
        }
        assert_eq!(url("www.eff.org").as_deref(), Some("http://www.eff.org/"));
        assert_eq!(url("//eff.org/x").as_deref(), Some("https://eff.org/x"));
        assert_eq!(url("http://0x7f.1/").as_deref(), Some("http://127.0.0.1/"));
    }

    #[test]
    fn targets_that_are_not_on_the_web_have_no_url() {
        for target in ["mailto:a@b.org", "Page.md", "#top", "", "https//eff.org", "http://", "javascript:x"] {
            assert_eq!(url(target), None, "{target}");
        }
        assert_eq!(url(&format!("https://eff.org/{}", "x".repeat(MAX_URL_BYTES))), None);
    }

    #[test]
    fn an_archived_copy_gives_its_original() {
        let original = |copy: &str| LinkUrl::parse(copy).unwrap().0.original().map(|it| it.as_str().to_owned());
        for copy in [
            "https://web.archive.org/web/20200102030405/https://eff.org/a?b=c",
            "http://web.archive.org/web/2020id_/https://EFF.org:443/a?b=c#d",
            "https://archive.ph/20200102-0304/https://eff.org/a?b=c",
        ] {
            assert_eq!(original(copy).as_deref(), Some("https://eff.org/a?b=c"), "{copy}");
        }
        assert_eq!(original("https://web.archive.org/web/2020/eff.org/").as_deref(), Some("http://eff.org/"));
        for other in [
            "https://web.archive.org/web/*/https://eff.org/",
            "https://web.archive.org/web/2020",
            "https://archive.ph/AbCdE",
            "https://archive.org/web/2020/https://eff.org/",
            "https://web.archive.org/web/2020/mailto:a@eff.org",
        ] {
            assert_eq!(original(other), None, "{other}");
        }
    }

    #[test]
    fn a_url_is_split_into_host_path_and_fragment() {
        let (url, fragment) = LinkUrl::parse("https://[::1]:8080/a?b#c%20d").unwrap();
        assert_eq!((url.host(), url.path(), fragment.as_deref()), ("[::1]", "/a?b", Some("c%20d")));
        assert_eq!(LinkUrl::parse("http://eff.org:81/#").unwrap().1, None);
    }
}
