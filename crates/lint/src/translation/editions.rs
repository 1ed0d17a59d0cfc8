//! Editions of other sites in languages of the guide, as far as an address says which it leads to.

use std::collections::HashSet;

use firstaid_content::{Guide, Locale};

use super::address::{LANGUAGE_PARAMETERS, marks};
use crate::url_parts::UrlParts;

/// The site whose edition in a language an address leads to, if it says so where sites do: in the first part of the host
/// or of the path, in the name of the file, or in a parameter.
pub(crate) fn edition(url: &str, language: &str) -> Option<String> {
    let parts = UrlParts::shown(url);
    let host = parts.bare_host();
    psl::domain_str(&host)?;
    if let Some((label, site)) = host.split_once('.')
        && marks(label, language)
        && psl::domain_str(site).is_some()
    {
        return Some(site.to_owned());
    }
    let mut path = parts.path.split('/').filter(|part| !part.is_empty());
    let first = path.next();
    let file = path.next_back().or(first).unwrap_or_default();
    let is_marked = first.is_some_and(|part| marks(part, language))
        || file.split('.').skip(1).any(|part| part == language)
        || parts.parameters().any(|(name, value, _)| LANGUAGE_PARAMETERS.contains(&name) && marks(value, language));
    is_marked.then_some(host)
}

/// The sites whose edition in the language of a locale any page of it leads to.
pub(super) fn editions_in(guide: &Guide, locale: &Locale) -> HashSet<String> {
    let pages = guide.pages.iter().filter(|page| page.key.locale == *locale);
    pages.flat_map(|page| page.targets().filter_map(|(url, ..)| edition(url, locale.language()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_its_language_in_many_places() {
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
