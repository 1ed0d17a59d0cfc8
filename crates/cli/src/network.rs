//! The prober of commands that open a socket, from the command line and the configuration.

use std::fs;
use std::net::IpAddr;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use firstaid_lint::Config;
use firstaid_online::{Guard, OnlineError, Overrides, Settings, Shard, SystemResolver, Timeouts};
use jiff::civil::Date;
use tokio::task::JoinSet;

use crate::network_args::NetworkArgs;
use crate::note::note_line;
use crate::outcome::Outcome;

/// The prober's settings from the command line and the configuration.
pub(crate) fn settings(network: &NetworkArgs, config: &Config, today: Date) -> Result<Settings> {
    let probe = &config.links.probe;
    let mut settings = Settings::new(today);
    if let Some(contact) = &probe.contact {
        settings = settings.contact(contact);
    }
    settings.timeouts = Timeouts::within(network.timeout);
    settings.per_host = probe.per_host.into();
    settings.spacing = Duration::from_millis(probe.spacing.into());
    settings.obey_robots = probe.robots;
    settings.exclude.clone_from(&config.links.exclude);
    if network.allow_private {
        settings.guard = Guard::none();
    }
    if let Some(proxy) = &network.proxy {
        settings.proxy = Some(proxy.parse().with_context(|| format!("--proxy: `{proxy}`"))?);
    }
    if let Some(path) = &network.ca {
        let pem = fs::read(path).with_context(|| path.display().to_string())?;
        settings = settings.trust_pem(&pem).with_context(|| path.display().to_string())?;
    }
    Ok(settings)
}

/// The resolver: the system's, save for the hosts of `--resolve`. Must be called within a Tokio runtime.
pub(crate) fn resolver(network: &NetworkArgs, settings: &Settings) -> Result<Overrides<SystemResolver>, OnlineError> {
    let fixed = network.resolve.iter().flat_map(|it| {
        let to_entry = |&ip: &IpAddr| (it.host.clone(), it.port, ip);
        it.addresses.iter().map(to_entry).collect::<Vec<_>>()
    });
    Ok(Overrides::new(fixed, SystemResolver::new(settings.timeouts.dns)?))
}

/// Gives each result of the tasks to `take`, as they end. Returns whether all ended before the user interrupted the run.
pub(crate) async fn each_result<T: 'static>(mut tasks: JoinSet<T>, mut take: impl FnMut(T)) -> Result<bool> {
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        tokio::select! {
            done = tasks.join_next() => match done {
                Some(done) => take(done?),
                None => return Ok(true),
            },
            _ = &mut interrupted => return Ok(false),
        }
    }
}

/// The part of `--shard`.
pub(crate) fn shard(text: Option<&str>) -> Result<Option<Shard>> {
    text.map(|text| text.parse().map_err(|error| anyhow!("--shard: {error}"))).transpose()
}

/// Whether what was last seen on a day is to be looked up again, so many days after it.
pub(crate) fn is_due(last: Date, every: u32, today: Date) -> bool {
    let days = last.until(today).map_or(0, |span| i64::from(span.get_days()));
    days >= i64::from(every)
}

/// How a command ends that looked up everything, or was interrupted.
pub(crate) fn ended(is_whole: bool) -> Outcome {
    if is_whole {
        return Outcome::Clean;
    }
    note_line("interrupted; run the same command again for the others");
    Outcome::Failed
}
