//! Answers of name servers and the observations made of them: the system's resolver, asking a name server on loopback.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use crate::support::name_server::{Answer, Kind, NODATA, NOTIMP, NXDOMAIN, REFUSED, SERVFAIL};
use crate::support::{ALIVE, PAGE, Reply, Request, Server, see, settings};
use firstaid_online::{Prober, Settings, SystemResolver};

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

fn home(request: &Request) -> Reply {
    if request.path == "/" { Reply::html(PAGE) } else { Reply::status(404) }
}

/// The observation of the start page of a host, for these answers to the queries of the three record types.
async fn subject(server: &Server, settings: Settings, a: Answer, aaaa: Answer, ns: Answer) -> String {
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
async fn a_missing_name_differs_from_a_failing_server() {
    let server = Server::start(home).await;
    let mut settings = settings(&[&server]);
    settings.timeouts.dns = Duration::from_millis(600);
    let v4 = || Answer::Ips(vec![V4]);
    for (answer, seen) in [
        (NXDOMAIN, "no-such-host"),
        (NODATA, "unreachable:server-failure"),
        (SERVFAIL, "unreachable:server-failure"),
        (REFUSED, "unreachable:server-failure"),
        (NOTIMP, "unreachable:server-failure"),
        (Answer::Truncated, "unreachable:server-failure"),
        (Answer::Nothing, "unreachable:time-out"),
        (Answer::OverTcp(Box::new(NXDOMAIN)), "no-such-host"),
        (Answer::Ips(vec!["169.254.169.254".parse().unwrap()]), "blocked:private-address"),
        (Answer::OverTcp(Box::new(v4())), ALIVE),
        (v4(), ALIVE),
    ] {
        let aaaa = if matches!(answer, Answer::Ips(_) | Answer::OverTcp(_)) && seen != "no-such-host" {
            NODATA
        } else {
            answer.clone()
        };
        let found = subject(&server, settings.clone(), answer.clone(), aaaa, NODATA).await;
        assert_eq!(found, seen, "{answer:?}");
    }
}

#[tokio::test]
async fn an_address_of_one_family_suffices_whatever_the_answer_for_the_other() {
    for (ip, is_v4) in [(V4, true), (V6, false)] {
        let server = Server::start_at(ip, None, home).await;
        for broken in [SERVFAIL, REFUSED, NXDOMAIN, NODATA, Answer::Truncated, Answer::Nothing] {
            let (a, aaaa) = (Answer::Ips(vec![ip]), broken.clone());
            let (a, aaaa) = if is_v4 { (a, aaaa) } else { (aaaa, a) };
            let found = subject(&server, settings(&[&server]), a, aaaa, NODATA).await;
            assert_eq!(found, ALIVE, "{ip}, and {broken:?}");
        }
    }
}

#[tokio::test]
async fn a_name_is_missing_only_if_the_answers_for_both_families_deny_it() {
    let server = Server::start(home).await;
    let mut settings = settings(&[&server]);
    settings.timeouts.dns = Duration::from_millis(600);
    for (a, aaaa, seen) in [
        (SERVFAIL, NXDOMAIN, "unreachable:server-failure"),
        (NXDOMAIN, SERVFAIL, "unreachable:server-failure"),
        (NODATA, NXDOMAIN, "unreachable:server-failure"),
        (Answer::Nothing, NXDOMAIN, "unreachable:time-out"),
    ] {
        let found = subject(&server, settings.clone(), a.clone(), aaaa.clone(), NODATA).await;
        assert_eq!(found, seen, "{a:?}, {aaaa:?}");
    }
}

#[tokio::test]
async fn an_unreachable_address_is_no_fault_if_the_other_works() {
    let server = Server::start(home).await;
    let mut settings = settings(&[&server]);
    settings.guard = settings.guard.except((V6, server.port()).into());
    // No server listens on ::1.
    let found = subject(&server, settings, Answer::Ips(vec![V4]), Answer::Ips(vec![V6]), NODATA).await;
    assert_eq!(found, ALIVE);
}

#[tokio::test]
async fn a_parked_domain_is_recognised_by_its_name_servers() {
    let server = Server::start(home).await;
    let see = async |ns| subject(&server, settings(&[&server]), Answer::Ips(vec![V4]), NODATA, ns).await;
    assert_eq!(see(Answer::Servers(vec!["NS2.SedoParking.com"])).await, "hijacked:parked:sedoparking.com");
    assert_eq!(see(Answer::Servers(vec!["ns.example.org"])).await, ALIVE);
    assert_eq!(see(SERVFAIL).await, ALIVE);
}
