use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use firstaid_ledger::LinkUrl;

/// What a command says that needs the network, in a binary without it.
#[cfg(not(feature = "online"))]
pub(crate) const NO_NETWORK: &str = "this command was built without the network; build it with `--features online`";

/// How to reach the network.
#[derive(Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetworkArgs {
    /// Use this address for HOST and PORT instead of asking DNS
    #[arg(long, value_name = "HOST:PORT:ADDR", value_parser = resolve)]
    pub(crate) resolve: Vec<Resolve>,
    /// Allow requests to private addresses
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Timeout of a request, in seconds
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: u64,
    /// Proxy for onion addresses, such as `socks5h://127.0.0.1:9050`
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Also trust the certificates in this PEM file
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}

/// A fixed answer of the resolver, as curl's `--resolve` takes it.
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
    let port = port.parse().map_err(|_| format!("`{port}` is not a port"))?;
    let address = |text: &str| {
        let text = text.trim_matches(['[', ']']);
        text.parse().map_err(|_| format!("`{text}` is not an IP address"))
    };
    let addresses: Result<Vec<IpAddr>, String> = addresses.split(',').map(address).collect();
    let (url, _) = LinkUrl::parse(&format!("http://{host}/")).ok_or(format!("`{host}` is not a host"))?;
    Ok(Resolve { host: url.host().to_owned(), port, addresses: addresses? })
}
