//! Names that lack the blank before the next word: `BitLockeron your laptop`.

use std::ops::Range;

use firstaid_mentions::word_class::ClassedWord;

use super::identifiers::stands_in_code;
use super::near_name::is_word;
use crate::PageContext;

/// Frequent words that follow a name. None is an ending of names or of words made from names.
const NEXT_WORDS: [&str; 12] = ["on", "to", "in", "and", "is", "for", "with", "from", "can", "the", "your", "you"];

/// Minimum letters of the name.
const MIN_NAME: usize = 6;

/// The range of the prose that the next word takes in a word which begins with a name, on English pages.
pub(super) fn fused_word(cx: &PageContext<'_>, word: ClassedWord) -> Option<Range<usize>> {
    let range = word.range();
    let typed = &cx.prose.text()[range.clone()];
    if cx.language() != "en" || typed.len() < MIN_NAME + 2 || !typed.starts_with(char::is_uppercase) {
        return None;
    }
    let is_name = |name: &str| name.len() >= MIN_NAME && cx.world.names.is_name(&name.to_lowercase());
    let name = NEXT_WORDS.iter().filter_map(|next| typed.strip_suffix(next)).find(|name| is_name(name))?;
    let is_known = is_name(typed) || is_word(cx, typed) || stands_in_code(cx, typed);
    (!is_known).then_some(range.start + name.len()..range.end)
}
