//! Who is turned away from a preview, and what strangers' pages and clients cannot do to it.

use std::fs;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use crate::preview::{PAGE, guide, replace};
use crate::support::Tree;
use crate::support::desk::DeskServer;

#[test]
fn nothing_of_a_page_runs_or_is_loaded() {
    let tree = guide();
    let evil = "<script>alert(1)</script> <img src=http://t.example/x onerror=x> [a](javascript:x) \u{202e}z\n";
    replace(&tree, "content/es/Other.md", "Jamás compartas tu PIN.\n", evil);
    replace(&tree, "content/en/Other.md", "Never share your PIN.\n", evil);
    let server = DeskServer::start(&tree, &["es"]);
    let answer = server.get("page?locale=es&name=Other");
    for text in ["<script>", "<img", "=\"javascript:", "=\"http", "\u{202e}"] {
        assert!(!answer.body.contains(text), "{text}: {}", answer.body);
    }
    for header in [
        "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self';",
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "referrer-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(answer.head.contains(header), "no {header}: {}", answer.head);
    }
    assert!(!answer.body.contains(&server.token), "the address is not in its pages");
}

#[test]
fn pictures_are_those_of_the_guide() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let tree = guide().with("content/en/a.svg", svg).with("content/en/secret.png", "a secret");
    let outside = Tree::empty().with("b.svg", svg);
    let linked = tree.path("content/en/linked.svg");
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path("b.svg"), &linked).expect("a link");
    let up = outside.path("b.svg");
    let targets =
        ["a.svg", "linked.svg", "secret.png", "../../../b.svg", up.to_str().expect("UTF-8"), "http://t.example/c.png"];
    let pictures: Vec<String> = targets.iter().map(|target| format!("![A picture]({target})")).collect();
    replace(&tree, "content/en/Other.md", "Never share your PIN.", &format!("Never share. {}", pictures.join(" ")));
    let server = DeskServer::start(&tree, &["es"]);
    let page = server.get("page?locale=es&name=Other").body;
    let ids: Vec<&str> = page.split("<img src=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert!(!ids.is_empty() && ids.iter().all(|it| it.starts_with("picture?id=")), "{ids:?}");
    let answers: Vec<_> = ids.iter().map(|id| server.get(id)).collect();
    let shown: Vec<_> = answers.iter().filter(|it| it.status == 200).collect();
    assert!(shown.len() == 1 && shown[0].body == svg, "the one that is a picture inside the root: {ids:?}");
    for header in ["content-type: image/svg+xml", "default-src 'none'", "sandbox", "x-content-type-options: nosniff"] {
        assert!(shown[0].head.contains(header), "no {header}: {}", shown[0].head);
    }
    assert!(answers.iter().all(|it| it.status == 404 || it.body == svg), "nothing else is told");
    for id in ["picture?id=0", "picture?id=content/en/a.svg", "picture?id=..%2fa.svg", "picture"] {
        assert_eq!(server.get(id).status, 404, "{id}");
    }
    // A picture has the same door.
    let (host, path) = (&*server.host, format!("/{}", ids[0]));
    assert_eq!(server.request("GET", &path, &[("host", host)], "").status, 404);
    let path = format!("/{}/{}", server.token, ids[0]);
    let elsewhere = [("host", host), ("sec-fetch-site", "cross-site")];
    assert_eq!(server.request("GET", &path, &elsewhere, "").status, 403);
    // What became another file since is not served.
    let (_, id) = answers.iter().zip(&ids).find(|(it, _)| it.status == 200).expect("one");
    tree.write("content/en/a.svg", "a secret");
    assert_eq!(server.get(id).status, 404);
}

#[test]
fn nobody_else_comes_in() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let (host, page) = (&*server.host, format!("/{}/{PAGE}", server.token));
    let other_token = server.token.chars().rev().collect::<String>();
    let before = tree.snapshot();
    let form = server.form("es", "Page", "Hang up.");
    let fields = format!("locale=es&name=Page&block={}&version={}&text=x", form.key, form.version);
    let [block, conflicts] = ["block", "conflicts"].map(|form| format!("/{}/{form}", server.token));
    let urlencoded = ("content-type", "application/x-www-form-urlencoded");
    for (method, path, headers, status) in [
        ("GET", "/", vec![("host", host)], 404),
        ("GET", "/page?locale=es&name=Page", vec![("host", host)], 404),
        ("GET", &format!("/{other_token}/{PAGE}"), vec![("host", host)], 404),
        ("GET", &page, vec![("host", "attacker.example")], 421),
        ("GET", &page, vec![("host", &host.replace("127.0.0.1", "localhost"))], 421),
        ("GET", &page, vec![], 421),
        ("GET", &page, vec![("host", host), ("origin", "http://attacker.example")], 403),
        ("GET", &page, vec![("host", host), ("sec-fetch-site", "cross-site")], 403),
        ("GET", &page, vec![("host", host), ("sec-fetch-site", "same-site")], 403),
        ("POST", &block, vec![("host", host), urlencoded, ("origin", "null")], 403),
        ("POST", &block, vec![("host", host), urlencoded, ("origin", "http://127.0.0.1:1")], 403),
        ("POST", &block, vec![("host", host), urlencoded, ("sec-fetch-site", "cross-site")], 403),
        ("POST", &block, vec![("host", host), ("content-type", "text/plain")], 415),
        ("POST", &format!("/{other_token}/block"), vec![("host", host), urlencoded], 404),
        ("POST", &conflicts, vec![("host", host), urlencoded, ("origin", "null")], 403),
        ("POST", &conflicts, vec![("host", host), urlencoded, ("sec-fetch-site", "cross-site")], 403),
        ("POST", &format!("/{other_token}/conflicts"), vec![("host", host), urlencoded], 404),
        ("PUT", &block, vec![("host", host), urlencoded], 405),
    ] {
        let answer = server.request(method, path, &headers, &fields);
        assert_eq!(answer.status, status, "{method} {path} {headers:?}");
        assert!(!answer.body.contains("Cuelga") && !answer.head.contains("access-control"), "{}", answer.body);
    }
    assert_eq!(tree.snapshot(), before);
}

#[test]
fn no_path_leads_to_a_file() {
    let tree = guide().with("secret.txt", "hidden");
    let server = DeskServer::start(&tree, &["es"]);
    for path in ["secret.txt", "../secret.txt", "..%2fsecret.txt", "content/es/Page.md", "/etc/passwd", "style.css/"] {
        let answer = server.get(path);
        assert!(answer.status == 404 && !answer.body.contains("hidden"), "{path}: {}", answer.body);
    }
    for name in ["../../secret", "..%2F..%2Fsecret", "%2Fetc%2Fpasswd", "", "Page.md", "Page%00"] {
        let before = tree.snapshot();
        assert_eq!(server.get(&format!("page?locale=es&name={name}")).status, 404, "{name}");
        let fields = [("locale", "es"), ("name", name), ("block", "0"), ("version", "0"), ("text", "x")];
        assert_eq!(server.post("block", &fields).status, 409, "{name}");
        assert_eq!(tree.snapshot(), before);
    }
    for locale in ["en", "..", "de", "%2e%2e", "es%2f.."] {
        assert_eq!(server.get(&format!("page?locale={locale}&name=Page")).status, 404, "{locale}");
    }
}

#[test]
#[cfg(unix)]
fn an_edit_does_not_leave_the_root() {
    let tree = guide();
    let outside = Tree::empty().with("Other.po", tree.read("content/_catalogs/es/Other.po"));
    let server = DeskServer::start(&tree, &["es"]);
    let form = server.form("es", "Other", "Never share");
    fs::remove_file(tree.path("content/_catalogs/es/Other.po")).expect("removed");
    std::os::unix::fs::symlink(outside.path("Other.po"), tree.path("content/_catalogs/es/Other.po")).expect("a link");
    let before = (tree.snapshot(), outside.snapshot());
    let refused = server.submit(&form, "Nunca des tu PIN.");
    assert!(refused.status == 422 && refused.body.contains("leads out of the root"), "{}", refused.body);
    assert_eq!((tree.snapshot(), outside.snapshot()), before);
}

#[test]
fn what_a_client_can_hold_is_bounded() {
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let (host, token) = (&server.host, &server.token);
    let start =
        format!("POST /{token}/block HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\n");
    // Announced and never sent: answered at once.
    let announced = server.send(format!("{start}content-length: 800000000\r\n\r\n").as_bytes()).expect("an answer");
    assert_eq!(announced.status, 413);
    // In pieces of unknown length.
    let mut stream = server.connect();
    write!(stream, "{start}transfer-encoding: chunked\r\n\r\n").expect("sent");
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let sent = (0..1000).take_while(|_| stream.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(sent < 1000, "64 MB were read");
    // A long address, and many headers.
    let long = server
        .send(format!("GET /{token}/page?name={} HTTP/1.1\r\nhost: {host}\r\n\r\n", "x".repeat(1 << 20)).as_bytes());
    assert!(long.is_none_or(|it| it.status >= 400));
    // One who never ends the head of a request.
    let began = Instant::now();
    let mut slow = server.connect();
    write!(slow, "GET /{token}/ HTTP/1.1\r\nhost: {host}\r\nx: ").expect("sent");
    let idle: Vec<_> = (0..100).map(|_| server.connect()).collect();
    let read = slow.read_to_end(&mut Vec::new());
    assert!(read.is_ok() && began.elapsed() < Duration::from_secs(20), "{read:?} after {:?}", began.elapsed());
    // Many who say nothing only cost others some time.
    assert_eq!(server.get(PAGE).status, 200);
    drop(idle);
}
