use std::ops::Range;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::Edit;
use memchr::memchr3_iter;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds slips in punctuation: `i.e` and `S.A.F.E` without their last stop, a blank before a comma, `,,`, a missing
/// blank after a full stop, a stray letter after a colon, and a semicolon after a list item's label where the other
/// items have a colon.
///
/// ## Why
/// Each makes the reader stop; together they make a guide look as if nobody had read it twice, and readers at risk
/// judge by looks whom to trust.
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
/// Mends the slip. Safe where there is one way to, unsafe for two stops and stray letters.
///
/// ## Not reported
/// Questions of style: blanks between sentences, commas that could be left out, stops inside or outside of quotation
/// marks. Also host and file names, code, ellipses, the blank before `;`, `:`, `!` and `?` in French, and Arabic commas.
///
/// ## When not to use it
/// In pages of transcribed messages.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("punctuation"), severity: Severity::Warning, check: Check::Page(check) };

/// A label is at most so long, in bytes.
const LABEL: usize = 40;

/// A longer word, in characters, is not looked at.
const LONGEST: usize = 24;

/// Two letters that are written with stops.
const TWO_LETTERS: [&str; 4] = ["U.S", "U.K", "U.N", "E.U"];

struct Slip {
    range: Range<usize>,
    message: String,
    /// What to put in place of which part of it; an empty part is its end.
    mend: (Range<usize>, &'static str, Applicability),
}

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let mut end = 0;
    for at in memchr3_iter(b'.', b',', b':', text.as_bytes()) {
        if at < end {
            continue;
        }
        let before = text.as_bytes().get(at.wrapping_sub(1)).copied().unwrap_or(b'\n');
        let after = text.as_bytes().get(at + 1).copied().unwrap_or(b'\n');
        // Nearly every stop and comma has a letter before it and a blank after it.
        let slip = match (text.as_bytes()[at], before, after) {
            (b'.' | b',', b' ', b' ' | b'\n') => blank_before(text, at),
            (b'.', b'.', _) | (b'.' | b',', _, b' ' | b'\n') => None,
            (b'.' | b',', _, b'.' | b',') => doubled(text, at),
            (b'.', _, _) => without_stop(cx, at).or_else(|| glued(cx, at)),
            (b',', _, _) => glued(cx, at),
            _ => stray_letter(text, at),
        };
        if let Some(slip) = slip {
            end = slip.range.end;
            push(cx, report, slip);
        }
    }
    labels(cx, report);
}

fn push(cx: &PageContext<'_>, report: &mut Report<'_>, slip: Slip) {
    let (place, right, how) = slip.mend;
    let range = cx.prose.source_range(slip.range.clone());
    // Where markup, an entity or a line end comes between, the slip may be none.
    if cx.text(range) != &cx.prose.text()[slip.range] {
        return;
    }
    let edit = if place.is_empty() {
        Edit::insert(range.end(), right)
    } else {
        Edit::replace(cx.prose.source_range(place), right)
    };
    let title = if right.is_empty() { "Delete it".to_owned() } else { format!("Write `{right}`") };
    report.push(report.found(range, slip.message).fix(Fix::new(title, vec![edit], how)));
}

/// `word , word` and `word . Word`.
fn blank_before(text: &str, at: usize) -> Option<Slip> {
    let mut before = text[..at - 1].chars().rev();
    let last = before.next()?;
    let word =
        last.is_alphabetic() && before.next().is_some_and(char::is_alphabetic) || matches!(last, ')' | '”' | '»');
    let rest = text[at + 1..].trim_start_matches(' ');
    let goes_on = if text.as_bytes()[at] == b',' {
        rest.starts_with(char::is_alphabetic)
    } else {
        rest.starts_with('\n') || rest.starts_with(char::is_uppercase)
    };
    let mark = if text.as_bytes()[at] == b',' { "comma" } else { "full stop" };
    (word && goes_on).then(|| Slip {
        range: at - 1..at + 1,
        message: format!("a blank before the {mark}"),
        mend: (at - 1..at, "", Applicability::Safe),
    })
}

/// `word,, word` and `word.. Word`.
fn doubled(text: &str, at: usize) -> Option<Slip> {
    let mark = text.as_bytes()[at];
    let same = text.as_bytes()[at + 1] == mark;
    let word = text[..at].ends_with(char::is_alphabetic)
        && text.as_bytes().get(at + 2).is_none_or(|b| matches!(b, b' ' | b'\n'));
    let abbreviated = text[..at].ends_with("etc") && mark == b'.';
    let how = if mark == b',' || abbreviated { Applicability::Safe } else { Applicability::Unsafe };
    (same && word).then(|| Slip {
        range: at..at + 2,
        message: format!("`{}` twice", char::from(mark)),
        mend: (at + 1..at + 2, "", how),
    })
}

/// `i.e`, `e.g`, `S.A.F.E`: the last stop is missing.
fn without_stop(cx: &PageContext<'_>, at: usize) -> Option<Slip> {
    let text = cx.prose.text();
    let start = at.checked_sub(1)?;
    let letters = text.as_bytes();
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
    if !letters[start].is_ascii_alphabetic() || text[..start].ends_with(part) {
        return None;
    }
    let mut end = at;
    while letters.get(end) == Some(&b'.') && letters.get(end + 1).is_some_and(u8::is_ascii_alphabetic) {
        end += 2;
    }
    let run = &text[start..end];
    let latin = cx.language() == "en" && matches!(run, "i.e" | "e.g" | "I.e" | "E.g");
    let capitals =
        run.bytes().all(|b| b == b'.' || b.is_ascii_uppercase()) && (run.len() >= 5 || TWO_LETTERS.contains(&run));
    let mut after = text[end..].chars();
    let next = after.next();
    // At the end of a clause its own stop stands for the last one.
    let goes_on = match next {
        Some(' ') => after.next().is_some_and(char::is_alphabetic) || latin,
        Some(',' | ':') => latin,
        _ => false,
    };
    ((latin || capitals) && goes_on).then(|| Slip {
        range: start..end,
        message: format!("`{run}` lacks its last full stop"),
        mend: (end..end, ".", Applicability::Safe),
    })
}

/// `word.Next` and `word,next`, both of them words of the language.
fn glued(cx: &PageContext<'_>, at: usize) -> Option<Slip> {
    let text = cx.prose.text();
    let inside = |c: char| !c.is_whitespace();
    // What is longer is no word, and looking at all of it for each stop would take the square of its length.
    let mut back = text[..at].char_indices().rev().take(LONGEST);
    let start = match back.find(|&(_, c)| !inside(c)) {
        Some((n, c)) => n + c.len_utf8(),
        None if at < LONGEST => 0,
        None => return None,
    };
    let first = text[start..at].trim_start_matches(['(', '"', '“', '«', '„']);
    let rest = &text[at + 1..];
    let stop = rest.char_indices().take(LONGEST).find(|&(_, c)| !inside(c)).map_or(rest.len().min(LONGEST), |(n, _)| n);
    let second = rest.get(..stop)?;
    let plain = |word: &str| word.chars().all(char::is_alphabetic);
    let small = |word: &str| word.chars().all(char::is_lowercase);
    let tail = second.chars().skip(1).collect::<String>();
    let is_stop = text.as_bytes()[at] == b'.';
    let shape = if is_stop { second.starts_with(char::is_uppercase) && small(&tail) } else { small(second) };
    let long = first.chars().count() >= 4 && second.chars().count() >= 2;
    let ends = rest[stop..].starts_with(' ') && rest[stop + 1..].starts_with(char::is_alphabetic);
    if !(long && plain(first) && plain(second) && small(first) && shape && ends) {
        return None;
    }
    let knows = |word: &str| cx.world.dictionaries.knows(cx.language(), word);
    (knows(first) && knows(second)).then(|| Slip {
        range: at..at + 1,
        message: format!("no blank after the {}", if is_stop { "full stop" } else { "comma" }),
        mend: (at + 1..at + 1, " ", Applicability::Safe),
    })
}

/// `Resources:s` at the end of a text.
fn stray_letter(text: &str, at: usize) -> Option<Slip> {
    let mut after = text[at + 1..].chars();
    let letter = after.next().filter(|c| c.is_lowercase() && !matches!(c, 'p' | 'o' | 'd' | 'x' | 'c' | 'b'))?;
    let label = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).count() >= 3;
    (label && after.next() == Some('\n')).then(|| Slip {
        range: at + 1..at + 1 + letter.len_utf8(),
        message: format!("a stray `{letter}` after the colon"),
        mend: (at + 1..at + 1 + letter.len_utf8(), "", Applicability::Unsafe),
    })
}

/// The mark after the label that a text begins with, and its offset.
fn label(block: &str) -> Option<(u8, usize)> {
    let at = block.bytes().take(LABEL).position(|b| matches!(b, b';' | b':' | b'.' | b',' | b'!' | b'?' | b'('))?;
    let mark = block.as_bytes()[at];
    let spaced = block.as_bytes().get(at + 1) == Some(&b' ');
    let words = block[..at].split(' ').count();
    (matches!(mark, b';' | b':') && spaced && words <= 5 && at > 1).then_some((mark, at))
}

/// Semicolons after labels in lists where other labels have a colon.
fn labels(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let may = |block: &str| memchr::memchr(b';', &block.as_bytes()[..block.len().min(LABEL)]).is_some();
    let semicolon = |block: &str| may(block) && label(block).is_some_and(|(mark, _)| mark == b';');
    if !cx.page.lists.iter().any(|list| list.items.len() > 1) || !cx.prose.blocks().any(|(.., block)| semicolon(block))
    {
        return;
    }
    let blocks: Vec<(u32, usize, &str)> =
        cx.prose.blocks().map(|(at, index, block)| (cx.page.blocks[index as usize].range.start(), at, block)).collect();
    for list in cx.page.lists.iter().filter(|list| list.items.len() > 1) {
        let of_items: Vec<(u8, usize)> = list
            .items
            .iter()
            .filter_map(|item| {
                let &(start, at, block) =
                    blocks.get(blocks.partition_point(|&(start, ..)| start < item.marker.end()))?;
                let (mark, offset) = label(block).filter(|_| start < item.range.end())?;
                Some((mark, at + offset))
            })
            .collect();
        if !of_items.iter().any(|&(mark, _)| mark == b':') {
            continue;
        }
        for &(_, at) in of_items.iter().filter(|&&(mark, _)| mark == b';') {
            let message = "a semicolon after the label, where other items have a colon".to_owned();
            push(cx, report, Slip { range: at..at + 1, message, mend: (at..at + 1, ":", Applicability::Safe) });
        }
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn stops_that_are_missing_are_found() {
        case("punctuation")
            .finds("Trust, «i.e» while you talk, («e.g» Tor), the «S.A.F.E» Initiative in the «U.S» today.\n");
        case("punctuation")
            .finds("i.e. this, e.g. that, S.A.F.E. here, in the U.S. now, the U.S.A.\n\nA.B testing 1.2.3\n");
        case("punctuation").fixes(Safe, "so, i.e while\n", "so, i.e. while\n");
    }

    #[test]
    fn blanks_before_and_missing_after_are_found() {
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
    fn doubled_marks_and_stray_letters_are_found() {
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
}
