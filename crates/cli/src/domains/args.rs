use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::attestation::StatementArgs;
use crate::guide_args::GuideArgs;
use crate::network_args::NetworkArgs;

#[derive(Subcommand)]
pub(crate) enum DomainsCommand {
    /// Ask registries about the domains of links and addresses, and record the results in the ledger
    Probe(DomainsProbeArgs),
    /// Show the verdict on each domain, from the ledger
    Status(DomainsStatusArgs),
    /// Record that a person asked the owner of a domain
    Attest(DomainsAttestArgs),
}

#[derive(Args)]
pub(crate) struct DomainsProbeArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Look up only domains for which no registry has answered
    #[arg(long, conflicts_with_all = ["due", "all"])]
    pub(crate) new: bool,
    /// Look up new domains and domains that are due (the default)
    #[arg(long, conflicts_with = "all")]
    pub(crate) due: bool,
    /// Look up all domains
    #[arg(long)]
    pub(crate) all: bool,
    /// Look up only part K of N
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<String>,
    /// Registry of RDAP servers in IANA's format, in place of that of the configuration
    #[arg(long, value_name = "FILE")]
    pub(crate) bootstrap: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

#[derive(Args)]
pub(crate) struct DomainsStatusArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = DomainsFormat::Human)]
    pub(crate) format: DomainsFormat,
}

#[derive(Args)]
pub(crate) struct DomainsAttestArgs {
    /// The registrable domain, such as `example.org`
    pub(crate) domain: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[command(flatten)]
    pub(crate) statement: StatementArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DomainsFormat {
    /// Text for people
    Human,
    /// One JSON object per domain
    Jsonl,
}
