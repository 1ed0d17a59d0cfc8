use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The wait that a `Retry-After` header asks for: seconds, or the time until a date (RFC 9110, section 10.2.3).
pub(crate) fn parse_retry_after(value: &str) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(value).ok()?.timestamp();
    let seconds = until.duration_since(Timestamp::now()).as_secs().max(0);
    Some(Duration::from_secs(seconds.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_dates() {
        assert_eq!(parse_retry_after("120"), Some(Duration::from_secs(120)));
        assert_eq!(parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        let far = parse_retry_after("Tue, 31 Dec 2999 23:59:59 GMT").unwrap();
        assert!(far > Duration::from_secs(86400 * 365));
        assert_eq!((parse_retry_after("soon"), parse_retry_after("-1")), (None, None));
    }
}
