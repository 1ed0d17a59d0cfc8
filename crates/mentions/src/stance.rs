//! The stance of a sentence towards a name: whether the name is a defect depends on it.

use std::ops::Range;

use firstaid_content::ProseText;
use firstaid_language::cues::introduces_former_name;

/// The stance of the words around a mention.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stance {
    /// Nothing in particular: readers take the name as advice.
    Plain,
    /// The sentence introduces it as a former name: "X (formerly Twitter)".
    Former,
}

/// The stance of the text around a mention, given by its bytes in the prose.
pub fn stance(prose: &ProseText, mention: Range<usize>) -> Stance {
    let (at, block) = prose.block_around(mention.start);
    if introduces_former_name(&block[..mention.start - at]) { Stance::Former } else { Stance::Plain }
}
