//! The signatures of `data/signatures.yaml`: parked domains, challenges to robots, login and consent pages.

use std::sync::LazyLock;

use serde::Deserialize;
use url::Url;

use crate::text::PageText;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Signatures {
    parking_name_servers: Vec<String>,
    parking_hosts: Vec<String>,
    parking_phrases: Vec<String>,
    challenge_headers: Vec<(String, String)>,
    challenge_titles: Vec<String>,
    missing_phrases: Vec<String>,
    login_paths: Vec<String>,
    consent_paths: Vec<String>,
}

static SIGNATURES: LazyLock<Signatures> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../data/signatures.yaml")).expect("the embedded file is checked by a test")
});

/// The signature of a parked domain that a page has, if any.
pub(crate) fn parked_page(page: &PageText) -> Option<String> {
    if !page.is_thin() {
        return None;
    }
    let title = normalize(&page.title);
    let phrases = SIGNATURES.parking_phrases.iter();
    phrases.into_iter().find(|phrase| page.words.contains(phrase.as_str()) || title.contains(phrase.as_str())).cloned()
}

/// The parking service that a host belongs to, if any.
pub(crate) fn parking_host(host: &str) -> Option<&'static str> {
    parent_in(host, &SIGNATURES.parking_hosts)
}

/// The parking service that the name servers of a domain belong to, if any.
pub(crate) fn parking_name_server(servers: &[String]) -> Option<&'static str> {
    servers.iter().find_map(|server| parent_in(server, &SIGNATURES.parking_name_servers))
}

fn parent_in(host: &str, domains: &'static [String]) -> Option<&'static str> {
    let is_parent = |domain: &&String| {
        host == domain.as_str() || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
    };
    domains.iter().find(is_parent).map(String::as_str)
}

/// The header of an answer that marks a challenge to robots, if any. `value` gives the value of a header.
pub(crate) fn challenge_header<'v>(value: impl Fn(&str) -> Option<&'v str>) -> Option<&'static str> {
    let says = |(name, start): &&(String, String)| {
        value(name).is_some_and(|value| value.trim().to_ascii_lowercase().starts_with(start.as_str()))
    };
    SIGNATURES.challenge_headers.iter().find(says).map(|(name, _)| name.as_str())
}

/// The known title of a challenge page that this page has, if any.
pub(crate) fn challenge_title(page: &PageText) -> Option<&'static str> {
    let title = normalize(&page.title);
    SIGNATURES.challenge_titles.iter().find(|it| title.starts_with(it.as_str())).map(String::as_str)
}

/// Whether a page contains a phrase such as "not found". That alone does not make it a soft 404.
pub(crate) fn says_missing(page: &PageText) -> bool {
    let (title, words) = page.headline();
    let (title, words) = (format!(" {} ", normalize(title)), format!(" {words} "));
    let phrases = SIGNATURES.missing_phrases.iter().map(|it| format!(" {it} "));
    phrases.into_iter().any(|it| title.contains(&it) || words.contains(&it))
}

/// Whether a URL is that of a login page.
pub(crate) fn is_login(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    has_part(url, &SIGNATURES.login_paths)
        || ["login.", "accounts.", "auth.", "sso.", "signin."].iter().any(|start| host.starts_with(start))
}

/// Whether a URL is that of a consent page.
pub(crate) fn is_consent(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host.starts_with("consent.")) || has_part(url, &SIGNATURES.consent_paths)
}

fn has_part(url: &Url, parts: &[String]) -> bool {
    url.path().split('/').any(|part| parts.iter().any(|it| it.eq_ignore_ascii_case(part)))
}

/// Words in lower case with one space between.
fn normalize(text: &str) -> String {
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_valid_and_in_order() {
        let all = [
            &SIGNATURES.parking_name_servers,
            &SIGNATURES.parking_hosts,
            &SIGNATURES.parking_phrases,
            &SIGNATURES.challenge_titles,
            &SIGNATURES.missing_phrases,
            &SIGNATURES.login_paths,
            &SIGNATURES.consent_paths,
        ];
        for list in all {
            assert!(!list.is_empty() && list.is_sorted_by(|a, b| a < b), "{list:?}");
            assert!(list.iter().all(|it| it.to_lowercase() == *it));
        }
        for phrase in SIGNATURES.parking_phrases.iter().chain(&SIGNATURES.challenge_titles) {
            assert_eq!(normalize(phrase), *phrase);
        }
        assert!(SIGNATURES.challenge_headers.is_sorted());
    }

    #[test]
    fn parked_pages_are_recognised_and_pages_about_parking_are_not() {
        let page = |html: &str| PageText::new(html, true, "");
        let parked = "<title>eff.example</title><h1>This domain is FOR SALE!</h1> Buy now";
        assert_eq!(parked_page(&page(parked)).as_deref(), Some("this domain is for sale"));
        let about = format!("<p>Sometimes a site says: this domain is for sale. {}", "and so on ".repeat(200));
        assert_eq!(parked_page(&page(&about)), None);
        assert_eq!(parking_host("www.hugedomains.com"), Some("hugedomains.com"));
        assert_eq!(parking_host("nothugedomains.com"), None);
        assert_eq!(parking_name_server(&["ns1.sedoparking.com".to_owned()]), Some("sedoparking.com"));
    }

    #[test]
    fn logins_consent_pages_and_challenges_are_recognised() {
        let url = |text: &str| Url::parse(text).unwrap();
        assert!(is_login(&url("https://a.org/x/Login?next=/y")) && is_login(&url("https://accounts.google.com/x")));
        assert!(!is_login(&url("https://a.org/how-to-login-safely")));
        assert!(is_consent(&url("https://consent.youtube.com/m")) && !is_consent(&url("https://a.org/consenting")));
        assert_eq!(challenge_header(|name| (name == "cf-mitigated").then_some("Challenge")), Some("cf-mitigated"));
        assert_eq!(challenge_title(&PageText::new("<title>Just a moment...</title>", true, "")), Some("just a moment"));
    }
}
