//! Masks a message for a machine: replaces what it must not change by tags, and restores it from the reply.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::refusal::Refusal;
use crate::glossary::{Glossary, TermUse};
use crate::segments::markup::{Part, PartKind, parts};

/// A tag in a reply. HTML parsers write an empty element with an end tag.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"<x id="(?<whole>[0-9]{1,4})" ?(?:/>|></x>)|<g id="(?<open>[0-9]{1,4})">|(?<close></g>)"#)
        .expect("a valid pattern")
});

/// A message as a machine gets it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Masked {
    /// As XML, on one line.
    pub text: String,
    /// The meaning of the tags; the first is `id="1"`.
    tags: Vec<Tag>,
    /// Number of `>` in the text.
    angles: usize,
    /// Whether there is nothing to translate: no letters outside of tags.
    pub has_no_text: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Tag {
    /// A protected part.
    Whole(Box<str>),
    /// Markup around text. White space just inside of an emphasis is moved out of it, as Markdown requires.
    Around { before: Box<str>, after: Box<str>, is_emphasis: bool },
}

impl Masked {
    /// Masks markup, slots, code, identities, labels of apps and the terms that are not translated. With `puts_in_terms`,
    /// terms with a translation become tags for that translation.
    pub fn new(message: &str, glossary: &Glossary, puts_in_terms: bool) -> Self {
        let mut masked =
            Self { text: String::with_capacity(message.len() * 2), tags: Vec::new(), angles: 0, has_no_text: true };
        let parts = parts(message);
        for (at, Part { kind, range }) in parts.iter().enumerate() {
            let typed = &message[range.clone()];
            match kind {
                PartKind::Text => masked.push_labels(message, typed, glossary, puts_in_terms),
                PartKind::SoftBreak => masked.text.push(' '),
                PartKind::Protected => masked.push_whole(typed),
                PartKind::Open => {
                    let close = closing_of(&parts, at);
                    let is_emphasis = typed.bytes().all(|byte| matches!(byte, b'*' | b'_' | b'~'));
                    masked.tags.push(Tag::Around { before: typed.into(), after: message[close].into(), is_emphasis });
                    masked.text.extend(["<g id=\"", &masked.tags.len().to_string(), "\">"]);
                }
                PartKind::Close => masked.text.push_str("</g>"),
            }
        }
        masked
    }

    /// Labels of apps stand for what the app shows in the locale; a machine would make up another name.
    fn push_labels(&mut self, message: &str, text: &str, glossary: &Glossary, puts_in_terms: bool) {
        let mut at = 0;
        for (range, shown) in glossary.labels().find(message, text) {
            self.push_text(&text[at..range.start], glossary, puts_in_terms);
            self.push_whole(shown);
            at = range.end;
        }
        self.push_text(&text[at..], glossary, puts_in_terms);
    }

    fn push_text(&mut self, text: &str, glossary: &Glossary, puts_in_terms: bool) {
        let mut at = 0;
        for TermUse { term, range } in glossary.find(text) {
            let typed = &text[range];
            let stands_for = if term.is_kept {
                typed.to_owned()
            } else if puts_in_terms && typed.to_lowercase() == term.source.to_lowercase() {
                with_case_of(&term.translation, typed)
            } else {
                continue;
            };
            self.push_plain(&text[at..range.start() as usize]);
            self.push_whole(&stands_for);
            at = range.end() as usize;
        }
        self.push_plain(&text[at..]);
    }

    fn push_plain(&mut self, text: &str) {
        self.has_no_text &= !text.contains(char::is_alphabetic);
        self.angles += text.matches('>').count();
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                c => self.text.push(c),
            }
        }
    }

    fn push_whole(&mut self, typed: &str) {
        self.tags.push(Tag::Whole(typed.into()));
        self.text.extend(["<x id=\"", &self.tags.len().to_string(), "\"/>"]);
    }

    /// The message of a reply. The reply must have each tag exactly once, and no other markup.
    pub fn restore(&self, reply: &str) -> Result<String, Refusal> {
        let mut restored = Restored { text: String::with_capacity(reply.len()), open: Vec::new(), begins: false };
        let mut seen = vec![false; self.tags.len()];
        let mut angles = 0;
        let mut text_of = |text: &str| {
            let text = unescaped(text)?;
            angles += text.matches('>').count();
            Ok(text)
        };
        let mut at = 0;
        for found in TAG.captures_iter(reply) {
            let whole = found.get_match().range();
            restored.push_text(&text_of(&reply[at..whole.start])?);
            at = whole.end;
            if found.name("close").is_some() {
                restored.close()?;
                continue;
            }
            let id = found.name("whole").or(found.name("open")).map_or("", |it| it.as_str());
            let place = id.parse::<usize>().ok().and_then(|it| it.checked_sub(1)).filter(|it| *it < seen.len());
            let place = place.filter(|_| !id.starts_with('0')).ok_or(Refusal::UnknownTag)?;
            if std::mem::replace(&mut seen[place], true) {
                return Err(Refusal::RepeatedTag);
            }
            match (&self.tags[place], found.name("open")) {
                (Tag::Whole(typed), None) => restored.push_whole(typed),
                (Tag::Around { before, after, is_emphasis }, Some(_)) => restored.open(before, after, *is_emphasis),
                _ => return Err(Refusal::UnknownTag),
            }
        }
        restored.push_text(&text_of(&reply[at..])?);
        // Another `>` is the rest of a damaged tag. Those of the message, as in a path of menus, are counted in
        // `angles`.
        if angles != self.angles {
            return Err(Refusal::AddedMarkup);
        }
        if seen.contains(&false) || !restored.open.is_empty() {
            return Err(Refusal::LostTag);
        }
        Ok(restored.text)
    }
}

/// A message that is being restored.
struct Restored<'m> {
    text: String,
    /// For each open element the offset of its content, the markup after it, and whether it is an emphasis.
    open: Vec<(usize, &'m str, bool)>,
    /// Whether an emphasis has just begun, so that white space goes before it.
    begins: bool,
}

impl<'m> Restored<'m> {
    fn push_text(&mut self, text: &str) {
        let inner = text.trim_start();
        if self.begins && !text.is_empty() {
            let blanks = &text[..text.len() - inner.len()];
            let (at, marks) = self.open.last().map_or((self.text.len(), 0), |(at, after, _)| (*at, after.len()));
            self.text.insert_str(at - marks, blanks);
            if let Some((at, ..)) = self.open.last_mut() {
                *at += blanks.len();
            }
            self.begins = inner.is_empty();
            self.text.push_str(inner);
        } else {
            self.text.push_str(text);
        }
    }

    fn push_whole(&mut self, typed: &str) {
        self.begins = false;
        self.text.push_str(typed);
    }

    fn open(&mut self, before: &str, after: &'m str, is_emphasis: bool) {
        self.text.push_str(before);
        self.open.push((self.text.len(), after, is_emphasis));
        self.begins = is_emphasis;
    }

    fn close(&mut self) -> Result<(), Refusal> {
        let (start, after, is_emphasis) = self.open.pop().ok_or(Refusal::UnknownTag)?;
        if self.text[start..].trim().is_empty() {
            return Err(Refusal::EmptyTag);
        }
        let end = if is_emphasis { start + self.text[start..].trim_end().len() } else { self.text.len() };
        self.text.insert_str(end, after);
        self.begins = false;
        Ok(())
    }
}

/// The range of the [`PartKind::Close`] of the part at index `open`.
fn closing_of(parts: &[Part], open: usize) -> Range<usize> {
    let mut depth = 0_usize;
    for part in &parts[open..] {
        match part.kind {
            PartKind::Open => depth += 1,
            PartKind::Close => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return part.range.clone();
        }
    }
    unreachable!("each open has its close")
}

/// The text between two tags, with its entities replaced. Any other markup is refused.
fn unescaped(text: &str) -> Result<String, Refusal> {
    if text.contains('<') {
        return Err(Refusal::AddedMarkup);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entities = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&apos;", '\''),
            ("&#39;", '\''),
            ("&#x27;", '\''),
        ];
        if let Some((entity, c)) = entities.iter().find(|(entity, _)| rest.starts_with(entity)) {
            out.push(*c);
            rest = &rest[entity.len()..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// A term with a capital first letter if `typed`, the text it replaces, has one.
fn with_case_of(term: &str, typed: &str) -> String {
    let is_capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let mut letters = term.chars();
    match letters.next() {
        Some(first) if is_capital(typed) => first.to_uppercase().chain(letters).collect(),
        _ => term.to_owned(),
    }
}

#[cfg(test)]
mod tests;
