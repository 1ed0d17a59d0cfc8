//! The pages of the built site as one body: what a page says, with ids of the book, links inside of it, and nothing that
//! would be loaded.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};
use firstaid_content::html::{HtmlItem, HtmlTag, scan_html};

use super::book::Chapter;

/// Attributes that a book keeps. `id` and `href` are rewritten.
const KEPT: [&str; 7] = ["lang", "dir", "class", "start", "colspan", "rowspan", "title"];

/// Elements that load something, run, or ask for input.
const REFUSED: [&str; 13] = [
    "img", "picture", "svg", "iframe", "object", "embed", "video", "audio", "source", "link", "script", "form", "input",
];

/// The main part of each page of the built site, in the order of the chapters.
pub(super) fn mains(site: &Path, chapters: &[Chapter<'_>]) -> Result<Vec<String>> {
    let main = |chapter: &Chapter<'_>| {
        let path = site.join(chapter.address.trim_start_matches('/')).join("index.html");
        let html = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        main_part(&html).map(str::to_owned).with_context(|| format!("{}: no <main>", chapter.address))
    };
    chapters.iter().map(main).collect()
}

fn main_part(html: &str) -> Option<&str> {
    let start = html.find("<main")?;
    let start = start + html[start..].find('>')? + 1;
    let end = html[start..].find("</main>")?;
    Some(&html[start..start + end])
}

/// Where each id of the pages is in the book, by the address of its page.
pub(super) struct Places<'a> {
    by_address: HashMap<&'a str, (&'a str, BTreeMap<String, String>)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(chapters: &'a [Chapter<'a>], mains: &[String]) -> Self {
        let place =
            |(chapter, main): (&'a Chapter<'a>, &String)| (&*chapter.address, (&*chapter.id, ids(&chapter.id, main)));
        Self { by_address: chapters.iter().zip(mains).map(place).collect() }
    }

    /// Where a link on a page leads in the book; `None` if to a page of the site that is not in it.
    fn of(&self, from: &str, target: &str) -> Result<Option<&str>> {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let address = resolved(from, path);
        let Some((chapter, ids)) = self.by_address.get(&*address) else { return Ok(None) };
        if anchor.is_empty() {
            return Ok(Some(chapter));
        }
        let id = ids.get(anchor).with_context(|| format!("{from}: {target} leads nowhere in the book"))?;
        Ok(Some(id))
    }
}

/// The ids of a page as those of the book: that of the first heading is the chapter's.
fn ids(chapter: &str, main: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for item in scan_html(main, 0) {
        let HtmlItem::Tag(tag) = item else { continue };
        if let Some(id) = attribute(main, &tag, "id") {
            let own = if &*tag.name == "h1" { chapter.to_owned() } else { format!("{chapter}-{}", found.len()) };
            found.insert(id.to_owned(), own);
        }
    }
    found
}

fn attribute<'a>(html: &'a str, tag: &HtmlTag, name: &str) -> Option<&'a str> {
    tag.attributes.iter().find(|(own, _)| &**own == name).map(|&(_, value)| &html[value])
}

/// The address that a relative one leads to, without the name of the file that every folder of the site has.
fn resolved(from: &str, path: &str) -> String {
    if path.is_empty() {
        return from.to_owned();
    }
    let full = if path.starts_with('/') { path.to_owned() } else { format!("{from}{path}") };
    let full = full.strip_suffix("index.html").unwrap_or(&full);
    let mut parts: Vec<&str> = Vec::new();
    for part in full.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    let end = if full.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    format!("/{}{end}", parts.join("/"))
}

/// The main part of a page as a chapter of the book.
pub(super) fn chapter(address: &str, main: &str, places: &Places<'_>) -> Result<String> {
    let mut writer = Writer {
        address,
        main,
        places,
        out: String::new(),
        left_out: false,
        open: Vec::new(),
        headings: 0,
        before: String::new(),
    };
    for item in scan_html(main, 0) {
        match item {
            HtmlItem::Tag(tag) => writer.tag(&tag)?,
            HtmlItem::Text(range) if !writer.left_out => writer.out.push_str(&main[range]),
            HtmlItem::Text(_) | HtmlItem::Comment(_) => {}
        }
    }
    if writer.headings != 1 {
        bail!("{address}: a chapter needs one heading of level 1, and the page has {}", writer.headings);
    }
    Ok(writer.out)
}

struct Writer<'a> {
    address: &'a str,
    main: &'a str,
    places: &'a Places<'a>,
    out: String,
    /// Inside of the page's own list of contents: the book has one.
    left_out: bool,
    /// Elements with another name in the book, innermost last: the name on the page, and the end tag.
    open: Vec<(Box<str>, &'static str)>,
    headings: usize,
    /// What stands before the heading on the site. In the book a chapter begins with its heading.
    before: String,
}

impl Writer<'_> {
    fn tag(&mut self, tag: &HtmlTag) -> Result<()> {
        if REFUSED.contains(&&*tag.name) {
            bail!("{}: <{}> cannot be in a book that loads nothing", self.address, tag.name);
        }
        if &*tag.name == "details" {
            self.left_out = !tag.is_end;
            return Ok(());
        }
        if self.left_out {
            return Ok(());
        }
        if tag.is_end {
            self.end(tag);
            return Ok(());
        }
        if &*tag.name == "h1" {
            self.headings += 1;
            self.before = std::mem::take(&mut self.out);
        }
        let class = attribute(self.main, tag, "class");
        match &*tag.name {
            // Of these two, pandoc would keep the content only.
            "p" if class.is_some() => self.renamed(tag, "div", "</div>", None),
            "bdi" => {
                let direction = attribute(self.main, tag, "dir").is_none().then_some(" dir=\"auto\"");
                self.renamed(tag, "span", "</span>", direction);
            }
            "a" => self.link(tag)?,
            name => self.start(tag, name, None),
        }
        Ok(())
    }

    fn end(&mut self, tag: &HtmlTag) {
        match self.open.last() {
            Some((name, end)) if *name == tag.name => {
                self.out.push_str(end);
                self.open.pop();
            }
            _ => self.out.push_str(&self.main[tag.range]),
        }
        if &*tag.name == "h1" {
            self.out.push_str(&std::mem::take(&mut self.before));
        }
    }

    fn renamed(&mut self, tag: &HtmlTag, name: &str, end: &'static str, more: Option<&str>) {
        self.start(tag, name, more);
        self.open.push((tag.name.clone(), end));
    }

    /// A link inside of the book or out of it. One to a page of the site that the book does not have is only its text.
    fn link(&mut self, tag: &HtmlTag) -> Result<()> {
        let target = attribute(self.main, tag, "href").unwrap_or_default();
        let is_outside =
            target.starts_with("//") || target.split(['/', '#', '?']).next().unwrap_or_default().contains(':');
        let href = if is_outside {
            Some(target.to_owned())
        } else {
            self.places.of(self.address, target)?.map(|id| format!("#{id}"))
        };
        match href {
            Some(href) => self.start(tag, "a", Some(&format!(" href=\"{}\"", href.replace('"', "&quot;")))),
            None => self.renamed(tag, "span", "</span>", None),
        }
        Ok(())
    }

    fn put_attribute(&mut self, name: &str, value: &str) {
        let quoted = value.replace('"', "&quot;");
        self.out.extend([" ", name, "=\"", &*quoted, "\""]);
    }

    fn start(&mut self, tag: &HtmlTag, name: &str, more: Option<&str>) {
        self.out.push('<');
        self.out.push_str(name);
        let id = attribute(self.main, tag, "id").and_then(|id| self.places.by_address.get(self.address)?.1.get(id));
        if let Some(id) = id {
            self.put_attribute("id", id);
        }
        for (name, value) in tag.attributes.iter().filter(|(name, _)| KEPT.contains(&&**name)) {
            self.put_attribute(name, &self.main[*value]);
        }
        self.out.push_str(more.unwrap_or_default());
        self.out.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::testing::with_chapters;

    const START: &str = "<h1 id=\"a\">Start</h1>";

    /// The first of two chapters, `/en/` and `/en/Keys/`.
    fn first(main: &str) -> Result<String> {
        let mains = [main.to_owned(), "<h1 id=\"keys\">Keys</h1><h2 id=\"мой\">x</h2>".to_owned()];
        with_chapters(&["/en/", "/en/Keys/"], |chapters| chapter("/en/", main, &Places::new(chapters, &mains)))
    }

    #[test]
    fn links_between_pages_stay_in_the_book() {
        for (link, expected) in [
            ("<a href=\"../en/Keys/index.html#мой\">x</a>", "<a href=\"#Keys-1\">x</a>"),
            ("<a href=\"Keys/index.html\">x</a>", "<a href=\"#Keys\">x</a>"),
            ("<a href=\"/en/Keys/#keys\">x</a>", "<a href=\"#Keys\">x</a>"),
            ("<a href=\"#a\">x</a>", "<a href=\"#index\">x</a>"),
            ("<a href=\"../de/index.html\" lang=\"de\" hreflang=\"de\">x</a>", "<span lang=\"de\">x</span>"),
            ("<a href=\"https://a.example/?a=1&amp;b\">x</a>", "<a href=\"https://a.example/?a=1&amp;b\">x</a>"),
            (
                "<a href=\"mailto:a@a.example\"><bdi>x</bdi></a>",
                "<a href=\"mailto:a@a.example\"><span dir=\"auto\">x</span></a>",
            ),
        ] {
            let expected = format!("<h1 id=\"index\">Start</h1>{expected}");
            assert_eq!(first(&format!("{START}{link}")).unwrap(), expected, "{link}");
        }
    }

    #[test]
    fn a_chapter_begins_with_its_heading_and_has_no_comments_and_no_list_of_contents() {
        let main = format!(
            "<p class=\"note\" lang=\"en\">n</p>{START}<!-- c --><details class=\"contents\"><a href=\"#a\">s</a></details><p>t</p>"
        );
        let expected = "<h1 id=\"index\">Start</h1><div class=\"note\" lang=\"en\">n</div><p>t</p>";
        assert_eq!(first(&main).unwrap(), expected);
    }

    #[test]
    fn what_a_book_cannot_be_is_an_error() {
        for (more, expected) in [
            ("<img src=\"a.png\" alt=\"\">", "<img> cannot be in a book"),
            ("<a href=\"Keys/index.html#gone\">x</a>", "Keys/index.html#gone leads nowhere"),
            ("<h1 id=\"b\">x</h1>", "the page has 2"),
        ] {
            let error = first(&format!("{START}{more}")).unwrap_err().to_string();
            assert!(error.starts_with("/en/: ") && error.contains(expected), "{more}: {error}");
        }
    }
}
