//! References by number: `Section 2.3`, `Figure 4`, `Step 12`.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::{BlockKind, LinkStyle};
use regex::Regex;

use crate::PageContext;

/// Minimum numbered headings or steps of a page, so that its own numbers are meant.
const MIN_NUMBERED: usize = 3;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<all>\b(?P<kind>[Ss]ection|[Ss]tep|Figure|Table) (?P<number>\d{1,2}(?:\.\d{1,2}){0,3}))")
        .expect("a valid pattern")
});

/// What a page numbers.
#[derive(Default)]
pub(super) struct Numbers(OnceCell<Known>);

#[derive(Default)]
struct Known {
    sections: HashSet<String>,
    steps: HashSet<String>,
    /// The longest list with numbers.
    items: usize,
    has_picture: bool,
    has_table: bool,
}

impl Numbers {
    fn known(&self, cx: &PageContext<'_>) -> &Known {
        self.0.get_or_init(|| {
            let mut known = Known::default();
            for heading in &cx.page.headings {
                let first =
                    heading.text.trim_start_matches(['*', '_']).split([' ', '\u{a0}']).next().unwrap_or_default();
                let number = first.trim_end_matches(['.', ')', ':']);
                if number.starts_with(|c: char| c.is_ascii_digit()) {
                    known.sections.insert(number.to_owned());
                }
            }
            for (_, _, block) in cx.prose.blocks() {
                for word in ["Step ", "step "] {
                    let digits =
                        block.strip_prefix(word).map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
                    if let Some(digits) = digits.filter(|&digits| digits > 0) {
                        known.steps.insert(block[word.len()..word.len() + digits].to_owned());
                    }
                }
            }
            let ordered = cx.page.lists.iter().filter(|list| list.ordered);
            known.items = ordered.map(|list| list.items.len()).max().unwrap_or(0);
            known.has_table = cx.page.blocks.iter().any(|block| block.kind == BlockKind::TableCell)
                || cx.page.text().contains("<table");
            let is_picture = |style: LinkStyle| style == LinkStyle::Image;
            known.has_picture =
                cx.page.tokens.iter().any(|token| token.as_link().is_some_and(|it| is_picture(it.style)))
                    || cx.page.text().contains("<img")
                    || cx.page.text().contains("<svg");
            known
        })
    }
}

/// The references of a block to numbers that the page does not have, each with what is missing.
pub(super) fn references(cx: &PageContext<'_>, block: &str, numbers: &Numbers) -> Vec<(Range<usize>, String)> {
    if cx.page.includes || !block.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let hits = REFERENCE.captures_iter(block);
    hits.filter_map(|hit| {
        let (all, number) = (hit.name("all")?, hit.name("number")?.as_str());
        let behind = &block[all.end()..];
        // Of a law, a contract, another page.
        let is_of_another = ["of ", "in ", "from ", "("].iter().any(|word| behind.trim_start().starts_with(word));
        let is_longer = behind.starts_with(['-', '–', '/', '(']) || behind.starts_with(char::is_alphanumeric);
        if is_of_another || names_document(&block[..all.start()]) || is_longer || all.start() == 0 {
            return None;
        }
        let known = numbers.known(cx);
        let message = match hit["kind"].to_lowercase().as_str() {
            "section" if known.sections.len() >= MIN_NUMBERED && !known.sections.contains(number) => {
                format!("this page has no section {number}")
            }
            "step" if known.steps.len() >= MIN_NUMBERED && !known.steps.contains(number) => {
                let is_item = number.parse::<usize>().is_ok_and(|number| number <= known.items);
                if is_item {
                    return None;
                }
                format!("this page has no step {number}")
            }
            "figure" if !known.has_picture => "this page has no figure".to_owned(),
            "table" if !known.has_table => "this page has no table".to_owned(),
            _ => return None,
        };
        Some((all.range(), message))
    })
    .collect()
}

/// Whether a text ends with the name of a standard or a law: "RFC 7162", "GDPR,".
fn names_document(before: &str) -> bool {
    let last = before.trim_end().trim_end_matches(',').rsplit([' ', '\u{a0}', '(']).next().unwrap_or_default();
    let capitals = last.chars().filter(|c| c.is_uppercase()).count();
    last.ends_with(|c: char| c.is_ascii_digit()) || capitals >= 2 && capitals == last.chars().count()
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn numbers_that_the_page_does_not_have_are_found() {
        let rule = case("dangling-reference");
        rule.finds("# 1. One\n\nSee «Section 2.4» for it.\n\n## 1.1 A\n\n## 1.2 B\n\nSee section 1.2 now.\n");
        rule.finds("Step 1: go\n\nStep 2: stay\n\nStep 3: repeat «step 5», then step 2.\n");
        rule.finds("As «Figure 2» shows and «Table 1» tells, it works.\n");
    }

    #[test]
    fn numbers_of_others_are_fine() {
        for page in [
            "# 1. One\n\nSee Section 5 of the law, section 3-4, (section 7 in the book).\n\n## 1.1 A\n\n## 1.2 B\n",
            "# 1. One\n\nAs RFC 1149 section 3.2 and the GDPR, section 7, say.\n\n## 1.1 A\n\n## 1.2 B\n",
            "See Section 5 now. Repeat step 7.\n",
            "As Figure 2 shows and Table 1 tells.\n\n![a](a.png)\n\n| a |\n| --- |\n| b |\n",
            "Figure 2: a picture. In [Figure 2](https://eff.org) of it.\n",
            "Step 1: go\n\nStep 2: stay\n\nStep 3: then step 4.\n\n1. a\n2. b\n3. c\n4. d\n",
        ] {
            case("dangling-reference").finds(page);
        }
    }
}
