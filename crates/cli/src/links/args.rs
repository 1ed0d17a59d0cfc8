use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::args::GuideArgs;

#[derive(Subcommand)]
pub(crate) enum LinksCommand {
    /// Visit links and add what is seen to the ledger
    Probe(ProbeArgs),
    /// Show what the ledger comes to
    Status(StatusArgs),
    /// Join ledgers, of shards or of branches
    ///
    /// As a merge driver of git: links merge --output %A %A %B
    Merge(MergeArgs),
    /// Record that a person looked at a page and it is the right one, or where a copy of it is kept
    Attest(AttestArgs),
}

#[derive(Args)]
pub(crate) struct ProbeArgs {
    /// Visit these alone, whenever they were visited last
    pub(crate) urls: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Links that were never probed
    #[arg(long, conflicts_with_all = ["due", "all", "urls"])]
    pub(crate) new: bool,
    /// Those, and those whose time has come (this is the default)
    #[arg(long, conflicts_with_all = ["all", "urls"])]
    pub(crate) due: bool,
    /// All links
    #[arg(long, conflicts_with = "urls")]
    pub(crate) all: bool,
    /// Only the K-th of N parts; a site is in one part as a whole
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<String>,
    /// Hosts to ask at a time
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: u16,
    /// What to write for each link once it is saved
    #[arg(long, value_enum, default_value_t = LinksFormat::Human)]
    pub(crate) format: LinksFormat,
    #[command(flatten)]
    pub(crate) net: NetArgs,
}

/// How to reach the network.
#[derive(Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetArgs {
    /// Answer for the name system: HOST has this address for PORT
    #[arg(long, value_name = "HOST:PORT:ADDR", value_parser = resolve)]
    pub(crate) resolve: Vec<Resolve>,
    /// Ask private addresses, too
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Seconds that a request may take
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: u64,
    /// Proxy for onion addresses, such as `socks5h://127.0.0.1:9050`
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Trust the certificates in this file (PEM), too
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Resolve {
    /// In its ASCII form.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) addresses: Vec<IpAddr>,
}

fn resolve(text: &str) -> Result<Resolve, String> {
    let mut parts = text.splitn(3, ':');
    let (Some(host), Some(port), Some(addresses)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("write HOST:PORT:ADDR, such as example.org:443:192.0.2.1".to_owned());
    };
    let port = port.parse().map_err(|_| format!("`{port}` is no port"))?;
    let address = |text: &str| {
        let text = text.trim_matches(['[', ']']);
        text.parse().map_err(|_| format!("`{text}` is no address"))
    };
    let addresses: Result<Vec<IpAddr>, String> = addresses.split(',').map(address).collect();
    let host = firstaid_ledger::LinkUrl::parse(&format!("http://{host}/")).ok_or(format!("`{host}` is no host"))?;
    Ok(Resolve { host: host.0.host().to_owned(), port, addresses: addresses? })
}

#[derive(Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = LinksFormat::Human)]
    pub(crate) format: LinksFormat,
}

#[derive(Args)]
pub(crate) struct MergeArgs {
    /// Ledgers to join
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Write them here [default: into the guide's ledger]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct AttestArgs {
    /// The address, as a page has it
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// What was seen
    #[arg(long, value_name = "TEXT", required_unless_present = "archive")]
    pub(crate) note: Option<String>,
    /// Who looked [default: git's user.name]
    #[arg(long, value_name = "NAME", requires = "note")]
    pub(crate) by: Option<String>,
    /// Where a copy of the page is kept; alone, it says nothing of the page itself
    #[arg(long, value_name = "URL")]
    pub(crate) archive: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinksFormat {
    /// For people
    Human,
    /// A JSON object a link
    Jsonl,
}
