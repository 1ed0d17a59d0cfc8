//! HTML of a stranger's text, as it is written: text is escaped, and elements are written by this file alone, with no
//! attribute of a stranger's. So nothing in it can be fetched, followed or run, save pictures of the guide, by their ids.

use std::collections::BTreeMap;
use std::ops::Range;

use firstaid_diagnostics::visible_on_page;
use maud::{Markup, PreEscaped, html};
use url::{Host, Url};

use super::elements::{Look, look};
use super::urls::picture_url;

/// The pictures of a side by target, and those to look among next.
#[derive(Clone, Copy)]
pub(super) struct Shelf<'p> {
    pub(super) own: &'p BTreeMap<String, String>,
    pub(super) others: &'p BTreeMap<String, String>,
}

impl Shelf<'_> {
    fn id(&self, target: &str) -> Option<&str> {
        self.own.get(target).or_else(|| self.others.get(target)).map(String::as_str)
    }
}

pub(super) struct Out<'m> {
    html: String,
    marks: &'m [Range<usize>],
    shelf: Shelf<'m>,
    /// The elements of raw HTML that are open: the name as typed, and the element that it became.
    opened: Vec<(String, Option<&'static str>)>,
    /// Whether there is anything to see.
    has_content: bool,
}

impl<'m> Out<'m> {
    pub(super) fn new(len: usize, marks: &'m [Range<usize>], shelf: Shelf<'m>) -> Self {
        Self { html: String::with_capacity(len * 2), marks, shelf, opened: Vec::new(), has_content: false }
    }

    pub(super) fn shelf(&self) -> Shelf<'m> {
        self.shelf
    }

    /// What was written, and whether there is anything to see.
    pub(super) fn finish(mut self) -> (Markup, bool) {
        while let Some((_, element)) = self.opened.pop() {
            self.end(element);
        }
        (PreEscaped(self.html), self.has_content)
    }

    /// Markup of ours.
    pub(super) fn push(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Markup of ours that people see without any text.
    pub(super) fn push_shown(&mut self, markup: &str) {
        self.has_content = true;
        self.push(markup);
    }

    /// Text with its marks. `at` is its place in the source, if it stands there as it is.
    pub(super) fn text(&mut self, text: &str, at: Option<usize>) {
        self.has_content |= !text.trim().is_empty();
        let Some(at) = at else { return self.escape(text) };
        let mut done = 0;
        for mark in self.marks {
            let (start, end) = (mark.start.max(at) - at, mark.end.min(at + text.len()).saturating_sub(at));
            let is_here = start < end && start >= done;
            let Some((before, marked)) =
                is_here.then(|| (text.get(done..start), text.get(start..end))).and_then(|(a, b)| a.zip(b))
            else {
                continue;
            };
            self.escape(before);
            self.html.push_str("<mark>");
            self.escape(marked);
            self.html.push_str("</mark>");
            done = end;
        }
        self.escape(&text[done..]);
    }

    fn escape(&mut self, text: &str) {
        self.html.push_str(&html! { (visible_on_page(text)) }.into_string());
    }

    /// Text whose lines stay.
    pub(super) fn lines(&mut self, text: &str, at: usize) {
        let mut from = at;
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.html.push('\n');
            }
            self.text(line, Some(from));
            from += line.len() + 1;
        }
    }

    /// Raw HTML that stays as it is typed.
    pub(super) fn typed(&mut self, typed: &str, at: usize) {
        self.html.push_str("<code class=raw>");
        self.text(typed, Some(at));
        self.html.push_str("</code>");
    }

    /// What stands in the place of something that is not loaded or run here.
    pub(super) fn stand_in(&mut self, what: &str) {
        self.has_content = true;
        self.html.push_str("<span class=instead lang=en dir=ltr>");
        self.escape(what);
        self.html.push_str("</span>");
    }

    /// A start tag of raw HTML; whether it is known.
    pub(super) fn start_tag(&mut self, name: &str) -> bool {
        let Some(look) = look(name) else { return false };
        match look {
            Look::Same(element) => {
                self.push("<");
                self.push(element);
                self.push(">");
                self.opened.push((name.to_owned(), Some(element)));
            }
            Look::Styled(element, class) => {
                for part in ["<", element, " class=", class, ">"] {
                    self.push(part);
                }
                self.opened.push((name.to_owned(), Some(element)));
            }
            Look::Content => self.opened.push((name.to_owned(), None)),
            Look::Void(markup) => self.push(markup),
            Look::Shown(markup) => self.push_shown(markup),
            Look::Instead(what) => self.stand_in(what),
            Look::Nothing => {}
        }
        true
    }

    /// An end tag of raw HTML; whether its element is open. Elements in it that are open end with it.
    pub(super) fn end_tag(&mut self, name: &str) -> bool {
        let Some(at) = self.opened.iter().rposition(|(open, _)| open == name) else { return false };
        while self.opened.len() > at {
            if let Some((_, element)) = self.opened.pop() {
                self.end(element);
            }
        }
        true
    }

    fn end(&mut self, element: Option<&'static str>) {
        if let Some(element) = element {
            for part in ["</", element, ">"] {
                self.html.push_str(part);
            }
        }
    }

    /// A picture; its text follows, and then [`Out::end_picture`]. The text is shown, too: it is translated.
    pub(super) fn picture(&mut self, target: &str) {
        self.has_content = true;
        let bare = target.split(['#', '?']).next().unwrap_or_default();
        let Some(id) = self.shelf.id(target).or_else(|| self.shelf.id(bare)) else {
            self.push("<span class=image>");
            let site = Url::parse(target).or_else(|_| Url::parse(&format!("https:{target}")));
            let host = site.ok().and_then(|url| url.host().map(|it: Host<&str>| it.to_string()));
            match host.filter(|_| target.contains("//")) {
                Some(host) => self.stand_in(&format!("picture of {host}, not loaded")),
                None => self.stand_in("picture that is not in the guide"),
            }
            return self.push(" ");
        };
        // Material for MkDocs has two of some pictures.
        let class = match target.rsplit_once('#').map(|(_, scheme)| scheme) {
            Some("only-dark" | "gh-dark-mode-only") => "\"image only-dark\"",
            Some("only-light" | "gh-light-mode-only") => "\"image only-light\"",
            _ => "image",
        };
        let picture = html! { img src=(picture_url(id)) alt="" loading="lazy"; " " }.into_string();
        for part in ["<span class=", class, ">", &picture] {
            self.push(part);
        }
    }

    pub(super) fn end_picture(&mut self) {
        self.push("</span>");
    }
}
