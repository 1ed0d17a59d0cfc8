//! Addresses that a blank has broken: `[key](https://de. wikipedia. org/x)`. Markdown takes them for text, people and
//! some renderers for an address, so their letters are none of a safe fix.

use firstaid_text::Edit;

/// Maximum distance of an edit from the beginning of its address, in bytes.
const MAX_DISTANCE: usize = 300;

/// Whether an edit changes letters or digits of a broken address.
pub(super) fn is_in_broken_target(text: &str, edit: &Edit) -> bool {
    let has_letters = |text: &str| text.contains(char::is_alphanumeric);
    if !has_letters(&edit.replacement) && !has_letters(&text[edit.range]) {
        return false;
    }
    let end = edit.range.start() as usize;
    let mut from = end.saturating_sub(MAX_DISTANCE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line = text[from..end].rsplit('\n').next().unwrap_or_default();
    let Some((_, target)) = line.rsplit_once("](") else { return false };
    // A title may follow a whole address.
    target.contains("://") && target.contains(' ') && !target.contains([')', '"', '\'', '<'])
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::case;

    #[test]
    fn words_of_a_broken_address_stay() {
        let brand = case("misspelled-brand");
        for page in ["See [it](https://en. AccessNow. org/a).\n", "See [it](https: //en. AccessNow. org/a).\n"] {
            brand.fixes(Safe, page, page);
        }
        let beside = "[it](https://example.org/) by AccessNow, (https://a.example AccessNow)\n";
        brand.fixes(Safe, beside, &beside.replace("AccessNow", "Access Now"));
    }
}
