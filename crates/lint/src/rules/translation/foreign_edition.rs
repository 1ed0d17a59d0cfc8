//! Links of a source page to the edition of a site for another language or country: an address that was copied where
//! somebody else reads.

use std::collections::BTreeMap;

use firstaid_diagnostics::Severity;
use firstaid_language::{has_region, is_language};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_registry::has_listed_suffix;
use firstaid_text::TextRange;

use crate::{PageContext, Report};

/// From how many foreign languages on a page its links are a list of editions.
const LIST_OF_EDITIONS: usize = 3;

/// Reports such links, each edition of a host once a page.
pub(super) fn report_foreign_editions(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let own = cx.language();
    let mut found: BTreeMap<(String, &str), Vec<TextRange>> = BTreeMap::new();
    for (url, range, token) in cx.page.targets() {
        let Some((tag, language, region)) = edition_in(url) else { continue };
        let is_foreign = language != own || !has_region(own, &region.to_ascii_uppercase());
        if is_foreign && cx.page.foreign_at(token.range.start()).is_none() {
            found.entry((UrlParts::shown(url).bare_host(), tag)).or_default().push(range);
        }
    }
    let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let mut languages: Vec<String> = found.keys().map(|(_, tag)| language(tag)).filter(|it| it != own).collect();
    languages.sort_unstable();
    languages.dedup();
    if languages.len() >= LIST_OF_EDITIONS {
        return;
    }
    for ((host, tag), ranges) in found {
        let mut ranges = ranges.into_iter();
        let Some(first) = ranges.next() else { continue };
        let (message, severity) = if language(tag) == own {
            (format!("this leads to the edition of {host} for one country (`{tag}`)"), Severity::Info)
        } else {
            (format!("this leads to the edition of {host} in another language (`{tag}`)"), Severity::Warning)
        };
        let finding = report.found(first, message).at_most(severity);
        report.push(finding.help(format!("leave `{tag}` out of the address, if it works without")).also(ranges));
    }
}

/// The mark of an edition that a path begins with, with its language and its region in lower case: `pl-pl`.
fn edition_in(url: &str) -> Option<(&str, String, String)> {
    let parts = UrlParts::new(url);
    let first = parts.is_web().then(|| parts.path.split('/').nth(1)).flatten()?;
    let (language, region) = first.split_once(['-', '_'])?;
    let is_pair =
        [language, region].iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let (language, region) = (language.to_ascii_lowercase(), region.to_ascii_lowercase());
    (is_pair && is_language(&language) && is_country(&region)).then_some((first, language, region))
}

/// Whether two letters are a country's (ISO 3166), which has a domain of the same name save for the United Kingdom's: the
/// `zh-lx` of `https://github.com/zh-lx` is somebody's name.
fn is_country(region: &str) -> bool {
    region == "gb" || has_listed_suffix(region)
}
