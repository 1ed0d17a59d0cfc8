//! How a language sets its punctuation, and where a page does otherwise.
//!
//! Works on prose: code, addresses and keys are one opaque character each. Where a language has several right ways, the
//! one that a page mostly uses is right for that page.

mod french;
mod quotes;
mod scripts;
mod spanish;

use std::ops::Range;

use firstaid_content::OPAQUE;

/// Something that is set otherwise than its language does.
#[derive(Debug)]
pub struct Slip {
    /// Its place in the text.
    pub range: Range<usize>,
    pub message: String,
    /// What to write where.
    pub edits: Vec<(Range<usize>, String)>,
    /// Whether the edits keep the meaning in every case.
    pub is_safe: bool,
}

impl Slip {
    /// One place where something else belongs.
    fn replace(range: Range<usize>, message: impl Into<String>, with: impl Into<String>) -> Self {
        let edits = vec![(range.clone(), with.into())];
        Self { range, message: message.into(), edits, is_safe: true }
    }
}

/// The slips in the blocks of a page, by its locale; each with the block that it is in.
pub fn slips(language: &str, locale: &str, blocks: &[&str]) -> Vec<(usize, Slip)> {
    let mut found = match language {
        "es" => spanish::slips(blocks),
        "fr" => french::slips(blocks, !locale.eq_ignore_ascii_case("fr-CA")),
        "ar" | "fa" | "ur" | "ps" => scripts::arabic(blocks),
        "zh" | "ja" => scripts::wide(blocks),
        _ => Vec::new(),
    };
    found.extend(quotes::slips(language, blocks));
    found.extend(each(blocks, |block| hyphens_for_dash(language, block)));
    found.sort_by_key(|(block, slip)| (*block, slip.range.start));
    found
}

/// The slips of each block, seen by itself.
fn each(blocks: &[&str], slips: impl Fn(&str) -> Vec<Slip>) -> Vec<(usize, Slip)> {
    blocks.iter().enumerate().flat_map(|(n, block)| slips(block).into_iter().map(move |slip| (n, slip))).collect()
}

/// `word -- word`: what a typewriter has for a dash. An option (`--help`) has its word close behind.
fn hyphens_for_dash(language: &str, block: &str) -> Vec<Slip> {
    let is_dash = |&(at, _): &(usize, &str)| {
        let (before, after) = around(block, at..at + 2);
        before == Some(' ') && after == Some(' ')
    };
    let dash = if language == "de" { "–" } else { "—" };
    let found = block.match_indices("--").filter(is_dash);
    found.map(|(at, _)| Slip::replace(at..at + 2, "two hyphens for a dash", dash)).collect()
}

/// The characters before and behind a range.
fn around(text: &str, range: Range<usize>) -> (Option<char>, Option<char>) {
    (text[..range.start].chars().next_back(), text[range.end..].chars().next())
}

/// A letter, digit or what stands for an address or code.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == OPAQUE
}
