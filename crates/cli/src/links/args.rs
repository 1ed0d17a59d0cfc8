use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::guide_args::GuideArgs;
use crate::network_args::NetworkArgs;

#[derive(Subcommand)]
pub(crate) enum LinksCommand {
    /// Request links and record the results in the ledger
    Probe(ProbeArgs),
    /// Show the verdict on each link, from the ledger
    Status(StatusArgs),
    /// Merge ledgers of shards or of branches, with what they have of links, keys and domains
    ///
    /// As a git merge driver: links merge --output %A %A %B
    Merge(MergeArgs),
    /// Record that a person checked a linked page, or where an archived copy of it is
    Attest(AttestArgs),
    /// Look up copies of dead pages in web archives, and record them in the ledger
    ///
    /// `lint` offers a recorded copy as an unsafe fix, and never asks an archive itself.
    Archive(ArchiveArgs),
}

#[derive(Args)]
pub(crate) struct ProbeArgs {
    /// Probe only these links, whether or not they are due
    pub(crate) urls: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Probe only links that were never probed
    #[arg(long, conflicts_with_all = ["due", "all", "urls"])]
    pub(crate) new: bool,
    /// Probe new links and links that are due (the default)
    #[arg(long, conflicts_with_all = ["all", "urls"])]
    pub(crate) due: bool,
    /// Probe all links
    #[arg(long, conflicts_with = "urls")]
    pub(crate) all: bool,
    /// Probe only part K of N; all links of a site are in the same part
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<String>,
    /// Hosts to probe at the same time
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: u16,
    /// Format of the results, which are printed once they are saved
    #[arg(long, value_enum, default_value_t = LinksFormat::Human)]
    pub(crate) format: LinksFormat,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

#[derive(Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    pub(crate) format: StatusFormat,
}

#[derive(Args)]
pub(crate) struct MergeArgs {
    /// Ledgers to merge
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Write the merged ledger here [default: merge into the guide's ledger]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct AttestArgs {
    /// URL of the link, as in the page
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// What the person saw
    #[arg(long, value_name = "TEXT", required_unless_present = "archive")]
    pub(crate) note: Option<String>,
    /// Name of the person [default: git's user.name]
    #[arg(long, value_name = "NAME", requires = "note")]
    pub(crate) by: Option<String>,
    /// URL of an archived copy; without --note, nothing is attested about the page itself
    #[arg(long, value_name = "URL")]
    pub(crate) archive: Option<String>,
}

#[derive(Args)]
pub(crate) struct ArchiveArgs {
    /// Only these links, dead or not
    pub(crate) urls: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Have the archive make a copy of each page that is alive and has none, with your own key
    #[arg(long)]
    pub(crate) save: bool,
    /// Environment variable with the key for --save, as `ACCESS:SECRET`
    #[arg(long, value_name = "NAME", default_value = "INTERNET_ARCHIVE_KEY")]
    pub(crate) key_variable: String,
    /// Pages to look up or to save at most
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinksFormat {
    /// Text for people
    Human,
    /// One JSON object per link
    Jsonl,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusFormat {
    /// Text for people
    Human,
    /// One JSON object per link
    Jsonl,
    /// A table of the links that are not as they should be, for a pull request or an issue
    Markdown,
}
