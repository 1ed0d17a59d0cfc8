//! Whether a book leads readers to the same people and sites as the pages: fingerprints, addresses, phone numbers and
//! hosts, each in the chapter of its page.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use firstaid_content::html::{HtmlItem, scan_html};
use firstaid_content::{AnchorDialect, Page, PageKey, parse};
use firstaid_lint::IdentityKind;
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::{identities, identities_beside_prose};

use super::book::Chapter;

pub(super) type Identities = BTreeSet<(IdentityKind, Box<str>)>;

/// Those of a page's body. What its comments say is not printed, nor is its front matter.
pub(super) fn of_page(page: &Page) -> Identities {
    let from = page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.end());
    let mut found = identities(page, TextRange::new(from, page.text().len() as u32));
    found.extend(identities_beside_prose(page));
    let is_hidden = |at: u32| at < from || page.comments.iter().any(|it| it.range.start() <= at && at < it.range.end());
    found.retain(|it| !is_hidden(it.range.start()));
    found.into_iter().map(|it| (it.kind, it.value)).collect()
}

/// Those of HTML, read as the HTML of a page: in Markdown, blank lines and indents would end it.
pub(super) fn of_html(key: &PageKey, html: &str) -> Identities {
    let mut text = "<div>\n".to_owned();
    for item in scan_html(html, 0) {
        match item {
            HtmlItem::Tag(tag) => text.push_str(&html[tag.range]),
            HtmlItem::Text(range) => text.push_str(&html[range]),
            HtmlItem::Comment(_) => {}
        }
    }
    text.push_str("\n</div>\n");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    of_page(&parse(key.clone(), SourceFile::new("", &*lines.join("\n")), AnchorDialect::default()))
}

/// The chapters of a book, which each begin with its only heading of level 1.
pub(super) fn sections(html: &str) -> Vec<&str> {
    let starts: Vec<usize> = html.match_indices("<h1").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([html.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &html[start..end]).collect()
}

/// What the site prints of a page is what the page has, and what the guide's data have where a template prints them.
pub(super) fn compare_with_page(chapter: &Chapter<'_>, printed: &Identities, data: &Identities) -> Result<()> {
    let page = of_page(chapter.page);
    let path = chapter.page.source.path();
    refuse(path, "the site does not show", page.difference(printed))?;
    refuse(path, "neither the page nor the data have", printed.difference(&page).filter(|it| !data.contains(*it)))
}

/// A finished book, read again, has in each chapter what the site prints of its page.
pub(super) fn compare_book(file: &str, chapters: &[Chapter<'_>], printed: &[Identities], html: &str) -> Result<()> {
    let sections = sections(html);
    if sections.len() != chapters.len() {
        bail!("{file}: {} chapters of {} pages", sections.len(), chapters.len());
    }
    for ((chapter, printed), section) in chapters.iter().zip(printed).zip(sections) {
        let own = of_html(&chapter.page.key, section);
        let path = chapter.page.source.path();
        refuse(&format!("{file}: {path}"), "the book lost", printed.difference(&own))?;
        refuse(&format!("{file}: {path}"), "the book added", own.difference(printed))?;
    }
    Ok(())
}

/// A PDF that the browser printed of a book leads where the book leads.
pub(super) fn compare_links(file: &str, key: &PageKey, html: &str, pdf: &[u8]) -> Result<()> {
    let tags =
        scan_html(html, 0).into_iter().filter_map(|item| if let HtmlItem::Tag(tag) = item { Some(tag) } else { None });
    let links = tags.flat_map(|tag| tag.attributes).filter(|(name, _)| &**name == "href");
    let of_links = |targets: Vec<&str>| {
        let link = |target: &str| format!("<a href=\"{}\">x</a>\n", target.replace('"', "&quot;"));
        of_html(key, &targets.into_iter().map(link).collect::<String>())
    };
    let (book, printed) = (of_links(links.map(|(_, value)| &html[value]).collect()), of_links(pdf_links(pdf)));
    refuse(file, "the PDF lost a link to", book.difference(&printed))?;
    refuse(file, "the PDF added a link to", printed.difference(&book))
}

/// The targets of the links of a PDF, whose objects the browser leaves uncompressed.
fn pdf_links(pdf: &[u8]) -> Vec<&str> {
    const START: &[u8] = b"/URI (";
    let starts = memchr::memmem::find_iter(pdf, START).map(|at| &pdf[at + START.len()..]);
    starts.filter_map(|rest| std::str::from_utf8(rest.split(|&byte| byte == b')').next()?).ok()).collect()
}

pub(super) fn refuse<'a>(
    place: &str,
    what: &str,
    found: impl Iterator<Item = &'a (IdentityKind, Box<str>)>,
) -> Result<()> {
    let named: Vec<String> = found.map(|(kind, value)| format!("the {} {value}", kind.name())).collect();
    if named.is_empty() {
        return Ok(());
    }
    bail!("{place}: {what} {}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::testing::with_chapters;

    const HTML: &str = "<h1 id=\"x\">X</h1>\n\n    <ul>\n  <li>Write to <a href=\"mailto:help@a.example\">help@a.example</a>\n    \
                        or call <a href=\"tel:+35224788444\">+352 247 88444</a>:\n\n      \
                        <code>6CE6 221C 98EC F399 A04C  41B8 C46B ED33 32E8 A2BC</code>\n<p>plain@a.example</p></li></ul>";

    fn printed(html: &str) -> Identities {
        with_chapters(&["/en/"], |chapters| of_html(&chapters[0].page.key, html))
    }

    fn error(html: &str) -> String {
        let compare = |chapters: &[Chapter<'_>]| compare_book("a.epub", chapters, &[printed(HTML)], html);
        with_chapters(&["/en/"], compare).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn html_has_what_its_text_and_its_links_say() {
        let values: Vec<String> = printed(HTML).into_iter().map(|(_, value)| value.into_string()).collect();
        let expected =
            ["6CE6221C98ECF399A04C41B8C46BED3332E8A2BC", "help@a.example", "plain@a.example", "+35224788444"];
        assert_eq!(values, expected);
        assert_eq!(printed("<p>x</p><!-- a@a.example -->"), Identities::new());
    }

    #[test]
    fn a_difference_is_named() {
        assert_eq!(error(HTML), "");
        for (from, to, expected) in [
            ("32E8 A2BC", "32E8 A2BD", "the book lost the fingerprint 6CE6221C98ECF399A04C41B8C46BED3332E8A2BC"),
            ("<p>plain@a.example</p>", "", "the book lost the e-mail address plain@a.example"),
            ("</ul>", "</ul><a href=\"https://b.example/\">b</a>", "the book added the host b.example"),
            ("</ul>", "</ul><h1>Two</h1>", "2 chapters of 1 pages"),
        ] {
            let error = error(&HTML.replace(from, to));
            assert!(error.starts_with("a.epub: ") && error.contains(expected), "{from}: {error}");
        }
    }

    #[test]
    fn a_pdf_has_the_links_of_its_book() {
        let compare = |pdf: &str| {
            let call = |chapters: &[Chapter<'_>]| compare_links("a.pdf", &chapters[0].page.key, HTML, pdf.as_bytes());
            with_chapters(&["/en/"], call).map_or_else(|error| error.to_string(), |()| String::new())
        };
        let (mail, call) = ("<</S /URI\n/URI (mailto:help@a.example)>>", "<</S /URI\n/URI (tel:+35224788444)>>");
        assert_eq!(compare(&format!("{call} {mail}")), "");
        assert_eq!(compare(mail), "a.pdf: the PDF lost a link to the phone number +35224788444");
        let more = format!("{mail}{call}<</URI (https://b.example/)>>");
        assert_eq!(compare(&more), "a.pdf: the PDF added a link to the host b.example");
    }

    #[test]
    fn a_site_shows_what_its_page_or_the_data_have() {
        let compare = |html: &str, data: &str| {
            with_chapters(&["/en/"], |chapters| compare_with_page(&chapters[0], &printed(html), &printed(data)))
                .map_or_else(|error| error.to_string(), |()| String::new())
        };
        let own = "<a href=\"https://page.example/\">x</a>";
        assert_eq!(compare(own, ""), "");
        assert_eq!(compare(&format!("{own} a@a.example"), "<p>a@a.example"), "");
        assert!(
            compare(&format!("{own} a@a.example"), "")
                .ends_with("neither the page nor the data have the e-mail address a@a.example")
        );
        assert!(compare("<p>x", "").ends_with("the site does not show the host page.example"));
    }
}
