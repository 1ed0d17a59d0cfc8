use clap::{Args, Subcommand, ValueEnum};

use crate::attestation::StatementArgs;
use crate::guide_args::GuideArgs;
use crate::network_args::NetworkArgs;

#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    /// Look up the keys of pages and of the registry, and record the results in the ledger
    Probe(KeysProbeArgs),
    /// Show the verdict on each key, from the ledger
    Status(KeysStatusArgs),
    /// Record that a person confirmed a key with its owner
    Attest(KeysAttestArgs),
}

#[derive(Args)]
pub(crate) struct KeysProbeArgs {
    /// Look up only these keys, by fingerprint, whether or not they are due
    pub(crate) keys: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Look up only keys that no source has answered for
    #[arg(long, conflicts_with_all = ["due", "all", "keys"])]
    pub(crate) new: bool,
    /// Look up new keys and keys that are due (the default)
    #[arg(long, conflicts_with_all = ["all", "keys"])]
    pub(crate) due: bool,
    /// Look up all keys
    #[arg(long, conflicts_with = "keys")]
    pub(crate) all: bool,
    /// Look up only part K of N; all keys of a domain are in the same part
    #[arg(long, value_name = "K/N", conflicts_with = "keys")]
    pub(crate) shard: Option<String>,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

#[derive(Args)]
pub(crate) struct KeysStatusArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = KeysFormat::Human)]
    pub(crate) format: KeysFormat,
}

#[derive(Args)]
pub(crate) struct KeysAttestArgs {
    /// Fingerprint of the key
    pub(crate) key: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[command(flatten)]
    pub(crate) statement: StatementArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeysFormat {
    /// Text for people
    Human,
    /// One JSON object per key
    Jsonl,
}
