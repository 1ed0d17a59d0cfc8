use crate::locale::Locale;

/// A page's place in the guide: translations of one page share the name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PageKey {
    pub locale: Locale,
    pub name: Box<str>,
}
