use clap::Args;

use crate::guide_args::GuideArgs;

#[derive(Args)]
#[command(mut_arg("root", |root| root.help("Folder of the guide [default: the folder that the editor has open]")))]
pub(crate) struct LspArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Accepted because editors pass it; there is no other transport
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}
