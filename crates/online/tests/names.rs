//! What a name server may answer, and what is seen in it: the resolver of the system, with a server on loopback.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use crate::support::name_server::{Kind, NODATA, NOTIMP, NXDOMAIN, REFUSED, SERVFAIL, Say};
use crate::support::{ALIVE, PAGE, Reply, Request, Server, see, settings};
use firstaid_online::{Prober, Settings, SystemResolver};

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

fn home(request: &Request) -> Reply {
    if request.path == "/" { Reply::html(PAGE) } else { Reply::status(404) }
}

/// What is seen of the start page of a host whose name servers say this.
async fn subject(server: &Server, settings: Settings, a: Say, aaaa: Say, ns: Say) -> String {
    let dns = crate::support::name_server::start(move |_, kind| match kind {
        Kind::A => a.clone(),
        Kind::Aaaa => aaaa.clone(),
        Kind::Ns => ns.clone(),
    })
    .await;
    let resolver = SystemResolver::asking(dns, settings.timeouts.dns).expect("a resolver");
    let prober = Prober::new(settings, Arc::new(resolver)).expect("a client");
    see(&prober, &format!("http://www.a.test:{}/", server.port())).await.subject()
}

#[tokio::test]
async fn a_name_that_is_not_there_is_told_from_a_server_that_fails() {
    let server = Server::start(home).await;
    let mut settings = settings(&[&server]);
    settings.timeouts.dns = Duration::from_millis(600);
    let v4 = || Say::Ips(vec![V4]);
    for (says, seen) in [
        (NXDOMAIN, "no-such-host"),
        (NODATA, "unreachable:server-failure"),
        (SERVFAIL, "unreachable:server-failure"),
        (REFUSED, "unreachable:server-failure"),
        (NOTIMP, "unreachable:server-failure"),
        (Say::Truncated, "unreachable:server-failure"),
        (Say::Nothing, "unreachable:time-out"),
        (Say::OverTcp(Box::new(NXDOMAIN)), "no-such-host"),
        (Say::Ips(vec!["169.254.169.254".parse().unwrap()]), "blocked:private-address"),
        (Say::OverTcp(Box::new(v4())), ALIVE),
        (v4(), ALIVE),
    ] {
        let aaaa =
            if matches!(says, Say::Ips(_) | Say::OverTcp(_)) && seen != "no-such-host" { NODATA } else { says.clone() };
        let found = subject(&server, settings.clone(), says.clone(), aaaa, NODATA).await;
        assert_eq!(found, seen, "{says:?}");
    }
}

#[tokio::test]
async fn one_family_is_enough_whatever_the_server_says_of_the_other() {
    for (ip, is_v4) in [(V4, true), (V6, false)] {
        let server = Server::start_at(ip, None, home).await;
        for broken in [SERVFAIL, REFUSED, NXDOMAIN, NODATA, Say::Truncated, Say::Nothing] {
            let (a, aaaa) = (Say::Ips(vec![ip]), broken.clone());
            let (a, aaaa) = if is_v4 { (a, aaaa) } else { (aaaa, a) };
            let found = subject(&server, settings(&[&server]), a, aaaa, NODATA).await;
            assert_eq!(found, ALIVE, "{ip}, and {broken:?}");
        }
    }
}

#[tokio::test]
async fn a_name_is_gone_only_if_both_families_say_so() {
    let server = Server::start(home).await;
    let mut settings = settings(&[&server]);
    settings.timeouts.dns = Duration::from_millis(600);
    for (a, aaaa, seen) in [
        (SERVFAIL, NXDOMAIN, "unreachable:server-failure"),
        (NXDOMAIN, SERVFAIL, "unreachable:server-failure"),
        (NODATA, NXDOMAIN, "unreachable:server-failure"),
        (Say::Nothing, NXDOMAIN, "unreachable:time-out"),
    ] {
        let found = subject(&server, settings.clone(), a.clone(), aaaa.clone(), NODATA).await;
        assert_eq!(found, seen, "{a:?}, {aaaa:?}");
    }
}

#[tokio::test]
async fn an_address_that_nobody_answers_at_does_not_matter_where_the_other_works() {
    let server = Server::start(home).await;
    let mut settings = settings(&[&server]);
    settings.guard = settings.guard.except((V6, server.port()).into());
    // Nobody listens at ::1.
    let found = subject(&server, settings, Say::Ips(vec![V4]), Say::Ips(vec![V6]), NODATA).await;
    assert_eq!(found, ALIVE);
}

#[tokio::test]
async fn the_name_servers_of_a_domain_tell_that_it_is_parked() {
    let server = Server::start(home).await;
    let see = async |ns| subject(&server, settings(&[&server]), Say::Ips(vec![V4]), NODATA, ns).await;
    assert_eq!(see(Say::Servers(vec!["NS2.SedoParking.com"])).await, "hijacked:parked:sedoparking.com");
    assert_eq!(see(Say::Servers(vec!["ns.example.org"])).await, ALIVE);
    assert_eq!(see(SERVFAIL).await, ALIVE);
}
