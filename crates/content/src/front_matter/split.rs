use firstaid_text::TextRange;

use super::lines::Lines;
use super::toml;
use super::types::FrontMatter;
use crate::problem::Problem;
use crate::yaml::parse_mapping;

/// The front matter of a text, without the problems in it.
pub fn front_matter(text: &str) -> Option<FrontMatter> {
    split(text, &mut Vec::new()).0
}

/// [`split`] for a page at a path: the fields of Lektor's `.lr` are lines of the body.
pub(crate) fn split_page(path: &str, text: &str, problems: &mut Vec<Problem>) -> (Option<FrontMatter>, u32) {
    if !path.ends_with(".lr") {
        return split(text, problems);
    }
    (None, if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 })
}

/// Splits the front matter off. Returns it, if the page has one, and the offset at which the body begins.
///
/// The opening `---` is the first line; only a byte-order mark may precede it. The closing line is `---` or `...`.
/// Without a closing line the block ends at the first empty line, and that is a problem.
fn split(text: &str, problems: &mut Vec<Problem>) -> (Option<FrontMatter>, u32) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Lines { text, at: mark };
    let Some(first) = lines.next() else { return (None, mark as u32) };
    if is_fence(&text[first], "+++") {
        return split_toml(text, first, problems);
    }
    if text[first].starts_with('{') {
        return split_json(text, mark, problems);
    }
    let Some(opening) = Some(first).filter(|line| is_fence(&text[*line], "---")) else { return (None, mark as u32) };
    let start = lines.at;

    let mut first_empty = None;
    while let Some(line) = lines.next() {
        if is_fence(&text[line], "---") || is_fence(&text[line], "...") {
            let block = TextRange::new(start as u32, line.start());
            let entries = parse_mapping(&text[block], block.start(), problems);
            let end = line.start() + text[line].trim_end().len() as u32;
            let range = TextRange::new(opening.start(), end);
            return (Some(FrontMatter { range, entries }), lines.at as u32);
        }
        if first_empty.is_none() && text[line].trim().is_empty() {
            first_empty = Some(line.start());
        }
    }

    let block = TextRange::new(start as u32, first_empty.unwrap_or(text.len() as u32));
    if !looks_like_yaml(&text[block]) {
        // A thematic break, and no front matter.
        return (None, mark as u32);
    }
    let range = TextRange::new(opening.start(), opening.start() + 3);
    problems.push(Problem::front_matter(range, "the front matter has no closing `---`"));
    let entries = parse_mapping(&text[block], block.start(), problems);
    (Some(FrontMatter { range: range.cover(block), entries }), block.end())
}

fn split_toml(text: &str, opening: TextRange, problems: &mut Vec<Problem>) -> (Option<FrontMatter>, u32) {
    let mut lines = Lines { text, at: opening.end() as usize };
    let Some(closing) = lines.find(|line| is_fence(&text[*line], "+++")) else { return (None, opening.start()) };
    let block = TextRange::new(opening.end(), closing.start());
    let entries = toml::parse_toml(&text[block], block.start(), problems);
    let end = closing.start() + text[closing].trim_end().len() as u32;
    let range = TextRange::new(opening.start(), end);
    (Some(FrontMatter { range, entries }), closing.end())
}

/// JSON is parsed as YAML, which contains it. Anything but an object with quoted keys that ends its line is Markdown.
fn split_json(text: &str, start: usize, problems: &mut Vec<Problem>) -> (Option<FrontMatter>, u32) {
    let none = (None, start as u32);
    if !text[start + 1..].trim_start().starts_with('"') {
        return none;
    }
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    let end = text.as_bytes()[start..].iter().position(|&byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let Some(end) = end.map(|end| start + end + 1) else { return none };
    let Some(rest) = Lines { text, at: end }.next().filter(|line| text[*line].trim().is_empty()) else {
        return if end == text.len() { json(text, start, end, end as u32, problems) } else { none };
    };
    json(text, start, end, rest.end(), problems)
}

fn json(text: &str, start: usize, end: usize, body: u32, problems: &mut Vec<Problem>) -> (Option<FrontMatter>, u32) {
    let range = TextRange::from(start..end);
    let entries = parse_mapping(&text[range], range.start(), problems);
    (Some(FrontMatter { range, entries }), body)
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim_end().is_empty())
}

fn looks_like_yaml(block: &str) -> bool {
    block.lines().next().is_some_and(|line| {
        line.split_once(':').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_off(text: &str) -> (Option<Vec<String>>, &str, Vec<String>) {
        let mut problems = Vec::new();
        let (front_matter, body) = split(text, &mut problems);
        let keys = front_matter.map(|fm| fm.entries.iter().map(|entry| text[entry.key_range].to_owned()).collect());
        (keys, &text[body as usize..], problems.into_iter().map(|problem| problem.message).collect())
    }

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|&key| key.to_owned()).collect()
    }

    #[test]
    fn front_matter_follows_a_byte_order_mark_and_has_any_line_ends() {
        assert_eq!(split_off("\u{feff}---\r\ntitle: x\r\n---\r\nbody"), (Some(keys(&["title"])), "body", vec![]));
    }

    #[test]
    fn toml_and_json_have_entries() {
        let toml = "+++\ntitle = \"é\"\ndate = 2020-01-31\n[params]\na = [1, 'x']\n+++\nbody";
        assert_eq!(split_off(toml), (Some(keys(&["title", "date", "params"])), "body", vec![]));
        let json = "{\n  \"title\": \"a } b\",\n  \"tags\": [\"x\"]\n}\n\nbody";
        assert_eq!(split_off(json), (Some(keys(&["\"title\"", "\"tags\""])), "\nbody", vec![]));
    }

    #[test]
    fn broken_toml_is_a_problem_on_its_line() {
        let mut problems = Vec::new();
        let text = "+++\ntitle = x y\n+++\nbody";
        let (front_matter, body) = split(text, &mut problems);
        assert!(front_matter.is_some_and(|it| it.entries.is_empty()));
        assert_eq!(&text[body as usize..], "body");
        assert!(problems[0].message.starts_with("the front matter is not valid TOML"), "{problems:?}");
    }

    #[test]
    fn templates_at_the_head_are_no_front_matter() {
        for text in ["{{< x >}}\n", "{% if a %}\n", "{: .a}\n", "{\"open\": {\n", "{\"a\"} b\n", "+++\nno end\n"] {
            assert_eq!(split_off(text), (None, text, vec![]), "{text}");
        }
    }

    #[test]
    fn an_empty_block_is_front_matter_without_keys() {
        assert_eq!(split_off("---\n---\nbody"), (Some(keys(&[])), "body", vec![]));
    }

    #[test]
    fn thematic_breaks_and_setext_underlines_are_markdown() {
        assert_eq!(split_off("text\n---\nmore"), (None, "text\n---\nmore", vec![]));
        assert_eq!(split_off("---\na: 1\n---\nx\n---\n"), (Some(keys(&["a"])), "x\n---\n", vec![]));
        assert_eq!(split_off("---\n\nJust: a break\n"), (None, "---\n\nJust: a break\n", vec![]));
    }

    #[test]
    fn a_missing_closing_line_is_a_problem_and_keeps_the_keys() {
        let (found, body, problems) = split_off("---\ntitle: x\nlanguage: en\n\n# Heading\n");
        assert_eq!((found, body), (Some(keys(&["title", "language"])), "\n# Heading\n"));
        assert_eq!(problems, ["the front matter has no closing `---`"]);
    }
}
