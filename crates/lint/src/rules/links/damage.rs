//! What is wrong with an address by its own looks, wherever it stands: `https//`, `htps://`, a comma for a dot.
//!
//! Nothing here knows of a page.

use std::ops::Range;
use std::sync::LazyLock;

use firstaid_diagnostics::Applicability;
use regex::Regex;

use firstaid_mentions::url_parts::{UrlParts, looks_like_host};

/// What is wrong with an address, and what mends it: bytes of it, and what to write there.
pub(crate) struct Damage {
    pub(crate) message: String,
    pub(crate) mend: Option<(Range<usize>, String, Applicability)>,
}

/// `http` or `https`, as typed or mistyped, and what stands between it and the host.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(h+t+p+s*|hpt+s?|htpts?|tt+ps?|tthps?)(\s*[:;]\s*[/\\]*\s*|[/\\]{2,}\s*)")
        .expect("a valid pattern")
});

/// What is wrong with an address by its own looks.
pub(crate) fn of(url: &str) -> Option<Damage> {
    let head = HEAD.captures(url)?;
    let (scheme, between) = (&head[1], &head[2]);
    let rest = &url[head[0].len()..];
    let secure = scheme.ends_with(['s', 'S']);
    let wanted = if secure { "https://" } else { "http://" };
    if rest.is_empty() || rest.starts_with(['#', '?']) {
        return Some(Damage { message: format!("`{url}` has no host"), mend: None });
    }
    if HEAD.captures(rest).is_some_and(|head| head[2].contains('/')) {
        let message = "the address has two schemes".to_owned();
        return Some(Damage { message, mend: Some((0..head[0].len(), String::new(), Applicability::Unsafe)) });
    }
    let right_scheme = scheme.eq_ignore_ascii_case(wanted.trim_end_matches("://"));
    if right_scheme && between == "://" {
        return host_defect(url);
    }
    let message = if right_scheme {
        format!("`{}` should be `{wanted}`", &head[0])
    } else {
        format!("`{}` is no scheme; it should be `{wanted}`", &head[0])
    };
    // Where the host is damaged too, it shows once the scheme is right.
    Some(Damage { message, mend: Some((0..head[0].len(), wanted.to_owned(), Applicability::Safe)) })
}

fn host_defect(url: &str) -> Option<Damage> {
    let parts = UrlParts::new(url);
    let (host, place) = (parts.host, parts.range_of(parts.host));
    let found = |message: String, host: Option<String>| {
        Some(Damage { message, mend: host.map(|host| (place.clone(), host, Applicability::Unsafe)) })
    };
    if host.starts_with('[') && host.ends_with(']') {
        return None;
    }
    if host.is_empty() {
        return found(format!("`{url}` has no host"), None);
    }
    if let Some(inside) = host.trim_end_matches(',').find(',') {
        let message = format!("the host `{host}` has a comma where a dot belongs");
        return found(message, (inside > 0).then(|| host.trim_end_matches(',').replace(',', ".")));
    }
    if host.contains("..") || host.starts_with('.') {
        let mended: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
        return found(format!("the host `{host}` has a dot too many"), Some(mended.join(".")));
    }
    let name = host.trim_end_matches('.');
    if let Some(wrong) = name.chars().find(|&c| !is_host_char(c)) {
        let glued = name.split(|c| !is_host_char(c)).next().filter(|host| looks_like_host(host));
        let what = if wrong.is_whitespace() { "a blank".to_owned() } else { format!("`{wrong}`") };
        return found(format!("the host holds {what}, which no host name has"), glued.map(str::to_owned));
    }
    if !name.contains('.') && !name.eq_ignore_ascii_case("localhost") {
        return found(format!("the host `{host}` has no dot, so it is no site on the internet"), None);
    }
    if let Some(at) = url.find("](") {
        let message = "two links run into each other in this address".to_owned();
        return Some(Damage { message, mend: Some((at..url.len(), String::new(), Applicability::DisplayOnly)) });
    }
    None
}

fn is_host_char(c: char) -> bool {
    // Marks and joiners are part of IDN labels in many scripts.
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.' | '_' | '%' | '~')
        || !c.is_ascii() && !c.is_whitespace() && !matches!(c, '«' | '»' | '“' | '”' | '„' | '…' | '،' | '。' | '，')
}

/// Whether a text begins with the scheme of the web, as typed or mistyped.
pub(crate) fn has_scheme(text: &str) -> bool {
    HEAD.is_match(text)
}
