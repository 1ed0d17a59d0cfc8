//! Links that are none because one of their brackets is missing.

use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::OPAQUE;
use firstaid_text::floor_char_boundary;
use regex::Regex;

/// An address that the parser took out of the prose, with a bracket of a link beside it. The first: `[text](target`,
/// `text](target)`; the second: `[text(target)`; the third: `[text]target`, `[text] [target]`.
static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?P<open>\[ [^\[\]\n\u{fffc}]{1,200})? \] \s? \( \u{fffc} (?P<close>\))?
            | \[ [^\[\]\n\u{fffc}()]{3,100} \( \u{fffc} \) (?P<rest>[^\[\]\n]{0,400})
            | \[ (?P<text>[^\[\]\n\u{fffc}]{3,200}) \] (?:\u{fffc} | \s?\[ \u{fffc} \])",
    )
    .expect("a valid pattern")
});

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
        let before = near_before(block, whole.start());
        let message = match (hit.name("open"), hit.name("close"), hit.name("rest"), hit.name("text")) {
            // A blank inside of the target.
            (Some(_), None, ..) if closes_later(&block[whole.end()..]) => return None,
            (Some(_), None, ..) => "the target of this link is never closed",
            (None, Some(_), ..) if before.rfind('[') <= before.rfind(']') => "no bracket opens the text of this link",
            (.., Some(rest), _) if block[rest.end()..].starts_with(']') => return None,
            (.., Some(_), _) => "the text of this link is never closed",
            (.., Some(text)) if text.as_str().contains(' ') || text.as_str().chars().all(char::is_alphabetic) => {
                "the target of this link is not in round brackets"
            }
            _ => return None,
        };
        let end = hit.name("rest").map_or(whole.end(), |rest| rest.start());
        Some((whole.start()..end, message))
    })
    .collect()
}

/// The last bytes of a block before an offset.
fn near_before(block: &str, at: usize) -> &str {
    &block[floor_char_boundary(block, at.saturating_sub(MAX_REACH))..at]
}

/// Whether a target that was cut off at a blank has its bracket behind it.
fn closes_later(behind: &str) -> bool {
    let behind = &behind[..floor_char_boundary(behind, behind.len().min(MAX_REACH))];
    behind.starts_with([' ', '\t']) && behind.find(')').is_some_and(|end| !behind[..end].contains(['(', OPAQUE]))
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
