//! Values of the front matter that readers see as text.

use firstaid_content::{Entry, Page, ScalarStyle, Value};
use firstaid_text::TextRange;

/// Keys whose values readers see: on the page, in a menu, in a search result or in the preview of a link.
const TEXT_KEYS: [&str; 32] = [
    "abstract",
    "alt",
    "caption",
    "description",
    "excerpt",
    "headline",
    "image_alt",
    "intro",
    "lead",
    "link_title",
    "linktitle",
    "menu_title",
    "meta_description",
    "meta_title",
    "nav_title",
    "navtitle",
    "og_description",
    "og_title",
    "page_title",
    "pagetitle",
    "seo_description",
    "seo_title",
    "short_description",
    "short_title",
    "shorttitle",
    "sidebar_label",
    "subtitle",
    "summary",
    "tagline",
    "teaser",
    "title",
    "twitter_description",
];

/// The keys and the bytes of the values that are translated, in page order.
pub(super) fn values(page: &Page) -> impl Iterator<Item = (Box<str>, TextRange)> {
    let entries = page.front_matter.iter().flat_map(|it| &it.entries);
    entries.filter(|entry| is_text_key(page, &entry.key) && is_text(entry)).map(|it| (it.key.clone(), it.value.range))
}

/// The value at these bytes, with escapes and folded lines resolved.
pub(super) fn value(page: &Page, range: TextRange) -> Option<&str> {
    page.front_matter.as_ref()?.entries.iter().find(|entry| entry.value.range == range)?.value.as_str()
}

fn is_text_key(page: &Page, key: &str) -> bool {
    let plain = plain_key(key);
    TEXT_KEYS.binary_search(&&*plain).is_ok() || page.text_keys.iter().any(|own| plain_key(own) == plain)
}

/// A key as it is in the lists: in lower case, with `_` between its words.
fn plain_key(key: &str) -> String {
    key.chars().map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// Whether a value is a string with words. Of unquoted values, numbers, dates and truth values are none.
fn is_text(entry: &Entry) -> bool {
    let Value::Scalar { text, style } = &entry.value.value else { return false };
    let is_other_type = *style == ScalarStyle::Plain
        && (entry.value.is_null() || matches!(&*text.to_ascii_lowercase(), "true" | "false" | "yes" | "no"));
    !is_other_type && text.chars().any(char::is_alphanumeric) && (*style != ScalarStyle::Plain || has_letter(text))
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::page;

    #[test]
    fn keys_are_sorted_for_the_search() {
        assert!(TEXT_KEYS.is_sorted());
    }

    #[test]
    fn a_guide_may_name_further_keys() {
        let mut page = page("---\ntitle: A\nButton-label: Call\nicon: phone\nhint: Ask.\n---\n");
        page.text_keys = ["button_label", "hint"].map(Box::from).into();
        let found: Vec<String> = values(&page).map(|(key, _)| key.into()).collect();
        assert_eq!(found, ["title", "Button-label", "hint"]);
    }

    #[test]
    fn only_strings_of_known_keys_are_text() {
        let page = page(
            "---\ntitle: A\nmeta-title: 'B'\nog_description: 3\nsummary: true\nlayout: c\nlinkTitle: |\n  d\n---\n",
        );
        let found: Vec<String> = values(&page).map(|(key, _)| key.into()).collect();
        assert_eq!(found, ["title", "meta-title", "linkTitle"]);
    }
}
