//! The strings of YAML and JSON files that readers see, as pages without a body.

use std::sync::Arc;

use firstaid_text::{SourceFile, TextRange};

use super::found::find_tokens;
use super::merge_marks::find_merge_conflict;
use super::sentence::{PROSE_FIELDS, is_sentence};
use crate::anchor::AnchorDialect;
use crate::front_matter::scalar_pieces;
use crate::key::PageKey;
use crate::locale::Locale;
use crate::markdown;
use crate::node::{Entry, Node, ScalarStyle, Value};
use crate::page::{Block, BlockKind, Page};
use crate::problem::{Problem, ProblemKind};
use crate::scan;
use crate::yaml::{parse_documents, parse_yaml};

/// The strings of a file that readers see, each read as Markdown: a page of each locale that the file has, the file's
/// own first. Values under a key that is a locale, among keys that all are, belong to that locale.
///
/// A file that is not valid YAML, which includes JSON, is one page without text and with a problem.
pub fn parse_data(source: SourceFile, locale: &Locale, known: &[&Locale], dialect: AnchorDialect) -> Vec<Page> {
    let source = Arc::new(source);
    let mark = if source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 };
    let mut reader = Reader { source: &source, known, dialect, pages: Vec::new() };
    reader.page(locale);
    match parse_documents(&source.text()[mark as usize..], mark) {
        Ok(documents) => documents.iter().for_each(|node| reader.read(node, "", locale)),
        Err(problem) => {
            let Problem { range, message, .. } = problem;
            let problem = Problem { kind: ProblemKind::Unreadable, range, message };
            reader.page(locale).problems.push(problem);
        }
    }
    let mut pages = reader.pages;
    for page in &mut pages {
        find_tokens(page);
    }
    if let Some(own) = pages.first_mut() {
        find_merge_conflict(own);
    }
    pages.iter_mut().for_each(Page::shrink_to_fit);
    pages
}

/// Whether a YAML or JSON file has sentences.
pub fn holds_text(text: &str) -> bool {
    fn holds(node: &Node) -> bool {
        match &node.value {
            Value::Scalar { text, .. } => is_sentence(text),
            Value::Sequence(nodes) => nodes.iter().any(holds),
            Value::Mapping(entries) => entries.iter().any(|entry| holds(&entry.value)),
            Value::Alias => false,
        }
    }
    parse_yaml(text).is_some_and(|node| holds(&node))
}

struct Reader<'a> {
    source: &'a Arc<SourceFile>,
    /// The locales of the guide.
    known: &'a [&'a Locale],
    dialect: AnchorDialect,
    pages: Vec<Page>,
}

impl Reader<'_> {
    /// The page of a locale.
    fn page(&mut self, locale: &Locale) -> &mut Page {
        let at = self.pages.iter().position(|page| page.key.locale == *locale).unwrap_or_else(|| {
            let key = PageKey { locale: locale.clone(), name: self.source.path().into() };
            let mut page = Page::empty(key, Arc::clone(self.source));
            page.is_data = true;
            self.pages.push(page);
            self.pages.len() - 1
        });
        &mut self.pages[at]
    }

    fn read(&mut self, node: &Node, key: &str, locale: &Locale) {
        match &node.value {
            Value::Sequence(nodes) => nodes.iter().for_each(|node| self.read(node, key, locale)),
            Value::Mapping(entries) => {
                let locales = self.locales_of(entries);
                for (n, entry) in entries.iter().enumerate() {
                    match locales.get(n) {
                        Some(own) => self.read(&entry.value, key, own),
                        None => self.read(&entry.value, &entry.key, locale),
                    }
                }
            }
            Value::Scalar { text, style } => {
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                if is_block
                    || is_text(text, *style)
                    || PROSE_FIELDS.contains(&key) && text.contains(char::is_alphabetic)
                {
                    let dialect = self.dialect;
                    push_text(self.page(locale), node, *style, dialect);
                } else if holds_address(text) {
                    push_pieces(self.page(locale), node);
                }
            }
            Value::Alias => {}
        }
    }

    /// The locales that the keys of a mapping are; none if not all are one, or none is one of the guide's.
    fn locales_of(&self, entries: &[Entry]) -> Vec<Locale> {
        let locale = |entry: &Entry| Locale::new(&entry.key).filter(Locale::is_known);
        let locales: Option<Vec<Locale>> = entries.iter().map(locale).collect();
        locales.filter(|locales| locales.iter().any(|it| self.known.contains(&it))).unwrap_or_default()
    }
}

/// Whether a string of one line is text: at least two words, or letters of a script that puts no blanks between words.
fn is_text(text: &str, style: ScalarStyle) -> bool {
    let is_of_machine = text.contains(['|', '\\']) && style == ScalarStyle::Plain
        || text.contains("{{")
        || text.contains("{%")
        || text.contains('=') && !text.contains('<');
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.contains("://");
    let is_ideographic =
        |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    !is_of_machine && (text.split_whitespace().filter(is_word).nth(1).is_some() || text.contains(is_ideographic))
}

/// Whether a string is or holds an address or a key.
fn holds_address(text: &str) -> bool {
    !scan::addresses(text, scan::AddressParts::of(text)).is_empty() || !scan::keys(text).is_empty()
}

/// Adds the text of a scalar as Markdown; where escapes stand in it, as plain text.
fn push_text(page: &mut Page, node: &Node, style: ScalarStyle, dialect: AnchorDialect) {
    let typed = node.range;
    let source = Arc::clone(&page.source);
    let inner = || TextRange::new(typed.start() + 1, typed.end() - 1);
    match style {
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
            markdown::parse_value(page, typed, dialect);
        }
        ScalarStyle::SingleQuoted if typed.len() >= 2 && !source.slice(inner()).contains("''") => {
            markdown::parse_value(page, inner(), dialect);
        }
        ScalarStyle::DoubleQuoted if typed.len() >= 2 && !source.slice(inner()).contains('\\') => {
            markdown::parse_value(page, inner(), dialect);
        }
        _ => push_pieces(page, node),
    }
}

fn push_pieces(page: &mut Page, node: &Node) {
    let from = page.pieces.len() as u32;
    page.pieces.extend(scalar_pieces(page.source.text(), node));
    let pieces = (from, page.pieces.len() as u32);
    page.blocks.push(Block { kind: BlockKind::FrontMatter, range: node.range, pieces });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(path: &str, text: &str) -> Vec<Page> {
        let (en, es) = (Locale::new("en").unwrap(), Locale::new("es").unwrap());
        parse_data(SourceFile::new(path, text), &en, &[&en, &es], AnchorDialect::GitHub)
    }

    /// The prose of each block with the bytes at the places of its words.
    fn prose(text: &str) -> Vec<(String, Vec<String>)> {
        let of_page = |page: &Page| {
            let prose = page.prose();
            let words = prose.words().map(|word| {
                let range = prose.source_range(word.at..word.at + word.text.len());
                assert_eq!(page.source.slice(range).replace("''", "'"), word.text, "the place of a word");
                word.text.to_owned()
            });
            (page.key.locale.to_string(), words.collect())
        };
        pages("d.yaml", text).iter().map(of_page).collect()
    }

    fn words(text: &str) -> String {
        prose(text).into_iter().next().unwrap().1.join(" ")
    }

    #[test]
    fn strings_of_every_style_are_read_where_they_stand() {
        assert_eq!(words("a:\n  - check: Change your\n      passwords now\n"), "Change your passwords now");
        assert_eq!(words("a: 'Use **two** keys'\nb: \"Über die Grenze\"\n"), "Use two keys Über die Grenze");
        assert_eq!(words("a: 'It''s yours'\nb: \"Say \\\"no way\\\" twice\"\n"), "It's yours Say no way twice");
        assert_eq!(words("\u{feff}title: Passwords\r\nb: One two\r\n"), "Passwords One two");
        let block = "a:\n  b:\n    c: |\n      # A head\n\n      One line\n      goes on\n\n      - an `x y` item\n      - more\n";
        assert_eq!(words(block), "A head One line goes on an item more");
        assert_eq!(
            words("{\"a\": {\"b\": \"Two words\"},\n \"c\": [\"Three more words\"]}\n"),
            "Two words Three more words"
        );
        assert_eq!(words("a: one two\n---\nb: three four\n"), "one two three four");
    }

    #[test]
    fn what_a_machine_reads_is_no_text() {
        assert_eq!(words("icon: fa-lock\nid: c_checklist\nn: 3\nx: \"{{ a }} b c\"\ny: a | b c\nz: a b=c d\n"), "");
    }

    #[test]
    fn addresses_stand_as_tokens_in_text_and_alone() {
        let text =
            "url: https://one.org/a\nmail: a@two.org\nc: See [the guide](http://three.org/) or http://four.org\n";
        let page = pages("d.yaml", text).remove(0);
        let found: Vec<&str> = page.tokens.iter().map(|token| page.source.slice(token.range)).collect();
        assert_eq!(found, ["https://one.org/a", "a@two.org", "http://three.org/", "http://four.org"]);
    }

    #[test]
    fn a_locale_has_a_page_of_its_own() {
        let text = "- does:\n    en: Free help\n    es: Ayuda gratuita\n    fa: متن آزاد\n  name: Access Now\n";
        let all = prose(text);
        let shown: Vec<(&str, String)> = all.iter().map(|(locale, words)| (&**locale, words.join(" "))).collect();
        assert_eq!(
            shown,
            [("en", "Free help Access Now".into()), ("es", "Ayuda gratuita".into()), ("fa", "متن آزاد".into())]
        );
        // Keys that only look like locales.
        assert_eq!(prose("id: One two\nen: Three four\nnote: Five six\n").len(), 1);
    }

    #[test]
    fn a_file_that_is_not_valid_has_a_problem_and_no_text() {
        let pages = pages("d.json", "{\"a\": \"one two\n");
        assert_eq!(pages.len(), 1);
        assert!(!pages[0].is_whole() && pages[0].blocks.is_empty());
    }

    #[test]
    fn files_with_sentences_are_told_from_settings() {
        assert!(holds_text("a:\n  - b: Share this list with the people you trust.\n"));
        assert!(!holds_text("a: b\nc: [d, e]\nf: --long option of a tool for you\n"));
    }
}
