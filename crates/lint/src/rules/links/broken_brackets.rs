//! Links that are none because one of their brackets is missing.

use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::OPAQUE;
use firstaid_text::floor_char_boundary;
use regex::Regex;

/// An address that the parser took out of the prose, with a bracket of a link beside it. The first: `[text](target`,
/// `text](target)`; the second: `[text(target)`; the third: `[text]target`, `[text] [target]`. How long the texts may be
/// is checked on the match: a counted repetition compiles to one copy of its class for each character.
static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?P<open>\[ [^\[\]\n\u{fffc}]+)? (?P<shut>\]) \s? \( \u{fffc} (?P<close>\))?
            | \[ (?P<begun>[^\[\]\n\u{fffc}()]{3,}) \( \u{fffc} \)
            | \[ (?P<text>[^\[\]\n\u{fffc}]{3,}) \] (?:\u{fffc} | \s?\[ \u{fffc} \])",
    )
    .expect("a valid pattern")
});

/// Maximum characters of the text of a link, and of one that no bracket closes.
const MAX_TEXT: usize = 200;
const MAX_BEGUN: usize = 100;

/// Maximum bytes on either side of a hit in which the partner of a bracket is looked for; keeps the cost linear.
const MAX_REACH: usize = 400;

/// The places in a block of prose, each with what is wrong.
pub(super) fn broken_brackets(block: &str) -> Vec<(Range<usize>, &'static str)> {
    if memchr::memchr2(b'[', b']', block.as_bytes()).is_none() || !block.contains(OPAQUE) {
        return Vec::new();
    }
    let hits = BROKEN.captures_iter(block);
    hits.filter_map(|hit| {
        let whole = hit.get(0)?;
        // The bracket is counted with the text.
        let open = hit.name("open").filter(|open| !is_longer(open.as_str(), MAX_TEXT + 1));
        let start = open.or(hit.name("shut")).map_or(whole.start(), |it| it.start());
        let before = near_before(block, start);
        let message = match (open, hit.name("close"), hit.name("begun"), hit.name("text")) {
            // A blank inside of the target.
            (Some(_), None, ..) if closes_later(&block[whole.end()..]) => return None,
            (Some(_), None, ..) => "the target of this link is never closed",
            (None, Some(_), ..) if before.rfind('[') <= before.rfind(']') => "no bracket opens the text of this link",
            (.., Some(begun), _) if is_longer(begun.as_str(), MAX_BEGUN) => return None,
            (.., Some(_), _) if is_closed_behind(&block[whole.end()..]) => return None,
            (.., Some(_), _) => "the text of this link is never closed",
            (.., Some(text)) if is_longer(text.as_str(), MAX_TEXT) => return None,
            (.., Some(text)) if text.as_str().contains(' ') || text.as_str().chars().all(char::is_alphabetic) => {
                "the target of this link is not in round brackets"
            }
            _ => return None,
        };
        Some((start..whole.end(), message))
    })
    .collect()
}

fn is_longer(text: &str, max: usize) -> bool {
    text.chars().nth(max).is_some()
}

/// Whether the bracket that is missing before a target stands behind it, as in `[text (target) text]`.
fn is_closed_behind(behind: &str) -> bool {
    behind.chars().take(MAX_REACH + 1).find(|c| matches!(c, '[' | ']' | '\n')) == Some(']')
}

/// The last bytes of a block before an offset.
fn near_before(block: &str, at: usize) -> &str {
    &block[floor_char_boundary(block, at.saturating_sub(MAX_REACH))..at]
}

/// Whether a target that was cut off at a blank, or a mark before it, has its bracket behind it, so that the blank is
/// reported.
fn closes_later(behind: &str) -> bool {
    let behind = &behind[..floor_char_boundary(behind, behind.len().min(MAX_REACH))];
    let is_cut = behind.trim_start_matches([',', ';']).starts_with([' ', '\t']);
    is_cut && behind.find(')').is_some_and(|end| !behind[..end].contains(['(', '\n']))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn brackets_without_their_partner_are_found() {
        let rule = case("malformed-link");
        rule.finds("See «[the list](https://eff.org/a» for more.\n");
        rule.finds("See «[the list(https://eff.org/a)» for more.\n");
        rule.finds("See «[the list]https://eff.org/a» for more.\n");
        rule.finds("See the list«](https://eff.org/a)» for more.\n");
        rule.finds("See «[the list] [https://eff.org/a]» for more.\n");
    }

    #[test]
    fn two_addresses_in_one_target_are_one_finding() {
        let page = "Of the [old\nlist](«https://eff.org/list, and https://cpj.org/list for the rest»).\n";
        case("malformed-link").finds(page);
    }

    #[test]
    fn text_that_is_too_long_for_a_link_is_fine() {
        let long = "word ".repeat(50);
        for page in ["[TEXT](https://eff.org/a b\n", "[TEXT(https://eff.org/a) b\n", "[TEXT]https://eff.org/a\n"] {
            case("malformed-link").finds(&page.replace("TEXT", &long));
        }
        case("malformed-link").finds(&format!("[{long} «[the list](https://eff.org/a» for more.\n"));
    }

    #[test]
    fn other_brackets_beside_addresses_are_fine() {
        for page in [
            "See [the list](https://eff.org/a) and [the list (https://eff.org/a) of all].\n",
            "\\[the list\\]https://eff.org/a [1]https://eff.org/a [1] [https://eff.org]\n",
            "See (https://eff.org/a), [https://eff.org/a] and a[1](https://eff.org/a).\n",
        ] {
            case("malformed-link").finds(page);
        }
    }
}
