//! The parts of a URL as typed, split by RFC 3986, appendix B.

use std::ops::Range;

use firstaid_registry::has_listed_suffix;

/// Parts of a URL, as slices of it; a missing part is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UrlParts<'a> {
    url: &'a str,
    /// Without the colon.
    pub scheme: &'a str,
    /// Without user and port.
    pub host: &'a str,
    pub path: &'a str,
    /// Without the question mark.
    pub query: &'a str,
    /// Without the hash sign.
    pub fragment: Option<&'a str>,
}

impl<'a> UrlParts<'a> {
    pub fn new(url: &'a str) -> Self {
        let scheme_end = find(url, b':').filter(|&at| is_scheme(&url[..at]));
        let (scheme, rest) = scheme_end.map_or(("", url), |at| (&url[..at], &url[at + 1..]));
        let (rest, fragment) = find(rest, b'#').map_or((rest, None), |at| (&rest[..at], Some(&rest[at + 1..])));
        let (rest, query) = find(rest, b'?').map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(find(rest, b'/').unwrap_or(rest.len())),
            None => ("", rest),
        };
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let port = host.rfind(':').filter(|&at| host[at + 1..].bytes().all(|b| b.is_ascii_digit()));
        let host = port.map_or(host, |at| &host[..at]);
        Self { url, scheme, host, path, query, fragment }
    }

    /// Like [`Self::new`], for text that readers see: `www.eff.org/x` and `eff.org` are hosts with paths.
    pub fn shown(text: &'a str) -> Self {
        let parts = Self::new(text);
        if !parts.host.is_empty() || !parts.scheme.is_empty() {
            return parts;
        }
        let end = text.find(['/', '?', '#', ':']).unwrap_or(text.len());
        Self { host: &text[..end], path: &text[end..], ..parts }
    }

    pub fn is_web(&self) -> bool {
        self.is_scheme("http") || self.is_scheme("https")
    }

    pub fn is_scheme(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The host in lower case, without `www.` and without a dot at its end.
    pub fn bare_host(&self) -> String {
        let host = self.host.trim_end_matches('.').to_ascii_lowercase();
        host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
    }

    /// The path; `/` if it is empty.
    pub fn full_path(&self) -> &'a str {
        if self.path.is_empty() { "/" } else { self.path }
    }

    /// The byte range of a part, which must be a slice of the URL.
    pub fn range_of(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr() as usize - self.url.as_ptr() as usize;
        start..start + part.len()
    }

    /// The parameters of the query: name, value as typed, and both with the `=`.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        self.query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name, value, pair)
        })
    }
}

/// The place of an ASCII character. Addresses are short: a plain loop is faster there than a search in blocks.
fn find(text: &str, mark: u8) -> Option<usize> {
    text.bytes().position(|b| b == mark)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Whether an address contains a template expression, such as of Liquid, so that the final address is unknown.
pub fn is_template(url: &str) -> bool {
    url.contains("{{") || url.contains("{%")
}

/// Whether a text without a scheme is a host, perhaps with a path, rather than a file name or a sentence.
pub fn looks_like_host(text: &str) -> bool {
    const FILES: [&str; 14] = ["md", "js", "py", "rs", "sh", "ts", "pl", "gz", "ps", "po", "el", "hs", "rb", "kt"];
    const DOMAINS: [&str; 22] = [
        "com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "app", "dev", "news", "onion", "online",
        "site", "tech", "help", "chat", "cloud", "email", "blog", "coop",
    ];
    let parts = UrlParts::shown(text);
    if !parts.scheme.is_empty() || parts.host.is_empty() || text.starts_with('/') {
        return false;
    }
    let is_label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let host = parts.host.trim_end_matches('.').to_lowercase();
    let Some((rest, last)) = host.rsplit_once('.') else { return false };
    if !rest.split('.').all(is_label) || !is_label(last) {
        return false;
    }
    let is_country = || last.len() == 2 && !FILES.contains(&last) && has_listed_suffix(&host);
    let foreign = last.starts_with("xn--") || last.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    host.starts_with("www.") || DOMAINS.contains(&last) || foreign || is_country()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_slices_of_the_url() {
        let url = "HTTPS://me@WWW.Example.org:443/a/b?x=1&y#top";
        let parts = UrlParts::new(url);
        assert_eq!((parts.scheme, parts.host, parts.path, parts.query), ("HTTPS", "WWW.Example.org", "/a/b", "x=1&y"));
        assert_eq!(parts.fragment, Some("top"));
        assert_eq!(parts.bare_host(), "example.org");
        assert_eq!(&url[parts.range_of(parts.host)], "WWW.Example.org");
        assert_eq!(parts.parameters().map(|(name, ..)| name).collect::<Vec<_>>(), ["x", "y"]);
    }

    #[test]
    fn relative_targets_have_a_path_alone() {
        let parts = UrlParts::new("../Trust.md#keys");
        assert_eq!((parts.scheme, parts.host, parts.path, parts.fragment), ("", "", "../Trust.md", Some("keys")));
        assert_eq!(UrlParts::new("mailto:a@b.org").scheme, "mailto");
        assert_eq!(UrlParts::shown("eff.org/x").host, "eff.org");
    }

    #[test]
    fn file_names_are_not_hosts() {
        for host in ["eff.org", "www.x", "ssd.eff.org/a", "bbc.co.uk", "пример.рф"] {
            assert!(looks_like_host(host), "{host}");
        }
        for other in
            ["README.md", "node.js", "v1.0", "a b.org", "eff", "../eff.org", "/eff.org", "photo.jpeg", "#a.org"]
        {
            assert!(!looks_like_host(other), "{other}");
        }
    }
}
