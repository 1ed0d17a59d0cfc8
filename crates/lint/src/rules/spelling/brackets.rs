//! Blanks, commas and stray marks at round brackets.

use std::ops::Range;

use firstaid_diagnostics::Applicability;

use super::typo::Typo;

/// Minimum letters of a word that a bracket is glued to; shorter ones may be functions: `f(x)`.
const MIN_WORD: usize = 4;

/// Maximum bytes between two brackets of a pair. Each pair reads what it encloses, which others may enclose, too.
const MAX_INNER: usize = 400;

/// The typos at the round brackets of a block that begins at an offset of the prose.
pub(super) fn bracket_typos(at: usize, block: &str) -> Vec<Typo> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for place in memchr::memchr2_iter(b'(', b')', block.as_bytes()) {
        if block.as_bytes()[place] == b'(' {
            open.push(place);
        } else if let Some(begin) = open.pop() {
            found.extend(at_pair(block, begin, place));
        } else if ends_sentence(&block[..place]) && begins_sentence(&block[place + 1..]) {
            let message = "a bracket that closes nothing, and no blank after it".to_owned();
            found.push(Typo { range: place..place + 1, message, fix: (place..place + 1, " ", Applicability::Unsafe) });
        }
    }
    for typo in &mut found {
        typo.range = typo.range.start + at..typo.range.end + at;
        typo.fix.0 = typo.fix.0.start + at..typo.fix.0.end + at;
    }
    found.sort_by_key(|typo| typo.range.start);
    found
}

/// The typo at a pair of brackets; the first of several.
fn at_pair(block: &str, begin: usize, end: usize) -> Option<Typo> {
    if end - begin > MAX_INNER {
        return None;
    }
    let (before, inner, after) = (&block[..begin], &block[begin + 1..end], &block[end + 1..]);
    let is_phrase =
        || inner.split(' ').filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count() > 1;
    let of = |range: Range<usize>, message: &str, fix: Range<usize>, replacement: &'static str| {
        Some(Typo { range, message: message.to_owned(), fix: (fix, replacement, Applicability::Unsafe) })
    };
    if before.ends_with(", ")
        && !after.starts_with(',')
        && before[..begin - 2].ends_with(char::is_alphabetic)
        && is_phrase()
    {
        return of(begin - 2..begin + 1, "a comma before a bracket that opens", begin - 2..begin - 1, "");
    }
    let is_padded = inner.starts_with(' ');
    if inner.trim_end_matches(' ').ends_with(|c: char| c.is_alphabetic() || matches!(c, '.' | '”' | '"'))
        && inner.ends_with(' ')
        && !is_padded
        && inner.len() > 2
    {
        let start = begin + 1 + inner.trim_end_matches(' ').len();
        return of(start..end + 1, "a blank before the bracket closes", start..end, "");
    }
    if is_padded && inner.trim_start().starts_with(char::is_alphabetic) && !inner.ends_with(' ') && is_phrase() {
        let text = begin + 1 + inner.len() - inner.trim_start_matches(' ').len();
        return of(begin..text, "a blank after the bracket opens", begin + 1..text, "");
    }
    if inner.ends_with([',', ';']) && inner[..inner.len() - 1].ends_with(char::is_alphabetic) && is_phrase() {
        return of(end - 1..end + 1, "a comma before the bracket closes", end - 1..end, "");
    }
    if ends_sentence(inner) && begins_sentence(after) {
        return of(end..end + 1, "a blank is missing after the bracket", end + 1..end + 1, " ");
    }
    let word = before.chars().rev().take_while(|c| c.is_alphabetic()).collect::<Vec<_>>();
    let begins_word =
        !before[..begin - word.iter().map(|c| c.len_utf8()).sum::<usize>()].ends_with(['.', '_', '-', ':']);
    let is_glued = word.len() >= MIN_WORD
        && begins_word
        && word.iter().rev().skip(1).all(|c| c.is_lowercase())
        && inner.split(' ').next().is_some_and(|first| first.len() > 2 && first.chars().all(char::is_lowercase))
        && inner.split(' ').count() > 2
        && !inner.contains([',', '=', '"', '\'']);
    if is_glued {
        return of(begin..begin + 1, "a blank is missing before the bracket", begin..begin + 1, " (");
    }
    None
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?'])
}

fn begins_sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.chars().skip(1).take(2).all(char::is_lowercase) && text.len() > 3
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Unsafe;

    use crate::testing::case;

    #[test]
    fn blanks_commas_and_stray_marks_are_found() {
        let rule = case("punctuation");
        rule.finds("Take a key«, (»the small one) along.\n");
        rule.finds("Look (at [the map](a.md)« )» and (at the wall« )».\n");
        rule.finds("Look «( »at the wall) and (at the map«,)» too.\n");
        rule.finds("(Wait for it.«)»Then go (now).«)»Then come.\n");
        rule.finds("Take a phone«(»the old one).\n");
    }

    #[test]
    fn other_brackets_are_fine() {
        for page in [
            "Take (a) a key, (b) a map, (iii) a lamp, (c) tea. Call 5, (6) or f(x), (y).\n",
            "a) one b) two :) ( x ) ( a b ) file(s) person(s or not) f(x)y (a)B call(x, y) end( ) ( see\n",
            "(It is so.) Then (it is not). He said (loudly), and (the end)\n",
            "Use `a`, (`b`) and print(a and b). The fn(…) is so.\n",
        ] {
            case("punctuation").finds(page);
        }
    }

    #[test]
    fn pairs_around_pairs_cost_linear_time() {
        let page = format!("{}{}\n", "(a word, ".repeat(20_000), "b) ".repeat(20_000));
        assert!(!case("punctuation").run(&page).is_empty());
    }

    #[test]
    fn the_fix_is_unsafe() {
        case("punctuation").fixes(Unsafe, "A key, (the small one).\n", "A key (the small one).\n");
        case("punctuation").fixes(Unsafe, "A phone(the old one).\n", "A phone (the old one).\n");
    }
}
