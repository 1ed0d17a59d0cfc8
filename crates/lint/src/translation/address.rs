//! Compares an address of a translated page with the one in its source: the same, the same in another language, or
//! different.
//!
//! Sites mark languages in a part of the path, in a subdomain or in a parameter. Without these marks, addresses are
//! compared part by part; scheme, `www.`, letter case of the host and trailing slashes make no difference.

use std::borrow::Cow;

use firstaid_mentions::identities::is_example;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::Registry;
use percent_encoding::percent_decode_str;

use super::Likeness;

/// Parameters that choose a language.
pub(crate) const LANGUAGE_PARAMETERS: [&str; 11] =
    ["hl", "l", "lang", "language", "lng", "locale", "lr", "setlang", "sl", "ui_locales", "uselang"];

/// Names of languages in addresses of sites, besides tags.
const LANGUAGE_NAMES: [(&str, &[&str]); 14] = [
    ("ar", &["arabic", "العربية"]),
    ("de", &["german", "deutsch"]),
    ("en", &["english"]),
    ("es", &["spanish", "espanol", "español", "castellano"]),
    ("fa", &["farsi", "persian", "فارسی"]),
    ("fr", &["french", "francais", "français"]),
    ("it", &["italian", "italiano"]),
    ("ja", &["japanese", "日本語"]),
    ("ko", &["korean", "한국어"]),
    ("pl", &["polish", "polski"]),
    ("pt", &["portuguese", "portugues", "português"]),
    ("ru", &["russian", "russkij", "русский"]),
    ("uk", &["ukrainian", "українська"]),
    ("zh", &["chinese", "简体中文", "正體中文", "繁體中文"]),
];

/// Whether a part of an address, in lower case, is the name of a language.
pub(crate) fn is_language_name(part: &str) -> bool {
    LANGUAGE_NAMES.iter().any(|(_, names)| names.contains(&part))
}

/// Sites whose editions name the same page differently.
const WIKIS: [&str; 7] = [
    "wikipedia.org",
    "wiktionary.org",
    "wikibooks.org",
    "wikiversity.org",
    "wikivoyage.org",
    "wikiquote.org",
    "wikinews.org",
];

/// The languages of a pair of pages, as primary subtags.
#[derive(Clone, Copy)]
pub(crate) struct Languages<'a> {
    pub(crate) source: &'a str,
    pub(crate) target: &'a str,
}

/// Compares two addresses that both have a host.
pub(crate) fn likeness(registry: &Registry, languages: Languages<'_>, source: &str, target: &str) -> Likeness {
    if source == target {
        return Likeness::Same;
    }
    let (from, to) = (UrlParts::shown(source), UrlParts::shown(target));
    let (from_host, to_host) = (from.bare_host(), to.bare_host());
    if registrable(&from_host) != registrable(&to_host) && are_sample_hosts(&from_host, &to_host) {
        return Likeness::Edition;
    }
    let (from_place, to_place) = (Place::new(&from, languages), Place::new(&to, languages));
    let is_same_place = from_place.parts == to_place.parts && from_place.fragment == to_place.fragment;
    if from_host == to_host {
        return match () {
            () if is_same_place && from_place.parameters == to_place.parameters => Likeness::Same,
            () if to_place.is_marked_for(languages.target) && to_place.is_deep() >= from_place.is_deep() => {
                Likeness::Edition
            }
            () if from_place.parts == to_place.parts && to_place.has_more_parameters(&from_place) => Likeness::Marked,
            () if from_place.parts == to_place.parts && from_place.fragment == to_place.fragment => Likeness::OtherPage,
            () if from_place.is_deep() && !to_place.is_deep() => Likeness::Cut,
            () => Likeness::OtherPage,
        };
    }
    other_host(registry, languages, (&from_host, &from_place), (&to_host, &to_place))
}

fn other_host(
    registry: &Registry,
    languages: Languages<'_>,
    (from_host, from): (&str, &Place<'_>),
    (to_host, to): (&str, &Place<'_>),
) -> Likeness {
    let is_cut = from.is_deep() && !to.is_deep();
    let declared = registry.locale_host(from_host, languages.target).is_some_and(|host| host == to_host);
    if declared || is_edition(from_host, to_host, languages) {
        let is_wiki = WIKIS.iter().any(|wiki| to_host.ends_with(wiki));
        let is_same = from.parts == to.parts || is_wiki || declared || to.is_marked_for(languages.target);
        return match () {
            () if is_cut => Likeness::Cut,
            () if is_same || to.is_deep() == from.is_deep() => Likeness::Edition,
            () => Likeness::OtherPage,
        };
    }
    // A tool has pages at its own site and at its maker's: firefox.com and mozilla.org.
    if to.is_marked_for(languages.target) && registry.is_site_of_tool(from_host, to_host) {
        return Likeness::Edition;
    }
    let is_one_domain = registrable(from_host).is_some_and(|domain| Some(domain) == registrable(to_host));
    if is_one_domain || registry.is_one_organisation(from_host, to_host) {
        return match () {
            () if to.is_marked_for(languages.target) => Likeness::Edition,
            () if is_cut => Likeness::Cut,
            () => Likeness::OtherHost,
        };
    }
    Likeness::OtherSite
}

/// Whether two hosts are samples that are named with the same word, each in a language of its own: `example.org` and
/// `ejemplo.com`. Hosts that are reserved for samples (RFC 2606) count as named `example`.
pub(super) fn are_sample_hosts(source: &str, target: &str) -> bool {
    match (sample_word(source), sample_word(target)) {
        (Some(word), Some(other)) => word == other,
        _ => false,
    }
}

/// What the name of a host of samples says, in English.
fn sample_word(host: &str) -> Option<&'static str> {
    const WORDS: [(&str, &[&str]); 2] = [
        ("example", &["beispiel", "ejemplo", "esempio", "example", "exemple", "exemplo", "voorbeeld"]),
        ("domain", &["domain", "dominio", "domaine", "yourdomain"]),
    ];
    if is_example(host) {
        return Some("example");
    }
    let (name, ending) = registrable(host)?.split_once('.')?;
    let is_common = matches!(ending, "com" | "org" | "net");
    WORDS.iter().find(|(_, names)| is_common && names.contains(&name)).map(|(word, _)| *word)
}

/// Whether an address leads to an article of Wikipedia or one of its sisters in a language.
pub(super) fn is_own_encyclopedia(url: &str, language: &str) -> bool {
    let host = UrlParts::shown(url).bare_host();
    host.split_once('.').is_some_and(|(label, rest)| marks(label, language) && WIKIS.contains(&rest))
}

/// Whether two hosts differ only in the label for a language: `en.rsf.org` and `es.rsf.org`, `eff.org` and
/// `es.eff.org`.
fn is_edition(from: &str, to: &str, languages: Languages<'_>) -> bool {
    let bare = |host: &str| -> Option<(String, bool)> {
        let domain = registrable(host)?;
        let below = host.strip_suffix(domain)?.trim_end_matches('.');
        let labels = below.split('.').filter(|label| !label.is_empty());
        let kept: Vec<&str> =
            labels.clone().filter(|label| !languages.has(label)).map(|label| label.trim_start_matches("www")).collect();
        let is_marked = labels.into_iter().any(|label| marks(label, languages.target));
        Some((format!("{}.{domain}", kept.join(".")).trim_matches('.').to_owned(), is_marked))
    };
    match (bare(from), bare(to)) {
        (Some((from, _)), Some((to, is_marked))) => from == to && is_marked,
        _ => false,
    }
}

fn registrable(host: &str) -> Option<&str> {
    firstaid_registry::registrable_domain(host)
}

impl Languages<'_> {
    fn has(self, part: &str) -> bool {
        marks(part, self.source) || marks(part, self.target)
    }
}

/// Whether a part of an address stands for a language: `es`, `es-419`, `es_MX`, `spanish`.
pub(super) fn marks(part: &str, language: &str) -> bool {
    let named = || {
        let names = LANGUAGE_NAMES.iter().find(|(of, _)| *of == language).map_or(&[][..], |(_, names)| *names);
        names.iter().any(|name| name.eq_ignore_ascii_case(part))
    };
    let Some((head, rest)) = part.split_at_checked(language.len()) else { return named() };
    let is_region = |rest: &str| (2..=4).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_tag = rest.is_empty() || rest.strip_prefix(['-', '_']).is_some_and(is_region);
    head.eq_ignore_ascii_case(language) && is_tag || named()
}

/// Whether a part of a path names the front page of a folder, or is the ending of a file of HTML.
fn is_front(part: &str) -> bool {
    ["index", "html", "htm", "php", "home"].contains(&part)
}

/// The parts of an address besides its host, apart from marks of languages.
struct Place<'a> {
    /// The parts of the path.
    parts: Vec<Cow<'a, str>>,
    /// Name and value, sorted by name.
    parameters: Vec<(&'a str, &'a str)>,
    fragment: Option<&'a str>,
    /// Marks of the languages of the pages.
    marks: Vec<Cow<'a, str>>,
}

impl<'a> Place<'a> {
    fn new(url: &UrlParts<'a>, languages: Languages<'_>) -> Self {
        let mut place = Self {
            parts: Vec::new(),
            parameters: Vec::new(),
            fragment: url.fragment.filter(|it| !it.is_empty()),
            marks: Vec::new(),
        };
        for part in url.path.split(['/', '.']).filter(|part| !part.is_empty()) {
            let part = percent_decode_str(part).decode_utf8_lossy();
            if languages.has(&part) || part.eq_ignore_ascii_case("intl") {
                place.marks.push(part);
            } else if let Some((stem, mark)) = suffix(&part).filter(|(_, mark)| languages.has(mark)) {
                place.parts.push(stem.to_owned().into());
                place.marks.push(mark.to_owned().into());
            } else {
                place.parts.push(part);
            }
        }
        for (name, value, _) in url.parameters() {
            if LANGUAGE_PARAMETERS.contains(&name) && languages.has(value) {
                place.marks.push(value.into());
            } else {
                place.parameters.push((name, value));
            }
        }
        place.parameters.sort_unstable();
        // "/guide" and "/guide/index.html" are the same page.
        while place.parts.last().is_some_and(|part| is_front(part)) {
            place.parts.pop();
        }
        place
    }

    /// Whether it leads to another page than the front page.
    fn is_deep(&self) -> bool {
        !self.parts.iter().all(|part| is_front(part)) || !self.parameters.is_empty()
    }

    fn is_marked_for(&self, language: &str) -> bool {
        self.marks.iter().any(|mark| marks(mark, language))
    }

    /// Whether it has all parameters of another place, and more.
    fn has_more_parameters(&self, other: &Self) -> bool {
        self.parameters.len() > other.parameters.len() && other.parameters.iter().all(|it| self.parameters.contains(it))
    }
}

/// `page_RU`, `page-es` and `Page_(Español)`, as stem and mark.
fn suffix(part: &str) -> Option<(&str, &str)> {
    let (stem, mark) = part.rsplit_once(['_', '-', ' '])?;
    Some((stem, mark.trim_start_matches('(').trim_end_matches(')')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, target: &str) -> Likeness {
        likeness(&Registry::built_in(), Languages { source: "en", target: "es" }, source, target)
    }

    #[test]
    fn scheme_slashes_and_www_make_no_difference() {
        for (source, target) in [
            ("http://www.eff.org", "https://EFF.org/"),
            ("https://eff.org/a/", "https://eff.org/a"),
            ("https://eff.org/a%20b", "https://eff.org/a b"),
        ] {
            assert_eq!(of(source, target), Likeness::Same, "{source} {target}");
        }
    }

    #[test]
    fn editions_in_the_language_of_the_page_are_right() {
        for (source, target) in [
            ("https://example.org/en/x/", "https://example.org/es/x/"),
            ("https://example.org/en/contact", "https://example.org/es/contacto"),
            ("https://example.org/x", "https://example.org/es/x"),
            ("https://www.frontlinedefenders.org/", "https://www.frontlinedefenders.org/es/"),
            ("http://en.rsf.org/", "http://es.rsf.org/"),
            ("https://example.org/", "https://es.example.org/"),
            ("https://ssd.eff.org/", "https://ssd.eff.org/es"),
            ("https://en.wikipedia.org/wiki/Fire", "https://es.wikipedia.org/wiki/Fuego"),
            ("http://mediadefence.org/get-help", "http://mediadefence.org/get-help/spanish"),
            ("http://www.google.com/transparencyreport/", "https://www.google.com/transparencyreport/?hl=es"),
            ("https://example.org/index.html.en", "https://example.org/index.html.es"),
            ("https://support.google.com/a?hl=en", "https://support.google.com/a?hl=es-419"),
        ] {
            assert!(of(source, target).is_right(), "{source} {target}: {:?}", of(source, target));
        }
    }

    #[test]
    fn only_the_same_word_below_a_common_ending_is_a_sample() {
        for (source, target, is_sample) in [
            ("example.org", "ejemplo.com", true),
            ("yourdomain.com", "dominio.com", true),
            ("example.org", "ejemplo.es", false),
            ("example.org", "domain.com", false),
            ("beispiel.de", "exemple.com", false),
            ("riseup.net", "exemple.com", false),
        ] {
            assert_eq!(are_sample_hosts(source, target), is_sample, "{source} {target}");
        }
    }

    #[test]
    fn other_targets_are_distinguished() {
        for (source, target, expected) in [
            ("https://eff.org/a", "https://eff.org/b", Likeness::OtherPage),
            ("https://eff.org/a#x", "https://eff.org/a#y", Likeness::OtherPage),
            ("https://eff.org/en/a", "https://eff.org/fr/a", Likeness::OtherPage),
            ("https://eff.org/a?id=1", "https://eff.org/a?id=2", Likeness::OtherPage),
            ("https://eff.org/a", "https://eff.org/a?ref=x", Likeness::Marked),
            ("https://eff.org/a", "https://eff.org/", Likeness::Cut),
            ("https://example.org/en/a", "https://example.org/es/", Likeness::Cut),
            ("https://en.wikipedia.org/wiki/Fire", "https://es.wikipedia.org/", Likeness::Cut),
            ("https://ssd.eff.org/", "https://act.eff.org/", Likeness::OtherHost),
            ("https://eff.org/", "https://eff.net/", Likeness::OtherSite),
            ("https://eff.org/", "https://xn--ff-mlc.org/", Likeness::OtherSite),
            ("https://en.example.org/", "https://fr.example.org/", Likeness::OtherHost),
        ] {
            assert_eq!(of(source, target), expected, "{source} {target}");
        }
    }
}
