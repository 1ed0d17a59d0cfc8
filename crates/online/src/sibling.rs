use url::Url;

use crate::text::PageText;

/// How a site answers a URL that cannot exist, beside a page that is checked; or its start page, for comparison.
#[derive(Debug)]
pub(crate) enum Sibling {
    /// 404 or 410, as it should be.
    Missing,
    Page {
        text: Box<PageText>,
        end: Box<Url>,
    },
    /// An answer that cannot be compared.
    Unclear,
}
