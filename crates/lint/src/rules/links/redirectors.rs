//! Addresses of redirectors, and their destinations.

use firstaid_mentions::url_parts::UrlParts;
use percent_encoding::percent_decode_str;

/// The part of a redirector's address that contains the destination.
#[derive(Clone, Copy)]
enum Place {
    /// The first non-empty one of these parameters.
    Parameter(&'static [&'static str]),
    /// The whole query.
    Query,
    /// The rest of the path after the redirector's own prefix; without a scheme it is `https`.
    Path,
    /// The encodings of Proofpoint URL Defense.
    ProofpointV2,
    ProofpointV3,
    /// None: only the redirector knows the destination.
    Hidden,
}

/// Host (subdomains included), prefix of the path, and place of the destination. `google.*` is Google in any country.
const REDIRECTORS: [(&str, &str, Place); 33] = [
    ("google.*", "/url", Place::Parameter(&["q", "url"])),
    ("google.*", "/amp/s/", Place::Path),
    ("l.facebook.com", "/l.php", Place::Parameter(&["u"])),
    ("lm.facebook.com", "/l.php", Place::Parameter(&["u"])),
    ("facebook.com", "/l.php", Place::Parameter(&["u"])),
    ("facebook.com", "/flx/warn/", Place::Parameter(&["u"])),
    ("l.instagram.com", "/", Place::Parameter(&["u"])),
    ("l.messenger.com", "/l.php", Place::Parameter(&["u"])),
    ("l.threads.com", "/", Place::Parameter(&["u"])),
    ("out.reddit.com", "/", Place::Parameter(&["url"])),
    ("youtube.com", "/redirect", Place::Parameter(&["q"])),
    ("linkedin.com", "/redir/", Place::Parameter(&["url"])),
    ("linkedin.com", "/safety/go", Place::Parameter(&["url"])),
    ("safelinks.protection.outlook.com", "/", Place::Parameter(&["url"])),
    ("urldefense.com", "/v2/url", Place::ProofpointV2),
    ("urldefense.proofpoint.com", "/v2/url", Place::ProofpointV2),
    ("urldefense.com", "/v3/__", Place::ProofpointV3),
    ("urldefense.us", "/v3/__", Place::ProofpointV3),
    ("slack-redir.net", "/link", Place::Parameter(&["url"])),
    ("vk.com", "/away.php", Place::Parameter(&["to"])),
    ("vk.ru", "/away.php", Place::Parameter(&["to"])),
    ("duckduckgo.com", "/l/", Place::Parameter(&["uddg"])),
    ("bing.com", "/ck/", Place::Hidden),
    ("steamcommunity.com", "/linkfilter/", Place::Parameter(&["u", "url"])),
    ("t.umblr.com", "/redirect", Place::Parameter(&["z"])),
    ("disq.us", "/url", Place::Parameter(&["url"])),
    ("href.li", "/", Place::Query),
    ("anon.to", "/", Place::Query),
    ("nullrefer.com", "/", Place::Query),
    ("dereferer.me", "/", Place::Query),
    ("awstrack.me", "/L0/", Place::Path),
    ("list-manage.com", "/track/click", Place::Hidden),
    ("mandrillapp.com", "/track/click/", Place::Hidden),
];

/// The host of a redirector's address, and the destination if the address contains it. `None` for any other address.
pub(super) fn redirect(url: &str) -> Option<(String, Option<String>)> {
    let parts = UrlParts::new(url);
    if !parts.is_web() {
        return None;
    }
    let host = parts.bare_host();
    let of_host = REDIRECTORS.iter().filter(|(name, ..)| matches_host(&host, name));
    let (_, prefix, place) = of_host.into_iter().find(|(_, path, _)| {
        let on_path = parts.full_path().get(..path.len()).is_some_and(|start| start.eq_ignore_ascii_case(path));
        // `/urls` is not `/url`.
        let is_whole_prefix =
            path.ends_with(['/', '_']) || matches!(parts.full_path().as_bytes().get(path.len()), None | Some(b'/'));
        on_path && is_whole_prefix
    })?;
    let destination = match place {
        Place::Parameter(names) => {
            let found = parts.parameters().find(|(name, value, _)| names.contains(name) && !value.is_empty());
            // Without the parameter it is an ordinary page of the host, such as a search page.
            decode(found?.1)
        }
        Place::Query if parts.query.is_empty() => return None,
        Place::Query => decode(&url[url.find('?')? + 1..]),
        Place::Path => {
            let rest = decode(&parts.path[prefix.len()..])?;
            let whole = if rest.contains("://") { rest } else { format!("https://{rest}") };
            Some(if *prefix == "/L0/" { whole.split("/1/").next()?.to_owned() } else { whole })
        }
        Place::ProofpointV2 => {
            let (_, value, _) = parts.parameters().find(|(name, ..)| *name == "u")?;
            decode(&value.replace('-', "%").replace('_', "/"))
        }
        Place::ProofpointV3 => {
            let (inner, _) = url.split_once("/v3/__")?.1.split_once("__;")?;
            // A star replaces a character that a suffix encodes, which is not decoded here.
            Some(inner.to_owned()).filter(|inner| !inner.contains('*'))
        }
        Place::Hidden => None,
    };
    Some((host, destination.and_then(|url| as_target(&url))))
}

/// Whether a host is the named one or a subdomain of it; `google.*` stands for Google with any country domain.
fn matches_host(host: &str, name: &str) -> bool {
    if let Some(name) = name.strip_suffix(".*") {
        let rest = host.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
        return rest.is_some_and(|rest| rest.len() <= 6 && rest.split('.').all(|label| label.len() <= 3));
    }
    host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn decode(value: &str) -> Option<String> {
    Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
}

/// A web address, escaped so that it is valid in any kind of link; `None` if it is not a web address.
fn as_target(url: &str) -> Option<String> {
    let parts = UrlParts::new(url);
    if !parts.is_web() || !parts.host.contains('.') || url.chars().any(char::is_control) {
        return None;
    }
    let escaped = url.chars().map(|c| match c {
        ' ' => "%20".to_owned(),
        '(' => "%28".to_owned(),
        ')' => "%29".to_owned(),
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        '"' => "%22".to_owned(),
        '\'' => "%27".to_owned(),
        '\\' => "%5C".to_owned(),
        '*' => "%2A".to_owned(),
        c => c.to_string(),
    });
    Some(escaped.collect())
}
