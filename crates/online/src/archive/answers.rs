//! The answers of archives: Wayback's availability and CDX APIs, and `TimeMaps` of Memento (RFC 7089).

use firstaid_ledger::LinkUrl;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use serde_json::Value;

use super::copy::{PageCopy, day};

/// Maximum copies of an answer that are looked at.
const MAX_COPIES: usize = 20_000;

/// The copy of an answer of the availability API.
pub(super) fn availability(page: &LinkUrl, body: &[u8]) -> Vec<PageCopy> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let closest = &answer["archived_snapshots"]["closest"];
    let text = |key: &str| closest[key].as_str();
    let is_good = closest["available"] == true && text("status").is_none_or(|status| status == "200");
    let copy = || PageCopy::of(page, text("url")?, day(text("timestamp")?)?);
    copy().filter(|_| is_good).into_iter().collect()
}

/// The copies of an answer of the CDX API: a header, then rows. `archive` is where its copies are.
pub(super) fn cdx(page: &LinkUrl, body: &[u8], archive: &str) -> Vec<PageCopy> {
    let rows: Vec<Vec<String>> = serde_json::from_slice(body).unwrap_or_default();
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let column = |name: &str| head.iter().position(|it| it == name);
    let (Some(time), Some(original)) = (column("timestamp"), column("original")) else { return Vec::new() };
    let copy = |row: &Vec<String>| {
        let (time, original) = (row.get(time)?, row.get(original)?);
        PageCopy::of(page, &format!("{}/web/{time}/{original}", archive.trim_end_matches('/')), day(time)?)
    };
    rows.iter().take(MAX_COPIES).filter_map(copy).collect()
}

/// The copies of a `TimeMap` in link format (RFC 6690): `<URL>; rel="memento"; datetime="Tue, 15 Sep 2020 11:28:26 GMT",`.
pub(super) fn timemap(page: &LinkUrl, body: &[u8]) -> Vec<PageCopy> {
    let text = String::from_utf8_lossy(body);
    let copy = |link: &str| {
        let (address, parameters) = link.split_once('>')?;
        let value = |name: &str| {
            let at = parameters.find(&format!("{name}=\""))? + name.len() + 2;
            parameters[at..].split('"').next()
        };
        let is_memento = value("rel")?.split_whitespace().any(|it| it == "memento");
        let on = time(value("datetime")?).filter(|_| is_memento)?;
        PageCopy::of(page, address, on)
    };
    // An address has commas and semicolons of its own, but no `<`.
    text.split('<').skip(1).take(MAX_COPIES).filter_map(copy).collect()
}

fn time(text: &str) -> Option<Date> {
    let time = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPY: &str = "http://web.archive.org/web/20200102030405/https://one.org/a,b";

    fn page() -> LinkUrl {
        LinkUrl::parse("https://one.org/a,b").unwrap().0
    }

    fn shown(copies: &[PageCopy]) -> Vec<String> {
        copies.iter().map(|it| format!("{} {}", it.on, it.url)).collect()
    }

    #[test]
    fn answers_of_three_kinds_are_read() {
        let wanted = "2020-01-02 https://web.archive.org/web/20200102030405/https://one.org/a,b";
        let closest = |more: &str| {
            let closest = format!("{{\"url\":\"{COPY}\",\"timestamp\":\"20200102030405\",{more}}}");
            format!("{{\"archived_snapshots\":{{\"closest\":{closest}}}}}").into_bytes()
        };
        let available = "\"available\":true,\"status\":";
        assert_eq!(shown(&availability(&page(), &closest(&format!("{available}\"200\"")))), [wanted]);
        assert_eq!(availability(&page(), &closest(&format!("{available}\"404\""))), []);
        assert_eq!(availability(&page(), b"{\"archived_snapshots\":{}}"), []);
        let rows = br#"[["urlkey","timestamp","original"],["x","20200102030405","https://one.org/a,b"],["x","2020"],
                       ["x","20200102030405","https://two.org/a,b"]]"#;
        assert_eq!(shown(&cdx(&page(), rows, "https://web.archive.org/")), [wanted]);
        let map = format!(
            "<https://one.org/a,b>; rel=\"original\",\n<{COPY}>; rel=\"first memento\"; \
             datetime=\"Thu, 02 Jan 2020 03:04:05 GMT\",\n<https://evil.org/x>; rel=\"memento\"; \
             datetime=\"Thu, 02 Jan 2020 03:04:05 GMT\",\n<{COPY}>; rel=\"memento\"; datetime=\"x\""
        );
        assert_eq!(shown(&timemap(&page(), map.as_bytes())), [wanted]);
    }

    #[test]
    fn broken_answers_have_no_copies() {
        let deep = "[".repeat(100_000).into_bytes();
        for body in [&b""[..], b"null", b"[]", b"{}", b"[[1]]", b"<><<>>\"", b"\xff<\xff>; rel=\"", &deep] {
            assert_eq!(availability(&page(), body), []);
            assert_eq!(cdx(&page(), body, "https://web.archive.org"), []);
            assert_eq!(timemap(&page(), body), []);
        }
    }
}
