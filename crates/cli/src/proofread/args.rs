use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::guide_args::GuideArgs;
use crate::machine_access::MachineAccess;

#[derive(Args)]
pub(crate) struct ProofreadArgs {
    /// Pages and folders to proofread [default: the whole guide]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// The machine to ask
    #[arg(long, value_enum, required_unless_present = "decline")]
    pub(crate) machine: Option<ProofreadMachine>,
    /// URL of the machine's server [default: on this computer]
    #[arg(long, value_name = "URL", requires = "machine")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) access: MachineAccess,
    /// Decline a suggestion for good, by the id that `lint` shows
    #[arg(long, value_name = "ID", conflicts_with = "machine")]
    pub(crate) decline: Vec<String>,
    /// Show how much would be sent, and send and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProofreadMachine {
    /// Any server with OpenAI's protocol: Ollama, llama.cpp, vLLM
    Openai,
}
