//! Reading YAML as a tree.
//!
//! Aliases of scalars are resolved, others are not: nothing is ever expanded, so a small text stays a small tree.
//! [`MAX_DEPTH`] bounds the nesting.

use std::collections::{HashMap, HashSet};

use firstaid_text::TextRange;
use granit_parser::{Event, Options, Parser, Span};

use crate::node::{Entry, Node, Value};
use crate::problem::Problem;

/// Deeper nesting is refused: front matter has two or three levels.
const MAX_DEPTH: usize = 32;

/// More aliases in one text are refused: a page needs none.
const MAX_ALIASES: usize = 64;

/// A whole file as a tree; `None` if it is not valid YAML, or empty.
pub fn parse_yaml(text: &str) -> Option<Node> {
    parse(text, 0, &mut Vec::new()).ok().flatten()
}

/// Every document of a text that lies at `base` in its file as a tree, or why the file was not read.
pub(crate) fn parse_documents(text: &str, base: u32) -> Result<Vec<Node>, Problem> {
    documents(text, base, &mut Vec::new()).map_err(|failure| match failure {
        Failure::Syntax(problem) | Failure::TooMuch(problem) => problem,
    })
}

/// The entries of a mapping at the top of `text`, which lies at `base` in its file.
///
/// After a syntax error each top-level entry is read by itself, so that one broken value hides no other and every
/// problem is reported in one pass.
pub(crate) fn parse_mapping(text: &str, base: u32, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let mut found = Vec::new();
    let entries = match parse(text, base, &mut found) {
        Ok(Some(Node { value: Value::Mapping(entries), .. })) => entries,
        Ok(None) => Vec::new(),
        Ok(Some(node)) => {
            found.push(Problem::front_matter(node.range, "front matter must be a list of `key: value` lines"));
            Vec::new()
        }
        Err(Failure::TooMuch(problem)) => {
            found.push(problem);
            Vec::new()
        }
        Err(Failure::Syntax(whole)) => {
            found.clear();
            let mut entries = Vec::new();
            for (start, chunk) in top_level_chunks(text) {
                match parse(chunk, base + start, &mut found) {
                    Ok(Some(Node { value: Value::Mapping(part), .. })) => entries.extend(part),
                    Ok(Some(node)) => {
                        found.push(Problem::front_matter(node.range, "expected a `key: value` line"));
                    }
                    Ok(None) => {}
                    Err(Failure::Syntax(problem) | Failure::TooMuch(problem)) => found.push(problem),
                }
            }
            if found.is_empty() {
                found.push(whole);
            }
            entries
        }
    };
    report_duplicates(&entries, &mut found);
    problems.append(&mut found);
    entries
}

/// Runs of lines with their offsets. Each begins with a line that is neither indented nor empty nor a sequence entry.
fn top_level_chunks(text: &str) -> Vec<(u32, &str)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = !line.starts_with([' ', '\t', '-', '#', '}', ']', '\r', '\n']);
        if begins || starts.is_empty() {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(text.len());
    starts.windows(2).map(|pair| (pair[0] as u32, &text[pair[0]..pair[1]])).collect()
}

fn report_duplicates(entries: &[Entry], problems: &mut Vec<Problem>) {
    let mut seen: HashSet<&str> = HashSet::new();
    for entry in entries {
        if !seen.insert(&entry.key) {
            let message = format!("the key `{}` is there twice; readers keep only one of the values", entry.key);
            problems.push(Problem::front_matter(entry.key_range, message));
        }
        if let Value::Mapping(inner) = &entry.value.value {
            report_duplicates(inner, problems);
        }
    }
}

/// A collection that is being read.
enum Open {
    /// With the items so far and the anchor.
    Sequence(TextRange, Vec<Node>, usize),
    /// With the entries so far, the key that waits for its value, and the anchor.
    Mapping(TextRange, Vec<Entry>, Option<Node>, usize),
}

/// Why a text was not read.
enum Failure {
    /// The rest of the text may still be fine.
    Syntax(Problem),
    /// The text passes a limit; nothing more of it is read.
    TooMuch(Problem),
}

impl Failure {
    fn too_much(range: TextRange, message: String) -> Self {
        Self::TooMuch(Problem::front_matter(range, message))
    }
}

/// The last document of a text.
fn parse(text: &str, base: u32, problems: &mut Vec<Problem>) -> Result<Option<Node>, Failure> {
    Ok(documents(text, base, problems)?.pop().filter(|node| !node.is_null()))
}

fn documents(text: &str, base: u32, problems: &mut Vec<Problem>) -> Result<Vec<Node>, Failure> {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, Node> = HashMap::new();
    let mut aliases = 0;
    let mut roots = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
            let message = format!("not valid YAML: {}", error.info());
            Failure::Syntax(Problem::front_matter(line_at(text, at).shift(base), message))
        })?;
        let range = byte_range(&span, text).shift(base);
        let (node, anchor) = match event {
            Event::Scalar(value, style, anchor, _) => {
                (Node { range, value: Value::Scalar { text: value.into(), style } }, anchor)
            }
            Event::Alias(id) => {
                aliases += 1;
                if aliases > MAX_ALIASES {
                    return Err(Failure::too_much(range, format!("more than {MAX_ALIASES} aliases")));
                }
                let value = anchors.get(&id).map_or(Value::Alias, |node| node.value.clone());
                (Node { range, value }, 0)
            }
            Event::UnresolvedAlias(name) => {
                problems.push(Problem::front_matter(range, format!("the alias `*{name}` refers to nothing")));
                (Node { range, value: Value::Alias }, 0)
            }
            Event::SequenceStart(_, anchor, _) => {
                open.push(Open::Sequence(range, Vec::new(), anchor));
                continue;
            }
            Event::MappingStart(_, anchor, _) => {
                open.push(Open::Mapping(range, Vec::new(), None, anchor));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::Sequence(start, items, anchor)) => {
                    (Node { range: start.cover(range), value: Value::Sequence(items) }, anchor)
                }
                Some(Open::Mapping(start, entries, _, anchor)) => {
                    (Node { range: start.cover(range), value: Value::Mapping(entries) }, anchor)
                }
                None => continue,
            },
            _ => continue,
        };
        if open.len() > MAX_DEPTH {
            return Err(Failure::too_much(range, format!("nested more than {MAX_DEPTH} levels deep")));
        }
        if anchor > 0 && matches!(node.value, Value::Scalar { .. }) {
            anchors.insert(anchor, node.clone());
        }
        match open.last_mut() {
            None => roots.push(node),
            Some(Open::Sequence(_, items, _)) => items.push(node),
            Some(Open::Mapping(_, entries, pending, _)) => match pending.take() {
                None => *pending = Some(node),
                Some(key) => {
                    let name = key.as_str().unwrap_or_default().into();
                    entries.push(Entry { key: name, key_range: key.range, value: node });
                }
            },
        }
    }
    Ok(roots)
}

/// The bytes of a span without white space at the end, which the parser counts to block scalars and absent values.
fn byte_range(span: &Span, text: &str) -> TextRange {
    let range = span.byte_range().unwrap_or(0..0);
    let (start, end) = (range.start.min(text.len()), range.end.min(text.len()));
    let trimmed = text[start..end.max(start)].trim_end().len();
    TextRange::new(start as u32, (start + trimmed) as u32)
}

/// The line around an offset, for a syntax error, which is seldom one byte's.
fn line_at(text: &str, at: usize) -> TextRange {
    let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    // An error at the start of a line is about what came before it.
    let at = if text[..at].ends_with('\n') && at > 0 { at - 1 } else { at };
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = text[start..end].trim_end();
    TextRange::new(start as u32, (start + line.len()) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> (Vec<Entry>, Vec<String>) {
        let mut problems = Vec::new();
        let entries = parse_mapping(text, 0, &mut problems);
        (entries, problems.into_iter().map(|p| format!("{}|{}", &text[p.range], p.message)).collect())
    }

    #[test]
    fn keys_and_scalars_know_their_bytes() {
        let text = "title: \"Né \\u00e9\"\nsummary: >-\n  one\n  two\nlist: [a, 'b']\nempty:\n";
        let (entries, problems) = entries(text);
        assert_eq!(problems, Vec::<String>::new());
        let shown: Vec<_> = entries.iter().map(|e| (&text[e.key_range], &text[e.value.range])).collect();
        assert_eq!(
            shown,
            [("title", "\"Né \\u00e9\""), ("summary", "one\n  two"), ("list", "[a, 'b']"), ("empty", "")]
        );
        assert_eq!(entries[0].value.as_str(), Some("Né é"));
        assert_eq!(entries[1].value.as_str(), Some("one two"));
        assert!(entries[3].value.is_null());
    }

    #[test]
    fn one_broken_value_hides_nothing_else() {
        let (entries, problems) = entries("a: 1\nb: \"open\nc: 3\nd: [1\ne: 5\na: 6\n");
        let keys: Vec<&str> = entries.iter().map(|e| &*e.key).collect();
        assert_eq!(keys, ["a", "c", "e", "a"]);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[2].starts_with("a|the key `a` is there twice"), "{problems:?}");
    }

    #[test]
    fn an_alias_bomb_stays_small() {
        let mut bomb = String::from("a: &a [x, x]\n");
        for n in 1..60 {
            let previous = if n == 1 { "a".to_owned() } else { format!("a{}", n - 1) };
            bomb.extend([format!("b{n}: &a{n} [*{previous}, *{previous}]\n")]);
        }
        let (_, problems) = entries(&bomb);
        assert!(problems.iter().any(|p| p.contains("aliases")), "{problems:?}");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let (_, problems) = entries(&format!("a: {}1{}", "[".repeat(200), "]".repeat(200)));
        assert!(!problems.is_empty());
    }
}
