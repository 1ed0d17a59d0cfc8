//! Whether a PDF says what its book says: its text is read again, and its fingerprints, addresses, phone numbers and hosts
//! are compared with those that the book shows, chapter by chapter. A font that lacks a letter, or a page that cuts one
//! off, changes what readers type.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use firstaid_content::PageKey;
use firstaid_content::html::{HtmlItem, is_inline, scan_html};

use super::book::Chapter;
use super::identities::{Identities, of_html, refuse, sections};

/// Maximum lines of a title.
const TITLE_LINES: usize = 4;

/// Ends each page in the text of a PDF.
const PAGE_END: char = '\u{c}';

/// Each chapter of a PDF shows what the same chapter of the book shows in print, where addresses of links are written out.
pub(super) fn compare_print(file: &str, chapters: &[Chapter<'_>], html: &str, pdf: &str) -> Result<()> {
    let pages: Vec<Vec<String>> = pdf.split(PAGE_END).map(lines).collect();
    let sections = sections(html);
    let mut starts = Vec::new();
    for (chapter, section) in chapters.iter().zip(&sections) {
        let from = starts.last().map_or(0, |last| last + 1);
        let title = letters(title(section));
        let page = pages[from.min(pages.len())..].iter().position(|page| begins_with(page, &title));
        let path = chapter.page.source.path();
        starts.push(from + page.with_context(|| format!("{file}: no page begins with the title of {path}"))?);
    }
    let ends = starts.iter().skip(1).copied().chain([pages.len()]);
    for (((chapter, section), &start), end) in chapters.iter().zip(&sections).zip(&starts).zip(ends) {
        let key = &chapter.page.key;
        let shown = of_lines(key, shown(section).lines());
        let (lost, added) = compared(key, &shown, &pages[start..end].concat());
        let place = format!("{file}: {}", chapter.page.source.path());
        refuse(&place, "the print lost", lost.iter())?;
        refuse(&place, "the print added", added.iter())?;
    }
    Ok(())
}

/// The lines of a page that are not empty, with a blank for each mark of direction: runs of text stand beside each other
/// that no blank parts.
fn lines(page: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let lines = page.lines().map(|line| line.replace(is_mark, " ").trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The letters of a text in the order of their numbers: right-to-left scripts come out of a PDF with some letters of a
/// ligature in the wrong order, and blanks inside of words.
fn letters(text: impl AsRef<str>) -> Vec<char> {
    let mut letters: Vec<char> = text.as_ref().chars().filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

fn begins_with(page: &[String], title: &[char]) -> bool {
    (1..=TITLE_LINES.min(page.len())).any(|count| letters(page[..count].concat()) == title)
}

/// The text of the heading that a chapter begins with.
fn title(section: &str) -> String {
    shown(section.split_once("</h1>").map_or(section, |(title, _)| title))
}

/// The text of HTML as it is printed: a line a block, the address of a link to the web behind its text.
fn shown(html: &str) -> String {
    let (mut text, mut address) = (String::new(), None);
    for item in scan_html(html, 0) {
        match item {
            HtmlItem::Text(range) => text.push_str(&html[range].replace('\n', " ")),
            HtmlItem::Tag(tag) if &*tag.name == "a" => {
                let href = tag.attributes.iter().find(|(name, _)| &**name == "href").map(|(_, value)| &html[*value]);
                match address.take().filter(|_| tag.is_end) {
                    Some(address) => text.extend([" (", address, ")"]),
                    None => address = href.filter(|href| href.starts_with("http")),
                }
            }
            HtmlItem::Tag(tag) if !is_inline(&tag.name) || &*tag.name == "br" => text.push('\n'),
            HtmlItem::Tag(_) | HtmlItem::Comment(_) => {}
        }
    }
    text
}

/// Those of lines of HTML text, each line by itself.
fn of_lines<'a>(key: &PageKey, lines: impl Iterator<Item = &'a str>) -> Identities {
    of_html(key, &lines.flat_map(|line| ["<p>", line, "</p>\n"]).collect::<String>())
}

fn of_line(key: &PageKey, line: &str) -> Identities {
    of_lines(key, std::iter::once(&*line.replace('&', "&amp;").replace('<', "&lt;")))
}

/// What is shown and nowhere in the lines of a print, and the reverse. An identity may be broken at the end of a line.
fn compared(key: &PageKey, shown: &Identities, lines: &[String]) -> (Identities, Identities) {
    let own: Vec<Identities> = lines.iter().map(|line| of_line(key, line)).collect();
    let mut lost: Identities = shown.iter().filter(|it| !own.iter().any(|own| own.contains(*it))).cloned().collect();
    let mut added: Vec<Identities> = own.iter().map(|own| own.difference(shown).cloned().collect()).collect();
    if lost.is_empty() && added.iter().all(BTreeSet::is_empty) {
        return (lost, Identities::new());
    }
    for (n, pair) in lines.windows(2).enumerate() {
        for gap in ["", " "] {
            let joined = of_line(key, &pair.join(gap));
            lost.retain(|it| !joined.contains(it));
            // What is left of a broken identity on either line is gone in the whole.
            if joined.iter().all(|it| shown.contains(it)) {
                added[n].retain(|it| joined.contains(it));
                added[n + 1].retain(|it| joined.contains(it));
            }
        }
    }
    (lost, added.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::testing::with_chapters;

    const HTML: &str = "<h1 id=\"x\">On safe\n words</h1>\n<ul><li>Write to <a href=\"mailto:help@a.example\">help@a.example</a>, \
                        see <a href=\"https://b-c.example/d\">their <em>site</em></a>.</li><li>\
                        <code>6CE6 221C 98EC F399 A04C  41B8 C46B ED33 32E8 A2BC</code></li></ul>";

    const PDF: &str = "Cover\n\u{c}On safe words\n\u{2022} Write to help@a.example, see their site (https://b-c.example/d).\n\
                       \u{2022} 6CE6 221C 98EC F399 A04C\n  41B8 C46B ED33 32E8 A2BC\n\u{c}";

    fn error(pdf: &str) -> String {
        let compare = |chapters: &[Chapter<'_>]| compare_print("a.pdf", chapters, HTML, pdf);
        with_chapters(&["/en/"], compare).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn lines_and_pages_may_end_anywhere() {
        assert_eq!(error(PDF), "");
        for (whole, broken) in [
            ("On safe words", "On safe\nwords"),
            ("On safe words", "\u{202b}nO safe words\u{202c}"),
            ("see their", "\u{202b}\u{202a}https://b-c.example/\u{202c}\u{648}\u{202a}see\u{202c} their"),
            (", see their site (", "\u{202b}\u{648}\u{202a}(https://b-c.example/)\u{202c}, see ("),
            ("help@a.example, see", "help@a.ex\nample, see"),
            ("https://b-c.example", "https://b-\n  c.example"),
            ("https://b-c.example", "https://\n\u{c}b-c.example"),
        ] {
            assert_eq!(error(&PDF.replace(whole, broken)), "", "{broken}");
        }
    }

    #[test]
    fn a_difference_is_named_with_its_page() {
        for (from, to, expected) in [
            ("help@a.example", "hep@a.example", "a.pdf: en/index.md: the print lost the e-mail address help@a.example"),
            (" (https://b-c.example/d)", "", "the print lost the host b-c.example"),
            ("A2BC", "A2BD", "the print lost the fingerprint 6CE6221C98ECF399A04C41B8C46BED3332E8A2BC"),
            ("their site", "their site of more@a.example", "the print added the e-mail address more@a.example"),
            ("their site", "their site of more@a.example\nand", "the print added the e-mail address more@a.example"),
            ("On safe words", "On words", "no page begins with the title of en/index.md"),
        ] {
            let error = error(&PDF.replace(from, to));
            assert!(error.contains(expected), "{to}: {error}");
        }
    }

    #[test]
    fn identities_belong_to_the_chapter_that_shows_them() {
        let html = "<h1>One</h1><p>a@a.example</p><h1>Two</h1><p>b@b.example</p>";
        let compare = |pdf: &str| {
            with_chapters(&["/en/", "/en/Two/"], |chapters| compare_print("a.pdf", chapters, html, pdf))
                .map_or_else(|error| error.to_string(), |()| String::new())
        };
        assert_eq!(compare("One\na@a.example\u{c}Two\nb@b.example\u{c}"), "");
        let swapped = compare("One\nb@b.example\u{c}Two\na@a.example\u{c}");
        assert_eq!(swapped, "a.pdf: en/index.md: the print lost the e-mail address a@a.example");
    }
}
