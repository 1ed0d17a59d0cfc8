use firstaid_content::ProseText;
use firstaid_language::numbers::{self, Quantity};
use firstaid_text::TextRange;

/// A number in the prose of a page, with its bytes in the source.
pub(crate) struct LocatedQuantity {
    pub(crate) quantity: Quantity,
    pub(crate) range: TextRange,
}

/// The numbers in prose of a language, in order.
pub(super) fn quantities(language: &str, prose: &ProseText) -> Vec<LocatedQuantity> {
    let locate = |quantity: Quantity| LocatedQuantity { range: prose.source_range(quantity.range.clone()), quantity };
    numbers::quantities(language, prose.text()).into_iter().map(locate).collect()
}
