//! The answer of a registry: the parts that a verdict needs, within bounds.

use firstaid_ledger::{DomainName, Ending, Registration};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

/// Maximum name servers that are kept.
const MAX_SERVERS: usize = 16;
/// Maximum length of the name of a registrar or a server that is kept, in characters.
const MAX_NAME: usize = 120;

/// What a registry says of a domain; `None` if it is an answer on something else.
pub(super) fn registration(body: &[u8], domain: &DomainName) -> Option<Registration> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let is_name = |key: &str| text(&answer, key).is_some_and(|it| it.eq_ignore_ascii_case(domain.as_str()));
    if text(&answer, "objectClassName").as_deref() != Some("domain") || !is_name("ldhName") {
        return None;
    }
    let last = |actions: &[&str]| {
        let is_wanted = |it: &&Value| text(it, "eventAction").is_some_and(|it| actions.contains(&it.as_str()));
        list(&answer, "events").filter(is_wanted).filter_map(|it| day(&text(it, "eventDate")?)).max()
    };
    let (expires, registered) = (last(&["expiration"]), last(&["registration", "reregistration"]));
    let states: Vec<String> = list(&answer, "status").filter_map(Value::as_str).map(str::to_ascii_lowercase).collect();
    // With a space in RDAP, without in EPP.
    let is = |wanted: &str| states.iter().any(|state| state.replace([' ', '-'], "") == wanted);
    let ending = if is("pendingdelete") {
        Some(Ending::PendingDelete)
    } else {
        is("redemptionperiod").then_some(Ending::Redemption)
    };
    let is_registrar = |it: &&Value| list(it, "roles").any(|role| role.as_str() == Some("registrar"));
    let registrar = list(&answer, "entities").find(is_registrar).and_then(full_name);
    let mut name_servers: Vec<String> = list(&answer, "nameservers")
        .filter_map(|it| text(it, "ldhName"))
        .map(|it| plain(it.trim_end_matches('.')).to_ascii_lowercase())
        .collect();
    name_servers.sort();
    name_servers.dedup();
    name_servers.truncate(MAX_SERVERS);
    Some(Registration { registered, expires, ending, registrar, name_servers })
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The name on a card (RFC 7095): `["vcard", [["fn", {}, "text", "Name"], …]]`.
fn full_name(entity: &Value) -> Option<String> {
    let card = entity.get("vcardArray")?.get(1)?.as_array()?;
    let line = card.iter().find(|line| line.get(0).and_then(Value::as_str) == Some("fn"))?;
    Some(plain(line.get(3)?.as_str()?)).filter(|name| !name.is_empty())
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect::<String>().trim().to_owned()
}

/// The day of a time such as `2027-01-02T03:04:05Z`, in UTC.
fn day(text: &str) -> Option<Date> {
    let time: Result<Timestamp, _> = text.parse();
    match time {
        Ok(time) => Some(time.to_zoned_datetime(TimeZone::UTC).date()),
        Err(_) => text.get(..10)?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(text: &str) -> Option<Registration> {
        registration(text.as_bytes(), &DomainName::parse("one.org").unwrap())
    }

    #[test]
    fn the_parts_of_an_answer_are_read() {
        let answer = r#"{"objectClassName": "domain", "ldhName": "ONE.ORG", "status": ["client hold", "pending delete"],
            "events": [{"eventAction": "registration", "eventDate": "2001-01-01T00:00:00Z"},
                       {"eventAction": "expiration", "eventDate": "2027-01-02T03:04:05.1Z"}],
            "entities": [{"roles": ["abuse"]},
                         {"roles": ["registrar"], "vcardArray": ["vcard", [["version", {}, "text", "4.0"],
                          ["fn", {}, "text", "Names\u0007 Ltd"]]]}],
            "nameservers": [{"ldhName": "NS2.Host.NET."}, {"ldhName": "ns1.host.net"}, {}]}"#;
        let found = read(answer).unwrap();
        assert_eq!((found.expires, found.ending), (Some(date(2027, 1, 2)), Some(Ending::PendingDelete)));
        assert_eq!((found.registered, found.registrar.as_deref()), (Some(date(2001, 1, 1)), Some("Names Ltd")));
        assert_eq!(found.name_servers, ["ns1.host.net", "ns2.host.net"]);
        let redemption = read(r#"{"objectClassName":"domain","ldhName":"one.org","status":["redemptionPeriod"]}"#);
        assert_eq!(redemption.unwrap().ending, Some(Ending::Redemption));
    }

    #[test]
    fn answers_on_something_else_say_nothing() {
        for text in [
            "",
            "[]",
            "{}",
            "null",
            r#"{"objectClassName":"domain","ldhName":"two.org"}"#,
            r#"{"objectClassName":"entity","ldhName":"one.org"}"#,
            &"[".repeat(100_000),
        ] {
            assert_eq!(read(text), None, "{}", &text[..text.len().min(50)]);
        }
    }
}
