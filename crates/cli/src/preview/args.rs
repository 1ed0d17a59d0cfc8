use clap::Args;

use crate::guide_args::GuideArgs;

#[derive(Args)]
pub(crate) struct PreviewArgs {
    /// Only this locale, such as `es`; one that the guide does not have yet is begun by the first edit
    pub(crate) locale: Option<String>,
    /// Name under which translations are marked as reviewed [default: git's user.name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
}
