//! Punctuation that a page sets otherwise than its language does.
//!
//! Works on prose: code, addresses and keys are one opaque character each. Where a language has several right ways, the
//! one that a page mostly uses is right for that page.

mod french;
mod mistake;
mod quotes;
mod scripts;
mod spanish;
mod style;

pub use mistake::Mistake;
use mistake::{around, in_each};
use style::style;

/// The mistakes in the blocks of a page, by its locale, each with the index of its block, in order.
pub fn mistakes(language: &str, locale: &str, blocks: &[&str]) -> Vec<(usize, Mistake)> {
    let mut found = match language {
        "es" => spanish::mistakes(blocks),
        "fr" => french::mistakes(blocks, !locale.eq_ignore_ascii_case("fr-CA")),
        "ar" | "fa" | "ur" | "ps" => scripts::arabic(blocks),
        "zh" | "ja" => scripts::wide(blocks),
        _ => Vec::new(),
    };
    if let Some(marks) = &style(language).quotation_marks {
        found.extend(quotes::mistakes(marks, blocks));
    }
    let dash = style(language).dash;
    found.extend(in_each(blocks, |block| hyphens_for_dash(dash, block)));
    found.sort_by_key(|(block, mistake)| (*block, mistake.range.start));
    found
}

/// `word -- word`, as typewriters have it. An option (`--help`) has its word close behind; beside one, two hyphens are
/// another separator (`Start --Settings -- Privacy`).
fn hyphens_for_dash(dash: &str, block: &str) -> Vec<Mistake> {
    let is_joined = |(at, _): (usize, &str)| block[at + 2..].starts_with(char::is_alphanumeric);
    if block.match_indices(" --").any(|(at, found)| is_joined((at + 1, found))) {
        return Vec::new();
    }
    let is_dash = |&(at, _): &(usize, &str)| {
        let (before, after) = around(block, at..at + 2);
        before == Some(' ') && after == Some(' ')
    };
    let found = block.match_indices("--").filter(is_dash);
    found.map(|(at, _)| Mistake::replace(at..at + 2, "two hyphens for a dash", dash)).collect()
}
