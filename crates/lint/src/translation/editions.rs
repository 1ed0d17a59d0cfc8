//! Editions of other sites in languages of the guide, recognised by their addresses.

use firstaid_mentions::url_parts::UrlParts;

use super::address::{LANGUAGE_PARAMETERS, marks};

/// The site whose edition in a language an address leads to. `None` unless the address marks the language in the first
/// part of the host or of the path, in the name of the file, or in a parameter.
pub(crate) fn edition(url: &str, language: &str) -> Option<String> {
    let parts = UrlParts::shown(url);
    let host = parts.bare_host();
    let in_host = host.split_once('.').filter(|(label, _)| marks(label, language));
    let mut path = parts.path.split('/').filter(|part| !part.is_empty());
    let first = path.next();
    let file = path.next_back().or(first).unwrap_or_default();
    let is_marked = first.is_some_and(|part| marks(part, language))
        || file.split('.').skip(1).any(|part| part == language)
        || parts.parameters().any(|(name, value, _)| LANGUAGE_PARAMETERS.contains(&name) && marks(value, language));
    // Nearly all addresses have no mark; the look-up in the Public Suffix List is left to the others.
    if in_host.is_none() && !is_marked {
        return None;
    }
    firstaid_registry::registrable_domain(&host)?;
    if let Some((_, site)) = in_host.filter(|(_, site)| firstaid_registry::registrable_domain(site).is_some()) {
        return Some(site.to_owned());
    }
    is_marked.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_an_address_is_found_in_each_place() {
        for (url, site) in [
            ("https://es.rsf.org/", Some("rsf.org")),
            ("https://www.example.org/es/contacto", Some("example.org")),
            ("help.example.org/es-419", Some("help.example.org")),
            ("https://example.org/a/index.es.html", Some("example.org")),
            ("https://example.org/download.html.es", Some("example.org")),
            ("https://example.org/report?hl=es", Some("example.org")),
            ("https://example.org/", None),
            ("https://es.org/", None),
            ("https://example.org/blog/es/x", None),
            ("https://example.org/estonia", None),
            ("es/Page.md", None),
        ] {
            assert_eq!(edition(url, "es").as_deref(), site, "{url}");
        }
    }
}
