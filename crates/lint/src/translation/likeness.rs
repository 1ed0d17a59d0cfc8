/// What an address of the target is to one of the source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Likeness {
    Same,
    /// The site's edition in the page's language.
    Edition,
    /// The same place, with parameters that the source's does not have.
    Marked,
    /// Of a deeper page, only the site is left.
    Cut,
    /// Another page of the host.
    OtherPage,
    /// Another host of the same organisation or domain.
    OtherHost,
    OtherSite,
}

impl Likeness {
    pub(crate) fn is_right(self) -> bool {
        self <= Self::Edition
    }
}
