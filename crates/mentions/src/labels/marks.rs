//! Marked stretches of a block: emphasis, quotation marks, code, keys. Apps' labels stand in them.

use firstaid_text::TextRange;

/// How a stretch is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Strong,
    Emphasis,
    Quotes,
    Code,
    /// `<kbd>` or `<samp>`.
    Keys,
}

/// A marked stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marked {
    /// Between the marks.
    pub range: TextRange,
    /// With the marks.
    pub outer: TextRange,
    pub mark: Mark,
}

/// Opening, closing, and what they mean; longer marks before those that they begin with.
const MARKS: [(&str, &str, Mark); 16] = [
    ("**", "**", Mark::Strong),
    ("__", "__", Mark::Strong),
    ("*", "*", Mark::Emphasis),
    ("_", "_", Mark::Emphasis),
    ("<strong>", "</strong>", Mark::Strong),
    ("<b>", "</b>", Mark::Strong),
    ("<kbd>", "</kbd>", Mark::Keys),
    ("<samp>", "</samp>", Mark::Keys),
    ("\"", "\"", Mark::Quotes),
    ("“", "”", Mark::Quotes),
    ("„", "“", Mark::Quotes),
    ("„", "”", Mark::Quotes),
    ("«", "»", Mark::Quotes),
    ("‹", "›", Mark::Quotes),
    ("「", "」", Mark::Quotes),
    ("『", "』", Mark::Quotes),
];

/// Maximum bytes between marks. Nobody marks a longer label.
const MAX_BYTES: usize = 240;

/// The marked stretches of Markdown that begins at an offset, in order and apart from each other. Linear in its length.
pub fn marked(text: &str, at: u32) -> Vec<Marked> {
    let range = |start: usize, end: usize| TextRange::new(at + start as u32, at + end as u32);
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(step) = text[place..].find(['*', '_', '<', '"', '“', '„', '«', '‹', '「', '『', '`', '\\'])
    {
        place += step;
        let rest = &text[place..];
        if let Some(escaped) = rest.strip_prefix('\\') {
            place += 1 + escaped.chars().next().map_or(0, char::len_utf8);
            continue;
        }
        let next = if rest.starts_with('`') { code(rest) } else { other(&text[..place], rest) };
        let Some((open, close, end, mark)) = next else {
            let first = rest.chars().next().unwrap_or_default();
            place += if first == '`' { rest.len() - rest.trim_start_matches('`').len() } else { first.len_utf8() };
            continue;
        };
        let (start, stop) = trimmed(text, place + open, place + close);
        if start < stop {
            found.push(Marked { range: range(start, stop), outer: range(place, place + end), mark });
        }
        place += end;
    }
    found
}

/// Offsets of the begin and the end of the inner text, and of the end of the whole.
type Found = (usize, usize, usize, Mark);

/// The code span that a text begins with.
fn code(rest: &str) -> Option<Found> {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let window = window(rest, ticks);
    let mut at = ticks;
    while let Some(step) = window.get(at..)?.find('`') {
        at += step;
        let run = window[at..].len() - window[at..].trim_start_matches('`').len();
        if run == ticks {
            return Some((ticks, at, at + ticks, Mark::Code));
        }
        at += run;
    }
    None
}

fn other(before: &str, rest: &str) -> Option<Found> {
    let follows_word = before.ends_with(char::is_alphanumeric);
    MARKS.iter().filter(|(open, ..)| rest.starts_with(open)).find_map(|&(open, close, mark)| {
        let is_low_line = open.starts_with('_');
        let is_straight = open == close;
        let inner = &rest[open.len()..];
        if is_straight && inner.starts_with(char::is_whitespace) || (is_low_line || open == "\"") && follows_word {
            return None;
        }
        let window = window(rest, open.len());
        let mut closers = window.get(open.len()..)?.match_indices(close);
        closers.find_map(|(at, _)| {
            let (end, after) = (open.len() + at, open.len() + at + close.len());
            let ends_word = !inner[..at].ends_with(char::is_whitespace) || !is_straight;
            let is_closing = !is_low_line || !rest[after..].starts_with(char::is_alphanumeric);
            (at > 0 && ends_word && is_closing).then_some((open.len(), end, after, mark))
        })
    })
}

/// The begin of a text, up to the longest label behind its opening mark.
fn window(rest: &str, open: usize) -> &str {
    &rest[..firstaid_text::floor_char_boundary(rest, (open + MAX_BYTES).min(rest.len()))]
}

/// Without blanks and further marks at both ends.
fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '“' | '”' | '„' | '«' | '»' | '`');
    let inner = &text[start..end];
    let start = start + inner.len() - inner.trim_start_matches(is_mark).len();
    let inner = &text[start..end];
    (start, start + inner.trim_end_matches(is_mark).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Mark)> {
        marked(text, 0).into_iter().map(|it| (&text[it.range], it.mark)).collect()
    }

    #[test]
    fn every_mark_is_known() {
        let text = "A **b c** _d_ *e* \"f\" “g” „h“ «i» 「j」 `k` <kbd>l</kbd> <b>m</b>.";
        let inner: Vec<&str> = found(text).into_iter().map(|(inner, _)| inner).collect();
        assert_eq!(inner, ["b c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"]);
    }

    #[test]
    fn marks_in_marks_are_one() {
        assert_eq!(found("Tap “**Lock**” or ***Open***"), [("Lock", Mark::Quotes), ("Open", Mark::Strong)]);
        assert_eq!(found("``a ` b`` and `**no**`"), [("a ` b", Mark::Code), ("no", Mark::Code)]);
    }

    #[test]
    fn what_is_no_mark_is_left() {
        assert_eq!(found("snake_case_name, 5 * 3 * 2, 3\" by 5\", \\*no\\*, `open, «open"), []);
    }

    #[test]
    fn a_block_of_marks_costs_little() {
        for mark in ["*", "_", "`", "\"", "«", "**a ", "` ``", "<kbd>"] {
            marked(&mark.repeat(100_000), 0);
        }
    }
}
