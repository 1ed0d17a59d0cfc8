//! How a page speaks of a name: whether the name is a defect depends on it. Worked out once for each mention, from its own
//! sentence, the heading and the lead of the list above it, and the date of the page. Rules ask it; none of them reads the
//! text around a name by itself.

mod assign;
mod dates;
mod lists;
mod sections;
mod sentences;
mod subject;

use firstaid_language::stance::Cue;

pub use assign::{Stances, assign};
pub use dates::day_of;

/// How the text speaks of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stance {
    /// Nothing in particular: readers take the name as advice.
    Plain,
    /// It is recommended in so many words.
    Advised,
    /// It is a former name, or the sentence gives the present one, too.
    Former,
    /// The text itself says that it is gone or of the past.
    Gone,
    /// The page is older than what became of it.
    Dated,
    /// Readers are warned of it.
    Warned,
    /// It is what readers leave, with their data.
    Left,
    /// It is another one's parent, model or counterpart.
    Related,
    /// The release of a system is a lower limit, or one of a list.
    Bound,
    /// It is part of the name of a setting.
    Label,
    /// The writer's own account there is named.
    Own,
    /// It is shown as a form that must not be written.
    WrongForm,
    /// It is an ordinary word in its sentence.
    CommonNoun,
}

impl Stance {
    /// Whether readers take the name as advice to use what it names.
    pub fn is_advice(self) -> bool {
        matches!(self, Self::Plain | Self::Advised)
    }

    /// Whether the text needs the old name: it says that it is one, or speaks of the time when it was in use.
    pub fn is_history(self) -> bool {
        matches!(self, Self::Former | Self::Gone | Self::Dated | Self::Left | Self::Related)
    }
}

impl From<Cue> for Stance {
    fn from(cue: Cue) -> Self {
        match cue {
            Cue::Former => Self::Former,
            Cue::Gone => Self::Gone,
            Cue::Warned => Self::Warned,
            Cue::Left => Self::Left,
            Cue::Related => Self::Related,
            Cue::Bound => Self::Bound,
            Cue::Label => Self::Label,
            Cue::Own => Self::Own,
            Cue::WrongForm => Self::WrongForm,
            Cue::CommonNoun => Self::CommonNoun,
            Cue::Advised => Self::Advised,
        }
    }
}
