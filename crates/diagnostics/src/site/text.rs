//! Text of strangers, made fit for a page.

use std::borrow::Cow;

use firstaid_text::{SourceFile, TextRange};

pub(super) use crate::visible::visible_on_page as text;

/// Characters of a line that are shown on either side of a finding.
const CONTEXT: usize = 60;
/// Maximum characters of a finding's text that are shown.
const MAX_MARKED: usize = 160;

/// An address that may be the target of a link: on the web, and nothing else.
pub(super) fn web_address(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// The part of a line around a finding.
pub(super) struct Excerpt<'a> {
    pub(super) before: Cow<'a, str>,
    pub(super) marked: Cow<'a, str>,
    pub(super) after: Cow<'a, str>,
}

/// The first line of a range with the text around it, at a cost that is independent of the line's length.
pub(super) fn excerpt(source: &SourceFile, range: TextRange) -> Excerpt<'_> {
    let (all, lines) = (source.text(), source.lines());
    let line = lines.line_range(all, lines.line(range.start()));
    let end = range.end().min(line.end()).max(range.start());
    let before = last(&all[line.start() as usize..range.start() as usize], CONTEXT);
    let marked = first(&all[range.start() as usize..end as usize], MAX_MARKED);
    let after =
        if end < range.end() { "".into() } else { first(&all[end as usize..line.end().max(end) as usize], CONTEXT) };
    Excerpt { before, marked: trimmed(marked), after }
}

/// Without the end of the line.
fn trimmed(part: Cow<'_, str>) -> Cow<'_, str> {
    match part {
        Cow::Borrowed(part) => part.trim_end_matches(['\r', '\n']).into(),
        Cow::Owned(part) => part.trim_end_matches(['\r', '\n']).to_owned().into(),
    }
}

fn first(part: &str, max: usize) -> Cow<'_, str> {
    part.char_indices().nth(max).map_or(part.into(), |(at, _)| format!("{}…", &part[..at]).into())
}

fn last(part: &str, max: usize) -> Cow<'_, str> {
    let cut = part.char_indices().rev().nth(max - 1).filter(|&(at, _)| at > 0);
    cut.map_or(part.into(), |(at, _)| format!("…{}", &part[at..]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_on_the_web_are_links() {
        for url in ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "//a.org", " https://a.org", "file:///a"]
        {
            assert_eq!(web_address(url), None, "{url}");
        }
        assert_eq!(web_address("https://a.org/"), Some("https://a.org/"));
    }

    #[test]
    fn an_excerpt_is_short_and_on_one_line() {
        let long = "é".repeat(5000);
        let source = SourceFile::new("a.md", format!("first\n{long}Ostel{long}\nlast\n"));
        let at = source.text().find("Ostel").unwrap() as u32;
        let found = excerpt(&source, TextRange::new(at, at + 5));
        assert_eq!(found.marked, "Ostel");
        assert!(found.before.starts_with('…') && found.before.chars().count() == CONTEXT + 1);
        assert!(found.after.ends_with('…') && found.after.chars().count() == CONTEXT + 1);
        let whole = excerpt(&source, TextRange::new(0, source.text().len() as u32));
        assert_eq!((&*whole.before, &*whole.marked, &*whole.after), ("", "first", ""));
    }
}
