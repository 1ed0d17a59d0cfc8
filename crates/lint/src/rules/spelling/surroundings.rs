//! The context of unknown words: whether a word is prose of the page's language, and whether it may be a name.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::{BlockKind, OPAQUE};
use firstaid_language::cues::begins_sentence;
use firstaid_language::spelling::Evidence;
use firstaid_mentions::url_parts::UrlParts;
use firstaid_mentions::word_class::ClassedWord;
use firstaid_text::{RangeSet, TextRange};
use regex::Regex;

use crate::PageContext;

/// Number of occurrences on a page from which an unknown word counts as intended.
const MIN_INTENDED: u32 = 4;

/// Minimum words of four letters or more, frequent in the language of the page alone, that make a sentence with at most
/// twice as many unknown words one of that language.
const MIN_OWN: usize = 2;

/// The suspect words of a page (those that no dictionary accepts), with facts about the whole page, which are computed
/// once.
pub(crate) struct Surroundings<'c, 'w> {
    cx: &'c PageContext<'w>,
    suspects: Vec<Suspect>,
    /// Occurrences of each suspect word on the page.
    counts: HashMap<&'c str, u32>,
    /// Suspect words that are capitalized inside a sentence somewhere on the page.
    names: HashSet<&'c str>,
}

#[derive(Clone, Copy)]
struct Suspect {
    /// Index among the words of the page.
    word: usize,
    /// Whether it is in a heading or in the front matter.
    in_title: bool,
}

impl<'c, 'w> Surroundings<'c, 'w> {
    pub(crate) fn new(cx: &'c PageContext<'w>) -> Self {
        let (text, words) = (cx.prose.text(), cx.words());
        let (mut counts, mut names) = (HashMap::new(), HashSet::new());
        for word in words.iter().filter(|word| word.class.suspect) {
            let typed = without_possessive(&text[word.range()]);
            *counts.entry(typed).or_default() += 1;
            if typed.starts_with(char::is_uppercase) && !begins_sentence(&text[..word.range().start]) {
                names.insert(typed);
            }
        }
        let mut suspects = Vec::new();
        for (at, index, block) in cx.prose.blocks() {
            let from = words.partition_point(|word| word.range().start < at);
            let to = words.partition_point(|word| word.range().start < at + block.len());
            if !words[from..to].iter().any(|word| word.class.suspect) || is_foreign(cx, &words[from..to]) {
                continue;
            }
            let source = &cx.page.blocks[index as usize];
            let italics = OnceCell::new();
            let in_italics = |at: u32| {
                let ranges = italics.get_or_init(|| italics_of(cx.text(source.range)));
                at >= source.range.start() && ranges.has(at - source.range.start())
            };
            let in_title = matches!(source.kind, BlockKind::Heading(_) | BlockKind::FrontMatter);
            let tags = template_tags(block);
            let is_prose = |word: &ClassedWord| {
                let range = word.range();
                let in_prose = word.class.suspect
                    && !is_glued(text, &range)
                    && !tags.has((range.start - at) as u32)
                    && !is_mentioned(cx, &range)
                    && !is_account(cx, &range);
                in_prose && {
                    let start = cx.prose.source_range(range).start();
                    cx.page.foreign_at(start).is_none() && !in_italics(start)
                }
            };
            let found = (from..to).filter(|&n| is_prose(&words[n]));
            suspects.extend(found.map(|word| Suspect { word, in_title }));
        }
        Self { cx, suspects, counts, names }
    }

    /// Indices of the suspect words in prose of the page's language that are not known names, in order.
    pub(crate) fn suspects(&self) -> impl Iterator<Item = usize> + '_ {
        self.suspects.iter().map(|suspect| suspect.word)
    }

    /// Whether the `n`-th word, or the `part` of it that a correction with this evidence is for, may be a misspelling
    /// in its context.
    pub(crate) fn allow_correction(&self, n: usize, part: &str, evidence: Evidence) -> bool {
        let (text, words) = (self.cx.prose.text(), self.cx.words());
        let language = self.cx.language();
        let range = words[n].range();
        let is_english = language != "en" && self.cx.world.speller.is_english(part);
        // An English word is a loan; but `version` on a Spanish page is the Spanish word without its accent.
        let is_spanish = evidence == Evidence::Accents && language == "es" && part.ends_with("sion");
        if is_english && !is_spanish {
            return false;
        }
        if part.starts_with(char::is_uppercase) && !self.may_be_common_word(n, evidence) {
            return false;
        }
        if evidence == Evidence::Case && self.spells_abbreviation(n) {
            return false;
        }
        let is_short = part.chars().count() <= 5;
        if evidence <= Evidence::Accents && !(is_short && evidence == Evidence::Listed) {
            return true;
        }
        // A word of another language that is close to one of the page's language: `Paket`.
        if self.cx.world.speller.is_frequent_elsewhere(language, &part.to_lowercase()) {
            return false;
        }
        if evidence == Evidence::Listed {
            return true;
        }
        // A word that is a block of its own may be anybody's handle.
        if evidence == Evidence::Known && self.cx.prose.block_around(range.start).1.trim().len() == range.len() {
            return false;
        }
        let is_loan = |word: &ClassedWord| language != "en" && self.cx.world.speller.is_english(&text[word.range()]);
        let neighbours_known = self.neighbours(n).all(|word| !word.class.suspect || is_loan(word));
        let is_rare =
            self.counts.get(without_possessive(&text[range.clone()])).is_none_or(|&count| count < MIN_INTENDED);
        neighbours_known && !is_quoted(text, &range) && is_rare
    }

    /// Whether the right word stands in a list with the `n`-th: "it finds loose, and looose" shows it on purpose.
    pub(crate) fn is_contrasted(&self, n: usize, answers: &[impl AsRef<str>]) -> bool {
        /// Maximum words between the two.
        const REACH: usize = 2;
        let (text, words) = (self.cx.prose.text(), self.cx.words());
        let near = words[n.saturating_sub(REACH)..n].iter().chain(words.iter().skip(n + 1).take(REACH));
        let mut near = near.filter(|word| {
            let (first, last) = if word.range().start < words[n].range().start {
                (word.range().end, words[n].range().start)
            } else {
                (words[n].range().end, word.range().start)
            };
            let gap = &text[first..last];
            gap.contains([',', '/']) && !gap.contains(['.', '\n'])
        });
        near.any(|word| answers.iter().any(|answer| answer.as_ref().eq_ignore_ascii_case(&text[word.range()])))
    }

    /// Whether the capitals around the `n`-th word spell an abbreviation in the same block: "FIDO, Fast `IDentity`
    /// Online".
    fn spells_abbreviation(&self, n: usize) -> bool {
        /// Maximum words before and behind it that the abbreviation stands for, and that it stands away.
        const REACH: usize = 4;
        const FAR: usize = 12;
        let (text, words) = (self.cx.prose.text(), self.cx.words());
        let last = words.len();
        let capitals = |from: usize, to: usize| -> String {
            words[from..to].iter().flat_map(|word| text[word.range()].chars().filter(|c| c.is_uppercase())).collect()
        };
        let near = || words[n.saturating_sub(FAR)..(n + FAR).min(last)].iter().map(|word| &text[word.range()]);
        (n.saturating_sub(REACH)..=n).any(|from| {
            (n + 1..=(n + REACH).min(last)).any(|to| {
                let spelled = capitals(from, to);
                spelled.len() >= 3 && near().any(|word| word == spelled)
            })
        })
    }

    /// Whether a capitalized word may be another word than a name. The capital must be explained: by a sentence start
    /// (if the word is never capitalized inside a sentence), a title, or German, where all nouns have one. And outside
    /// of titles and German, no neighbour may be capitalized, too.
    fn may_be_common_word(&self, n: usize, evidence: Evidence) -> bool {
        let (text, words) = (self.cx.prose.text(), self.cx.words());
        let typed = without_possessive(&text[words[n].range()]);
        let is_german = self.cx.language() == "de";
        let begins = |word: &ClassedWord| begins_sentence(&text[..word.range().start]);
        let index = self.suspects.binary_search_by_key(&n, |suspect| suspect.word);
        let in_title = index.is_ok_and(|index| self.suspects[index].in_title);
        let is_capitalized = |word: &ClassedWord| text[word.range()].starts_with(char::is_uppercase) && !begins(word);
        let among_names = !in_title && !is_german && self.neighbours(n).any(is_capitalized);
        // Minimum length in letters: the weaker the evidence, the longer the word must be.
        let min_letters = match evidence {
            Evidence::Listed | Evidence::Case => return true,
            Evidence::Accents => 4,
            Evidence::Common => 6,
            Evidence::Known => 9,
        };
        let is_explained = is_german || in_title || begins(&words[n]) && !self.names.contains(typed);
        typed.chars().count() >= min_letters && is_explained && !among_names
    }

    /// The words next to a word with only a space in between.
    fn neighbours(&self, n: usize) -> impl Iterator<Item = &'c ClassedWord> {
        let (text, words) = (self.cx.prose.text(), self.cx.words());
        let is_adjacent = |a: usize, b: usize| {
            let (Some(first), Some(second)) = (words.get(a), words.get(b)) else { return false };
            &text[first.range().end..second.range().start] == " "
        };
        let before = n.checked_sub(1).filter(|&m| is_adjacent(m, n));
        let after = Some(n + 1).filter(|&m| is_adjacent(n, m));
        before.into_iter().chain(after).map(|m| &words[m])
    }
}

/// A word without the English ending of the owner: "rustix's".
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Whether a block is in another language than the page: of its words of four letters or more, over a third and at
/// least three are unknown.
fn is_foreign(cx: &PageContext<'_>, words: &[ClassedWord]) -> bool {
    let text = cx.prose.text();
    let long = words.iter().filter(|word| text[word.range()].chars().nth(3).is_some());
    let (mut total, mut suspects, mut own) = (0, 0, 0);
    for word in long {
        total += 1;
        suspects += usize::from(word.class.suspect);
    }
    if suspects < 3 || suspects * 3 <= total {
        return false;
    }
    // A sentence with many misspellings still has words that are frequent in its language alone.
    for word in words.iter().filter(|word| !word.class.suspect) {
        let typed = &text[word.range()];
        let may_be_own = typed.chars().nth(3).is_some() && typed.chars().all(char::is_lowercase);
        own += usize::from(may_be_own && cx.world.speller.is_frequent_here_alone(cx.language(), typed));
        if own >= MIN_OWN && own * 2 >= suspects {
            return false;
        }
    }
    true
}

/// Whether a word is part of an address, a file name, a handle or the like, or only a part of a word.
fn is_glued(text: &str, word: &Range<usize>) -> bool {
    let (mut before, mut after) = (text[..word.start].chars().rev(), text[word.end..].chars());
    let (last, first) = (before.next(), after.next());
    let (far, second) = (before.next(), after.next());
    // Doubled marks of dialects of Markdown stand around words: `==marked==`, `++new++`.
    let is_mark = |c: Option<char>, beyond: Option<char>| {
        c == beyond && c.is_some_and(|c| matches!(c, '=' | '+' | '~' | '^' | '|' | '%'))
    };
    let (is_after_mark, is_before_mark) = (is_mark(last, far), is_mark(first, second));
    // A slash between two words is not part of a path: "stolen/seized".
    let is_path_slash =
        |slash: Option<char>, beyond: Option<char>| slash == Some('/') && !beyond.is_some_and(char::is_alphabetic);
    let is_glue = |c: Option<char>| {
        c.is_some_and(|c| {
            let mark = matches!(
                c,
                '@' | '_' | '\\' | '#' | '~' | '=' | '%' | '$' | '{' | '}' | '<' | '>' | '&' | '+' | '|' | '-'
            );
            mark || c == OPAQUE || c.is_alphanumeric()
        })
    };
    let in_path = is_path_slash(last, far) || is_path_slash(first, second) || last == Some('/') && first == Some('/');
    let is_joined = matches!(first, Some('.' | ':' | '\'' | '’')) && second.is_some_and(char::is_alphanumeric);
    is_glue(last) && !is_after_mark
        || is_glue(first) && !is_before_mark
        || last == Some('.')
        || first == Some('(')
        || last == Some('(') && far.is_some_and(char::is_alphanumeric)
        || in_path
        || is_joined
}

/// Whether a word alone is in quotation marks, so that the text speaks about the word.
fn is_quoted(text: &str, word: &Range<usize>) -> bool {
    const MARKS: [char; 12] = ['"', '“', '”', '„', '«', '»', '‘', '’', '\'', '‚', '‹', '›'];
    text[..word.start].ends_with(MARKS) && text[word.end..].starts_with(MARKS)
}

/// Whether a word is part of a known name.
fn is_mentioned(cx: &PageContext<'_>, word: &Range<usize>) -> bool {
    let mentions = cx.mentions();
    let next = mentions.partition_point(|mention| mention.range.end <= word.start);
    mentions.get(next).is_some_and(|mention| mention.range.start < word.end)
}

/// Whether a word is the text of a link to an account or a site of that name:
/// `[gaurdian](https://github.com/gaurdian)`.
fn is_account(cx: &PageContext<'_>, word: &Range<usize>) -> bool {
    let source = cx.prose.source_range(word.clone());
    cx.page.link_around(source).is_some_and(|link| {
        let last = link.url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let is_name = |name: &str| name.eq_ignore_ascii_case(cx.text(source));
        is_name(last.trim_start_matches('@')) || UrlParts::new(&link.url).host.split('.').any(is_name)
    })
}

/// Ranges of template tags of site generators: `{{ … }}`, `{% … %}`. An unclosed tag ends with the block.
fn template_tags(block: &str) -> RangeSet {
    let mut tags = Vec::new();
    let mut at = 0;
    let next = |at: usize| {
        let begins = |&start: &usize| matches!(block.as_bytes().get(start + 1), Some(b'{' | b'%'));
        memchr::memchr_iter(b'{', &block.as_bytes()[at..]).map(|found| at + found).find(begins)
    };
    while let Some(start) = next(at) {
        let end = if block[start..].starts_with("{{") { "}}" } else { "%}" };
        at = block[start..].find(end).map_or(block.len(), |len| start + len + 2);
        tags.push(TextRange::from(start..at));
    }
    RangeSet::new(tags)
}

/// Text in emphasis. How long it is is checked on the match: a counted repetition compiles to one copy of its class for
/// each character.
static ITALICS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^*\w\\])(\*[^*\s][^*\n]*\*)(?:[^*\w]|$)|(?:^|[^_\w\\])(_[^_\s][^_\n]*_)(?:[^_\w]|$)|<(?:i|em)>([^<>]*)</(?:i|em)>")
        .expect("a valid pattern")
});

/// Maximum characters of short text in emphasis: between marks, which are counted, and between tags.
const MAX_MARKED: usize = 83;
const MAX_TAGGED: usize = 80;

/// The places of short text in emphasis. Unknown words in it are usually a phrase in another language.
fn italics_of(text: &str) -> RangeSet {
    if memchr::memchr3(b'*', b'_', b'<', text.as_bytes()).is_none() {
        return RangeSet::default();
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(hit) = ITALICS.captures_at(text, at) {
        let (Some(whole), Some(inside)) = (hit.get(0), hit.iter().skip(1).flatten().next()) else { break };
        let max = if hit.get(3).is_some() { MAX_TAGGED } else { MAX_MARKED };
        if inside.as_str().chars().nth(max).is_none() {
            found.push(TextRange::from(inside.range()));
            at = whole.end();
        } else {
            // Inside of long text there may be short text between other marks.
            at = whole.start() + whole.as_str().chars().next().map_or(1, char::len_utf8);
        }
    }
    RangeSet::new(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_tags_are_found_and_cost_linear_time() {
        let text = "a {{ b }} {c} {% d %} {{ e";
        let found: Vec<&str> = template_tags(text).ranges().iter().map(|&range| &text[range]).collect();
        assert_eq!(found, ["{{ b }}", "{% d %}", "{{ e"]);
        assert_eq!(template_tags(&"{% d %} ".repeat(50_000)).ranges().len(), 50_000);
    }

    #[test]
    fn short_text_in_emphasis_is_found() {
        let text = "c *modus* d _vivendi_ **e** f_g_h <em>et cetera</em>";
        let found: Vec<&str> = italics_of(text).ranges().iter().map(|&range| &text[range]).collect();
        assert_eq!(found, ["*modus*", "_vivendi_", "et cetera"]);
    }

    #[test]
    fn long_text_in_emphasis_hides_no_short_text_in_it() {
        let text = &*format!("a *{} _modus_ b* <i>vivendi *et* {}</i> c", "b ".repeat(50), "c ".repeat(50));
        let found: Vec<&str> = italics_of(text).ranges().iter().map(|&range| &text[range]).collect();
        assert_eq!(found, ["_modus_", "*et*"]);
        assert!(italics_of(&format!("*{}*", "a".repeat(82))).ranges().is_empty());
        assert_eq!(italics_of(&format!("*{}*", "a".repeat(81))).ranges().len(), 1);
    }
}
