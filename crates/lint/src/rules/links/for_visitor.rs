//! Redirects that depend on who asks: where a server sends one visitor is not where the page has moved.

use firstaid_content::Locale;
use firstaid_mentions::url_parts::UrlParts;

use crate::translation::address::{LANGUAGE_PARAMETERS, is_language_name};

/// Parts of paths that stand for every region.
const REGIONS: [&str; 5] = ["intl", "international", "global", "world", "row"];

/// Parameters that choose a region.
const REGION_PARAMETERS: [&str; 7] = ["cc", "country", "geo", "gl", "market", "mkt", "region"];

/// Parameters in whose names these stand identify a session.
const SESSION_PARAMETERS: [&str; 8] = ["sess", "sid", "token", "ticket", "nonce", "visitor", "cftoken", "clickid"];

/// Minimum length of a value that is a session by its look: letters and digits in no order.
const MIN_SESSION_VALUE: usize = 16;

/// Begins of parts of a path, or of a host, that are for a login.
const LOGIN: [&str; 14] = [
    "login", "log-in", "log_in", "logon", "signin", "sign-in", "sign_in", "signup", "sign-up", "register", "oauth",
    "sso", "wp-login", "auth",
];

/// Parameters that say where to go after a login.
const RETURN_PARAMETERS: [&str; 10] = [
    "next",
    "return",
    "returnto",
    "return_to",
    "returnurl",
    "redirect",
    "redirect_uri",
    "redirect_to",
    "continue",
    "goto",
];

/// Begins of parts of a path, or of a host, that ask for consent.
const CONSENT: [&str; 7] = ["consent", "cookie", "gdpr", "privacy-consent", "age-gate", "agegate", "age-verification"];

/// Names of start pages.
const HOME: [&str; 8] =
    ["index.html", "index.htm", "index.php", "index.asp", "index.aspx", "default.aspx", "home", "home.html"];

/// Why a redirect depends on the visitor, as a clause for messages. `None` if it is the same for everybody.
pub(super) fn for_visitor(from: &str, to: &str) -> Option<&'static str> {
    let (from, to) = (Address::new(from), Address::new(to));
    let is_new = |is: fn(&str) -> bool| to.names().any(is) && !from.names().any(is);
    if is_new(|part| begins(part, &LOGIN)) || to.new_parameters(&from).any(|(name, _)| is(&RETURN_PARAMETERS, name)) {
        return Some("it is a login page");
    }
    if is_new(|part| begins(part, &CONSENT)) {
        return Some("it is a consent page");
    }
    if to.is_home() && !from.is_home() {
        return Some("it is a start page");
    }
    let is_session =
        |(name, value): (&str, &str)| SESSION_PARAMETERS.iter().any(|part| name.contains(part)) || is_random(value);
    if to.has_session_in_path || to.new_parameters(&from).any(is_session) {
        return Some("it has a session in it");
    }
    let has_language = |(name, _): (&str, &str)| is(&LANGUAGE_PARAMETERS, name) || is(&REGION_PARAMETERS, name);
    let is_for_one = to.names().any(|part| is_tag(part) && !from.names().any(|other| other == part));
    (is_for_one || to.new_parameters(&from).any(has_language))
        .then_some("it may depend on the language or region of who asks")
}

/// The parts of an address, in lower case.
struct Address {
    /// The parts of the path that are not empty.
    path: Vec<String>,
    /// The first label of the host.
    label: String,
    parameters: Vec<(String, String)>,
    has_session_in_path: bool,
}

impl Address {
    fn new(url: &str) -> Self {
        let parts = UrlParts::new(url);
        let path = parts.path.to_ascii_lowercase();
        let has_session_in_path = path.contains(";jsessionid=") || path.contains("/(s(");
        let parameter = |parameter: &str| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (name.to_ascii_lowercase(), value.to_owned())
        };
        Self {
            path: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            label: parts.bare_host().split('.').next().unwrap_or_default().to_owned(),
            parameters: parts.query.split('&').filter(|it| !it.is_empty()).map(parameter).collect(),
            has_session_in_path,
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.path.iter().chain([&self.label]).map(String::as_str)
    }

    /// The parameters that another address lacks.
    fn new_parameters<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_new = |parameter: &&(String, String)| !other.parameters.contains(parameter);
        self.parameters.iter().filter(is_new).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn is_home(&self) -> bool {
        let is_nothing = |part: &String| is_tag(part) || HOME.contains(&part.as_str());
        self.parameters.is_empty() && self.path.iter().all(is_nothing)
    }
}

fn is(names: &[&str], name: &str) -> bool {
    names.contains(&name)
}

fn begins(part: &str, names: &[&str]) -> bool {
    names.iter().any(|name| part.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Whether a part of an address is a language or a region: `de`, `en-us`, `pt_br`, `zh-hant`, `deutsch`, `intl`.
fn is_tag(part: &str) -> bool {
    let mut subtags = part.split(['-', '_']);
    let first = subtags.next().unwrap_or_default();
    let is_short = first.len() == 2 && first.bytes().all(|b| b.is_ascii_alphabetic());
    let is_language = is_short || first.len() == 3 && Locale::new(part).is_some_and(|locale| locale.is_known());
    let is_subtag = |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    is_language && subtags.clone().count() <= 2 && subtags.all(is_subtag)
        || REGIONS.contains(&part)
        || is_language_name(part)
}

/// Whether a value is letters and digits in no order.
fn is_random(value: &str) -> bool {
    let is_of = |of: fn(&u8) -> bool| value.as_bytes().iter().filter(|b| of(b)).count();
    value.len() >= MIN_SESSION_VALUE
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'%'))
        && is_of(u8::is_ascii_digit) >= 3
        && is_of(u8::is_ascii_alphabetic) >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_a_region_or_a_session_is_for_one_visitor() {
        for (from, to) in [
            ("https://a.org/x", "https://a.org/en-gb/x"),
            ("https://a.org/x", "https://a.org/sv/x"),
            ("https://a.org/de/x", "https://a.org/fr/x"),
            ("https://a.org/x", "https://a.org/intl/x"),
            ("https://a.org/docs/x", "https://a.org/docs/zh-hant/x"),
            ("https://a.org/x", "https://pt.a.org/x"),
            ("https://a.org/x", "https://a.org/x?hl=ru"),
            ("https://a.org/x?a=1", "https://a.org/x?a=1&country=NL"),
            ("https://a.org/x", "https://a.org/x;jsessionid=1A2B"),
            ("https://a.org/x", "https://a.org/x?phpsessid=k3"),
            ("https://a.org/x", "https://a.org/x?v=a81bc81bdead4e5dabff"),
            ("https://a.org/x", "https://a.org/users/sign_in"),
            ("https://a.org/x", "https://a.org/start?next=/x"),
            ("https://a.org/x", "https://a.org/cookie-consent"),
            ("https://a.org/x/y", "https://a.org/"),
            ("https://a.org/x/y", "https://a.org/en/index.html"),
        ] {
            assert!(for_visitor(from, to).is_some(), "{from} {to}");
        }
    }

    #[test]
    fn a_move_is_for_everybody() {
        for (from, to) in [
            ("https://a.org/2019/x", "https://a.org/reports/x"),
            ("https://a.org/en/x", "https://a.org/en/docs/x"),
            ("https://a.org/x.html", "https://a.org/x/"),
            ("https://a.org/?p=12", "https://a.org/posts/authors"),
            ("https://a.org/x?id=3", "https://a.org/y?id=3"),
            ("https://a.org/how-to", "https://a.org/help/how-to-login-safely"),
            ("https://a.org/login/x", "https://a.org/login/y"),
            ("https://a.org/", "https://a.org/home"),
        ] {
            assert_eq!(for_visitor(from, to), None, "{from} {to}");
        }
    }
}
