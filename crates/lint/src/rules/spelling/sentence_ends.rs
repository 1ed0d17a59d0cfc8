//! Sentences without the mark that they must end with.

use std::ops::Range;

use firstaid_content::{BlockKind, LinkStyle, OPAQUE};
use firstaid_diagnostics::{Applicability, Diagnostic};
use firstaid_language::clauses::Clauses;
use firstaid_language::cues::begins_sentence;
use firstaid_language::sentences::sentences;
use firstaid_mentions::names::Mention;
use firstaid_text::TextRange;

use super::siblings::{Sibling, is_answer, leads_a_list, lists};
use super::typo::{Typo, push};
use crate::{PageContext, Report};

/// Minimum words of a sentence that is judged.
const MIN_WORDS: usize = 4;

/// Longer ones are no sentence, in bytes.
const MAX_BYTES: usize = 2000;

/// Minimum sentences with a full stop beside one without.
const MIN_SIBLINGS: usize = 2;

/// How many sentences with a full stop there must be for each without.
const RATIO: usize = 3;

/// Minimum words of a sentence that is judged by the other paragraphs of its page.
const MIN_LONG: usize = 12;

/// Minimum paragraphs of a page that end with the mark of a sentence, and how many there must be for each without.
const MIN_PARAGRAPHS: usize = 4;
const RATIO_OF_PARAGRAPHS: usize = 4;

pub(super) fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(clauses) = Clauses::of(cx.language()) else { return };
    check_questions(cx, clauses, report);
    check_siblings(cx, clauses, report);
    check_paragraphs(cx, clauses, report);
    check_lines(cx, clauses, report);
}

/// Reports a sentence without a mark that ends with its line, where the next line begins another sentence.
fn check_lines(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    for (at, index, block) in cx.prose.blocks() {
        let it = &cx.page.blocks[index as usize];
        if !matches!(it.kind, BlockKind::Paragraph | BlockKind::Item) {
            continue;
        }
        let source = cx.text(it.range);
        let mut found: Option<Vec<Range<usize>>> = None;
        for line_end in memchr::memchr_iter(b'\n', source.as_bytes()) {
            let line = source[line_end + 1..].trim_start_matches([' ', '\t', '>']);
            let word = line.split(|c: char| !c.is_alphabetic() && c != '\'').next().unwrap_or_default();
            // A forced line break parts the sentences.
            let is_forced = source[..line_end].ends_with("  ") || source[..line_end].ends_with('\\');
            // What is indented less than the text of an item may be a paragraph, of which `joined-paragraph` speaks.
            let is_outside = it.kind == BlockKind::Item && !source[line_end + 1..].starts_with([' ', '\t', '>']);
            if is_forced
                || is_outside
                || !word.starts_with(char::is_uppercase)
                || !clauses.may_begin(&word.to_lowercase())
            {
                continue;
            }
            let start = it.range.start() + (source.len() - line.len()) as u32;
            let Some(next) = cx.prose.prose_range(TextRange::new(start, start + word.len() as u32)) else { continue };
            let cut = next.start.saturating_sub(at);
            // Once a block: a paragraph may have very many lines.
            let sentences = found.get_or_insert_with(|| sentences(block));
            let Some(whole) = sentences[..sentences.partition_point(|it| it.start < cut)].last() else { continue };
            if whole.end <= cut || whole.len() > MAX_BYTES || !block.is_char_boundary(cut) {
                continue;
            }
            if let Some(sentence) = ends_without_mark(clauses, block, whole, cut) {
                push(cx, report, unended(at + sentence.start..at + sentence.end));
            }
        }
    }
}

/// The part of a sentence before `cut`, if it is a sentence itself that lacks its mark, and another one follows.
fn ends_without_mark(clauses: Clauses, block: &str, whole: &Range<usize>, cut: usize) -> Option<Range<usize>> {
    let typed = block[whole.start..cut].trim_end();
    let next = &block[cut..whole.end];
    let last = typed.rsplit(' ').next()?;
    let is_whole = last.chars().all(char::is_lowercase)
        && !clauses.goes_on(last)
        && typed.split(' ').count() >= MIN_WORDS
        && typed.starts_with(char::is_uppercase)
        && !typed.contains(OPAQUE);
    let follows = next.split(' ').count() >= MIN_WORDS && clauses.is_clause(next);
    (is_whole && follows && clauses.is_clause(typed)).then(|| whole.start..whole.start + typed.len())
}

/// The typo of a sentence without a mark before another one.
fn unended(sentence: Range<usize>) -> Typo {
    let end = sentence.end;
    let message = "no full stop before the next sentence".to_owned();
    Typo { range: sentence, message, fix: (end..end, ".", Applicability::Unsafe) }
}

/// Reports questions that end with a full stop, and headings that are questions without a mark.
fn check_questions(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    let text = cx.prose.text();
    for (at, index, block) in cx.prose.blocks() {
        let kind = cx.page.blocks[index as usize].kind;
        let (is_heading, is_item) = (matches!(kind, BlockKind::Heading(_)), kind == BlockKind::Item);
        if !is_heading && !block.contains(['.', '?']) {
            continue;
        }
        for sentence in sentences(block) {
            let sentence = at + sentence.start..at + sentence.end;
            let typed = &text[sentence.clone()];
            let first = typed.split(' ').next().unwrap_or_default();
            let is_upper = first.starts_with(char::is_uppercase) && begins_sentence(&text[..sentence.start]);
            if !is_upper || !clauses.may_ask(&first.to_lowercase()) {
                continue;
            }
            if let Some(body) = typed.strip_suffix('?') {
                if clauses.has_order_of_statement(body) {
                    report.push(statement_order(cx, report, sentence));
                }
                continue;
            }
            let (body, mark) = typed.strip_suffix('.').map_or((typed, ""), |body| (body, "."));
            // "Have I Been Pwned lists leaks."
            let begins_with_name = || {
                let is_first = |it: &Mention| it.range.start == sentence.start && it.range.len() > first.len();
                cx.mentions().iter().any(is_first)
            };
            if !clauses.is_question(typed, is_item) {
                continue;
            }
            // What code stands for may be the subject: "Where `X` is a name".
            let is_plain = !body.contains([',', ':', ';', '?', '!', '.', '…', '—', '–', '"', '“', '(', OPAQUE]);
            let is_long = body.split(' ').count() >= MIN_WORDS;
            let is_unmarked = mark == "." || is_heading && body.ends_with(char::is_alphanumeric);
            if is_plain && is_long && is_unmarked && !begins_with_name() {
                push(cx, report, without_mark(text, sentence, mark, "?", QUESTION));
            }
        }
    }
}

/// The finding on a question whose subject stands before its verb: "How it works?"
fn statement_order(cx: &PageContext<'_>, report: &Report<'_>, sentence: Range<usize>) -> Diagnostic {
    let finding = report.found(cx.prose.source_range(sentence), "a question mark behind the word order of a statement");
    finding.help("write the verb before its subject (`How does it work?`), or leave the question mark out")
}

const QUESTION: &str = "a question without a question mark";

/// The typo of a sentence that ends with `mark`, or without any, in place of `right`; `message` says what is wrong.
fn without_mark(text: &str, sentence: Range<usize>, mark: &str, right: &'static str, message: &str) -> Typo {
    let end = sentence.end;
    let body = &text[sentence.start..end - mark.len()];
    let last = sentence.start + body.rfind(' ').map_or(0, |space| space + 1);
    let place = if mark.is_empty() { end..end } else { end - mark.len()..end };
    Typo { range: last..end, message: message.to_owned(), fix: (place, right, Applicability::Unsafe) }
}

/// Reports a long sentence without a full stop at the end of a paragraph, where nearly all paragraphs of the page end
/// with one.
fn check_paragraphs(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    let is_paragraph = |index: u32| cx.page.blocks[index as usize].kind == BlockKind::Paragraph;
    let paragraphs: Vec<(u32, usize, &str)> =
        cx.prose.blocks().filter(|(_, index, _)| is_paragraph(*index)).map(|(at, n, block)| (n, at, block)).collect();
    let (mut stops, mut odd) = (0, Vec::new());
    for &(index, at, block) in &paragraphs {
        match ending(cx, clauses, at, block) {
            Ending::Stop | Ending::Question => stops += 1,
            Ending::Word(range) if cx.prose.text()[range.clone()].split(' ').count() >= MIN_LONG => {
                odd.push((index, range));
            }
            _ => {}
        }
    }
    if stops < MIN_PARAGRAPHS || odd.len() * RATIO_OF_PARAGRAPHS > stops {
        return;
    }
    // A list or a picture may go on with the sentence.
    let ends_here = |index: u32| {
        let next = cx.page.blocks.get(index as usize + 1);
        next.is_none_or(|next| {
            matches!(next.kind, BlockKind::Heading(_))
                || next.kind == BlockKind::Paragraph && !cx.text(next.range).starts_with("![")
        })
    };
    let mut places = odd.into_iter().filter(|(index, _)| ends_here(*index)).map(|(_, range)| range);
    let Some(first) = places.next() else { return };
    let last_word = |range: &Range<usize>| {
        let typed = &cx.prose.text()[range.clone()];
        cx.prose.source_range(range.start + typed.rfind(' ').map_or(0, |space| space + 1)..range.end)
    };
    let also: Vec<TextRange> = places.map(|range| last_word(&range)).collect();
    let finding = report.found(last_word(&first), "no full stop at the end of the paragraph, unlike the others");
    report.push(finding.help("write the mark that the sentence ends with").also(also));
}

/// How a block ends.
#[derive(Clone, PartialEq, Eq)]
enum Ending {
    /// With the mark of a sentence.
    Stop,
    /// With a question mark.
    Question,
    /// With a word at these bytes of the prose, although it is a sentence.
    Word(Range<usize>),
    /// In any other way: a colon, code, words that are no sentence.
    Other,
}

/// Reports the sentence without a full stop among items of a list, or labelled paragraphs, that have one.
fn check_siblings(cx: &PageContext<'_>, clauses: Clauses, report: &mut Report<'_>) {
    let blocks: Vec<Sibling<'_>> = cx.prose.blocks().map(|(at, index, block)| (index, at, block)).collect();
    for list in lists(cx, &blocks) {
        let is_alone = |(index, ..): &Sibling<'_>| !leads_a_list(cx, *index) && !is_answer(cx, *index);
        let items: Vec<(usize, &str)> = list.into_iter().filter(is_alone).map(|(_, at, block)| (at, block)).collect();
        report_odd_ones(cx, clauses, &items, report);
    }
    let mut group = Vec::new();
    for &(index, at, block) in &blocks {
        let it = &cx.page.blocks[index as usize];
        match it.kind {
            BlockKind::Heading(_) => {
                report_odd_ones(cx, clauses, &group, report);
                group.clear();
            }
            // A paragraph all in bold is a heading.
            BlockKind::Paragraph
                if cx.text(it.range).starts_with("**") && !cx.text(it.range).trim_end().ends_with("**") =>
            {
                group.push((at, block));
            }
            _ => {}
        }
    }
    report_odd_ones(cx, clauses, &group, report);
}

fn report_odd_ones(cx: &PageContext<'_>, clauses: Clauses, blocks: &[(usize, &str)], report: &mut Report<'_>) {
    if blocks.len() <= MIN_SIBLINGS {
        return;
    }
    let endings: Vec<Ending> = blocks.iter().map(|&(at, block)| ending(cx, clauses, at, block)).collect();
    let number = |wanted: Ending| endings.iter().filter(|&ending| *ending == wanted).count();
    let (stops, questions) = (number(Ending::Stop), number(Ending::Question));
    let odd: Vec<&Range<usize>> =
        endings.iter().filter_map(|it| if let Ending::Word(range) = it { Some(range) } else { None }).collect();
    // One of three may be the odd one; of more, one in four.
    let is_rare = |among: usize| among >= MIN_SIBLINGS && odd.len() <= (among / RATIO).max(1);
    if !is_rare(stops + questions) {
        return;
    }
    for &range in &odd {
        let (mark, message) = if clauses.is_question(&cx.prose.text()[range.clone()], true) {
            ("?", QUESTION)
        } else if is_rare(stops) {
            (".", "no full stop, unlike the sentences beside it")
        } else {
            continue;
        };
        push(cx, report, without_mark(cx.prose.text(), range.clone(), "", mark, message));
    }
}

fn ending(cx: &PageContext<'_>, clauses: Clauses, at: usize, block: &str) -> Ending {
    let mut end = without_labels(block).len();
    // A picture at the end is no part of the sentence.
    while let Some(start) = picture_start(cx, at, &block[..end]) {
        end = without_labels(&block[..start]).len();
    }
    let typed = &block[..end];
    let closing = |c: char| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»');
    match typed.trim_end_matches(closing).chars().next_back() {
        Some('?') => return Ending::Question,
        Some('.' | '!' | '…') => return Ending::Stop,
        _ => {}
    }
    let from = sentences(typed).last().map_or(0, |sentence| sentence.start);
    let sentence = &typed[from..];
    let sentence = sentence.rsplit_once(": ").map_or(sentence, |(_, behind_label)| behind_label);
    let from = end - sentence.len();
    let last = sentence.rsplit(' ').next().unwrap_or_default();
    let is_sentence = sentence.split(' ').count() >= MIN_WORDS
        && sentence.starts_with(char::is_uppercase)
        && last.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && !sentence.contains('…')
        // A title, whatever words it has.
        && cx.page.link_around(cx.prose.source_range(at + from..at + end)).is_none()
        && !sentence.contains(OPAQUE)
        && !matches!(last, "and" | "or")
        && !clauses.goes_on(&last.to_lowercase())
        && last.contains(char::is_lowercase)
        && clauses.is_clause(sentence);
    if is_sentence { Ending::Word(at + from..at + end) } else { Ending::Other }
}

/// A text without labels of footnotes at its end, defined elsewhere: `It is over. [^source]`.
fn without_labels(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((before, label)) = text.strip_suffix(']').and_then(|text| text.rsplit_once("[^")) {
        if label.contains([' ', ']']) {
            break;
        }
        text = before.trim_end();
    }
    text
}

/// Where a picture begins, in bytes of the block, whose description is the end of the text.
fn picture_start(cx: &PageContext<'_>, at: usize, typed: &str) -> Option<usize> {
    let last = typed.char_indices().next_back()?;
    let end = cx.prose.source_range(at + last.0..at + typed.len());
    let next = cx.page.tokens.partition_point(|token| token.range.start() <= end.start());
    let token = cx.page.tokens[..next].last().filter(|token| end.end() <= token.range.end())?;
    token.as_link().filter(|link| link.style == LinkStyle::Image)?;
    let prose = cx.prose.prose_range(token.range)?;
    prose.start.checked_sub(at).filter(|&start| start < typed.len())
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Unsafe;

    use crate::testing::case;

    /// A page whose paragraphs all end with a full stop, but for the `last`.
    fn page(last: &str) -> String {
        let plain = "The bag is in the hall. It has two locks.\n\n".repeat(5);
        format!("# Bags\n\n{plain}{last}")
    }

    #[test]
    fn a_name_that_begins_like_a_question_asks_nothing() {
        case("punctuation").finds("Have I Been Pwned lists leaks. Have you been there «before.»\n");
    }

    #[test]
    fn the_one_paragraph_without_a_full_stop_is_found() {
        let rule = case("punctuation");
        let long = "The lock that you took with you on the train is still in the old bag";
        rule.finds(&page(&format!("{}«bag»\n\n## Locks\n", &long[..long.len() - 3])));
        for fine in ["\n\n- a list\n", " of `x`\n", "\n\n![a lock](a.png)\n", ":\n", "…\n"] {
            rule.finds(&page(&format!("{long}{fine}")));
        }
        rule.finds(&page("The lock is in the bag\n"));
        rule.finds(&format!("# Bags\n\n{long}\n\nThe bag is in the hall.\n"));
    }

    #[test]
    fn items_of_the_front_matter_are_siblings() {
        let rule = case("punctuation");
        rule.finds("---\nsteps: |\n  * Take the bag with you.\n  * Lock the door behind «you»\n  * Call your friends now.\n---\n");
        rule.finds("---\nsteps: |\n  * Take the bag with you.\n  * Lock all the doors behind you\n    * Lock the first door.\n  * Call your friends now.\n---\n");
        rule.finds("- [ ] I take the bag.\n- [ ] I lock the door behind me\n- [ ] I call my friends.\n");
        rule.finds("* List all of your bags\n* Bags of your friends?\n* Keys (of which doors?)\n* Locks\n");
        let (before, after) =
            ("* Is it the bag?\n* Is it in the house\n* Is it the lock?\n", "house?\n* Is it the lock");
        rule.fixes(Unsafe, before, &before.replace("house\n* Is it the lock", after));
    }

    #[test]
    fn a_line_below_an_item_is_no_sentence_of_it() {
        let rule = case("punctuation");
        rule.finds("- Lock the door\n- Do not leave the bag\nThe last point keeps you from a long search.\n");
        rule.finds("«Do not leave the bag»\nThe last point keeps you from a long search.\n");
    }

    #[test]
    fn questions_in_the_order_of_statements_are_found() {
        let rule = case("punctuation");
        rule.finds("# «How it works?»\n\nBe ready. «Where you are?» How does it work? What you see, you get?\n");
        rule.finds("Has no effect when the lamp is off. Is the lamp on the «table.»\n");
        rule.finds("Do you know how it works? What you see is what do you want? How long is it?\n");
    }
}
