//! What a text says of a name.

/// What a text says of a name: its sentence, or the page around it. Of several, the first one here counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cue {
    /// It is a former name: "X, formerly Twitter"; or the sentence gives the new name, too.
    Former,
    /// It is gone or of the past: "no longer maintained", "used to be", "until 2014".
    Gone,
    /// Readers are warned of it: "do not use".
    Warned,
    /// It is what readers leave: "import from", "old volumes of".
    Left,
    /// It is another one's parent or model: "fork of", "successor of".
    Related,
    /// The release of a system is the lower limit of a requirement, or one of a list: "Windows 7 or later".
    Bound,
    /// It is part of the name of a setting: "the Windows 7 policy".
    Label,
    /// The writer's own account there is named: "my profile on".
    Own,
    /// It is a form that must not be written.
    WrongForm,
    /// It is an ordinary word: "in an anonymous dropbox".
    CommonNoun,
    /// It is recommended in so many words: "use", "we recommend".
    Advised,
    /// The page is older than what became of it. No sentence says so.
    Dated,
    /// Nothing in particular: readers take the name as advice.
    Plain,
}

impl Cue {
    /// Whether readers take the name as advice to use what it names.
    pub fn is_advice(self) -> bool {
        matches!(self, Self::Plain | Self::Advised)
    }

    /// Whether the text needs the old name: it says that it is one, or speaks of the time when it was in use.
    pub fn is_history(self) -> bool {
        matches!(self, Self::Former | Self::Gone | Self::Dated | Self::Left | Self::Related)
    }

    /// The cue that a key of `stance.txt` has patterns for.
    pub(super) fn by_key(key: &str) -> Option<Self> {
        Some(match key {
            "former" | "both names" => Self::Former,
            "gone" => Self::Gone,
            "warned" | "forbidden" => Self::Warned,
            "left" => Self::Left,
            "related" => Self::Related,
            "bound" => Self::Bound,
            "label" => Self::Label,
            "own account" => Self::Own,
            "wrong form" => Self::WrongForm,
            "common noun" => Self::CommonNoun,
            "advised" => Self::Advised,
            _ => return None,
        })
    }
}
