use firstaid_content::Page;

/// The title of a page: that of its front matter, or else its first heading.
pub(crate) fn page_title(page: &Page) -> Option<&str> {
    let title = page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("title"));
    title.or_else(|| page.headings.first().map(|heading| &*heading.text)).filter(|title| !title.trim().is_empty())
}
