use firstaid_diagnostics::{Applicability, RuleName, Severity};
use firstaid_language::confusions::{Advice, Subject, find};
use memchr::memchr3_iter;

use super::doubled_blanks::check_blanks;
use super::misplaced_spaces::{blank_before_quote, space_before, space_before_other};
use super::mistake;
use super::typo::{Typo, mark_name, push};
use super::{brackets, glued_links, sentence_begins, sentence_ends};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds typos in punctuation: `i.e`, `eg` and `S.A.F.E` without their full stops, a space before a comma, `,,`, a
/// blank before a quotation mark that closes, a missing space after a full stop, a stray letter after a colon, a
/// semicolon after a list item's label where the other items have a colon, and spaces and commas on the wrong side of a
/// round bracket. On English pages also a comma that joins two sentences ("it is old, however we use it"), a question
/// without a question mark, and a sentence without a full stop among items, labelled steps or paragraphs that have one,
/// a sentence or an item among others that begins with a small letter, and a link that a word is glued to. Two spaces
/// inside of sentences are one finding a page, at level `info`.
///
/// ## Why
/// Each typo interrupts the reader. Together they make a guide look careless, and readers at risk judge by looks whom
/// to trust.
///
/// ## Example
/// ```markdown
/// Trust is hard , i.e you need a second channel.It takes time.
/// ```
///
/// ## Use instead
/// ```markdown
/// Trust is hard, i.e. you need a second channel. It takes time.
/// ```
///
/// ## Fix
/// Corrects the punctuation. Unsafe for doubled full stops, stray letters, brackets and the ends of sentences;
/// otherwise safe. None for commas that join sentences.
///
/// ## Not reported
/// Questions of style: spaces between sentences, optional commas, full stops inside or outside of quotation marks,
/// items of which most have no full stop. Also host and file names, code, ellipses, brackets in formulas and behind
/// letters that count, the space before `;`, `:`, `!` and `?` in French, and Arabic commas.
///
/// ## When not to use it
/// On pages of transcribed messages.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("punctuation"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum length of the label of a list item, in bytes.
const MAX_LABEL: usize = 40;

/// Maximum length, in characters, of the words around a mark that [`missing_space`] checks. The bound keeps a long run
/// without spaces from costing the square of its length.
const MAX_WORD: usize = 24;

/// Abbreviations of two letters that are written with full stops, here without the last one.
const TWO_LETTER_ABBREVIATIONS: [&str; 4] = ["U.S", "U.K", "U.N", "E.U"];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let mut reported_end = 0;
    for at in memchr3_iter(b'.', b',', b':', text.as_bytes()) {
        if at < reported_end {
            continue;
        }
        let before = text.as_bytes().get(at.wrapping_sub(1)).copied().unwrap_or(b'\n');
        let after = text.as_bytes().get(at + 1).copied().unwrap_or(b'\n');
        // Nearly every full stop and comma has a letter before it and a space after it.
        let typo = match (text.as_bytes()[at], before, after) {
            (b'.' | b',', b' ', b' ' | b'\n') => space_before(text, at),
            (b':', b' ', b' ' | b'\n') => space_before_other(cx, at),
            (b'.', _, b' ') => blank_before_quote(cx, at),
            (b'.', b'.', _) | (b'.' | b',', _, b' ' | b'\n') => None,
            (b'.' | b',', _, b'.' | b',') => repeated_mark(text, at),
            (b'.', _, _) => missing_last_stop(cx, at).or_else(|| missing_space(cx, at)),
            (b',', _, _) => missing_space(cx, at),
            _ => stray_letter(text, at),
        };
        if let Some(typo) = typo {
            reported_end = typo.range.end;
            push(cx, report, typo);
        }
    }
    for at in memchr3_iter(b';', b'!', b'?', text.as_bytes()) {
        if text[..at].ends_with(' ')
            && let Some(typo) = space_before_other(cx, at)
        {
            push(cx, report, typo);
        }
    }
    brackets::check(cx, report);
    check_labels(cx, report);
    check_clauses(cx, report);
    check_blanks(cx, report);
    sentence_ends::check(cx, report);
    sentence_begins::check(cx, report);
    glued_links::check(cx, report);
}

/// Reports marks between clauses: a comma that joins two sentences.
fn check_clauses(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (language, words, text) = (cx.language(), cx.words(), cx.prose.text());
    for n in (0..words.len()).filter(|&n| words[n].class.may_need_mark) {
        let hit = find(Subject::Marks, text, words, n, language);
        let hit = hit.filter(|hit| !matches!(hit.advice, Advice::Ask(_)) || !begins_small(cx, hit.range.start));
        // The titles of other pages keep their marks.
        if let Some(hit) = hit.filter(|hit| cx.page.link_around(cx.prose.source_range(hit.range.clone())).is_none()) {
            report.push(mistake::finding(cx, report, &hit, |typed| {
                format!("the mark between these clauses is wrong or missing: `{typed}`")
            }));
        }
    }
}

/// Whether the block around a place begins with a small letter: a note of a few words ("stay awake, do not sleep"),
/// in which a comma joins no sentences.
fn begins_small(cx: &PageContext<'_>, at: usize) -> bool {
    let (_, block) = cx.prose.block_around(at);
    block.starts_with(char::is_lowercase)
}

/// `word,, word` and `word.. Word`.
fn repeated_mark(text: &str, at: usize) -> Option<Typo> {
    let mark = text.as_bytes()[at];
    let is_repeated = text.as_bytes()[at + 1] == mark;
    let is_between_words = text[..at].ends_with(char::is_alphabetic)
        && text.as_bytes().get(at + 2).is_none_or(|b| matches!(b, b' ' | b'\n'));
    let is_abbreviation = text[..at].ends_with("etc") && mark == b'.';
    let applicability = if mark == b',' || is_abbreviation { Applicability::Safe } else { Applicability::Unsafe };
    (is_repeated && is_between_words).then(|| Typo {
        range: at..at + 2,
        message: format!("`{}` is repeated", char::from(mark)),
        fix: (at + 1..at + 2, "", applicability),
    })
}

/// `i.e`, `e.g`, `S.A.F.E`: the last full stop is missing.
fn missing_last_stop(cx: &PageContext<'_>, at: usize) -> Option<Typo> {
    let text = cx.prose.text();
    let start = at.checked_sub(1)?;
    let letters = text.as_bytes();
    let is_joiner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
    if !letters[start].is_ascii_alphabetic() || text[..start].ends_with(is_joiner) {
        return None;
    }
    let mut end = at;
    while letters.get(end) == Some(&b'.') && letters.get(end + 1).is_some_and(u8::is_ascii_alphabetic) {
        end += 2;
    }
    let run = &text[start..end];
    let is_latin = cx.language() == "en" && matches!(run, "i.e" | "e.g" | "I.e" | "E.g");
    // Parts of a version: `X.Y.Z`.
    let is_pattern = run.bytes().filter(|b| *b != b'.').all(|b| matches!(b.to_ascii_lowercase(), b'x' | b'y' | b'z'));
    let is_abbreviation = !is_pattern
        && run.bytes().all(|b| b == b'.' || b.is_ascii_uppercase())
        && (run.len() >= 5 || TWO_LETTER_ABBREVIATIONS.contains(&run));
    let mut after = text[end..].chars();
    let next = after.next();
    // Three letters before another capital are part of a name: "O.M.G Cable".
    let is_of_name =
        run.len() == 5 && text[end..].strip_prefix(' ').is_some_and(|it| it.starts_with(char::is_uppercase));
    // At the end of a clause, the full stop of the clause doubles as the last one.
    let continues = match next {
        Some(' ') => after.next().is_some_and(char::is_alphabetic) || is_latin,
        Some(',' | ':') => is_latin,
        _ => false,
    };
    ((is_latin || is_abbreviation && !is_of_name) && continues).then(|| Typo {
        range: start..end,
        message: format!("missing full stop at the end of `{run}`"),
        fix: (end..end, ".", Applicability::Safe),
    })
}

/// `word.Next` and `word,next`, where both are words of the language.
fn missing_space(cx: &PageContext<'_>, at: usize) -> Option<Typo> {
    let text = cx.prose.text();
    let mut back = text[..at].char_indices().rev().take(MAX_WORD);
    let start = match back.find(|(_, c)| c.is_whitespace()) {
        Some((n, c)) => n + c.len_utf8(),
        None if at < MAX_WORD => 0,
        None => return None,
    };
    let first = text[start..at].trim_start_matches(['(', '"', '“', '«', '„']);
    let rest = &text[at + 1..];
    let space = rest.char_indices().take(MAX_WORD).find(|(_, c)| c.is_whitespace());
    let end = space.map_or(rest.len().min(MAX_WORD), |(n, _)| n);
    let second = rest.get(..end)?;
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let is_lower = |word: &str| word.chars().all(char::is_lowercase);
    let tail = second.chars().skip(1).collect::<String>();
    let is_stop = text.as_bytes()[at] == b'.';
    let has_case = if is_stop { second.starts_with(char::is_uppercase) && is_lower(&tail) } else { is_lower(second) };
    let is_long = first.chars().count() >= 4 && second.chars().count() >= 2;
    let continues = rest[end..].starts_with(' ') && rest[end + 1..].starts_with(char::is_alphabetic);
    if !(is_long && is_word(first) && is_word(second) && is_lower(first) && has_case && continues) {
        return None;
    }
    let knows = |word: &str| cx.world.dictionaries.knows(cx.language(), word);
    (knows(first) && knows(second)).then(|| Typo {
        range: at..at + 1,
        message: format!("missing space after the {}", mark_name(text, at)),
        fix: (at + 1..at + 1, " ", Applicability::Safe),
    })
}

/// `Resources:s` at the end of a block.
fn stray_letter(text: &str, at: usize) -> Option<Typo> {
    let mut after = text[at + 1..].chars();
    let letter = after.next().filter(|c| c.is_lowercase() && !matches!(c, 'p' | 'o' | 'd' | 'x' | 'c' | 'b'))?;
    let is_after_word = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).count() >= 3;
    (is_after_word && after.next() == Some('\n')).then(|| Typo {
        range: at + 1..at + 1 + letter.len_utf8(),
        message: format!("a stray `{letter}` after the colon"),
        fix: (at + 1..at + 1 + letter.len_utf8(), "", Applicability::Unsafe),
    })
}

/// The mark after the label at the start of a block, and its offset.
fn label_end(block: &str) -> Option<(u8, usize)> {
    let at = block.bytes().take(MAX_LABEL).position(|b| matches!(b, b';' | b':' | b'.' | b',' | b'!' | b'?' | b'('))?;
    let mark = block.as_bytes()[at];
    let spaced = block.as_bytes().get(at + 1) == Some(&b' ');
    let words = block[..at].split(' ').count();
    (matches!(mark, b';' | b':') && spaced && words <= 5 && at > 1).then_some((mark, at))
}

/// Reports semicolons after labels in lists where other labels have a colon.
fn check_labels(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let may_have_semicolon =
        |block: &str| memchr::memchr(b';', &block.as_bytes()[..block.len().min(MAX_LABEL)]).is_some();
    let has_semicolon =
        |block: &str| may_have_semicolon(block) && label_end(block).is_some_and(|(mark, _)| mark == b';');
    if !cx.page.lists.iter().any(|list| list.items.len() > 1)
        || !cx.prose.blocks().any(|(.., block)| has_semicolon(block))
    {
        return;
    }
    let blocks: Vec<(u32, usize, &str)> =
        cx.prose.blocks().map(|(at, index, block)| (cx.page.blocks[index as usize].range.start(), at, block)).collect();
    for list in cx.page.lists.iter().filter(|list| list.items.len() > 1) {
        let labels: Vec<(u8, usize)> = list
            .items
            .iter()
            .filter_map(|item| {
                let &(start, at, block) =
                    blocks.get(blocks.partition_point(|&(start, ..)| start < item.marker.end()))?;
                let (mark, offset) = label_end(block).filter(|_| start < item.range.end())?;
                Some((mark, at + offset))
            })
            .collect();
        if !labels.iter().any(|&(mark, _)| mark == b':') {
            continue;
        }
        for &(_, at) in labels.iter().filter(|&&(mark, _)| mark == b';') {
            let message = "a semicolon after the label, where other items have a colon".to_owned();
            push(cx, report, Typo { range: at..at + 1, message, fix: (at..at + 1, ":", Applicability::Safe) });
        }
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn missing_last_full_stops_are_found() {
        case("punctuation")
            .finds("Trust, «i.e» while you talk, («e.g» Tor), the «S.A.F.E» Initiative in the «U.S» today.\n");
        case("punctuation")
            .finds("i.e. this, e.g. that, S.A.F.E. here, in the U.S. now, the U.S.A.\n\nA.B testing 1.2.3\n");
        case("punctuation").fixes(Safe, "so, i.e while\n", "so, i.e. while\n");
    }

    #[test]
    fn spaces_before_marks_and_missing_after_marks_are_found() {
        case("punctuation").finds("Hard« ,» then easy« .» Then go« .»\n");
        case("punctuation").finds("It ends here«.»It takes time«,»and you wait.\n");
        case("punctuation").fixes(Safe, "Hard , then it ends.It is\n", "Hard, then it ends. It is\n");
        for fine in [
            "Use .NET or find . -name x. Set a, b. C , D. One,two,three and foo.Bar or Node.Js is. 1,000 . , ; :\n",
            "Write to a@b.org,or see example.org.The text ... and more. `a` , `b`, \\, x\n",
            "ñ.x é.é غ.غ é,é é:é ü.",
            "text\n, more\n\nSystem.Text is file.txt and word.Word.\n",
        ] {
            case("punctuation").finds(fine);
        }
        case("punctuation").locale("fr").finds("Quoi ? Oui ; non : si !\n");
    }

    #[test]
    fn repeated_marks_and_stray_letters_are_found() {
        case("punctuation")
            .finds("One«,,» two, etc«..» Wait... Really?.. ../x 1..2 a ..\n\nResources:«s»\n\nResources:\n\nHa :p\n");
        case("punctuation").fixes(Unsafe, "Resources:s\n\nGo.. On\n", "Resources:\n\nGo. On\n");
    }

    #[test]
    fn semicolons_after_labels_are_found_beside_colons() {
        case("punctuation")
            .finds("- [CPJ](https://cpj.org)«;» provides help\n- RSF: gives more\n- All of this, or that; more\n");
        case("punctuation").finds("- CPJ; provides help\n- RSF; gives more\n\nCPJ; gives\n\n- RSF: x\n");
        case("punctuation").fixes(Safe, "- CPJ; a\n- RSF: b\n", "- CPJ: a\n- RSF: b\n");
    }

    #[test]
    fn doubled_blanks_in_sentences_are_one_finding() {
        case("punctuation").finds("Turn it«  »off. One.  Two.\n\nThen leave  it there.\n");
        case("punctuation").fixes(Safe, "Turn it  off and  on.\n", "Turn it off and on.\n");
        for fine in ["| a  b | c |\n| --- | --- |\n| x  y | z |\n", "A line  \nand another\n", "`a  b`\n\n    c  d\n"] {
            case("punctuation").finds(fine);
        }
    }

    #[test]
    fn questions_need_their_mark() {
        case("punctuation").finds("Is the server up «again.» Can they read your «mail.» Where are the «keys.»\n");
        case("punctuation").finds("## How do I get «help»\n\n## How to get help\n");
        case("punctuation").fixes(Unsafe, "Is the server up again.\n", "Is the server up again?\n");
        for fine in [
            "Do the first step. Do it yourself at home. Have the page open. Have it ready by noon.\n",
            "What you see is right. Can openers are in there. Should it fail, call us. Is it up? Is it, you ask.\n",
            "- Is the first to leave it.\n- Has the keys with them.\n",
            "Where `Key` is a name that has no lock yet.\n",
        ] {
            case("punctuation").finds(fine);
        }
    }

    #[test]
    fn a_sentence_does_not_end_with_its_line() {
        case("punctuation").finds("- «Leave the old phone at home»\n  They may look at it.\n");
        case("punctuation").fixes(
            Unsafe,
            "Leave the old phone at home\nThey may look at it.\n",
            "Leave the old phone at home.\nThey may look at it.\n",
        );
        for fine in [
            "Leave the old phone with\nThe Phone House has new ones.\n",
            "Leave the old phone at home,\nIf they let you in at all.\n",
            "Leave the old phone at home:\nThey may look at it.\n",
            "Leave the old phone at home  \nThey may look at it.\n",
            "The old phone at home\nThey may look at it.\n",
        ] {
            case("punctuation").finds(fine);
        }
    }

    #[test]
    fn the_odd_one_among_siblings_lacks_its_full_stop() {
        let steps = "**Step 1:** Open the app now.\n\n**Step 2:** Tap the red «button»\n\n**Step 3:** Wait for it.\n\n**Step 4:** Close it.\n";
        case("punctuation").finds(steps);
        case("punctuation").finds(
            "- Ask for help first.\n- Leave it at «home»\n- Call them now.\n- Wait for them.\n"
                .replace("it at", "it all at")
                .as_str(),
        );
        case("punctuation").fixes(
            Unsafe,
            "1. Ask them first.\n2. Leave it all at home\n3. Call them now.\n4. Wait for them.\n",
            "1. Ask them first.\n2. Leave it all at home.\n3. Call them now.\n4. Wait for them.\n",
        );
        for fine in [
            "- Ask them first.\n- The old phone of yours\n- Call them now.\n- Wait for them.\n",
            "- Ask them first.\n- Leave it all at home\n- Call them all now\n- Wait for them.\n",
            "**Ask them first.**\n\n**Leave it all at home**\n\n**Call now.** Go.\n\n**Ring.** Go.\n\n**Wait.** Go.\n",
            "- Ask them first.\n- [Leave it all at home](a.md)\n- Call them now.\n- Wait for them.\n",
            "- Ask them first.\n- Leave it all at home, and\n- call them now.\n- Wait for them.\n- Go.\n",
        ] {
            case("punctuation").finds(fine);
        }
    }
}
