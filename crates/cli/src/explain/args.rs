use clap::Args;

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// Name of the rule, as findings show it
    pub(crate) rule: String,
}
