//! Syntax errors in web addresses: `https//`, `htps://`, a comma instead of a dot.
//!
//! The functions see only the address and must not depend on its page.

use std::ops::Range;
use std::sync::LazyLock;

use firstaid_diagnostics::Applicability;
use regex::Regex;

use firstaid_mentions::url_parts::{UrlParts, looks_like_host};

/// A syntax error in an address.
pub(super) struct Damage {
    pub(super) message: String,
    /// The bytes of the address to replace, and the replacement.
    pub(super) fix: Option<(Range<usize>, String, Applicability)>,
}

/// `http` or `https`, right or mistyped, and the characters between it and the host.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(h+t+p+s*|hpt+s?|htpts?|tt+ps?|tthps?)(\s*[:;]\s*[/\\]*\s*|[/\\]{2,}\s*)")
        .expect("a valid pattern")
});

/// The syntax error in an address, if it has one.
pub(super) fn find(url: &str) -> Option<Damage> {
    if is_head_right(url) {
        return find_in_host(url).or_else(|| without_app(url));
    }
    let head = HEAD.captures(url)?;
    let (scheme, separator) = (&head[1], &head[2]);
    let rest = &url[head[0].len()..];
    let is_https = scheme.ends_with(['s', 'S']);
    let right_head = if is_https { "https://" } else { "http://" };
    if rest.is_empty() || rest.starts_with(['#', '?']) {
        return Some(Damage { message: format!("`{url}` has no host"), fix: None });
    }
    if HEAD.captures(rest).is_some_and(|head| head[2].contains('/')) {
        let message = "the address has two schemes".to_owned();
        return Some(Damage { message, fix: Some((0..head[0].len(), String::new(), Applicability::Unsafe)) });
    }
    let is_scheme_right = scheme.eq_ignore_ascii_case(right_head.trim_end_matches("://"));
    if is_scheme_right && separator == "://" {
        return find_in_host(url);
    }
    let message = if is_scheme_right {
        format!("`{}` should be `{right_head}`", &head[0])
    } else {
        format!("`{}` is not a scheme; it should be `{right_head}`", &head[0])
    };
    // An error in the host is reported once the scheme is fixed.
    Some(Damage { message, fix: Some((0..head[0].len(), right_head.to_owned(), Applicability::Safe)) })
}

/// The page of an app in Google Play without the app: `https://play.google.com/store/apps/details?`.
fn without_app(url: &str) -> Option<Damage> {
    const PAGE: &str = "play.google.com/store/apps/details";
    let query = url.split_once("://")?.1.strip_prefix(PAGE)?;
    let has_app = query.split(['?', '&']).any(|part| part.strip_prefix("id=").is_some_and(|app| !app.is_empty()));
    (!has_app).then(|| Damage { message: "this address of the app store names no app".to_owned(), fix: None })
}

/// Whether an address begins with `http://` or `https://` and then surely with a host: a fast test that nearly all
/// addresses pass.
fn is_head_right(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    // Neither a part of the separator nor the begin of a second scheme, right or mistyped.
    let begins_host = |&b: &u8| b.is_ascii_alphanumeric() && !matches!(b, b'h' | b'H' | b't' | b'T');
    rest.is_some_and(|rest| rest.as_bytes().first().is_some_and(begins_host))
}

fn find_in_host(url: &str) -> Option<Damage> {
    let parts = UrlParts::new(url);
    let (host, place) = (parts.host, parts.range_of(parts.host));
    let damage = |message: String, right_host: Option<String>| {
        Some(Damage { message, fix: right_host.map(|host| (place.clone(), host, Applicability::Unsafe)) })
    };
    if host.starts_with('[') && host.ends_with(']') {
        return None;
    }
    if host.is_empty() {
        return damage(format!("`{url}` has no host"), None);
    }
    if let Some(inside) = host.trim_end_matches(',').find(',') {
        let message = format!("the host `{host}` has a comma instead of a dot");
        return damage(message, (inside > 0).then(|| host.trim_end_matches(',').replace(',', ".")));
    }
    if host.contains("..") || host.starts_with('.') {
        let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
        return damage(format!("the host `{host}` has an extra dot"), Some(labels.join(".")));
    }
    let name = host.trim_end_matches('.');
    if let Some(wrong) = name.chars().find(|&c| !is_host_char(c)) {
        let host_before = name.split(|c| !is_host_char(c)).next().filter(|host| looks_like_host(host));
        let what = if wrong.is_whitespace() { "a space".to_owned() } else { format!("`{wrong}`") };
        return damage(
            format!("the host contains {what}, which host names cannot have"),
            host_before.map(str::to_owned),
        );
    }
    if !name.contains('.') && !name.eq_ignore_ascii_case("localhost") {
        return damage(format!("the host `{host}` has no dot, so it is not a public site"), None);
    }
    if let Some(at) = url.find("](") {
        let message = "two links run into each other in this address".to_owned();
        return Some(Damage { message, fix: Some((at..url.len(), String::new(), Applicability::DisplayOnly)) });
    }
    None
}

fn is_host_char(c: char) -> bool {
    // Marks and joiners are part of IDN labels in many scripts.
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '%' | '~')
        || !c.is_ascii() && !c.is_whitespace() && !matches!(c, '«' | '»' | '“' | '”' | '„' | '…' | '،' | '。' | '，')
}

/// Whether a text begins with `http` or `https`, right or mistyped.
pub(super) fn has_scheme(text: &str) -> bool {
    HEAD.is_match(text)
}
