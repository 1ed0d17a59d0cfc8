//! Marks that git leaves in a file where a merge was not resolved.

use firstaid_text::TextRange;

use crate::page::Page;
use crate::problem::{Problem, ProblemKind};
use crate::token::TokenKind;

/// The number of characters of a mark.
const LEN: usize = 7;

/// Adds a problem at the first mark of an unresolved merge. Marks in code show what a merge looks like.
pub(super) fn find_merge_conflict(page: &mut Page) {
    let Some(range) = first_mark(page) else { return };
    let message = "an unresolved merge conflict: keep one of the two texts and remove the marks".to_owned();
    page.problems.push(Problem { kind: ProblemKind::MergeConflict, range, message });
}

/// The line that opens the first unresolved merge. A line that opens one and names a branch needs no other marks:
/// somebody may have removed those by hand.
fn first_mark(page: &Page) -> Option<TextRange> {
    let text = page.text();
    let codes = Codes::of(page);
    // If nothing closes one merge, nothing closes those that follow.
    let mut can_be_closed = true;
    for at in memchr::memmem::find_iter(text.as_bytes(), "<<<<<<<") {
        let Some(label) = mark(text, at, '<').filter(|_| !codes.has(at)) else { continue };
        let range = TextRange::from(at..at + LEN + label.len());
        can_be_closed = can_be_closed && is_closed(text, &codes, range);
        if can_be_closed || !label.trim().is_empty() {
            return Some(range);
        }
    }
    None
}

/// Whether a dividing and a closing mark follow.
fn is_closed(text: &str, codes: &Codes, open: TextRange) -> bool {
    let next = |sign: char, from: usize| {
        let signs = sign.to_string().repeat(LEN);
        let mut places = text[from..].match_indices(&signs).map(|(at, _)| from + at);
        places.find(|&at| mark(text, at, sign).is_some() && !codes.has(at))
    };
    next('=', open.end() as usize).and_then(|at| next('>', at)).is_some()
}

/// The label of the mark at an offset, the rest of its line; `None` if there is no mark of exactly seven signs at the
/// start of a line.
fn mark(text: &str, at: usize, sign: char) -> Option<&str> {
    let begins_line = at == 0 || text.as_bytes()[at - 1] == b'\n' || text[..at] == *"\u{feff}";
    let rest = text[at + LEN..].split('\n').next().unwrap_or_default().trim_end_matches('\r');
    (begins_line && (rest.is_empty() || rest.starts_with(' ')) && !rest.starts_with(sign)).then_some(rest)
}

/// The ranges of all code of a page, in order.
struct Codes(Vec<TextRange>);

impl Codes {
    fn of(page: &Page) -> Self {
        let codes = page.tokens.iter().filter(|token| token.kind == TokenKind::Code).map(|token| token.range);
        let mut codes: Vec<TextRange> = codes.collect();
        codes.sort_by_key(|range| range.start());
        Self(codes)
    }

    fn has(&self, at: usize) -> bool {
        let at = at as u32;
        let next = self.0.partition_point(|range| range.end() <= at);
        self.0.get(next).is_some_and(|range| range.start() <= at)
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use crate::{AnchorDialect, Locale, PageKey, parse};

    /// The first mark in a page.
    fn found(text: &str) -> Option<String> {
        let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "a".into() };
        let page = parse(key, SourceFile::new("a.md", text), AnchorDialect::default());
        assert_eq!(page.is_whole(), !page.has_merge_conflict());
        page.problems.iter().find(|it| it.message.contains("merge")).map(|it| page.text()[it.range].to_owned())
    }

    #[test]
    fn marks_are_found_wherever_git_writes_them() {
        let merge = "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> topic\n";
        for before in ["", "# A\n\n", "- item\n", "text\n", "\u{feff}", "---\ntitle: x\n", "<div>\n"] {
            assert_eq!(found(&format!("{before}{merge}")).as_deref(), Some("<<<<<<< HEAD"), "{before:?}");
        }
        assert_eq!(found(&merge.replace('\n', "\r\n")).as_deref(), Some("<<<<<<< HEAD"));
        assert_eq!(found("<<<<<<<\na\n|||||||\nb\n=======\nc\n>>>>>>>\n").as_deref(), Some("<<<<<<<"));
        assert_eq!(found("a\n<<<<<<< mine: a.md\nb\n").as_deref(), Some("<<<<<<< mine: a.md"));
    }

    #[test]
    fn signs_that_only_look_like_marks_are_no_merge() {
        for text in [
            "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n",
            "<pre>\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n</pre>\n",
            "    <<<<<<< HEAD\n",
            "Title\n=======\n\n>>>>>>> deep quote\n",
            "<<<<<<<<<<<<<<\n",
            "a <<<<<<< HEAD\n",
            "<<<<<<<\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
