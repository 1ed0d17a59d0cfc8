//! Answers of servers, and the observations made of them.

use std::time::{Duration, Instant};

use crate::support::{ALIVE, Names, PAGE, Reply, Request, Server, job, port, prober, see, see_job, settings, subject};
use firstaid_ledger::{Caution, Class, FragmentState};
use firstaid_online::Outcome;

/// A site with the page `/x` only.
fn only_x(request: &Request) -> Reply {
    if request.path == "/x" { Reply::html(PAGE) } else { Reply::status(404) }
}

#[tokio::test]
async fn an_existing_page_is_alive() {
    let server = Server::start(only_x).await;
    let seen =
        see(&prober(settings(&[&server]), Names::default()), &format!("http://a.test:{}/x", server.port())).await;
    assert_eq!((seen.class, seen.status, seen.hops.len()), (Class::Alive, Some(200), 0));
    assert!(seen.signature.is_some_and(|it| it.len() == 16));
}

#[tokio::test]
async fn head_is_sent_first_if_no_body_is_needed_and_its_errors_are_checked_by_get() {
    for status in [404, 405, 501, 403, 400] {
        let server = Server::start(move |request| match request.method.as_str() {
            "HEAD" => Reply::status(status),
            _ => only_x(request),
        })
        .await;
        let prober = prober(settings(&[&server]), Names::default());
        let mut job = job(&format!("http://a.test:{}/x", server.port()));
        (job.wants_body, job.signature) = (false, Some("0123456789abcdef".to_owned()));
        assert_eq!(see_job(&prober, &job).await.class, Class::Alive, "{status}");
        assert_eq!(server.requests()[..2], ["HEAD /x", "GET /x"], "{status}");
    }
    let server = Server::start(|_| Reply::html(PAGE)).await;
    let prober = prober(settings(&[&server]), Names::default());
    let mut job = job(&format!("http://a.test:{}/x", server.port()));
    (job.wants_body, job.signature) = (false, Some("0123456789abcdef".to_owned()));
    let seen = see_job(&prober, &job).await;
    assert_eq!((seen.class, seen.signature), (Class::Alive, job.signature), "the signature is kept");
    assert_eq!(server.requests(), ["HEAD /x"]);
}

#[tokio::test]
async fn only_get_decides_that_a_page_is_gone() {
    let server = Server::start(|request| Reply::status(if request.path == "/410" { 410 } else { 404 })).await;
    assert_eq!(subject(&server, "/410").await, "gone");
    assert_eq!(subject(&server, "/404").await, "gone");
    assert!(server.requests().iter().all(|line| line.starts_with("GET")));
}

#[tokio::test]
async fn redirects_are_permanent_up_to_the_first_temporary_one() {
    let server = Server::start(|request| match request.path.as_str() {
        "/301-308" => Reply::to(301, "/308"),
        "/308" => Reply::to(308, "/page"),
        "/301-302" => Reply::to(301, "/302"),
        "/302" => Reply::to(302, "/page"),
        "/home" => Reply::to(301, "/"),
        "/bad" => Reply::to(301, "gopher://a.test/"),
        "/none" => Reply::status(302),
        _ if request.path.len() > 12 => Reply::status(404),
        _ => Reply::html(PAGE),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    let base = format!("http://a.test:{}", server.port());
    let visit = async |path: &str| see(&prober, &format!("{base}{path}")).await;
    let seen = visit("/301-308").await;
    assert_eq!((seen.class, &seen.hops[..], seen.to), (Class::Moved, &[301, 308][..], Some(format!("{base}/page"))));
    let seen = visit("/301-302").await;
    assert_eq!(
        (seen.class, seen.to, seen.end),
        (Class::Moved, Some(format!("{base}/302")), Some(format!("{base}/page")))
    );
    let seen = visit("/302").await;
    assert_eq!((seen.class, seen.to), (Class::Alive, None));
    assert_eq!(visit("/home").await.caution, Some(Caution::Home));
    assert_eq!(visit("/bad").await.subject(), "unstable:bad-redirect");
    assert_eq!(visit("/none").await.subject(), "unstable:bad-redirect");
}

#[tokio::test]
async fn loops_and_long_chains_end() {
    let server = Server::start(|request| match request.path.trim_start_matches('/').split_once('-') {
        Some(("loop", n)) => Reply::to(302, if n == "1" { "/loop-2" } else { "/loop-1" }),
        Some(("chain", n)) => match n.parse::<usize>() {
            Ok(0) | Err(_) => Reply::html(PAGE),
            Ok(n) => Reply::to(302, &format!("/chain-{}", n - 1)),
        },
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(subject(&server, "/loop-1").await, "unstable:redirect-loop");
    assert_eq!(subject(&server, "/chain-10").await, ALIVE);
    assert_eq!(subject(&server, "/chain-11").await, "unstable:too-many-redirects");
}

#[tokio::test]
async fn a_cookie_wall_is_passed_by_returning_the_cookie() {
    let server = Server::start(|request| match request.path.as_str() {
        "/page" if request.head.contains("cookie: seen=yes") => Reply::html(PAGE),
        "/page" => Reply::to(302, "/wall"),
        "/wall" => Reply::to(302, "/page").with("Set-Cookie", "seen=yes; Path=/; HttpOnly"),
        _ => Reply::status(404),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    for _ in 0..2 {
        // Cookies are not kept for the second visit.
        let seen = see(&prober, &format!("http://a.test:{}/page", server.port())).await;
        assert_eq!((seen.class, &seen.hops[..]), (Class::Alive, &[302, 302][..]));
    }
}

#[tokio::test]
async fn a_short_retry_after_is_waited_for_and_a_long_one_postpones_the_host() {
    let server = Server::start(|request| match (request.path.as_str(), request.before) {
        ("/short", 0) => Reply::status(429).with("Retry-After", "2"),
        ("/long", _) => Reply::status(429).with("Retry-After", "86400"),
        ("/short", _) => Reply::html(PAGE),
        _ => Reply::status(404),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    let base = format!("http://a.test:{}", server.port());
    let begun = Instant::now();
    assert_eq!(see(&prober, &format!("{base}/short")).await.class, Class::Alive);
    assert!(begun.elapsed() >= Duration::from_secs(2), "it waited {:?}", begun.elapsed());
    // The test would not end if the probe waited a day.
    let seen = see(&prober, &format!("{base}/long")).await;
    assert_eq!((seen.subject().as_str(), seen.status), ("blocked:rate-limit", Some(429)));
    assert_eq!(seen.not_before, Some(crate::support::TODAY.tomorrow().unwrap()));
    let count = server.request_count();
    assert_eq!(prober.probe(&job(&format!("{base}/other"))).await, Outcome::Deferred);
    // Links that redirect to the host are postponed, too.
    let port = server.port();
    let elsewhere = Server::start(move |_| Reply::to(302, &format!("http://a.test:{port}/else"))).await;
    let mut settings = settings(&[&server, &elsewhere]);
    settings.obey_robots = false;
    let prober = crate::support::prober(settings, Names::default());
    assert_eq!(see(&prober, &format!("{base}/long")).await.subject(), "blocked:rate-limit");
    let sent = job(&format!("http://b.test:{}/", elsewhere.port()));
    assert_eq!(prober.probe(&sent).await, Outcome::Deferred);
    assert_eq!(server.request_count(), count + 1, "no further request to the host");
}

#[tokio::test]
async fn pages_that_block_robots_are_not_dead() {
    let server = Server::start(|request| match request.path.as_str() {
        "/challenge" => Reply::status(403).with("cf-mitigated", "challenge"),
        "/999" => Reply::status(999),
        "/451" => Reply::status(451),
        "/login-wall" => Reply::to(302, "/login?next=/login-wall"),
        "/just" => Reply::html("<title>Just a moment...</title>"),
        _ => Reply::html(PAGE),
    })
    .await;
    assert_eq!(subject(&server, "/challenge").await, "blocked:challenge:cf-mitigated");
    assert_eq!(subject(&server, "/999").await, "blocked");
    assert_eq!(subject(&server, "/451").await, "blocked");
    assert_eq!(subject(&server, "/login-wall").await, "blocked:login");
    assert_eq!(subject(&server, "/just").await, "blocked:challenge:just a moment");
}

#[tokio::test]
async fn robots_txt_is_obeyed_on_every_hop() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::Http(200, vec![], b"User-agent: *\nDisallow: /private\n".to_vec()),
        "/into" => Reply::to(302, "/private/x"),
        _ => Reply::html(PAGE),
    })
    .await;
    assert_eq!(subject(&server, "/private/x").await, "blocked:robots");
    assert_eq!(subject(&server, "/into").await, "blocked:robots");
    assert_eq!(server.requests(), ["GET /into"]);
    let agent = "firstaid-linkcheck/";
    let server = Server::start(move |request| {
        assert!(request.head.contains(&format!("user-agent: {agent}")));
        Reply::html(PAGE)
    })
    .await;
    assert_eq!(subject(&server, "/").await, ALIVE);
}

#[tokio::test]
async fn temporary_errors_are_retried() {
    let server = Server::start(|request| match (request.path.as_str(), request.before) {
        ("/twice", 0 | 1) | ("/always", _) => Reply::status(503),
        ("/reset", 0 | 1) => Reply::Close,
        ("/twice" | "/reset", _) => Reply::html(PAGE),
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(subject(&server, "/twice").await, ALIVE);
    assert_eq!(subject(&server, "/reset").await, ALIVE);
    assert_eq!(subject(&server, "/always").await, "unstable");
    assert_eq!(server.requests().iter().filter(|it| it.ends_with("/always")).count(), 3);
}

#[tokio::test]
async fn broken_answers_are_unstable() {
    let server = Server::start(|request| match request.path.as_str() {
        "/header" => Reply::Raw(b"HTTP/1.1 200 OK\r\nBad\x01Name: x\r\n\r\n".to_vec()),
        "/value" => Reply::Raw(
            b"HTTP/1.1 200 OK\r\nX: \xff\xfe\x80\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok".to_vec(),
        ),
        "/mid-body" => Reply::Raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<title>x</title>".to_vec(),
        ),
        "/noise" => Reply::Raw(b"SSH-2.0-OpenSSH_9\r\n".to_vec()),
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(subject(&server, "/header").await, "unstable:bad-answer");
    assert_eq!(subject(&server, "/value").await, ALIVE);
    assert_eq!(subject(&server, "/mid-body").await, "unstable:reset");
    assert_eq!(subject(&server, "/noise").await, "unstable:bad-answer");
}

#[tokio::test]
async fn fragments_are_looked_up_in_the_page() {
    let scripted = format!("{PAGE}<script>document.body.append(make('later'))</script>");
    let server = Server::start(move |request| match request.path.as_str() {
        "/page" => Reply::html(&scripted),
        "/empty" => Reply::html("<div id=root></div><script src=x.js></script>"),
        _ => Reply::status(404),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    let state = async |path: &str| {
        let job = job(&format!("http://a.test:{}{path}", server.port()));
        match prober.probe(&job).await {
            Outcome::Seen(_, mut found) => found.remove(0).1.state,
            Outcome::Deferred => panic!("deferred"),
        }
    };
    assert_eq!(state("/page#keys").await, FragmentState::Present);
    assert_eq!(state("/page#no-such-place").await, FragmentState::Missing);
    assert_eq!(state("/page#Keys").await, FragmentState::OtherCase("keys".to_owned()));
    assert_eq!(state("/page#later").await, FragmentState::Scripted);
    assert_eq!(state("/page#:~:text=service").await, FragmentState::Scripted);
    assert_eq!(state("/empty#anything").await, FragmentState::Scripted);
}

#[tokio::test]
async fn soft_404s_are_recognised_by_the_answer_for_a_missing_page() {
    const MISSING: &str = "<title>Not found</title>We are sorry, the page that you are looking for is not here any more, \
        perhaps it has moved, please use the search of this site.";
    let other = PAGE.replace("Safer mail", "Safer calls").replace("service", "program").replace("account", "phone");
    let soft = Server::start(move |request| match request.path.as_str() {
        "/docs/real" => Reply::html(&other),
        "/" => Reply::html(PAGE),
        _ => Reply::html(&format!("{MISSING} {}", request.path)),
    })
    .await;
    assert_eq!(subject(&soft, "/docs/old").await, "soft-not-found:like-sibling");
    assert_eq!(subject(&soft, "/docs/real").await, ALIVE);

    let home = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::html(PAGE),
    })
    .await;
    assert_eq!(subject(&home, "/docs/old").await, "soft-not-found:like-home");
    assert_eq!(subject(&home, "/").await, ALIVE);

    let sent_home = Server::start(|request| match request.path.as_str() {
        "/" => Reply::html(PAGE),
        _ => Reply::to(302, "/"),
    })
    .await;
    assert_eq!(subject(&sent_home, "/docs/old").await, "soft-not-found:like-home");

    let honest = Server::start(|request| match request.path.as_str() {
        "/about-404" => Reply::html(&PAGE.replace("Safer mail", "What 404 Not Found means")),
        _ => Reply::status(404),
    })
    .await;
    assert_eq!(subject(&honest, "/about-404").await, ALIVE);

    // A site rendered by a script sends the same HTML for every address.
    let shell =
        Server::start(|_| Reply::html("<title>App</title><div id=root></div><script src=/app.js></script>")).await;
    assert_eq!(subject(&shell, "/any/page").await, ALIVE);
}

#[tokio::test]
async fn parked_domains_are_hijacked() {
    let server = Server::start(|request| match request.path.as_str() {
        "/parked" => Reply::html("<title>a.test</title><p>This domain is for sale! Click here."),
        "/sold" => Reply::to(302, "http://www.hugedomains.com/domain_profile.cfm?d=a.test"),
        _ => Reply::html(PAGE),
    })
    .await;
    assert_eq!(subject(&server, "/parked").await, "hijacked:parked:this domain is for sale");
    let mut names = Names::default();
    names.name_servers.insert("parked.test".to_owned(), vec!["ns2.sedoparking.com".to_owned()]);
    let prober = prober(settings(&[&server]), names);
    let at = async |host: &str, path: &str| see(&prober, &format!("http://{host}:{}{path}", server.port())).await;
    assert_eq!(at("www.parked.test", "/x").await.subject(), "hijacked:parked:sedoparking.com");
    assert_eq!(at("www.other.test", "/").await.subject(), ALIVE);
    // The host of the parking service is not requested (it resolves to a private address): the redirect suffices.
    assert_eq!(at("a.test", "/sold").await.subject(), "hijacked:parked:hugedomains.com");
}

#[tokio::test]
async fn a_redirect_to_unrelated_content_on_another_domain_is_hijacked() {
    let server = Server::start(|request| match (request.head.contains("host: casino.test"), request.path.as_str()) {
        (true, _) => Reply::html(
            "<title>Casino</title>Best slots and poker tables tonight, spin now to win a bonus, no deposit is required \
             at all, play with friends and cash out within minutes.",
        ),
        (false, "/taken") => Reply::to(301, &format!("http://casino.test:{}/", port(&request.head))),
        _ => Reply::html(PAGE),
    })
    .await;
    let prober = prober(settings(&[&server]), Names::default());
    let mut job = job(&format!("http://a.test:{}/taken", server.port()));
    let seen = see_job(&prober, &job).await;
    assert_eq!((seen.class, seen.caution), (Class::Moved, Some(Caution::OtherDomain)), "nothing to compare with");
    job.signature = see(&prober, &format!("http://a.test:{}/", server.port())).await.signature;
    assert!(job.signature.is_some());
    assert_eq!(see_job(&prober, &job).await.subject(), "hijacked:unrelated:casino.test");
}
