/// How a reference of a translated page relates to one of its source, from the same to the most different.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Likeness {
    Same,
    /// The site's edition in the page's language.
    Edition,
    /// The same place, with parameters that the source does not have.
    Marked,
    /// The front page of the site instead of a page below it.
    Cut,
    /// Another page of the same host.
    OtherPage,
    /// Another host of the same organisation or domain.
    OtherHost,
    OtherSite,
}

impl Likeness {
    /// Whether a translation may have the one for the other.
    pub(crate) fn is_right(self) -> bool {
        self <= Self::Edition
    }
}
