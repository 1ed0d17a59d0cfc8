//! The seal of a catalog: two hashes in its header by which the next sync knows, without parsing the catalog, that it
//! has nothing to do.
//!
//! The first hash is that of everything that is written: the catalog, its source, its page, and the settings. So any
//! change by any tool breaks the seal, and the page is synced in full. The second is that of the targets of the page's
//! links, which depend on other pages. Only a sync that leaves nothing to report seals a catalog, and a seal alone is
//! no reason to write one.
//!
//! A seal is no proof against somebody who writes one on purpose: lint and status read catalogs whatever their seals.

use firstaid_content::{Guide, Locale, Page, TokenKind};

use crate::catalogs::po::Catalog;
use crate::config::TranslationConfig;
use crate::hash::hash_of;
use crate::page::Site;

/// The header field of the seal.
const SEAL: &str = "X-Sync-Hash";

/// A change of sync that makes other pages or catalogs of the same input must change this, so that it reaches sealed
/// ones. It breaks all seals, which come back as catalogs are written; so it is not the version of the release.
const EDITION: &str = "3";

/// The unbroken seal of a catalog.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seal {
    links: u64,
}

impl Seal {
    /// The seal of the catalog with this text, if catalog, source, page and settings are as the last sync left them.
    pub fn unbroken(
        catalog: &str,
        source: &Page,
        page: &Page,
        guide: &Guide,
        config: &TranslationConfig,
    ) -> Option<Self> {
        let (before, line, after) = around_seal(catalog)?;
        let (content, links) = seal_hashes(line)?;
        let page = (&page.key.locale, page.source.path(), page.text());
        (content == content_hash([before, after], source, page, guide, config)).then_some(Self { links })
    }

    /// Whether the links of the page lead where they did.
    pub(super) fn has_links(self, source: &Page, site: &Site<'_>) -> bool {
        self.links == links_hash(source, site)
    }
}

/// Seals a catalog that is to be written. `page` is the path and the text of its page.
pub(super) fn seal(
    catalog: &mut Catalog,
    source: &Page,
    page: (&str, &str),
    site: &Site<'_>,
    config: &TranslationConfig,
) {
    let mut set = |content: u64, links: u64| catalog.header.set(SEAL, &format!("{content:016x} {links:016x}"));
    set(0, 0);
    let written = catalog.to_string();
    if let Some((before, _, after)) = around_seal(&written) {
        let (path, text) = page;
        let content = content_hash([before, after], source, (site.locale, path, text), site.guide, config);
        catalog.header.set(SEAL, &format!("{content:016x} {:016x}", links_hash(source, site)));
    }
}

/// The text of a catalog before the line of its seal, that line, and the text after it.
fn around_seal(catalog: &str) -> Option<(&str, &str, &str)> {
    let start = catalog.find(&format!("\n\"{SEAL}: "))? + 1;
    let end = start + catalog[start..].find('\n')? + 1;
    Some((&catalog[..start], &catalog[start..end], &catalog[end..]))
}

/// The hashes in the line of a seal: of the content, then of the links.
fn seal_hashes(line: &str) -> Option<(u64, u64)> {
    let (_, value) = line.split_once(": ")?;
    let (content, links) = value.trim_end().strip_suffix("\\n\"")?.split_once(' ')?;
    Some((u64::from_str_radix(content, 16).ok()?, u64::from_str_radix(links, 16).ok()?))
}

fn content_hash(
    catalog: [&str; 2],
    source: &Page,
    (locale, path, text): (&Locale, &str, &str),
    guide: &Guide,
    config: &TranslationConfig,
) -> u64 {
    let locales = format!("{} {locale}", source.key.locale);
    let settings = format!("{EDITION} {locales} {config:?} {:?} {:?}", guide.anchors, source.text_keys);
    hash_of([&*settings, source.source.path(), source.text(), path, text].into_iter().chain(catalog))
}

/// The hash of all link targets of a source page as they are in the locale.
fn links_hash(source: &Page, site: &Site<'_>) -> u64 {
    let target = |token: &firstaid_content::Token| match &token.kind {
        TokenKind::Link(link) => Some(link.target),
        TokenKind::Url(_) => Some(token.range),
        _ => None,
    };
    let targets = source.tokens.iter().filter_map(target);
    let retargeted = targets.map(|range| {
        let target = site.retarget(source, &source.text()[range]);
        format!("{}{}", u8::from(target.leads_to_source), target.url)
    });
    let retargeted: Vec<String> = retargeted.collect();
    hash_of(retargeted.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::parse;

    #[test]
    fn the_line_of_the_seal_is_found_in_the_header_however_lines_end() {
        for end in ["\n", "\r\n"] {
            let text =
                ["msgid \"\"", "msgstr \"\"", "\"Language: es\\n\"", "\"X-Sync-Hash: 0a 0b\\n\"", "\"X: y\\n\"", ""];
            let text = text.join(end);
            let (before, line, after) = around_seal(&text).unwrap();
            assert!(before.ends_with(&format!("es\\n\"{end}")) && after.starts_with("\"X: y"), "{text}");
            assert_eq!(seal_hashes(line), Some((10, 11)));
        }
        assert_eq!(around_seal("msgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n"), None);
    }

    #[test]
    fn a_seal_is_on_a_line_of_its_own() {
        let mut catalog = parse("x.po", "msgid \"\"\nmsgstr \"Language: es\\n\"\n").unwrap();
        catalog.header.set(SEAL, &format!("{:016x} {:016x}", u64::MAX, u64::MAX));
        assert!(around_seal(&catalog.to_string()).is_some(), "{catalog}");
    }
}
