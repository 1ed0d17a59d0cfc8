use clap::Args;

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// Name of a rule, as findings show it, or of a family
    pub(crate) rule: String,
}
