//! Why a machine's reply is refused.

/// What is wrong with a machine's reply.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error("the reply is empty")]
    Empty,
    #[error("the reply is the same as the source")]
    Unchanged,
    #[error("the reply is much longer than its source")]
    TooLong,
    #[error("the reply is much shorter than its source")]
    TooShort,
    #[error("the reply stands in quotation marks, its source does not")]
    Quoted,
    #[error("the reply has white space at a tag that its source has not")]
    Blanks,
    #[error("the reply is an answer, not a translation")]
    Answer,
    #[error("the reply has several lines")]
    Lines,
    #[error("a tag for markup or an identity is lost")]
    LostTag,
    #[error("a tag came back twice")]
    RepeatedTag,
    #[error("a tag came back that was not sent")]
    UnknownTag,
    #[error("a tag that had text came back without text")]
    EmptyTag,
    #[error("the reply has markup that its source has not")]
    AddedMarkup,
    #[error("links, code or emphasis are not those of the source")]
    OtherMarkup,
    #[error("the reply has other kinds of blocks than the source")]
    OtherBlocks,
    #[error("links, addresses or keys are not those of the source")]
    OtherIdentities,
    #[error("numbers are not those of the source")]
    OtherNumbers,
    #[error("the reply changes what the paragraph says: a denial, an opposite, a number or an address")]
    OtherMeaning,
    #[error("names are not those of the source")]
    OtherNames,
    #[error("the reply is a rewrite, not a correction")]
    Rewritten,
    #[error("the reply has invisible characters that its source has not")]
    Invisible,
    #[error("the reply is not in the script of `{0}`")]
    OtherScript(Box<str>),
    #[error("`{found}` is forbidden for `{term}`")]
    Forbidden { term: Box<str>, found: Box<str> },
}
