//! Why a page cannot show a translation.

/// What a merge found out about an entry. It is in no file, so it makes no difference when entries are compared.
#[derive(Clone, Default, Debug)]
pub struct Refusal(Option<Reason>);

impl PartialEq for Refusal {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Refusal {}

impl Refusal {
    pub(crate) fn new(reason: Option<Reason>) -> Self {
        Self(reason)
    }

    /// `None` if the page can show the translation.
    pub fn reason(&self) -> Option<&Reason> {
        self.0.as_ref()
    }
}

/// Why a page shows the source text instead of a translation that a person wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The translation lacks this placeholder of the source.
    LostPlaceholder(usize),
    /// The translation has this placeholder more than once.
    DoubledPlaceholder(usize),
    /// The source has no such placeholder.
    UnknownPlaceholder(usize),
    /// In its place on the page, the text would not be one block.
    BreaksBlock,
}

impl Reason {
    /// One line for translators.
    pub fn describe(&self) -> String {
        match self {
            Self::LostPlaceholder(n) => format!("the placeholder {{{n}}} of the source is missing"),
            Self::DoubledPlaceholder(n) => format!("the placeholder {{{n}}} is there more than once"),
            Self::UnknownPlaceholder(n) => format!("the source has no placeholder {{{n}}}"),
            Self::BreaksBlock => "on the page this text would not be one block, as its source is".to_owned(),
        }
    }

    /// The text of the translation at fault, if it is a part of it.
    pub fn part(&self) -> Option<String> {
        match self {
            Self::DoubledPlaceholder(n) | Self::UnknownPlaceholder(n) => Some(format!("{{{n}}}")),
            Self::LostPlaceholder(_) | Self::BreaksBlock => None,
        }
    }
}
